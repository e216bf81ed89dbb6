"""``report``: a Trust's year as a file for a board, partners, the public or inspectors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.errors import NotFound, Refused
from owf.assessment.results.trust_comparison import find_trust
from owf.assessment.returns.workbook_import import find_partner
from owf.cli.database import open_store
from owf.cli.output import refusing_in_words, say, write_file
from owf.store import Store

if TYPE_CHECKING:
    from owf.reports.catalogue import Wanted
    from owf.reports.model import Format

# Reports draw charts, which takes seconds to import: only when one is made.


class TrustKind(StrEnum):
    BOARD = "board"
    ANNUAL = "annual"
    PLAN = "plan"
    EXCEPTIONS = "exceptions"
    PARTNER = "partner"
    PUBLIC = "public"
    EVIDENCE = "evidence"


def format_of(file: Path, *besides: str) -> Format:
    """``besides``: other endings to name. Raises: Refused: its ending is that of no format."""
    from owf.reports.model import Format  # noqa: PLC0415

    try:
        return Format(file.suffix.lower().removeprefix("."))
    except ValueError:
        *most, last = (*(f".{one}" for one in Format), *besides)
        raise Refused(
            f"{file} does not say in which format to write. Give a file name that ends with "
            f"{', '.join(most)} or {last}."
        ) from None


def report(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The year of the results.")],
    to: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The file to write: .html, .pdf, .docx, .pptx or .xlsx."),
    ],
    kind: Annotated[TrustKind, typer.Option(help="Which report.")] = TrustKind.BOARD,
    partner: Annotated[
        str, typer.Option(help="For --kind partner: the partner's name or its id.")
    ] = "",
) -> None:
    """Write a report on a Trust's year. A file of that name is replaced."""
    with refusing_in_words(), open_store() as store:
        from owf.reports.kept import make_report  # noqa: PLC0415

        file_format = format_of(to)
        found = find_trust(store, trust, year)
        wanted = _wanted(store, kind, found.dfe_number, year, partner)
        made = make_report(store, OPERATOR, wanted, file_format, is_kept=False)
        write_file(to, made.content)
    say(f"{to}: {made.title}. Hash {made.sha256[:12]}.")


def _wanted(store: Store, of: TrustKind, trust: int, year: int, partner: str) -> Wanted:
    from owf.reports.catalogue import Wanted, plan_year  # noqa: PLC0415
    from owf.reports.model import Kind  # noqa: PLC0415

    kind = Kind(of)
    if (kind is Kind.PARTNER) != bool(partner):
        raise Refused(
            "--partner goes with --kind partner. Give both, or neither."
            if partner
            else "Say which partner's feedback: give --partner with its name or id."
        )
    if kind is Kind.PARTNER:
        partner_id = find_partner(store, OPERATOR, trust, partner, year)
        return Wanted(kind, year, trust, partner=partner_id)
    if kind not in (Kind.PLAN, Kind.EXCEPTIONS):
        return Wanted(kind, year, trust)
    of_plan = plan_year(store, OPERATOR, trust, year)
    if of_plan is None:
        raise NotFound(
            f"There is no plan on the results of {year} or an earlier year. The coordinator "
            "begins one on the Actions page once the chair has signed."
        )
    return Wanted(kind, of_plan, trust)
