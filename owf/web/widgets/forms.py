"""What keeps a form from being sent, each problem beside its field until it is sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from markupsafe import Markup

from owf.access.errors import Refused
from owf.store import StoreFailed
from owf.web.errors import told
from owf.web.markup import html
from owf.web.widgets.messages import do_and_say

_NO_ANSWER = "The database did not answer. Nothing is lost; try again in a minute."


class Unfilled(Refused):
    """Fields of a form are missing; ``problems`` says of each what to do.

    One whose problem is empty is filled.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = {field: problem for field, problem in problems.items() if problem}
        super().__init__(" ".join(self.problems.values()))


def refuse_unfilled(problems: Mapping[str, str]) -> None:
    """Refuse where a field has a problem.

    Raises:
        Unfilled: there are problems.
    """
    if any(problems.values()):
        raise Unfilled(problems)


class FormProblems:
    """The problems of one form.

    Each has its place on the page, drawn or not: what stands below does not move, so that nothing
    that was unfolded there is folded again.

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
        """Draw the problem of a field below it.

        ``is_filled`` is for a field that is sent at once: what was missing is there by now.
        """
        slot = st.empty()
        problem = self._found.get(field)
        if problem and not is_filled:
            slot.html(html.notice_markup(problem, "problem"))

    def below(self) -> None:
        """Draw below the button what is no one field's, or that there is more than one."""
        slot = st.empty()
        found = self._found
        if "" in found:
            slot.html(html.notice_markup(f"Not done. {found['']}", "problem"))
        elif len(found) > 1:
            slot.html(html.notice_markup("Not done yet: see what is missing above.", "problem"))

    def send(self, action: Callable[[], str], place: str = "") -> None:
        """Do what the form asks and draw the page again.

        Args:
            action: does it, and gives the words that say so.
            place: where on the page these are shown.
        """
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
    """Bring a place of the page into view and give it the focus.

    Args:
        selector: of the place, in CSS.
        visit: a name for this visit, other than that of the visit before it.
        block: where in the window it comes: ``start`` or ``center``.
    """
    html.show(
        Markup(
            '<span hidden data-owf-visit="{}" data-owf-target="{}" data-owf-block="{}"></span>'
        ).format(visit, selector, block)
    )
