import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.rules import adjusted_where_tested


def adjusted(p_values):
    return list(adjusted_where_tested(dict(enumerate(p_values))).values())


def test_bh_thrombolysis(case):
    known = case("bh_thrombolysis")
    found = adjusted(known["inputs"]["p"])
    assert found == pytest.approx(known["expected"]["adjusted"], abs=1e-6)
    rejected = sum(p <= known["inputs"]["alpha"] for p in found)
    assert rejected == known["expected"]["rejected"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_adjusted_p_is_never_below_the_raw_one(p_values):
    for raw, found in zip(p_values, adjusted(p_values), strict=True):
        assert raw <= found <= 1


def test_a_group_that_was_not_tested_does_not_count():
    assert adjusted_where_tested({"a": 0.02, "b": None, "c": 0.5}) == {"a": 0.04, "c": 0.5}
    assert adjusted_where_tested({"b": None}) == {}
