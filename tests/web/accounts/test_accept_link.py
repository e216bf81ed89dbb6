"""One-time links at a browser: each opens one door once, and leaks nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from owf import clock
from owf.access import who_is_there
from owf.access.one_time_links import LASTS, Purpose
from owf.access.sessions import COOKIE, start_session
from owf.store import audit, get_store, people
from owf.store.audit import EventsWanted
from tests.web.browsers import (
    GOOD,
    OTHER,
    fill_in,
    sign_in,
    sign_in_by_password,
    whoever_is_there,
    words,
)


def accept(client, path, password=GOOD, again=None):
    return fill_in(client, path, password=password, again=password if again is None else again)


def test_an_invitation_sets_the_password_signs_in_and_leads_to_the_start_page(
    client, link_for, site_store
):
    answer = accept(client, link_for())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert whoever_is_there(client).id == "eve"
    with site_store.reading() as session:
        event = audit.events(session, EventsWanted(), 1)[0]
    assert (event.action, event.person_id, event.address) == (
        "invitation_accepted",
        "eve",
        "testclient",
    )


def test_it_says_whose_account_it_is_and_the_rules_as_text(client, link_for):
    page = client.get(link_for())
    assert "for the account of Eve <b>Ng</b>" in words(page)
    assert "<b>Ng" not in page.text
    assert "At least 12 characters" in words(page)
    assert page.text.count('autocomplete="new-password"') == 2
    assert 'autocomplete="username" value="eve@example.org"' in page.text


def test_a_link_is_told_to_nobody_else(client, link_for):
    path = link_for()
    for answer in (client.get(path), accept(client, path, "short")):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert path.rpartition("/")[2] not in answer.text
        assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")


def test_looking_at_a_link_does_not_use_it_up(client, link_for):
    path = link_for()
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert accept(client, path).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", None, "The password has 5 characters"),
        ("password2009!", None, "easy to guess"),
        ("x" * 201, None, "too long"),
        (GOOD, OTHER, "The two passwords are different"),
        ("", None, "The password has 0 characters"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_the_link_still_works(
    client, link_for, password, again, said
):
    path = link_for()
    answer = accept(client, path, password, again)
    assert answer.status_code == 400
    assert said in words(answer)
    assert 'aria-invalid="true"' in answer.text
    assert GOOD not in answer.text
    assert COOKIE not in client.cookies
    assert accept(client, path).status_code == 303


def test_a_used_link_says_so_and_does_nothing(client, visit, link_for):
    path = link_for()
    accept(client, path)
    again = visit()
    for answer in (again.get(path), again.post(path, data={"password": OTHER, "again": OTHER})):
        assert answer.status_code == 410
        assert "already been used" in words(answer)
    assert sign_in_by_password(again, "eve@example.org").status_code == 303


def test_two_who_sent_the_form_at_once_are_not_both_let_in(client, visit, link_for):
    path = link_for()
    second = visit()
    second.get(path)
    accept(client, path)
    assert accept(second, path, OTHER).status_code == 410
    assert COOKIE not in second.cookies


@pytest.mark.parametrize("purpose", Purpose)
def test_an_expired_link_says_what_to_do(client, link_for, purpose):
    made = clock.now() - LASTS[purpose]
    with clock.stopped_at(made - timedelta(minutes=1)):
        path = link_for(purpose)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "expired" in words(answer)
    assert client.post(path, data={"password": GOOD, "again": GOOD}).status_code == 410


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token[:20],
        lambda token: token + "A",
        lambda token: token.swapcase(),
        lambda _: "made-up",
        lambda _: "%00",
        lambda _: "%ff%fe",
        lambda token: token + "%0d%0aX: y",
    ],
)
def test_a_forged_or_truncated_link_opens_nothing(client, link_for, change):
    before, _, token = link_for().rpartition("/")
    answer = client.get(f"{before}/{change(token)}")
    assert answer.status_code == 410
    assert "This link does not work" in words(answer)
    assert "x" not in answer.headers


def test_a_newer_link_takes_the_place_of_the_first(client, link_for):
    first, second = link_for(), link_for()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_link_of_somebody_disabled_opens_nothing(client, link_for, site_store):
    path = link_for()
    with site_store.writing() as session:
        people.set_disabled(session, "eve", clock.now())
    assert client.get(path).status_code == 410
    assert client.post(path, data={"password": GOOD, "again": GOOD}).status_code == 410


def test_another_sites_form_sets_no_password(client, link_for):
    path = link_for()
    client.get(path)
    for token in ("", "made-up"):
        data = {"password": GOOD, "again": GOOD, "form_token": token}
        answer = client.post(path, data=data)
        assert answer.status_code == 403
        assert "nothing was changed" in words(answer)
    assert COOKIE not in client.cookies
    assert accept(client, path).status_code == 303


def test_whoever_was_signed_in_at_this_browser_is_signed_out(client, link_for):
    sign_in(client, "chair")
    first = client.cookies[COOKIE]
    accept(client, link_for())
    assert who_is_there(get_store(), first) is None
    assert whoever_is_there(client).id == "eve"


def test_a_reset_ends_every_other_session(client, anna, link_for, site_store):
    elsewhere = start_session(site_store, "anna")
    page = client.get(path := link_for(Purpose.RESET, "anna"))
    assert "signed out everywhere else" in words(page)
    assert accept(client, path, OTHER).status_code == 303
    assert who_is_there(site_store, elsewhere) is None
    assert whoever_is_there(client).id == "anna"


@pytest.mark.parametrize("after", [".", ",", ")", ">", "%3E", "%0A", "%20", "%E2%80%8B", "_", "-"])
def test_a_mark_after_a_link_is_taken_off(client, link_for, after):
    path = link_for()
    answer = client.get(path + after)
    assert (answer.status_code, answer.headers["location"]) == (303, path)


def test_a_link_without_its_end_says_what_to_do(client, link_for):
    for missing in (1, 5, 20):
        answer = client.get(link_for()[:-missing])
        assert answer.status_code == 410
        assert "Its end is missing" in words(answer)
        assert "ask for another" in words(answer)
        assert "Eve" not in words(answer)
