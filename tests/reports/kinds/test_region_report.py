"""The regional report: what it says, its numbers against the services', and who may have it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from owf.access import OPERATOR, Actor, Role
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.results.england import open_nation, percent
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.results.region import open_region
from owf.benchmark.scores.groups import GroupKind
from owf.improvement.good_practice.region_gaps import open_region_gaps
from owf.markup.formatting import limits, signed
from owf.reports.kinds.region import region_report
from owf.reports.model import Kind, NumberFormat
from owf.reports.parts.item_tables import HELD_BACK, NOT_ASKED, TOO_FEW
from owf.store.people import RoleHeld
from tests.cast import handed_on
from tests.examples import offered
from tests.reports.reading import headings, rows_of, section_of, table_called, words_of
from tests.reports.sample import MARKUP

EAST, YORKSHIRE = "E12000006", "E12000003"
LUTON, BEDFORD, CENTRAL, PETERBOROUGH, ESSEX, SOUTHEND, THURROCK = (
    821, 822, 823, 874, 881, 882, 883,
)  # fmt: skip
NORFOLK, HERTFORDSHIRE, SUFFOLK = 926, 919, 935
MIDDLE = {"health": 2, "police": 3, "schools": 2}
HIGH = {"health": 5, "police": 5, "schools": 4}
LOW = {"health": 1, "police": 1, "schools": 2}
MIXED = {
    "health": {"caf-1": 5, "caf-2": 2, "caf-3": 2, "ma-1": 2, "ma-2": 4, "ma-3": 3},
    "police": 2,
    "schools": 3,
}
NAMED = (LUTON, BEDFORD, CENTRAL, PETERBOROUGH, ESSEX, NORFOLK, SUFFOLK)
SCORE, DIFFERENCE = NumberFormat.SCORE.words, NumberFormat.DIFFERENCE.words


def sign_region(cast):
    """Seven Trusts in full over two years, one at its headline and one done; gives 2009's."""
    found = {}
    for number, trust in enumerate(NAMED):
        levels = {LUTON: HIGH, BEDFORD: LOW, ESSEX: MIXED}.get(trust, MIDDLE)
        first = cast.open_trust(trust)
        cast.sign(first, handed_on(MIDDLE, number), "full")
        found[trust] = (first, handed_on(levels, number))
    headline, done = cast.open_trust(THURROCK), cast.open_trust(SOUTHEND)
    cast.sign(headline, MIDDLE, "headline")
    cast.sign(done, MIDDLE, "done")
    cast.open_year(2010)
    for place, levels in found.values():
        cast.sign(cast.again(place, 2010), levels, "full")
    for place, publication in ((headline, "headline"), (done, "done")):
        cast.sign(cast.again(place, 2010), MIDDLE, publication)
    return {trust: place for trust, (place, _) in found.items()}


@pytest.fixture(scope="module")
def world(cast_of_module):
    cast = cast_of_module
    places = sign_region(cast)
    offered(cast, places[LUTON], title="One form")
    return cast


@pytest.fixture(scope="module")
def report(world):
    """As the region's lead has it."""
    return region_report(world.store, world.frank, EAST, 2010)


@pytest.fixture(scope="module")
def view(world):
    return open_region(world.store, world.frank, EAST, 2010)


# What it says.


def test_it_has_all_that_a_regional_lead_needs_in_this_order(report):
    assert report.kind is Kind.REGION
    assert report.title == "East of England: regional report of 2010"
    assert [one.heading for one in report.sections] == [
        "Where the region stands",
        "Who took part",
        "Trust by Trust",
        "Change since 2009",
        "Where the East of England is low as a whole",
        "Good practice",
        "Question by question: the tables of 2009",
        "How the results are worked out",
    ]
    assert report.about.author == "East of England"
    assert report.about.signature == "by the chairs of nine Trusts"
    assert len(report.about.digest) == 64


def test_its_headline_sets_the_region_against_england(report, world):
    nation = open_nation(world.store, world.frank, 2010)
    here = next(one for one in nation.regions if one.name == "East of England")
    mean, england = here.means["overall"], nation.lines[0].mean
    assert report.sections[0].claim.startswith(f"The East of England's mean is {mean.value:.2f} ")
    assert f"England's {england.value:.2f} over {england.n}." in report.sections[0].claim
    table = table_called(report, "The East of England beside England, 2010")
    assert [row["Theme"] for row in rows_of(table)] == [one.title for one in nation.lines]
    for row, line in zip(rows_of(table), nation.lines, strict=True):
        theirs = here.means[line.key]
        assert row["East of England"] == SCORE(theirs.value)
        assert (row["Trusts"], row["Trusts of England"]) == (str(theirs.n), str(line.mean.n))
        assert row["Difference"] == DIFFERENCE(theirs.value - line.mean.value)


def test_every_trust_is_listed_with_what_it_shows(report):
    rows = rows_of(table_called(report, "Trusts of the East of England, 2010"))
    shown = {row["Trust"]: row["What it shows of this year"] for row in rows}
    assert len(shown) == 11
    assert shown["Luton"] == "everything, by name"
    assert shown["Thurrock"] == shown["Southend-on-Sea"] == "not named here"
    assert shown["Cambridgeshire"] == shown["Hertfordshire"] == ""
    missing = section_of(report, "Who took part").blocks[0].text
    assert missing.startswith("Still to sign off: Cambridgeshire and Hertfordshire.")


# Its numbers.


def test_every_trusts_numbers_are_those_of_its_comparison(report, view):
    for standing in view.standings:
        theme = standing.group.theme
        about = view.pack.theme(theme).title if theme else "Overall"
        table = table_called(report, f"{about}: each Trust against the rest of {view.region}, 2010")
        rows = {row["Trust"]: row for row in rows_of(table)}
        assert set(rows) == {one.name for one in view.trusts}
        for trust in view.trusts:
            found = next(one for one in trust.headline if one.theme == theme)
            row, of = rows[trust.name], found.comparison
            assert (row["Sectors (n)"], row["Trusts (k)"]) == (str(of.n), str(of.k))
            assert (row["Score"], row["Others"]) == (SCORE(of.score), SCORE(of.reference))
            assert row["Difference"] == DIFFERENCE(of.difference)
            assert row["95% limits"] == limits(of.ci95)
            assert row["p, adjusted"] == NumberFormat.CHANCE.words(of.p_adjusted)
            assert row["Verdict"] == f"{found.symbol} {found.verdict}"


def test_the_overview_has_each_score_with_its_symbol(report, view):
    table = table_called(report, "Overall and by theme, the East of England, 2010")
    rows = {row["Trust"]: list(row.values())[1:] for row in rows_of(table)}
    for trust in view.trusts:
        assert rows[trust.name] == [
            f"{one.comparison.score:.2f} {one.symbol}" for one in trust.headline
        ]
    means = [one.mean for one in view.standings]
    unnamed = [f", {one.unnamed} unnamed" if one.unnamed else "" for one in means]
    assert rows["Mean of the East of England"] == [
        f"{one.value:.2f} ({one.trusts} Trusts{words})"
        for one, words in zip(means, unnamed, strict=True)
    ]


def test_the_figure_of_each_theme_is_the_pages_with_the_same_scores_for_office_programs(
    report, view
):
    figures = {one.chart.title: one for one in report.figures()}
    for standing in view.standings:
        theme = standing.group.theme
        about = view.pack.theme(theme).title if theme else "Overall"
        figure = figures[f"{about}: the Trusts' scores, like for like"]
        column = figure.native.frame["Score, like for like"]
        for place in standing.places:
            assert column[place.name] == pytest.approx(place.drawn)
        assert column["Mean of the East of England"] == pytest.approx(standing.mean.value)


def test_who_moved_has_both_years(report, view):
    table = table_called(report, "Overall change from 2009 to 2010, in levels")
    rows = {row["Trust"]: row for row in rows_of(table)}
    for trust in view.trusts:
        found = next(one for one in trust.changes if one.kind is GroupKind.OVERALL)
        row, change = rows[trust.name], found.change
        assert (row["2009"], row["2010"]) == (SCORE(change.before), SCORE(change.after))
        assert row["Change"] == signed(change.mean_change)
        assert row["Verdict"] == f"{found.symbol} {found.verdict}"
    assert rows["Luton"]["Verdict"].endswith("improved")
    assert section_of(report, "Change since 2009").claim.startswith("Since 2009, ")


def test_where_it_is_low_is_each_part_against_the_same_trusts_overall(report, view):
    table = table_called(
        report, "Themes and aspects against the same Trusts' overall score, lowest first"
    )
    rows = {row["Theme or aspect"]: row for row in rows_of(table)}
    assert len(rows) == len(view.parts)
    for part in view.parts:
        row = rows[part.title]
        assert (row["Trusts (n)"], row["Mean"]) == (str(part.n), SCORE(part.mean))
        assert row["Difference"] == DIFFERENCE(part.difference)


def test_the_tables_of_2009_are_those_of_the_service(report, world):
    found = open_item_tables(world.store, world.frank, 2010, EAST)
    by_title = {one.title: rows_of(one) for one in report.tables()}
    where = "East of England 2010"

    def rows(title):
        return {row["Code"]: row for row in by_title[f"{title}, {where}"]}

    bands, shares = (
        rows("(a) How many Trusts average in each band"),
        rows("(a) The same in percent of Trusts"),
    )
    counts, audiences = (
        rows("(c) Partners' answers by level"),
        rows("(b) Mean of Trusts by audience"),
    )
    sectors = rows("(b) Mean of leaders by sector")
    assert list(bands) == [item.code for item in found.pack.items]
    assert any(one.is_shown for one in found.questions.values())
    for one in found.questions.values():
        code = one.item.code
        for band, number in zip(found.bands, one.bands.counts, strict=True):
            assert bands[code][band.label] == str(number)
            assert shares[code][band.label] == f"{percent(number, one.n)}%"
        assert bands[code]["Above the midpoint"] == str(one.bands.above_midpoint)
        assert audiences[code]["All leaders"] == SCORE(one.leaders.mean)
        theirs = audiences[code]["All practitioners"]
        assert theirs == (NOT_ASKED if one.is_for_leaders_only else TOO_FEW)
        for level, number in zip(found.pack.scale.levels, one.counts.level_counts, strict=True):
            shown = str(number) if one.counts_are_shown else HELD_BACK
            assert counts[code][f"{level.value} {level.short}"] == shown
        for sector in one.sectors:
            shown = HELD_BACK if sector.is_held_back else TOO_FEW
            expected = shown if sector.mean is None else SCORE(sector.mean)
            assert sectors[code][sector.title] == expected
            number = shown if sector.mean is None else str(sector.n)
            assert sectors[code][f"{sector.title} (n)"] == number


# Good practice.


def test_offers_of_the_regions_trusts_and_gaps_without_one_are_listed(report, world):
    section = section_of(report, "Good practice")
    (offer,) = rows_of(table_called(report, "Examples that Trusts here offer"))
    assert (offer["Trust"], offer["Example"]) == ("Luton", "One form")
    gaps = open_region_gaps(world.store, world.frank, EAST)
    rows = rows_of(table_called(report, "Gaps on which nobody offers an example"))
    assert [row["Question"] for row in rows] == [
        f"{one.item.code} {one.item.short_name}" for one in gaps.gaps
    ]
    assert section.claim.startswith("One Trust of the East of England offers one example on ")


def test_gaps_of_the_newest_year_are_not_told_in_the_report_of_another(world):
    earlier = region_report(world.store, world.frank, EAST, 2009)
    assert "Gaps without an offer are shown for the newest signed year" in words_of(earlier)
    assert "Gaps on which nobody offers" not in words_of(earlier)


# Who may have it, and what is not in it.


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "heidi", "judy", "mallory"])
def test_whoever_may_not_open_the_page_may_not_have_the_report(world, name):
    with pytest.raises(NotAllowed, match="regional leads and the national team"):
        region_report(world.store, getattr(world, name), EAST, 2010)


def test_the_lead_of_another_region_may_not_have_it(world):
    other = Actor("other", "Other", (RoleHeld(Role.REGIONAL_LEAD, "region", YORKSHIRE),))
    with pytest.raises(NotAllowed, match="only open the page of your own region"):
        region_report(world.store, other, EAST, 2010)


def test_the_national_team_and_the_operator_have_all_but_the_gaps_without_an_offer(world, report):
    for who in (world.grace, OPERATOR):
        theirs = region_report(world.store, who, EAST, 2010)
        assert headings(theirs) == headings(report)
        assert "This copy leaves out the gaps without an offer" in words_of(theirs)
        assert "Gaps on which nobody offers" not in words_of(theirs)


def test_trusts_that_do_not_publish_by_name_are_named_nowhere_but_in_the_list(report):
    listed = table_called(report, "Trusts of the East of England, 2010")
    for name in ("Thurrock", "Southend-on-Sea"):
        said = [one for one in words_of(report).split("\n") if name in one]
        of_list = [cell for row in listed.cells() for cell in row if name in cell]
        assert said == of_list


# What is thin or missing.


def test_a_year_that_nobody_has_signed_is_refused_in_a_sentence(cast):
    with pytest.raises(NotFound, match="No Trust of the East of England has signed off 2009"):
        region_report(cast.store, cast.frank, EAST, 2009)


def test_with_two_published_trusts_what_cannot_be_shown_is_said(cast):
    for trust in (LUTON, BEDFORD):
        cast.sign(cast.open_trust(trust), MIDDLE, "full")
    report = region_report(cast.store, cast.frank, EAST, 2009)
    words = words_of(report)
    assert "Too few Trusts have published to set the East of England against England." in words
    table = table_called(report, "Overall and by theme, the East of England, 2009")
    means = rows_of(table)[-1]
    assert set(list(means.values())[1:]) == {"too few Trusts"}
    assert "No question has the five Trusts that a figure needs" in words
    assert not [one for one in report.tables() if one.title.startswith("(")]


def test_with_no_trust_named_there_is_no_row_and_the_report_says_why(cast):
    for trust in NAMED[:3]:
        cast.sign(cast.open_trust(trust), MIDDLE, "headline")
    report = region_report(cast.store, cast.frank, EAST, 2009)
    assert "No Trust here shows its results by name" in words_of(report)
    table = table_called(report, "Overall and by theme, the East of England, 2009")
    assert [row["Trust"] for row in rows_of(table)] == ["Mean of the East of England"]


def test_a_name_of_any_kind_and_an_example_with_markup_stay_as_they_are(cast):
    name = 'St. "Anne\'s" / Thorpe\\le-Soken, North & <South>'
    place = cast.open_trust(LUTON)
    cast.sign(place, HIGH, "full")
    offered(cast, place, title="A title", what=MARKUP)
    with cast.store.writing() as session:
        session.execute(
            text("UPDATE trust SET name = :name WHERE dfe_number = :trust"),
            {"name": name, "trust": LUTON},
        )
    report = region_report(cast.store, cast.frank, EAST, 2009)
    assert name in words_of(report)
    assert MARKUP in words_of(report)
