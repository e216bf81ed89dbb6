"""One theme's answers in a session; nothing relies on callbacks: clicks get lost (decision 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

import streamlit as st

from owf.access import Actor
from owf.assessment.asked_items import asks_for_evidence, choice_of, items_asked
from owf.assessment.errors import AnswerChanged, DeadlinePassed, Refused
from owf.assessment.returns.answering import (
    COMMENT_LIMIT,
    EVIDENCE_LIMIT,
    Evidence,
    ReturnView,
    answers_now,
    evidence_of,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.evidence_links import EvidenceNow
from owf.questionnaire import Item, Theme
from owf.store import StoreFailed, get_store
from owf.store.answers import StoredAnswer
from owf.web.errors import told
from owf.web.layout import signed_in, who_is_here
from owf.web.widgets.scale import as_option, from_option


class Step(Enum):
    NOTHING = auto()
    SAVE = auto()
    CORRECT = auto()


@dataclass(frozen=True)
class Seen:
    value: object


def step_for(shown: object, stored: object, seen: Seen | None, *, stored_is_mine: bool) -> Step:
    """``SAVE`` this person's choice that the database lacks, ``CORRECT`` what it has newer.

    ``seen`` is what this session drew last; ``stored_is_mine``: this person wrote what is stored.
    """
    if shown == stored:
        return Step.NOTHING
    if seen is not None:
        return Step.CORRECT if shown == seen.value else Step.SAVE
    # A fresh session whose browser still shows what an earlier session drew. Nothing shown says
    # nothing: an empty widget is no reason to delete what is stored.
    if shown in (None, ""):
        return Step.CORRECT
    return Step.SAVE if stored_is_mine else Step.CORRECT


_AGAIN = "owf:drawn-again"
_NOT_SAVED = (
    "Not saved, because we could not reach the database. Your choice is still shown. It will be "
    "saved with your next click, or when you reload the page."
)


class Offer(NamedTuple):
    """Two people chose at once: what this one chose, and what the other did, which is stored."""

    mine: str
    kept: str | None


@dataclass(frozen=True)
class QuestionNotices:
    """Notices go with the next whole run; an offer stays as long as the other answer is stored."""

    words: dict[str, list[str]]
    offers: dict[str, Offer]

    @classmethod
    def begin(cls, name: str, answers: Mapping[str, StoredAnswer]) -> QuestionNotices:
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
        self.words.setdefault(item_id, []).append(words)

    def forget(self, item_id: str) -> None:
        self.words.pop(item_id, None)
        self.offers.pop(item_id, None)


def draw_again() -> None:
    """Run the whole page at once and keep the notices that nobody has seen yet."""
    st.session_state[_AGAIN] = True
    st.rerun()


class Keys(NamedTuple):
    choice: str
    comment: str
    evidence: str
    expires: str


@dataclass
class AnswerForm:
    """``view`` is from the opening of the page: only what cannot change is used of it."""

    view: ReturnView
    theme: Theme
    who: Actor
    answers: dict[str, StoredAnswer]
    drawn: dict[str, StoredAnswer]
    to_correct: set[str]
    notices: QuestionNotices
    is_whole_run: bool = True
    evidence: EvidenceNow | None = None

    @classmethod
    def open(cls, view: ReturnView, theme: Theme) -> AnswerForm:
        """For a run of the whole page; saves first what the browser shows."""
        name = f"{view.facts.id}:{theme.id}"
        answers = dict(answers_now(get_store(), view.facts.id))
        form = cls(
            view=view,
            theme=theme,
            who=signed_in(),
            answers=answers,
            drawn=st.session_state.setdefault(f"drawn:{name}", {}),
            to_correct=st.session_state.setdefault(f"correct:{name}", set()),
            notices=QuestionNotices.begin(name, answers),
        )
        form._catch_up()
        return form

    def look_again(self, item: Item) -> None:
        """Before one question is drawn again: read, save, and draw all where more changed."""
        who = who_is_here()
        # A tap on "Next" right after typing arrives together with what was typed, and Streamlit
        # answers the two with a run of this question alone: the rest of the page must follow.
        if who is None or st.query_params.get("theme") != self.theme.id:
            st.rerun()
        self.who = who
        before = self.asked
        self.answers = dict(answers_now(get_store(), self.view.facts.id))
        self.notices.forget(item.id)
        self.evidence = None
        touched = self._catch_up()
        if touched - {item.id} or self.asked != before:
            draw_again()

    @property
    def shown(self) -> Mapping[str, StoredAnswer]:
        """The answers as this page has drawn them; of other themes as it found them."""
        found = dict(self.view.answers)
        for item_id, drawn in self.drawn.items():
            if item_id not in found or drawn.version > found[item_id].version:
                found[item_id] = drawn
        return found

    @property
    def items(self) -> tuple[Item, ...]:
        return self.view.items_ever(self.theme)

    @property
    def asked(self) -> tuple[Item, ...]:
        return items_asked(
            self.view.pack, self.theme, sector=self.view.partner.sector_id, given=self.answers
        )

    def of(self, item: Item) -> StoredAnswer:
        """What is stored for a question; an empty answer of version 0 where nothing is."""
        return self.answers.get(item.id, StoredAnswer(item.id))

    def keys(self, item: Item) -> Keys:
        return Keys(*(f"{part}:{self.view.facts.id}:{item.id}" for part in Keys._fields))

    def use_mine(self, item: Item, option: str) -> None:
        """Choose again what a conflict put aside; the next run saves it like a click."""
        st.session_state[self.keys(item).choice] = option

    def take_over(self, item: Item) -> None:
        """Put last year's answer into the widgets; the next run saves it like a click."""
        suggestion = self.view.last_year[item.id].suggestion
        if suggestion is None:
            return
        stored, keys = self.of(item), self.keys(item)
        st.session_state[keys.choice] = as_option(suggestion.choice)
        if suggestion.comment and not stored.comment:
            st.session_state[keys.comment] = suggestion.comment
        if asks_for_evidence(item) and suggestion.evidence and not stored.evidence:
            st.session_state[keys.evidence] = suggestion.evidence
            st.session_state[keys.expires] = suggestion.evidence_expires

    def _catch_up(self) -> set[str]:
        """Save what the person changed and correct what is outdated; the ids of both."""
        return {item.id for item in self.items if self._catch_up_item(item)}

    def _catch_up_item(self, item: Item) -> bool:
        drawn = self.drawn.get(item.id)
        corrected = item.id in self.to_correct
        self.to_correct.discard(item.id)
        keys = self.keys(item)
        choice = self._one_widget(
            keys.choice,
            stored=as_option(choice_of(self.of(item))),
            seen=None if drawn is None else Seen(as_option(choice_of(drawn))),
            corrected=corrected,
            save=lambda shown: self.save_choice(item, shown, drawn),
        )
        comment = self._one_widget(
            keys.comment,
            stored=self.of(item).comment,
            seen=None if drawn is None else Seen(drawn.comment),
            corrected=corrected,
            save=lambda shown: self.save_comment(item, shown, drawn),
        )
        evidence = self._evidence_widgets(item, drawn, corrected=corrected)
        return choice or comment or evidence

    def _evidence_widgets(self, item: Item, drawn: StoredAnswer | None, *, corrected: bool) -> bool:
        keys = self.keys(item)
        if keys.evidence not in st.session_state:
            return False
        shown = self._shown_evidence(keys)
        stored = evidence_of(self.of(item))
        before = None if drawn is None else Seen(evidence_of(drawn))
        step = step_for(shown, stored, Seen(shown) if corrected else before, stored_is_mine=False)
        if step is Step.SAVE:
            self.save_evidence(item, shown, drawn)
        elif step is Step.CORRECT:
            st.session_state[keys.evidence], st.session_state[keys.expires] = stored
        return step is not Step.NOTHING

    @staticmethod
    def _shown_evidence(keys: Keys) -> Evidence:
        return Evidence(st.session_state[keys.evidence].strip(), st.session_state.get(keys.expires))

    @staticmethod
    def _one_widget(
        key: str,
        *,
        stored: str | None,
        seen: Seen | None,
        corrected: bool,
        save: Callable[[str], None],
    ) -> bool:
        if key not in st.session_state:
            return False
        shown = st.session_state[key]
        shown = shown.strip() if isinstance(shown, str) else shown
        step = step_for(shown, stored, Seen(shown) if corrected else seen, stored_is_mine=False)
        if step is Step.SAVE and shown is not None:
            save(shown)
        elif step is not Step.NOTHING:
            st.session_state[key] = stored
        return step is not Step.NOTHING

    def recover(self, item: Item, shown: str | None, written: str, named: Evidence) -> None:
        """After a broken connection: save this person's choice, correct what others replaced."""
        stored = self.of(item)
        mine = stored.answered_by in (None, self.who.id)
        choice = step_for(shown, as_option(choice_of(stored)), None, stored_is_mine=mine)
        comment = step_for(written.strip(), stored.comment, None, stored_is_mine=mine)
        evidence = step_for(
            named if named != Evidence() else None,
            evidence_of(stored) if evidence_of(stored) != Evidence() else None,
            None,
            stored_is_mine=mine,
        )
        if choice is Step.SAVE and shown is not None:
            self.save_choice(item, shown, stored)
        if comment is Step.SAVE:
            self.save_comment(item, written, self.of(item))
        if evidence is Step.SAVE:
            self.save_evidence(item, named, self.of(item))
        if {choice, comment, evidence} != {Step.NOTHING}:
            self.to_correct.add(item.id)

    def save_choice(self, item: Item, option: str, seen: StoredAnswer | None) -> None:
        try:
            self.answers[item.id] = save_choice(
                get_store(),
                self.who,
                self.view.facts.id,
                item.id,
                from_option(option),
                seen=seen or self.of(item),
            )
        except DeadlinePassed as refused:
            # What was chosen stays marked, and is saved by the next click once there is more time.
            self._refuse(item, refused)
        except AnswerChanged as changed:
            self._refuse(item, changed)
            kept = as_option(choice_of(changed.current))
            self.notices.offers[item.id] = Offer(option, kept)
            self._set(self.keys(item).choice, kept, item)
        except Refused as refused:
            self._refuse(item, refused)
            self._set(self.keys(item).choice, as_option(choice_of(self.of(item))), item)
        except StoreFailed:
            self.notices.say(item.id, _NOT_SAVED)

    def save_comment(self, item: Item, text: str, seen: StoredAnswer | None) -> None:
        """Save a comment; where somebody else wrote meanwhile, keep both texts in the box."""
        try:
            self.answers[item.id] = save_comment(
                get_store(),
                self.who,
                self.view.facts.id,
                item.id,
                text,
                seen=seen or self.of(item),
            )
        except AnswerChanged as changed:
            self._refuse(item, changed)
            both = f"{changed.current.comment}\n\n{text}".strip()[:COMMENT_LIMIT]
            self._set(self.keys(item).comment, both, item)
        except Refused as refused:
            self._refuse(item, refused)
        except StoreFailed:
            self.notices.say(item.id, _NOT_SAVED)

    def save_evidence(self, item: Item, named: Evidence, seen: StoredAnswer | None) -> None:
        try:
            self.answers[item.id] = save_evidence(
                get_store(),
                self.who,
                self.view.facts.id,
                item.id,
                named,
                seen=seen or self.of(item),
            )
        except AnswerChanged as changed:
            self._refuse(item, changed)
            both = f"{changed.current.evidence}; {named.text}".strip("; ")[:EVIDENCE_LIMIT]
            self._set(self.keys(item).evidence, both, item)
        except Refused as refused:
            self._refuse(item, refused)
        except StoreFailed:
            self.notices.say(item.id, _NOT_SAVED)

    def _set(self, key: str, value: str | None, item: Item) -> None:
        try:
            st.session_state[key] = value
        except st.errors.StreamlitAPIException:
            # Drawn already in this run: the next one, which follows at once, sets it.
            self.to_correct.add(item.id)

    def _refuse(self, item: Item, refused: Refused) -> None:
        if isinstance(refused, AnswerChanged):
            self.answers[item.id] = refused.current
        self.notices.say(item.id, told(refused))


def save_and_open(view: ReturnView, theme: Theme, address: Mapping[str, str]) -> None:
    """For a button out of a theme: a link would leave before a comment just typed is sent."""
    AnswerForm.open(view, theme)
    st.query_params.from_dict(address)
