import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.scores.groups import ItemRef
from owf.benchmark.scores.unit_scores import Answer, score_groups

ITEMS = [
    ItemRef("caf-01", "caf", "training"),
    ItemRef("caf-02", "caf", "defined"),
    ItemRef("lp-01", "lead-professional", "training"),
]


def scored(answers, agreed=None, **more):
    return {score.group.key: score for score in score_groups(ITEMS, answers, agreed or {}, **more)}


def test_a_partners_score_is_the_mean_of_its_own_levels_and_the_trusts_the_mean_of_units():
    scores = scored(
        [
            Answer("Police", "police", "caf-01", 2),
            Answer("Police", "police", "caf-02", 3),
            Answer("Health", "health", "caf-01", 5),
        ]
    )
    assert scores["theme:caf"].units == {"police": 2.5, "health": 5.0}
    assert scores["theme:caf"].mean == 3.75
    assert scores["theme:caf"].sd == pytest.approx(1.767767)
    assert scores["item:caf-01"].mean == 3.5


def test_forty_schools_do_not_outvote_one_police_service():
    schools = [Answer(f"School {i}", "schools", "caf-01", 5) for i in range(40)]
    score = scored([*schools, Answer("Police", "police", "caf-01", 1)])["overall"]
    assert score.units == {"schools": 5.0, "police": 1.0}
    assert (score.mean, score.n_units, score.n_respondents) == (3.0, 2, 41)
    assert score.pooled_mean == pytest.approx(201 / 41)


def test_dont_know_and_not_applicable_are_counted_and_never_numbers():
    score = scored(
        [
            Answer("Police", "police", "caf-01", 4),
            Answer("Health", "health", "caf-01", None, "dont_know"),
            Answer("Health", "health", "caf-02", None, "not_applicable"),
            Answer("Health", "health", "lp-01", None),
        ]
    )["overall"]
    assert score.units == {"police": 4.0}
    assert (score.mean, score.sd) == (4.0, None)
    assert (score.dont_know, score.not_applicable, score.n_respondents) == (1, 1, 1)
    assert score.level_counts == (0, 0, 0, 1, 0)


def test_a_group_that_nobody_scored_has_no_mean_rather_than_zero():
    empty = scored([Answer("Police", "police", "caf-01", 4)])["theme:lead-professional"]
    assert (empty.mean, empty.sd, empty.pooled_mean, empty.agreed) == (None, None, None, None)
    assert (empty.units, empty.n_units, empty.n_respondents) == ({}, 0, 0)


def test_a_trust_without_any_answer_has_no_scores():
    assert all(score.mean is None for score in scored([]).values())


def test_the_agreed_score_is_the_mean_of_agreed_levels_and_never_blended_in():
    scores = scored(
        [Answer("Police", "police", "caf-01", 1)],
        {"caf-01": 5, "caf-02": 2, "lp-01": None},
    )
    assert scores["theme:caf"].agreed == 3.5
    assert scores["theme:caf"].mean == 1.0
    assert scores["overall"].agreed == 3.5
    assert scores["theme:lead-professional"].agreed is None


def test_units_that_are_equal_on_paper_have_no_spread():
    answers = [
        Answer(f"P{i}", f"s{i}", item.id, level)
        for i in range(3)
        for item, level in zip(ITEMS, (1, 2, 2), strict=True)
    ]
    assert scored(answers)["overall"].sd == 0.0


def test_another_scale_counts_its_own_levels():
    score = scored([Answer("Police", "police", "caf-01", 4)], levels=(1, 2, 3, 4))["overall"]
    assert score.level_counts == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("answers", "agreed", "message"),
    [
        ([Answer("P", "s", "caf-99", 1)], {}, "'caf-99' is not in the pack"),
        ([Answer("P", "s", "caf-01", 6)], {}, "outside the scale: use one of 1, 2, 3, 4, 5"),
        ([Answer("P", "s", "caf-01", 0)], {}, "outside the scale"),
        ([Answer("P", "s", "caf-01", 3, "dont_know")], {}, "a level and a non-score"),
        ([Answer("P", "s", "caf-01", None, "maybe")], {}, "use dont_know or not_applicable"),
        ([Answer("P", "s", "caf-01", 1), Answer("P", "s", "caf-01", 2)], {}, "twice"),
        ([Answer("P", "s", "caf-01", 1), Answer("P", "t", "caf-02", 2)], {}, "two sectors"),
        ([], {"caf-99": 1}, "agreed item 'caf-99'"),
        ([], {"caf-01": 6}, "agreed level 6"),
    ],
)
def test_bad_answers_are_refused_with_what_to_do(answers, agreed, message):
    with pytest.raises(ValueError, match=message):
        scored(answers, agreed)


NO_LEVEL = st.sampled_from([None, "dont_know", "not_applicable"])


@given(
    st.lists(st.lists(st.integers(1, 5) | NO_LEVEL, min_size=7, max_size=7), max_size=25),
    st.integers(1, 12),
)
def test_groups_scored_together_get_to_the_last_digit_what_each_alone_would(rows, sectors):
    """Signatures cover every digit."""
    items = [ItemRef(f"q{place}", f"t{place % 2}", f"a{place % 3}") for place in range(7)]
    found = score_groups(
        items,
        [
            Answer(
                str(partner),
                f"s{partner % sectors}",
                item.id,
                said if isinstance(said, int) else None,
                said if isinstance(said, str) else None,
            )
            for partner, row in enumerate(rows)
            for item, said in zip(items, row, strict=True)
        ],
        {},
    )
    for score in found:
        units = np.array(list(score.units.values()))
        assert score.n_units == len(units)
        assert score.mean == (float(units.mean()) if len(units) else None)
        spread = float(units.std(ddof=1)) if len(units) > 1 else None
        assert score.sd == (0.0 if spread is not None and spread < 1e-9 else spread)
