"""What is due in a Trust's plan, for one person: each a sentence that says what to do next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from owf import clock
from owf.access import Actor
from owf.assessment.texts import first_few
from owf.improvement import plan_policy
from owf.improvement.good_practice.policy import may_offer
from owf.improvement.plan.agreeing import check_list
from owf.improvement.plan.choosing import open_gap_titles
from owf.improvement.plan.opening import (
    PlanView,
    PlanYears,
    open_plan,
    open_plan_years,
    trust_of_person,
)
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.reminders import open_reminders
from owf.improvement.plan.updates import (
    FINISHED,
    MyActions,
    OwnAction,
    open_my_actions,
    progress_of,
)
from owf.store import Store, good_practice

_NAMED = 3
"""Actions that are named one by one."""


class Place(StrEnum):
    ACTIONS = "actions"
    GOOD_PRACTICE = "good-practice"


@dataclass(frozen=True)
class Due:
    """``label`` is of the link to ``place`` with ``choices``; one at most is the main thing."""

    sentence: str
    label: str
    choices: Mapping[str, object] = field(default_factory=dict)
    place: Place = Place.ACTIONS
    is_main: bool = False


def due_in_plan(store: Store, who: Actor) -> tuple[Due, ...]:
    """The most pressing first; nothing for people of no Trust."""
    trust = trust_of_person(store, who)
    if trust is None:
        return ()
    years = open_plan_years(store, who, trust)
    found = [*_in_force(store, who, trust), *_of_the_group(store, who, years)]
    return tuple(replace(one, is_main=number == 0) for number, one in enumerate(found))


def _in_force(store: Store, who: Actor, trust: int) -> Iterator[Due]:
    """What the plan that was agreed asks for this quarter."""
    mine = open_my_actions(store, who, trust)
    if mine is None:
        return
    yield from _to_update(mine)
    if plan_policy.may_run_plan(who, trust):
        yield from _to_close(store, who, mine)
    yield from _not_found_done(mine)
    if mine.to_check:
        number = len(mine.to_check)
        yield Due(
            f"{_actions(number)} {'is' if number == 1 else 'are'} said to be done: "
            f"{_references(mine.to_check)}. You do not lead {_them(number)}, so you can check "
            f"whether {'it is' if number == 1 else 'they are'}.",
            "Check it" if number == 1 else "Check them",
            {"part": "mine"},
        )


def _to_update(mine: MyActions) -> Iterator[Due]:
    if not mine.due:
        return
    number, last = len(mine.due), mine.quarter.last_day
    is_over = last < clock.today()
    by = clock.day_in_words(last)
    when = f"The last day was {by}." if is_over else f"Please give {_them(number)} by {by}."
    what = "An update" if number == 1 else f"{number} updates"
    yield Due(
        f"{what} for {mine.quarter.words} {'is' if number == 1 else 'are'} missing from you: "
        f"{_references(mine.due)}. {when}",
        "Give your update" if number == 1 else "Give your updates",
        {"part": "mine"},
    )


def _not_found_done(mine: MyActions) -> Iterator[Due]:
    for one in mine.own:
        newest = max(one.action.checks, key=lambda kept: (kept.checked_at, kept.id), default=None)
        progress = progress_of(one.action)
        if (
            newest is not None
            and not newest.is_verified
            and progress in FINISHED
            and newest.progress == progress
        ):
            yield Due(
                f"{one.action.reference} was checked and not found done. Read the note, then say "
                "in your update how it goes on.",
                f"Read the note on {one.action.reference}",
                {"year": mine.plan.year, "action": one.action.id},
            )


def _to_close(store: Store, who: Actor, mine: MyActions) -> Iterator[Due]:
    """From a quarter's last month on: what is missing, or that it can be closed."""
    quarter = mine.quarter
    if clock.today() < quarter.may_be_closed_from:
        return
    reminders = open_reminders(store, who, mine.plan.id)
    missing = len(reminders.without_lead) + sum(len(one.actions) for one in reminders.letters)
    if not missing:
        yield Due(
            f"All updates for {quarter.words} have been given. Close the quarter, so that "
            f"{quarter.next.words} takes updates.",
            "Close the quarter",
            {"part": "board"},
        )
        return
    people = len(reminders.letters)
    by = f"{'1 person leads' if people == 1 else f'{people} people lead'} {_them(missing)}"
    yield Due(
        f"{_actions(missing)} {'has' if missing == 1 else 'have'} no update for {quarter.words}"
        f"{_how_long(quarter)}. {by}: remind them, then close the quarter.",
        "Remind them on the board",
        {"part": "board", "letters": 1},
    )


def _how_long(quarter: Quarter) -> str:
    return ", which is over" if quarter.last_day < clock.today() else ""


def _of_the_group(store: Store, who: Actor, years: PlanYears) -> Iterator[Due]:
    """What those have to do who work on the plan: gaps, agreement, and requests."""
    if not plan_policy.may_plan(who, years.trust):
        return
    newest = next(iter(years.plans), None)
    if newest is None:
        if years.signed:
            yield _nothing_begun(years.signed[0])
    else:
        plan, version = newest
        view = open_plan(store, who, years.trust, plan.year)
        if view is not None and version is None and plan.year in years.signed:
            yield _of_draft(store, who, view)
        elif view is not None and version is not None and view.has_changed:
            yield _changed(view)
        elif plan.ends <= clock.today() and any(one > plan.year for one in years.signed):
            yield _nothing_begun(years.signed[0])
    if may_offer(who, years.trust):
        yield from _requests(store, years.trust)


def _nothing_begun(year: int) -> Due:
    return Due(
        f"The results of {year} are signed, and no plan has been begun on them. Read the gaps, "
        "then begin the plan.",
        f"See the gaps of {year}",
        {"part": "gaps", "year": year},
    )


def _of_draft(store: Store, who: Actor, view: PlanView) -> Due:
    year = view.plan.year
    gaps = open_gap_titles(store, who, view.plan)
    if gaps:
        number = len(gaps)
        return Due(
            f"The plan on {year} is being written. "
            f"{'1 gap has' if number == 1 else f'{number} gaps have'} neither an action nor a "
            f"reason why not now{_first_of(gaps)}.",
            "Answer it" if number == 1 else "Answer the gaps",
            {"part": "gaps", "year": year},
        )
    left = [one.title for one in check_list(view, ()) if not one.is_done]
    if left:
        return Due(
            f"The plan on {year} answers every gap. Before it can be agreed, its check list needs "
            f"{'1 more thing' if len(left) == 1 else f'{len(left)} more things'}.",
            "See what is missing",
            {"part": "plan", "year": year},
        )
    return Due(
        f"The plan on {year} is complete. "
        + ("Read it, then agree it." if view.may_agree else "The chair can agree it now."),
        "Read and agree it" if view.may_agree else "Read the plan",
        {"part": "plan", "year": year},
    )


def _changed(view: PlanView) -> Due:
    number = view.newest.version if view.newest else 1
    return Due(
        f"The plan on {view.plan.year} was changed after version {number} was agreed. "
        + (
            "Read what changed, then agree it again."
            if view.may_agree
            else "The changes count once the chair agrees it again."
        ),
        "Read and agree it" if view.may_agree else "Read the plan",
        {"part": "plan", "year": view.plan.year},
    )


def _requests(store: Store, trust: int) -> Iterator[Due]:
    with store.reading() as session:
        number = sum(
            one.of_trust == trust and not one.is_answered
            for one in good_practice.requests_of_trust(session, trust)
        )
    if number:
        yield Due(
            f"{'1 request' if number == 1 else f'{number} requests'} for good practice "
            f"{'waits' if number == 1 else 'wait'} for an answer from your Trust.",
            "Answer it" if number == 1 else "Answer them",
            {"part": "requests"},
            Place.GOOD_PRACTICE,
        )


def _actions(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _references(actions: Sequence[OwnAction]) -> str:
    return _first([one.action.reference for one in actions])


def _first_of(titles: Sequence[str]) -> str:
    return f", among them “{titles[0]}”" if len(titles) > 1 else f": “{titles[0]}”"


def _first(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else first_few(names, _NAMED)
