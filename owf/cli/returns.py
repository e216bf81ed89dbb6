"""``returns``: partners' self-assessments as workbooks, taken out and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from owf.access import OPERATOR
from owf.assessment.comparing import find_trust
from owf.assessment.refusals import Refused
from owf.assessment.taking_along import find_partner, open_to_take_along
from owf.cli.database import open_store
from owf.cli.returned import Outcome, bring_back
from owf.cli.speaking import AsJson, answer, answer_json, refusing_in_words, say
from owf.settings import get_settings

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
        try:
            to.write_bytes(content)
        except OSError as failed:
            raise Refused(
                f"{to} could not be written: {failed.strerror}. Give a file in a folder that "
                "exists and that you can write to."
            ) from failed
    say(f"{to}: the self-assessment of {view.partner.name}, {found.name}, for {year}.")


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
        paths = _workbooks(files)
        limit = get_settings().max_upload_mb * 2**20
        with _counting(len(paths)) as advance:
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


def _workbooks(files: Sequence[Path]) -> Sequence[Path]:
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
def _counting(of: int) -> Iterator[Callable[[], None]]:
    """A bar that says how many files are done, where somebody watches."""
    console = Console(stderr=True)
    columns = (TextColumn("uploading"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=of)
        yield lambda: bar.advance(task)
