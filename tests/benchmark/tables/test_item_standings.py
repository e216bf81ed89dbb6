"""Where partners stand on a question: counts, middle, consensus, and the order of dispute."""

from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.tables.item_standings import ItemStanding, disputed_sentence, most_disputed_first

LABELS = ("none", "planned", "some", "good", "all")
counts_of_five = st.lists(st.integers(0, 40), min_size=5, max_size=5)


def standing(*counts, code="CAF 1", **more):
    return ItemStanding(
        item=code.lower().replace(" ", "-"),
        code=code,
        name=f"Name of {code}",
        theme="caf",
        levels=(1, 2, 3, 4, 5),
        labels=LABELS,
        counts=counts,
        **more,
    )


@given(counts_of_five)
def test_mean_and_median_are_those_of_the_levels_that_were_given(counts):
    found = standing(*counts)
    levels = [level for level, count in enumerate(counts, 1) for _ in range(count)]
    assert found.n == len(levels)
    if levels:
        assert found.mean == pytest.approx(fmean(levels))
        assert found.median == median(levels)
        assert found.spread == max(levels) - min(levels)
    else:
        assert (found.mean, found.median, found.consensus, found.spread) == (None, None, None, 0)


def test_the_sentence_says_each_level_with_its_words_and_who_gave_none():
    found = standing(0, 2, 0, 3, 0, dont_know=1, not_applicable=2, agreed=4)
    assert found.sentence == (
        "CAF 1, Name of CAF 1: 2 at 2 (planned), 3 at 4 (good), 1 don't know and 2 not "
        "applicable; agreed level 4."
    )
    assert standing(0, 0, 0, 0, 0).sentence == "CAF 1, Name of CAF 1: no partner answered."


def test_only_a_level_outside_the_two_middle_ones_counts_as_moved():
    # The middles of 2, 2, 4, 4 are 2 and 4: whatever lies between is no departure.
    split = (0, 2, 0, 2, 0)
    assert [standing(*split, agreed=level).was_moved for level in (1, 2, 3, 4, 5)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert standing(*split, agreed=5).move == 2.0
    assert standing(*split, agreed=3).move == 0.0
    assert not standing(0, 0, 0, 0, 0, agreed=3).was_moved


def test_the_most_disputed_question_comes_first_and_what_nobody_rated_last():
    unanimous = standing(0, 0, 4, 0, 0, code="A")
    split = standing(2, 0, 0, 0, 2, code="B")
    near = standing(0, 2, 2, 0, 0, code="C")
    empty = standing(0, 0, 0, 0, 0, code="D", dont_know=4)
    order = most_disputed_first([empty, unanimous, near, split])
    assert [one.code for one in order] == ["B", "C", "A", "D"]


def test_questions_disputed_alike_keep_the_order_of_the_pack():
    alike = [standing(0, 2, 2, 0, 0, code=code) for code in "XYZ"]
    assert [one.code for one in most_disputed_first(alike)] == ["X", "Y", "Z"]


@given(st.lists(counts_of_five, min_size=1, max_size=8))
def test_no_question_is_lost_or_doubled_by_the_order(every):
    given_ = [standing(*counts, code=f"Q {place}") for place, counts in enumerate(every)]
    found = most_disputed_first(given_)
    assert sorted(one.code for one in found) == sorted(one.code for one in given_)
    rated = [one.consensus for one in found if one.consensus is not None]
    assert [round(one, 9) for one in rated] == sorted(round(one, 9) for one in rated)


@pytest.mark.parametrize(
    ("standings", "said"),
    [
        (
            [standing(2, 0, 0, 0, 2, code="B"), standing(0, 0, 8, 0, 0, code="A")],
            "Partners agree on 1 of two questions; they differ most on B, Name of B, from level "
            "1 to level 5.",
        ),
        (
            [standing(0, 0, 3, 0, 0)],
            "On the one question, all partners gave the same level.",
        ),
        (
            [standing(0, 0, 3, 0, 0), standing(0, 4, 0, 0, 0)],
            "On each of the 2 questions, all partners gave the same level.",
        ),
        (
            [standing(0, 0, 3, 0, 0), standing(0, 4, 0, 0, 0), standing(1, 0, 0, 0, 0)],
            "On each of the 2 questions that 3 or more rated, all partners gave the same level.",
        ),
        (
            [standing(0, 0, 2, 0, 0), standing(1, 0, 0, 0, 0)],
            "Fewer than 3 partners gave a level to each of these questions, which is too few to "
            "say whether they agree.",
        ),
        (
            [standing(0, 0, 2, 0, 0), standing(0, 3, 0, 0, 0), standing(2, 0, 0, 0, 2, code="B")],
            "Partners agree on 1 of three questions; they differ most on B, Name of B, from "
            "level 1 to level 5.",
        ),
        ([standing(0, 0, 0, 0, 0)], "No partner gave a level to any of these questions."),
    ],
)
def test_the_title_says_on_how_many_partners_agree_and_what_they_dispute(standings, said):
    assert disputed_sentence(standings) == said
