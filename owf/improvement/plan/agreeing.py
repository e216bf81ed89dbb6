"""Agreeing a plan: what is still missing, the chair's agreement, and whether it still holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from owf import clock
from owf.access import Actor, audit, name_behind, policy
from owf.access.audit import Event
from owf.assessment.errors import ChangedSinceRead, Incomplete, Locked, NotFound, OutsideScale
from owf.assessment.signing.checklist import refuse_another_name
from owf.assessment.texts import first_few
from owf.benchmark.words.wording import listed
from owf.improvement import plan_policy
from owf.improvement.plan.choosing import open_gap_titles
from owf.improvement.plan.content import quarter_digest, version_digest
from owf.improvement.plan.milestones import STAGES, milestone_state
from owf.improvement.plan.opening import PUBLICATION, PlanView, plan_to_change, view_of
from owf.improvement.plan.quarters import Quarter
from owf.store import Session, Store, places
from owf.store.plans import agreed
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, PlanFacts, VersionFacts


@dataclass(frozen=True)
class Check:
    """One line of the check list; ``missing`` names what is left, empty where it is done."""

    title: str
    missing: tuple[str, ...]
    done: str

    @property
    def is_done(self) -> bool:
        return not self.missing

    @property
    def words(self) -> str:
        if self.is_done:
            return self.done
        if len(self.missing) <= MOST_NAMED:
            return f"{listed(list(self.missing))}."
        return f"{first_few(self.missing, MOST_NAMED)}."


MOST_NAMED = 6


def check_list(view: PlanView, open_gaps: Sequence[str]) -> tuple[Check, ...]:
    """``open_gaps``: titles of the gaps that neither an action nor a reason answers."""

    def lacking(is_lacking: Collection[ActionFacts]) -> tuple[str, ...]:
        return tuple(one.reference for one in is_lacking)

    actions = view.actions
    people = {one.id for one in view.people}
    return (
        Check(
            "Every gap is answered",
            tuple(open_gaps),
            "Each has an action, or a reason why not now.",
        ),
        Check(
            "There is at least one action",
            () if actions else ("No action is planned yet",),
            f"{len(actions)} planned.",
        ),
        Check(
            "Every action has a priority",
            lacking([one for one in actions if not view.priority_title(one)]),
            "Each has one.",
        ),
        Check(
            "Every action has a lead partner and a lead person",
            tuple(
                f"{one.reference} ({why})" for one in actions if (why := lead_missing(one, people))
            ),
            "Each has both.",
        ),
        Check(
            "Every action has a measure, with where it is now and is to be",
            lacking(
                [
                    one
                    for one in actions
                    if not (one.entered.measure and one.entered.baseline and one.entered.target)
                ]
            ),
            "Each has one.",
        ),
        Check(
            "Every action names the questions that it is to move",
            lacking([one for one in actions if not one.items]),
            "Each names at least one.",
        ),
        Check(
            "Every action has a milestone with a promised day",
            lacking(
                [
                    one
                    for one in actions
                    if not any(milestone_state(each).is_in_force for each in one.milestones)
                ]
            ),
            "Each has at least one.",
        ),
        Check(
            "Milestones follow each other",
            tuple(f"{one.reference} ({why})" for one in actions if (why := out_of_order(one))),
            "No later stage is promised before an earlier one.",
        ),
    )


def lead_missing(action: ActionFacts, people: Collection[str]) -> str:
    """What is missing of who leads it; ``people`` are the ids of those who may. Else empty."""
    if action.entered.lead_partner_id is None and action.lead_partner is None:
        return "no lead partner"
    if action.entered.lead_person is None:
        return "no lead person"
    if action.lead_person_name is None:
        return "the lead person was erased"
    if action.entered.lead_person not in people:
        return f"{action.lead_person_name} has left"
    return ""


_ORDER = list(STAGES)


def out_of_order(action: ActionFacts) -> str:
    """Which stage is promised before an earlier one; empty where none is."""
    days: dict[str, list[date]] = {}
    for one in action.milestones:
        state = milestone_state(one)
        if state.is_in_force and state.promised is not None:
            days.setdefault(one.stage, []).append(state.promised)
    for place, stage in enumerate(_ORDER):
        for later in _ORDER[place + 1 :]:
            if stage in days and later in days and max(days[later]) < min(days[stage]):
                return f"“{STAGES[later]}” is promised before “{STAGES[stage]}”"
    return ""


def agree_plan(
    store: Store,
    who: Actor,
    plan_id: int,
    publication: str,
    *,
    seen_body: str,
    typed_name: str | None = None,
) -> str:
    """Gives the hash over all that is agreed; an amended plan gets another version.

    ``seen_body``: the content that the chair read. A command has no ``typed_name``.

    Raises: Incomplete: ``missing`` says what. ChangedSinceRead: it is not what the chair read.
    """
    with store.reading() as session:
        found = plans.plan_by_id(session, plan_id)
    if found is None:
        raise NotFound("This plan does not exist. Go back to Actions.")
    policy.require(plan_policy.may_agree_plan(who, found.trust))
    open_gaps = open_gap_titles(store, who, found)
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        if publication not in PUBLICATION:
            raise OutsideScale(f"Choose who may read the plan: {', '.join(PUBLICATION)}.")
        view = view_of(session, who, plan)
        left = [one for one in check_list(view, open_gaps) if not one.is_done]
        if left:
            raise Incomplete(
                f"The plan cannot be agreed yet. {left[0].title}: {left[0].words}",
                tuple(f"{one.title}: {one.words}" for one in left),
            )
        if typed_name is not None:
            refuse_another_name(who, typed_name)
        if view.body != seen_body:
            raise ChangedSinceRead(
                "The plan was changed after you opened it, so it was not agreed. Read it as it is "
                "now, then agree it."
            )
        newest = view.newest
        if newest is not None and not view.has_changed and newest.publication == publication:
            raise Locked(f"This is agreed already, as version {newest.version}.")
        version = VersionFacts(
            plan_id=plan_id,
            version=newest.version + 1 if newest else 1,
            publication=publication,
            body=view.body,
            digest="",
            agreed_by=who.id,
            agreed_at=clock.now(),
        )
        version = replace(version, digest=version_digest(version, plan.trust, plan.year))
        agreed.add_version(session, version)
        audit.record(
            session,
            who,
            Event.PLAN_AGREED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
            version=version.version,
            hash=version.digest,
        )
        return version.digest


@dataclass(frozen=True)
class PlanVerification:
    """Whether an agreed version, or a closed quarter, is what it was; ``what`` names it."""

    trust: str
    year: int
    what: str
    at: str
    by: str
    digest_kept: str
    digest_now: str

    @property
    def holds(self) -> bool:
        return self.digest_kept == self.digest_now

    @property
    def sentence(self) -> str:
        of = f"{self.trust}, plan of {self.year}, {self.what}"
        if self.holds:
            return f"{of}: unchanged since {self.at}, {self.by}."
        return (
            f"{of}: it was CHANGED after {self.at}, {self.by}: do not rely on it. Restore it from "
            "a backup."
        )

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """The shape of one plan in ``verify --json``."""
        return {**vars(self), "holds": self.holds, "made_up": made_up}


def verify_plan(store: Store, who: Actor, trust: int, year: int) -> tuple[PlanVerification, ...]:
    """Every agreed version and closed quarter, newest first; empty where nothing was agreed."""
    if not who.is_operator:
        policy.require(plan_policy.may_plan(who, trust))
    with store.reading() as session:
        facts = places.trust_by_number(session, trust)
        if facts is None:
            raise NotFound(f"There is no Trust with the DfE number {trust}.")
        plan = plans.plan_of(session, trust, year)
        if plan is None:
            return ()
        return (*_versions(session, plan), *_quarters(session, plan))


def _versions(session: Session, plan: PlanFacts) -> list[PlanVerification]:
    return [
        PlanVerification(
            plan.trust_name,
            plan.year,
            f"version {one.version}",
            f"it was agreed on {clock.in_words(one.agreed_at)}",
            _by(session, one.agreed_by),
            one.digest,
            version_digest(one, plan.trust, plan.year),
        )
        for one in agreed.versions_of_plan(session, plan.id)
    ]


def _quarters(session: Session, plan: PlanFacts) -> list[PlanVerification]:
    return [
        PlanVerification(
            plan.trust_name,
            plan.year,
            Quarter(one.quarter).words,
            f"it was closed on {clock.in_words(one.closed_at)}",
            _by(session, one.closed_by),
            one.digest,
            quarter_digest(one, plan.trust, plan.year),
        )
        for one in agreed.quarters_of_plan(session, plan.id)
    ]


def _by(session: Session, person_id: str) -> str:
    return f"by {name_behind(session, person_id) or 'a person who has been erased'}"
