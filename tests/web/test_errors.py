"""What a person sees when a page cannot be drawn."""

import pytest
import streamlit as st
from sqlalchemy import text
from structlog.testing import capture_logs

from owf.access import Actor
from owf.assessment.errors import (
    AnswerChanged,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    ReasonNeeded,
    Refused,
)
from owf.store import StoreFailed, audit, rounds
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted
from owf.web import errors, layout
from owf.web.errors import show_script_error, told
from owf.web.markup.html import begin_page, heading

SENTENCE = "You may not do this & that; ask your coordinator."
ESCAPED = "You may not do this &amp; that; ask your coordinator."


@pytest.fixture
def seen(monkeypatch):
    """Everything that is put on the page."""
    parts = []
    monkeypatch.setattr("owf.web.markup.html.show", parts.append)
    begin_page()
    return lambda: "".join(parts)


def test_what_is_not_allowed_has_its_heading_and_its_reason(seen):
    assert show_script_error(NotAllowed(SENTENCE))
    assert "<h1>This page is not open to you</h1>" in seen()
    assert f'owf-problem" role="alert"><p>{ESCAPED}</p>' in seen()


def test_what_is_not_there_yet_is_no_alarm(seen):
    assert show_script_error(NotFound(SENTENCE))
    assert "<h1>There is nothing here yet</h1>" in seen()
    assert f'owf-note" role="status"><p>{ESCAPED}</p>' in seen()


@pytest.mark.parametrize(
    "refused",
    [
        Refused(SENTENCE),
        Locked(SENTENCE),
        OutsideScale(SENTENCE),
        ReasonNeeded(SENTENCE),
        Incomplete(SENTENCE, ("CAF 1",)),
        AnswerChanged(SENTENCE, StoredAnswer("caf-1")),
    ],
    ids=lambda refused: type(refused).__name__,
)
def test_every_other_refusal_says_its_sentence_without_a_second_heading(seen, refused):
    heading("Sign off 2009")
    assert show_script_error(refused)
    assert f'role="alert"><p>{ESCAPED}</p>' in seen()
    assert seen().count("<h1>") == 1


@pytest.mark.parametrize("error", [Refused(SENTENCE), StoreFailed("x"), RuntimeError("x")])
def test_a_page_that_failed_before_its_heading_gets_one(seen, error):
    with capture_logs():
        assert show_script_error(error)
    assert seen().count("<h1>") == 1


def test_no_refusal_is_logged_as_a_fault(seen, site_store):
    with capture_logs() as logs:
        show_script_error(NotAllowed(SENTENCE))
    assert logs == []


def test_a_database_that_fails_is_named_without_its_address(seen):
    with capture_logs() as logs:
        assert show_script_error(StoreFailed("postgresql://owf:password@db/owf is away"))
    assert "We cannot reach the database" in seen()
    assert "password" not in seen() + repr(logs)
    assert [(one["event"], one["log_level"]) for one in logs] == [("store_failed", "error")]


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, AssertionError])
def test_an_unknown_error_never_shows_its_text_and_is_logged(seen, error):
    with capture_logs() as logs:
        assert show_script_error(error("secret <b>text</b> of Alice"))
    assert "Something went wrong, so this page" in seen()
    assert "secret" not in seen()
    assert "Alice" not in seen()
    assert error.__name__ not in seen()
    assert [(one["event"], one["kind"]) for one in logs] == [("page_failed", error.__name__)]


# What the policy refused goes into the record.


@pytest.fixture
def refusals(site_store, seen, monkeypatch):
    """Somebody is refused at an address, in one session; gives the record of it, oldest first."""
    monkeypatch.setattr(layout, "who_is_here", lambda: Actor("ivan", "Ivan", address="192.0.2.1"))
    st.session_state.pop(errors._RECORDED, None)

    def refuse(*addresses, error=None):
        for address in addresses:
            monkeypatch.setattr(st, "query_params", _Query(address))
            show_script_error(error or NotAllowed(SENTENCE))
        with site_store.reading() as session:
            found = audit.events(session, EventsWanted(actions=["refused"]), 100)
        return [(one.person_id, one.object_kind, one.trust, one.address) for one in found[::-1]]

    return refuse


class _Query(dict):
    """The choices in an address."""

    def to_dict(self):
        return dict(self)


def test_a_refusal_is_recorded_with_who_asked_for_which_trust_and_from_where(refusals):
    assert refusals({"trust": "873"}) == [("ivan", "page", 873, "192.0.2.1")]


def test_a_page_that_runs_again_is_recorded_once_and_another_choice_once_more(refusals):
    found = refusals({"trust": "873"}, {"trust": "873"}, {"trust": "383"}, {}, {})
    assert [one[2] for one in found] == [873, 383, None]


@pytest.mark.parametrize("trust", ["999999999", "9" * 40, "-1", "x", "", "<b>"])
def test_a_trust_that_is_none_is_not_recorded(refusals, trust):
    assert refusals({"trust": trust}) == [("ivan", "page", None, "192.0.2.1")]


def test_a_partner_in_the_address_stands_for_its_trust(refusals, site_store):
    with site_store.reading() as session:
        ours = min(rounds.partner_ids_of_trust(session, 873))
    assert [one[2] for one in refusals({"partner": str(ours)}, {"partner": "987654"})] == [
        873,
        None,
    ]


@pytest.mark.parametrize("error", [NotFound(SENTENCE), Locked(SENTENCE), RuntimeError("x")])
def test_what_is_not_the_policy_s_refusal_is_not_recorded_as_one(refusals, error):
    with capture_logs():
        assert refusals({}, error=error) == []


def test_a_refusal_that_a_button_meets_is_told_and_recorded(refusals, site_store):
    assert told(NotAllowed(SENTENCE)) == SENTENCE
    assert len(refusals()) == 1


def test_a_record_that_cannot_be_written_hides_no_refusal(refusals, site_store, seen):
    with site_store.writing() as session:
        session.execute(text("ALTER TABLE audit_event RENAME TO elsewhere"))
    with capture_logs() as logs:
        assert show_script_error(NotAllowed(SENTENCE))
    assert f'owf-problem" role="alert"><p>{ESCAPED}</p>' in seen()
    assert [one["event"] for one in logs] == ["refusal_not_recorded"]
