"""What goes on from the plan before: unfinished actions with their history, or a frame of them."""

from collections.abc import Collection, Mapping, Sequence

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.comparability.packs import shared_between
from owf.assessment.errors import Locked, NotFound, OutsideScale
from owf.assessment.packs import pack_of
from owf.improvement import plan_policy
from owf.improvement.plan.actions import (
    MOST_ACTIONS,
    checked_fields,
    next_reference,
    record_on_action,
    set_links,
)
from owf.improvement.plan.opening import plan_to_change
from owf.improvement.plan.priorities import priorities_to_use
from owf.improvement.plan.updates import ENDED, PROGRESS, progress_of
from owf.store import Session, Store, rounds
from owf.store.plans import actions as plan_actions
from owf.store.plans import changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, ActionFields, LinkedItem, PlanFacts


def actions_to_carry(store: Store, who: Actor, plan_id: int) -> tuple[ActionFacts, ...]:
    """Unfinished actions of the newest plan before this one that are not in this one yet."""
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_id)
        if plan is None:
            raise NotFound("This plan does not exist. Go back to Actions.")
        policy.require(plan_policy.may_plan(who, plan.trust))
        earlier = _plan_before(session, plan)
        if earlier is None:
            return ()
        there = _ids_in(session, plan)
        return tuple(
            one
            for one in plan_actions.actions_of_plan(session, earlier.id)
            if one.id not in there and progress_of(one) not in ENDED
        )


def carry_forward(store: Store, who: Actor, plan_id: int, action_ids: Collection[int]) -> int:
    """All or none, with every milestone, promise, update and check; gives how many.

    Raises: NotFound: not in an earlier plan of this Trust. Locked: ended, or in this plan already.
    """
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        there = _ids_in(session, plan)
        chosen = sorted(set(action_ids))
        for action_id in chosen:
            _refuse_to_carry(session, plan, action_id, is_there=action_id in there)
        if not chosen:
            raise OutsideScale("Choose at least one action to carry forward.", field="actions")
        _refuse_too_many(len(there) + len(chosen))
        changes.put_in_plan(session, plan_id, chosen)
        audit.record(
            session,
            who,
            Event.ACTION_CARRIED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
            actions=len(chosen),
        )
        return len(chosen)


def _refuse_to_carry(session: Session, plan: PlanFacts, action_id: int, *, is_there: bool) -> None:
    # Locked, so that nobody ends it while it is carried.
    action = changes.action_to_change(session, action_id)
    if (
        action is None
        or action.trust != plan.trust
        or all(one.year >= plan.year for one in plans.plans_with_action(session, action_id))
    ) and not is_there:
        raise NotFound(
            "One of these actions is not in an earlier plan of your Trust. Reload the page, then "
            "choose again."
        )
    assert action is not None  # noqa: S101  what is in a plan exists
    if is_there:
        raise Locked(f"{action.reference} is in the plan of {plan.year} already. Reload the page.")
    progress = progress_of(action)
    if progress in ENDED:
        raise Locked(
            f"{action.reference} has ended (“{PROGRESS[progress]}”), so it cannot be carried "
            "forward. Add a new action if more is to be done."
        )


def copy_frame(store: Store, who: Actor, plan_id: int) -> int:
    """Begin a new action for each of the plan before that is not carried forward.

    It has the same words, priority, partners and measure, and the questions that this year's
    questionnaire still asks; no dates, no reasons and no updates. One whose words are in this plan
    already is left out. Gives how many.
    """
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        earlier = _plan_before(session, plan)
        if earlier is None:
            raise NotFound(
                f"There is no plan before that of {plan.year} to copy. Add actions from the gaps."
            )
        present = plan_actions.actions_of_plan(session, plan_id)
        ids, words = {one.id for one in present}, {one.entered.what for one in present}
        to_copy = [
            one
            for one in plan_actions.actions_of_plan(session, earlier.id)
            if one.id not in ids and one.entered.what not in words
        ]
        _refuse_too_many(len(present) + len(to_copy))
        frame = _Frame(session, plan)
        plans.lock_plans_of_trust(session, plan.trust)
        taken = set(plan_actions.references_of_trust(session, plan.trust))
        for one in to_copy:
            reference = next_reference(taken)
            taken.add(reference)
            fields = checked_fields(session, plan.trust, frame.fields_of(one))
            action_id = changes.add_action(
                session, plan_id, plan.trust, reference, fields, at=clock.now()
            )
            set_links(session, plan, action_id, frame.partners_of(one), frame.items_of(one))
            record_on_action(session, who, Event.ACTION_ADDED, plan, (action_id, reference))
        return len(to_copy)


class _Frame:
    """What of an earlier action a new one of this plan begins with."""

    def __init__(self, session: Session, plan: PlanFacts) -> None:
        self._session, self._plan = session, plan
        self._priorities = {one.id for one in priorities_to_use(session, plan.trust)}
        self._partners = rounds.partner_ids_of_trust(session, plan.trust)
        self._asked: dict[int, Mapping[str, Sequence[str]]] = {}

    def fields_of(self, action: ActionFacts) -> ActionFields:
        entered = action.entered
        return ActionFields(
            priority_id=entered.priority_id if entered.priority_id in self._priorities else None,
            objective=entered.objective,
            what=entered.what,
            lead_partner_id=entered.lead_partner_id
            if entered.lead_partner_id in self._partners
            else None,
            is_multi_agency=entered.is_multi_agency,
            measure=entered.measure,
            expectation=entered.expectation,
        )

    def partners_of(self, action: ActionFacts) -> Collection[int]:
        return {one for one, _ in action.partners} & self._partners

    def items_of(self, action: ActionFacts) -> Sequence[LinkedItem]:
        return [
            LinkedItem(new, self._plan.year, None, None)
            for one in action.items
            for new in self._asked_in(one.year).get(one.item_id, ())
        ]

    def _asked_in(self, year: int) -> Mapping[str, Sequence[str]]:
        """Question of a year -> those of this plan's year that stand for it."""
        if year not in self._asked:
            self._asked[year] = _questions_asked_again(self._session, year, self._plan.year)
        return self._asked[year]


def _questions_asked_again(session: Session, before: int, now: int) -> Mapping[str, Sequence[str]]:
    earlier, later = (rounds.pack_of_cycle(session, year) for year in (before, now))
    if earlier is None or later is None:
        return {}
    if earlier == later:
        return {one.id: (one.id,) for one in pack_of(session, later).items}
    shared = shared_between(session, earlier, later)
    found: dict[str, list[str]] = {}
    for new, olds in (shared.earlier if shared else {}).items():
        for old in olds:
            found.setdefault(old, []).append(new)
    return found


def _plan_before(session: Session, plan: PlanFacts) -> PlanFacts | None:
    """The newest of an earlier year."""
    return next(
        (one for one in plans.plans_of_trust(session, plan.trust) if one.year < plan.year), None
    )


def _ids_in(session: Session, plan: PlanFacts) -> frozenset[int]:
    return frozenset(one.id for one in plan_actions.actions_of_plan(session, plan.id))


def _refuse_too_many(number: int) -> None:
    if number > MOST_ACTIONS:
        raise OutsideScale(
            f"The plan would have {number} actions, and the limit is {MOST_ACTIONS}. Nothing was "
            "added."
        )
