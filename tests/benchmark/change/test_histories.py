"""A score over the years: points and joins, the region's ribbon, the trend, the sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.change.histories import (
    LineBehind,
    RegionRibbon,
    YearPoint,
    region_ribbon,
    score_history,
    without_a_trend,
    years_of_trend,
)
from owf.benchmark.change.item_lines import Join
from owf.benchmark.change.trend import Trend, TrendOutcome, trends_by_kind
from owf.benchmark.scores.groups import Group, GroupKind
from owf.comparability import Comparability

YES, CARE, NO = Comparability.YES, Comparability.WITH_CARE, Comparability.NO
NO_REGION = RegionRibbon((), 0, "no Trust has a score to show in all of these years, 5 are needed")


def points(*scores, first=2008, half=0.1, n=8, **joins):
    """Points of these scores, each joined to the one before but where ``y2010=NO`` says so."""
    found = []
    for year, score in enumerate(scores, first):
        join = None if year == first else Join(joins.get(f"y{year}", YES))
        limits = (None, None) if score is None or half is None else (score - half, score + half)
        why = "not signed off" if score is None else ""
        found.append(YearPoint(year, score, *limits, 0 if score is None else n, join, why))
    return found


OTHERS = ([3.0, 3.1, 3.0, 2.9, 3.0], [3.2, 3.1, 3.2, 3.3, 3.2], [2.9, 3.0, 2.9, 3.0, 2.9])


def trend_among_others(made):
    """The trend of these points, among three Trusts that go nowhere."""
    years, why_not = years_of_trend(made)
    if not years:
        return Trend(why_not=why_not)
    own = [point.score for point in made if point.year in years]
    by_trust = {"own": own, **{f"T{place}": one for place, one in enumerate(OTHERS)}}
    overall = Group(GroupKind.OVERALL)
    return trends_by_kind({overall: by_trust}, "own")[overall]


def history(made, *, behind=(), region=NO_REGION):
    return score_history(
        made,
        kind=GroupKind.OVERALL,
        theme=None,
        title="Overall",
        short="Overall",
        trust="Borsetshire",
        region_name="the West",
        behind=behind,
        region=region,
        trend=trend_among_others(made),
        items=54,
        asked=98,
    )


# The trend (METHOD 4).


def test_five_unbroken_years_that_rise_are_a_trend():
    found = history(points(2.0, 2.4, 2.8, 3.2, 3.6))
    assert found.trend.outcome is TrendOutcome.INCREASING
    assert (
        "The trend over the latest five years: increasing and getting better, +0.40 a year ("
        in found.sentence
    )


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (points(2.0, 2.4, 2.8, 3.2), "there are 4 yearly points"),
        (points(2.0, 2.4, 2.8, 3.2, 3.6, y2009=NO), "there are 4 yearly points"),
        (points(2.0, 2.4, None, 3.2, 3.6), "one of the latest 5 years has no score"),
    ],
)
def test_where_a_trend_cannot_be_calculated_the_reason_is_given_once(made, why):
    found = history(made)
    assert found.trend.outcome is TrendOutcome.CANNOT_BE_CALCULATED
    assert "trend" not in found.sentence
    rising = history(points(2.0, 2.4, 2.8, 3.2, 3.6))
    (said,) = without_a_trend([rising, found, found])
    assert said.count("overall") == 2
    assert why in said
    assert list(without_a_trend([found, found])) == []


def test_a_dashed_join_is_no_break():
    found = history(points(2.0, 2.4, 2.8, 3.2, 3.6, y2010=CARE))
    assert found.trend.outcome is TrendOutcome.INCREASING


def test_only_what_came_after_the_last_break_is_the_newest_part():
    found = history(points(4.0, 4.1, 2.0, 2.1, y2010=NO))
    assert [point.year for point in found.newest] == [2010, 2011]
    assert "The line is broken between 2009 and 2010" in found.sentence


@pytest.mark.parametrize(("years", "has_band"), [(5, False), (6, True), (7, True)])
def test_a_band_of_usual_variation_needs_six_years(years, has_band):
    found = history(points(*[3.0 + 0.1 * (year % 2) for year in range(years)]))
    assert (found.usual is not None) is has_band


def test_a_year_without_a_score_leaves_no_band():
    assert history(points(3.0, 3.1, 3.0, None, 3.0, 3.1, 3.2)).usual is None


def test_the_band_is_in_the_sentence_and_nothing_is_judged_by_it():
    found = history(points(3.0, 3.1, 3.0, 3.1, 3.0, 3.1))
    assert (
        "The usual variation from year to year is between 2.8 and 3.3. It is not used to judge "
        "results." in found.sentence
    )
    assert "usual variation" not in history(points(3.0, 3.1)).sentence


def test_a_break_leaves_no_band_over_it():
    assert history(points(3.0, 3.1, 3.0, 3.2, 3.0, 3.1, y2010=NO)).usual is None


# The sentence.


def test_every_year_has_its_score_or_why_there_is_none():
    few = YearPoint(2010, 3.26, n=2, why_not="too few partners", join=Join(YES))
    said = history([*points(3.0, None), few]).sentence
    assert said.startswith(
        "Overall in Borsetshire: 3.0 in 2008, not signed off in 2009 and 3.3 in 2010 (too few "
        "partners)."
    )


def test_a_predecessor_is_shown_behind_and_never_joined():
    behind = [LineBehind("Old Borset", (YearPoint(2008, 2.5, n=5),))]
    said = history(points(3.0, first=2009), behind=behind).sentence
    assert "Shown separately, Old Borset: 2.5 in 2008." in said


def test_notes_on_what_changed_stand_with_their_year():
    made = points(3.0, 3.1)
    noted = [made[0], YearPoint(2009, 3.1, n=8, join=Join(CARE, ("CAF 1: reworded.",)))]
    assert history(noted).notes == ((2009, "CAF 1: reworded."),)


# The region behind it.

scores = st.floats(1, 5, allow_nan=False)


@given(st.lists(st.lists(scores, min_size=2, max_size=2), min_size=5, max_size=30))
def test_the_ribbon_has_the_quartiles_of_the_trusts_of_all_years(pairs):
    first = {trust: one for trust, (one, _) in enumerate(pairs)}
    second = {trust: one for trust, (_, one) in enumerate(pairs)}
    found = region_ribbon({2008: first | {"gone": 1.0}, 2009: second | {"new": 5.0}})
    assert (found.trusts, found.why_not) == (len(pairs), "")
    for point, of_year in zip(found.points, (first, second), strict=True):
        lower, median, upper = np.percentile(list(of_year.values()), [25, 50, 75])
        assert (point.lower_quartile, point.median, point.upper_quartile) == pytest.approx(
            (lower, median, upper)
        )
        assert point.lower_quartile <= point.median <= point.upper_quartile


@pytest.mark.parametrize(
    ("trusts", "said"),
    [(0, "no Trust has"), (1, "only one Trust has"), (4, "only four Trusts have")],
)
def test_below_five_trusts_there_is_no_ribbon_and_it_says_so(trusts, said):
    years = {year: dict.fromkeys(range(trusts), 3.0) for year in (2008, 2009)}
    found = region_ribbon(years)
    assert (found.points, found.trusts) == ((), trusts)
    assert found.why_not == (f"{said} a score to show in all of these years, 5 are needed")


def test_the_ribbon_is_given_with_the_number_of_trusts():
    region = region_ribbon({2008: dict.fromkeys("abcde", 3.0), 2009: dict.fromkeys("abcde", 3.5)})
    said = history(points(3.0, 3.1), region=region).sentence
    assert said.endswith(
        "The median of the West was 3.0 in 2008 and 3.5 in 2009, over the five Trusts that have a "
        "score to show in all of these years."
    )


# Where lines are split.

FIVE = dict.fromkeys("abcde", 3.0)


def years_of(parts):
    return [[point.year for point in part] for part in parts]


def test_the_ribbon_is_split_at_the_breaks_of_the_line_and_where_a_year_is_missing():
    region = region_ribbon(dict.fromkeys((2008, 2009, 2010, 2012), FIVE))
    found = history(points(2.0, 2.1, 2.2, None, 2.3, y2009=NO), region=region)
    assert years_of(found.region_parts) == [[2008], [2009, 2010], [2012]]
    assert years_of(found.parts) == [[2008], [2009, 2010], [2012]]


def test_a_predecessors_line_is_split_at_its_own_breaks_and_where_a_year_is_missing():
    shown = (*points(2.0, 2.1, 2.2, y2009=NO), YearPoint(2012, 2.3, join=Join(YES)))
    assert years_of(LineBehind("Old Borset", shown).parts) == [[2008], [2009, 2010], [2012]]


@given(
    st.lists(st.sampled_from([None, 2.0, 3.0]), min_size=2, max_size=8),
    st.sets(st.integers(2009, 2015)),
)
def test_no_point_is_lost_or_drawn_twice_and_no_part_holds_a_break_or_a_gap(values, breaks):
    found = history(points(*values, **{f"y{year}": NO for year in breaks}))
    drawn = [point for part in found.parts for point in part]
    assert drawn == [point for point in found.points if point.score is not None]
    for part in found.parts:
        assert [point.year for point in part] == list(range(part[0].year, part[-1].year + 1))
        assert not any(point.is_broken_off for point in part[1:])


def test_medians_are_compared_only_from_the_last_break_on():
    every = {
        year: dict.fromkeys("abcde", level)
        for year, level in ((2008, 3.0), (2009, 3.5), (2010, 4.0), (2011, 4.5))
    }
    made = points(3.0, 3.1, 3.2, 3.3, y2010=NO)
    said = history(made, region=region_ribbon(every)).sentence
    assert "The median of the West was 4.0 in 2010 and 4.5 in 2011, over" in said
    newest = points(3.0, 3.1, 3.2, 3.3, y2011=NO)
    said = history(newest, region=region_ribbon(every)).sentence
    assert "The median of the West was 4.5 in 2011, over" in said
