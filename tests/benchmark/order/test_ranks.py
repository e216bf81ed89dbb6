import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark.order.spread import rank_confidence_sets, told_apart
from owf.benchmark.rules import t_two_sided_p

TRUSTS = st.lists(
    st.tuples(st.floats(1, 5), st.floats(0.01, 1)), min_size=1, max_size=8, unique=True
)

# Mathematics in OECD countries, PISA 2018, United Kingdom last but one: score and standard error.
PISA_2018 = (
    (491.3600, 1.9398), (498.9423, 2.9710), (508.0703, 2.2627), (512.0169, 2.3575),
    (417.4066, 2.4159), (390.9323, 2.9896), (499.4677, 2.4607), (509.3984, 1.7350),
    (523.4146, 1.7436), (507.3014, 1.9679), (495.4076, 2.3202), (500.0438, 2.6471),
    (451.3703, 3.0912), (481.0826, 2.3196), (495.1874, 1.9531), (499.6329, 2.1986),
    (463.0345, 3.4986), (486.5899, 2.7800), (526.9733, 2.4715), (525.9330, 3.1214),
    (496.1263, 1.9628), (481.1912, 1.9533), (483.4215, 1.0976), (408.8015, 2.4932),
    (519.2310, 2.6323), (494.4897, 1.7059), (500.9638, 2.2190), (515.6479, 2.6021),
    (492.4874, 2.6846), (486.1649, 2.5556), (508.8975, 1.3639), (481.3926, 1.4624),
    (502.3877, 2.6543), (515.3147, 2.9080), (453.5078, 2.2604), (501.7699, 2.5644),
    (478.2447, 3.2354),
)  # fmt: skip


def test_united_kingdom_in_pisa_2018():
    # csranks 1.2.2, vignette "Inference for Ranks": ranked 13th, marginal 95% set 8 to 23.
    scores, errors = zip(*PISA_2018, strict=True)
    assert rank_confidence_sets(scores, errors)[-2] == (8, 23)
    assert rank_confidence_sets(scores, errors, seed=7)[-2] == (8, 23)


def test_trusts_far_apart_have_one_rank_each_and_the_highest_score_the_first():
    assert rank_confidence_sets([1.0, 4.0, 2.0, 3.0], [0.01] * 4) == [
        (4, 4),
        (1, 1),
        (3, 3),
        (2, 2),
    ]


def test_trusts_that_cannot_be_told_apart_may_have_any_rank():
    assert rank_confidence_sets([3.0, 3.1, 2.9], [0.5] * 3) == [(1, 3)] * 3


def test_overlap_multipliers(case):
    """Bars of 1.39 standard errors just touch where two Trusts are told apart, not those of 95%."""
    known = case("overlap_multipliers")
    z, expected = known["inputs"]["z"], known["expected"]
    touching = expected["multiplier"]
    assert touching == pytest.approx(z / math.sqrt(2), abs=known["tolerance"])
    assert 2 * stats.norm.cdf(touching) - 1 == pytest.approx(
        expected["coverage"], abs=known["tolerance"]
    )
    # Twice a bar lies between the two; the draws find the point to about two in a hundred.
    apart = [rank_confidence_sets([3.0 + 2 * touching * by, 3.0], [1, 1]) for by in (0.95, 1.05)]
    assert apart == [[(1, 2), (1, 2)], [(1, 1), (2, 2)]]
    p_value = t_two_sided_p(2 * z / math.sqrt(2), 1_000_000)
    assert p_value == pytest.approx(expected["p_when_95_intervals_touch"], abs=1e-5)


def test_a_trust_alone_is_first():
    assert rank_confidence_sets([3.0], [0.2]) == [(1, 1)]


@given(TRUSTS)
def test_a_set_holds_the_rank_of_the_score_itself(trusts):
    scores, errors = zip(*trusts, strict=True)
    for score, (best, worst) in zip(scores, rank_confidence_sets(scores, errors), strict=True):
        above = sum(other > score for other in scores)
        below = sum(other < score for other in scores)
        assert 1 <= best <= 1 + above
        assert len(scores) - below <= worst <= len(scores)


@given(TRUSTS, st.randoms(use_true_random=False))
def test_the_order_in_which_trusts_come_changes_nothing(trusts, random):
    shuffled = random.sample(trusts, len(trusts))
    sets = dict(zip(trusts, rank_confidence_sets(*zip(*trusts, strict=True)), strict=True))
    again = rank_confidence_sets(*zip(*shuffled, strict=True))
    assert [sets[trust] for trust in shuffled] == again


@given(TRUSTS)
def test_a_higher_confidence_never_narrows_a_set(trusts):
    scores, errors = zip(*trusts, strict=True)
    narrow = rank_confidence_sets(scores, errors, confidence=0.8)
    wide = rank_confidence_sets(scores, errors, confidence=0.99)
    for (best, worst), (wide_best, wide_worst) in zip(narrow, wide, strict=True):
        assert wide_best <= best
        assert worst <= wide_worst


def test_a_second_step_tells_apart_what_the_first_could_not():
    # Five Trusts far below leave the top two to be compared with each other alone.
    near = [3.0, 3.3]
    far = [0.1, 0.2, 0.3, 0.4, 0.5]
    error = 0.3 / (2.1 * math.sqrt(2))
    assert rank_confidence_sets(near + far, [error] * 7)[:2] == [(2, 2), (1, 1)]
    assert rank_confidence_sets([*near, *[3.05] * 5], [error] * 7)[1] == (1, 7)


def test_a_true_rank_is_covered_as_often_as_promised():
    rng = np.random.default_rng(20090710)
    true, errors = np.array([2.0, 2.1, 2.5, 2.5, 3.0, 3.4]), np.full(6, 0.2)
    # Two Trusts of one true score share the ranks 3 and 4, counted from the top.
    ranks = [(6, 6), (5, 5), (3, 4), (3, 4), (2, 2), (1, 1)]
    covered = np.zeros(6)
    for _ in range(200):
        sets = rank_confidence_sets(rng.normal(true, errors), errors)
        covered += [
            best <= first and last <= worst
            for (best, worst), (first, last) in zip(sets, ranks, strict=True)
        ]
    assert (covered / 200 >= 0.92).all()


@pytest.mark.parametrize(
    ("scores", "errors", "confidence"),
    [
        ([], [], 0.95),
        ([3.0, 2.0], [0.1], 0.95),
        ([3.0, math.nan], [0.1, 0.1], 0.95),
        ([3.0, 2.0], [0.1, math.inf], 0.95),
        ([3.0, 2.0], [0.1, 0.0], 0.95),
        ([3.0, 2.0], [0.1, 0.1], 95),
    ],
)
def test_what_makes_no_ranks_is_refused(scores, errors, confidence):
    with pytest.raises(ValueError, match=r"give|leave"):
        rank_confidence_sets(scores, errors, confidence)


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        (dict.fromkeys("ABCDEF", (1, 6)), "None of these six Trusts can be told apart"),
        (
            {**dict.fromkeys("ABCDEFGH", (1, 8)), "Luton": (9, 9)},
            "Only Luton can be told apart, below all others; among these the order may be chance.",
        ),
        (
            {"Suffolk": (1, 1), **dict.fromkeys("ABCDEFGH", (2, 9))},
            "Only Suffolk can be told apart, above all others; among these the order",
        ),
        (
            {
                "Suffolk": (1, 2),
                "Bedford": (2, 4),
                "Essex": (1, 5),
                "Luton": (3, 5),
                "York": (1, 5),
            },
            "Beyond chance, Suffolk stands above some others; Bedford stands above some others and "
            "below some; Luton stands below some others; two other Trusts may stand anywhere",
        ),
    ],
)
def test_the_sentence_names_the_trusts_that_differ_beyond_chance(ranks, said):
    assert told_apart(ranks).startswith(said)
