"""Meetings on the plan: who met when, what was decided, about which actions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import ChangedSinceRead, NotFound, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.improvement.plan.opening import plan_to_change
from owf.store import Store
from owf.store.plans import actions as plan_actions
from owf.store.plans import agreed
from owf.store.plans import plan as plans
from owf.store.plans.facts import MeetingFacts
from owf.texts import clean_text


@dataclass(frozen=True)
class Group:
    """``rhythm`` as in Cambridgeshire's strategy; ``days`` after which the next one is due."""

    title: str
    rhythm: str
    days: int


GROUPS: Mapping[str, Group] = {
    "steering": Group("Steering group", "meets every quarter", 92),
    "task": Group("Task group", "writes the yearly plan from January to March", 366),
    "network": Group("Learning and development network", "meets three times a year", 122),
    "partnership": Group("Partnership board", "gets a report every year", 366),
}
"""Children's Workforce Strategy 2009-12 of Cambridgeshire, pages 11 and 17 to 18."""
DECISIONS_LIMIT = 4000
ATTENDED_LIMIT = 1000


def keep_meeting(
    store: Store,
    who: Actor,
    plan_id: int,
    meeting: MeetingFacts,
    *,
    actions: Collection[int] = (),
) -> int:
    """New where its id is 0; gives the id.

    Raises: ChangedSinceRead: somebody else changed it, and it no longer has its version.
    """
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        there = {one.id: one for one in agreed.meetings_of_plan(session, plan_id)}
        kept = there.get(meeting.id)
        if meeting.id and kept is None:
            raise NotFound("This meeting no longer exists. Reload the page.")
        if kept is not None and kept.version != meeting.version:
            raise ChangedSinceRead(
                "Somebody else changed this meeting while you were writing, so your change was not "
                "saved. It is above as it is now. Save yours again if it is right."
            )
        of_plan = {one.id for one in plan_actions.actions_of_plan(session, plan_id)}
        if not of_plan.issuperset(actions):
            raise OutsideScale("Choose actions of this plan.", field="actions")
        checked = replace(
            _checked(meeting),
            actions=tuple(sorted(actions)),
            version=kept.version + 1 if kept else 1,
        )
        meeting_id = agreed.keep_meeting(session, plan_id, checked, by=who.id, at=clock.now())
        audit.record(
            session,
            who,
            Event.MEETING_RECORDED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
        )
        return meeting_id


def _checked(meeting: MeetingFacts) -> MeetingFacts:
    attended, decisions = clean_text(meeting.attended), clean_text(meeting.decisions)
    if meeting.held_by not in GROUPS:
        raise OutsideScale("Choose which group met.", field="held_by")
    if meeting.held_on > clock.today():
        raise OutsideScale(
            "The day is in the future. Record the meeting once it was held.", field="held_on"
        )
    if not decisions:
        raise OutsideScale("Write what was decided.", field="decisions")
    refuse_longer("What was decided", decisions, DECISIONS_LIMIT, field="decisions")
    refuse_longer("Who was there", attended, ATTENDED_LIMIT, field="attended")
    return replace(meeting, attended=attended, decisions=decisions)


def open_meetings(store: Store, who: Actor, plan_id: int) -> Sequence[MeetingFacts]:
    """Newest first, for the group that works on the plan."""
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_id)
        if plan is None:
            raise NotFound("This plan does not exist. Go back to Actions.")
        policy.require(plan_policy.may_plan(who, plan.trust))
        return agreed.meetings_of_plan(session, plan_id)


@dataclass(frozen=True)
class NextMeeting:
    group: Group
    last: date | None
    due: date

    @property
    def is_overdue(self) -> bool:
        return self.due < clock.today()


def next_meetings(meetings: Sequence[MeetingFacts], starts: date) -> tuple[NextMeeting, ...]:
    """When each group is due again by its rhythm, counted from its last meeting or the start."""
    found = []
    for name, group in GROUPS.items():
        last = max((one.held_on for one in meetings if one.held_by == name), default=None)
        due = (last or starts) + timedelta(days=group.days)
        found.append(NextMeeting(group, last, due))
    return tuple(found)
