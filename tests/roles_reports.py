"""How the services of reports are asked, for the table of roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from owf import clock
from owf.reports.catalogue import (
    Wanted,
    build_report,
    may_make,
    open_reports,
    plan_year,
    trust_years_with_reports,
)
from owf.reports.kept import fetch_report, kept_reports, make_report, may_fetch
from owf.reports.kinds.annual import annual_report
from owf.reports.kinds.board import board_report
from owf.reports.kinds.evidence import evidence_report
from owf.reports.kinds.exceptions import exceptions_report
from owf.reports.kinds.national import national_report
from owf.reports.kinds.partner import partner_report
from owf.reports.kinds.plan import plan_report
from owf.reports.kinds.public import public_report
from owf.reports.kinds.region import region_report
from owf.reports.model import Format, Kind
from owf.reports.regional_zip import regional_zip, report_for_reader
from owf.store import Store, reports
from owf.store.reports import NewReport
from tests.roles_plans import plan_on


def board_of(at, year: int) -> Wanted:
    return Wanted(Kind.BOARD, year, at.trust)


def group_file(store: Store, at) -> int:
    """A file that was made for the steering group of a place's Trust."""
    new = NewReport(
        "board", "pdf", at.trust, None, None, 2008, "Board summary", "board.pdf",
        is_for_group=True, basis="", sha256="ab" * 32,
    )  # fmt: skip
    with store.writing() as session:
        return reports.keep_report(session, new, b"%PDF", by=None, at=clock.now())


def facts_of_file(store: Store, at):
    number = group_file(store, at)
    with store.reading() as session:
        return reports.report_by_id(session, number)[0]


def begun_zip(store: Store, who, at) -> None:
    """The zip as far as its first question to the policy, which comes before its first file."""
    with TemporaryDirectory() as folder:
        regional_zip(store, who, at.region, 2008, Path(folder) / "all.zip").close()


OF_A_PARTNER = frozenset({"kinds.partner.partner_report"})

ASK: Mapping[str, Callable[..., object]] = {
    "kinds.board.board_report": lambda s, who, at, year: board_report(s, who, at.trust, year),
    "kinds.annual.annual_report": lambda s, who, at, year: annual_report(s, who, at.trust, year),
    "kinds.public.public_report": lambda s, who, at, year: public_report(s, who, at.trust, year),
    "kinds.plan.plan_report": lambda s, who, at, year: (
        plan_on(s, at, year),
        plan_report(s, who, at.trust, year),
    ),
    "kinds.exceptions.exceptions_report": lambda s, who, at, year: exceptions_report(
        s, who, at.trust, year
    ),
    "kinds.partner.partner_report": lambda s, who, at, year: partner_report(
        s, who, at.trust, year, at.partner
    ),
    "kinds.evidence.evidence_report": lambda s, who, at, year: evidence_report(
        s, who, at.trust, year
    ),
    "kinds.region.region_report": lambda s, who, at, _: region_report(s, who, at.region, 2008),
    "kinds.national.national_report": lambda s, who, *_: national_report(s, who, 2008),
    "catalogue.open_reports": lambda s, who, at, year: open_reports(s, who, at.trust, year),
    "catalogue.build_report": lambda s, who, at, year: build_report(s, who, board_of(at, year)),
    "catalogue.trust_years_with_reports": lambda s, who, *_: trust_years_with_reports(s, who),
    "catalogue.plan_year": lambda s, who, at, year: plan_year(s, who, at.trust, year),
    "catalogue.may_make": lambda s, who, at, year: may_make(s, who, board_of(at, year)),
    "kept.make_report": lambda s, who, at, year: make_report(
        s, who, board_of(at, year), Format.XLSX
    ),
    "kept.kept_reports": lambda s, who, *_: kept_reports(s, who),
    "kept.may_fetch": lambda s, who, at, _: may_fetch(s, who, facts_of_file(s, at)),
    "kept.fetch_report": lambda s, who, at, _: fetch_report(s, who, group_file(s, at)),
    "regional_zip.regional_zip": lambda s, who, at, _: begun_zip(s, who, at),
    "regional_zip.report_for_reader": lambda s, who, at, _: report_for_reader(
        s, who, at.trust, 2008
    ),
}

WITHOUT_AN_ACTOR = {
    "kept.basis_of": "gives a hash of what is signed, and nothing of it",
    "kept.keep_file": "keeps what somebody was let make a moment before",
    "kinds.annual.source.read_annual": "reads for the annual report, by the services of its pages",
    "kinds.partner.actions.actions_of_partner": "reads for a partner's feedback, likewise",
}
