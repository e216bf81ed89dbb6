import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark.change.changes import change_by_kind
from owf.benchmark.comparison.strengths import StrengthVerdict, strengths_of
from owf.benchmark.rules import Rules
from owf.benchmark.scores.groups import Group, GroupKind

OVERALL = Group(GroupKind.OVERALL)
TRAINING, COACHING, BENEFIT = (
    Group(GroupKind.ASPECT, aspect=aspect) for aspect in ("training", "coaching", "benefit")
)
BASE = {"police": 2.0, "health": 2.5, "schools": 3.0, "youth": 3.5}
SCORES = st.integers(4, 20).map(lambda quarter: quarter / 4)
TRUST = st.dictionaries(st.sampled_from(list(BASE)), SCORES, min_size=1)


def above(*by):
    """Give BASE with each unit moved by so much."""
    return {unit: BASE[unit] + move for unit, move in zip(BASE, by, strict=True)}


def region(aspect, own, others=6, spread=0.1, centre=0.0):
    """Make a region whose other Trusts differ from their overall score by about `centre`."""
    others_on_it = above(centre - spread, centre + spread, centre - spread, centre + spread)
    return {
        OVERALL: {"Own": BASE, **{f"T{place}": BASE for place in range(others)}},
        aspect: {"Own": own, **{f"T{place}": others_on_it for place in range(others)}},
    }


@pytest.mark.parametrize(
    ("shift", "spread", "verdict"),
    [
        (0.8, 0.1, "a strength throughout"),
        (0.3, 0.1, "a slight strength throughout"),
        (0.0, 0.1, "about the same"),
        (0.2, 1.0, "no clear difference"),
        (-0.3, 0.1, "a slight weakness throughout"),
        (-0.8, 0.1, "a weakness throughout"),
    ],
)
def test_the_verdict_rule_has_words_for_strengths(shift, spread, verdict):
    own = above(shift - spread, shift + spread, shift - spread, shift + spread)
    found = strengths_of(region(TRAINING, own, spread=spread), "Own")[TRAINING]
    assert found.verdict == verdict
    assert found.verdict.direction == (shift > 0.2) - (shift < -0.2)


def test_each_unit_is_paired_with_its_own_overall_score():
    own = above(0.5, 0.25, 0.25, 0.5)
    units = {
        OVERALL: {"Own": {**BASE, "sport": 5.0}},
        TRAINING: {"Own": {**own, "hr": 1.0}},
    }
    found = strengths_of(units, "Own")[TRAINING]
    assert (found.n, found.difference) == (4, 0.375)
    assert (found.overall_score, found.aspect_score) == (2.75, 3.125)
    half = stats.t.ppf(0.975, 3) * stats.tstd([0.5, 0.25, 0.25, 0.5]) / 2
    assert found.ci95 == pytest.approx((0.375 - half, 0.375 + half))
    assert found.others == 0


def test_the_spread_is_pooled_within_the_trusts_of_the_region():
    units = {
        OVERALL: dict.fromkeys(("Own", "T1", "T2", "Small"), BASE) | {"No aspect": BASE},
        TRAINING: {
            "Own": above(0.5, 0.5, 0.5, 0.5),
            "T1": above(0.0, 0.2, -0.2, 0.0),
            "T2": above(1.0, 1.4, 0.6, 1.0),
            "Small": {"police": 5.0, "health": 1.0},
        },
    }
    found = strengths_of(units, "Own")[TRAINING]
    assert (found.others, found.df) == (2, 9)
    assert found.sd == pytest.approx(math.sqrt(0.40 / 9))
    assert found.se == pytest.approx(found.sd / 2)
    assert found.verdict is StrengthVerdict.STRENGTH


def test_it_is_the_rule_of_change_with_the_overall_score_before_and_the_aspect_after():
    units = {
        OVERALL: {"Own": BASE, "T1": above(0.5, 0.0, 0.0, 0.5)},
        TRAINING: {"Own": above(0.4, 0.2, 0.0, 0.6), "T1": above(0.1, 0.3, 0.0, 0.2)},
        COACHING: {"Own": above(-0.4, 0.2, 0.1, 0.0), "T1": BASE},
    }
    found = strengths_of(units, "Own")
    changes = change_by_kind(
        {aspect: (BASE, units[aspect]["Own"]) for aspect in found},
        {aspect: {"T1": (units[OVERALL]["T1"], units[aspect]["T1"])} for aspect in found},
    )
    for aspect, one in found.items():
        change = changes[aspect]
        assert (one.difference, one.se, one.ci90) == (change.mean_change, change.se, change.ci90)
        assert (one.p_value, one.p_adjusted) == (change.p_value, change.p_adjusted)
        assert one.verdict.symbol == change.verdict.symbol


def test_p_is_adjusted_over_all_aspects_that_have_limits_and_over_nothing_else():
    units = region(TRAINING, above(0.3, 0.2, 0.3, 0.2)) | {
        COACHING: {"Own": above(0.1, -0.1, 0.1, -0.1), "T1": above(0.1, 0.0, 0.1, 0.0)},
        BENEFIT: {"Own": {"police": 1.0}},
        Group(GroupKind.THEME, theme="caf"): {"Own": BASE},
    }
    found = strengths_of(units, "Own")
    assert list(found) == [TRAINING, COACHING, BENEFIT]
    assert found[TRAINING].p_adjusted == pytest.approx(2 * found[TRAINING].p_value)
    assert found[BENEFIT].p_adjusted is None


def test_what_cannot_be_calculated_says_why():
    alike = above(0.5, 0.5, 0.5, 0.5)
    units = {
        OVERALL: {"Own": BASE},
        TRAINING: {"Own": {"police": 3.0}},
        COACHING: {"T1": BASE},
        BENEFIT: {"Own": alike},
    }
    found = strengths_of(units, "Own")
    assert {one.verdict for one in found.values()} == {StrengthVerdict.CANNOT_BE_CALCULATED}
    assert found[TRAINING].why_not == "only 1 sector has a score on it, 3 are needed"
    assert found[COACHING].why_not == "no sector has a score on it, 3 are needed"
    assert found[BENEFIT].why_not.startswith("the difference is the same in all sectors")
    assert found[TRAINING].difference == 1.0
    assert (found[COACHING].difference, found[BENEFIT].ci95) == (None, None)


@given(
    st.lists(st.tuples(TRUST, TRUST), min_size=1, max_size=6),
    st.sampled_from([0.0, 0.5, -1.0]),
    st.randoms(use_true_random=False),
)
def test_order_a_constant_and_a_mirror_change_what_they_should_and_nothing_else(
    trusts, constant, random
):
    def found(become, shuffle=False):
        order = random.sample(range(len(trusts)), len(trusts)) if shuffle else range(len(trusts))
        units = {
            group: {
                row: {unit: become(score) for unit, score in trusts[row][side].items()}
                for row in order
            }
            for side, group in enumerate((OVERALL, TRAINING))
        }
        return strengths_of(units, 0)[TRAINING]

    before = found(lambda score: score)
    assert found(lambda score: score, shuffle=True).verdict is before.verdict
    assert found(lambda score: score + constant).verdict is before.verdict
    mirrored = found(lambda score: 6 - score)
    assert mirrored.verdict.direction == -before.verdict.direction
    assert before.difference is None or mirrored.difference == pytest.approx(-before.difference)


def test_margins_and_the_fewest_units_are_those_of_the_rules():
    units = region(TRAINING, above(0.3, 0.2, 0.3, 0.2))
    assert strengths_of(units, "Own", Rules(slight_margin=0.1))[TRAINING].verdict == (
        "a strength throughout"
    )
    assert strengths_of(units, "Own", Rules(min_units=5))[TRAINING].why_not == (
        "only 4 sectors have a score on it, 5 are needed"
    )


@pytest.mark.parametrize(
    ("units", "trust", "message"),
    [
        ({}, "Own", "give the overall group and the aspects"),
        ({TRAINING: {"Own": BASE}}, "Own", "give the overall group and the aspects"),
        ({OVERALL: {"Own": BASE}}, "Own", "give the overall group and the aspects"),
        (region(TRAINING, BASE), "Elsewhere", "'Elsewhere' is in no group: check its name"),
        (region(TRAINING, {**BASE, "police": math.nan}), "Own", "missing or infinite"),
    ],
)
def test_bad_units_are_refused_with_what_to_do(units, trust, message):
    with pytest.raises(ValueError, match=message):
        strengths_of(units, trust)


def test_each_word_has_a_mark_of_its_own():
    assert len({verdict.symbol for verdict in StrengthVerdict}) == len(StrengthVerdict)
