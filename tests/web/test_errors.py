"""What a person sees when a page cannot be drawn."""

import pytest
from structlog.testing import capture_logs

from owf.assessment.refusals import (
    AnswerChanged,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    ReasonNeeded,
    Refused,
)
from owf.store import StoreFailed
from owf.store.answers import StoredAnswer
from owf.web.errors import show_script_error
from owf.web.html import begin_page, heading

SENTENCE = "You may not do this & that; ask your coordinator."
ESCAPED = "You may not do this &amp; that; ask your coordinator."


@pytest.fixture
def seen(monkeypatch):
    """Everything that is put on the page."""
    parts = []
    monkeypatch.setattr("owf.web.html.show", parts.append)
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


def test_no_refusal_is_logged_as_a_fault(seen):
    with capture_logs() as logs:
        show_script_error(NotAllowed(SENTENCE))
    assert logs == []


def test_a_database_that_fails_is_named_without_its_address(seen):
    with capture_logs() as logs:
        assert show_script_error(StoreFailed("postgresql://owf:password@db/owf is away"))
    assert "The database does not answer" in seen()
    assert "password" not in seen() + repr(logs)
    assert [(one["event"], one["log_level"]) for one in logs] == [("store_failed", "error")]


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, AssertionError])
def test_an_unknown_error_never_shows_its_text_and_is_logged(seen, error):
    with capture_logs() as logs:
        assert show_script_error(error("secret <b>text</b> of Alice"))
    assert "Something went wrong on our side" in seen()
    assert "secret" not in seen()
    assert "Alice" not in seen()
    assert error.__name__ not in seen()
    assert [(one["event"], one["kind"]) for one in logs] == [("page_failed", error.__name__)]
