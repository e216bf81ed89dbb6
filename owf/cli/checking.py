"""``check``: is this installation fit to run? It looks at everything and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import typer

from owf.assessment.refusals import Refused
from owf.cli import fitness, safety
from owf.cli.looking import Wrong, looking_at
from owf.cli.speaking import AsJson, answer, answer_json, say
from owf.settings import Settings
from owf.store import Store, StoreFailed

ONCE_READ: Mapping[str, Callable[[Settings], str]] = {
    "secret key": safety.secret_key,
    "web address": safety.web_address,
    "single sign-on": safety.single_sign_on,
    "letters": safety.letters,
    "date": safety.date,
}
"""What is asked of settings that can be read."""
ONCE_CURRENT: Mapping[str, Callable[[Store], str]] = {
    "demonstration": fitness.demonstration,
    "administrators": safety.administrators,
    "frozen questionnaires": fitness.frozen_questionnaires,
    "protection of what was signed": fitness.protection,
    "signatures": fitness.signatures,
}
"""What is asked of a database that has the schema of this version."""


@dataclass(frozen=True)
class Outcome:
    """What was found of one thing; ``is_ok`` is ``None`` where it could not be asked."""

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
    yield _asked("settings", safety.readable)
    settings = safety.settings_to_look_with()
    if settings is None:
        yield from _not_asked(ONCE_READ, "correct the settings first.")
    else:
        for of_settings, ask in ONCE_READ.items():
            yield _asked(of_settings, partial(ask, settings))
    yield _asked("questionnaires", fitness.questionnaires)
    yield _asked("authorities", fitness.authorities)
    if settings is None:
        yield from _not_asked(("database", "schema", *ONCE_CURRENT), "correct the settings first.")
        return
    with ExitStack() as closing:
        try:
            store = closing.enter_context(looking_at(settings.database_url))
        except (Wrong, StoreFailed) as wrong:
            yield Outcome("database", False, str(wrong))
            yield from _not_asked(("schema", *ONCE_CURRENT), "correct the database first.")
            return
        yield Outcome("database", True, "it answers.")
        schema = _asked("schema", partial(fitness.schema, store))
        yield schema
        if not schema.is_ok:
            yield from _not_asked(ONCE_CURRENT, "correct the schema first.")
            return
        for what, question in ONCE_CURRENT.items():
            yield _asked(what, partial(question, store))


def _asked(what: str, question: Callable[[], str]) -> Outcome:
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


def _not_asked(things: Iterable[str], why: str) -> Iterator[Outcome]:
    for what in things:
        yield Outcome(what, None, f"not checked, {why}")
