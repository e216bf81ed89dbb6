"""The questions of a theme, as one person's session draws and saves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from owf import clock
from owf.access import Actor, Role, end_session, start_session, who_is_there
from owf.access.sessions import COOKIE
from owf.assessment.asked_items import Choice, choice_of
from owf.assessment.returns.answering import (
    Evidence,
    answers_now,
    open_return,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.previous_year import Suggestion
from owf.questionnaire import NonScore
from owf.store import Store, StoreFailed, people, rounds
from owf.store.answers import StoredAnswer

YEAR, THEME = 2009, "multi-agency"
OPEN, OTHER = "ma-01", "ma-02"
"""Two questions that the police have not answered yet."""
PROVEN = "ma-15"
"""One that asks for evidence."""


def page() -> None:
    """One theme's questions, without the page around them; AppTest takes the text of this."""
    import streamlit as st  # noqa: PLC0415

    from owf.access import Role  # noqa: PLC0415  AppTest runs this body alone
    from owf.assessment.returns.answering import open_return  # noqa: PLC0415
    from owf.store import get_store  # noqa: PLC0415
    from owf.web.layout import signed_in  # noqa: PLC0415
    from owf.web.returns.questions import questions  # noqa: PLC0415

    who = signed_in()
    partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
    view = open_return(get_store(), who, partner, 2009)
    if "forged" in st.session_state:
        st.session_state[f"choice:{view.facts.id}:ma-01"] = st.session_state.pop("forged")
    theme = next(one for one in view.pack.themes if one.id == "multi-agency")
    questions(view, theme)


@dataclass
class Police:
    """The half-done return of Cambridgeshire's police, and what the database holds of it."""

    store: Store
    who: Actor
    token: str
    return_id: int

    def stored(self, item: str) -> StoredAnswer:
        return answers_now(self.store, self.return_id).get(item, StoredAnswer(item))

    def colleague(self) -> Actor:
        """Somebody else who answers for the police."""
        with self.store.writing() as session:
            people.add_person(session, "colleague", "A colleague", roles=self.who.roles)
        return Actor("colleague", "A colleague", self.who.roles)

    def last_year(self, item: str) -> Suggestion:
        partner = int(self.who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
        offered = open_return(self.store, self.who, partner, YEAR).last_year[item].suggestion
        assert offered is not None
        return offered

    def choose_as(self, who: Actor, item: str, choice: Choice) -> None:
        save_choice(self.store, who, self.return_id, item, choice, seen=self.stored(item))

    def name_as(self, who: Actor, item: str, evidence: str) -> None:
        named = Evidence(evidence)
        save_evidence(self.store, who, self.return_id, item, named, seen=self.stored(item))

    def comment_as(self, who: Actor, item: str, words: str) -> None:
        save_comment(self.store, who, self.return_id, item, words, seen=self.stored(item))


@pytest.fixture
def police(site_store, monkeypatch) -> Police:
    """The police respondent, signed in."""
    with site_store.reading() as session:
        person = people.person_with_demo_role(session, "partner")
    assert person is not None
    token = start_session(site_store, person.id)
    who = who_is_there(site_store, token)
    assert who is not None
    partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
    view = open_return(site_store, who, partner, YEAR)
    monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: token})
    monkeypatch.setattr(ContextProxy, "ip_address", "192.0.2.1")
    return Police(site_store, who, token, view.facts.id)


class Browser:
    """A browser that shows the theme's questions."""

    def __init__(self, return_id: int) -> None:
        self.return_id = return_id
        self.app = AppTest.from_function(page, default_timeout=30)

    def open(self) -> Browser:
        self.app.run()
        assert not self.app.exception
        return self

    reload = open

    def connected_again(self) -> Browser:
        """The same browser with a new session, as after a server that died."""
        fresh = Browser(self.return_id)
        fresh.app._run(self.app._tree.get_widget_states())
        assert not fresh.app.exception
        return fresh

    def _radio(self, item: str):
        return self.app.radio(key=f"choice:{self.return_id}:{item}")

    def _box(self, item: str):
        return self.app.text_area(key=f"comment:{self.return_id}:{item}")

    def click(self, item: str, option: str) -> Browser:
        """Mark a choice; nobody has heard of it yet."""
        self._radio(item).set_value(option)
        return self

    def choose(self, item: str, option: str) -> Browser:
        return self.click(item, option).open()

    def write(self, item: str, words: str) -> Browser:
        self._box(item).set_value(words)
        return self.open()

    def name(self, item: str, evidence: str, expires: date | None = None) -> Browser:
        """Name evidence and leave the box."""
        self.app.text_input(key=f"evidence:{self.return_id}:{item}").set_value(evidence)
        if expires is not None:
            self.app.date_input(key=f"expires:{self.return_id}:{item}").set_value(expires)
        return self.open()

    def named(self, item: str) -> tuple[str, date | None]:
        return (
            self.app.text_input(key=f"evidence:{self.return_id}:{item}").value,
            self.app.date_input(key=f"expires:{self.return_id}:{item}").value,
        )

    def offers(self, item: str) -> bool:
        """Whether last year's answer can be taken over."""
        return any(one.key == f"take-over-{item}" for one in self.app.button)

    def take_over(self, item: str) -> Browser:
        self.app.button(key=f"take-over-{item}").click()
        return self.open()

    def puts_aside(self, item: str) -> str | None:
        """The button that takes back what a conflict put aside."""
        found = [one.label for one in self.app.button if one.key == f"use-mine-{item}"]
        return found[0] if found else None

    def use_mine(self, item: str) -> Browser:
        self.app.button(key=f"use-mine-{item}").click()
        return self.open()

    def forge(self, value: str) -> Browser:
        """Let the widget of the first question hold what it never offers."""
        self.app.session_state["forged"] = value
        return self.open()

    def chosen(self, item: str) -> str | None:
        return self._radio(item).value

    def written(self, item: str) -> str:
        return self._box(item).value

    def text(self) -> str:
        return " ".join(element.proto.body for element in self.app.get("html"))

    def question(self, item: str) -> str:
        """What stands above the choices of one question."""
        code = f"MA {int(item.removeprefix('ma-'))}"
        return next(
            element.proto.body
            for element in self.app.get("html")
            if f'<h2 class="owf-code">{code}</h2>' in element.proto.body
        )


@pytest.fixture
def browser(police) -> Callable[[], Browser]:
    """Opens browsers of the police respondent."""
    return lambda: Browser(police.return_id).open()


def test_a_choice_is_saved_and_then_said_to_be_saved(police, browser):
    at = browser()
    assert "Not answered yet" in at.question(OPEN)
    at.choose(OPEN, "4")
    assert police.stored(OPEN).level == 4
    assert police.stored(OPEN).answered_by == police.who.id
    assert 'role="status">Saved ' in at.question(OPEN)


def test_do_not_know_is_saved_as_an_answer_without_a_level(police, browser):
    browser().choose(OPEN, "dont_know")
    kept = police.stored(OPEN)
    assert (kept.level, kept.non_score) == (None, NonScore.DONT_KNOW.value)


def test_drawing_and_drawing_again_writes_nothing(police, browser):
    before = answers_now(police.store, police.return_id)
    browser().reload().reload()
    assert answers_now(police.store, police.return_id) == before


def test_a_choice_counts_in_the_progress_at_once(browser):
    at = browser()
    assert "0 of 15 answered" in at.text()
    at.choose(OPEN, "3")
    assert "1 of 15 answered" in at.text()


def test_a_value_outside_the_scale_is_refused_in_words(police, browser):
    at = browser().choose(OPEN, "4").forge("9")
    assert "9 is not on the scale" in at.question(OPEN)
    assert police.stored(OPEN).level == 4
    assert at.chosen(OPEN) == "4"


@pytest.mark.parametrize("value", ["3 As it was called before", "²"])
def test_an_option_that_is_unknown_is_refused_in_words(police, browser, value):
    at = browser().choose(OPEN, "4").forge(value)
    assert police.stored(OPEN).level == 4
    assert at.chosen(OPEN) == "4"


def test_a_locked_return_is_refused_in_words_and_keeps_what_is_stored(police, browser):
    at = browser().choose(OPEN, "4")
    with police.store.writing() as session:
        rounds.mark_submitted(session, police.return_id, clock.now(), police.who.id)
    at.choose(OPEN, "2")
    assert "locked" in at.question(OPEN)
    assert "coordinator to reopen it" in at.question(OPEN)
    assert police.stored(OPEN).level == 4
    assert at.chosen(OPEN) == "4"


def test_somebody_else_s_newer_answer_is_shown_and_not_overwritten(police, browser):
    at = browser().choose(OPEN, "4")
    police.choose_as(police.colleague(), OPEN, 2)
    at.choose(OPEN, "4").choose(OTHER, "3")
    assert at.chosen(OPEN) == "2"
    assert (police.stored(OPEN).level, police.stored(OPEN).answered_by) == (2, "colleague")
    assert police.stored(OTHER).level == 3


def test_where_two_choose_at_once_the_second_is_told_and_overwrites_nothing(police, browser):
    at = browser().choose(OPEN, "4")
    police.choose_as(police.colleague(), OPEN, 2)
    at.choose(OPEN, "5")
    assert (
        "You chose “5 Embedded” for MA 1, but A colleague chose “2 Planning” first, so that "
        "answer was kept."
    ) in at.question(OPEN)
    assert police.stored(OPEN).level == 2
    assert at.chosen(OPEN) == "2"
    at.choose(OPEN, "5")
    assert police.stored(OPEN).level == 5


def test_what_a_conflict_put_aside_is_taken_back_with_one_click(police, browser):
    at = browser().choose(OPEN, "4")
    police.choose_as(police.colleague(), OPEN, 2)
    at.choose(OPEN, "5")
    assert at.puts_aside(OPEN) == "Use mine for MA 1: 5 Embedded"
    at.use_mine(OPEN)
    assert (police.stored(OPEN).level, police.stored(OPEN).answered_by) == (5, police.who.id)
    assert at.chosen(OPEN) == "5"
    assert at.reload().puts_aside(OPEN) is None
    assert "meanwhile" not in at.question(OPEN)


def test_taking_back_is_compared_with_what_is_stored_by_then(police, browser):
    at = browser().choose(OPEN, "4")
    colleague = police.colleague()
    police.choose_as(colleague, OPEN, 2)
    at.choose(OPEN, "5")
    police.choose_as(colleague, OPEN, 3)
    at.use_mine(OPEN)
    assert police.stored(OPEN).level == 3
    assert at.chosen(OPEN) == "3"
    assert "A colleague chose “3 Some progress”" in at.question(OPEN)
    at.use_mine(OPEN)
    assert police.stored(OPEN).level == 5


def test_what_was_put_aside_stays_on_offer_while_other_questions_are_answered(police, browser):
    at = browser().choose(OPEN, "4")
    police.choose_as(police.colleague(), OPEN, 2)
    at.choose(OPEN, "5").choose(OTHER, "3").reload()
    assert at.puts_aside(OPEN) == "Use mine for MA 1: 5 Embedded"
    assert "You chose “5 Embedded”" in at.question(OPEN)


def test_a_comment_is_saved_and_deleting_it_is_saved_too(police, browser):
    at = browser().write(OPEN, "We share a desk.")
    assert police.stored(OPEN).comment == "We share a desk."
    assert "Comment saved" in at.question(OPEN)
    assert "no answer yet" in at.question(OPEN)
    at.write(OPEN, "")
    assert police.stored(OPEN).comment == ""
    assert at.written(OPEN) == ""


def test_where_two_write_at_once_both_texts_stand_in_the_box(police, browser):
    at = browser().write(OPEN, "mine at first")
    police.comment_as(police.colleague(), OPEN, "theirs")
    at.write(OPEN, "mine")
    assert "changed by A colleague" in at.question(OPEN)
    assert police.stored(OPEN).comment == "theirs"
    assert at.written(OPEN) == "theirs\n\nmine"


def test_a_click_that_was_lost_with_its_session_is_saved_by_the_next_one(police, browser):
    at = browser().click(OPEN, "4")
    assert not police.stored(OPEN).is_given
    again = at.connected_again()
    assert police.stored(OPEN).level == 4
    assert again.chosen(OPEN) == "4"
    assert "Saved " in again.question(OPEN)


def test_a_lost_click_does_not_overwrite_what_somebody_else_chose_since(police, browser):
    at = browser().click(OPEN, "4")
    police.choose_as(police.colleague(), OPEN, 2)
    again = at.connected_again()
    assert police.stored(OPEN).level == 2
    assert again.chosen(OPEN) == "2"


def test_a_browser_that_shows_nothing_deletes_nothing(police, browser):
    at = browser()
    police.choose_as(police.who, OPEN, 3)
    police.comment_as(police.who, OPEN, "said elsewhere")
    again = at.connected_again()
    kept = police.stored(OPEN)
    assert (kept.level, kept.comment) == (3, "said elsewhere")
    assert (again.chosen(OPEN), again.written(OPEN)) == ("3", "said elsewhere")


def test_where_the_database_fails_nothing_is_called_saved_and_the_next_run_saves(
    police, browser, monkeypatch
):
    at = browser()

    def fail(*_args, **_kwargs):
        raise StoreFailed("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr("owf.web.returns.answer_form.save_choice", fail)
        at.choose(OPEN, "4")
    assert "Not saved, because we could not reach the database" in at.question(OPEN)
    assert 'role="status">Saved ' not in at.question(OPEN)
    assert at.chosen(OPEN) == "4"
    at.reload()
    assert police.stored(OPEN).level == 4
    assert "Saved " in at.question(OPEN)


def test_after_sign_out_elsewhere_a_click_saves_nothing_and_the_page_says_why(police, browser):
    at = browser()
    end_session(police.store, police.token)
    at.choose(OPEN, "4")
    assert "You are signed out" in at.text()
    assert not at.app.radio
    assert not police.stored(OPEN).is_given


def test_the_mark_for_the_style_sheet_names_the_option_that_is_stored(browser):
    at = browser()
    assert "owf-kept-none" in at.question(OPEN)
    for place, option in enumerate(("1", "2", "3", "4", "5", "dont_know", "not_applicable")):
        at.choose(OPEN, option)
        assert f"owf-kept-{place}" in at.question(OPEN)


# Last year's answer.


def test_last_year_s_answer_is_taken_over_with_one_click_and_saved_like_any_other(police, browser):
    at = browser()
    offered = police.last_year(OPEN)
    assert police.stored(OPEN) == StoredAnswer(OPEN)
    at.take_over(OPEN)
    assert choice_of(police.stored(OPEN)) == offered.choice
    assert police.stored(OPEN).answered_by == police.who.id
    assert 'role="status">Saved ' in at.question(OPEN)


def test_it_is_not_offered_where_something_is_chosen_already(browser):
    at = browser()
    assert at.offers(OPEN)
    at.choose(OPEN, "4")
    assert not at.offers(OPEN)
    assert at.offers(OTHER)


def test_taking_it_over_leaves_a_comment_that_was_written_already(police, browser):
    at = browser().write(OPEN, "We asked again.").take_over(OPEN)
    assert police.stored(OPEN).comment == "We asked again."
    assert at.written(OPEN) == "We asked again."


# Evidence.


def test_evidence_is_saved_with_its_last_day_when_the_box_is_left(police, browser):
    browser().name(PROVEN, "The audit of May.", date(2010, 5, 31))
    kept = police.stored(PROVEN)
    assert (kept.evidence, kept.evidence_expires) == ("The audit of May.", date(2010, 5, 31))


def test_a_question_that_asks_for_no_evidence_has_no_box_for_it(browser):
    keys = [one.key for one in browser().app.text_input]
    assert any(key.endswith(f":{PROVEN}") for key in keys)
    assert not any(key.endswith(f":{OPEN}") for key in keys)


def test_evidence_that_a_colleague_named_meanwhile_stays_and_both_are_shown(police, browser):
    at = browser()
    police.name_as(police.colleague(), PROVEN, "Bob's list.")
    at.name(PROVEN, "The audit.")
    assert police.stored(PROVEN).evidence == "Bob's list."
    assert at.named(PROVEN)[0] == "Bob's list.; The audit."
    assert "was changed by A colleague while you were writing" in at.text()


def test_evidence_in_a_browser_that_comes_back_after_a_break_is_saved(police, browser):
    at = browser()
    at.app.text_input(key=f"evidence:{police.return_id}:{PROVEN}").set_value("The audit.")
    at.connected_again()
    assert police.stored(PROVEN).evidence == "The audit."


def test_a_browser_without_evidence_takes_none_away_when_it_comes_back(police, browser):
    at = browser()
    police.name_as(police.who, PROVEN, "The audit.")
    back = at.connected_again().reload()
    assert police.stored(PROVEN).evidence == "The audit."
    assert back.named(PROVEN)[0] == "The audit."
