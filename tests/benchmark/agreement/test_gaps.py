import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark.agreement.practitioners import GapVerdict, audience_gaps
from owf.benchmark.change.changes import paired_change
from owf.benchmark.rules import Rules, Verdict
from owf.benchmark.scores.groups import Group, GroupKind

CAF = Group(GroupKind.THEME, theme="caf")
OVERALL = Group(GroupKind.OVERALL)
SECTORS = ("police", "health", "schools", "youth")
UNITS = st.dictionaries(
    st.sampled_from([*SECTORS, "probation", "housing"]),
    st.integers(4, 20).map(lambda quarter: quarter / 4),
)


def said(*scores):
    return dict(zip(SECTORS, scores, strict=False))


def one_gap(leaders, practitioners, rules=None):
    more = {"rules": rules} if rules else {}
    return audience_gaps({CAF: leaders}, {CAF: practitioners}, **more)[CAF]


def test_a_gap_is_the_leaders_less_the_practitioners_over_the_sectors_of_both():
    gap = one_gap(
        {**said(3.5, 4.0, 3.0, 3.5), "probation": 1.0}, {**said(3.0, 3.0, 2.5, 2.5), "housing": 5}
    )
    assert (gap.n, gap.mean_gap, gap.leaders, gap.practitioners) == (4, 0.75, 3.5, 2.75)
    assert (gap.df, gap.sd) == (3, pytest.approx(stats.tstd([0.5, 1.0, 0.5, 1.0])))
    assert gap.se == pytest.approx(gap.sd / 2)
    half = stats.t.ppf(0.975, 3) * gap.se
    assert gap.ci95 == pytest.approx((0.75 - half, 0.75 + half))
    assert gap.p_adjusted == gap.p_value
    assert gap.verdict is GapVerdict.LEADERS_HIGHER


@given(UNITS, UNITS)
def test_a_gap_has_the_numbers_of_a_paired_change_from_practitioners_to_leaders(ours, theirs):
    gap = one_gap(ours, theirs)
    assert gap.n == len(set(ours) & set(theirs))
    if gap.n == 0:
        assert (gap.mean_gap, gap.leaders, gap.practitioners) == (None, None, None)
        return
    change = paired_change(theirs, ours)
    assert (gap.mean_gap, gap.leaders, gap.practitioners) == (
        pytest.approx(change.mean_change),
        pytest.approx(change.after),
        pytest.approx(change.before),
    )
    for name in ("ci95", "ci90", "p_value", "sd", "df", "se"):
        assert getattr(gap, name) == (
            None if getattr(change, name) is None else pytest.approx(getattr(change, name))
        )


TURNED = {
    GapVerdict.LEADERS_HIGHER: GapVerdict.PRACTITIONERS_HIGHER,
    GapVerdict.LEADERS_SLIGHTLY_HIGHER: GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER,
}
TURNED |= {second: first for first, second in TURNED.items()}


@given(UNITS, UNITS)
def test_the_other_way_round_the_verdict_is_turned_round(ours, theirs):
    verdict = one_gap(ours, theirs).verdict
    assert one_gap(theirs, ours).verdict is TURNED.get(verdict, verdict)


@pytest.mark.parametrize(
    ("shift", "spread", "verdict"),
    [
        (0.8, 0.1, GapVerdict.LEADERS_HIGHER),
        (0.3, 0.1, GapVerdict.LEADERS_SLIGHTLY_HIGHER),
        (0.0, 0.1, GapVerdict.IN_LINE),
        (0.2, 1.0, GapVerdict.NO_CLEAR_DIFFERENCE),
        (-0.3, 0.1, GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER),
        (-0.8, 0.1, GapVerdict.PRACTITIONERS_HIGHER),
    ],
)
def test_the_verdict_rule_has_words_for_the_two_audiences(shift, spread, verdict):
    leaders = said(*(3 + shift + sign * spread for sign in (1, -1, 1, -1)))
    assert one_gap(leaders, said(3, 3, 3, 3)).verdict is verdict


def test_two_sectors_with_a_score_from_both_are_too_few():
    gap = one_gap(said(3.0, 4.0), said(2.0, 2.5, 3.0))
    assert (gap.n, gap.mean_gap, gap.ci95) == (2, 1.25, None)
    assert gap.verdict is GapVerdict.CANNOT_BE_CALCULATED
    assert gap.why_not == (
        "only 2 sectors have a score from both leaders and practitioners, 3 are needed"
    )
    one = one_gap(said(3.0), said(2.0))
    assert one.why_not.startswith("only 1 sector has a score from both")


def test_how_many_sectors_are_needed_is_a_setting():
    gap = one_gap(said(3.0, 4.0), said(2.0, 2.5), Rules(min_units=2))
    assert (gap.df, gap.verdict) == (1, GapVerdict.NO_CLEAR_DIFFERENCE)


def test_a_group_that_one_audience_did_not_answer_has_no_gap():
    gaps = audience_gaps({CAF: said(3, 3, 3)}, {OVERALL: said(3, 3, 3)})
    assert list(gaps) == [CAF, OVERALL]
    for gap in gaps.values():
        assert (gap.n, gap.mean_gap, gap.leaders) == (0, None, None)
        assert gap.why_not == (
            "no sector has a score from both its leaders and its practitioners, 3 are needed"
        )


def test_one_gap_in_all_sectors_has_no_limits():
    gap = one_gap(said(3.3, 3.6, 4.1), said(3.0, 3.3, 3.8))
    assert (gap.mean_gap, gap.sd, gap.ci95) == (pytest.approx(0.3), 0.0, None)
    assert gap.verdict is GapVerdict.CANNOT_BE_CALCULATED
    assert gap.why_not == "the gap is the same in all sectors, so no limits can be calculated"


def test_each_kind_is_adjusted_by_itself_over_the_groups_that_have_limits():
    themes = [Group(GroupKind.THEME, theme=name) for name in ("wide", "narrow", "alike")]
    practitioners = dict.fromkeys([*themes, OVERALL], said(3, 3, 3, 3))
    leaders = {
        OVERALL: said(3.5, 4.0, 3.5, 4.0),
        themes[0]: said(3.5, 4.0, 3.5, 4.0),
        themes[1]: said(3.0, 3.25, 2.75, 3.25),
        themes[2]: said(3.5, 3.5, 3.5, 3.5),
    }
    gaps = audience_gaps(leaders, practitioners)
    assert list(gaps) == list(leaders)
    assert gaps[OVERALL].p_adjusted == gaps[OVERALL].p_value
    assert gaps[themes[0]].p_adjusted == pytest.approx(2 * gaps[themes[0]].p_value)
    assert gaps[themes[2]].p_adjusted is None


def test_the_words_are_those_asked_for_and_each_has_the_mark_of_the_same_limits():
    assert [str(verdict) for verdict in GapVerdict] == [
        "leaders rate higher",
        "leaders rate slightly higher",
        "broadly in line",
        "no clear difference",
        "practitioners rate slightly higher",
        "practitioners rate higher",
        "cannot be calculated",
    ]
    assert [gap.symbol for gap in GapVerdict] == [verdict.symbol for verdict in Verdict]


def test_no_groups_and_scores_that_are_none_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        audience_gaps({}, {})
    with pytest.raises(ValueError, match="leaders' scores hold a missing"):
        one_gap(said(math.nan, 3, 3), said(3, 3, 3))
    with pytest.raises(ValueError, match="practitioners' scores hold a missing"):
        one_gap(said(3, 3, 3), said(3, math.inf, 3))
