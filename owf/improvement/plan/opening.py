"""Opening a plan: what its makers work on, and what everybody else may read of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from owf import clock
from owf.access import Actor, Role, audit, policy
from owf.access.audit import Event
from owf.access.policy import Decision
from owf.assessment.comparability.packs import question_name
from owf.assessment.disclosure.trusts import scores_from_outside
from owf.assessment.errors import Locked, NotFound, OutsideScale
from owf.assessment.packs import pack_of
from owf.assessment.texts import first_few
from owf.improvement import plan_policy
from owf.improvement.plan.content import agreed_actions, body_of, is_amended
from owf.improvement.plan.milestones import milestone_state
from owf.improvement.plan.priorities import add_default_priorities
from owf.improvement.plan.quarters import Quarter, open_quarter, three_aprils
from owf.questionnaire import Pack
from owf.store import Session, Store, people, places, results, rounds, signed_scores
from owf.store.plans import actions as plan_actions
from owf.store.plans import agreed
from owf.store.plans import plan as plans
from owf.store.plans.facts import (
    ActionFacts,
    NotNowFacts,
    PersonToLead,
    PlanFacts,
    PriorityFacts,
    QuarterFacts,
    VersionFacts,
)
from owf.store.tables import Partner

PUBLICATION: Mapping[str, str] = {
    "inside": "Inside: your own Trust's people",
    "region": "Region: your region's leads and the national team too",
    "public": "Public: the leads of all regions too, and everybody who is given its file",
}
"""How far a plan can be read, with the words for the choice."""
LAST_YEAR = 2099
LONGEST = 10
"""Years that a plan may run: longer is no plan any more."""


@dataclass(frozen=True)
class PlanView:
    """A plan as its makers work on it; ``partners`` are the Trust's, ``people`` may lead.

    ``actions`` are in the order of their priorities. ``closed`` are newest first, as ``versions``.
    ``names``: of those who agreed, by id; erased people are missing.
    """

    plan: PlanFacts
    pack: Pack
    priorities: tuple[PriorityFacts, ...]
    actions: tuple[ActionFacts, ...]
    not_now: tuple[NotNowFacts, ...]
    versions: tuple[VersionFacts, ...]
    closed: tuple[QuarterFacts, ...]
    partners: tuple[Partner, ...]
    people: tuple[PersonToLead, ...]
    packs: Mapping[int, Pack]
    names: Mapping[str, str]
    may_plan: Decision
    may_agree: Decision
    may_run: Decision

    @property
    def newest(self) -> VersionFacts | None:
        return self.versions[0] if self.versions else None

    @cached_property
    def body(self) -> str:
        return body_of(self.plan, self.priorities, self.actions, self.not_now)

    @property
    def has_changed(self) -> bool:
        """Since it was agreed; also where it never was."""
        return self.newest is None or is_amended(self.newest.body, self.body)

    @property
    def quarter(self) -> Quarter:
        return open_quarter(self.plan.starts, [Quarter(one.quarter) for one in self.closed])

    def action(self, action_id: int) -> ActionFacts | None:
        return next((one for one in self.actions if one.id == action_id), None)

    def priority_title(self, action: ActionFacts) -> str:
        wanted = action.entered.priority_id
        return next((one.title for one in self.priorities if one.id == wanted), "")

    def question_name(self, year: int, item_id: str) -> str:
        return name_of_question(self.packs.get(year), item_id)


def name_of_question(pack: Pack | None, item_id: str) -> str:
    """``CAF 3, Training for managers``; its id where the questionnaire has it no more."""
    item = next((one for one in pack.items if one.id == item_id), None) if pack else None
    return question_name(item) if item else item_id


def open_plan(
    store: Store, who: Actor, trust: int, year: int, *, newest_updates: bool = False
) -> PlanView | None:
    """As it is being worked on; ``None`` where none was begun. NotAllowed for all others.

    ``newest_updates``: only the newest update of each action, which is all that its state needs.
    """
    policy.require(plan_policy.may_plan(who, trust))
    with store.reading() as session:
        plan = plans.plan_of(session, trust, year)
        return None if plan is None else view_of(session, who, plan, newest_updates=newest_updates)


def view_of(
    session: Session, who: Actor, plan: PlanFacts, *, newest_updates: bool = False
) -> PlanView:
    """Asks no policy: for services that have asked it."""
    priorities = tuple(plans.priorities_of_trust(session, plan.trust))
    place = {one.id: number for number, one in enumerate(priorities)}
    found = plan_actions.actions_of_plan(session, plan.id, newest_updates=newest_updates)
    versions = tuple(agreed.versions_of_plan(session, plan.id))
    in_order = sorted(
        found, key=lambda one: (place.get(one.entered.priority_id or 0, len(place)), one.id)
    )
    partners = tuple(rounds.partners_of_trust(session, plan.trust))
    years = {plan.year, *(item.year for one in found for item in one.items)}
    return PlanView(
        plan=plan,
        pack=_pack_of_year(session, plan.year),
        priorities=priorities,
        actions=tuple(in_order),
        not_now=tuple(plans.not_now_of_plan(session, plan.id)),
        versions=versions,
        closed=tuple(agreed.quarters_of_plan(session, plan.id)),
        partners=partners,
        people=tuple(plans.people_who_may_lead(session, plan.trust)),
        packs={year: _pack_of_year(session, year) for year in years},
        names=people.names_of(session, {one.agreed_by for one in versions}),
        may_plan=plan_policy.may_plan(who, plan.trust),
        may_agree=plan_policy.may_agree_plan(who, plan.trust),
        may_run=plan_policy.may_run_plan(who, plan.trust),
    )


def _pack_of_year(session: Session, year: int) -> Pack:
    frozen = rounds.pack_of_cycle(session, year)
    if frozen is None:
        raise NotFound(f"There was no self-evaluation in {year}.")
    return pack_of(session, frozen)


def begin_plan(
    store: Store,
    who: Actor,
    trust: int,
    year: int,
    *,
    starts: date | None = None,
    ends: date | None = None,
) -> int:
    """On the results signed of ``year``; without days, from today to the third April to come."""
    policy.require(plan_policy.may_plan(who, trust))
    first = starts or clock.today()
    last = ends or three_aprils(first)[-1]
    with store.writing() as session:
        plans.lock_plans_of_trust(session, trust)
        if year not in signed_scores.signed_years(session, trust):
            name = getattr(places.trust_by_number(session, trust), "name", str(trust))
            raise NotFound(
                f"{name} has not signed {year} yet, so there are no results to plan from. The "
                "chair can sign on the Sign-off page."
            )
        if plans.plan_of(session, trust, year) is not None:
            raise Locked(f"The plan of {year} was begun already. Reload the page.")
        _refuse_days(year, first, last)
        add_default_priorities(session, trust)
        plan_id = plans.add_plan(session, trust, year, first, last, by=who.id, at=clock.now())
        audit.record(session, who, Event.PLAN_BEGUN, "plan", plan_id, trust=trust, plan=year)
        return plan_id


def change_plan_days(store: Store, who: Actor, plan_id: int, starts: date, ends: date) -> None:
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        _refuse_days(plan.year, starts, ends)
        closed = [one.quarter for one in agreed.quarters_of_plan(session, plan_id)]
        if closed and Quarter.of(starts).first_day != min(closed):
            raise OutsideScale(
                f"{Quarter(min(closed)).words} was closed already as the plan's first quarter, so "
                "the plan has to start in it.",
                field="starts",
            )
        _refuse_to_start_after_promises(session, plan_id, starts)
        plans.set_plan_days(session, plan_id, starts, ends)
        audit.record(
            session, who, Event.PLAN_CHANGED, "plan", plan_id, trust=plan.trust, plan=plan.year
        )


def _refuse_days(year: int, starts: date, ends: date) -> None:
    if starts.year < year:
        raise OutsideScale(
            f"The plan rests on the results of {year}, so it cannot start before {year}.",
            field="starts",
        )
    if ends.year > LAST_YEAR:
        raise OutsideScale(f"Let the plan end before {LAST_YEAR + 1}.", field="ends")
    if ends <= starts:
        raise OutsideScale("The plan ends before it starts. Check the two dates.", field="ends")
    if (ends - starts).days > LONGEST * 366:
        raise OutsideScale(f"A plan can run for {LONGEST} years at most.", field="ends")


def _refuse_to_start_after_promises(session: Session, plan_id: int, starts: date) -> None:
    early = [
        action.reference
        for action in plan_actions.actions_of_plan(session, plan_id)
        if any(
            state.promised is not None and state.promised < starts
            for one in action.milestones
            if (state := milestone_state(one)).is_in_force and state.reached_on is None
        )
    ]
    if early:
        raise OutsideScale(
            f"The plan cannot start on {clock.day_in_words(starts)}, because a milestone is "
            f"promised before that: {first_few(early, 6)}. Promise a later day for it first.",
            field="starts",
        )


def plan_to_change(session: Session, who: Actor, plan_id: int) -> PlanFacts:
    """Locked until the transaction ends, for somebody who may work on it."""
    plan = plans.plan_to_change(session, plan_id)
    if plan is None:
        raise NotFound("This plan does not exist. Go back to Actions.")
    policy.require(plan_policy.may_plan(who, plan.trust))
    return plan


@dataclass(frozen=True)
class AgreedPlan:
    """A plan as its newest version has it, for people who do not work on it.

    ``is_outside``: a reader of another Trust or region, who sees no person's name, no risk, no
    update, no gap that waits, no finding, which may tell what single partners answered, and levels
    only where they may see that year's results. ``version`` and ``closed`` have no text then.
    """

    plan: PlanFacts
    version: VersionFacts
    actions: tuple[ActionFacts, ...]
    priority_of: Mapping[int, str]
    not_now: tuple[Mapping[str, str], ...]
    packs: Mapping[int, Pack]
    closed: tuple[QuarterFacts, ...]
    is_outside: bool

    @property
    def quarter(self) -> Quarter:
        return open_quarter(self.plan.starts, [Quarter(one.quarter) for one in self.closed])

    def priority_title(self, action: ActionFacts) -> str:
        return self.priority_of.get(action.id, "")

    def question_name(self, year: int, item_id: str) -> str:
        return name_of_question(self.packs.get(year), item_id)


def open_agreed_plan(store: Store, who: Actor, trust: int, year: int) -> AgreedPlan:
    """NotAllowed also where nothing is there, so that neither can be told from the other."""
    with store.reading() as session:
        facts = places.trust_by_number(session, trust)
        plan = plans.plan_of(session, trust, year)
        versions = agreed.versions_of_plan(session, plan.id) if plan else ()
        partners = rounds.partner_ids_of_trust(session, trust)
        policy.require(
            plan_policy.may_see_plan(
                who,
                trust,
                region_code=facts.region_code if facts else "",
                partners=partners,
                publication=versions[0].publication if versions else None,
            )
        )
        if plan is None or not versions:
            raise NotFound(f"There is no agreed plan on the results of {year}.")
        is_outside = not policy.belongs_to(who, trust, partners)
        return _agreed_plan(session, who, plan, versions[0], is_outside=is_outside)


def _agreed_plan(
    session: Session, who: Actor, plan: PlanFacts, version: VersionFacts, *, is_outside: bool
) -> AgreedPlan:
    body = json.loads(version.body)
    live = {one.id: one for one in plan_actions.actions_of_plan(session, plan.id)}
    found = agreed_actions(body, plan.trust, live)
    shown = tuple(one.facts for one in found)
    closed: Sequence[QuarterFacts] = agreed.quarters_of_plan(session, plan.id)
    if is_outside:
        asked = {item.year for one in shown for item in one.items}
        levels = {
            (year, item) for year in asked for item in _levels_to_see(session, who, plan, year)
        }
        shown = tuple(from_outside(one, levels) for one in shown)
        version = replace(version, body="")
        closed = [replace(one, body="") for one in closed]
    years = {plan.year, *(item.year for one in shown for item in one.items)}
    return AgreedPlan(
        plan=plan,
        version=version,
        actions=shown,
        priority_of={one.facts.id: one.priority for one in found},
        not_now=() if is_outside else tuple(body["not_now"]),
        packs={year: _pack_of_year(session, year) for year in years},
        closed=tuple(closed),
        is_outside=is_outside,
    )


def _levels_to_see(session: Session, who: Actor, plan: PlanFacts, year: int) -> frozenset[str]:
    """The questions of a year whose agreed level somebody outside may see, as its results are.

    Those of too few sectors stay inside (METHOD 1.7).
    """
    in_round = rounds.round_of(session, plan.trust, year)
    signature = results.signature_of(session, in_round.id) if in_round else None
    if in_round is None or signature is None or not in_round.shows_signed:
        return frozenset()
    may_compare = policy.may_compare(
        who,
        plan.trust,
        region_code=plan.region_code,
        publication=in_round.publication,
        partners=frozenset(),
    )
    if not may_compare:
        return frozenset()
    rows = signed_scores.item_scores_of(session, signature.snapshot_id)
    return frozenset(key.removeprefix("item:") for key in scores_from_outside(rows))


def from_outside(action: ActionFacts, levels: Collection[tuple[int, str]]) -> ActionFacts:
    """What a reader of another Trust or region sees; ``levels``: (year, question) of those."""
    return replace(
        action,
        entered=replace(action.entered, lead_person=None, risk="", mitigation="", resources=""),
        lead_person_name=None,
        items=tuple(
            one
            if (one.year, one.item_id) in levels
            else replace(one, level_then=None, level_wanted=None)
            for one in action.items
        ),
        findings=tuple(replace(one, finding="") for one in action.findings),
        evidence=(),
        updates=(),
        checks=(),
        milestones=tuple(
            replace(
                one,
                dropped_why="dropped" if one.dropped_why else "",
                promises=tuple(replace(promise, note="") for promise in one.promises),
                reached=tuple(replace(note, note="") for note in one.reached),
            )
            for one in action.milestones
        ),
    )


@dataclass(frozen=True)
class PlanYears:
    """``signed``: newest first. ``plans``: each with its newest agreed version, newest first."""

    trust: int
    trust_name: str
    signed: tuple[int, ...]
    plans: tuple[tuple[PlanFacts, VersionFacts | None], ...]

    @property
    def in_force(self) -> PlanFacts | None:
        """The newest that was agreed."""
        return next((plan for plan, version in self.plans if version is not None), None)

    def agreed(self, year: int) -> VersionFacts | None:
        return next((version for plan, version in self.plans if plan.year == year), None)

    def has_plan(self, year: int) -> bool:
        return any(plan.year == year for plan, _ in self.plans)


def open_plan_years(store: Store, who: Actor, trust: int) -> PlanYears:
    """For the Trust's own people."""
    with store.reading() as session:
        partners = rounds.partner_ids_of_trust(session, trust)
        policy.require(
            plan_policy.may_see_plan(
                who, trust, region_code="", partners=partners, publication="inside"
            )
        )
        facts = places.trust_by_number(session, trust)
        if facts is None:
            raise NotFound(f"There is no Trust with the DfE number {trust}.")
        return PlanYears(
            trust,
            facts.name,
            tuple(signed_scores.signed_years(session, trust)),
            tuple(
                (plan, next(iter(agreed.versions_of_plan(session, plan.id)), None))
                for plan in plans.plans_of_trust(session, trust)
            ),
        )


def trust_of_person(store: Store, who: Actor) -> int | None:
    """The Trust that somebody works in: as its group, or for one of its partners."""
    own = who.scopes(*policy.TRUST_ROLES, scope_kind="trust")
    if own:
        return int(own[0])
    with store.reading() as session:
        for partner in who.scopes(Role.RESPONDENT, scope_kind="partner"):
            found = rounds.partner_by_id(session, int(partner))
            if found is not None:
                return found.trust
    return None


@dataclass(frozen=True)
class PlanToRead:
    trust: int
    trust_name: str
    year: int
    publication: str | None


def plans_to_read(store: Store, who: Actor) -> tuple[PlanToRead, ...]:
    """Every plan that somebody may open, by Trust, newest year first."""
    with store.reading() as session:
        newest = {one.plan_id: one.publication for one in agreed.newest_versions(session)}
        partners: dict[int, frozenset[int]] = {}
        found = []
        for plan in plans.every_plan(session):
            if plan.trust not in partners:
                partners[plan.trust] = rounds.partner_ids_of_trust(session, plan.trust)
            publication = newest.get(plan.id)
            if plan_policy.may_see_plan(
                who,
                plan.trust,
                region_code=plan.region_code,
                partners=partners[plan.trust],
                publication=publication,
            ):
                found.append(PlanToRead(plan.trust, plan.trust_name, plan.year, publication))
        return tuple(sorted(found, key=lambda one: (one.trust_name, -one.year)))
