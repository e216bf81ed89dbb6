"""``plan``: a Trust's plan as it was agreed and as it is worked on."""

from collections.abc import Iterator
from typing import Annotated

import typer

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import NotFound
from owf.assessment.results.trust_comparison import find_trust
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words
from owf.exchange.plan.plan_json import changed_since_agreed, plan_json
from owf.improvement.plan.board import action_state
from owf.improvement.plan.milestones import milestone_state, share_achieved
from owf.improvement.plan.movement import Movement, open_movement
from owf.improvement.plan.opening import PUBLICATION, PlanView, open_plan, open_plan_years
from owf.improvement.plan.updates import CONFIDENCE
from owf.settings import get_settings
from owf.store import Store
from owf.store.plans.facts import ActionFacts


def plan(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The year of the results that it rests on.")],
    as_json: AsJson = False,
) -> None:
    """Print a Trust's plan: what was agreed, how far each action has got, and what moved."""
    with refusing_in_words(), open_store() as store:
        found = find_trust(store, trust, year)
        view = open_plan(store, OPERATOR, found.dfe_number, year)
        if view is None:
            raise NotFound(
                f"{found.name} has no plan on the results of {year}. Its coordinator begins one on "
                "the Actions page once the chair has signed."
            )
        movement = _movement(store, view)
    made_up = get_settings().demo
    if as_json:
        answer_json(plan_json(view, movement, today=clock.today(), made_up=made_up))
    else:
        answer("\n".join(_lines(view, movement, made_up=made_up)))


def _movement(store: Store, view: PlanView) -> Movement | None:
    """Since the plan's year, in the newest year that was signed after it."""
    of = view.plan
    signed = open_plan_years(store, OPERATOR, of.trust).signed
    newest = max((one for one in signed if one > of.year), default=None)
    return open_movement(store, OPERATOR, of.trust, of.year, newest) if newest else None


def _lines(view: PlanView, movement: Movement | None, *, made_up: bool) -> Iterator[str]:
    of = view.plan
    yield f"{of.trust_name}: plan on the results of {of.year}"
    if made_up:
        yield "Demonstration: all of this is made up."
    yield f"From {clock.day_in_words(of.starts)} to {clock.day_in_words(of.ends)}."
    yield from _agreed_lines(view)
    achieved = share_achieved(one for action in view.actions for one in action.milestones)
    yield f"{_count(len(view.actions), 'action')}, {achieved.words}."
    priority = None
    for action in view.actions:
        title = view.priority_title(action) or "Without a priority"
        if title != priority:
            priority = title
            yield ""
            yield title
        yield from _action_lines(view, action)
    if view.not_now:
        yield ""
        yield "Not now"
        yield from (f"- {one.title}: {one.reason}" for one in view.not_now)
    yield ""
    yield "What moved"
    if movement is None:
        yield f"No year after {of.year} is signed yet, so nobody can tell what moved."
    else:
        yield from movement.sentences


def _agreed_lines(view: PlanView) -> Iterator[str]:
    newest = view.newest
    if newest is None:
        yield "Not agreed yet: a draft."
        return
    yield (
        f"Version {newest.version}, agreed on {clock.in_words(newest.agreed_at)}. Published: "
        f"{PUBLICATION[newest.publication]}. Hash {newest.digest}."
    )
    changed = changed_since_agreed(view)
    words = [
        f"{what}: {', '.join(references)}" for what, references in changed.items() if references
    ]
    if words:
        yield f"Not agreed yet, of the actions: {'; '.join(words)}."
    elif view.has_changed:
        yield "Changed since it was agreed, but none of its actions."
    else:
        yield "Unchanged since it was agreed."


def _action_lines(view: PlanView, action: ActionFacts) -> Iterator[str]:
    today = clock.today()
    state = action_state(action, view.quarter, today)
    confidence = f", confidence {CONFIDENCE[state.confidence].lower()}" if state.confidence else ""
    yield f"- {action.reference}: {' '.join(action.entered.what.split())}"
    yield f"    {state.progress_words}{confidence}; led by {_lead(action)}."
    questions = [view.question_name(one.year, one.item_id) for one in action.items]
    if questions:
        yield f"    Questions: {'; '.join(questions)}."
    for one in action.milestones:
        how = milestone_state(one)
        day = how.reached_on or how.promised
        by = f" {clock.day_in_words(day)}" if day else ""
        yield f"    {' '.join(one.text.split())}: {how.words(today)}{by}"
    yield from (f"    {sentence}" for sentence in state.concerns.values())


def _lead(action: ActionFacts) -> str:
    names = [name for name in (action.lead_person_name, action.lead_partner) if name]
    return ", ".join(names) or "nobody yet"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
