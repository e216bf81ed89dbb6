"""What may enter whose figures: done nothing, headline unnamed, and nobody to be worked out."""

from collections import Counter
from datetime import UTC, datetime
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from owf.assessment.disclosure.trusts import (
    SignedYear,
    comparable_units,
    in_blocks,
    published_units,
    read_year,
    taking_part,
    too_few_unnamed,
    units_of_both_years,
)
from owf.assessment.results.steps import (
    agreed_against_others,
    change_of,
    compare_units,
)
from owf.benchmark.comparison.agreed_scores import AgreedVerdict
from owf.benchmark.order.spread import expected_range
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, GroupKind
from owf.store.results import ScoreRow
from owf.store.signed_scores import SignedTrust

OVERALL = Group(GroupKind.OVERALL)
THEME = Group(GroupKind.THEME, theme="caf")
ASPECT = Group(GroupKind.ASPECT, aspect="training")
CELL = Group(GroupKind.CELL, theme="caf", aspect="training")
GROUPS = dict.fromkeys((OVERALL, THEME, ASPECT, CELL), ())
HEADLINE, BY_ASPECT = (OVERALL, THEME), (ASPECT, CELL)
SECTORS = ("health", "police", "schools", "youth")
OWN = 900
PLACES = ("EAST", "NORTH", "SOUTH", "WEST")


def signed(publication, score=3.0, region="EAST", sectors=3, *, agreed=None, **by_group):
    """A Trust's signed results: the same score from so many sectors, or by group (``caf=...``).

    ``agreed`` is what it agreed on every group.
    """
    of_group = {
        group: by_group.get(group.theme or group.aspect or "overall", sectors) for group in GROUPS
    }
    rows = {
        group.key: _row(group, dict.fromkeys(SECTORS[:number], score), agreed)
        for group, number in of_group.items()
    }
    return publication, region, rows


def _row(group, units, agreed):
    mean = sum(units.values()) / len(units) if units else None
    return ScoreRow(
        kind=str(group.kind),
        group_key=group.key,
        audience="leaders",
        n_units=len(units),
        n_respondents=len(units),
        mean=mean,
        pooled_mean=mean,
        sd=None,
        sector_scores=units,
        level_counts=[],
        dont_know=0,
        not_applicable=0,
        agreed=agreed,
    )


def year_of(*others, own=None, year=2009):
    """A signed year by hand: our Trust (900), published in full, and others from 901."""
    found = dict(enumerate([own or signed("full", 4.0), *others], start=OWN))
    return SignedYear(
        year,
        {
            number: SignedTrust(
                trust=number,
                name=f"Trust {number}",
                region_code=region,
                publication=publication,
                snapshot_id=number,
                digest=f"{year} {number}",
                signed_at=datetime(year, 7, 10, tzinfo=UTC),
            )
            for number, (publication, region, _) in found.items()
        },
        {number: rows for number, (_, _, rows) in found.items()},
    )


def references(found):
    """How many others our Trust is compared with, and their mean, by group."""
    compared = compare_units(comparable_units(found, GROUPS, OWN), OWN)
    return {group: (one.k, one.reference) for group, one in compared.items()}


def named(number, score=3.0, region="EAST"):
    return [signed("full", score, region)] * number


def unnamed(number, score=5.0, region="EAST"):
    return [signed("headline", score, region)] * number


# Done, headline, full (METHOD 1.8).


@pytest.mark.parametrize("number", [1, 2, 3, 10])
def test_a_trust_at_done_enters_no_figure_however_many_there_are(number):
    found = year_of(*named(5), *[signed("done", 5.0)] * number)
    assert references(found) == dict.fromkeys(GROUPS, (5, 3.0))


def test_a_trust_at_headline_enters_overall_and_themes_but_no_aspect_and_no_cell():
    found = references(year_of(*named(5), *unnamed(5)))
    assert {found[group] for group in HEADLINE} == {(10, 4.0)}
    assert {found[group] for group in BY_ASPECT} == {(5, 3.0)}


def test_the_own_trust_takes_part_in_full_on_its_own_page_whatever_it_publishes():
    for publication in ("done", "headline", "full"):
        found = year_of(*named(5), own=signed(publication, 4.0))
        assert all(OWN in units for units in comparable_units(found, GROUPS, OWN).values())
        nobody_s = comparable_units(found, GROUPS)
        assert (OWN in nobody_s[ASPECT]) is (publication == "full")


def test_a_trust_that_has_not_signed_shows_nothing():
    assert year_of().level_of(999) == "done"


# One or two unnamed Trusts could be worked out by subtraction.


@pytest.mark.parametrize(
    ("number", "k", "mean"), [(0, 5, 3.0), (1, 5, 3.0), (2, 5, 3.0), (3, 8, 3.75), (5, 10, 4.0)]
)
def test_a_region_s_figure_holds_unnamed_trusts_from_three_on(number, k, mean):
    found = references(year_of(*named(5), *unnamed(number)))
    assert {found[group] for group in HEADLINE} == {(k, mean)}


@pytest.mark.parametrize(
    ("numbers", "k", "mean"),
    [
        # Nobody stays, or three and more do: all are in.
        ((0, 0, 0), 5, 3.0),
        ((3, 0, 0), 8, 3.75),
        ((1, 1, 1), 8, 3.75),
        ((3, 3, 0), 11, (15 + 30) / 11),
        ((3, 2, 1), 11, (15 + 30) / 11),
        # One or two would lie open once the other regions are taken away: they are left out.
        ((1, 0, 0), 5, 3.0),
        ((1, 1, 0), 5, 3.0),
        ((3, 1, 0), 8, 3.75),
        ((3, 1, 1), 8, 3.75),
        ((4, 4, 2), 13, (15 + 40) / 13),
    ],
)
def test_england_s_figure_holds_no_one_who_lies_open_once_the_regions_are_taken_away(
    numbers, k, mean
):
    elsewhere = chain.from_iterable(
        unnamed(number, region=region) for number, region in zip(numbers, PLACES, strict=False)
    )
    found = references(year_of(*named(5), *elsewhere))
    for group in HEADLINE:
        assert found[group] == (k, pytest.approx(mean))


def test_by_region_the_same_trusts_are_left_out_or_are_one_of_three():
    assert too_few_unnamed({}) == frozenset()
    assert too_few_unnamed({1: "EAST", 2: "WEST"}) == {1, 2}
    assert too_few_unnamed({1: "EAST", 2: "EAST", 3: "EAST", 4: "WEST"}) == {4}
    assert too_few_unnamed({1: "EAST", 2: "EAST", 3: "NORTH"}) == frozenset()


def test_an_unnamed_trust_of_two_sectors_does_not_count_as_the_third():
    found = references(year_of(*named(5), *unnamed(2), signed("headline", 5.0, sectors=2)))
    assert {found[group] for group in HEADLINE} == {(5, 3.0)}


def test_where_one_of_a_block_lacks_a_theme_the_block_stays_out_of_it_as_a_whole():
    """Else overall less the other themes would tell of the one (decision 0007)."""
    for number in (2, 3):
        one_less = signed("headline", 5.0, caf=2)
        found = references(year_of(*named(5), *unnamed(number), one_less))
        assert found[OVERALL] == (6 + number, (15 + 5 * (number + 1)) / (6 + number))
        assert found[THEME] == (5, 3.0)


def test_unnamed_trusts_stand_in_blocks_of_three_by_region_and_the_rest_together():
    assert in_blocks({}) == ()
    assert in_blocks({1: "EAST", 2: "EAST", 3: "WEST", 4: "NORTH"}) == ({1, 2, 3, 4},)
    assert in_blocks({1: "EAST", 2: "EAST", 3: "EAST", 4: "WEST"}) == ({1, 2, 3},)
    found = in_blocks(dict.fromkeys(range(3), "EAST") | dict.fromkeys(range(3, 7), "WEST"))
    assert set(found) == {frozenset(range(3)), frozenset(range(3, 7))}


PUBLICATIONS = st.sampled_from(["done", "headline", "headline", "headline", "full"])


@st.composite
def englands(draw):
    """Up to 24 Trusts in four regions, from nothing to four sectors each, and whose page it is."""
    trusts = draw(
        st.lists(
            st.builds(
                signed,
                PUBLICATIONS,
                st.sampled_from([1.0, 2.5, 5.0]),
                st.sampled_from(PLACES),
                caf=st.integers(0, 4),
                training=st.integers(0, 4),
                overall=st.sampled_from([0, 2, 3, 3, 3, 4]),
            ),
            max_size=24,
        )
    )
    found = year_of(*trusts, own=draw(st.builds(signed, PUBLICATIONS)))
    return found, draw(st.sampled_from([None, *found.trusts]))


def figures(found, own):
    """Every figure that is shown beside the others: England's, and each region's."""
    years = {"England": found} | {region: found.of_region(region) for region in PLACES}
    return {name: comparable_units(year, GROUPS, own) for name, year in years.items()}


def some_of(regions):
    return chain.from_iterable(combinations(regions, number) for number in range(len(regions) + 1))


@given(englands())
def test_no_figures_less_others_leave_one_or_two_unnamed_trusts(england):
    found, own = england
    shown = figures(found, own)
    hidden = found.unnamed - {own}
    for group in GROUPS:
        in_england = hidden & shown["England"][group].keys()
        by_region = {region: hidden & shown[region][group].keys() for region in PLACES}
        for of_region in by_region.values():
            assert of_region <= in_england
        # Whichever regions somebody takes away from England's figure, or none.
        for taken in some_of(PLACES):
            left = in_england.difference(*(by_region[region] for region in taken))
            assert len(left) not in (1, 2)
        for of_region in by_region.values():
            assert len(of_region) not in (1, 2)


@given(englands())
def test_whatever_figures_are_added_or_taken_away_three_unnamed_trusts_stay_together(england):
    """England's and each region's, on every group: who is in the same of them is not alone."""
    found, own = england
    shown = figures(found, own)
    places_of = {
        trust: frozenset(
            (name, group)
            for name, units in shown.items()
            for group, of_group in units.items()
            if trust in of_group
        )
        for trust in found.unnamed - {own}
    }
    together = Counter(places for places in places_of.values() if places)
    assert min(together.values(), default=3) >= 3


@given(englands())
def test_nobody_enters_a_figure_that_they_have_not_published(england):
    found, own = england
    for units in figures(found, own).values():
        for group, of_group in units.items():
            for trust, scores in of_group.items():
                publication = found.level_of(trust)
                allowed = {"full"} if group in BY_ASPECT else {"full", "headline"}
                assert trust == own or publication in allowed
                assert trust == own or publication == "full" or len(scores) >= 3


# Each England is looked at from every named Trust's page, so thirty are many.
@settings(max_examples=30)
@given(englands())
def test_unnamed_trusts_are_the_same_on_the_page_of_every_named_one(england):
    """Two pages that are to be had beside each other must not differ by one unnamed Trust."""
    found, _ = england
    for group in GROUPS:
        seen = [
            {
                name: found.unnamed & units[group].keys()
                for name, units in figures(found, own).items()
            }
            for own in (None, *found.named)
        ]
        assert all(one == seen[0] for one in seen)


# Fewer than three units (METHOD 1.7).


def test_a_trust_of_two_sectors_is_in_nobody_s_reference():
    found = year_of(*named(5), signed("full", 1.0, sectors=2))
    units = comparable_units(found, GROUPS, OWN)
    assert {(one.k, one.reference) for one in compare_units(units, OWN).values()} == {(5, 3.0)}
    assert taking_part(units, OWN) == {901, 902, 903, 904, 905}


def test_a_trust_of_two_sectors_is_compared_with_nobody_but_its_score_is_there():
    found = year_of(*named(5), own=signed("full", 4.0, sectors=2))
    for one in compare_units(comparable_units(found, GROUPS, OWN), OWN).values():
        assert (one.verdict, one.n, one.score) == (Verdict.NOT_COMPARED, 2, 4.0)
        assert (one.reference, one.difference) == (3.0, None)


def test_a_trust_without_any_score_is_compared_with_nobody_and_says_why():
    found = year_of(*named(5), own=signed("full", sectors=0))
    for one in compare_units(comparable_units(found, GROUPS, OWN), OWN).values():
        assert (one.verdict, one.n, one.k, one.score) == (Verdict.NOT_COMPARED, 0, 5, None)
        assert "too few partners here" in one.why_not


# Agreed scores (METHOD 1.6 and 2): a range gives away more than a mean.


def agreed(found):
    """Our Trust's agreed scores beside the others'."""
    return agreed_against_others(found.scores[OWN], found, GROUPS, OWN)


def agreeing(*scores, publication="full", **more):
    return [signed(publication, agreed=score, **more) for score in scores]


def test_an_agreed_score_stands_beside_those_of_the_trusts_published_in_full():
    found = year_of(*agreeing(2.0, 2.5, 3.0, 3.5, 4.0), own=signed("full", agreed=5.0))
    for one in agreed(found).values():
        assert (one.verdict, one.score, one.k) == (AgreedVerdict.WITHIN, 5.0, 5)
        assert one.expected == pytest.approx(expected_range([2.0, 2.5, 3.0, 3.5, 4.0]))


@pytest.mark.parametrize("own", ["done", "headline", "full"])
def test_whatever_it_publishes_a_trust_s_own_agreed_score_is_compared_on_its_page(own):
    found = year_of(*agreeing(2.9, 3.0, 3.1, 3.0, 3.0), own=signed(own, agreed=5.0))
    assert {one.verdict for one in agreed(found).values()} == {AgreedVerdict.HIGH}


@pytest.mark.parametrize("publication", ["done", "headline"])
@pytest.mark.parametrize("number", [1, 2, 3, 6])
def test_no_unnamed_trust_s_agreed_score_moves_the_expected_range(publication, number):
    """Not even as a block: the mean and the spread of three give the three scores away."""
    others = agreeing(2.0, 2.5, 3.0, 3.5, 4.0)
    without = agreed(year_of(*others, own=signed("full", agreed=3.0)))
    hidden = agreeing(*[5.0] * number, publication=publication)
    assert agreed(year_of(*others, *hidden, own=signed("full", agreed=3.0))) == without


def test_a_trust_of_two_sectors_or_without_agreed_levels_is_in_no_expected_range():
    others = agreeing(2.0, 2.5, 3.0, 3.5, 4.0)
    without = agreed(year_of(*others, own=signed("full", agreed=3.0)))
    more = [signed("full", agreed=5.0, sectors=2), signed("full", agreed=None)]
    assert agreed(year_of(*others, *more, own=signed("full", agreed=3.0))) == without


def test_with_fewer_than_five_others_or_two_sectors_here_nothing_is_expected():
    few = agreed(year_of(*agreeing(2.0, 2.5, 3.0, 3.5), own=signed("full", agreed=3.0)))
    assert {one.verdict for one in few.values()} == {AgreedVerdict.NOT_COMPARED}
    assert all("too few comparators (4 other Trusts" in one.why_not for one in few.values())
    own = signed("full", agreed=3.0, sectors=2)
    small = agreed(year_of(*agreeing(2.0, 2.5, 3.0, 3.5, 4.0), own=own))
    for one in small.values():
        assert (one.verdict, one.score, one.k) == (AgreedVerdict.NOT_COMPARED, 3.0, 5)
        assert one.why_not.startswith("too few partners here")


# Two years (METHOD 4).


def both_years(before, now):
    """Our Trust's and the others' units of two years, overall and on the aspect."""
    return units_of_both_years(
        published_units(before, GROUPS, OWN),
        published_units(now, GROUPS, OWN),
        before.unnamed | now.unnamed,
        OWN,
    )


def test_two_years_are_joined_by_trust_and_a_trust_of_one_year_is_left_out():
    before = year_of(*named(2, 2.0), year=2008)
    now = year_of(*named(3, 4.0))
    own, others = both_years(before, now)
    assert own[OVERALL] == ({"health": 4.0, "police": 4.0, "schools": 4.0},) * 2
    assert set(others[OVERALL]) == set(others[CELL]) == {"901", "902"}
    year_before, this_year = others[OVERALL]["901"]
    assert (set(year_before.values()), set(this_year.values())) == ({2.0}, {4.0})


def test_without_the_own_trust_in_both_years_there_is_nothing():
    before = year_of(*named(3), own=signed("full", sectors=0), year=2008)
    assert both_years(before, year_of(*named(3))) == ({}, {})
    assert change_of(before, year_of(*named(3)), GROUPS, OWN) == {}


@pytest.mark.parametrize(("in_both", "kept"), [(0, 0), (1, 0), (2, 0), (3, 3)])
def test_unnamed_trusts_are_counted_after_the_years_are_joined(in_both, kept):
    """Three in each year may be one in both."""
    stay = [signed("headline", 2.0)] * in_both
    absent = signed("done")
    before = year_of(*named(1), *stay, *unnamed(3), absent, absent, absent, year=2008)
    now = year_of(*named(1), *stay, absent, absent, absent, *unnamed(3))
    _, others = both_years(before, now)
    assert len(others[OVERALL]) == 1 + kept
    assert len(others[ASPECT]) == 1


@pytest.mark.parametrize("once", [0, 1])
def test_a_trust_that_is_unnamed_in_one_of_the_years_is_unnamed_in_the_change(once):
    levels = [["full", "headline"], ["headline", "full"]][once]
    before, now = (year_of(*named(1), signed(level), year=2008) for level in levels)
    _, others = both_years(before, now)
    assert set(others[OVERALL]) == {"901"}
    before, now = (year_of(*named(1), *[signed(level)] * 3, year=2008) for level in levels)
    _, others = both_years(before, now)
    assert set(others[OVERALL]) == {"901", "902", "903", "904"}
    assert set(others[ASPECT]) == {"901"}


def test_a_trust_at_done_in_one_of_the_years_enters_no_change():
    before = year_of(*named(1), *[signed("done")] * 4, year=2008)
    _, others = both_years(before, year_of(*named(5)))
    assert set(others[OVERALL]) == {"901"}


def test_an_unnamed_trust_with_two_sectors_in_both_years_is_not_the_third_in_the_change():
    """It does not enter the pooled spread, which then would rest on the two others."""
    moved = [signed("headline", 2.0), signed("headline", 2.0), signed("headline", 2.0, sectors=2)]
    before = year_of(*moved, year=2008)
    change = change_of(before, year_of(*unnamed(3, 4.0)), GROUPS, OWN)[OVERALL]
    assert change.others == 0


# From the database.


def test_a_year_is_read_for_one_region_or_for_england(cast):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 5}, "headline")
    cast.sign(cast.leeds, {"health": 2, "police": 2, "schools": 2})
    cast.sign(cast.open_trust(881), {"health": 4, "police": 4, "schools": 4}, "done")
    cast.submit_all(cast.open_trust(882), {"health": 1, "police": 1, "schools": 1})
    with cast.store.reading() as session:
        england = read_year(session, 2009)
        east = read_year(session, 2009, "E12000006")
        assert read_year(session, 2008).trusts == {}
    assert list(england.trusts) == [873, 881, 383]
    assert (england.unnamed, england.named) == ({873}, (383,))
    assert east == england.of_region("E12000006")
    assert list(east.trusts) == [873, 881]
    assert east.scores[873]["overall"].sector_scores == {"health": 2, "police": 3, "schools": 5}


@given(englands(), st.randoms(use_true_random=False))
def test_who_sees_two_pages_cannot_work_out_one_unnamed_trust(england, luck):
    """One who is of two Trusts, or of one and leads a region: they know their own scores."""
    found, _ = england
    hats = luck.sample([None, *sorted(found.unnamed)], k=min(2, 1 + len(found.unnamed)))
    shown = {own: figures(found, own) for own in hats}
    places_of = {
        trust: frozenset(
            (own, name, group)
            for own, of_page in shown.items()
            for name, units in of_page.items()
            for group, of_group in units.items()
            if trust in of_group
        )
        for trust in found.unnamed.difference(hats)
    }
    together = Counter(places for places in places_of.values() if places)
    assert 1 not in together.values()


def test_a_trust_with_enough_sectors_in_an_aspect_alone_forms_no_block_on_its_own_page():
    """Else its page and a neighbour's would differ by one unnamed Trust of their region."""
    aspect_alone = signed("headline", caf=2, overall=2, region=PLACES[0])
    neighbours = [signed("headline", region=PLACES[0]) for _ in range(2)]
    elsewhere = [signed("headline", region=place) for place in PLACES[1:]]
    found = year_of(*named(5), *neighbours, *elsewhere, aspect_alone)
    first, *_, last = sorted(found.unnamed)
    hidden = found.unnamed - {first, last}
    pages = [comparable_units(found, GROUPS, own)[OVERALL].keys() & hidden for own in (first, last)]
    assert pages[0] == pages[1]
