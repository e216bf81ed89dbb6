"""What goes on from last year's plan: unfinished actions with their history, or a frame of them."""

from __future__ import annotations

from datetime import date

import pytest

from owf.access.errors import NotAllowed, NotFound, Refused
from owf.assessment.errors import Locked, OutsideScale
from owf.improvement.plan.actions import add_action, remove_action
from owf.improvement.plan.carry_forward import actions_to_carry, carry_forward, copy_frame
from owf.improvement.plan.opening import begin_plan
from owf.improvement.plan.priorities import keep_priority
from owf.improvement.plan.promising import note_reached, promise_again
from owf.store import audit as store_audit
from owf.store.audit import EventsWanted
from owf.store.plans.facts import ActionFields, LinkedItem, PriorityFacts
from tests.cast import CAMBRIDGESHIRE, LEEDS
from tests.planned import Planned, begin, next_year
from tests.two_packs import LAST, THIS, all_at, world_of


@pytest.fixture
def planned(cast):
    return begin(cast)


def titles_to_carry(plan):
    return [one.entered.what for one in actions_to_carry(plan.store, plan.cast.carol, plan.plan_id)]


def events(plan, name):
    with plan.store.reading() as session:
        found = store_audit.events(session, EventsWanted(trust=CAMBRIDGESHIRE), 500)
    return [one.detail for one in found if one.action == name]


def test_unfinished_actions_are_offered_and_ended_ones_are_not(planned):
    how_far = ("done", "done_as_far_as_possible", "stopped", "in_progress")
    added = {progress: planned.add(progress) for progress in (*how_far, "not begun")}
    planned.agree()
    for progress in how_far:
        planned.update(added[progress], progress)
    later = next_year(planned)
    assert titles_to_carry(later) == ["in_progress", "not begun"]


@pytest.mark.databases("sqlite", "postgresql")
def test_an_action_is_carried_with_all_its_history(planned):
    action_id = planned.add(days=(date(2010, 4, 1), date(2011, 4, 1)))
    first, second = (one.id for one in planned.action(action_id).milestones)
    store, carol = planned.store, planned.cast.carol
    promise_again(store, carol, second, date(2011, 10, 1), "The trainer left.")
    planned.agree()
    note_reached(store, carol, first, date(2009, 7, 9), "Seen.")
    planned.update(action_id, "in_progress")
    before = planned.action(action_id)
    later = next_year(planned)
    assert carry_forward(store, carol, later.plan_id, [action_id]) == 1
    assert later.action(action_id) == before == planned.action(action_id)
    assert [one.promised for one in later.action(action_id).milestones[1].promises] == [
        date(2011, 4, 1),
        date(2011, 10, 1),
    ]
    assert titles_to_carry(later) == []
    assert events(planned, "action_carried") == [{"plan": 2010, "actions": 1}]


def test_an_ended_action_cannot_be_carried_and_nothing_else_is(planned):
    ended, open_ = planned.add("Ended."), planned.add("Open.")
    planned.agree()
    planned.update(ended, "stopped")
    later = next_year(planned)
    with pytest.raises(Locked, match=r"A1 has ended \(“Stopped”\), so it cannot be carried"):
        carry_forward(later.store, later.cast.carol, later.plan_id, [open_, ended])
    assert later.view().actions == ()


def test_an_action_cannot_be_carried_twice(planned):
    action_id = planned.add()
    later = next_year(planned)
    carry_forward(later.store, later.cast.carol, later.plan_id, [action_id])
    with pytest.raises(Locked, match="A1 is in the plan of 2010 already"):
        carry_forward(later.store, later.cast.carol, later.plan_id, [action_id])
    own = later.add("Begun this year.", days=())
    with pytest.raises(Locked, match="A2 is in the plan of 2010 already"):
        carry_forward(later.store, later.cast.carol, later.plan_id, [own])


def test_actions_of_another_trust_or_of_no_plan_cannot_be_carried(planned):
    cast = planned.cast
    taken_out = planned.add("Taken out.")
    remove_action(cast.store, cast.carol, planned.plan_id, taken_out)
    cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 4})
    theirs = begin_plan(cast.store, cast.judy, LEEDS, 2009)
    other = add_action(cast.store, cast.judy, theirs, ActionFields(what="Of Leeds."))
    later = next_year(planned)
    for action_id in (other, taken_out, 9999):
        with pytest.raises(NotFound, match="is not in an earlier plan of your Trust"):
            carry_forward(cast.store, cast.carol, later.plan_id, [action_id])
    with pytest.raises(OutsideScale, match="Choose at least one action"):
        carry_forward(cast.store, cast.carol, later.plan_id, [])


def test_only_those_who_work_on_the_plan_carry_forward(planned):
    action_id = planned.add()
    later = next_year(planned)
    for who in (planned.cast.alice, planned.cast.judy, planned.cast.grace):
        for ask in (
            lambda who: actions_to_carry(later.store, who, later.plan_id),
            lambda who: carry_forward(later.store, who, later.plan_id, [action_id]),
            lambda who: copy_frame(later.store, who, later.plan_id),
        ):
            with pytest.raises(NotAllowed):
                ask(who)
    assert later.view().actions == ()


def test_without_an_earlier_plan_there_is_nothing_to_carry(planned):
    assert titles_to_carry(planned) == []
    with pytest.raises(NotFound, match="no plan before that of 2009 to copy"):
        copy_frame(planned.store, planned.cast.carol, planned.plan_id)
    with pytest.raises(Refused, match="does not exist"):
        actions_to_carry(planned.store, planned.cast.carol, 999)


# The frame.


@pytest.mark.databases("sqlite", "postgresql")
def test_the_frame_has_the_words_and_the_questions_but_no_dates_and_no_history(planned):
    carried, copied = planned.add("Goes on."), planned.add("Is done.", items=(("caf-2", 5),))
    planned.agree()
    planned.update(copied, "done")
    later = next_year(planned)
    carol = planned.cast.carol
    carry_forward(later.store, carol, later.plan_id, [carried])
    assert copy_frame(later.store, carol, later.plan_id) == 1
    before, after = planned.action(copied), later.view().actions[-1]
    assert after.reference == "A3"
    for name in ("priority_id", "objective", "what", "lead_partner_id", "measure", "expectation"):
        assert getattr(after.entered, name) == getattr(before.entered, name)
    assert after.partners == before.partners
    assert (after.entered.lead_person, after.entered.baseline, after.entered.risk) == (None, "", "")
    # The level then is the one signed this year.
    assert after.items == (LinkedItem("caf-2", 2010, 3, None),)
    assert (after.milestones, after.updates, after.findings) == ((), (), ())
    # A second time it has them already.
    assert copy_frame(later.store, carol, later.plan_id) == 0


def test_the_frame_leaves_out_a_retired_priority(planned):
    planned.add()
    store, carol = planned.store, planned.cast.carol
    one = planned.view().priorities[1]
    keep_priority(
        store,
        carol,
        CAMBRIDGESHIRE,
        PriorityFacts(one.kind, one.title, one.objective, one.position, True, one.id),
    )
    later = next_year(planned)
    copy_frame(store, carol, later.plan_id)
    assert later.view().actions[0].entered.priority_id is None


def test_the_frame_has_the_questions_that_stand_for_last_years_and_no_retired_one(cast):
    world = world_of(cast)
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {CAMBRIDGESHIRE: all_at(2, pack)})
    before = Planned(cast, begin_plan(cast.store, cast.carol, CAMBRIDGESHIRE, LAST), LAST)
    before.add(
        items=tuple((one, None) for one in ("c-same", "c-word", "c-split", "c-gone", "c-no")),
        days=(),
    )
    before.add("Merged.", items=(("m-one", 4), ("m-two", 4)), days=())
    later = Planned(cast, begin_plan(cast.store, cast.carol, CAMBRIDGESHIRE, THIS), THIS)
    assert copy_frame(cast.store, cast.carol, later.plan_id) == 2
    first, second = later.view().actions
    assert [one.item_id for one in first.items] == [
        "c-same",
        "c-word-2",
        "c-split-a",
        "c-split-b",
    ]
    assert [one.item_id for one in second.items] == ["m-both"]
    assert {one.year for one in (*first.items, *second.items)} == {THIS}
