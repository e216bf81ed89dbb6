"""The national tables: numbers against the services, nobody named, and who may have them."""

from __future__ import annotations

import re

import pytest

from owf.access import OPERATOR
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.results.england import open_nation, percent
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.reports.kinds.national import national_report
from owf.reports.model import Kind, NumberFormat
from owf.store import places
from tests.cast import handed_on
from tests.reports.reading import headings, rows_of, section_of, table_called, words_of

MIDDLE = {"health": 4, "police": 3, "schools": 3}
LOW = {"health": 2, "police": 3, "schools": 2}
EAST = (821, 822, 823, 874, 881)
ELSEWHERE = (380, 381, 382)
SCORE = NumberFormat.SCORE.words


@pytest.fixture(scope="module")
def world(cast_of_module):
    """Five Trusts of one region and three of another sign two years; one at its headline."""
    cast = cast_of_module
    places = {}
    for number, trust in enumerate((*EAST, *ELSEWHERE)):
        places[trust] = cast.open_trust(trust)
        levels = LOW if number % 3 == 0 else MIDDLE
        cast.sign(places[trust], handed_on(levels, number), "full")
    cast.open_year(2010)
    for number, (trust, place) in enumerate(places.items()):
        publication = "done" if trust == ELSEWHERE[-1] else "full"
        cast.sign(cast.again(place, 2010), handed_on(MIDDLE, number), publication)
    return cast


@pytest.fixture(scope="module")
def report(world):
    return national_report(world.store, world.grace, 2010)


@pytest.fixture(scope="module")
def view(world):
    return open_nation(world.store, world.grace, 2010)


def test_it_has_the_parts_of_the_page_in_its_order(report, view):
    assert report.kind is Kind.NATIONAL
    assert report.title == "England: national tables of 2010"
    assert [one.heading for one in report.sections] == [
        "Progress in 2010",
        "Who took part",
        "Themes",
        "Regions side by side",
        "Change over the years",
        "Question by question: the tables of 2009",
        "The workforce before the first self-evaluation",
        "How the results are worked out",
    ]
    assert report.sections[0].claim == f"{view.claim}."


def test_progress_stands_beside_the_published_figure_of_2008(report, view):
    share = percent(view.progress.at_or_above, view.progress.n)
    some, planning = rows_of(table_called(report, "Progress in 2010, and as reported in 2008"))
    assert (some["2010"], some["Reported in 2008"]) == (f"{share}%", "89%")
    assert (planning["2010"], planning["Reported in 2008"]) == (f"{100 - share}%", "11%")
    bands = rows_of(table_called(report, "Trusts by overall average, 2010"))
    assert [row["Trusts"] for row in bands] == [str(one.trusts) for one in view.bands]
    assert sum(int(row["Trusts"]) for row in bands) == view.progress.n == 7


def test_participation_counts_every_trust_whatever_it_publishes(report, view):
    rows = rows_of(table_called(report, "Trusts that have signed off 2010, of all that there were"))
    parts = (*view.regions, view.england)
    assert [tuple(row.values()) for row in rows] == [
        (one.name, str(one.signed), str(one.trusts)) for one in parts
    ]
    assert (rows[-1]["Region"], rows[-1]["Signed off"]) == ("England", "8")


def test_themes_and_regions_have_means_with_their_numbers_of_trusts(report, view):
    themes = rows_of(table_called(report, "England by theme, 2010"))
    for row, line in zip(themes, view.lines, strict=True):
        assert (row["Mean"], row["Trusts"]) == (SCORE(line.mean.value), str(line.mean.n))
        assert row["At or above 3"] == str(line.split.at_or_above)
    means = rows_of(table_called(report, "Mean scores by theme and region, 2010"))
    numbers = rows_of(table_called(report, "Trusts in each mean by theme and region, 2010"))
    for line, mean, number in zip(view.lines, means, numbers, strict=True):
        for part in (*view.regions, view.england):
            found = part.means[line.key]
            assert mean[part.name] == ("too few" if found.value is None else SCORE(found.value))
            assert number[part.name] == str(found.n)
    assert means[0]["East of England"] != "too few"
    assert means[0]["Yorkshire and The Humber"] == "too few"


def test_change_is_over_the_trusts_of_both_years(report, view):
    before, now = view.since
    (row,) = rows_of(table_called(report, "The same Trusts in both years"))
    first, second = view.shares_since
    assert (row["Years"], row["Trusts in both (n)"]) == ("2009 to 2010", str(now.mean.n))
    assert (row["Share before"], row["Share after"]) == (f"{first}%", f"{second}%")
    assert (row["Mean before"], row["Mean after"]) == (
        SCORE(before.mean.value),
        SCORE(now.mean.value),
    )
    assert float(row["Change in levels"]) == pytest.approx(
        float(row["Mean after"]) - float(row["Mean before"]), abs=0.001
    )
    assert section_of(report, "Change over the years").claim == view.since_sentence


def test_the_tables_of_2009_are_of_england(report, world):
    found = open_item_tables(world.store, world.grace, 2010)
    rows = rows_of(table_called(report, "(b) Mean of Trusts by audience, England 2010"))
    for row, one in zip(rows, found.questions.values(), strict=True):
        assert row["Code"] == one.item.code
        assert (row["All leaders"], row["Trusts (n)"]) == (SCORE(one.leaders.mean), str(one.n))


def test_reference_figures_are_the_published_ones_and_say_so(report):
    size, vacant = workforce_size(), vacancies()
    people = rows_of(
        table_called(report, "People in the children's workforce of England by sector")
    )
    assert [row["People"] for row in people] == [
        *(f"{one.people:,}" for one in size.sectors),
        f"{size.people:,}",
    ]
    rates = rows_of(table_called(report, "Vacancy rates in England, percent of posts"))
    for row in rates:
        assert [float(row[str(year)]) for year in vacant.years] == list(vacant.rates[row["Group"]])
    assert "they are not made up" in words_of(report)


def test_no_trust_is_named(report, world):
    words = words_of(report)
    with world.store.reading() as session:
        names = [one.name for one in places.trusts_in_year(session, 2010)]
        regions = set(places.region_names(session).values())
    assert len(names) == 152
    found = [one for one in names if re.search(rf"\b{re.escape(one)}\b", words)]
    assert set(found) <= regions


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "heidi", "judy", "mallory"])
def test_whoever_may_not_open_the_page_may_not_have_it(world, name):
    with pytest.raises(NotAllowed, match="national team and regional leads"):
        national_report(world.store, getattr(world, name), 2010)


def test_regional_leads_and_the_operator_have_the_same(world, report):
    for who in (world.frank, OPERATOR):
        theirs = national_report(world.store, who, 2010)
        assert headings(theirs) == headings(report)
        assert words_of(theirs) == words_of(report)


def test_a_year_that_nobody_has_signed_is_refused_in_a_sentence(cast):
    with pytest.raises(NotFound, match="No Trust has signed off 2009, so there is nothing"):
        national_report(cast.store, cast.grace, 2009)
    with pytest.raises(NotFound, match="There was no self-evaluation in 1999"):
        national_report(cast.store, cast.grace, 1999)


def test_with_too_few_trusts_only_who_took_part_is_said(cast):
    for trust in EAST[:3]:
        cast.sign(cast.open_trust(trust), MIDDLE, "full")
    report = national_report(cast.store, cast.grace, 2009)
    assert report.sections[0].claim.startswith("Too few Trusts have signed to give England's")
    assert "Themes" not in headings(report)
    assert not [one for one in report.tables() if one.title.startswith("(")]
