from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.agreement.practitioners import (
    FEWEST_PERSONS,
    PersonAnswer,
    score_practitioners,
    suppressed,
)
from owf.benchmark.scores.groups import Group, GroupKind, ItemRef
from owf.benchmark.scores.unit_scores import Answer, score_groups

ITEMS = [
    ItemRef("caf-01", "caf", "training"),
    ItemRef("caf-02", "caf", "defined"),
    ItemRef("lp-01", "lead-professional", "training"),
]
SURVEYS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.integers(0, 7),
        st.sampled_from([item.id for item in ITEMS]),
        st.sampled_from([1, 2, 3, 4, 5, None]),
    ),
    max_size=60,
    unique_by=lambda row: (row[0], row[2]),
).map(
    lambda rows: [
        # Partners 0 to 3 are nameless; partner p is of sector p mod 3, and so are its persons.
        PersonAnswer(
            f"{partner}-{person}",
            f"partner {partner}" if partner > 3 else None,
            f"sector {partner % 3}",
            item,
            level,
            None if level else "dont_know",
        )
        for person, partner, item, level in rows
    ]
)


def scored(answers, **more):
    return {score.group.key: score for score in score_practitioners(ITEMS, answers, **more)}


def persons(number, sector, level, *, partner=None, item="caf-01", prefix=""):
    """Let so many persons of a sector give one level to one item."""
    return [
        PersonAnswer(f"{prefix}{sector}-{partner}-{place}", partner, sector, item, level)
        for place in range(number)
    ]


def test_persons_make_partners_partners_make_sectors_and_sectors_make_the_trust():
    score = scored(
        [
            *persons(3, "schools", 5, partner="Hill School"),
            *persons(1, "schools", 2, partner="Dale School"),
            *persons(2, "police", 1, partner="Police"),
        ]
    )["overall"]
    assert score.units == {"schools": 3.5, "police": 1.0}
    assert (score.mean, score.n_units, score.n_respondents) == (2.25, 2, 6)
    assert score.pooled_mean == pytest.approx((3 * 5 + 2 + 2 * 1) / 6)
    assert score.unit_respondents == {"schools": 4, "police": 2}
    assert score.agreed is None


def test_a_persons_score_is_the_mean_of_the_levels_they_gave():
    score = scored(
        [
            PersonAnswer("p1", None, "police", "caf-01", 2),
            PersonAnswer("p1", None, "police", "caf-02", 3),
            PersonAnswer("p2", None, "police", "caf-01", 5),
            PersonAnswer("p2", None, "police", "caf-02", None, "dont_know"),
            PersonAnswer("p3", None, "police", "caf-01", None, "not_applicable"),
            PersonAnswer("p4", None, "police", "lp-01", None),
        ]
    )["theme:caf"]
    assert score.units == {"police": 3.75}
    assert (score.n_respondents, score.dont_know, score.not_applicable) == (2, 1, 1)
    assert score.level_counts == (0, 1, 1, 0, 1)


def test_persons_who_name_only_a_sector_count_together_as_one_partner_of_it():
    score = scored(
        [
            *persons(4, "schools", 1),
            *persons(1, "schools", 4, partner="Hill School"),
            *persons(2, "police", 5),
        ]
    )["overall"]
    assert score.units == {"schools": 2.5, "police": 5.0}


@given(SURVEYS)
def test_one_person_a_partner_is_scored_as_a_return_would_be(answers):
    alone = [replace(answer, partner=answer.person) for answer in answers]
    returns = [
        Answer(answer.person, answer.sector, answer.item, answer.level, answer.non_score)
        for answer in alone
    ]
    assert score_practitioners(ITEMS, alone) == score_groups(ITEMS, returns, {})


@given(SURVEYS)
def test_persons_in_sectors_add_to_all_persons(answers):
    for score in score_practitioners(ITEMS, answers):
        assert sum(score.unit_respondents.values()) == score.n_respondents
        assert set(score.unit_respondents) == set(score.units)


def test_another_scale_counts_its_own_levels():
    score = scored(persons(1, "police", 4), levels=(1, 2, 3, 4))["overall"]
    assert score.level_counts == (0, 0, 0, 1)


def test_a_survey_that_nobody_answered_has_no_scores():
    assert all(score.mean is None for score in scored([]).values())


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([PersonAnswer("p", None, "s", "caf-99", 1)], "'caf-99' is not in the pack"),
        ([PersonAnswer("p", None, "s", "caf-01", 6)], "outside the scale"),
        ([PersonAnswer("p", None, "s", "caf-01", 3, "dont_know")], "a level and a non-score"),
        (
            [PersonAnswer("p", None, "s", "caf-01", 1), PersonAnswer("p", None, "s", "caf-01", 2)],
            "The person 'p' answers 'caf-01' twice",
        ),
        (
            [PersonAnswer("p", None, "s", "caf-01", 1), PersonAnswer("p", None, "t", "caf-02", 2)],
            "The person 'p' is in two sectors",
        ),
        (
            [PersonAnswer("p", "A", "s", "caf-01", 1), PersonAnswer("p", "B", "s", "caf-02", 2)],
            "The person 'p' names two partners",
        ),
        (
            [PersonAnswer("p", "A", "s", "caf-01", 1), PersonAnswer("p", None, "s", "caf-02", 2)],
            "The person 'p' names two partners",
        ),
        (
            [PersonAnswer("p", "A", "s", "caf-01", 1), PersonAnswer("q", "A", "t", "caf-01", 2)],
            "The partner 'A' is in two sectors",
        ),
    ],
)
def test_bad_answers_are_refused_with_what_to_do(answers, message):
    with pytest.raises(ValueError, match=message):
        scored(answers)


def assert_no_figure(score):
    assert (score.mean, score.sd, score.pooled_mean, score.agreed) == (None,) * 4
    assert (score.units, score.n_units, score.unit_respondents) == ({}, 0, {})
    assert score.level_counts == (0, 0, 0, 0, 0)
    assert (score.dont_know, score.not_applicable) == (0, 0)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_one_to_four_persons_show_no_figure_and_only_how_many_they_are(number):
    score = suppressed(scored(persons(number, "police", 3))["overall"])
    assert_no_figure(score)
    assert score.n_respondents == number
    assert score.group == Group(GroupKind.OVERALL)


def test_five_persons_of_one_sector_are_shown_as_they_are():
    score = scored(persons(FEWEST_PERSONS, "police", 3))["overall"]
    assert suppressed(score) == score


@pytest.mark.parametrize("with_level", [0, 1, 4])
def test_dont_know_is_not_shown_either_where_fewer_than_five_gave_a_level(with_level):
    answers = [
        *persons(with_level, "police", 3),
        *[
            PersonAnswer(f"unsure {place}", None, "police", "caf-01", None, "dont_know")
            for place in range(20)
        ],
    ]
    score = suppressed(scored(answers)["overall"])
    assert_no_figure(score)
    assert score.n_respondents == with_level


def test_each_group_is_suppressed_by_its_own_persons():
    scores = scored([*persons(6, "police", 3), *persons(4, "police", 2, item="lp-01")])
    assert suppressed(scores["theme:caf"]).mean == 3.0
    assert_no_figure(suppressed(scores["theme:lead-professional"]))


def test_a_sector_of_fewer_than_five_persons_is_not_shown_nor_to_be_worked_out_again():
    score = scored(
        [
            *persons(9, "schools", 5),
            *persons(6, "health", 4),
            *persons(5, "police", 3),
            *persons(1, "youth", 1),
        ]
    )["overall"]
    shown = suppressed(score)
    # The mean of four sectors would give back the one that is missing: a second goes with it.
    assert shown.units == {"schools": 5.0, "health": 4.0}
    assert shown.unit_respondents == {"schools": 9, "health": 6}
    assert (shown.mean, shown.n_units, shown.sd) == (score.mean, 4, None)
    assert (shown.pooled_mean, shown.n_respondents) == (score.pooled_mean, 21)


def test_small_sectors_of_five_persons_together_need_no_other_to_go_with_them():
    score = scored([*persons(5, "schools", 5), *persons(3, "police", 3), *persons(2, "youth", 1)])[
        "overall"
    ]
    assert suppressed(score).units == {"schools": 5.0}


def test_many_small_sectors_still_have_a_mean_together():
    score = scored([answer for sector in "abcdef" for answer in persons(1, sector, 3)])["overall"]
    shown = suppressed(score)
    assert (shown.units, shown.mean, shown.n_units) == ({}, 3.0, 6)


def test_a_sector_of_which_nobody_kept_how_many_persons_it_has_is_not_shown():
    score = scored(persons(7, "police", 3))["overall"]
    assert suppressed(replace(score, unit_respondents={})).units == {}


@given(SURVEYS)
def test_no_figure_rests_on_fewer_than_five_persons(answers):
    for score in score_practitioners(ITEMS, answers):
        shown = suppressed(score)
        assert suppressed(shown) == shown
        assert shown.n_respondents == score.n_respondents
        if score.n_respondents < FEWEST_PERSONS:
            assert_no_figure(shown)
            continue
        behind = {sector: score.unit_respondents[sector] for sector in score.units}
        hidden = set(behind) - set(shown.units)
        assert all(behind[sector] >= FEWEST_PERSONS for sector in shown.units)
        # What the mean of all less the sectors shown gives away rests on five persons or more.
        assert not hidden or sum(behind[sector] for sector in hidden) >= FEWEST_PERSONS
        assert not hidden or len(hidden) > 1
        assert (shown.sd is None) or not hidden
