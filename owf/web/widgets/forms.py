"""Forms and buttons: what keeps one from being sent, and what came of a click on the next run."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from owf.access.errors import Refused
from owf.store import StoreFailed
from owf.web.errors import told
from owf.web.markup import html

Shown = TypeVar("Shown")
_OUTCOME = "owf:said"
_NOT_REACHED = (
    "Not done, because we could not reach the database. Nothing is lost. Try again in a minute."
)
_NO_ANSWER = "The database did not answer. Nothing is lost; try again in a minute."


def one_step(name: str) -> DeltaGenerator:
    """A form without a frame, whose button sends what was typed above it.

    A field outside a form is sent when the pointer leaves it, which is the press of the button
    itself: the page is then drawn again under that press, and the press may be lost. Enter sends
    nothing, because such a button can reach other people.
    """
    return st.form(name, enter_to_submit=False, border=False)


def do_and_say(action: Callable[[], str], place: str = "") -> None:
    """Do what was clicked and draw the page again, with its words or why not at ``place``."""
    do_and_keep(action, place)
    st.rerun()


def do_and_keep(action: Callable[[], str], place: str = "") -> None:
    """For a button's callback: the run that follows shows the words or why not."""
    try:
        st.session_state[_OUTCOME + place] = (action(), "good")
    except Refused as refused:
        st.session_state[_OUTCOME + place] = (f"Not done. {refused}", "problem")
    except StoreFailed:
        st.session_state[_OUTCOME + place] = (_NOT_REACHED, "problem")


def say_what_was_done(place: str = "") -> None:
    """Show it once.

    The place is kept also where there is nothing to show, so that a section below it that was
    unfolded is not folded again.
    """
    slot = st.empty()
    outcome = st.session_state.pop(_OUTCOME + place, None)
    if outcome and outcome[0]:
        slot.html(html.notice_markup(*outcome))


def outcome_of(
    action: Callable[[], str], no_database: str, refused_before: str = ""
) -> tuple[str, str]:
    """Do what was clicked; gives its words or why not, and the kind of their notice."""
    try:
        return action(), "good"
    except Refused as refused:
        return f"{refused_before}{told(refused)}", "problem"
    except StoreFailed:
        return no_database, "problem"


def problem_of(action: Callable[[], object], no_database: str) -> str:
    """Do what was clicked; gives why not, and nothing where it was done."""

    def act() -> str:
        action()
        return ""

    return outcome_of(act, no_database)[0]


def show_once(key: str) -> None:
    """What the run before kept under this key: the words of a problem, or words and their kind."""
    kept = st.session_state.pop(key, None)
    words, kind = kept if isinstance(kept, tuple) else (kept, "problem")
    if words:
        html.notice(words, kind)


def shown_before(key: str, now: Shown) -> Shown | None:
    """What the run before this one showed, on which a click was made; ``now`` is kept."""
    before: Shown | None = st.session_state.get(key)
    st.session_state[key] = now
    return before


def times_sent(counter: str) -> int:
    """Part of the keys of a form's boxes, so that they begin empty after each success."""
    return int(st.session_state.get(counter, 0))


def count_sent(counter: str) -> None:
    st.session_state[counter] = times_sent(counter) + 1


def choose_several(
    label: str,
    options: Mapping[str, str],
    key: str,
    *,
    chosen: Sequence[str] | None,
    placeholder: str,
) -> list[str]:
    return st.multiselect(
        label,
        list(options),
        default=chosen,
        format_func=options.__getitem__,
        key=key,
        placeholder=placeholder,
        select_all=False,
        filter_mode="contains",
    )


class Unfilled(Refused):
    """Fields of a form are missing: field -> what to do; empty words for one that is filled."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = {field: problem for field, problem in problems.items() if problem}
        super().__init__(" ".join(self.problems.values()))


def refuse_unfilled(problems: Mapping[str, str]) -> None:
    if any(problems.values()):
        raise Unfilled(problems)


class FormProblems:
    """The problems of one form, each in its place, also where there is none.

    So what stands below does not move, and what was unfolded there is not folded again. ``key`` is
    of one of its widgets: Streamlit forgets it when the form is no longer drawn, and then the
    problems are forgotten too.
    """

    def __init__(self, form: str, key: str) -> None:
        self._kept = f"owf:problems:{form}"
        if key not in st.session_state:
            st.session_state.pop(self._kept, None)

    @property
    def _found(self) -> Mapping[str, str]:
        found: Mapping[str, str] = st.session_state.get(self._kept, {})
        return found

    def beside(self, field: str, *, is_filled: bool = False) -> None:
        """``is_filled`` is for a field that is sent at once: it is not missing any more."""
        slot = st.empty()
        problem = self._found.get(field)
        if problem and not is_filled:
            slot.html(html.notice_markup(problem, "problem"))

    def below(self) -> None:
        """Below the button: what belongs to no field, or that there is more than one."""
        slot = st.empty()
        found = self._found
        if "" in found:
            slot.html(html.notice_markup(f"Not done. {found['']}", "problem"))
        elif len(found) > 1:
            slot.html(html.notice_markup("Not done yet: see what is missing above.", "problem"))

    def submit(self, label: str, *, main: bool = False, key: str = "") -> bool:
        """The button with what belongs below it; ``key`` is given where there is no form."""
        look: Literal["primary", "secondary"] = "primary" if main else "secondary"
        clicked = (
            st.button(label, key=key, type=look) if key else st.form_submit_button(label, type=look)
        )
        self.below()
        return clicked

    def send(self, action: Callable[[], str], place: str = "") -> None:
        """Do it and draw the page again; ``action`` gives the words to show at ``place``."""
        try:
            words = action()
        except Unfilled as unfilled:
            st.session_state[self._kept] = dict(unfilled.problems)
        except Refused as refused:
            st.session_state[self._kept] = {refused.field: told(refused)}
        except StoreFailed:
            st.session_state[self._kept] = {"": _NO_ANSWER}
        else:
            st.session_state.pop(self._kept, None)
            st.session_state[_OUTCOME + place] = (words, "good")
        st.rerun()


def bring_into_view(selector: str, visit: str, *, block: str = "start") -> None:
    """Bring a place of the page, a CSS selector, into view and focus (``assets/arrival.js``).

    ``visit`` names this visit, other than the one before; ``block`` is ``start`` or ``center``.
    """
    html.write(
        '<span hidden data-owf-visit="{}" data-owf-target="{}" data-owf-block="{}"></span>',
        visit,
        selector,
        block,
    )
