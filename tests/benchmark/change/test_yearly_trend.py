"""The trend over five years: slope a year, limits, a word (METHOD 4, rules version 2)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark import yearly_trend
from owf.benchmark.change.trend import TrendOutcome, scores_in_all, trends_by_kind
from owf.benchmark.scores.groups import Group, GroupKind

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "rules2_cases.json").read_text(encoding="utf-8")
)["trend"]
THEME = Group(GroupKind.THEME, theme="caf")
CALM = {
    "B": [3.0, 3.1, 3.0, 2.9, 3.0],
    "C": [3.2, 3.1, 3.2, 3.3, 3.2],
    "D": [2.9, 3.0, 2.9, 3.0, 2.9],
}
REGIONS = st.lists(
    st.lists(st.integers(8, 40).map(lambda tenth: tenth / 8), min_size=5, max_size=5),
    min_size=4,
    max_size=8,
).map(lambda some: {f"T{place}": scores for place, scores in enumerate(some)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_with_a_known_answer(case):
    found = yearly_trend(**case["inputs"])
    for field, expected in case["expected"].items():
        assert getattr(found, field) == pytest.approx(expected, abs=case["tolerance"]), field


@given(REGIONS)
def test_slope_and_spread_are_those_of_least_squares(by_trust):
    found = yearly_trend(by_trust, "T0")
    years = np.arange(5)
    lines = {name: stats.linregress(years, scores) for name, scores in by_trust.items()}
    residuals = [
        score - (line.intercept + line.slope * year)
        for name, line in lines.items()
        for year, score in enumerate(by_trust[name])
    ]
    assert found.slope == pytest.approx(lines["T0"].slope, abs=1e-9)
    if found.se is None:
        assert np.square(residuals).sum() < 1e-9
        return
    spread = np.sqrt(np.square(residuals).sum() / (3 * len(by_trust)))
    assert found.residual_sd == pytest.approx(spread)
    assert found.se == pytest.approx(spread / np.sqrt(10))
    assert found.df == 3 * len(by_trust)


def test_a_rise_that_one_year_makes_alone_is_no_clear_trend():
    jump = {"A": [3.0, 3.0, 3.0, 3.0, 3.9], **CALM}
    found = trends_by_kind({THEME: jump}, "A")[THEME]
    assert found.p_value < 0.05
    assert not found.sign_holds
    assert found.outcome is TrendOutcome.NO_CLEAR_TREND


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (0.2, "increasing and getting better, +0.20 a year (95% limits "),
        (-0.2, "decreasing and getting worse, −0.20 a year (95% limits "),
        (0.0, "no clear trend, 0.00 a year (95% limits "),
    ],
)
def test_a_trend_says_where_it_leads_and_how_fast(step, words):
    by_trust = {"A": [3.0 + step * year for year in range(5)], **CALM}
    assert trends_by_kind({THEME: by_trust}, "A")[THEME].with_numbers.startswith(words)


def test_p_is_adjusted_over_all_groups_of_a_kind():
    rising = {"A": [3.0, 3.04, 3.12, 3.13, 3.2], **CALM}
    flat = {"A": [3.0, 3.1, 3.0, 3.1, 3.0], **CALM}
    groups = {Group(GroupKind.THEME, theme=f"t{place}"): flat for place in range(9)}
    found = trends_by_kind({THEME: rising, **groups}, "A")
    assert found[THEME].p_adjusted == pytest.approx(10 * found[THEME].p_value)
    alone = trends_by_kind({THEME: rising, Group(GroupKind.OVERALL): flat}, "A")
    assert alone[THEME].p_adjusted == alone[THEME].p_value


def test_with_fewer_than_four_trusts_or_without_any_spread_it_cannot_be_calculated():
    three = {"A": [3.0, 3.2, 3.4, 3.6, 3.8], "B": CALM["B"], "C": CALM["C"]}
    few = yearly_trend(three, "A")
    assert few.outcome is TrendOutcome.CANNOT_BE_CALCULATED
    assert "needs 4 Trusts" in few.why_not
    straight = {name: [3.0, 3.1, 3.2, 3.3, 3.4] for name in "ABCD"}
    assert "strays from its line" in yearly_trend(straight, "A").why_not


def test_scores_are_over_the_sectors_of_all_years():
    years = [
        {"A": {"police": 1.0, "health": 2.0, "schools": 3.0, "youth": 5.0}, "B": {"police": 3.0}},
        {"A": {"police": 2.0, "health": 2.0, "schools": 2.0}, "B": {"police": 3.0}},
    ]
    assert scores_in_all(years) == {"A": [2.0, 2.0]}


@pytest.mark.parametrize(
    ("by_trust", "trust", "message"),
    [
        ({"A": [1.0] * 5}, "B", "check its name"),
        ({"A": [1.0] * 4}, "A", "give the latest 5"),
        ({"A": [1.0, 2.0, None, 3.0, 4.0]}, "A", "give numbers only"),
        ([[1.0] * 5], "A", "not by Trust"),
    ],
)
def test_bad_years_are_refused_with_what_to_do(by_trust, trust, message):
    with pytest.raises(ValueError, match=message):
        yearly_trend(by_trust, trust)
