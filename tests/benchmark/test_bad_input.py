"""Whatever comes in, there is a right answer or a ValueError with a sentence of ours (METHOD 7)."""

import dataclasses
import math
import warnings
from collections.abc import Mapping

import pytest
import scipy.stats  # noqa: F401 - its first import outlasts a property's time
import statsmodels.stats.meta_analysis  # noqa: F401 - as above
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark import (
    Rules,
    between_trust_variance,
    compare,
    compare_groups,
    consensus,
    expected_range,
    krippendorff_alpha,
    mean_interval,
    paired_change,
    partners_needed,
    probability_of_superiority,
    proportion_interval,
    rank_confidence_sets,
    rankability,
    shrink,
    trend_marker,
    usual_variation,
    verdict_from_limits,
    yearly_trend,
)
from owf.benchmark.order.funnel import funnel_of
from owf.benchmark.scores.groups import ItemRef
from owf.benchmark.scores.unit_scores import Answer, score_groups
from owf.benchmark.tables.national import count_by_band, progress_split

NUMBERS = st.one_of(
    st.sampled_from([0, 1, 2, 3, 4.5, -1, 0.25, 1e-9, 1e-200, 1e12, 1e150, 1e308, -1e308, 10**400]),
    st.sampled_from([math.nan, math.inf, -math.inf, None, True, False, "1", "", b"1", [1.0], {}]),
    st.floats(1, 5),
)
LISTS = st.one_of(
    st.lists(NUMBERS, max_size=7),
    st.lists(st.floats(1, 5), min_size=3, max_size=7),
    st.lists(st.floats(1, 5), min_size=3, max_size=7).map(iter),
    st.sampled_from([None, 3.0, "123", {}, (), object()]),
)
NAMES = st.sampled_from(["A", "B", "C", "D", "E", "F", "G"])
BY_SECTOR = st.dictionaries(NAMES, NUMBERS, max_size=6)
GROUPS = st.one_of(
    st.dictionaries(NAMES, st.one_of(LISTS, BY_SECTOR), max_size=7),
    st.dictionaries(
        NAMES, st.dictionaries(NAMES, st.floats(1, 5), min_size=3), min_size=6, max_size=7
    ),
    LISTS,
)
LIMITS = st.one_of(st.tuples(NUMBERS, NUMBERS), LISTS)

CALLS = {
    "mean_interval": st.builds(lambda *a: lambda: mean_interval(*a), LISTS, NUMBERS),
    "proportion_interval": st.builds(
        lambda *a: lambda: proportion_interval(*a), NUMBERS, NUMBERS, NUMBERS
    ),
    "compare": st.builds(lambda *a: lambda: compare(*a), GROUPS, NAMES),
    "compare_groups": st.builds(
        lambda *a: lambda: compare_groups(*a),
        st.one_of(st.dictionaries(NAMES, GROUPS, max_size=2), LISTS),
        NAMES,
    ),
    "verdict_from_limits": st.builds(
        lambda *a: lambda: verdict_from_limits(*a), LIMITS, LIMITS, NUMBERS
    ),
    "expected_range": st.builds(lambda *a: lambda: expected_range(*a), LISTS, NUMBERS),
    "between_trust_variance": st.builds(
        lambda *a: lambda: between_trust_variance(*a), LISTS, LISTS
    ),
    "shrink": st.builds(lambda *a: lambda: shrink(*a), LISTS, LISTS),
    "rankability": st.builds(lambda *a: lambda: rankability(*a), LISTS, LISTS),
    "rank_confidence_sets": st.builds(
        lambda *a: lambda: rank_confidence_sets(*a), LISTS, LISTS, NUMBERS
    ),
    "probability_of_superiority": st.builds(
        lambda *a: lambda: probability_of_superiority(*a), LISTS, LISTS
    ),
    "paired_change": st.builds(
        lambda *a: lambda: paired_change(*a),
        st.one_of(BY_SECTOR, LISTS),
        st.one_of(BY_SECTOR, LISTS),
        NUMBERS,
        NUMBERS,
    ),
    "trend_marker": st.builds(lambda *a: lambda: trend_marker(*a), LISTS, LISTS, LISTS),
    "usual_variation": st.builds(lambda a: lambda: usual_variation(a), LISTS),
    "consensus": st.builds(lambda a: lambda: consensus(a), LISTS),
    "krippendorff_alpha": st.builds(
        lambda *a: lambda: krippendorff_alpha(*a),
        st.one_of(st.lists(LISTS, max_size=3), LISTS),
        st.sampled_from(["ordinal", "nominal", "interval", "ratio", "other"]),
    ),
    "partners_needed": st.builds(
        lambda *a: lambda: partners_needed(*a), NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS
    ),
    "yearly_trend": st.builds(
        lambda *a: lambda: yearly_trend(*a),
        st.one_of(st.dictionaries(NAMES, LISTS, max_size=6), LISTS),
        NAMES,
    ),
    "Rules": st.builds(
        lambda *a: lambda: Rules(*a), NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS
    ),
    "funnel_of": st.builds(
        lambda *a: lambda: funnel_of(*a),
        st.dictionaries(NAMES, st.tuples(NUMBERS, NUMBERS), max_size=3),
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    "progress_split": st.builds(lambda *a: lambda: progress_split(*a), LISTS, NUMBERS),
    "count_by_band": st.builds(
        lambda *a: lambda: count_by_band(*a), LISTS, st.lists(st.tuples(NUMBERS, NUMBERS))
    ),
}


def numbers_in(found):
    if dataclasses.is_dataclass(found):
        found = dataclasses.astuple(found)
    if isinstance(found, Mapping):
        found = list(found.values())
    if isinstance(found, list | tuple):
        for one in found:
            yield from numbers_in(one)
    elif isinstance(found, float):
        yield found


def answer_or_refusal(call):
    try:
        return call(), None
    except ValueError as refused:
        return None, str(refused)


@pytest.mark.parametrize("name", CALLS)
def test_there_is_a_right_answer_or_a_sentence(name):
    @given(CALLS[name])
    def holds(call):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found, refusal = answer_or_refusal(call)
        # Numpy's and scipy's own messages say nothing of what to do.
        assert refusal is None or (": " in refusal and refusal.endswith("."))
        assert all(math.isfinite(number) for number in numbers_in(found))

    holds()


ITEMS = [ItemRef("caf-1", "caf", "training"), ItemRef("caf-2", "caf", "training")]


def answer(level):
    return [Answer("p", "police", "caf-1", level)]


@pytest.mark.parametrize(
    ("items", "answers", "levels"),
    [
        (ITEMS, answer(True), (1, 2, 3)),
        (ITEMS, answer("1"), (1, 2, 3)),
        (ITEMS, answer(1.5), (1, 2, 3)),
        ([*ITEMS, ITEMS[0]], answer(1), (1, 2, 3)),
        (ITEMS, answer(1), (1, 2, 2, 3)),
    ],
)
def test_answers_that_are_no_levels_and_doubled_items_and_levels_are_refused(
    items, answers, levels
):
    with pytest.raises(ValueError, match=r"use one of|give each (item|level) once"):
        score_groups(items, answers, {}, levels)


def test_the_calls_of_the_issue():
    huge = ([1e308, 1e308], [1e200, -1e200, 1e200])
    for call in (
        lambda: mean_interval(huge[0]),
        lambda: expected_range(huge[1]),
        lambda: paired_change({"a": 1e308, "b": -1e308}, {"a": -1e308, "b": 1e308}),
        lambda: krippendorff_alpha([[1e308, -1e308], [1e308, 2.0]], "interval"),
        lambda: consensus(huge[0]),
        lambda: usual_variation([1e308, -1e308] * 3),
        lambda: usual_variation([3, 3, 3, 3, 3, 5]),
        lambda: between_trust_variance([1e150, 2e150], [1, 1]),
        lambda: funnel_of({"A": (3, math.nan)}, 3.0, 0.5, 10),
        lambda: funnel_of({"A": (3, 3.0)}, 3.0, 0, 10),
        lambda: funnel_of({}, 3.0, 0.5, 10),
        lambda: mean_interval(["1", 2.0]),
        lambda: mean_interval(None),
        lambda: Rules(min_units=3.5),
        lambda: verdict_from_limits((0.1, 0.2), (0.0, 0.3), 0.01),
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            call()
    assert mean_interval(number for number in (1.0, 2.0, 3.0)).estimate == 2.0
    both = funnel_of({"A": (3, 3.0), "B": (4, 3.0)}, 3.0, 0.5, 10).sentence("On CAF")
    assert both.startswith("On CAF, both named Trusts lie inside")
