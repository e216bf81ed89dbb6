"""How all that a plan holds is written into cells, and what people write there is read as."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from owf.assessment.returns.workbook_merge import mark_of
from owf.exchange.workbook.cells import Unfit
from owf.improvement.plan.actions import EXPECTATIONS, TEXT_LIMITS
from owf.improvement.plan.milestones import STAGES, milestone_state
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.updates import CONFIDENCE, PROGRESS
from owf.store.plans.facts import ActionFacts, LinkedItem, MilestoneFacts, UpdateFacts
from owf.texts import clean_line, clean_text

Value = str | date | None
Found = TypeVar("Found")
YES_NO: Mapping[bool, str] = {True: "Yes", False: "No"}
_ARROW = re.compile("->|\u2192")
_UNKNOWN = ("", "?", "-", "\u2013")


def marks_of(values: Mapping[str, Value]) -> Mapping[str, str]:
    """A short mark of each that is not empty, by which a change is noticed."""
    return {name: mark for name, value in values.items() if (mark := mark_of(value))}


def action_values(view: PlanView, action: ActionFacts) -> Mapping[str, Value]:
    entered = action.entered
    return {
        "priority_id": view.priority_title(action),
        "items": "\n".join(question_line(view, one) for one in action.items),
        "lead_partner_id": action.lead_partner or "",
        "lead_person": action.lead_person_name or "",
        "partners": "\n".join(name for _, name in action.partners),
        "is_multi_agency": YES_NO[entered.is_multi_agency],
        "expectation": EXPECTATIONS[entered.expectation],
        **{name: clean_text(getattr(entered, name)) for name in TEXT_LIMITS},
    }


def milestone_values(milestone: MilestoneFacts) -> Mapping[str, Value]:
    state = milestone_state(milestone)
    return {
        "text": clean_text(milestone.text),
        "stage": STAGES[milestone.stage],
        "promised": state.promised,
        "note": "",
        "reached": state.reached_on,
    }


def update_values(update: UpdateFacts | None) -> Mapping[str, Value]:
    return {
        "progress": PROGRESS[update.progress] if update else "",
        "confidence": CONFIDENCE[update.confidence] if update else "",
        "changed": clean_text(update.changed) if update else "",
        "impact": clean_text(update.impact) if update else "",
    }


def why_text(action: ActionFacts) -> str:
    return "\n".join(f"{one.year}: {one.title}. {one.finding}" for one in action.findings)


# Questions.


def question_label(view: PlanView, item_id: str, year: int) -> str:
    """``CAF 3``; with its year where that is another than the plan's."""
    pack = view.packs.get(year)
    item = next((one for one in pack.items if one.id == item_id), None) if pack else None
    label = item.code if item else item_id
    return label if year == view.plan.year else f"{label} ({year})"


def question_line(view: PlanView, one: LinkedItem) -> str:
    """``CAF 3: 2 -> 4``, with ``?`` for a level that nobody knows."""
    label = question_label(view, one.item_id, one.year)
    return f"{label}: {one.level_then or '?'} -> {one.level_wanted or '?'}"


def items_in(view: PlanView, text: str, before: Sequence[LinkedItem]) -> tuple[LinkedItem, ...]:
    """Raises ``Unfit``; ``before``: what the action has, of whatever year."""
    known: dict[str, tuple[str, int]] = {}
    for pack_item in view.pack.items:
        known.setdefault(_plain(pack_item.permanent_code), (pack_item.id, view.plan.year))
    known |= {_plain(one.code): (one.id, view.plan.year) for one in view.pack.items}
    known |= {
        _plain(question_label(view, one.item_id, one.year)): (one.item_id, one.year)
        for one in before
    }
    then = {one.item_id: one.level_then for one in before}
    found: dict[str, LinkedItem] = {}
    for line in filter(None, (clean_line(one) for one in text.split("\n"))):
        item = _item_in(line, known, then)
        if item.item_id in found:
            raise Unfit(f"“{_short(line)}” names a question twice. Delete one of the lines.")
        found[item.item_id] = item
    return tuple(found.values())


def _item_in(
    line: str, known: Mapping[str, tuple[str, int]], then: Mapping[str, int | None]
) -> LinkedItem:
    left, *wanted = (one.strip() for one in _ARROW.split(line))
    named, given = known.get(_plain(left)), ""
    if named is None and ":" in left:
        label, given = (one.strip() for one in left.rsplit(":", 1))
        named = known.get(_plain(label))
    if named is None:
        raise Unfit(
            f"“{_short(line)}” names no question of this plan's questionnaire. Write each on a "
            "line of its own, such as “CAF 3: 2 -> 4”."
        )
    if len(wanted) > 1 or (given and not wanted) or not all(map(_is_level, (given, *wanted))):
        raise Unfit(
            f"“{_short(line)}” cannot be read. Write the question, the level then and the level "
            "wanted, such as “CAF 3: 2 -> 4”."
        )
    item_id, year = named
    level_then = then.get(item_id)
    if given not in _UNKNOWN and item_id in then and int(given) != level_then:
        raise Unfit(
            f"“{_short(line)}” has another level then than {level_then or 'none'}, which was "
            "agreed and cannot be changed here. Change only the level wanted."
        )
    level = wanted[0] if wanted else ""
    return LinkedItem(item_id, year, level_then, None if level in _UNKNOWN else int(level))


def _is_level(text: str) -> bool:
    return text in _UNKNOWN or (len(text) == 1 and text.isascii() and text.isdigit())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


# Choices and names.


def named_in(text: str, options: Iterable[tuple[Found, str]], none: str, many: str) -> Found:
    """The only one of a name; raises ``Unfit``, also where several have it.

    ``none`` begins the sentence where nothing has it; ``many``: the noun where several do.
    """
    options = list(options)
    found = {one for one, name in options if _plain(name) == _plain(text)}
    if len(found) == 1:
        return found.pop()
    if found:
        raise Unfit(
            f"{len(found)} {many} have the name “{_short(text)}”. Put back what was in this cell, "
            "and choose on the page of the action."
        )
    names = list(dict.fromkeys(name for _, name in options))
    known = f"Choose one of: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}."
    raise Unfit(f"{none} “{_short(text)}”. {known if names else ''}".rstrip())


def partners_in(text: str, view: PlanView, before: Collection[tuple[int, str]]) -> tuple[int, ...]:
    """One a line, or after a semicolon; raises ``Unfit``."""
    options = [*before, *((one.id, one.name) for one in view.partners)]
    names = {_plain(name) for _, name in options}
    found = []
    for line in filter(None, (clean_line(one) for one in text.split("\n"))):
        parts = [line] if _plain(line) in names else [one.strip() for one in line.split(";")]
        found += [
            named_in(one, options, "your Trust has no partner", "partners") for one in parts if one
        ]
    return tuple(dict.fromkeys(found))


def action_field_in(view: PlanView, name: str, text: str, before: ActionFacts | None) -> object:
    """The value of a column of an action, as a service takes it; raises ``Unfit``."""
    found: object = text
    match name:
        case "items":
            found = items_in(view, text, before.items if before else ())
        case "partners":
            found = partners_in(text, view, before.partners if before else ())
        case "priority_id":
            in_use = [(one.id, one.title) for one in view.priorities if not one.is_retired]
            found = named_in(text, in_use, "your Trust has no priority", "priorities")
        case "lead_partner_id":
            options = [(one.id, one.name) for one in view.partners]
            found = named_in(text, options, "your Trust has no partner", "partners")
        case "lead_person":
            people = [(one.id, one.name) for one in view.people]
            found = named_in(text, people, "nobody may lead an action who is called", "people")
        case "is_multi_agency":
            found = choice_in(text, YES_NO, also={"TRUE": True, "FALSE": False})
        case "expectation":
            found = choice_in(text, EXPECTATIONS)
    return found


def choice_in(
    text: str, options: Mapping[Found, str], also: Mapping[str, Found] | None = None
) -> Found:
    """Raises ``Unfit`` where it is none of them; ``also``: other ways to write one."""
    ways = {_plain(words): one for words, one in (also or {}).items()}
    ways |= {_plain(words): one for one, words in options.items()}
    if _plain(text) not in ways:
        listed = ", ".join(f"“{words}”" for words in options.values())
        raise Unfit(f"“{_short(text)}” cannot be chosen here. Choose one of {listed}.")
    return ways[_plain(text)]
