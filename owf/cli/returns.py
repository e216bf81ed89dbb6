"""``returns``: partners' self-assessments as workbooks, taken out and brought back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from owf.access import OPERATOR
from owf.assessment.errors import Locked, NotAllowed, Refused
from owf.assessment.results.trust_comparison import find_trust
from owf.assessment.returns.workbook_import import (
    Destination,
    find_destination,
    find_partner,
    import_return,
    open_to_take_along,
    preview_import,
)
from owf.assessment.returns.workbook_merge import Standing
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say, write_file
from owf.exchange.workbook.cells import Fault
from owf.settings import get_settings
from owf.store import Store


@dataclass
class Outcome:
    """With ``faults`` nothing was saved; ``conflicts`` are codes of questions changed here too."""

    path: Path
    to: Destination | None = None
    counts: Mapping[Standing, int] = field(default_factory=dict)
    conflicts: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    notes: Sequence[str] = ()
    saved: int = 0
    took_file: bool = False

    @property
    def is_done(self) -> bool:
        return not self.faults

    @property
    def _name(self) -> str:
        if self.to is None:
            return str(self.path)
        return f"{self.path}: {self.to.partner_name}, {self.to.trust_name} {self.to.year}"

    def lines(self, *, dry_run: bool) -> Sequence[str]:
        if self.faults:
            return [f"{self.path}: {one}" for one in self.faults]
        counted = ", ".join(
            f"{self.counts.get(one, 0)} {one.value}"
            for one in (Standing.NEW, Standing.CHANGED, Standing.CONFLICTING, Standing.UNCHANGED)
        )
        done = "nothing saved (dry run)" if dry_run else f"{self.saved} saved"
        found = [f"{self._name}: {counted}; {done}"]
        if self.conflicts:
            kept = (
                "the spreadsheet's answers were kept"
                if self.took_file
                else ("the answers here were kept")
            )
            found.append(
                f"{self.path}: changed here since it was downloaded, so {kept}: "
                f"{', '.join(self.conflicts)}"
            )
        return found + [f"{self.path}: {note}" for note in self.notes]

    def to_json(self) -> dict[str, object]:
        to = self.to
        return {
            "file": str(self.path),
            "trust": to.trust if to else None,
            "partner": to.partner_name if to else None,
            "partner_id": to.partner_id if to else None,
            "year": to.year if to else None,
            **{one.value: self.counts.get(one, 0) for one in Standing},
            "conflicts": list(self.conflicts),
            "faults": [vars(one) for one in self.faults],
            "notes": list(self.notes),
            "saved": self.saved,
            "done": self.is_done,
        }


def bring_back(store: Store, path: Path, limit: int, *, dry_run: bool, take_file: bool) -> Outcome:
    """One transaction. ``take_file``: the workbook's answer replaces one changed here too."""
    outcome = Outcome(path, took_file=take_file)
    try:
        _import_into(store, outcome, limit, dry_run=dry_run)
    except NotAllowed:
        raise
    except Refused as refused:
        outcome.faults = [Fault("", "", str(refused))]
    return outcome


def _import_into(store: Store, outcome: Outcome, limit: int, *, dry_run: bool) -> None:
    from owf.exchange.workbook.archive import refuse_too_large  # noqa: PLC0415
    from owf.exchange.workbook.reading import (  # noqa: PLC0415  slow to import
        open_workbook,
        read_return,
    )

    try:
        refuse_too_large(outcome.path.stat().st_size, limit)
        content = outcome.path.read_bytes()
    except OSError as failed:
        raise Refused(f"The file cannot be read: {failed.strerror}.") from failed
    opened = open_workbook(content, limit)
    to = find_destination(store, OPERATOR, opened.owner.partner_id, opened.owner.year)
    reading = read_return(opened, to)
    outcome.to, outcome.notes = to, reading.notes
    outcome.faults = reading.faults
    if reading.filled is None:
        return
    preview = preview_import(store, OPERATOR, reading.filled)
    outcome.counts = {one: len(preview.of(one)) for one in Standing}
    conflicting = preview.of(Standing.CONFLICTING)
    outcome.conflicts = [line.item.code for line in conflicting]
    if to.is_locked:
        raise Locked(
            f"The self-assessment of {to.partner_name} was submitted and is locked, so nothing "
            "was saved. Ask the Trust's coordinator to reopen it."
        )
    if not dry_run:
        take = {line.item.id for line in conflicting} if outcome.took_file else set()
        outcome.saved = import_return(store, OPERATOR, preview, take=take)


app = typer.Typer(help="Partners' self-assessments as spreadsheets: download and upload.")

_OPEN_IN_EXCEL = "~$"
"""What the files begin with that Excel keeps beside a workbook that is open."""


@app.command()
def template(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    partner: Annotated[str, typer.Argument(help="The partner's name or its id.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    to: Annotated[Path, typer.Option(metavar="FILE", help="The spreadsheet to write (.xlsx).")],
) -> None:
    """Write a partner's self-assessment as a spreadsheet. A file of that name is replaced."""
    from owf.exchange.workbook.writing import workbook_of  # noqa: PLC0415  slow to import

    with refusing_in_words(), open_store() as store:
        if to.suffix.lower() != ".xlsx":
            raise Refused(f"{to} would not open in Excel. Give a file name that ends with .xlsx.")
        found = find_trust(store, trust, year)
        partner_id = find_partner(store, OPERATOR, found.dfe_number, partner, year)
        view = open_to_take_along(store, OPERATOR, partner_id, year)
        content = workbook_of(view)
        write_file(to, content)
    say(f"{to}: the self-assessment of {view.facts.partner_name}, {found.name}, for {year}.")


@app.command("import")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Spreadsheets, or folders of them.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be saved, without saving it.")
    ] = False,
    take_file: Annotated[
        bool,
        typer.Option(
            "--take-file",
            help=("Where an answer was changed here too, keep the one in the spreadsheet."),
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Upload completed spreadsheets, each in its own transaction."""
    outcomes: list[Outcome] = []
    with refusing_in_words(), open_store() as store:
        paths = _workbook_paths(files)
        limit = get_settings().max_upload_mb * 2**20
        with _progress_bar(len(paths)) as advance:
            for path in paths:
                outcomes.append(
                    bring_back(store, path, limit, dry_run=dry_run, take_file=take_file)
                )
                advance()
    if as_json:
        answer_json({"dry_run": dry_run, "files": [one.to_json() for one in outcomes]})
    for one in outcomes:
        for line in one.lines(dry_run=dry_run):
            if not one.is_done:
                say(line)
            elif not as_json:
                answer(line)
    if not all(one.is_done for one in outcomes):
        raise typer.Exit(1)


def _workbook_paths(files: Sequence[Path]) -> Sequence[Path]:
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            inside = sorted(
                one
                for one in path.iterdir()
                if one.suffix.lower() == ".xlsx" and not one.name.startswith(_OPEN_IN_EXCEL)
            )
            if not inside:
                raise Refused(f"There is no spreadsheet (.xlsx) in the folder {path}.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise Refused(f"There is no file {path}. Nothing was read.")
    return found


@contextmanager
def _progress_bar(of: int) -> Iterator[Callable[[], None]]:
    console = Console(stderr=True)
    columns = (TextColumn("uploading"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=of)
        yield lambda: bar.advance(task)
