"""Pieces of actions and milestones that several parts of the page show."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from owf import clock
from owf.improvement.plan.board import ActionState, Concern
from owf.improvement.plan.milestones import STAGES, milestone_state, promises_in_order
from owf.store.plans.facts import ActionFacts, MilestoneFacts
from owf.web.markup import html
from owf.web.plan.selection import address_of

_CONCERN_CSS = {
    Concern.LATE: "owf-concern-strong",
    Concern.SLIPPED: "owf-concern",
    Concern.LOW_CONFIDENCE: "owf-concern-strong",
    Concern.NO_UPDATE: "owf-concern",
    Concern.TO_VERIFY: "owf-concern-quiet",
}
_MARKS = {"reached": "✓", "late": "!", "slipped": "›", "dropped": "–", "promised": "○"}
LONGEST_LINE = 140


def action_link(action: ActionFacts, year: int, text: str = "") -> Markup:
    return Markup('<a href="{}" target="_self">{}</a>').format(
        address_of(action=action.id, year=year), text or action.reference
    )


def short(text: str, limit: int = LONGEST_LINE) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def concern_tags(state: ActionState) -> Markup:
    return html.join(
        Markup('<span class="owf-tag {}">{}</span> ').format(_CONCERN_CSS[one], one.capitalize())
        for one in state.concerns
    )


def progress_tag(state: ActionState) -> Markup:
    css = "owf-done" if state.is_verified else ""
    return html.tag(state.progress_words, css)


def milestone_line(one: MilestoneFacts, *, with_history: bool = False) -> Markup:
    """Text, day and state; ``with_history`` shows every promise, the first at the top."""
    today = clock.today()
    state = milestone_state(one)
    words = state.words(today)
    mark = _MARKS.get(words.split(",")[0], "○")
    day = (
        f"reached on {clock.day_in_words(state.reached_on)}"
        if state.reached_on
        else f"promised for {clock.day_in_words(state.promised)}"
        if state.promised
        else "no day promised"
    )
    said = "" if words in {"reached", "promised"} else f" · {words}"
    history = _history(one) if with_history else html.NOTHING
    return Markup(
        '<li class="owf-milestone owf-milestone-{}"><span class="owf-milestone-mark" '
        'aria-hidden="true">{}</span><div><p><strong>{}</strong> {}</p>'
        '<p class="owf-small">{}{}</p>{}{}</div></li>'
    ).format(
        words.split(",")[0],
        mark,
        STAGES[one.stage],
        one.text,
        day,
        said,
        html.given('<p class="owf-small">Dropped: {}</p>', one.dropped_why),
        history,
    )


def _history(one: MilestoneFacts) -> Markup:
    promises = promises_in_order(one.promises)
    lines = [
        Markup("<li>{}: {}{}</li>").format(
            "First promised" if place == 0 else "Promised again",
            clock.day_in_words(promise.promised),
            html.given(". {}", promise.note),
        )
        for place, promise in enumerate(promises)
    ]
    lines += [
        Markup("<li>{}{}</li>").format(
            f"Reached on {clock.day_in_words(noted.reached_on)}"
            if noted.reached_on
            else "Not reached after all",
            html.given(". {}", noted.note),
        )
        for noted in one.reached
    ]
    if len(lines) < 2:
        return html.NOTHING
    return Markup(
        '<details class="owf-what"><summary>History of this milestone</summary>'
        '<ul class="owf-history">{}</ul></details>'
    ).format(html.join(lines))


def milestone_list(milestones: Iterable[MilestoneFacts], *, with_history: bool = False) -> Markup:
    lines = [milestone_line(one, with_history=with_history) for one in milestones]
    if not lines:
        return Markup('<p class="owf-hint">No milestone yet.</p>')
    return Markup('<ul class="owf-milestones">{}</ul>').format(html.join(lines))


def gap_list(titles: Sequence[tuple[str, str]]) -> Markup:
    """Why an action is there: each gap with its finding as it was."""
    return html.bullet_list(
        Markup('<strong>{}.</strong> <span class="owf-lines">{}</span>').format(title, finding)
        for title, finding in titles
    )
