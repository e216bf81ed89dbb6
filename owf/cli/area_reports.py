"""``region`` and ``national``: reports on a region, all of a region in one file, and on England."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.errors import Refused
from owf.assessment.results.region import find_region
from owf.cli.database import open_store
from owf.cli.output import refusing_in_words, say, write_file
from owf.cli.report import format_of
from owf.store import Store

if TYPE_CHECKING:
    from owf.reports.catalogue import Wanted

# Reports draw charts, which takes seconds to import: only when one is made.

Year = Annotated[int, typer.Argument(help="The year of the results.")]
FORMATS = ".html, .pdf, .docx, .pptx or .xlsx"


def region(
    region: Annotated[str, typer.Argument(help="The region's code or its name.")],
    year: Year,
    to: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help=f"The file to write: {FORMATS}; or .zip, with the reports of its Trusts too.",
        ),
    ],
) -> None:
    """Write the report on a region's year. A file of that name is replaced."""
    is_zip = to.suffix.lower() == ".zip"
    with refusing_in_words(), open_store() as store:
        from owf.reports.catalogue import Wanted  # noqa: PLC0415
        from owf.reports.model import Kind  # noqa: PLC0415

        if not is_zip:
            format_of(to, ".zip")
        wanted = Wanted(Kind.REGION, year, region_code=find_region(store, region))
        if is_zip:
            _write_zip(store, wanted, to)
        else:
            _write_report(store, wanted, to)


def national(
    year: Year,
    to: Annotated[Path, typer.Option(metavar="FILE", help=f"The file to write: {FORMATS}.")],
) -> None:
    """Write England's tables of a year. A file of that name is replaced."""
    with refusing_in_words(), open_store() as store:
        from owf.reports.catalogue import Wanted  # noqa: PLC0415
        from owf.reports.model import Kind  # noqa: PLC0415

        format_of(to)
        _write_report(store, Wanted(Kind.NATIONAL, year), to)


def _write_report(store: Store, wanted: Wanted, to: Path) -> None:
    from owf.reports.kept import make_report  # noqa: PLC0415

    made = make_report(store, OPERATOR, wanted, format_of(to), is_kept=False)
    write_file(to, made.content)
    say(f"{to}: {made.title}. Hash {made.sha256[:12]}.")


def _write_zip(store: Store, wanted: Wanted, to: Path) -> None:
    from owf.reports.kept import MadeFile, keep_file  # noqa: PLC0415
    from owf.reports.regional_zip import regional_zip  # noqa: PLC0415

    code = wanted.region_code or ""
    try:
        for step in regional_zip(store, OPERATOR, code, wanted.year, to):
            say(f"{step.done} of {step.of}: {step.what}")
        content = to.read_bytes()
    except OSError as failed:
        raise Refused(
            f"{to} could not be written: {failed.strerror}. Give a file in a folder that exists "
            "and that you can write to."
        ) from failed
    made = MadeFile(f"All reports on the region, {wanted.year}", to.name, "zip", content)
    keep_file(store, OPERATOR, wanted, made, None)
    say(f"{to}: {made.title}. Hash {made.sha256[:12]}.")
