"""One's own name and e-mail address on the account page, and the page behind the link."""

from __future__ import annotations

import re

import pytest

from owf.access import start_session
from owf.access.sessions import COOKIE
from owf.access.waits import FREE_FOR_AN_ACCOUNT
from owf.store import accounts, people
from tests.web.browsers import (
    GOOD,
    fill_in,
    sign_in,
    sign_in_by_password,
    whoever_is_there,
    words,
)

ACCOUNT = "/auth/account"
NEW = "anna@new.example"


@pytest.fixture
def own(visit, anna):
    """Anna's browser, signed in."""
    client = visit()
    sign_in_by_password(client)
    return client


def rename(client, name):
    return fill_in(client, ACCOUNT, f"{ACCOUNT}/name", name=name)


def ask(client, email=NEW, current=GOOD):
    return fill_in(client, ACCOUNT, f"{ACCOUNT}/email", email=email, current=current)


def path_in(letter):
    return re.search(r"/auth/email/\w+", letter.get_content())[0]


def email_of(store, person_id="anna"):
    with store.reading() as session:
        return accounts.account_of(session, person_id).email


def test_the_name_is_changed_at_once(own):
    answer = rename(own, "  Anna   Bell ")
    assert "Your name has been changed." in words(answer)
    assert "Name Anna Bell" in words(answer)
    assert whoever_is_there(own).name == "Anna Bell"
    assert "Your name is as it was." in words(rename(own, "Anna Bell"))


@pytest.mark.parametrize(
    ("name", "said"), [("", "The name is missing"), ("B" * 121, "The name has 121 characters")]
)
def test_a_name_that_will_not_do_stands_in_the_open_form_with_why(own, name, said):
    answer = rename(own, name)
    assert (answer.status_code, said in words(answer)) == (400, True)
    assert '<details class="after" open>' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert whoever_is_there(own).name == "Anna Novak"


def test_a_new_address_waits_is_confirmed_by_its_link_and_signs_in(
    own, visit, site_store, mail_server
):
    answer = ask(own)
    assert "We have sent a link to the new address." in words(answer)
    said = words(own.get(ACCOUNT))
    assert f"We have sent a link to {NEW}." in said
    assert "Until then, sign in with anna@example.org." in said
    path = path_in(mail_server.letters[0])
    elsewhere = visit()
    page = elsewhere.get(path)
    assert f"This makes {NEW} the e-mail address of the account of Anna Novak." in words(page)
    assert email_of(site_store) == "anna@example.org"
    done = fill_in(elsewhere, path)
    assert f"Your e-mail address is now {NEW}." in words(done)
    assert 'href="/auth/sign-in"' in done.text
    assert COOKIE not in elsewhere.cookies
    assert whoever_is_there(own).id == "anna"
    assert "We have sent a link to" not in words(own.get(ACCOUNT))
    assert sign_in_by_password(visit()).status_code == 403
    assert sign_in_by_password(visit(), NEW).status_code == 303


def test_whoever_is_signed_in_stays_so_and_is_led_back(own, mail_server):
    ask(own)
    done = fill_in(own, path_in(mail_server.letters[0]))
    assert 'href="/">Back to Start' in done.text
    assert "owf_known" in done.headers["set-cookie"]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (("no address", GOOD), 400, "is not an e-mail address"),
        (("", GOOD), 400, "is not an e-mail address"),
        (("anna@example.org", GOOD), 400, "This is your e-mail address already."),
        (("refused@new.example", GOOD), 400, "nothing was sent to refused@new.example"),
        ((NEW, "wrong"), 403, "That is not your current password."),
        ((NEW, ""), 403, "That is not your current password."),
    ],
)
def test_an_address_that_will_not_do_says_why_and_nothing_waits(
    own, mail_server, sent, status, said
):
    answer = ask(own, *sent)
    assert (answer.status_code, said in words(answer)) == (status, True)
    assert answer.text.count('aria-invalid="true"') == 1
    assert '<details class="after" open>' in answer.text
    assert f'value="{GOOD}"' not in answer.text
    assert "We have sent a link" not in words(own.get(ACCOUNT))


def test_what_was_typed_stays_in_the_form_that_was_refused(own, mail_server):
    assert f'value="{NEW}"' in ask(own, current="wrong").text
    assert 'value="Anna &lt;b&gt;"' not in own.get(ACCOUNT).text


def test_a_stranger_s_address_gets_the_same_words_and_the_letter_says_so(
    own, eve, site_store, mail_server
):
    free, taken = ask(own), ask(own, "eve@example.org")
    assert words(free).replace(NEW, "X") == words(taken).replace("eve@example.org", "X")
    to_eve = mail_server.letters[-2]
    assert to_eve["to"] == "eve@example.org"
    assert "/auth/email/" not in to_eve.get_content()


def test_an_address_given_to_another_meanwhile_is_not_confirmed(own, site_store, mail_server):
    ask(own)
    with site_store.writing() as session:
        people.add_person(session, "zoe", "Zoe", email=NEW)
    answer = fill_in(own, path_in(mail_server.letters[0]))
    assert answer.status_code == 410
    assert "cannot be used for this account, so nothing was changed" in words(answer)
    assert "Zoe" not in words(answer)
    assert email_of(site_store) == "anna@example.org"


def test_it_is_cancelled(own, site_store, mail_server):
    ask(own)
    answer = fill_in(own, ACCOUNT, f"{ACCOUNT}/email", cancel="yes")
    assert "Your e-mail address stays as it is." in words(answer)
    assert "No other address was waiting any more." in words(
        fill_in(own, ACCOUNT, f"{ACCOUNT}/email", cancel="yes")
    )
    dead = own.get(path_in(mail_server.letters[0]))
    assert (dead.status_code, "cancelled" in words(dead)) == (410, True)
    assert 'href="/auth/account"' in dead.text


def test_without_a_mail_server_the_page_says_whom_to_ask(own):
    said = words(own.get(ACCOUNT))
    assert "Ask your Trust's coordinator or an administrator to change it" in said
    assert 'action="/auth/account/email"' not in own.get(ACCOUNT).text
    assert "Ask your Trust's coordinator or an administrator" in words(ask(own))


def test_asking_too_often_waits(own, mail_server):
    for number in range(FREE_FOR_AN_ACCOUNT):
        assert ask(own, f"a{number}@new.example").status_code == 200
    answer = ask(own)
    assert (answer.status_code, "too many times" in words(answer)) == (429, True)


@pytest.mark.parametrize("to", ["name", "email"])
def test_nobody_else_and_no_other_site_changes_anything(client, own, site_store, mail_server, to):
    fields = {"name": "Mallory", "email": NEW, "current": GOOD}
    answer = client.post(f"{ACCOUNT}/{to}", data=fields)
    assert answer.headers["location"] == "/auth/sign-in?next=%2Fauth%2Faccount"
    refused = own.post(f"{ACCOUNT}/{to}", data={**fields, "form_token": "made-up"})
    assert (refused.status_code, "nothing was changed" in words(refused)) == (403, True)
    assert whoever_is_there(own).name == "Anna Novak"
    assert mail_server.letters == []


def test_another_site_s_form_confirms_nothing(own, site_store, mail_server):
    ask(own)
    answer = own.post(path_in(mail_server.letters[0]), data={"form_token": "made-up"})
    assert (answer.status_code, "nothing was changed" in words(answer)) == (403, True)
    assert email_of(site_store) == "anna@example.org"


@pytest.mark.parametrize("after", [".", ",", ")", "%3E", "%E2%80%8B"])
def test_a_mark_after_the_link_is_taken_off(client, own, mail_server, after):
    ask(own)
    path = path_in(mail_server.letters[0])
    answer = client.get(path + after)
    assert (answer.status_code, answer.headers["location"]) == (303, path)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda _: "%00"])
def test_a_forged_or_truncated_link_says_what_to_do(client, own, mail_server, change):
    ask(own)
    before, _, token = path_in(mail_server.letters[0]).rpartition("/")
    answer = client.get(f"{before}/{change(token)}")
    assert (answer.status_code, "Its end is missing" in words(answer)) == (410, True)
    assert 'href="/auth/sign-in"' in answer.text
    assert "Anna" not in words(answer)


def test_a_name_full_of_html_is_text_behind_the_link(client, visit, site_store, mail_server):
    with site_store.writing() as session:
        people.add_person(session, "eve", "<b>Eve</b>", email="eve@example.org")
    client.cookies.set(COOKIE, start_session(site_store, "eve"))
    ask(client, "eve@new.example", "")
    page = visit().get(path_in(mail_server.letters[0]))
    assert "the account of <b>Eve</b>" in words(page)
    assert "<b>Eve" not in page.text


def test_the_people_of_the_demonstration_are_offered_nothing(client):
    sign_in(client)
    page = client.get(ACCOUNT)
    assert "keep their names and addresses" in words(page)
    assert f"{ACCOUNT}/name" not in page.text
    assert "keep their names and addresses" in words(rename(client, "Other"))
