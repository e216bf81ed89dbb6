import math
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.agreement.partners import (
    consensus,
    consensus_needed,
    is_high_consensus,
    probability_of_superiority,
)

LEVELS = st.lists(st.integers(1, 5).map(float), min_size=1, max_size=12)


def test_tastle_wierman_consensus(case):
    known = case("tastle_wierman_consensus")
    assert consensus(known["inputs"]) == pytest.approx(known["expected"], abs=1e-6)


def test_six_partner_agreement_table(case):
    for row in case("six_partner_agreement_table")["expected"]:
        assert consensus(row["freq"]) == pytest.approx(row["consensus"], abs=1e-4)


def test_cliffs_delta_1(case):
    known = case("cliffs_delta_1")
    found = probability_of_superiority(known["inputs"]["x"], known["inputs"]["y"])
    assert found == pytest.approx(known["expected"]["prob_superiority"], abs=1e-9)
    assert 2 * found - 1 == pytest.approx(known["expected"]["delta"], abs=1e-9)


@given(LEVELS, LEVELS)
def test_superiority_is_the_share_of_pairs_and_turns_round(ours, theirs):
    pairs = [(a > b) + (a == b) / 2 for a in ours for b in theirs]
    found = probability_of_superiority(ours, theirs)
    assert found == pytest.approx(sum(pairs) / len(pairs))
    assert found + probability_of_superiority(theirs, ours) == pytest.approx(1)


def test_means_that_are_equal_on_paper_are_ties():
    third = 0.1 + 0.2
    assert third != 0.3
    assert probability_of_superiority([third], [0.3]) == 0.5


@given(st.lists(st.integers(0, 20), min_size=2, max_size=7).filter(any))
def test_consensus_stays_between_0_and_1_and_turns_round_with_the_scale(counts):
    found = consensus(counts)
    assert 0 <= found <= 1
    assert found == pytest.approx(consensus(counts[::-1]))


@pytest.mark.parametrize("counts", [[], [3], [0, 0, 0], [1, -1], [1, math.nan], [1, math.inf]])
def test_counts_without_an_answer_or_a_scale_are_refused(counts):
    with pytest.raises(ValueError, match=r"give|leave"):
        consensus(counts)


@pytest.mark.parametrize(
    ("ours", "theirs"), [([], [1]), ([1], []), ([math.nan], [1]), ([1], [math.inf])]
)
def test_superiority_of_nothing_is_refused(ours, theirs):
    with pytest.raises(ValueError, match=r"give|leave"):
        probability_of_superiority(ours, theirs)


@pytest.mark.parametrize(
    ("n", "needed"), [(3, 1.0), (4, 1.0), (5, 0.834), (6, 0.766), (8, 0.699), (10, 0.668)]
)
def test_consensus_beyond_chance_needs_what_the_method_says(n, needed):
    assert consensus_needed(n) == pytest.approx(needed, abs=5e-4)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_one_or_two_partners_never_agree_beyond_chance(n):
    assert consensus_needed(n) is None


@pytest.mark.parametrize(("n", "levels"), [(3, 5), (5, 4), (6, 3), (7, 2), (2, 20)])
def test_the_value_needed_is_the_smallest_one_that_is_rare_among_all_answers(n, levels):
    of_each = [
        consensus([answers.count(level) for level in range(levels)])
        for answers in product(range(levels), repeat=n)
    ]
    rare = [
        value
        for value in of_each
        if sum(other >= value - 1e-9 for other in of_each) <= 0.05 * len(of_each) + 1e-9
    ]
    assert consensus_needed(n, levels) == (pytest.approx(min(rare)) if rare else None)


def test_from_five_partners_on_more_partners_need_less_and_from_forty_the_same():
    needed = [consensus_needed(n) for n in range(5, 41)]
    assert all(later <= earlier + 0.01 for earlier, later in pairwise(needed))
    assert consensus_needed(400) == needed[-1] == pytest.approx(0.5316, abs=1e-4)


def test_a_long_scale_is_counted_with_fewer_partners_and_asks_for_more():
    assert consensus_needed(40, 10) == consensus_needed(400, 10)
    assert consensus_needed(40, 10) > consensus_needed(40, 5)


@pytest.mark.parametrize(
    ("counts", "high"),
    [
        ([0, 0, 3, 0, 0], True),
        ([0, 0, 2, 0, 0], False),
        ([0, 0, 3, 1, 0], False),
        ([0, 0, 4, 1, 0], True),
        ([0, 1, 3, 1, 0], True),
        ([0, 2, 1, 2, 0], False),
        ([0, 0, 5, 5, 0], True),
        ([3, 0, 0, 0, 3], False),
        ([0, 0, 0, 0, 0], False),
        ([0, 0, 3, 0], False),
    ],
)
def test_agreement_is_high_from_three_answers_and_beyond_chance(counts, high):
    assert is_high_consensus(counts) is high


@pytest.mark.parametrize("counts", [[], [3], [2, -1, 2], [1.5, 2, 3], [1, math.nan], [1, math.inf]])
def test_what_is_no_count_of_answers_is_refused(counts):
    with pytest.raises(ValueError, match=r"give|leave|needs two"):
        is_high_consensus(counts)


@pytest.mark.parametrize(("n", "levels"), [(-1, 5), (2.5, 5), (3, 1), (3, 2.5)])
def test_a_number_of_partners_or_levels_that_is_none_is_refused(n, levels):
    with pytest.raises(ValueError, match=r"give|needs two"):
        consensus_needed(n, levels)
