"""Forms and buttons: what keeps one from being sent, and what came of a click on the next run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from owf.access.errors import Refused
from owf.store import StoreFailed
from owf.web.errors import told
from owf.web.markup import html
from owf.web.markup.labels import as_label

Shown = TypeVar("Shown")
_OUTCOME = "owf:said"
_NOT_REACHED = (
    "Not done, because we could not reach the database. Nothing is lost. Try again in a minute."
)
_NO_ANSWER = "The database did not answer. Nothing is lost; try again in a minute."


def one_step(name: str) -> DeltaGenerator:
    """A field outside a form is sent by the press of the button, and that press may be lost."""
    return st.form(name, enter_to_submit=False, border=False)


def do_and_say(action: Callable[[], str], place: str = "") -> None:
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
    """The place is kept when empty, so that an unfolded section below is not folded again."""
    slot = st.empty()
    outcome = st.session_state.pop(_OUTCOME + place, None)
    if outcome and outcome[0]:
        slot.html(html.notice_markup(*outcome))


def outcome_of(
    action: Callable[[], str], no_database: str, refused_before: str = ""
) -> tuple[str, str]:
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


@dataclass
class Basis(Generic[Shown]):
    """What a form began with, and the version that its writer has seen."""

    kept: Shown
    version: int


def basis_of(form: str, key: str, now: Shown, version: int) -> Basis[Shown]:
    """The basis of a form as long as it is on the page, whatever others change meanwhile.

    Its boxes stay what they are, so that nothing typed is lost when somebody else is faster.
    ``key`` is of one of its widgets, which Streamlit forgets with the form.
    """
    place = f"owf:basis:{form}"
    if key not in st.session_state:
        st.session_state.pop(place, None)
    found: Basis[Shown] = st.session_state.setdefault(place, Basis(now, version))
    return found


def choose_several(
    label: str,
    options: Mapping[str, str],
    key: str,
    *,
    chosen: Sequence[str] | None,
    placeholder: str,
) -> list[str]:
    return st.multiselect(
        as_label(label),
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
    """Places are kept when empty; ``key`` is of a widget, so Streamlit forgets it with the form."""

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
        slot = st.empty()
        found = self._found
        if "" in found:
            slot.html(html.notice_markup(f"Not done. {found['']}", "problem"))
        elif len(found) > 1:
            slot.html(html.notice_markup("Not done yet: see what is missing above.", "problem"))

    def submit(self, label: str, *, main: bool = False, key: str = "") -> bool:
        look: Literal["primary", "secondary"] = "primary" if main else "secondary"
        clicked = (
            st.button(as_label(label), key=key, type=look)
            if key
            else st.form_submit_button(as_label(label), type=look)
        )
        self.below()
        return clicked

    def send(self, action: Callable[[], str], place: str = "") -> None:
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
    """``visit`` differs from the one before; ``block`` is ``start`` or ``center``."""
    html.write(
        '<span hidden data-owf-visit="{}" data-owf-target="{}" data-owf-block="{}"></span>',
        visit,
        selector,
        block,
    )
