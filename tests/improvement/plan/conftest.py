"""A signed year of Cambridgeshire, and its plan step by step; today is 10 July 2009."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import Actor
from owf.improvement.plan.actions import add_action
from owf.improvement.plan.agreeing import agree_plan
from owf.improvement.plan.choosing import findings_for, not_now
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.opening import PlanView, begin_plan, open_plan
from owf.improvement.plan.promising import add_milestone
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import Entered, save_update, update_of
from owf.store.plans.facts import ActionFacts, ActionFields, LinkedItem
from tests.cast import CAMBRIDGESHIRE, Cast

LOW = {"health": 2, "police": 2, "schools": 2}
APRIL = date(2010, 4, 1)


def at(year: int, month: int, day: int) -> datetime:
    """Ten o'clock on a day, to stop the clock at."""
    return datetime(year, month, day, 10, tzinfo=UTC)


@pytest.fixture
def published_as() -> str:
    """How far the results are published; parametrize it for another."""
    return "full"


@pytest.fixture
def signed(cast: Cast, published_as: str) -> Cast:
    """Every question was agreed at level 2, below the middle: each is a gap."""
    cast.sign(cast.cambridgeshire, LOW, published_as)
    return cast


@pytest.fixture
def plan_id(signed: Cast) -> int:
    """Begun by the steering group, from 10 July 2009 to April 2012."""
    return begin_plan(signed.store, signed.dave, CAMBRIDGESHIRE, 2009)


@pytest.fixture
def view(signed: Cast, plan_id: int) -> Callable[[], PlanView]:
    """The plan as the chair sees it now."""

    def opened() -> PlanView:
        found = open_plan(signed.store, signed.erin, CAMBRIDGESHIRE, 2009)
        assert found is not None
        return found

    return opened


@pytest.fixture
def fields(signed: Cast, plan_id: int, view: Callable[[], PlanView]) -> Callable[..., ActionFields]:
    """A whole action of the police, led by Alice."""
    whole = ActionFields(
        priority_id=view().priorities[0].id,
        objective="Everybody knows the form.",
        what="Train everybody in the form.",
        lead_partner_id=signed.cambridgeshire.partners["police"],
        lead_person="alice",
        measure="Share of staff trained",
        baseline="20%",
        target="80%",
    )
    return lambda **other: replace(whole, **other)


@pytest.fixture
def add(
    signed: Cast, plan_id: int, view: Callable[[], PlanView], fields: Callable[..., ActionFields]
) -> Callable[..., ActionFacts]:
    """Add a whole action with a milestone of April 2010 that answers gaps."""

    def added(
        *, gaps: tuple[str, ...] = (), items: tuple[str, ...] = ("caf-1",), **other: object
    ) -> ActionFacts:
        findings = findings_for(signed.store, signed.dave, view().plan, gaps) if gaps else ()
        action_id = add_action(
            signed.store,
            signed.dave,
            plan_id,
            fields(**other),
            items=[LinkedItem(one, 2009, None, 3) for one in items],
            findings=findings,
        )
        add_milestone(
            signed.store, signed.dave, action_id, "All are trained.", "implemented", promised=APRIL
        )
        found = view().action(action_id)
        assert found is not None
        return found

    return added


@pytest.fixture
def leave(signed: Cast, plan_id: int, view: Callable[[], PlanView]) -> Callable[[], None]:
    """Leave every gap for now that nothing answers."""

    def left() -> None:
        gaps = {one.key for one in open_gaps(signed.store, signed.dave, CAMBRIDGESHIRE, 2009).gaps}
        answered = {kept.gap_key for one in view().actions for kept in one.findings}
        answered |= {one.gap_key for one in view().not_now}
        if gaps - answered:
            not_now(signed.store, signed.dave, plan_id, gaps - answered, "No money this year.")

    return left


@pytest.fixture
def agree(signed: Cast, plan_id: int, view: Callable[[], PlanView]) -> Callable[..., str]:
    """The chair agrees the plan as it is now; gives the hash."""

    def agreed(publication: str = "inside") -> str:
        seen = view().body
        return agree_plan(signed.store, signed.erin, plan_id, publication, seen_body=seen)

    return agreed


@pytest.fixture
def in_force(
    add: Callable[..., ActionFacts], leave: Callable[[], None], agree: Callable[..., str]
) -> ActionFacts:
    """The one action of an agreed plan, led by the police and Alice."""
    action = add()
    leave()
    agree()
    return action


@pytest.fixture
def close(signed: Cast, plan_id: int, view: Callable[[], PlanView]) -> Callable[[], Quarter]:
    """The coordinator closes the quarter that takes updates; gives it."""

    def closed() -> Quarter:
        quarter = view().quarter
        close_quarter(signed.store, signed.carol, plan_id, quarter)
        return quarter

    return closed


@pytest.fixture
def update(signed: Cast, view: Callable[[], PlanView]) -> Callable[..., None]:
    """Update an action for the quarter that takes updates, as Alice or another."""

    def updated(
        action: ActionFacts,
        progress: str = "in_progress",
        confidence: str = "high",
        changed: str = "Half are trained.",
        *,
        who: Actor = signed.alice,
    ) -> None:
        now = view().action(action.id)
        assert now is not None
        kept = update_of(now, view().quarter)
        save_update(
            signed.store,
            who,
            action.id,
            view().quarter,
            Entered(progress, confidence, changed),
            seen_version=kept.version if kept else 0,
        )

    return updated


@pytest.fixture
def on() -> Callable[[int, int, int], object]:
    """Stop the clock on a day."""
    return lambda year, month, day: clock.stopped_at(at(year, month, day))
