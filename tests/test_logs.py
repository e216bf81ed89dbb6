"""Neither the logs nor the record tell what somebody answered, or how to become somebody."""

from __future__ import annotations

import json
import logging
import sys
from io import StringIO

import pytest
import structlog
from sqlalchemy import inspect, text

from owf.access import start_session, who_is_there
from owf.access.errors import LinkRefused, PasswordRefused, SignInRefused
from owf.access.mail import Letter, MailFailed, send
from owf.access.one_time_links import Purpose, accept, change_password, make_link
from owf.access.sign_in import sign_in
from owf.assessment.errors import AnswerChanged, OutsideScale
from owf.assessment.moderation.agreeing import agree_level
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.returns.answering import answers_now, save_choice, save_comment
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.sign_off import sign_off
from owf.logs import set_up_logs, where_it_failed
from owf.questionnaire import NonScore
from owf.settings import get_settings
from owf.store import people
from owf.store.answers import StoredAnswer
from owf.store.people import EmailTaken
from owf.store.results import Note
from owf.web.errors import show_script_error

EMAIL, OTHER_EMAIL = "anna.smith@example.org", "somebody.else@example.net"
NAME = "Anna Smith"
PASSWORD, WRONG, NEW = "kettle orbit plum fence", "wrong horse battery", "seven quiet lamps uphill"
COMMENT, REASON = "Our secret worry is the rota.", "They showed us confidential minutes."


@pytest.fixture
def logged(monkeypatch):
    """All that is written to standard error, by us and by the libraries, however trifling."""
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    before = structlog.get_config()
    handler = logging.StreamHandler(written)
    # The server's does not pass on what it logs once Streamlit has set it up.
    root, server = logging.getLogger(), logging.getLogger("uvicorn.error")
    level = root.level
    root.addHandler(handler)
    server.addHandler(handler)
    root.setLevel(logging.DEBUG)
    set_up_logs()
    # Not kept by the loggers of modules: later tests capture what they log.
    structlog.configure(cache_logger_on_first_use=False)
    yield written.getvalue
    root.removeHandler(handler)
    server.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**before)
    logging.getLogger("streamlit.error_util").disabled = False


def tell_tale(cast, environment):
    """Everything that could leak: gives the words that nobody may read again."""
    environment.setenv("OWF_SMTP_URL", f"smtp://user:{WRONG.replace(' ', '')}@127.0.0.1:9")
    get_settings.cache_clear()
    store, home = cast.store, "192.0.2.1"
    with store.writing() as session:
        people.add_person(session, "anna", NAME, email=EMAIL)
        link = make_link(session, "anna", Purpose.INVITATION)
    with pytest.raises(MailFailed):
        send(Letter(EMAIL, "Come and join", f"Open {link.url}"))
    with pytest.raises(PasswordRefused):
        accept(store, link.token, WRONG[:9], address=home)
    token = accept(store, link.token, PASSWORD, address=home)
    with pytest.raises(LinkRefused):
        accept(store, link.token, PASSWORD, address=home)
    for email, password in ((EMAIL, WRONG), (OTHER_EMAIL, PASSWORD)):
        with pytest.raises(SignInRefused):
            sign_in(store, email, password, address=home)
    second = sign_in(store, EMAIL, PASSWORD, address=home)
    anna = who_is_there(store, second, home)
    change_password(store, anna, PASSWORD, NEW, keep_token=second)
    with store.writing() as session:
        reset = make_link(session, "anna", Purpose.RESET)
    answering(cast)
    return {
        EMAIL, OTHER_EMAIL, PASSWORD, WRONG, WRONG.replace(" ", ""), NEW, COMMENT, REASON,
        token, second, link.token, reset.token, NAME,
    }  # fmt: skip


def answering(cast):
    """A year with comments and reasons, and some things that go wrong in it."""
    police, nothing = cast.police, StoredAnswer("caf-1")
    save_choice(cast.store, cast.alice, police, "caf-1", NonScore.NOT_APPLICABLE, seen=nothing)
    save_comment(cast.store, cast.alice, police, "caf-1", COMMENT, seen=nothing)
    with pytest.raises(AnswerChanged):
        save_comment(cast.store, cast.bob, police, "caf-1", f"{COMMENT} Not.", seen=nothing)
    with pytest.raises(OutsideScale):
        save_choice(cast.store, cast.alice, police, "caf-2", 9, seen=StoredAnswer("caf-2"))
    for item in cast.pack.items:
        seen = answers_now(cast.store, police).get(item.id, StoredAnswer(item.id))
        save_choice(cast.store, cast.alice, police, item.id, 5, seen=seen)
    submit_return(cast.store, cast.alice, police)
    cast.submit_all(cast.cambridgeshire, {"health": 5, "schools": 5})
    agree_level(
        cast.store, cast.carol, cast.cambridgeshire.round_id, "caf-1", 1,
        reason=REASON, seen_version=0,
    )  # fmt: skip
    cast.accept_all(cast.cambridgeshire)
    keep_note(cast.store, cast.erin, cast.cambridgeshire.round_id, Note("", COMMENT))
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")


def whole_record(store):
    """Every row of the record as text."""
    with store.reading() as session:
        columns = [one["name"] for one in inspect(session.connection()).get_columns("audit_event")]
        rows = session.execute(text("SELECT * FROM audit_event")).all()
    assert "detail" in columns
    return "\n".join(
        json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False)
        for row in rows
    )


def test_neither_logs_nor_record_hold_an_answer_a_password_a_token_or_an_address(
    cast, environment, logged
):
    secrets = tell_tale(cast, environment)
    # A questionnaire is named like an address, and is none.
    kept = whole_record(cast.store).replace(cast.pack.name, "")
    assert kept.count("\n") > 20
    assert "mail_failed" in logged()
    for secret in secrets:
        assert secret not in kept
        assert secret not in logged()
    for sign in ("@", "not_applicable"):
        assert sign not in kept
        assert sign not in logged()


def test_the_record_says_nowhere_which_level_was_chosen(cast, environment):
    """Two years that differ only in their levels leave the same record."""
    found = []
    for sector, level in (("health", 1), ("schools", 5)):
        cast.answer(cast.leeds, sector, level, submit=True)
        found.append(whole_record(cast.store).splitlines()[-1])
    details = [json.loads(line)["detail"] for line in found]
    assert [json.loads(one) if isinstance(one, str) else one for one in details] == [
        {"answers": 6},
        {"answers": 6},
    ]


def test_a_fault_in_a_page_is_logged_where_it_happened_and_without_its_words(
    cast, logged, monkeypatch
):
    monkeypatch.setattr("owf.web.markup.html.show", lambda _markup: None)

    def add(person_id):
        with cast.store.writing() as session:
            people.add_person(session, person_id, NAME, email=EMAIL)

    add("anna")
    with pytest.raises(EmailTaken) as caught:
        add("ben")
    assert show_script_error(caught.value)
    assert '"event": "page_failed"' in logged()
    assert "IntegrityError" in logged()
    assert "in add_person" in logged()
    assert EMAIL not in logged()
    assert NAME not in logged()


def test_what_the_server_logs_of_a_fault_is_without_its_words_too(logged):
    try:
        raise ValueError(COMMENT) from KeyError(EMAIL)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    assert "Exception in ASGI application" in logged()
    assert "builtins.ValueError" in logged()
    assert "builtins.KeyError" in logged()
    assert COMMENT not in logged()
    assert EMAIL not in logged()


def test_where_it_failed_names_the_line_and_every_fault_behind_it():
    def inner():
        raise KeyError(EMAIL)

    try:
        try:
            inner()
        except KeyError as error:
            raise RuntimeError(COMMENT) from error
    except RuntimeError as error:
        words = where_it_failed((type(error), error, error.__traceback__))
    assert "in inner" in words
    assert words.endswith("builtins.KeyError")
    assert "RuntimeError\nwhile handling\n" in words
    assert "@" not in words


def test_a_session_s_token_is_not_in_what_is_logged_of_it(cast, logged):
    token = start_session(cast.store, "alice")
    who_is_there(cast.store, token)
    assert token not in logged()
