import math

import pytest
from scipy import stats

from owf.benchmark.rules import (
    mean_interval,
    proportion_interval,
    t_quantile,
    t_two_sided_p,
)


def test_phe_mean_area1(case):
    known = case("phe_mean_Area1")
    expected = known["expected"]
    for confidence, limits in ((0.95, "ci95"), (0.998, "ci99_8")):
        interval = mean_interval(known["inputs"]["values"], confidence)
        assert interval.estimate == pytest.approx(expected["mean"], abs=1e-6)
        assert (interval.lower, interval.upper) == pytest.approx(expected[limits], abs=1e-6)
        assert interval.n == expected["count"]


def test_phe_proportion_20_of_100(case):
    expected = case("phe_proportion_20_of_100")["expected"]
    for confidence, limits in ((0.95, "ci95"), (0.998, "ci99_8")):
        interval = proportion_interval(20, 100, confidence)
        assert interval.estimate == expected["value"]
        assert (interval.lower, interval.upper) == pytest.approx(expected[limits], abs=1e-9)


def test_wilson_65_of_100(case):
    expected = case("wilson_65.0_100_95%")["expected"]
    interval = proportion_interval(65.0, 100)
    assert interval.lower == pytest.approx(expected["lower"], abs=1e-9)
    assert interval.upper == pytest.approx(expected["upper"], abs=1e-9)


def test_none_and_all_have_limits_that_stop_at_the_end():
    none, all_of_them = proportion_interval(0, 7), proportion_interval(7, 7)
    assert (none.estimate, none.lower) == (0.0, 0.0)
    assert (all_of_them.estimate, all_of_them.upper) == (1.0, 1.0)
    assert none.upper == pytest.approx(1 - all_of_them.lower)


def test_one_value_has_a_mean_and_no_limits():
    interval = mean_interval([3.5])
    assert (interval.estimate, interval.lower, interval.upper, interval.n) == (3.5, None, None, 1)


def test_the_t_distribution_is_that_of_scipy_stats():
    for df in (1, 2, 7, 21, 400):
        for probability in (0.025, 0.5, 0.95, 0.975, 0.999):
            assert t_quantile(probability, df) == pytest.approx(
                stats.t.ppf(probability, df), rel=1e-9, abs=1e-12
            )
        assert t_two_sided_p(-2.3, df) == pytest.approx(2 * stats.t.sf(2.3, df))


@pytest.mark.parametrize("values", [[], [1.0, math.nan], [1.0, math.inf], [1.0, None], ["high"]])
def test_a_mean_of_nothing_or_of_no_number_is_refused(values):
    with pytest.raises(ValueError, match=r"give|leave it out"):
        mean_interval(values)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, math.nan])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    with pytest.raises(ValueError, match=r"between 0 and 1|finite number"):
        mean_interval([1, 2], confidence)
    with pytest.raises(ValueError, match=r"between 0 and 1|finite number"):
        proportion_interval(1, 2, confidence)


@pytest.mark.parametrize(
    ("successes", "n"),
    [(-1, 5), (6, 5), (1, 0), (0, 0), (math.nan, 5), (1, math.inf), (1, -5), (0.5, 2), (1, 2.5)],
)
def test_counts_that_make_no_share_are_refused(successes, n):
    with pytest.raises(ValueError, match="count"):
        proportion_interval(successes, n)
