"""What stands at the questions of a theme after a save went another way than it was meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from owf.assessment.asking import choice_of
from owf.store.answers import StoredAnswer
from owf.web.components.options import as_option

_AGAIN = "owf:drawn-again"


class Offer(NamedTuple):
    """Two people chose at once: what this one chose, and the other's, which is kept."""

    mine: str
    kept: str | None


@dataclass(frozen=True)
class QuestionNotices:
    """The notices and offers of one theme in one session, by item id.

    Notices go with the next run of the whole page, since they were seen by then. An offer to take
    back what a conflict put aside stays, with its notice, as long as what was kept still stands.
    """

    words: dict[str, list[str]]
    offers: dict[str, Offer]

    @classmethod
    def begin(cls, name: str, answers: Mapping[str, StoredAnswer]) -> QuestionNotices:
        """At a run of the whole page: those that still hold, given what is stored now."""
        notices = cls(
            st.session_state.setdefault(f"notices:{name}", {}),
            st.session_state.setdefault(f"offers:{name}", {}),
        )
        for item_id, offer in list(notices.offers.items()):
            if as_option(choice_of(answers.get(item_id))) != offer.kept:
                del notices.offers[item_id]
        if not st.session_state.pop(_AGAIN, False):
            for item_id in set(notices.words) - set(notices.offers):
                del notices.words[item_id]
        return notices

    def say(self, item_id: str, words: str) -> None:
        """Say something at a question."""
        self.words.setdefault(item_id, []).append(words)

    def forget(self, item_id: str) -> None:
        """Say nothing more at a question that is answered anew."""
        self.words.pop(item_id, None)
        self.offers.pop(item_id, None)


def draw_again() -> None:
    """Run the whole page at once, with the notices that nobody has seen yet."""
    st.session_state[_AGAIN] = True
    st.rerun()
