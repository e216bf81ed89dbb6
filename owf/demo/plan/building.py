"""Plays the plans of the demonstration with the real services, each step at its own moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from owf import clock
from owf.access import Actor
from owf.demo.evidence import PIECES
from owf.demo.people import sign_in_within
from owf.demo.places import CAMBRIDGESHIRE
from owf.demo.plan import capacity, integrated_working, joint_practice, leadership, participation
from owf.demo.plan.content import Again, Checked, Planned, Step, Told
from owf.demo.plan.meetings import ATTENDED, CHANGED, MEETINGS, NOT_NOW, Met
from owf.demo.trust_year import Demonstration
from owf.improvement.plan.actions import add_action, link_evidence
from owf.improvement.plan.agreeing import agree_plan
from owf.improvement.plan.choosing import as_finding, not_now
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.gaps import Gap, open_gaps
from owf.improvement.plan.meetings import keep_meeting
from owf.improvement.plan.milestones import STAGES
from owf.improvement.plan.opening import begin_plan, open_plan
from owf.improvement.plan.priorities import DEFAULT
from owf.improvement.plan.promising import (
    add_milestone,
    change_milestone,
    note_reached,
    promise_again,
)
from owf.improvement.plan.quarters import Quarter, quarters_between, three_aprils
from owf.improvement.plan.updates import Entered, check_action, save_update
from owf.store import Session, people
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFields, LinkedItem, MeetingFacts

YEAR = 2008
STARTS, ENDS = date(2009, 4, 1), date(2012, 4, 1)
BEGUN = datetime(2009, 1, 21, 14, tzinfo=UTC)
WRITTEN = datetime(2009, 2, 26, 9, 30, tzinfo=UTC)
LEFT_FOR_LATER = datetime(2009, 3, 19, 11, tzinfo=UTC)
AGREED = datetime(2009, 3, 26, 15, tzinfo=UTC)
CHANGED_AT = datetime(2010, 4, 20, 10, tzinfo=UTC)
AGREED_AGAIN = datetime(2010, 5, 14, 15, tzinfo=UTC)
FIRST = Quarter.of(STARTS)
LAST_CLOSED = Quarter(date(2012, 1, 1))
ACTIONS: tuple[Planned, ...] = (
    *leadership.ACTIONS,
    *integrated_working.ACTIONS,
    *joint_practice.ACTIONS,
    *participation.ACTIONS,
    *capacity.ACTIONS,
)


def add_plan(demonstration: Demonstration) -> None:
    """Cambridgeshire's plan on 2008 as far as the years that were built, up to 10 July."""
    until = at(date(max(demonstration.packs), 7, 10), 0)
    if CAMBRIDGESHIRE in demonstration.people and until > AGREED:
        _Plan(demonstration, until).play()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@dataclass
class Visits:
    """Notes once a day that somebody signed in, and when they were last there."""

    seen: set[tuple[str, date]] = field(default_factory=set)

    def note(self, session: Session, who: Actor) -> None:
        today = who.id, clock.today()
        if today in self.seen:
            people.note_seen(session, who.id, clock.now())
        else:
            self.seen.add(today)
            sign_in_within(session, who)


def fields_of(
    planned: Planned, priorities: Mapping[str, int], partners: Mapping[str, int], lead: Actor
) -> ActionFields:
    return ActionFields(
        priority_id=priorities[planned.priority],
        objective=planned.objective,
        what=planned.what,
        lead_partner_id=partners[planned.lead],
        lead_person=lead.id,
        is_multi_agency=bool(planned.partners),
        resources=planned.resources,
        risk=planned.risk,
        mitigation=planned.mitigation,
        measure=planned.measure,
        baseline=planned.baseline,
        target=planned.target,
        expectation="required" if planned.is_required else "recommended",
    )


def priorities_of(session: Session, trust: int) -> Mapping[str, int]:
    """Title -> id; those that the plan begins with."""
    titles = {one.title for one in DEFAULT}
    found = plans.priorities_of_trust(session, trust)
    return {one.title: one.id for one in found if one.title in titles}


def answers_of(gaps: Sequence[Gap], planned: Sequence[Planned], left: Iterable[str]) -> list[Gap]:
    """The gaps that no action names and that are not left for later: of a smaller England."""
    answered = {key for one in planned for key in one.gaps} | set(left)
    return [one for one in gaps if one.key not in answered]


Do = Callable[[], None]


@dataclass(frozen=True)
class _Event:
    moment: datetime
    who: Actor
    do: Do

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.moment.date())


class _Plan:
    def __init__(self, demonstration: Demonstration, until: datetime) -> None:
        self.demonstration, self.until = demonstration, until
        self.store = demonstration.store
        self.staff = demonstration.people[CAMBRIDGESHIRE]
        self.partners = {name: one for one, name in demonstration.partners[CAMBRIDGESHIRE]}
        self.visits = Visits()
        self.plan_id = 0
        self.gaps: Sequence[Gap] = ()
        self.ids: dict[str, int] = {}
        self.milestones: dict[tuple[str, int], int] = {}

    def play(self) -> None:
        with clock.stopped_at(BEGUN):
            self._visit(self.staff.coordinator)
            self.plan_id = begin_plan(
                self.store,
                self.staff.coordinator,
                CAMBRIDGESHIRE,
                YEAR,
                starts=STARTS,
                ends=ENDS,
            )
        self.gaps = open_gaps(self.store, self.staff.coordinator, CAMBRIDGESHIRE, YEAR).gaps
        with self.store.writing_together(), clock.stopped_at(WRITTEN):
            self._visit(self.staff.coordinator)
            self._write(ACTIONS, self.gaps, three_aprils(STARTS))
        self._leave_for_later()
        self._agree(AGREED)
        self._happen([one for one in self._events() if one.moment < AGREED_AGAIN])
        if self.until > AGREED_AGAIN:
            self._agree(AGREED_AGAIN)
            self._happen([one for one in self._events() if one.moment > AGREED_AGAIN])

    def _visit(self, who: Actor) -> None:
        with self.store.writing() as session:
            self.visits.note(session, who)

    def _write(self, planned: Sequence[Planned], gaps: Sequence[Gap], days: Sequence[date]) -> None:
        who = self.staff.coordinator
        with self.store.writing() as session:
            priorities = priorities_of(session, CAMBRIDGESHIRE)
        others = answers_of(gaps, planned, NOT_NOW)
        for number, one in enumerate(planned):
            answered = [gap for gap in gaps if gap.key in one.gaps]
            self.ids[one.key] = add_action(
                self.store,
                who,
                self.plan_id,
                fields_of(one, priorities, self.partners, self.staff.leads[one.lead]),
                partners=[self.partners[name] for name in one.partners],
                items=[LinkedItem(item, YEAR, None, wanted) for item, wanted in one.items],
                findings=[
                    as_finding(gap, YEAR) for gap in (*answered, *([] if number else others))
                ],
            )
            for place, (step, stage) in enumerate(zip(one.steps, STAGES, strict=True)):
                self.milestones[one.key, place] = add_milestone(
                    self.store, who, self.ids[one.key], step.text, stage, promised=days[place]
                )

    def _leave_for_later(self) -> None:
        there = {one.key for one in self.gaps}
        with clock.stopped_at(LEFT_FOR_LATER):
            self._visit(self.staff.steering)
            for key, reason in NOT_NOW.items():
                if key in there:
                    not_now(self.store, self.staff.steering, self.plan_id, [key], reason)

    def _agree(self, moment: datetime) -> None:
        chair = self.staff.chair
        with clock.stopped_at(moment):
            self._visit(chair)
            view = open_plan(self.store, chair, CAMBRIDGESHIRE, YEAR)
            if view is not None:
                agree_plan(
                    self.store,
                    chair,
                    self.plan_id,
                    "region",
                    seen_body=view.body,
                    typed_name=chair.name,
                )

    def _happen(self, events: Iterable[_Event]) -> None:
        """All that happens before the last day, a quarter at a time."""
        due = sorted((one for one in events if one.moment < self.until), key=lambda one: one.moment)
        for _, together in groupby(due, key=lambda one: one.quarter):
            with self.store.writing_together():
                for one in together:
                    with clock.stopped_at(one.moment):
                        self._visit(one.who)
                        one.do()

    def _events(self) -> Iterator[_Event]:
        yield from (self._met(one) for one in MEETINGS)
        for quarter in quarters_between(FIRST, LAST_CLOSED):
            yield self._closed(quarter)
        if self.until > CHANGED_AT:
            yield _Event(CHANGED_AT, self.staff.coordinator, self._change)
        for number, planned in enumerate((*ACTIONS, participation.ADDED)):
            lead = self.staff.leads[planned.lead]
            for place, step in enumerate(planned.steps):
                yield from self._of_step(planned, lead, place, step)
            for passed, told in enumerate(planned.told):
                if told is not None:
                    yield self._updated(planned, lead, (number, passed), told)
            for checked in planned.checks:
                yield self._checked(planned, checked)
            for day, title in planned.evidence:
                yield self._shown(planned, lead, day, title)

    def _met(self, met: Met) -> _Event:
        def keep() -> None:
            keep_meeting(
                self.store,
                self.staff.coordinator,
                self.plan_id,
                MeetingFacts(met.held_by, met.on, ATTENDED[met.held_by], met.decisions),
                actions=[self.ids[key] for key in met.actions],
            )

        return _Event(at(met.on, 16), self.staff.coordinator, keep)

    def _closed(self, quarter: Quarter) -> _Event:
        day = quarter.may_be_closed_from.replace(day=22 if quarter.last_day.month == 12 else 27)

        def close() -> None:
            close_quarter(self.store, self.staff.coordinator, self.plan_id, quarter)

        return _Event(at(day, 15), self.staff.coordinator, close)

    def _change(self) -> None:
        """What the second version changes: the words of a milestone, and one more action."""
        key, words = CHANGED
        change_milestone(
            self.store,
            self.staff.coordinator,
            self.milestones[key, 0],
            words,
            next(iter(STAGES)),
        )
        taken_up = [one for one in self.gaps if one.key in participation.ADDED.gaps]
        self._write([participation.ADDED], taken_up, three_aprils(clock.today()))

    def _of_step(self, planned: Planned, lead: Actor, place: int, step: Step) -> Iterator[_Event]:
        for again in step.again:
            yield self._promised(planned, lead, place, again)
        if step.reached is not None:
            reached_on = step.reached

            def note() -> None:
                milestone_id = self.milestones[planned.key, place]
                note_reached(self.store, lead, milestone_id, reached_on, step.note)

            yield _Event(at(reached_on, 16, 30), lead, note)

    def _promised(self, planned: Planned, lead: Actor, place: int, again: Again) -> _Event:
        def promise() -> None:
            milestone_id = self.milestones[planned.key, place]
            promise_again(self.store, lead, milestone_id, again.day, again.note)

        return _Event(at(again.made, 11), lead, promise)

    def _updated(self, planned: Planned, lead: Actor, when: tuple[int, int], told: Told) -> _Event:
        """``when``: the number of the action, and of quarters passed."""
        number, passed = when
        quarter = quarters_between(FIRST, LAST_CLOSED.next)[passed]
        day = quarter.may_be_closed_from + timedelta(days=3 + number * 5 % 14)

        def update() -> None:
            entered = Entered(told.progress, told.confidence, told.changed, told.impact)
            save_update(self.store, lead, self.ids[planned.key], quarter, entered, seen_version=0)

        return _Event(at(day, 9 + number % 7, 20), lead, update)

    def _checked(self, planned: Planned, checked: Checked) -> _Event:
        who = (
            self.staff.coordinator if checked.by == "coordinator" else self.staff.leads[checked.by]
        )

        def check() -> None:
            check_action(
                self.store,
                who,
                self.ids[planned.key],
                checked.note,
                is_verified=checked.is_verified,
            )

        return _Event(at(checked.on, 14), who, check)

    def _shown(self, planned: Planned, lead: Actor, day: date, title: str) -> _Event:
        piece = next(one for one in PIECES if one.title == title)

        def link() -> None:
            link_evidence(self.store, lead, self.ids[planned.key], [piece.id])

        return _Event(at(day, 12), lead, link)
