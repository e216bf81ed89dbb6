import math
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from owf.benchmark.change.trend import TrendOutcome, trend_marker, usual_variation
from owf.benchmark.rules import proportion_interval

POINTS = st.lists(
    st.tuples(st.integers(4, 20).map(lambda quarter: quarter / 4), st.floats(0.05, 1)),
    min_size=5,
    max_size=8,
)


def marker(values, half=0.1, **polarity):
    halves = half if isinstance(half, list) else [half] * len(values)
    pairs = list(zip(values, halves, strict=True))
    return trend_marker(values, [v - h for v, h in pairs], [v + h for v, h in pairs], **polarity)


def test_fingertips_trend_pholio_set1_significant(case):
    known = case("fingertips_trend_pholio_set1_significant")
    inputs, expected = known["inputs"], known["expected"]
    found = trend_marker(inputs["values"], inputs["lower95"], inputs["upper95"])
    assert found.outcome == "increasing"
    assert found.chi2 == pytest.approx(expected["chi2_computed_here"], abs=1e-6)
    assert found.chi2 == pytest.approx(expected["chi2_published"], abs=0.01)
    assert found.slope == pytest.approx(expected["slope_computed_here"], abs=1e-6)


def test_fingertips_trend_too_few_points(case):
    known = case("fingertips_trend_too_few_points")
    few, with_all = known["inputs"]
    values = [float(place) for place in range(few["points"])]
    shares = [
        proportion_interval(count, n)
        for count, n in zip(with_all["count"], with_all["denominator"], strict=True)
    ]
    found = [
        marker(values).outcome,
        trend_marker(
            [share.estimate for share in shares],
            [share.lower for share in shares],
            [share.upper for share in shares],
        ).outcome,
    ]
    assert found == known["expected"]


def test_five_points_without_limits_are_not_no_change():
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    for missing in (None, [None] * 5, [math.nan] * 5, [0.5, 1.5, None, 3.5, 4.5]):
        for found in (
            trend_marker(values, missing, [v + 0.1 for v in values]),
            trend_marker(values, [v - 0.1 for v in values], missing and [None] * 5),
        ):
            assert found.outcome is TrendOutcome.CANNOT_BE_CALCULATED
            assert found.why_not == "one of the latest 5 points has no limits"
            assert (found.chi2, found.slope) == (None, None)


def test_limits_of_no_width_cannot_be_calculated_with():
    found = marker([1.0, 2.0, 3.0, 4.0, 5.0], half=[0.1, 0.1, 0.0, 0.1, 0.1])
    assert found.why_not == "one of the latest 5 points is equal to one of its limits"


def test_only_the_latest_five_years_count():
    steady = [3.0, 3.2, 3.4, 3.6, 3.8]
    assert marker([5.0, 1.0, *steady]) == marker(steady)
    old_gap = trend_marker(
        [None, *steady], [None, *(v - 0.1 for v in steady)], [None, *(v + 0.1 for v in steady)]
    )
    assert old_gap == marker(steady)


def test_a_year_without_a_value_among_the_latest_five_cannot_be_bridged():
    found = trend_marker([3.0, 3.2, None, 3.6, 3.8, 4.0], [2.9] * 6, [4.1] * 6)
    assert found.outcome is TrendOutcome.CANNOT_BE_CALCULATED
    assert found.why_not == "one of the latest 5 years has no value"


@pytest.mark.parametrize(
    ("values", "high_is_good", "words"),
    [
        ([2.0, 2.5, 3.0, 3.5, 4.0], True, "increasing and getting better"),
        ([2.0, 2.5, 3.0, 3.5, 4.0], False, "increasing and getting worse"),
        ([4.0, 3.5, 3.0, 2.5, 2.0], True, "decreasing and getting worse"),
        ([4.0, 3.5, 3.0, 2.5, 2.0], False, "decreasing and getting better"),
        ([3.0, 3.1, 3.0, 2.9, 3.0], True, "no significant change"),
        ([3.0, 3.1], True, "cannot be calculated"),
    ],
)
def test_a_direction_says_whether_it_is_better(values, high_is_good, words):
    assert marker(values, high_is_good=high_is_good).words == words


def test_a_slope_that_one_year_makes_alone_is_no_trend():
    jump = marker([3.0, 2.98, 2.96, 2.94, 4.5], half=0.1)
    assert jump.chi2 > 9.549536
    assert jump.outcome is TrendOutcome.NO_SIGNIFICANT_CHANGE


def test_a_slope_that_vanishes_without_one_year_has_no_sign_to_keep():
    jump = marker([3.0, 3.0, 3.0, 3.0, 5.0], half=0.1)
    assert jump.chi2 > 9.549536
    assert jump.outcome is TrendOutcome.NO_SIGNIFICANT_CHANGE


def test_the_critical_value_is_99_point_8_percent():
    # Equal limits: chi2 = 10 slope^2 / SE^2.
    def with_chi2(chi2):
        se = math.sqrt(10 * 0.25**2 / chi2)
        return marker([2.0, 2.25, 2.5, 2.75, 3.0], half=3.92 / 2 * se)

    assert with_chi2(9.5494).outcome is TrendOutcome.NO_SIGNIFICANT_CHANGE
    assert with_chi2(9.5496).outcome is TrendOutcome.INCREASING
    assert with_chi2(9.5496).chi2 == pytest.approx(9.5496)


@given(POINTS)
def test_it_is_weighted_least_squares(points):
    values, halves = (list(part) for part in zip(*points, strict=True))
    found = marker(values, half=halves)
    latest, errors = np.array(values[-5:]), np.array(halves[-5:]) * 2 / 3.92
    design = np.column_stack([np.ones(5), np.arange(5)])
    inverse = np.linalg.inv(design.T @ np.diag(errors**-2) @ design)
    slope = (inverse @ design.T @ np.diag(errors**-2) @ latest)[1]
    assert found.slope == pytest.approx(slope, abs=1e-6)
    assert found.chi2 == pytest.approx(slope**2 / inverse[1, 1], rel=1e-6, abs=1e-6)


@given(POINTS)
@example([(2.25, 0.5), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 0.5)])  # flat without the first
def test_a_mirrored_scale_turns_the_trend_round(points):
    values, halves = (list(part) for part in zip(*points, strict=True))
    found, mirrored = marker(values, half=halves), marker([6 - v for v in values], half=halves)
    turned = {"increasing": "decreasing", "decreasing": "increasing"}
    assert mirrored.outcome == turned.get(found.outcome, found.outcome)
    assert mirrored.slope == pytest.approx(-found.slope, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "lower", "upper", "message"),
    [
        ([], [], [], "give one for each year"),
        ([1.0, 2.0], [0.5], [1.5, 2.5], "2 values and 1 limits"),
        ([1.0, math.nan], [0.5, 0.5], [1.5, 2.5], "missing or infinite"),
        ([1.0, math.inf], [0.5, 0.5], [1.5, 2.5], "missing or infinite"),
        ([1.0], [-math.inf], [1.5], "missing or infinite"),
        ([1.0], [1.5], [0.5], "do not lie about their value"),
        ([1.0], [1.2], [1.5], "do not lie about their value"),
    ],
)
def test_bad_points_are_refused_with_what_to_do(values, lower, upper, message):
    with pytest.raises(ValueError, match=message):
        trend_marker(values, lower, upper)


def test_xmr_limits_1(case):
    known = case("xmr_limits_1")
    found = usual_variation(known["inputs"]["values"])
    expected = known["expected"]
    assert found.mean == pytest.approx(expected["mean"], abs=1e-9)
    assert (found.lower, found.upper) == pytest.approx((expected["lpl"], expected["upl"]), abs=1e-9)
    two_thirds = 2 / 3 * (found.upper - found.mean)
    assert found.mean - two_thirds == pytest.approx(expected["nlpl"], abs=1e-9)
    assert found.mean + two_thirds == pytest.approx(expected["nupl"], abs=1e-9)
    assert found.n == 10


def test_nhsr_outlier_screened(case):
    known = case("nhsr_outlier_screened")
    found = usual_variation(known["inputs"]["values"])
    expected = known["expected"]
    assert found.mean == pytest.approx(expected["mean"], abs=1e-5)
    assert (found.lower, found.upper) == pytest.approx((expected["lpl"], expected["upl"]), abs=1e-5)


def test_a_moving_range_of_exactly_the_factor_is_dropped():
    # Six moving ranges of 0 and one of 1, whose mean is 1/7: far above the factor.
    with pytest.raises(ValueError, match="no usual variation: show the line without a band"):
        usual_variation([3.0] * 7 + [4.0])
    # Moving ranges 1, 1, 1, 1, 3.267 x mean: (4 + x) / 5 x 3.267 = x at x = 7.540680900173111.
    x = 4 * 3.267 / (5 - 3.267)
    band = usual_variation([0.0, 1.0, 0.0, 1.0, 0.0, x + 1e-9])
    assert band.upper - band.mean == pytest.approx(2.66)


def test_years_that_are_all_alike_have_a_band_of_no_width_and_no_nan():
    found = usual_variation([3.0] * 6)
    assert (found.mean, found.lower, found.upper) == (3.0, 3.0, 3.0)


@given(st.lists(st.integers(4, 20).map(lambda quarter: quarter / 4), min_size=6, max_size=20))
def test_the_band_moves_with_the_scale_and_never_the_wrong_way(values):
    with suppress(ValueError):
        # Where all but one are alike there is no band.
        found, higher = usual_variation(values), usual_variation([value + 2 for value in values])
        assert found.lower <= found.mean <= found.upper
        assert (higher.lower, higher.upper) == pytest.approx((found.lower + 2, found.upper + 2))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "give at least one"),
        ([3.0], "1 year came"),
        ([3.0] * 5, "needs 6 years or more and 5 years came: show the line without"),
        ([3.0] * 5 + [math.nan], "missing or infinite"),
    ],
)
def test_too_few_years_for_a_band_are_refused_in_words(values, message):
    with pytest.raises(ValueError, match=message):
        usual_variation(values)
