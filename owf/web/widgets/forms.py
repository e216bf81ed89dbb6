"""What keeps a form from being sent, each problem beside its field until it is sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from owf.access.errors import Refused
from owf.store import StoreFailed
from owf.web.errors import told
from owf.web.markup import html
from owf.web.widgets.messages import do_and_say

_NO_ANSWER = "The database did not answer. Nothing is lost; try again in a minute."


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

    So what stands below does not move, and what was unfolded there is not folded again.

    Args:
        form: its name, once on the page.
        key: of one of its widgets. Streamlit forgets it when the form is no longer drawn, and then
            the problems are forgotten too.
    """

    def __init__(self, form: str, key: str) -> None:
        self._kept = f"owf:problems:{form}"
        self._form = form
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
            do_and_say(lambda: words, place)
        st.rerun()


def bring_into_view(selector: str, visit: str, *, block: str = "start") -> None:
    """Bring a place of the page into view and give it the focus (``assets/arrival.js``).

    Args:
        selector: of the place, in CSS.
        visit: a name for this visit, other than that of the visit before it.
        block: where in the window it comes: ``start`` or ``center``.
    """
    html.write(
        '<span hidden data-owf-visit="{}" data-owf-target="{}" data-owf-block="{}"></span>',
        visit,
        selector,
        block,
    )
