"""The check list, the chair's agreement in versions, and whether each still holds."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from owf.access import OPERATOR
from owf.access.accounts import erase
from owf.assessment.errors import (
    ChangedSinceRead,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    Refused,
)
from owf.improvement.plan.actions import change_action
from owf.improvement.plan.agreeing import Check, agree_plan, check_list, verify_plan
from owf.improvement.plan.promising import promise_again
from owf.store import StoreFailed


def holding(cast):
    return [(one.what, one.holds) for one in verify_plan(cast.store, cast.erin, 873, 2009)]


def test_the_check_list_names_what_each_action_lacks(view, add, leave):
    assert [one.title for one in check_list(view(), ()) if not one.is_done] == [
        "There is at least one action"
    ]
    add(priority_id=None)
    add(lead_partner_id=None)
    add(lead_person=None)
    add(baseline="")
    add(items=())
    found = {one.title: one.words for one in check_list(view(), ["CAF 1", "CAF 2"])}
    assert found == {
        "Every gap is answered": "CAF 1 and CAF 2.",
        "There is at least one action": "5 planned.",
        "Every action has a priority": "A1.",
        "Every action has a lead partner and a lead person": (
            "A2 (no lead partner) and A3 (no lead person)."
        ),
        "Every action has a measure, with where it is now and is to be": "A4.",
        "Every action names the questions that it is to move": "A5.",
        "Every action has a milestone with a promised day": "Each has at least one.",
        "Milestones follow each other": "No later stage is promised before an earlier one.",
    }


def test_of_many_the_first_few_are_named():
    check = Check("Whole", tuple(f"A{number}" for number in range(1, 9)), "Done.")
    assert check.words == "A1, A2, A3, A4, A5, A6 and 2 more."


def test_a_plan_with_gaps_left_is_not_agreed(signed, plan_id, add, view):
    add(gaps=("item:caf-1",))
    with pytest.raises(Incomplete) as refused:
        agree_plan(signed.store, signed.erin, plan_id, "inside", seen_body=view().body)
    assert str(refused.value) == (
        "The plan cannot be agreed yet. Every gap is answered: CAF 2, CAF 2, CAF 3, CAF 3, MA 1, "
        "MA 1, MA 2, MA 2 and MA 3, MA 3."
    )
    assert len(refused.value.missing) == 1
    assert view().versions == ()


@pytest.mark.databases("sqlite", "postgresql")
def test_an_agreed_plan_is_a_version_with_a_hash_that_verifies(signed, add, leave, agree, view):
    add()
    leave()
    digest = agree("region")
    newest = view().newest
    assert (newest.version, newest.publication, newest.agreed_by) == (1, "region", "erin")
    assert newest.digest == digest
    assert not view().has_changed
    (found,) = verify_plan(signed.store, OPERATOR, 873, 2009)
    assert found.holds
    assert found.sentence.startswith(
        "Cambridgeshire, plan of 2009, version 1: unchanged since it was agreed on 10 July 2009, "
    )
    assert found.sentence.endswith(", by Erin.")
    assert found.to_json(made_up=True)["holds"] is True


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("table", ["plan_version", "plan_quarter"])
def test_a_version_and_a_closed_quarter_cannot_be_rewritten(signed, in_force, table, on, request):
    if table == "plan_quarter":
        with on(2009, 9, 20):
            request.getfixturevalue("close")()
    for change in ("UPDATE {} SET body = '[]'", "DELETE FROM {}"):
        with pytest.raises((DBAPIError, StoreFailed)), signed.store.writing() as session:
            session.execute(text(change.format(table)))
    assert all(holds for _, holds in holding(signed))


@pytest.mark.parametrize(
    "change",
    [
        "body = replace(body, 'Train', 'Forget')",
        "publication = 'public'",
        "agreed_by = 'dave'",
        "version = 7",
        "agreed_at = '2009-07-09 10:00:00.000000'",
    ],
)
def test_a_version_that_was_changed_past_the_triggers_is_told(signed, in_force, change):
    with signed.store.writing() as session:
        session.execute(text("DROP TRIGGER plan_version_refuses_update"))
        session.execute(text(f"UPDATE plan_version SET {change}"))  # noqa: S608
    (found,) = verify_plan(signed.store, signed.erin, 873, 2009)
    assert not found.holds
    assert "it was CHANGED after it was agreed on" in found.sentence
    assert "do not rely on it. Restore it from a backup." in found.sentence


def test_an_amended_plan_gets_another_version_and_both_stay(signed, in_force, agree, view, fields):
    change_action(
        signed.store, signed.dave, in_force.id, fields(target="90%"),
        partners=(), items=in_force.items, seen_version=1,
    )  # fmt: skip
    assert view().has_changed
    agree("public")
    assert [(one.version, one.publication) for one in view().versions] == [
        (2, "public"), (1, "inside"),
    ]  # fmt: skip
    assert ['"target":"90%"' in one.body for one in view().versions] == [True, False]
    assert holding(signed) == [("version 2", True), ("version 1", True)]


def test_the_same_is_agreed_once_and_published_further_as_another_version(agree, in_force, view):
    with pytest.raises(Locked, match=r"This is agreed already, as version 1\."):
        agree()
    agree("region")
    assert [one.version for one in view().versions] == [2, 1]


def test_what_changed_after_the_chair_read_it_is_not_agreed(signed, plan_id, add, leave, view):
    action = add()
    leave()
    seen = view().body
    promise_again(
        signed.store, signed.dave, action.milestones[0].id, date(2010, 5, 1), "No trainer."
    )
    with pytest.raises(ChangedSinceRead) as refused:
        agree_plan(signed.store, signed.erin, plan_id, "inside", seen_body=seen)
    assert str(refused.value) == (
        "The plan was changed after you opened it, so it was not agreed. Read it as it is now, "
        "then agree it."
    )
    assert view().versions == ()


def test_who_may_read_it_and_the_chair_s_name_are_checked(signed, in_force, plan_id, view):
    body = view().body
    with pytest.raises(OutsideScale, match="Choose who may read the plan"):
        agree_plan(signed.store, signed.erin, plan_id, "everybody", seen_body=body)
    with pytest.raises(Refused):
        agree_plan(signed.store, signed.erin, plan_id, "region", seen_body=body, typed_name="Dave")
    with pytest.raises(NotFound, match=r"This plan does not exist\. Go back to Actions\."):
        agree_plan(signed.store, signed.erin, 999, "region", seen_body=body)
    with pytest.raises(NotFound, match="There is no Trust with the DfE number 1"):
        verify_plan(signed.store, OPERATOR, 1, 2009)


def test_nobody_agrees_for_the_chair(signed, plan_id):
    for who in (signed.carol, signed.dave, OPERATOR, signed.judy):
        with pytest.raises(NotAllowed, match="Only the chair can agree the plan"):
            agree_plan(signed.store, who, plan_id, "inside", seen_body="")


def test_a_plan_holds_after_everybody_in_it_was_erased(signed, in_force, view):
    for person in ("alice", "dave", "erin"):
        erase(signed.store, signed.heidi, person)
    (found,) = verify_plan(signed.store, signed.carol, 873, 2009)
    assert found.holds
    assert found.sentence.endswith(", by a person who has been erased.")
    assert not view().has_changed
    assert "Alice" not in view().newest.body
    assert view().actions[0].lead_person_name is None
