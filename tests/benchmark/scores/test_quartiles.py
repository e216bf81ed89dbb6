"""How scores are spread, in five numbers."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.scores.medians import five_numbers

scores = st.lists(st.floats(1, 5), min_size=2, max_size=40)


@given(scores)
def test_they_are_those_of_the_inclusive_method(values):
    found = five_numbers(values)
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(quartiles)
    assert (found.lowest, found.highest, found.n) == (min(values), max(values), len(values))


def test_of_one_score_all_five_are_that_score():
    found = five_numbers([2.5])
    assert {found.lowest, found.lower_quartile, found.median, found.highest} == {2.5}


@pytest.mark.parametrize("values", [[], [3.0, math.nan]])
def test_it_refuses_no_scores_and_what_is_no_number(values):
    with pytest.raises(ValueError, match="scores"):
        five_numbers(values)
