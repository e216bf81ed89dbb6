"""The demonstration's reports as files for a reader: ``make reports`` writes ``reports/``.

Every kind in every format: of Cambridgeshire 2011 as its chair has it, of its region as the lead
has it, and of England as the national team has it. The list of them is ``index.html``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from owf.access import Actor
from owf.demo.build import ensure_demo
from owf.reports.catalogue import CATALOGUE, Wanted, build_report, open_reports
from owf.reports.kept import file_name_of
from owf.reports.model import MADE_UP, Format, Kind, Report
from owf.reports.writing import file_of
from owf.settings import ROOT
from owf.store import Store, people

FOLDER = ROOT / "reports"
TRUST, REGION, YEAR = 873, "E12000006", 2011
PAGE = Markup(
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
    "<title>Reports of the demonstration</title></head><body><main>"
    "<h1>Reports of the demonstration</h1><p>{}</p><ul>{}</ul></main></body></html>\n"
)


def main() -> None:
    """Make all of them again."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        store = ensure_demo(Path(folder) / "demonstration.db")
        lines = [
            Markup("<li>{}: {}. {}</li>").format(
                report.title, _files(report, wanted), CATALOGUE[wanted.kind].purpose
            )
            for wanted, report in _reports(store)
        ]
        store.close()
    index = FOLDER / "index.html"
    index.write_text(PAGE.format(MADE_UP, Markup("").join(lines)), encoding="utf-8")
    where = index.relative_to(ROOT)
    print(f"{len(lines)} reports in {len(Format)} formats each: open {where}.")  # noqa: T201


def _reports(store: Store) -> Iterator[tuple[Wanted, Report]]:
    chair = _person(store, "chair")
    found = open_reports(store, chair, TRUST, YEAR).wanted
    first_partner = next(one for one in found if one.kind is Kind.PARTNER)
    for wanted in found:
        if wanted.kind is not Kind.PARTNER or wanted == first_partner:
            yield wanted, build_report(store, chair, wanted)
    for role, wanted in (
        ("regional-lead", Wanted(Kind.REGION, YEAR, region_code=REGION)),
        ("national", Wanted(Kind.NATIONAL, YEAR)),
    ):
        yield wanted, build_report(store, _person(store, role), wanted)


def _person(store: Store, role: str) -> Actor:
    with store.reading() as session:
        found = people.person_with_demo_role(session, role)
        if found is None:
            raise RuntimeError(f"The demonstration has nobody who is {role}.")
        return Actor(found.id, found.name, tuple(people.roles_of(session, found.id)))


def _files(report: Report, wanted: Wanted) -> Markup:
    """Links to the report in every format, once its files are written."""
    links = []
    for one in Format:
        name = file_name_of(wanted, report.about.author, one)
        (FOLDER / name).write_bytes(file_of(report, one))
        links.append(Markup('<a href="{}">{}</a>').format(name, one.upper()))
    return Markup(", ").join(links)


if __name__ == "__main__":
    main()
