"""One's own account: who one is here, the password, and where one is signed in."""

from __future__ import annotations

import pytest

from owf.access import start_session, who_is_there
from owf.access.sessions import COOKIE
from owf.access.waits import FREE_FOR_AN_ACCOUNT
from owf.store import accounts, audit, people
from owf.store.audit import EventsWanted
from tests.web.browsers import (
    GOOD,
    OTHER,
    field,
    fill_in,
    sign_in,
    sign_in_by_password,
    whoever_is_there,
    words,
)

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def own(visit, anna):
    """Anna's browser, signed in."""
    client = visit(headers={"user-agent": FIREFOX})
    sign_in_by_password(client)
    return client


def change(client, old=GOOD, password=OTHER, again=None):
    return fill_in(
        client,
        "/auth/account",
        old=old,
        password=password,
        again=password if again is None else again,
    )


def end(client, where):
    return fill_in(client, "/auth/account", "/auth/account/sessions", where=where)


def test_it_shows_who_one_is_and_what_one_may_do_in_words(own):
    said = words(own.get("/auth/account"))
    assert "Anna Novak" in said
    assert "anna@example.org" in said
    assert "Coordinator, Cambridgeshire" in said
    assert "Regional lead, East of England" in said


def test_it_shows_where_one_is_signed_in_and_which_browser_is_this_one(own, site_store):
    start_session(site_store, "anna", "Safari on iPhone")
    start_session(site_store, "demo-1-partner", "somebody else's")
    said = words(own.get("/auth/account"))
    assert "Firefox on Windows this one" in said
    assert "Safari on iPhone 10 July 2009" in said
    assert "somebody else" not in said
    assert said.count("this one") == 1


def test_what_is_written_as_html_in_a_name_is_text(client, visit, site_store):
    with site_store.writing() as session:
        people.add_person(session, "eve", "<script>alert(1)</script>", email="eve@example.org")
    client.cookies.set(COOKIE, start_session(site_store, "eve", "<img src=x>"))
    for path in ("/auth/account", "/auth/sign-out"):
        page = client.get(path)
        assert "<script>alert(1)</script>" in words(page)
        assert "<script" not in page.text
        assert "<img" not in page.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_sees_it(client, method):
    answer = (
        client.get("/auth/account")
        if method == "get"
        else client.post("/auth/account", data={"old": GOOD})
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/auth/sign-in?next=%2Fauth%2Faccount"
    assert client.post("/auth/account/sessions", data={"where": "everywhere"}).status_code == 303


def test_sign_in_leads_back_to_it(client, anna):
    page = client.get(client.get("/auth/account").headers["location"])
    answer = sign_in_by_password(client, next=field(page, "next"))
    assert answer.headers["location"] == "/auth/account"


def test_changing_the_password_ends_every_other_session_and_keeps_this_one(own, visit, site_store):
    elsewhere = start_session(site_store, "anna")
    answer = change(own)
    assert answer.status_code == 200
    assert "Your password has been changed." in words(answer)
    assert whoever_is_there(own).id == "anna"
    assert who_is_there(site_store, elsewhere) is None
    assert sign_in_by_password(visit()).status_code == 403
    assert sign_in_by_password(visit(), password=OTHER).status_code == 303


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (("wrong", OTHER), 403, "That is not your current password"),
        ((GOOD, "short"), 400, "The password has 5 characters"),
        ((GOOD, "anna novak 2009"), 400, "easy to guess"),
        ((GOOD, OTHER, "another one entirely"), 400, "The two passwords are different"),
        (("", ""), 403, "That is not your current password"),
    ],
)
def test_a_change_that_will_not_do_says_why_and_changes_nothing(own, visit, sent, status, said):
    answer = change(own, *sent)
    assert answer.status_code == status
    assert said in words(answer)
    assert "has been changed" not in words(answer)
    assert answer.text.count('aria-invalid="true"') == 1
    assert sign_in_by_password(visit()).status_code == 303


def test_whoever_finds_an_open_browser_cannot_guess_the_password_there(own):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        assert change(own, "wrong").status_code == 403
    answer = change(own)
    assert (answer.status_code, "wrong too many times" in words(answer)) == (429, True)


def test_signing_out_everywhere_else_keeps_this_browser_alone(own, site_store):
    elsewhere = start_session(site_store, "anna")
    others = start_session(site_store, "demo-1-partner")
    assert "signed out of every other browser" in words(end(own, "elsewhere"))
    assert whoever_is_there(own).id == "anna"
    assert who_is_there(site_store, elsewhere) is None
    assert who_is_there(site_store, others) is not None


def test_signing_out_everywhere_ends_this_one_too_and_is_in_the_record(own, site_store):
    token, elsewhere = own.cookies[COOKIE], start_session(site_store, "anna")
    answer = end(own, "everywhere")
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/sign-in")
    assert COOKIE not in own.cookies
    assert who_is_there(site_store, token) is None
    assert who_is_there(site_store, elsewhere) is None
    with site_store.reading() as session:
        event = audit.events(session, EventsWanted(), 1)[0]
    assert (event.action, event.person_id) == ("signed_out_everywhere", "anna")


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_another_sites_forms_do_nothing(own, site_store, token):
    data = {} if token is None else {"form_token": token}
    changed = own.post(
        "/auth/account", data={**data, "old": GOOD, "password": OTHER, "again": OTHER}
    )
    ended = own.post("/auth/account/sessions", data={**data, "where": "everywhere"})
    assert (changed.status_code, ended.status_code) == (403, 403)
    assert "nothing was changed" in words(changed)
    assert whoever_is_there(own).id == "anna"


def test_an_order_that_is_none_is_refused(own):
    assert end(own, "nowhere").status_code == 400
    assert whoever_is_there(own).id == "anna"


def test_the_demonstrations_people_have_no_password_to_change(client):
    sign_in(client, "chair")
    page = client.get("/auth/account")
    assert "have no password" in words(page)
    assert 'name="old"' not in page.text
    assert change(client).status_code == 403


def test_who_signs_in_without_a_password_is_told_how_to_choose_one(own, site_store):
    with site_store.writing() as session:
        accounts.set_password(session, "anna", None)
    page = own.get("/auth/account")
    assert "ask for a link to choose it" in words(page)
