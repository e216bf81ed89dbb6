"""Did it move? The questions that actions name, then and now, by action and over the plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from owf.access import Actor, policy
from owf.assessment.comparability.packs import earlier_items
from owf.assessment.errors import NotFound
from owf.benchmark.words.wording import listed
from owf.improvement import plan_policy
from owf.improvement.plan.question_changes import (
    Moved,
    QuestionChange,
    QuestionChanges,
    question_changes,
)
from owf.improvement.plan.updates import FINISHED, is_verified, progress_of
from owf.store import Session, Store, places, rounds
from owf.store.plans import actions as plan_actions
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts

NO_CAUSE = (
    "This does not show that an action caused any change. Actions are often chosen where a score "
    "is low, and low scores tend to come nearer to the average by themselves the next time."
)


@dataclass(frozen=True)
class LinkedAction:
    """``items`` are ids in the questionnaire of the plan's year.

    ``is_done`` includes what is done as far as possible.
    """

    reference: str
    is_done: bool
    is_verified: bool
    items: tuple[str, ...]
    what: str = ""


@dataclass(frozen=True)
class MovedCounts:
    """How many questions did what; ``cannot_be_told`` are those without an answer of any kind."""

    up: int = 0
    stayed: int = 0
    down: int = 0
    cannot_be_told: int = 0

    @property
    def total(self) -> int:
        return self.up + self.stayed + self.down + self.cannot_be_told

    @property
    def words(self) -> str:
        """Without those of which there are none: ``3 moved up and 1 cannot be told``."""
        counts = (
            (self.up, "moved up"),
            (self.stayed, "stayed about the same"),
            (self.down, "moved down"),
            (self.cannot_be_told, "cannot be told"),
        )
        return listed([f"{number} {what}" for number, what in counts if number])


def _number_of(number: int, noun: str) -> str:
    """In figures, because figures follow."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True)
class ActionMovement:
    action: LinkedAction
    questions: tuple[QuestionChange, ...]
    counts: MovedCounts

    @property
    def sentence(self) -> str:
        if not self.questions:
            return f"{self.action.reference} names no question, so nothing can be followed."
        return (
            f"{self.action.reference}: of {_number_of(self.counts.total, 'question')}, "
            f"{self.counts.words}."
        )


@dataclass(frozen=True)
class Movement:
    """A question that several actions name counts once in each set.

    ``without_action``: the comparable questions that no action names.
    """

    years: tuple[int, int]
    actions: tuple[ActionMovement, ...]
    done: int
    verified: int
    of_verified: MovedCounts
    of_done: MovedCounts
    of_all: MovedCounts
    without_action: MovedCounts

    @property
    def sentences(self) -> tuple[str, ...]:
        if not self.actions:
            return ("The plan has no actions, so there is nothing to follow.",)
        since, until = self.years
        return (
            f"Of {_number_of(len(self.actions), 'action')}, {self.done} "
            f"{'is' if self.done == 1 else 'are'} done and {self.verified} "
            f"{'is' if self.verified == 1 else 'are'} verified.",
            *(
                f"From {since} to {until}, of {_number_of(counts.total, 'question')} {which}, "
                f"{counts.words}."
                for which, counts in (
                    ("of verified actions", self.of_verified),
                    ("of actions that are done", self.of_done),
                    ("of all actions", self.of_all),
                    ("without an action", self.without_action),
                )
                if counts.total
            ),
            NO_CAUSE,
        )


def movement_of(actions: Iterable[LinkedAction], changes: QuestionChanges) -> Movement:
    """What moved, by action and over the plan; the order of the actions is kept."""
    followed = tuple(_followed(one, changes) for one in actions)
    named = {one.now for of in followed for one in of.questions}
    return Movement(
        years=changes.years,
        actions=followed,
        done=sum(one.action.is_done for one in followed),
        verified=sum(one.action.is_verified for one in followed),
        of_verified=_counts_over(one for one in followed if one.action.is_verified),
        of_done=_counts_over(one for one in followed if one.action.is_done),
        of_all=_counts_over(followed),
        without_action=_counts(one for item, one in changes.compared.items() if item not in named),
    )


def _followed(action: LinkedAction, changes: QuestionChanges) -> ActionMovement:
    # Two questions that were merged are one now.
    questions = tuple(_each_once(one for item in action.items for one in changes.of(item)))
    return ActionMovement(action, questions, _counts(questions))


def _each_once(questions: Iterable[QuestionChange]) -> Iterable[QuestionChange]:
    return {(one.now, None if one.now else one.then): one for one in questions}.values()


def _counts_over(actions: Iterable[ActionMovement]) -> MovedCounts:
    return _counts(_each_once(one for of in actions for one in of.questions))


def _counts(questions: Iterable[QuestionChange]) -> MovedCounts:
    moved = Counter(one.moved for one in questions)
    told = moved[Moved.UP], moved[Moved.STAYED], moved[Moved.DOWN]
    return MovedCounts(*told, moved.total() - sum(told))


def open_movement(store: Store, who: Actor, trust: int, year: int, since: int) -> Movement:
    """Of the plan on ``year``, in the signed results of ``since``; for people of the Trust.

    Questions that a carried action has from an earlier year are followed from the plan's year.
    """
    with store.reading() as session:
        facts = places.trust_by_number(session, trust)
        policy.require(
            plan_policy.may_see_plan(
                who,
                trust,
                region_code=facts.region_code if facts else "",
                partners=rounds.partner_ids_of_trust(session, trust),
                publication="inside",
            )
        )
        plan = plans.plan_of(session, trust, year)
        if plan is None:
            raise NotFound(f"There is no plan on the results of {year}.")
        changes = question_changes(session, trust, plan.region_code, year, since)
        actions = plan_actions.actions_of_plan(session, plan.id)
        return movement_of(
            [
                LinkedAction(
                    one.reference,
                    progress_of(one) in FINISHED,
                    is_verified(one),
                    _items_of_year(session, one, year),
                    one.entered.what,
                )
                for one in actions
            ],
            changes,
        )


def _items_of_year(session: Session, action: ActionFacts, year: int) -> tuple[str, ...]:
    """Its questions by their ids in the questionnaire of ``year``."""
    found: list[str] = []
    for one in action.items:
        if one.year == year:
            found.append(one.item_id)
            continue
        then, now = (rounds.pack_of_cycle(session, of) for of in (one.year, year))
        later = (
            [new for new, old in earlier_items(session, then, now).items() if old.id == one.item_id]
            if then is not None and now is not None and one.year < year
            else []
        )
        found += later or [one.item_id]
    return tuple(found)
