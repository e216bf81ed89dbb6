import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from owf.benchmark.agreement.partners import krippendorff_alpha

METRICS = ["ordinal", "nominal", "interval"]
RATINGS = st.integers(2, 5).flatmap(
    lambda items: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=items, max_size=items),
        min_size=2,
        max_size=5,
    )
)


def by_pairs(ratings, distance):
    """Krippendorff's definition word for word: all pairs within items over all pairs of all."""
    items = [[one for one in column if one is not None] for column in zip(*ratings, strict=True)]
    items = [column for column in items if len(column) > 1]
    pooled = [one for column in items for one in column]
    within = sum(
        distance(a, b, pooled) / (len(column) - 1)
        for column in items
        for a, b in permutations(column, 2)
    )
    expected = sum(distance(a, b, pooled) for a, b in permutations(pooled, 2))
    return 1 - (within / len(pooled)) / (expected / (len(pooled) * (len(pooled) - 1)))


def ordinal(a, b, pooled):
    low, high = min(a, b), max(a, b)
    between = sum(low <= one <= high for one in pooled)
    return (between - (pooled.count(a) + pooled.count(b)) / 2) ** 2


BY_HAND = {
    "nominal": lambda a, b, _: float(a != b),
    "ordinal": lambda a, b, pooled: 0.0 if a == b else ordinal(a, b, pooled),
    "interval": lambda a, b, _: float((a - b) ** 2),
}


def test_krippendorff_4raters_12units(case):
    known = case("krippendorff_4raters_12units")
    ratings, expected = known["inputs"]["ratings"], known["expected"]
    for metric, alpha in expected.items():
        found = krippendorff_alpha(ratings, metric.removesuffix("_computed_here"))
        assert found == pytest.approx(alpha, abs=known["tolerance"])
    assert krippendorff_alpha(ratings) == krippendorff_alpha(ratings, "ordinal")


@pytest.mark.parametrize("metric", METRICS)
@given(ratings=RATINGS)
def test_it_is_krippendorffs_definition_over_pairs(metric, ratings):
    try:
        found = krippendorff_alpha(ratings, metric)
    except ValueError:
        assume(False)
    assert found == pytest.approx(by_pairs(ratings, BY_HAND[metric]), abs=1e-9)


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_raters_and_items_makes_no_difference(ratings, random):
    columns = random.sample(range(len(ratings[0])), len(ratings[0]))
    shuffled = [[row[column] for column in columns] for row in random.sample(ratings, len(ratings))]
    try:
        found = krippendorff_alpha(ratings)
    except ValueError:
        with pytest.raises(ValueError, match=r"wait|say"):
            krippendorff_alpha(shuffled)
    else:
        assert krippendorff_alpha(shuffled) == pytest.approx(found)


@given(RATINGS)
def test_a_mirrored_scale_agrees_as_much(ratings):
    mirrored = [[None if one is None else 6 - one for one in row] for row in ratings]
    try:
        found = krippendorff_alpha(ratings)
    except ValueError:
        return
    assert krippendorff_alpha(mirrored) == pytest.approx(found)


def test_raters_who_agree_on_different_levels_agree_wholly():
    assert krippendorff_alpha([[1, 3, 5], [1, 3, 5], [1, None, 5]]) == 1.0


def test_raters_who_rate_blindly_agree_as_chance_would_have_it():
    blind = np.random.default_rng(4).integers(1, 6, size=(12, 400)).tolist()
    for metric in METRICS:
        assert krippendorff_alpha(blind, metric) == pytest.approx(0, abs=0.02)


def test_raters_who_contradict_each_other_agree_less_than_chance():
    assert krippendorff_alpha([[1, 5, 1, 5], [5, 1, 5, 1]]) < 0


def test_missing_is_none_or_nan_and_an_item_with_one_rating_does_not_count():
    ratings = [[1, 2, None, 4], [1, 3, 5, None]]
    with_nan = [[math.nan if one is None else one for one in row] for row in ratings]
    found = krippendorff_alpha(ratings)
    assert found == krippendorff_alpha(with_nan) == krippendorff_alpha([[1, 2], [1, 3]])


def test_two_zeros_on_a_ratio_scale_are_alike():
    assert krippendorff_alpha([[0, 0, 2], [0, 0, 2]], "ratio") == 1.0


@pytest.mark.parametrize(
    ("ratings", "metric", "message"),
    [
        ([], "ordinal", "give a row for each rater"),
        ([[], []], "ordinal", "give a row for each rater"),
        ([[1, 2, 3]], "ordinal", "No item has ratings from two raters"),
        ([[1, None], [None, 2]], "ordinal", "No item has ratings from two raters"),
        ([[None, None], [None, None]], "ordinal", "No item has ratings from two raters"),
        ([[1, 2], [1]], "ordinal", "1 to 2 items: give every rater all items"),
        ([[1, "two"], [1, 2]], "ordinal", "give numbers only"),
        ([[1, math.inf], [1, 2]], "ordinal", "missing or infinite number"),
        ([[3, 3], [3, 3]], "ordinal", "All ratings are the same level"),
        ([[-1, 2], [1, 2]], "ratio", "no negative ratings"),
        ([[1, 2], [1, 2]], "likert", "use ordinal, nominal, interval, ratio"),
    ],
)
def test_ratings_that_say_nothing_are_refused_with_what_to_do(ratings, metric, message):
    with pytest.raises(ValueError, match=message):
        krippendorff_alpha(ratings, metric)
