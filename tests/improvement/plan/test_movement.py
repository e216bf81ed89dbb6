"""What moved, by action and over a plan: counts of questions, each once, and no cause claimed."""

from __future__ import annotations

import pytest

from owf.benchmark.change.changes import Change
from owf.improvement.plan.movement import NO_CAUSE, LinkedAction, MovedCounts, movement_of
from owf.improvement.plan.question_changes import Moved, QuestionChange, QuestionChanges


def question(now, then, moved):
    """One in two years; ``now`` is None where it was not asked again."""
    name = now or then[0]
    return QuestionChange(
        then=then,
        now=now,
        code=name,
        short_name=name,
        names_then=then,
        moved=moved,
        sentence=f"{name}: {moved}.",
        change=Change(n=0),
    )


COMPARED = (
    question("up", ("up",), Moved.UP),
    question("down", ("down",), Moved.DOWN),
    question("stayed", ("stayed",), Moved.STAYED),
    question("few", ("few",), Moved.TOO_FEW),
    question("alike", ("alike",), Moved.CANNOT_BE_TOLD),
    question("part-a", ("split",), Moved.UP),
    question("part-b", ("split",), Moved.STAYED),
    question("merged", ("one", "two"), Moved.UP),
    question("free", ("free",), Moved.DOWN),
)
GONE = question(None, ("gone",), Moved.NOT_COMPARED)
CHANGES = QuestionChanges((2008, 2011), {one.now: one for one in COMPARED}, {"gone": GONE})


def action(reference, *items, done=False, verified=False):
    return LinkedAction(reference, is_done=done, is_verified=verified, items=items)


PLAN = (
    action("A1", "up", "split", done=True, verified=True),
    action("A2", "up", "down", "gone", done=True),
    action("A3", "one", "two", "stayed", "few", "alike"),
    action("A4"),
)


@pytest.fixture
def movement():
    return movement_of(PLAN, CHANGES)


def test_each_action_shows_what_became_of_its_questions(movement):
    of_actions = {one.action.reference: one for one in movement.actions}
    assert [one.now for one in of_actions["A1"].questions] == ["up", "part-a", "part-b"]
    assert of_actions["A1"].counts == MovedCounts(up=2, stayed=1)
    assert of_actions["A2"].counts == MovedCounts(up=1, down=1, cannot_be_told=1)


def test_two_questions_that_were_merged_count_once(movement):
    third = movement.actions[2]
    assert [one.now for one in third.questions] == ["merged", "stayed", "few", "alike"]
    assert third.counts == MovedCounts(up=1, stayed=1, cannot_be_told=2)


def test_over_the_plan_a_question_of_several_actions_counts_once(movement):
    assert movement.of_verified == MovedCounts(up=2, stayed=1)
    assert movement.of_done == MovedCounts(up=2, stayed=1, down=1, cannot_be_told=1)
    assert movement.of_all == MovedCounts(up=3, stayed=2, down=1, cannot_be_told=3)


def test_beside_them_stand_the_comparable_questions_without_any_action(movement):
    assert movement.without_action == MovedCounts(down=1)


def test_two_questions_that_ended_are_two(movement):
    other = question(None, ("lost",), Moved.NOT_COMPARED)
    changes = QuestionChanges((2008, 2011), {}, {"gone": GONE, "lost": other})
    found = movement_of([action("A1", "gone", "lost"), action("A2", "gone")], changes)
    assert found.of_all == MovedCounts(cannot_be_told=2)


def test_the_sentences_say_how_many_and_claim_no_cause(movement):
    assert movement.sentences == (
        "Of 4 actions, 2 are done and 1 is verified.",
        "From 2008 to 2011, of 3 questions of verified actions, 2 moved up and 1 stayed "
        "about the same.",
        "From 2008 to 2011, of 5 questions of actions that are done, 2 moved up, 1 stayed about "
        "the same, 1 moved down and 1 cannot be told.",
        "From 2008 to 2011, of 9 questions of all actions, 3 moved up, 2 stayed about the same, "
        "1 moved down and 3 cannot be told.",
        "From 2008 to 2011, of 1 question without an action, 1 moved down.",
        NO_CAUSE,
    )
    assert "does not show that an action caused any change" in NO_CAUSE


def test_an_action_says_its_own(movement):
    assert movement.actions[1].sentence == (
        "A2: of 3 questions, 1 moved up, 1 moved down and 1 cannot be told."
    )
    assert movement.actions[3].sentence == ("A4 names no question, so nothing can be followed.")


def test_a_plan_without_actions_says_so():
    found = movement_of([], CHANGES)
    assert found.sentences == ("The plan has no actions, so there is nothing to follow.",)
    assert found.without_action.total == len(COMPARED)


def test_the_order_of_the_actions_changes_no_count(movement):
    turned = movement_of(PLAN[::-1], CHANGES)
    assert turned.of_all == movement.of_all
    assert turned.of_done == movement.of_done
    assert turned.without_action == movement.without_action
