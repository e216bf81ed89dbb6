"""Reports: what somebody can print, present or edit, of a Trust, a region and England."""

from owf.access import Role
from owf.access.policy import may_see_nation
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.region import RegionChoices, region_choices
from owf.reports.catalogue import (
    ReportsOfTrust,
    Wanted,
    open_reports,
    trust_years_with_reports,
)
from owf.reports.model import Kind
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import REPORTS
from owf.web.reports.kept import made_before
from owf.web.reports.offered import offered_reports
from owf.web.reports.whole_region import whole_region
from owf.web.results.page_opening import Box, choose_side_by_side
from owf.web.results.selection import trust_and_year_named
from owf.web.widgets.url_state import Parts, chosen_in_address, number_in_address

TRUST, REGION, ENGLAND, KEPT = "trust", "region", "england", "kept"
PARTS = {TRUST: "A Trust", REGION: "The region", ENGLAND: "England", KEPT: "Made before"}


def _regions() -> RegionChoices | None:
    if not (person.has(Role.REGIONAL_LEAD) or person.has(Role.NATIONAL)):
        return None
    try:
        return region_choices(get_store(), person)
    except NotFound:
        return None


def _of_trust() -> ReportsOfTrust:
    trust, year, _ = trust_and_year_named(trust_years)
    return open_reports(get_store(), person, trust or 0, year)


def _trust_part(found: ReportsOfTrust) -> None:
    names = {str(number): name for number, name, _ in trust_years}
    of_trust = {year for number, _, year in trust_years if number == found.trust} | {found.year}
    years = {str(year): str(year) for year in sorted(of_trust, reverse=True)}
    boxes = [Box("year", "Year", years, str(found.year))]
    if len(names) > 1:
        boxes.insert(0, Box("trust", "Trust", names, str(found.trust), ("year", "partner")))
    choose_side_by_side(boxes, [2, 1, 2] if len(boxes) > 1 else [1, 4])
    if found.wanted:
        offered_reports(found.wanted, found.name, found.partners)
    else:
        html.notice(
            f"There is nothing of {found.name} in {found.year} that you can have yet. Choose "
            "another year, or ask the Trust's coordinator when the chair signs."
        )


def _region_part(choices: RegionChoices) -> None:
    years = {str(one): str(one) for one in choices.years}
    year = Box("region-year", "Year", years, str(choices.year))
    region = Box("region", "Region", choices.regions, choices.region)
    boxes = [region, year] if len(choices.regions) > 1 else [year]
    choose_side_by_side(boxes, [2, 1, 2] if len(boxes) > 1 else [1, 4])
    code = chosen_in_address("region", choices.regions, choices.region)
    when = number_in_address("region-year") or choices.year
    wanted = Wanted(Kind.REGION, when, region_code=code)
    offered_reports([wanted], choices.regions[code])
    whole_region(wanted, choices.regions[code])


def _england_part(choices: RegionChoices) -> None:
    years = {str(one): str(one) for one in choices.years}
    choose_side_by_side([Box("england-year", "Year", years, str(choices.year))], [1, 4])
    when = number_in_address("england-year") or choices.year
    offered_reports([Wanted(Kind.NATIONAL, when)], "England")


def _parts() -> Parts:
    without = set()
    if regions is None:
        without |= {REGION, ENGLAND}
    elif not may_see_nation(person):
        without.add(ENGLAND)
    if not trust_years and named is None:
        without.add(TRUST)
    return Parts.of(PARTS, "Which reports", without)


def _claim(parts: Parts, found: ReportsOfTrust | None) -> str:
    if found is not None and parts.show(TRUST):
        kinds = len({one.kind for one in found.wanted})
        number = "1 report" if kinds == 1 else f"{kinds or 'No'} reports"
        return f"{number} on {found.name} in {found.year}, each in five formats"
    return "Reports to print, present or edit, each in five formats"


def _draw() -> None:
    parts = _parts()
    found = _of_trust() if trust_years or named is not None else None
    html.heading(_claim(parts, found), above="Reports")
    html.write(
        '<p class="owf-lead">Each format says the same, in the same numbers. A report says no more '
        "than your pages do. It is made when you choose a format, which takes a few seconds.</p>"
    )
    parts.choose()
    if found is not None and parts.show(TRUST):
        _trust_part(found)
    if regions is not None and parts.show(REGION):
        _region_part(regions)
    if regions is not None and ENGLAND in parts.titles and parts.show(ENGLAND):
        _england_part(regions)
    if parts.show(KEPT):
        made_before()


person = signed_in()
trust_years = trust_years_with_reports(get_store(), person)
regions = _regions()
named = number_in_address("trust")
if trust_years or regions is not None or named is not None:
    _draw()
elif any(person.has(role) for role in REPORTS.roles):
    html.heading("There is no report for you yet", above="Reports")
    html.notice(
        "Reports are made from signed results. When the chair of your Trust has signed, they "
        "appear here."
    )
else:
    raise NotAllowed(
        "Reports are for people of a Trust, for regional leads and for the national team. Ask "
        "your Trust's coordinator for a role if you should have them."
    )
