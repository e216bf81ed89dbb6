import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark import consensus, probability_of_superiority

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
