import math

import pytest
import statsmodels.stats.meta_analysis  # noqa: F401 - its first import outlasts a property's time
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark.order.spread import (
    between_trust_variance,
    expected_range,
    like_for_like,
    ordering,
    rankability,
    shrink,
)
from owf.benchmark.rules import Rules

TRUSTS = st.lists(
    st.tuples(st.integers(4, 20).map(lambda quarter: quarter / 4), st.floats(0.001, 2)),
    min_size=2,
    max_size=12,
).map(lambda pairs: tuple(zip(*pairs, strict=True)))
EXACT = [0.0001] * 6
NAMES = ["Suffolk", "Essex", "bedford", "Norfolk", "Luton", "Thurrock"]
SCORES = [2.0, 3.5, 3.0, 2.5, 3.5, 1.0]


def region_of(known):
    """Give the Trusts of the worked region that take part, with what is expected of each."""
    groups = known["inputs"]["partner_means"]
    trusts = {name: one for name, one in known["expected"]["trusts"].items() if "score" in one}
    return groups, trusts


def test_between_unit_variance_kacker(case):
    known = case("between_unit_variance_kacker")
    found = between_trust_variance(known["inputs"]["estimate"], known["inputs"]["variance"])
    assert found == pytest.approx(known["expected"]["pm"]["tau2"], abs=1e-9)


def test_worked_region_of_seven_trusts(case):
    known = case("worked_region_of_seven_trusts")
    groups, trusts = region_of(known)
    variances = {name: one.variance for name, one in like_for_like(groups).items()}
    assert list(variances) == list(trusts)
    estimates = [trust["score"] for trust in trusts.values()]
    spreads = list(variances.values())
    expected = known["expected"]
    assert between_trust_variance(estimates, spreads) == pytest.approx(
        expected["tau2_pm"], abs=1e-5
    )
    assert rankability(estimates, spreads) == pytest.approx(expected["rankability"], abs=1e-5)
    assert shrink(estimates, spreads) == pytest.approx(
        [trust["shrunk"] for trust in trusts.values()], abs=1e-5
    )


def test_intervals_of_the_worked_region_have_a_width_even_where_all_partners_agree(case):
    known = case("worked_region_of_seven_trusts")
    groups, trusts = region_of(known)
    intervals = {name: one.interval for name, one in like_for_like(groups).items()}
    assert list(intervals) == ["A", "B", "C", "D", "E", "G"]
    t = stats.t.ppf(0.975, known["expected"]["df"])
    for name, interval in intervals.items():
        half = t * known["expected"]["pooled_sd"] / math.sqrt(trusts[name]["n"])
        assert (interval.estimate, interval.n) == (
            pytest.approx(trusts[name]["score"]),
            trusts[name]["n"],
        )
        assert (interval.lower, interval.upper) == pytest.approx(
            (interval.estimate - half, interval.estimate + half), abs=1e-5
        )
    assert intervals["E"].upper - intervals["E"].lower > 0.5


def test_fewer_units_than_the_rules_ask_for_leave_a_trust_out():
    groups = {"A": [1.0, 2.0], "B": [1.0, 2.0, 3.0]}
    assert list(like_for_like(groups)) == ["B"]
    assert list(like_for_like(groups, rules=Rules(min_units=2))) == ["A", "B"]
    assert like_for_like(groups)["B"].variance == pytest.approx(1 / 3)


def test_where_nobody_differs_or_nobody_takes_part_there_are_no_limits():
    for groups in ({"A": [2.0] * 3, "B": [3.1] * 4}, {"A": [1.0, 2.0]}):
        assert like_for_like(groups) == {}


@given(TRUSTS)
def test_the_variance_solves_the_equation_of_paule_and_mandel(trusts):
    estimates, variances = trusts
    tau2 = between_trust_variance(estimates, variances)
    weights = [1 / (tau2 + variance) for variance in variances]
    centre = sum(w * y for w, y in zip(weights, estimates, strict=True)) / sum(weights)
    spread = sum(w * (y - centre) ** 2 for w, y in zip(weights, estimates, strict=True))
    degrees = len(estimates) - 1
    assert tau2 >= 0
    # Either the equation is met, or even without any variance there is too little spread.
    assert spread == pytest.approx(degrees, rel=1e-6) or (tau2 == 0 and spread < degrees + 1e-5)


@given(TRUSTS)
def test_a_shrunken_score_lies_between_the_score_and_the_mean_of_all(trusts):
    estimates, variances = trusts
    shrunken = shrink(estimates, variances)
    assert 0 <= rankability(estimates, variances) <= 1
    for score, shrunk in zip(estimates, shrunken, strict=True):
        assert min(estimates) - 1e-9 <= shrunk <= max(estimates) + 1e-9
        assert min(shrunken) - 1e-9 <= shrunk <= max(shrunken) + 1e-9
        assert abs(shrunk - score) <= max(estimates) - min(estimates) + 1e-9


def test_scores_that_differ_by_no_more_than_chance_are_drawn_together():
    assert between_trust_variance([3.0, 3.1, 2.9], [1.0, 1.0, 1.0]) == 0
    assert shrink([3.0, 3.1, 2.9], [1.0, 1.0, 1.0]) == pytest.approx([3.0] * 3)
    assert rankability([3.0, 3.1, 2.9], [1.0, 1.0, 1.0]) == 0


@pytest.mark.parametrize("n", [2, 10, 150, 1000])
def test_variances_far_smaller_than_the_differences_are_not_taken_for_none(n):
    estimates = [3 + (place % 2) for place in range(n)]
    exact = n / (4 * (n - 1))
    found = between_trust_variance(estimates, [1e-8 * (1 + place) for place in range(n)])
    assert found == pytest.approx(exact, rel=1e-3)
    assert between_trust_variance(estimates, [1e-9] * n) == pytest.approx(exact - 1e-9)


@pytest.mark.parametrize("measure", [between_trust_variance, shrink, rankability])
@pytest.mark.parametrize(
    ("estimates", "variances"),
    [
        ([], []),
        ([3.0], [0.1]),
        ([3.0, 2.0], [0.1]),
        ([3.0, math.nan], [0.1, 0.1]),
        ([3.0, 2.0], [0.1, math.inf]),
        ([3.0, 2.0], [0.1, 0.0]),
        ([3.0, 2.0], [0.1, -0.1]),
    ],
)
def test_what_makes_no_spread_between_trusts_is_refused(measure, estimates, variances):
    with pytest.raises(ValueError, match=r"give|leave"):
        measure(estimates, variances)


def test_expected_range_multiplier(case):
    known = case("expected_range_multiplier")
    for place, k in enumerate(known["inputs"]["k_others"]):
        others = [3 + (-1) ** number * (number > 0) for number in range(k)]
        mean, sd = sum(others) / k, stats.tstd(others)
        for confidence, multipliers in ((0.95, "multiplier_95"), (0.998, "multiplier_99_8")):
            low, high = expected_range(others, confidence)
            multiplier = known["expected"][multipliers][place]
            assert (high - mean) / sd == pytest.approx(multiplier, abs=1e-3)
            assert (mean - low) / sd == pytest.approx(multiplier, abs=1e-3)


def test_others_that_all_agreed_on_one_score_expect_that_score():
    assert expected_range([2.3, 2.3, 2.3]) == pytest.approx((2.3, 2.3))
    low, high = expected_range([0.1 + 0.2, 0.3])
    assert low == high


@pytest.mark.parametrize("others", [[], [3.0], [3.0, math.nan]])
def test_a_range_from_fewer_than_two_others_is_refused(others):
    with pytest.raises(ValueError, match=r"give|leave"):
        expected_range(others)


def test_trusts_that_differ_enough_come_by_score_and_ties_by_name():
    found = ordering(NAMES, SCORES, EXACT)
    assert found.names == ("Essex", "Luton", "bedford", "Norfolk", "Suffolk", "Thurrock")
    assert found.by_score
    assert found.why == "In order of score, highest first."


def test_scores_that_are_equal_on_paper_are_ties():
    scores = [0.3, 0.1 + 0.2, 1.0, 2.0, 3.0, 4.0]
    assert ordering(NAMES, scores, EXACT).names[-2:] == ("Essex", "Suffolk")


def test_trusts_that_differ_too_little_come_by_name_and_the_page_says_why():
    found = ordering(NAMES, SCORES, [0.6] * 6)
    assert found.names == ("bedford", "Essex", "Luton", "Norfolk", "Suffolk", "Thurrock")
    assert not found.by_score
    assert found.why == (
        "In alphabetical order, because the scores differ too little, against the uncertainty of "
        f"each, to put the Trusts in order ({math.floor(100 * found.rankability)}% of their "
        "differences is more than chance, and 70% is needed)."
    )


def test_a_rankability_just_short_of_what_is_needed_does_not_read_as_enough():
    total = stats.tvar(SCORES)
    just_short = ordering(NAMES, SCORES, [0.302 * total] * 6)
    assert not just_short.by_score
    assert "(69% of their differences is more than chance, and 70% is needed)" in just_short.why
    exactly = ordering(NAMES, SCORES, [0.3 * total] * 6)
    assert exactly.by_score


@pytest.mark.parametrize(
    ("n", "why"),
    [
        (5, "there are only five Trusts here, and an order by score needs at least six"),
        (1, "there is only one Trust here, and an order by score needs at least six"),
    ],
)
def test_fewer_than_six_trusts_come_by_name(n, why):
    found = ordering(NAMES[:n], SCORES[:n], EXACT[:n])
    assert found.names == tuple(sorted(NAMES[:n], key=str.casefold))
    assert (found.rankability is None) == (n == 1)
    assert found.why == f"In alphabetical order, because {why}."


def test_without_variances_trusts_come_by_name():
    found = ordering(NAMES, SCORES, None)
    assert (found.by_score, found.rankability) == (False, None)
    assert found.why == (
        "In alphabetical order, because how far sectors differ within a Trust cannot be "
        "calculated, and an order by score needs it."
    )


@pytest.mark.parametrize(
    ("names", "scores", "variances"),
    [
        ([], [], []),
        (["A", "A"], [1.0, 2.0], [0.1, 0.1]),
        (["A", "B"], [1.0], [0.1]),
        (["A", "B"], [1.0, 2.0], [0.1]),
        (["A", "B"], [1.0, 2.0], [0.1, 0.0]),
        (["A", "B"], [1.0, math.nan], None),
    ],
)
def test_trusts_that_cannot_be_put_in_any_order_are_refused(names, scores, variances):
    with pytest.raises(ValueError, match=r"give|leave"):
        ordering(names, scores, variances)


@pytest.mark.parametrize("groups", [{}, {"A": []}, {"A": [1.0, math.nan, 2.0]}])
def test_trusts_without_scores_are_refused(groups):
    with pytest.raises(ValueError, match=r"give|leave"):
        like_for_like(groups)


def test_a_confidence_that_is_none_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        like_for_like({"A": [1.0, 2.0, 3.0]}, confidence=95)
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_range([1.0, 2.0], 95)
