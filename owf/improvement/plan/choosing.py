"""Choosing: each gap of a signed year gets an action, or a reason why not now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import NotFound, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.improvement.good_practice.offers import Offer, offers_for
from owf.improvement.plan.gaps import Gap, GapsView, open_gaps
from owf.improvement.plan.opening import PlanView, plan_to_change
from owf.store import Store
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, FindingKept, NotNowFacts, PlanFacts
from owf.texts import clean_text

REASON_LIMIT = 1000
TITLE_LIMIT = 200
"""Of a gap as it is kept: titles are a question's or a theme's, which packs may make long."""


@dataclass(frozen=True)
class GapAnswer:
    """A gap, the actions that answer it, and why it waits; ``last_year``: why it waited before."""

    gap: Gap
    actions: tuple[ActionFacts, ...]
    not_now: NotNowFacts | None
    last_year: tuple[int, NotNowFacts] | None

    @property
    def is_answered(self) -> bool:
        return bool(self.actions) or self.not_now is not None


def finding_of(gap: Gap) -> str:
    """All that is behind a gap, a sentence a line, as an action keeps it."""
    return "\n".join(one.sentence for one in gap.reasons)


def as_finding(gap: Gap, year: int) -> FindingKept:
    return FindingKept(year, gap.key, gap.title[:TITLE_LIMIT], finding_of(gap))


def answers_to(
    gaps: Sequence[Gap], view: PlanView | None, before: Sequence[tuple[int, NotNowFacts]] = ()
) -> tuple[GapAnswer, ...]:
    """``before``: gaps that waited in the plan before, with its year."""
    waited = {one.gap_key: (year, one) for year, one in before}
    not_now = {one.gap_key: one for one in view.not_now} if view else {}
    by_gap: dict[str, list[ActionFacts]] = {}
    for action in view.actions if view else ():
        for kept in action.findings:
            if view and kept.year == view.plan.year:
                by_gap.setdefault(kept.gap_key, []).append(action)
    return tuple(
        GapAnswer(one, tuple(by_gap.get(one.key, ())), not_now.get(one.key), waited.get(one.key))
        for one in gaps
    )


def waited_before(store: Store, trust: int, year: int) -> tuple[tuple[int, NotNowFacts], ...]:
    """The gaps that were left for later in the Trust's newest plan before this year's.

    Asks no policy: for pages that opened the gaps.
    """
    with store.reading() as session:
        earlier = next(
            (one for one in plans.plans_of_trust(session, trust) if one.year < year), None
        )
        if earlier is None:
            return ()
        return tuple((earlier.year, one) for one in plans.not_now_of_plan(session, earlier.id))


def offers_on(
    store: Store, who: Actor, trust: int, year: int, items: Collection[str]
) -> Mapping[str, Sequence[Offer]]:
    """By question: examples that other Trusts offer to this one, the strongest first."""
    policy.require(plan_policy.may_plan(who, trust))
    with store.reading() as session:
        return offers_for(session, items, year, trust)


def open_gap_titles(store: Store, who: Actor, plan: PlanFacts) -> tuple[str, ...]:
    """The titles of the gaps that nothing in the plan answers yet."""
    gaps = open_gaps(store, who, plan.trust, plan.year).gaps
    with store.reading() as session:
        answered = plans.gaps_answered(session, plan.id, plan.year)
    return tuple(one.title for one in gaps if one.key not in answered)


def not_now(store: Store, who: Actor, plan_id: int, gap_keys: Collection[str], reason: str) -> int:
    """Leave gaps for later, with one reason; gives how many. Their findings are kept as they are.

    OutsideScale for a gap that an action answers.
    """
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_id)
    if plan is None:
        raise NotFound("This plan does not exist. Go back to Actions.")
    gaps = _chosen(open_gaps(store, who, plan.trust, plan.year), gap_keys)
    reason = clean_text(reason)
    if not reason:
        raise OutsideScale("Write why nothing is planned for it now.", field="reason")
    refuse_longer("The reason", reason, REASON_LIMIT, field="reason")
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        waiting = {one.gap_key for one in plans.not_now_of_plan(session, plan_id)}
        answered = plans.gaps_answered(session, plan_id, plan.year) - waiting
        for gap in gaps:
            if gap.key in answered:
                raise OutsideScale(
                    f"An action answers “{gap.title}” already. Take the gap out of that action "
                    "first, or leave it there."
                )
            plans.keep_not_now(
                session,
                plan_id,
                NotNowFacts(
                    gap.key, gap.title[:TITLE_LIMIT], finding_of(gap), reason, who.id, clock.now()
                ),
            )
            audit.record(
                session,
                who,
                Event.GAP_NOT_NOW,
                "plan",
                plan_id,
                trust=plan.trust,
                plan=plan.year,
                gap=gap.title[:80],
            )
    return len(gaps)


def take_up_again(store: Store, who: Actor, plan_id: int, gap_key: str) -> None:
    """Take back that a gap waits."""
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        kept = {one.gap_key: one.title for one in plans.not_now_of_plan(session, plan_id)}
        if gap_key not in kept:
            raise NotFound("This gap is not left for later any more. Reload the page.")
        plans.drop_not_now(session, plan_id, gap_key)
        audit.record(
            session,
            who,
            Event.GAP_REOPENED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
            gap=kept[gap_key][:80],
        )


def findings_for(
    store: Store, who: Actor, plan: PlanFacts, gap_keys: Collection[str]
) -> tuple[FindingKept, ...]:
    """The gaps as an action keeps them; NotFound for one that is no gap of this year."""
    view = open_gaps(store, who, plan.trust, plan.year)
    return tuple(as_finding(one, plan.year) for one in _chosen(view, gap_keys))


def _chosen(view: GapsView, gap_keys: Collection[str]) -> list[Gap]:
    found = [one for one in view.gaps if one.key in gap_keys]
    if not found or len(found) != len(set(gap_keys)):
        raise NotFound(
            "One of these is not a gap any more: the results were signed again. Reload the page, "
            "then choose again."
        )
    return found
