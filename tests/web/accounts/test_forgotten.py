"""A forgotten password: one answer for everybody, and a letter for whoever has an account."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from owf import clock
from owf.access.waits import FREE_FOR_AN_ACCOUNT, FREE_FOR_AN_ADDRESS
from owf.store import audit, people
from owf.store.audit import EventsWanted
from tests.web.browsers import OTHER, field, fill_in, sign_in_by_password, whoever_is_there, words

ON_ITS_WAY = "we have sent a link to it"


class _Letterbox(MessageHandler):
    def __init__(self):
        super().__init__()
        self.letters = []

    def handle_message(self, message):
        self.letters.append(message)


class _AnyPort(Controller):
    """A mail server on a port that the machine chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def letters(setting):
    """What a real mail server on this machine was handed."""
    letterbox = _Letterbox()
    server = _AnyPort(letterbox, hostname="127.0.0.1", port=0)
    server.start()
    setting("OWF_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
    yield letterbox.letters
    server.stop()


def ask(client, email="anna@example.org"):
    return fill_in(client, "/auth/forgotten", email=email)


def the_events(store):
    with store.reading() as session:
        return audit.events(session, EventsWanted(actions=["reset_asked"]), 100)


def test_the_link_of_the_letter_sets_a_new_password(client, visit, anna, letters):
    answer = ask(client, " ANNA@example.org")
    assert (answer.status_code, ON_ITS_WAY in words(answer)) == (200, True)
    (letter,) = letters
    assert letter["to"] == "anna@example.org"
    assert "Dear Anna Novak" in letter.get_payload()
    assert "within 2 hours" in letter.get_payload()
    path = re.search(r"http://127.0.0.1:8501(/auth/accept/\S+)", letter.get_payload())[1]
    other = visit()
    assert fill_in(other, path, password=OTHER, again=OTHER).status_code == 303
    assert whoever_is_there(other).id == "anna"
    assert sign_in_by_password(visit()).status_code == 403
    assert sign_in_by_password(visit(), password=OTHER).status_code == 303


@pytest.mark.usefixtures("anna", "eve")
def test_the_answer_is_the_same_for_an_unknown_address_and_a_disabled_person(
    visit, letters, site_store
):
    with site_store.writing() as session:
        people.set_disabled(session, "eve", clock.now())
    answers = [ask(visit(), f"{name}@example.org") for name in ("anna", "nobody", "eve")]
    texts = {re.sub(r'name="form_token" value="[^"]*"', "", one.text) for one in answers}
    assert len(texts) == 1
    assert {one.status_code for one in answers} == {200}
    assert [one["to"] for one in letters] == ["anna@example.org"]


def test_the_record_knows_who_asked_and_holds_no_address_of_theirs(
    client, anna, letters, site_store
):
    ask(client)
    ask(client, "nobody@example.org")
    unknown, known = the_events(site_store)
    assert (known.person_id, unknown.person_id) == ("anna", None)
    assert known.address == unknown.address == "testclient"
    assert "example.org" not in repr((known, unknown))


def test_somebody_who_never_chose_a_password_gets_their_invitation_again(client, eve, letters):
    ask(client, "eve@example.org")
    assert "within 14 days" in letters[0].get_payload()
    assert "Dear Eve <b>Ng</b>" in letters[0].get_payload()


def test_asking_again_and_again_writes_no_more_letters_and_tells_nothing(
    client, visit, anna, letters
):
    for email in ("anna@example.org", "nobody@example.org"):
        for number in range(FREE_FOR_AN_ACCOUNT):
            asker = visit(client=(f"192.0.2.{number}", 1))
            assert ask(asker, email).status_code == 200
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (known.status_code, unknown.status_code) == (429, 429)
    assert "asked for too many times" in words(known)
    assert int(known.headers["retry-after"]) > 0
    assert len(letters) == FREE_FOR_AN_ACCOUNT


def test_an_address_that_asks_for_many_accounts_waits(visit, letters):
    asker = visit(client=("192.0.2.7", 1))
    for number in range(FREE_FOR_AN_ADDRESS):
        assert ask(asker, f"person{number}@example.org").status_code == 200
    assert ask(asker, "another@example.org").status_code == 429


def test_asking_does_not_make_sign_in_wait(client, anna, letters):
    for _ in range(FREE_FOR_AN_ACCOUNT + 1):
        ask(client)
    assert sign_in_by_password(client).status_code == 303


@pytest.mark.parametrize(
    "email",
    ["", "anna", "anna@example.org\r\nBcc: evil@example.org", "a@b.example, c@d.example", "<b>@"],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(client, anna, letters, email):
    answer = ask(client, email)
    assert answer.status_code == 400
    assert "is not an e-mail address" in words(answer)
    assert (field(answer, "email") or "") == email
    assert "<b>@" not in answer.text
    assert letters == []


def test_another_sites_form_writes_no_letter(client, anna, letters):
    client.get("/auth/forgotten")
    answer = client.post("/auth/forgotten", data={"email": "anna@example.org"})
    assert answer.status_code == 403
    assert letters == []


def test_without_a_mail_server_it_says_whom_to_ask(client, anna, site_store):
    page = client.get("/auth/forgotten")
    assert "Ask your Trust's coordinator or an administrator for a link" in words(page)
    assert "<form" not in page.text
    answer = client.post("/auth/forgotten", data={"email": "anna@example.org"})
    assert (answer.status_code, ON_ITS_WAY in words(answer)) == (409, False)
    assert the_events(site_store) == []


def test_a_mail_server_that_is_down_changes_nothing_of_the_answer(client, anna, setting):
    import socket  # noqa: PLC0415

    with closing(socket.socket()) as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        setting("OWF_SMTP_URL", f"smtp://127.0.0.1:{nobody_listens.getsockname()[1]}")
        assert ON_ITS_WAY in words(ask(client))


def test_a_name_with_line_breaks_begins_no_header_and_no_letter_of_its_own(
    client, letters, site_store
):
    name = "Eve\r\nBcc: evil@example.org\r\n\r\nPay at http://evil.example"
    with site_store.writing() as session:
        people.add_person(session, "eve", name, email="eve@example.org")
    ask(client, "eve@example.org")
    (letter,) = letters
    assert letter["bcc"] is None
    assert letter.get_payload().splitlines()[0].startswith("Dear Eve Bcc: evil@example.org Pay")
