import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from owf.benchmark.rules import adjusted_p_values, adjusted_where_tested

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_bh_thrombolysis(case):
    known = case("bh_thrombolysis")
    adjusted = adjusted_p_values(known["inputs"]["p"])
    assert adjusted == pytest.approx(known["expected"]["adjusted"], abs=1e-6)
    rejected = sum(p <= known["inputs"]["alpha"] for p in adjusted)
    assert rejected == known["expected"]["rejected"]


@given(P_VALUES)
def test_it_gives_the_numbers_of_scipy(p_values):
    assert adjusted_p_values(p_values) == pytest.approx(list(false_discovery_control(p_values)))


@given(P_VALUES)
def test_an_adjusted_p_is_never_below_the_raw_one(p_values):
    for raw, adjusted in zip(p_values, adjusted_p_values(p_values), strict=True):
        assert raw <= adjusted <= 1


@pytest.mark.parametrize("p_values", [[], [-0.1], [1.1], [math.nan]])
def test_what_is_no_p_value_is_refused(p_values):
    with pytest.raises(ValueError, match=r"give|check|leave"):
        adjusted_p_values(p_values)


def test_a_group_that_was_not_tested_does_not_count():
    assert adjusted_where_tested({"a": 0.02, "b": None, "c": 0.5}) == {"a": 0.04, "c": 0.5}
    assert adjusted_where_tested({"b": None}) == {}
