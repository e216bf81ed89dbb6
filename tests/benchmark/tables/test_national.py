import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.rules import proportion_interval
from owf.benchmark.tables.national import count_by_band, progress_sentence, progress_split

BANDS = [(1.0, 1.5), (1.5, 2.0), (2.0, 2.5), (2.5, 3.0), (3.0, 4.0), (4.0, 5.0)]


def split_of(at_or_above, below):
    return progress_split([3.0] * at_or_above + [2.9] * below, 3.0)


def test_a_score_on_the_midpoint_is_progress_and_binary_dust_does_not_tip_it():
    split = progress_split([3.0, 3 - 1e-12, 2.99, 4.5, 1.0], 3.0)
    assert (split.n, split.at_or_above, split.below) == (5, 3, 2)
    assert split.share == proportion_interval(3, 5)


def test_the_headline_of_england_is_one_sentence():
    assert progress_sentence(split_of(118, 23), 2009) == (
        "In 2009, 118 of 141 Trusts (84%, 95% limits 77% to 89%) are making some or good "
        "progress; 23 (16%) are considering or planning."
    )


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            (1, 3),
            "1 of 4 Trusts (25%, 95% limits 5% to 70%) is making some or good progress; "
            "3 (75%) are considering or planning.",
        ),
        (
            (7, 1),
            "7 of 8 Trusts (88%, 95% limits 53% to 98%) are making some or good progress; "
            "1 (12%) is considering or planning.",
        ),
        (
            (5, 0),
            "5 of 5 Trusts (100%, 95% limits 57% to 100%) are making some or good progress; "
            "none (0%) is considering or planning.",
        ),
        (
            (0, 5),
            "none of 5 Trusts (0%, 95% limits 0% to 43%) is making some or good progress; "
            "5 (100%) are considering or planning.",
        ),
        (
            (1, 0),
            "1 of 1 Trust (100%, 95% limits 21% to 100%) is making some or good progress; "
            "none (0%) is considering or planning.",
        ),
        (
            (999, 1),
            "999 of 1000 Trusts (99%, 95% limits 99% to 100%) are making some or good progress; "
            "1 (1%) is considering or planning.",
        ),
    ],
)
def test_percentages_add_to_a_hundred_and_hide_nobody(counts, sentence):
    assert progress_sentence(split_of(*counts), 2009) == f"In 2009, {sentence}"


def test_a_lower_end_is_inside_its_band_an_upper_end_outside_but_for_the_last():
    assert count_by_band([1.0, 1.49, 1.5, 2.0, 2.99, 3.0, 4.0, 5.0], BANDS) == (2, 1, 1, 1, 1, 2)


def test_binary_dust_moves_no_score_over_the_end_of_a_band():
    assert count_by_band([1.5 - 1e-12, 1.0 - 1e-12, 5.0 + 1e-12], BANDS) == (1, 1, 0, 0, 0, 1)


@given(st.lists(st.integers(12, 60).map(lambda twelfths: twelfths / 12), min_size=1))
def test_every_score_of_the_scale_falls_in_one_band(scores):
    counts = count_by_band(scores, BANDS)
    assert sum(counts) == len(scores)
    assert sum(counts[4:]) == progress_split(scores, 3.0).at_or_above


@pytest.mark.parametrize("score", [0.9, 5.1, -1.0])
def test_a_score_outside_every_band_is_refused(score):
    with pytest.raises(ValueError, match="outside every band"):
        count_by_band([3.0, score], BANDS)


def test_a_score_between_two_bands_is_outside_every_band():
    with pytest.raises(ValueError, match="outside every band"):
        count_by_band([2.0], [(1.0, 2.0), (3.0, 5.0)])


@pytest.mark.parametrize(
    ("scores", "bands"),
    [
        ([], BANDS),
        ([math.nan], BANDS),
        ([3.0], []),
        ([3.0], [(3.0, 3.0)]),
        ([3.0], [(5.0, 1.0)]),
        ([3.0], [(1.0, math.inf)]),
        ([3.0], [(1.0, 3.5), (3.0, 5.0)]),
        ([3.0], [(3.0, 5.0), (1.0, 3.0)]),
    ],
)
def test_scores_or_bands_that_are_none_are_refused(scores, bands):
    with pytest.raises(ValueError, match=r"give|leave"):
        count_by_band(scores, bands)


@pytest.mark.parametrize(("scores", "midpoint"), [([], 3.0), ([math.inf], 3.0), ([3.0], math.nan)])
def test_no_scores_or_no_midpoint_are_refused(scores, midpoint):
    with pytest.raises(ValueError, match=r"give|leave"):
        progress_split(scores, midpoint)
