"""What makes an installation fit to run, thing by thing.

Each function answers in a few words where the thing is right, and raises ``Wrong`` where it is not.
"""

import csv
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import typer

from owf.access import OPERATOR
from owf.assessment.errors import Refused
from owf.assessment.signing.verifying import frozen_packs, signed_rounds, verify_versions
from owf.cli import unsafe_settings
from owf.cli.database import Wrong, looking_at
from owf.cli.output import AsJson, answer, answer_json, say
from owf.cli.packs import packs_to_use, problems_of
from owf.cli.single_sign_on import single_sign_on
from owf.cli.unsafe_settings import settings_to_look_with
from owf.improvement.plan.agreeing import verify_plan
from owf.improvement.plan.opening import plans_to_read
from owf.questionnaire.problems import shown_path
from owf.settings import DATA, Settings
from owf.store import Store, StoreFailed, people
from owf.store.engine import StatementsLost
from owf.store.migration import current_revision, newest_revision
from owf.store.triggers import triggers_missing

TRUSTS = DATA / "trusts.csv"
COLUMNS = (
    "dfe_code",
    "name",
    "region",
    "region_code",
    "la_type",
    "start_year",
    "end_year",
    "successor_dfe_codes",
)
SHOWN = 3
PATIENCE = 2.0
"""Seconds without a word."""


def questionnaires() -> str:
    folders = packs_to_use()
    problems = [problem for folder in folders for problem in problems_of(folder)]
    if problems:
        shown = _first_few([str(one) for one in problems])
        raise Wrong(f"{shown} Run `python -m owf packs check` to see them all.")
    return f"{_count(len(folders), 'pack')} in questions/."


def authorities() -> str:
    shown = shown_path(TRUSTS)
    try:
        with TRUSTS.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Wrong(
            f"{shown} cannot be read. Put back the file that came with this version."
        ) from error
    if missing:
        raise Wrong(f"{shown} has no column {', '.join(missing)}. Put it back.")
    if not rows:
        raise Wrong(
            f"{shown} has no authorities in it. Put back the file that came with this version."
        )
    numbers: dict[str, int] = {}
    problems = []
    for line, row in rows:
        problems += [f"{shown}:{line}: {what}." for what in _faults_of_row(row)]
        if numbers.setdefault(row["dfe_code"], line) != line:
            problems.append(
                f"{shown}:{line}: {row['dfe_code']} is already on line {numbers[row['dfe_code']]}."
            )
    for line, row in rows:
        problems += [
            f"{shown}:{line}: the successor {successor} is not in this file."
            for successor in filter(None, row["successor_dfe_codes"].split(";"))
            if successor not in numbers
        ]
    if problems:
        raise Wrong(_first_few(problems))
    return f"{len(rows)} in {shown}."


def _faults_of_row(row: Mapping[str, str]) -> Iterator[str]:
    number = row["dfe_code"]
    if not (number.isascii() and number.isdigit() and len(number) == 3 and number >= "100"):
        yield f"`{number}` is not a three-digit DfE number"
    for column in ("name", "region", "region_code"):
        if not row[column].strip():
            yield f"`{column}` is empty"
    for column in ("start_year", "end_year"):
        if row[column] and not (row[column].isascii() and row[column].isdigit()):
            yield f"`{row[column]}` under `{column}` is not a year"


def schema(store: Store) -> str:
    current, newest = current_revision(store), newest_revision()
    if current == newest:
        return f"{current}."
    if current is None:
        raise Wrong("the database has no schema yet. Run `python -m owf migrate`.")
    if newest is not None and current > newest:
        raise Wrong(
            f"the database is at {current}, but this version only knows {newest}. Install the "
            "version that was running before."
        )
    raise Wrong(
        f"the database is at {current} and must be at {newest}. Run `python -m owf migrate`."
    )


def connections(store: Store) -> str:
    if store.needs_pgbouncer():
        raise Wrong(str(StatementsLost()))
    if store.is_through_pgbouncer:
        return "shared with others (PgBouncer), and used so."
    return "the product's own."


def demonstration(store: Store) -> str:
    found = settings_to_look_with()
    demo = found is not None and found.demo
    holds_it = people.is_demonstration(store)
    if demo and not holds_it:
        raise Wrong(
            "OWF_DEMO is set, but this database is not a demonstration, so anybody could sign "
            "in. Unset OWF_DEMO, or name a demonstration's database in OWF_DATABASE_URL (`python "
            "-m owf demo` makes one)."
        )
    if holds_it and not demo:
        raise Wrong(
            "this database is a demonstration, but OWF_DEMO is not set, so made-up figures would "
            "look like real ones. Name another database in OWF_DATABASE_URL."
        )
    return "all figures are made up, and marked so." if demo else "not a demonstration."


def frozen_questionnaires(store: Store) -> str:
    """Whether the packs in the database are what they were when their years were opened."""
    found = frozen_packs(store, OPERATOR)
    problems = []
    for pack in found:
        years = ", ".join(map(str, pack.years))
        if not pack.is_unchanged:
            problems.append(
                f"The questionnaire of {years} was changed after it was frozen. Restore the "
                "database from a backup."
            )
        elif not pack.is_readable:
            problems.append(
                f"The questionnaire of {years} cannot be read by this version. Install the "
                "version that was running before."
            )
    if problems:
        raise Wrong(_first_few(problems))
    return f"{len(found)} in use, unchanged."


def protection(store: Store) -> str:
    with store.reading() as session:
        missing = triggers_missing(session.connection())
    if missing:
        raise Wrong(
            f"the database no longer refuses changes, because it lacks {', '.join(missing)}. "
            "Restore it from a backup, and find out who switched this off."
        )
    return "the database refuses changes."


def signatures(store: Store) -> str:
    signed = signed_rounds(store, OPERATOR)
    broken = []
    spoken = time.monotonic()
    for place, (trust, year) in enumerate(signed):
        if time.monotonic() - spoken > PATIENCE:
            spoken = time.monotonic()
            say(f"  signatures: {place} of {len(signed)}")
        try:
            versions = verify_versions(store, OPERATOR, trust, year)
        except Refused as refused:
            broken.append(str(refused))
            continue
        broken += [one.sentence for one in versions if not one.holds]
    if broken:
        raise Wrong(
            f"{len(broken)} of {len(signed)} were changed after signing. {_first_few(broken)}"
        )
    return f"{len(signed)} verified."


def plans(store: Store) -> str:
    """Whether each agreed version and closed quarter of a plan is what it was."""
    found = [
        one
        for plan in plans_to_read(store, OPERATOR)
        for one in verify_plan(store, OPERATOR, plan.trust, plan.year)
    ]
    broken = [one.sentence for one in found if not one.holds]
    if broken:
        raise Wrong(
            f"{len(broken)} of {len(found)} were changed after they were agreed or closed. "
            f"{_first_few(broken)}"
        )
    return f"{len(found)} verified."


def _first_few(problems: list[str]) -> str:
    more = len(problems) - SHOWN
    return " ".join(problems[:SHOWN]) + (f" And {more} more." if more > 0 else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


ONCE_READ: Mapping[str, Callable[[Settings], str]] = {
    "secret key": unsafe_settings.secret_key,
    "web address": unsafe_settings.web_address,
    "single sign-on": single_sign_on,
    "letters": unsafe_settings.letters,
    "date": unsafe_settings.date,
}
ONCE_CURRENT: Mapping[str, Callable[[Store], str]] = {
    "connections": connections,
    "demonstration": demonstration,
    "administrators": unsafe_settings.administrators,
    "frozen questionnaires": frozen_questionnaires,
    "protection of what was signed": protection,
    "signatures": signatures,
    "plans": plans,
}


@dataclass(frozen=True)
class Outcome:
    what: str
    is_ok: bool | None
    words: str

    def __str__(self) -> str:
        state = {True: "ok", False: "WRONG", None: "-"}[self.is_ok]
        return f"{state:<5}  {self.what}: {self.words}"


def check(as_json: AsJson = False) -> None:
    """Say whether this installation is fit to run, and what to do where it is not."""
    found = []
    for outcome in _outcomes():
        found.append(outcome)
        if not as_json:
            answer(str(outcome))
    wrong = sum(outcome.is_ok is False for outcome in found)
    if as_json:
        checks = [{"check": one.what, "ok": one.is_ok, "words": one.words} for one in found]
        answer_json({"fit": not wrong, "checks": checks})
    if wrong:
        say(f"Not ready to run: {wrong} of {len(found)} checks failed.")
        raise typer.Exit(1)


def _outcomes() -> Iterator[Outcome]:
    yield _outcome("settings", unsafe_settings.readable)
    settings = unsafe_settings.settings_to_look_with()
    if settings is None:
        yield from _skipped(ONCE_READ, "correct the settings first.")
    else:
        for of_settings, ask in ONCE_READ.items():
            yield _outcome(of_settings, partial(ask, settings))
    yield _outcome("questionnaires", questionnaires)
    yield _outcome("authorities", authorities)
    if settings is None:
        yield from _skipped(("database", "schema", *ONCE_CURRENT), "correct the settings first.")
        return
    with ExitStack() as closing:
        try:
            store = closing.enter_context(
                looking_at(settings.database_url, pgbouncer=settings.database_pgbouncer)
            )
        except (Wrong, StoreFailed) as wrong:
            yield Outcome("database", False, str(wrong))
            yield from _skipped(("schema", *ONCE_CURRENT), "correct the database first.")
            return
        yield Outcome("database", True, "it answers.")
        outcome = _outcome("schema", partial(schema, store))
        yield outcome
        if not outcome.is_ok:
            yield from _skipped(ONCE_CURRENT, "correct the schema first.")
            return
        for what, question in ONCE_CURRENT.items():
            yield _outcome(what, partial(question, store))


def _outcome(what: str, question: Callable[[], str]) -> Outcome:
    try:
        return Outcome(what, True, question())
    except (Wrong, Refused, StoreFailed) as wrong:
        return Outcome(what, False, str(wrong))
    except Exception as fault:
        # A damaged database fails in many ways, and none of them may hide the other lines.
        return Outcome(
            what,
            False,
            f"it could not be checked ({type(fault).__name__}). If the database is damaged, "
            "restore it from a backup.",
        )


def _skipped(things: Iterable[str], why: str) -> Iterator[Outcome]:
    for what in things:
        yield Outcome(what, None, f"not checked, {why}")
