"""Did it move? The questions of each action then and now, and over the plan."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from owf.improvement.plan.movement import ActionMovement, MovedCounts, Movement, open_movement
from owf.improvement.plan.question_changes import Moved, QuestionChange
from owf.markup.formatting import score
from owf.markup.verdicts import verdict_with_working
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.plan.markup import short
from owf.web.plan.selection import Selection
from owf.web.widgets.url_state import Parts, choose, chosen_in_address

_WORDS: Mapping[Moved, str] = {
    Moved.UP: "Moved up",
    Moved.STAYED: "Stayed about the same",
    Moved.DOWN: "Moved down",
    Moved.TOO_FEW: "Too few answers to tell",
    Moved.CANNOT_BE_TOLD: "Cannot be told",
    Moved.NOT_COMPARED: "Cannot be compared",
}


def moved_part(selection: Selection, parts: Parts) -> None:
    year = selection.year("moved")
    name = selection.years.trust_name
    later = [one for one in selection.years.signed if year is not None and one > year]
    if year is None or not selection.years.has_plan(year) or not later:
        html.heading("Too early to tell what moved", above=f"{name}: did it move?")
        parts.choose()
        selection.choose_year("moved")
        html.notice(
            "This compares the questions that actions name with the same questions in a later "
            "signed year. It is here after the next signature."
        )
        return
    since = str(later[0])
    wanted = int(chosen_in_address("since", {str(one): "" for one in later}, since))
    found = open_movement(get_store(), signed_in(), selection.trust, year, wanted)
    html.heading(
        f"What moved from {year} to {wanted}",
        above=f"{name}: the plan on the results of {year}",
        view=f"moved-{year}-{wanted}",
    )
    parts.choose()
    left, right, _ = st.columns([1.6, 1, 0.8])
    with left:
        selection.choose_year("moved")
    with right:
        if len(later) > 1:
            choose("since", "Compared with", {str(one): str(one) for one in later}, since)
    _over_the_plan(found)
    html.write("<h2>Action by action</h2>")
    for one in found.actions:
        html.show(_action(one))


def _over_the_plan(found: Movement) -> None:
    html.write(
        '<section class="owf-points"><ul>{}</ul></section>',
        html.join(Markup("<li>{}</li>").format(one) for one in found.sentences),
    )
    rows = [
        ("Questions of verified actions", found.of_verified),
        ("Questions of actions that are done", found.of_done),
        ("Questions of all actions", found.of_all),
        ("Questions without an action", found.without_action),
    ]
    html.show(
        html.table(
            "How many questions moved",
            ("Questions", "Moved up", "Stayed", "Moved down", "Cannot be told", "In all"),
            (_counts(title, counts) for title, counts in rows),
            css="owf-stack",
            numeric=frozenset({1, 2, 3, 4, 5}),
        )
    )


def _counts(title: str, of: MovedCounts) -> tuple[str, ...]:
    return (
        title,
        *(str(one) for one in (of.up, of.stayed, of.down, of.cannot_be_told, of.total)),
    )


def _action(one: ActionMovement) -> Markup:
    of = f" ({short(one.action.what, 90)})" if one.action.what else ""
    if not one.questions:
        return html.hint(f"{one.sentence}{of}")
    return html.fold(
        f"{one.action.reference}: {one.counts.words}{of}",
        html.table(
            f"{one.action.reference}: its questions",
            ("Question", "Then", "Now", "Agreed", "Change"),
            (_question(each) for each in one.questions),
            css="owf-stack owf-moved",
            numeric=frozenset({1, 2}),
        ),
    )


def _question(one: QuestionChange) -> tuple[str | Markup, ...]:
    name = f"{one.code}, {one.short_name}"
    agreed = f"{_level(one.agreed_then)} → {_level(one.agreed_now)}"
    return (
        html.with_small(name, one.note) if one.note else name,
        score(one.score_then, 2),
        score(one.score_now, 2),
        agreed,
        _change(one),
    )


def _level(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _change(one: QuestionChange) -> Markup:
    if one.finding is None:
        return html.with_small(_WORDS[one.moved], one.sentence)
    return verdict_with_working(one.finding, word=_WORDS[one.moved])
