"""England: what is counted, what is held back, and that nobody's score can be worked out."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.access import OPERATOR
from owf.assessment.disclosure.trusts import (
    OVERALL,
    EnteringYear,
    SignedYear,
    in_blocks,
    present_in_both,
)
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.england import open_nation, percent
from owf.assessment.rounds.opening import open_cycle
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import NonScore
from owf.store import places
from owf.store.signed_scores import SignedTrust

NORTH_EAST = (840, 841, 390, 805, 806, 391, 392, 929)
EAST_MIDLANDS = (831, 830, 856, 855, 925)
SOUTH_WEST = (800, 837, 801, 908, 878)
LONDON = (301, 302, 303)
CAF = "theme:caf"
MULTI_AGENCY = "theme:multi-agency"
DONT_KNOW = NonScore.DONT_KNOW


@pytest.fixture
def sign(sign_trusts):
    """Sign Trusts anywhere, at a level and a publication level."""
    return sign_trusts


@pytest.fixture
def nation(cast):
    """England of a year, as somebody sees it."""
    return lambda year=2009, who=OPERATOR: open_nation(cast.store, who, year)


def overall(view):
    return view.lines[0]


def theme(view, key):
    return next(line for line in view.lines if line.key == key)


def region(view, name):
    return next(part for part in view.regions if part.name == name)


def without(cast, theme_id, level):
    """Levels of all partners, of whom the police say "don't know" on a whole theme."""
    police = {
        item.id: DONT_KNOW if one.id == theme_id else level
        for one in cast.pack.themes
        for item in one.items
    }
    return {"health": level, "police": police, "schools": level}


# What is counted.


def test_the_share_counts_trusts_at_or_above_the_midpoint_and_says_its_limits(sign, nation):
    sign(NORTH_EAST[:3], 4)
    sign(NORTH_EAST[3:4], 3)
    sign(NORTH_EAST[4:5], 2)
    view = nation()
    assert (view.progress.n, view.progress.at_or_above, view.progress.below) == (5, 4, 1)
    assert view.claim == "80% of 5 Trusts are making some or good progress"
    assert "4 of 5 Trusts (80%, 95% limits 38% to 96%)" in view.sentence
    assert overall(view).mean.value == pytest.approx(17 / 5)


def test_the_bands_are_the_pack_s_and_hold_every_trust_once(sign, nation):
    sign(NORTH_EAST[:2], 2)
    sign(NORTH_EAST[2:5], 3)
    view = nation()
    assert [(band.label, band.trusts) for band in view.bands] == [("below", 2), ("above", 3)]


def test_it_counts_those_that_have_signed_of_all_that_there_were(cast, sign, nation):
    sign(NORTH_EAST[:3], 3)
    sign(LONDON[:1], 3, "done")
    cast.submit_all(cast.leeds, dict.fromkeys(cast.leeds.returns, 3))
    view = nation()
    assert (view.england.signed, view.england.trusts) == (4, 152)
    counts = {part.name: (part.signed, part.trusts) for part in view.regions}
    assert counts["North East"] == (3, 12)
    assert counts["London"] == (1, 33)
    assert counts["Yorkshire and The Humber"] == (0, 15)
    assert sum(trusts for _, trusts in counts.values()) == 152


def test_regions_stand_in_their_usual_order_whatever_their_means(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(SOUTH_WEST, 5)
    names = [part.name for part in nation().regions]
    assert names[0] == "North East"
    assert names[-1] == "South West"
    assert len(names) == 9


def test_only_what_is_signed_counts_never_live_answers(cast, sign, nation):
    sign(NORTH_EAST[:5], 3)
    cast.submit_all(cast.leeds, dict.fromkeys(cast.leeds.returns, 5))
    assert overall(nation()).mean.value == 3.0


def test_themes_have_their_own_means_and_shares(cast, sign, nation):
    levels = {
        item.id: 2 if one.id == "caf" else 4 for one in cast.pack.themes for item in one.items
    }
    sign(NORTH_EAST[:5], dict.fromkeys(("health", "police", "schools"), levels))
    view = nation()
    assert overall(view).title == "Overall"
    assert theme(view, CAF).mean.value == 2.0
    assert theme(view, CAF).split.at_or_above == 0
    assert theme(view, MULTI_AGENCY).split.at_or_above == 5
    assert region(view, "North East").means[MULTI_AGENCY].value == 4.0


def test_what_was_reported_in_2008_stands_beside_it_with_its_source(sign, nation):
    then = nation().reported
    assert (then.year, then.some_or_good, then.planning) == (2008, 89, 11)
    assert "evidence base, 2008, paragraph 3.24" in then.source


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 500, 0), (1, 500, 1), (499, 500, 99), (500, 500, 100), (1, 2, 50), (2, 3, 67)],
)
def test_a_percentage_is_never_none_or_all_where_that_is_not_so(part, whole, shown):
    assert percent(part, whole) == shown


# METHOD 1.7: enough sectors, enough Trusts.


def test_a_trust_with_fewer_than_three_sectors_takes_no_part(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:6], {"health": 5, "police": 5, "schools": DONT_KNOW})
    view = nation()
    assert view.england.signed == 6
    assert (overall(view).mean.n, overall(view).mean.value) == (5, 2.0)
    assert sum(band.trusts for band in view.bands) == 5
    assert region(view, "North East").means["overall"].n == 5


def test_a_region_with_fewer_than_five_trusts_has_no_figure(sign, nation):
    sign(NORTH_EAST[:4], 3)
    sign(SOUTH_WEST, 3)
    view = nation()
    assert {mean.value for mean in region(view, "North East").means.values()} == {None}
    assert {mean.value for mean in region(view, "South West").means.values()} == {3.0}
    assert overall(view).mean.n == 9


def test_with_fewer_than_five_trusts_england_has_no_figure_either(sign, nation):
    sign(NORTH_EAST[:4], 3)
    view = nation()
    assert view.progress is None
    assert view.bands == ()
    assert {line.mean.value for line in view.lines} == {None}
    assert "Too few Trusts" in view.claim
    assert "4 of 152 Trusts have signed 2009" in view.sentence
    assert json.loads(json.dumps(view.to_json(made_up=True)))["bands"] == []


# METHOD 1.8: done, headline, full.


def test_trusts_at_done_are_in_no_figure_but_have_finished(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:8], 5, "done")
    view = nation()
    assert view.england.signed == 8
    assert {line.mean.value for line in view.lines} == {2.0}
    assert {line.split.n for line in view.lines} == {5}
    assert sum(band.trusts for band in view.bands) == 5
    assert region(view, "North East").means["overall"].n == 5


def test_three_unnamed_trusts_of_a_region_enter_overall_and_themes(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:8], 5, "headline")
    view = nation()
    expected = (5 * 2 + 3 * 5) / 8
    assert {line.mean.value for line in view.lines} == {expected}
    assert {mean.value for mean in region(view, "North East").means.values()} == {expected}
    assert view.progress.at_or_above == 3


def test_no_trust_is_named_anywhere(cast, sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:8], 5, "headline")
    text = json.dumps(nation().to_json(made_up=True), ensure_ascii=False)
    with cast.store.reading() as session:
        names = [trust.name for trust in places.trusts_in_year(session, 2009)]
    # A few Trusts' names are also parts of regions' names.
    text = re.sub("East of England|Yorkshire and The Humber", "", text)
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == []


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_unnamed_trusts_enter_nothing(sign, nation, number):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5 : 5 + number], 5, "headline")
    view = nation()
    assert {line.mean.value for line in view.lines} == {2.0}
    # Nor a count: at or above the midpoint, it would say where they stand.
    assert {line.split.at_or_above for line in view.lines} == {0}
    assert [band.trusts for band in view.bands] == [5, 0]
    assert region(view, "North East").means["overall"].n == 5


def test_england_less_its_regions_leaves_no_one_or_two_unnamed_trusts(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:8], 5, "headline")
    sign(SOUTH_WEST, 2)
    sign(EAST_MIDLANDS[:2], 4, "headline")
    view = nation()
    regions = [part.means["overall"] for part in view.regions]
    assert sum(mean.n for mean in regions if mean.value) == overall(view).mean.n == 13


def test_unnamed_trusts_of_different_regions_enter_england_together_and_no_region(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(SOUTH_WEST, 2)
    sign((NORTH_EAST[5], EAST_MIDLANDS[0], LONDON[0]), 5, "headline")
    view = nation()
    assert overall(view).mean.n == 13
    assert overall(view).mean.value == pytest.approx((20 + 15) / 13)
    assert region(view, "North East").means["overall"].value == 2.0


def test_three_unnamed_trusts_of_a_region_stand_by_themselves_whoever_is_unnamed_elsewhere(
    sign, nation
):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:8], 5, "headline")
    sign((SOUTH_WEST[0], EAST_MIDLANDS[0], LONDON[0]), 5, "headline")
    view = nation()
    assert region(view, "North East").means["overall"].n == 8
    assert overall(view).mean.n == 11


def test_an_unnamed_trust_without_enough_sectors_is_no_company_for_two_others(sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:7], 5, "headline")
    sign(NORTH_EAST[7:8], {"health": 5, "police": 5, "schools": DONT_KNOW}, "headline")
    assert overall(nation()).mean.n == 5


def test_a_theme_takes_unnamed_trusts_all_or_none(cast, sign, nation):
    # Where one lacks a theme, overall less the other themes would tell of that one alone.
    sign(NORTH_EAST[:4], 2)
    sign(NORTH_EAST[4:7], 5, "headline")
    sign(NORTH_EAST[7:8], without(cast, "caf", 5), "headline")
    sign(SOUTH_WEST, 2)
    view = nation()
    assert overall(view).mean.n == 13
    assert theme(view, MULTI_AGENCY).mean.n == 13
    assert (theme(view, CAF).mean.n, theme(view, CAF).mean.value) == (9, 2.0)
    assert theme(view, CAF).split.at_or_above == 0
    north_east = region(view, "North East").means
    assert (north_east["overall"].n, north_east[CAF].n, north_east[CAF].value) == (8, 4, None)


def test_a_named_trust_without_a_theme_is_missing_from_that_theme_alone(cast, sign, nation):
    sign(NORTH_EAST[:5], 2)
    sign(NORTH_EAST[5:6], without(cast, "caf", 5))
    view = nation()
    assert (overall(view).mean.n, theme(view, CAF).mean.n) == (6, 5)


# Since last year.


@pytest.fixture
def before(cast):
    cast.open_year(2008)


def test_since_last_year_is_over_the_trusts_of_both_years(before, sign, nation):
    sign(NORTH_EAST[:5], 2, year=2008)
    sign(SOUTH_WEST[:1], 5, year=2008)
    sign(NORTH_EAST[:5], 4)
    sign(LONDON[:1], 5)
    view = nation()
    assert [(one.year, one.mean.n, one.mean.value) for one in view.since] == [
        (2008, 5, 2.0),
        (2009, 5, 4.0),
    ]
    assert view.shares_since == (0, 100)
    assert "For the 5 Trusts in the figures of both years" in view.since_sentence


def test_a_block_that_is_there_in_both_years_enters_whole(before, sign, nation):
    for year, level in ((2008, 2), (2009, 3)):
        sign(NORTH_EAST[:5], level, year=year)
        sign(NORTH_EAST[5:8], level, "headline", year=year)
    assert [one.mean.n for one in nation().since] == [8, 8]


def test_a_block_with_a_newcomer_stays_out_of_the_change(before, sign, nation):
    # This year's figure less that of both years would be the newcomer's own score.
    sign(NORTH_EAST[:5], 2, year=2008)
    sign(NORTH_EAST[5:8], 2, "headline", year=2008)
    sign(NORTH_EAST[:5], 3)
    sign((*NORTH_EAST[5:8], 807), 5, "headline")
    view = nation()
    assert overall(view).mean.n == 9
    assert [(one.mean.n, one.mean.value) for one in view.since] == [(5, 2.0), (5, 3.0)]


def test_a_block_of_last_year_is_kept_together_though_this_year_names_its_trusts(
    before, sign, nation
):
    sign(NORTH_EAST[:5], 2, year=2008)
    sign(NORTH_EAST[5:8], 5, "headline", year=2008)
    sign(NORTH_EAST[:7], 3)
    view = nation()
    assert overall(nation(2008)).mean.n == 8
    assert [one.mean.n for one in view.since] == [5, 5]


def test_without_enough_trusts_of_both_years_no_change_is_shown(before, sign, nation):
    sign(NORTH_EAST[:4], 2, year=2008)
    sign(NORTH_EAST[:5], 3)
    view = nation()
    assert view.since == ()
    assert "Too few Trusts took part in both 2008 and 2009" in view.since_sentence


def test_it_says_where_nobody_signed_the_year_before(sign, nation):
    sign(NORTH_EAST[:5], 3)
    assert "No Trust has signed 2008" in nation().since_sentence


def test_other_questions_give_no_change(cast, sign, nation):
    other = cast.pack.model_copy(update={"version": "2008", "title": "Tiny, as it was"})
    open_cycle(cast.store, OPERATOR, 2008, other, opens=date(2008, 6, 1), closes=date(2008, 7, 17))
    for year in (2008, 2009):
        sign(NORTH_EAST[:5], 3, year=year)
    assert nation().since_sentence.startswith("The questions of 2008 were different")


# Whatever England looks like, every figure takes the unnamed Trusts in threes or more.

_REGIONS = ("A", "B", "C")
_THEME = Group(GroupKind.THEME, theme="caf")
_TRUST = st.tuples(
    st.sampled_from(_REGIONS),
    st.sampled_from(("full", "headline", "headline", "absent")),
    st.booleans(),
)


def _entering(year, trusts):
    """A year in which each Trust's score is its own number, so that figures show who is in."""
    there = {
        number: (code, level, has_theme)
        for number, (code, level, has_theme) in enumerate(trusts)
        if level != "absent"
    }
    moment = datetime(year, 7, 1, tzinfo=UTC)
    found = SignedYear(
        year,
        {
            number: SignedTrust(number, "", code, level, number, "", moment)
            for number, (code, level, _) in there.items()
        },
        {},
    )
    scores = {
        OVERALL: {number: float(number) for number in there},
        _THEME: {number: float(number) for number, (_, _, has) in there.items() if has},
    }
    unnamed = {number: there[number][0] for number in found.unnamed}
    return EnteringYear(found, scores, in_blocks(unnamed))


def _figures(one):
    return [frozenset(one.of(group, code)) for group in one.scores for code in (None, *_REGIONS)]


@given(st.lists(st.tuples(_TRUST, _TRUST), max_size=24))
def test_no_sum_of_figures_holds_one_or_two_unnamed_trusts(trusts):
    # A Trust keeps its region; its level and its theme may change.
    years = [
        _entering(2008, [before for before, _ in trusts]),
        _entering(2009, [(before[0], *now[1:]) for before, now in trusts]),
    ]
    both = frozenset(float(one) for one in present_in_both(*years))
    for year in years:
        figures = [*_figures(year), both]
        # Trusts that are in just the same figures cannot be told apart by any sum of figures.
        alike = Counter(
            tuple(number in figure for figure in figures) for number in year.found.unnamed
        )
        assert {count for pattern, count in alike.items() if any(pattern)} <= set(range(3, 99))


def test_a_figure_is_the_mean_of_the_trusts_in_it():
    one = _entering(2009, [("A", "full", True)] * 4 + [("B", "headline", True)] * 3)
    assert fmean(one.of(OVERALL)) == 3.0
    assert one.of(OVERALL, "B") == [4.0, 5.0, 6.0]


# Who may see it, and what is not there.


@pytest.mark.parametrize("name", ["frank", "grace"])
def test_the_national_team_and_regional_leads_see_it(cast, sign, nation, name):
    sign(NORTH_EAST[:5], 3)
    assert overall(nation(who=getattr(cast, name))).mean.n == 5


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "heidi", "ivan", "mallory"])
def test_nobody_else_does_and_it_is_refused_before_anything_is_said(cast, nation, name):
    for year in (2009, 1999, None):
        with pytest.raises(NotAllowed, match="national team and regional leads"):
            nation(year, getattr(cast, name))


def test_a_year_without_a_cycle_is_not_there(sign, nation):
    sign(NORTH_EAST[:1], 3)
    with pytest.raises(NotFound, match=r"no self-evaluation in 2005\..*signed results: 2009\."):
        nation(2005)


def test_without_a_year_it_is_the_newest_that_is_signed(cast, before, sign, nation):
    with pytest.raises(NotFound, match="No Trust has signed off any year yet"):
        nation(None)
    sign(NORTH_EAST[:5], 3, year=2008)
    assert (nation(None).year, nation(None).signed_years) == (2008, (2008,))
    assert nation(2009).england.signed == 0


def test_the_json_holds_the_same_figures_and_says_that_they_are_made_up(before, sign, nation):
    for year, level in ((2008, 2), (2009, 4)):
        sign(NORTH_EAST[:5], level, year=year)
    view = nation()
    found = json.loads(json.dumps(view.to_json(made_up=True)))
    assert found["made_up"] is True
    assert found["sentence"] == view.sentence
    assert found["lines"][0]["split"]["at_or_above"] == 5
    assert found["regions"][0]["means"]["overall"] == {"n": 5, "value": 4.0}
    assert [one["mean"]["value"] for one in found["since"]] == [2.0, 4.0]
    assert found["reported"]["some_or_good"] == 89
