"""Quarterly updates and checks: what is refused, and that nothing that was typed is lost."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from owf.access import OPERATOR
from owf.access.people import give_role
from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale
from owf.improvement.errors import QuarterClosed, UpdateChanged
from owf.improvement.plan.actions import change_action
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import (
    Entered,
    check_action,
    in_order_of_need,
    is_verified,
    open_my_actions,
    progress_of,
    save_update,
)
from owf.store.people import RoleHeld
from owf.store.plans import plan as plans
from owf.store.plans.changes import put_in_plan
from owf.texts import clean_text
from tests.hostile import MARKS
from tests.plans import keep_plan

JULY = Quarter(date(2009, 7, 1))
SAID = Entered("in_progress", "high", "Half are trained.", "Fewer forms come back.")


@pytest.fixture
def save(signed, in_force):
    return lambda entered=SAID, quarter=JULY, *, who=signed.alice, seen=0: save_update(
        signed.store, who, in_force.id, quarter, entered, seen_version=seen
    )


@pytest.fixture
def now(in_force, view):
    """The action as it is kept now."""
    return lambda: view().action(in_force.id)


@pytest.mark.databases("sqlite", "postgresql")
def test_an_update_is_kept_and_changed_until_its_quarter_is_closed(signed, save, now):
    save()
    save(replace(SAID, progress="done"), who=signed.carol, seen=1)
    (kept,) = now().updates
    assert (kept.quarter, kept.progress, kept.confidence) == (date(2009, 7, 1), "done", "high")
    assert (kept.changed, kept.impact) == ("Half are trained.", "Fewer forms come back.")
    assert (kept.updated_by, kept.version) == ("carol", 2)


@pytest.mark.parametrize(
    ("entered", "words", "field"),
    [
        (Entered("begun", "high", "x"), "Choose how far the action has got.", "progress"),
        (Entered("done", "sure", "x"), "Choose how sure you are of its target.", "confidence"),
        (Entered("in_progress", "high", " \n"), "Write what has changed in this qu", "changed"),
        (Entered("done", "high"), "Write what has changed in this quarter", "changed"),
        (Entered("stopped", "low"), "Write why it was stopped.", "changed"),
        (Entered("done", "high", "x" * 2001), "What changed has 2001 characters", "changed"),
        (Entered("done", "high", "x", "x" * 2001), "The impact has 2001 characters", "impact"),
    ],
)
def test_an_update_that_says_too_little_or_too_much_is_refused(save, now, entered, words, field):
    with pytest.raises(OutsideScale) as refused:
        save(entered)
    assert words in str(refused.value)
    assert refused.value.field == field
    assert now().updates == ()


def test_an_action_that_has_not_begun_needs_no_words(save, now):
    save(Entered("not_started", "medium"))
    assert progress_of(now()) == "not_started"


@pytest.mark.parametrize("words", MARKS)
def test_html_and_formulas_are_kept_as_text(signed, save, now, words):
    save(Entered("done", "high", words, words))
    check_action(signed.store, signed.carol, now().id, words, is_verified=True)
    (kept,), (check,) = now().updates, now().checks
    assert {kept.changed, kept.impact, check.note} == {clean_text(words)}


# Two people, and a quarter that is closed while somebody types.


@pytest.mark.databases("sqlite", "postgresql")
def test_who_saves_second_is_shown_the_update_that_is_kept(signed, save, now):
    save(replace(SAID, changed="Bob's words."), who=signed.bob)
    for seen in (0, 7):
        with pytest.raises(UpdateChanged) as refused:
            save(replace(SAID, changed="Alice's words."), seen=seen)
    assert str(refused.value) == (
        "Somebody else updated A1 while you were writing, so yours was not saved. Compare the two, "
        "then save yours again if it is right."
    )
    assert refused.value.current.changed == "Bob's words."
    assert now().updates[0].changed == "Bob's words."
    save(replace(SAID, changed="Both."), seen=refused.value.current.version)
    assert now().updates[0].changed == "Both."


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_typed_for_a_closed_quarter_goes_into_the_next_one(save, now, close, on):
    save()
    with on(2009, 9, 20):
        close()
    with on(2009, 10, 5):
        with pytest.raises(QuarterClosed) as refused:
            save(replace(SAID, changed="Typed meanwhile."), seen=1)
        assert str(refused.value) == (
            "July to September 2009 was closed while you were writing, so nothing was saved to it. "
            "Your words are still here: save them as the update of October to December 2009."
        )
        assert refused.value.open_quarter == "October to December 2009"
        save(replace(SAID, changed="Typed meanwhile."), JULY.next)
    assert [one.changed for one in now().updates] == ["Half are trained.", "Typed meanwhile."]


@pytest.mark.databases("postgresql")
def test_an_update_waits_for_who_closes_its_quarter_and_is_then_refused(
    signed, in_force, save, plan_id, on
):
    failed = []

    def write():
        try:
            save()
        except QuarterClosed as refused:
            failed.append(str(refused))

    with on(2009, 9, 20), signed.store.writing_together():
        with signed.store.writing() as session:
            plans.plan_to_change(session, plan_id)
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
        close_quarter(signed.store, signed.carol, plan_id, JULY)
    writer.join(30)
    assert len(failed) == 1


def test_an_update_is_of_the_quarter_that_is_open(save, close, on, now):
    with pytest.raises(OutsideScale, match="Updates are for July to September 2009 now"):
        save(quarter=JULY.next)
    with pytest.raises(OutsideScale, match="Updates are for July to September 2009 now"):
        save(quarter=JULY.before)
    with on(2009, 9, 20):
        close()
        with pytest.raises(OutsideScale) as refused:
            save(quarter=JULY.next)
    assert str(refused.value) == (
        "October to December 2009 has not begun yet. It takes updates from 1 October 2009."
    )
    assert now().updates == ()


def test_a_draft_takes_no_updates(signed, add):
    with pytest.raises(Locked, match="The chair has not agreed A1 yet, so there is nothing to upd"):
        save_update(signed.store, signed.alice, add().id, JULY, SAID, seen_version=0)
    with pytest.raises(NotFound, match=r"This action no longer exists\. Go back to Actions\."):
        save_update(signed.store, signed.alice, 999, JULY, SAID, seen_version=0)


def test_an_action_that_a_later_draft_takes_over_is_updated_in_the_agreed_plan(
    signed, in_force, save, now
):
    signed.open_year(2010)
    later = keep_plan(signed.store, 873, 2010)
    with signed.store.writing() as session:
        plans.set_plan_days(session, later, date(2010, 4, 1), date(2013, 4, 1))
        put_in_plan(session, later, [in_force.id])
    save()
    assert [one.quarter for one in now().updates] == [date(2009, 7, 1)]
    assert open_my_actions(signed.store, signed.alice, 873).plan.year == 2009


# Who.


def test_only_its_lead_and_the_coordinator_update_an_action(signed, save, now):
    for who in (signed.dave, signed.erin, signed.ivan, signed.heidi, signed.mallory, OPERATOR):
        with pytest.raises(NotAllowed) as refused:
            save(who=who)
        assert str(refused.value) == (
            "Only the person and the partner that lead an action, and the Trust's coordinator, can "
            "update it. Ask the coordinator if you should lead it."
        )
    save(who=signed.bob)
    assert now().updates[0].updated_by == "bob"


def test_somebody_of_the_group_leads_an_action_and_updates_it(signed, add, leave, agree, update):
    action = add(lead_person="dave", lead_partner_id=signed.cambridgeshire.partners["health"])
    leave()
    agree()
    update(action, who=signed.dave)
    gone = replace(signed.dave, roles=(RoleHeld("steering", "trust", "383"),))
    with pytest.raises(NotAllowed, match="Only the person and the partner that lead an action"):
        update(action, who=gone)


@pytest.fixture
def health(signed):
    """Somebody who answers for Cambridgeshire's health."""
    role = RoleHeld("respondent", "partner", str(signed.cambridgeshire.partners["health"]))
    give_role(signed.store, signed.heidi, "mallory", role)
    return replace(signed.mallory, roles=(role,))


def test_another_partner_or_the_coordinator_checks_and_nobody_who_leads(
    signed, in_force, update, now, health
):
    def check(who, *, is_verified=True):
        check_action(signed.store, who, in_force.id, "We looked.", is_verified=is_verified)

    with pytest.raises(Locked) as refused:
        check(signed.carol)
    assert str(refused.value) == (
        "The last update of A1 does not say that it is done, so there is nothing to check yet."
    )
    update(in_force, "done")
    for who in (signed.alice, signed.bob):
        with pytest.raises(NotAllowed, match="You lead this action, so somebody else checks"):
            check(who)
    for who in (signed.dave, signed.erin, signed.ivan, signed.grace, OPERATOR):
        with pytest.raises(NotAllowed, match="Only the coordinator and the other partners can che"):
            check(who)
    check(signed.carol, is_verified=False)
    assert not is_verified(now())
    check(health)
    assert is_verified(now())
    assert [(one.checked_by, one.is_verified, one.partner_id) for one in now().checks] == [
        ("carol", False, None),
        ("mallory", True, signed.cambridgeshire.partners["health"]),
    ]


def test_a_coordinator_who_leads_an_action_does_not_check_it(signed, add, leave, agree, update):
    action = add(lead_person="carol", lead_partner_id=signed.cambridgeshire.partners["health"])
    leave()
    agree()
    update(action, "done", who=signed.carol)
    with pytest.raises(NotAllowed, match="You lead this action, so somebody else checks"):
        check_action(signed.store, signed.carol, action.id, "We looked.", is_verified=True)


def test_what_was_verified_is_no_longer_so_when_its_progress_changes(signed, in_force, update, now):
    update(in_force, "done")
    check_action(signed.store, signed.carol, in_force.id, "We looked.", is_verified=True)
    update(in_force, "in_progress")
    assert not is_verified(now())
    update(in_force, "done_as_far_as_possible")
    assert not is_verified(now())


@pytest.mark.parametrize(
    ("note", "words"),
    [(" ", "Write what you looked at and found."), ("x" * 2001, "The note has 2001 characters.")],
)
def test_a_check_says_what_was_looked_at(signed, in_force, update, note, words):
    update(in_force, "done")
    with pytest.raises(OutsideScale, match=words) as refused:
        check_action(signed.store, signed.carol, in_force.id, note, is_verified=True)
    assert refused.value.field == "note"


# My actions.


def test_each_sees_their_own_actions_with_the_quarter_before_beside_them(
    request, signed, in_force, update, health
):
    close, on = map(request.getfixturevalue, ("close", "on"))

    def mine(who=signed.alice):
        return open_my_actions(signed.store, who, 873)

    assert [one.action.reference for one in mine().due] == ["A1"]
    update(in_force)
    assert mine().due == ()
    with on(2009, 9, 20):
        close()
        assert mine().due == ()
    with on(2009, 10, 1):
        (own,) = mine().due
        assert (own.before.changed, own.now) == ("Half are trained.", None)
        assert own.may_update
        assert not own.may_check
        update(in_force, "done")
        assert mine(health).own == ()
        assert [one.action.reference for one in mine(health).to_check] == ["A1"]
        assert [one.action.reference for one in mine(signed.carol).to_check] == ["A1"]
    assert in_order_of_need(mine().own) == list(mine().own)


def test_what_has_ended_is_not_asked_for_again(signed, in_force, update, close, on):
    update(in_force, "stopped", "low", "The money was cut.")
    with on(2009, 9, 20):
        close()
    with on(2009, 10, 1):
        assert open_my_actions(signed.store, signed.alice, 873).due == ()


def test_partners_see_no_draft_among_their_actions_but_today_s_lead_sees_it(
    signed, in_force, add, fields, health
):
    add(what="Only drafted.")
    change_action(
        signed.store, signed.dave, in_force.id,
        fields(what="Drafted words.", lead_person="mallory",
               lead_partner_id=signed.cambridgeshire.partners["health"]),
        partners=(), items=in_force.items, seen_version=1,
    )  # fmt: skip
    found = open_my_actions(signed.store, health, 873)
    assert [one.action.entered.what for one in found.own] == ["Train everybody in the form."]
    assert found.own[0].action.lead_person_name == "Mallory"
    assert found.others == ()
    assert open_my_actions(signed.store, signed.alice, 873).own == ()


def test_actions_are_for_people_of_the_trust(signed, plan_id):
    assert open_my_actions(signed.store, signed.alice, 873) is None
    for who in (signed.ivan, signed.frank, signed.grace, signed.heidi, signed.mallory):
        with pytest.raises(NotAllowed, match="Only people of a Trust lead and check the actions"):
            open_my_actions(signed.store, who, 873)
