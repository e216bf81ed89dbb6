"""Sign-in and sign-out on plain pages, and what stands before every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import who_is_there
from owf.access.sessions import COOKIE, start_session
from owf.access.sign_in import WRONG
from owf.access.waits import FREE_FOR_AN_ACCOUNT, FREE_FOR_AN_ADDRESS, Try, count_failure
from owf.assessment.packs import pack_of
from owf.demo.places import CAMBRIDGESHIRE
from owf.settings import get_settings
from owf.store import answers, audit, get_store, people, rounds
from owf.store.audit import EventsWanted
from owf.web.server.sessions import safe_next
from tests.web.browsers import (
    GOOD,
    HTML,
    cookie_line,
    field,
    sign_in,
    sign_in_by_password,
    whoever_is_there,
    words,
)

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "http:/evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    "/auth/sign-out",
    "/auth/sign-in?next=/",
    "/auth/account/../../evil",
    "/compare/../evil",
    "/compare\r\nLocation: //evil.example",
    "/" + "a" * 2001,
]


# Signing in


def test_signing_in_starts_a_session_on_the_server_and_goes_to_the_start_page(client):
    answer = sign_in(client, "chair")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    who = who_is_there(get_store(), client.cookies[COOKIE])
    assert who is not None
    assert who.roles[0].role == "chair"


def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    attributes = [part.strip().lower() for part in cookie_line(sign_in(client)).split(";")]
    assert {"httponly", "samesite=lax", "path=/"} <= set(attributes)
    assert "secure" not in attributes


def test_over_https_both_cookies_are_secure(visit, setting):
    setting("OWF_BASE_URL", "https://workforce.example")
    client = visit("https://workforce.example")
    form = client.get("/auth/sign-in")
    assert "; secure" in cookie_line(form, "__Host-owf_form").lower()
    assert "; secure" in cookie_line(sign_in(client), f"__Host-{COOKIE}").lower()
    assert form.headers["strict-transport-security"].startswith("max-age=")


def test_the_cookie_holds_no_more_than_a_random_token(client, visit):
    sign_in(client)
    other = visit()
    sign_in(other)
    assert len(client.cookies[COOKIE]) >= 43
    assert client.cookies[COOKIE] != other.cookies[COOKIE]


def test_the_sign_in_page_shows_every_person_and_is_never_kept_by_the_browser(client):
    page = client.get("/auth/sign-in")
    assert page.headers["cache-control"] == "no-store"
    roles = set(re.findall(r'name="person" value="([^"]+)"', page.text))
    assert roles == {
        "partner",
        "coordinator",
        "steering",
        "chair",
        "regional-lead",
        "national",
        "administrator",
    }


@pytest.mark.parametrize("token", [None, "", "made-up", "a.b.c"])
def test_a_missing_or_wrong_form_token_is_refused_and_nobody_is_signed_in(client, token):
    client.get("/auth/sign-in")
    data = {"person": "chair"} | ({"form_token": token} if token is not None else {})
    answer = client.post("/auth/sign-in", data=data)
    assert answer.status_code == 403
    assert "The page had expired" in answer.text
    assert COOKIE not in client.cookies


def test_another_browser_s_form_token_is_refused(client, visit):
    theirs = field(visit().get("/auth/sign-in"), "form_token")
    client.get("/auth/sign-in")
    answer = client.post("/auth/sign-in", data={"person": "chair", "form_token": theirs})
    assert answer.status_code == 403
    assert COOKIE not in client.cookies


def test_a_form_token_without_its_cookie_is_refused(client):
    token = field(client.get("/auth/sign-in"), "form_token")
    client.cookies.clear()
    answer = client.post("/auth/sign-in", data={"person": "chair", "form_token": token})
    assert answer.status_code == 403
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("role", ["", "nobody", "partner'--", "Chair"])
def test_an_unknown_person_is_refused(client, role):
    answer = sign_in(client, role)
    assert answer.status_code == 403
    assert "nobody with that name" in answer.text
    assert COOKIE not in client.cookies


def test_signing_in_as_somebody_else_ends_the_first_session(client):
    sign_in(client, "partner")
    first = client.cookies[COOKIE]
    sign_in(client, "chair")
    assert client.cookies[COOKIE] != first
    assert who_is_there(get_store(), first) is None
    assert whoever_is_there(client) is not None


def test_outside_the_demonstration_nobody_is_offered_and_nobody_gets_in(client, setting):
    page = client.get("/auth/sign-in")
    token = field(page, "form_token")
    setting("OWF_DEMO", "0")
    page = client.get("/auth/sign-in")
    assert 'name="person"' not in page.text
    assert "Demonstration" not in page.text
    answer = client.post("/auth/sign-in", data={"person": "chair", "form_token": token})
    assert answer.status_code == 403
    assert COOKIE not in client.cookies


# Signing in with an e-mail address and a password


def test_the_right_password_signs_in_and_leads_to_the_page_that_was_wanted(client, anna):
    answer = sign_in_by_password(client, "ANNA@example.org ", next="/compare?trust=873")
    assert (answer.status_code, answer.headers["location"]) == (303, "/compare?trust=873")
    assert whoever_is_there(client).name == "Anna Novak"


def test_the_record_says_who_signed_in_how_and_from_where(client, visit, anna, site_store):
    sign_in_by_password(client)
    sign_in(visit(client=("192.0.2.7", 1)), "chair")
    with site_store.reading() as session:
        demo, own = audit.events(session, EventsWanted(actions=["signed_in"]), 2)
    assert (own.person_id, own.detail["way"], own.address) == ("anna", "password", "testclient")
    assert (demo.detail["way"], demo.address) == ("demonstration", "192.0.2.7")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@example.org", "wrong wrong wrong"),
        ("nobody@example.org", GOOD),
        ("", ""),
        ("anna@example.org", ""),
        ("anna@example.org\r\nX: y", GOOD),
        ("'; DROP TABLE person; --", "' OR 1=1"),
    ],
)
def test_unknown_and_wrong_get_the_same_sentence(client, anna, email, password):
    answer = sign_in_by_password(client, email, password)
    assert answer.status_code == 403
    assert WRONG in words(answer)
    assert COOKIE not in client.cookies
    assert "x" not in answer.headers


def test_a_disabled_person_gets_the_sentence_for_a_wrong_password(client, anna, site_store):
    with site_store.writing() as session:
        people.set_disabled(session, "anna", NINE)
    answer = sign_in_by_password(client)
    assert (answer.status_code, WRONG in words(answer)) == (403, True)


def test_after_a_failure_the_form_keeps_the_address_and_never_the_password(client, anna):
    answer = sign_in_by_password(client, 'a"><b>@example.org', "seven secret lamps uphill")
    assert field(answer, "email") == 'a"><b>@example.org'
    assert "<b>@" not in answer.text
    assert "secret lamps" not in answer.text
    assert "<details" in answer.text
    assert re.search(r"<details[^>]* open>", answer.text)


def test_after_too_many_failures_sign_in_waits_and_says_how_long(client, anna):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        assert sign_in_by_password(client, password="wrong").status_code == 403
    answer = sign_in_by_password(client)
    assert answer.status_code == 429
    assert "Try again in" in words(answer)
    assert 1 <= int(answer.headers["retry-after"]) <= 15
    assert COOKIE not in client.cookies


def test_waits_count_where_a_request_comes_from_and_not_what_it_says_of_itself(
    visit, anna, site_store
):
    with site_store.writing() as session:
        for number in range(FREE_FOR_AN_ADDRESS - 2):
            count_failure(session, Try(f"one{number}@example.org", "192.0.2.7"), clock.now())
    for number in range(2):
        liar = visit(client=("192.0.2.7", 1), headers={"x-forwarded-for": f"10.0.0.{number}"})
        sign_in_by_password(liar, f"person{number}@example.org")
    assert sign_in_by_password(visit(client=("192.0.2.7", 1))).status_code == 429
    assert sign_in_by_password(visit(client=("192.0.2.8", 1))).status_code == 303


def test_a_browser_at_which_somebody_signed_in_is_known_for_them_and_for_nobody_else(
    client, visit, anna, site_store
):
    line = cookie_line(sign_in_by_password(client), "owf_known")
    for part in ("HttpOnly", "SameSite=lax", "Path=/auth"):
        assert part in line
    assert "anna" not in line
    with site_store.writing() as session:
        for number in range(3 * FREE_FOR_AN_ACCOUNT):
            for email in ("anna@example.org", "nobody@example.org"):
                count_failure(session, Try(email, f"192.0.2.{number}"), clock.now())
    assert sign_in_by_password(visit()).status_code == 429
    assert sign_in_by_password(client, "nobody@example.org").status_code == 429
    assert sign_in_by_password(client, " ANNA@example.org").status_code == 303


@pytest.mark.parametrize("cookie", ["", "made-up", "WzFd.x", '"'])
def test_a_browser_that_says_itself_that_it_is_known_is_not(visit, anna, site_store, cookie):
    with site_store.writing() as session:
        for number in range(FREE_FOR_AN_ACCOUNT):
            count_failure(session, Try("anna@example.org", f"192.0.2.{number}"), clock.now())
    liar = visit()
    liar.cookies.set("owf_known", cookie, path="/auth")
    assert sign_in_by_password(liar).status_code == 429


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_password_form_of_another_site_is_refused(client, anna, token):
    client.get("/auth/sign-in")
    data = {"email": "anna@example.org", "password": GOOD, "form_token": token}
    answer = client.post("/auth/sign-in", data=data, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert COOKIE not in client.cookies


def test_outside_the_demonstration_the_form_stands_on_the_page_and_tells_password_managers(
    client, setting
):
    setting("OWF_DEMO", "0")
    page = client.get("/auth/sign-in")
    assert "<details" not in page.text
    assert 'autocomplete="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert 'name="person"' not in page.text


def test_a_way_in_by_single_sign_on_is_there_where_it_is_set_up_and_keeps_what_was_wanted(
    client, setting
):
    wanted = {"next": "/compare?trust=873"}
    assert "/auth/oidc/start" not in client.get("/auth/sign-in", params=wanted).text
    setting("OWF_OIDC_ISSUER", "https://login.example")
    setting("OWF_OIDC_CLIENT_ID", "one-workforce")
    setting("OWF_OIDC_CLIENT_SECRET", "made up")
    page = client.get("/auth/sign-in", params=wanted).text
    assert "/auth/oidc/start?next=/compare%3Ftrust%3D873" in page
    assert "Sign in with single sign-on" in page


# Where sign-in leads


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_sign_in_leads_to_no_other_site_and_not_back_to_itself(client, wanted):
    assert safe_next(wanted) == "/"
    token = field(client.get("/auth/sign-in"), "form_token")
    answer = client.post(
        "/auth/sign-in", data={"person": "chair", "form_token": token, "next": wanted}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("wanted", ["//[", "http://["])
def test_an_address_that_is_none_leads_to_the_start_page(wanted):
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/compare", "/compare?trust=873&year=2008", "/auth/account"]
)
def test_sign_in_leads_to_the_page_that_was_wanted(client, wanted):
    assert sign_in(client, "chair", wanted).headers["location"] == wanted


def test_what_was_wanted_is_escaped_in_the_form(client):
    page = client.get("/auth/sign-in", params={"next": '/"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text


# Signing out


def test_signing_out_ends_the_session_in_the_database_and_the_cookie(client):
    sign_in(client)
    token = client.cookies[COOKIE]
    page = client.get("/auth/sign-out")
    answer = client.post("/auth/sign-out", data={"form_token": field(page, "form_token")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/sign-in")
    assert who_is_there(get_store(), token) is None
    assert COOKIE not in client.cookies


def test_our_own_link_signs_out_at_once(client):
    sign_in(client)
    token = client.cookies[COOKIE]
    answer = client.get("/auth/sign-out", headers={"sec-fetch-site": "same-origin"})
    assert answer.headers["location"] == "/auth/sign-in"
    assert who_is_there(get_store(), token) is None


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
def test_a_link_from_elsewhere_only_asks_whether_to_sign_out(client, site):
    sign_in(client)
    answer = client.get("/auth/sign-out", headers={"sec-fetch-site": site} if site else {})
    assert answer.status_code == 200
    assert "You are signed in as" in answer.text
    assert whoever_is_there(client) is not None


def test_signing_out_by_another_site_s_form_only_asks(client):
    sign_in(client)
    answer = client.post("/auth/sign-out", data={"form_token": "made-up"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/sign-out")
    assert whoever_is_there(client) is not None


def test_the_sign_out_page_says_when_nobody_is_signed_in(client):
    assert "You are not signed in" in client.get("/auth/sign-out").text


# Sign-in first


def test_a_page_without_a_session_leads_to_sign_in_and_remembers_where_to(client):
    answer = client.get("/compare?trust=873&year=2008", headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/auth/sign-in?next=%2Fcompare%3Ftrust%3D873%26year%3D2008"
    )
    page = client.get(answer.headers["location"])
    assert field(page, "next") == "/compare?trust=873&year=2008"
    assert "You will be taken there afterwards" in page.text


def test_a_made_up_session_leads_to_sign_in(client):
    client.cookies.set(COOKIE, "made-up")
    assert client.get("/compare", headers=HTML).status_code == 303


def test_a_page_with_a_session_opens(client):
    sign_in(client)
    assert '<div id="root">' in client.get("/compare", headers=HTML).text


def test_a_session_that_is_over_leads_to_sign_in(client, setting, site_store):
    setting("OWF_TODAY", "2009-07-09")
    sign_in(client)
    setting("OWF_TODAY", "2009-07-11")
    assert client.get("/compare", headers=HTML).status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/static/js/main.js", "/favicon.png", "/_stcore/health", "/_stcore/host-config"],
)
def test_assets_are_left_alone(client, path):
    assert client.get(path, headers=HTML).text == f"page {path}"


def test_what_is_no_page_for_eyes_is_left_alone(client):
    assert client.get("/compare", headers={"accept": "application/json"}).status_code == 200
    assert client.post("/compare", headers=HTML).status_code == 405


def test_a_session_started_elsewhere_is_the_same_session_here(client, site_store):
    client.cookies.set(COOKIE, start_session(site_store, "demo-1-partner"))
    assert whoever_is_there(client) is not None
    assert client.get("/", headers=HTML).status_code == 200


def test_the_demonstration_s_story_is_told_of_its_own_year(client, environment):
    environment.setenv("OWF_TODAY", "2012-07-10")
    get_settings.cache_clear()
    told = words(client.get("/auth/sign-in"))
    assert "eleven partners have submitted their self-assessment for 2012" in told


def test_the_demonstration_s_story_is_that_of_its_database(client, site_store):
    told = words(client.get("/auth/sign-in"))
    assert "eleven partners have submitted" in told
    assert "the police have answered two of twelve themes" in told
    assert "the steering group has agreed a level on every question, the chair can sign" in told
    with site_store.reading() as session:
        in_round = rounds.round_of(session, CAMBRIDGESHIRE, 2009)
        found = rounds.returns_of_round(session, in_round.id)
        agreed = answers.agreements_of_round(session, in_round.id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        (police,) = [one for one in found if one.status == "open"]
        given = answers.answers_of_return(session, police.id)
    assert (len(found), police.sector_id, len(agreed)) == (12, "police", 0)
    complete = [all(item.id in given for item in theme.items) for theme in pack.themes]
    assert (sum(complete), len(complete)) == (2, 12)


def test_each_button_has_its_label_and_the_name_of_the_person_behind_it(client):
    told = words(client.get("/auth/sign-in"))
    for label, name in (
        ("Partner", "Daniel Marsh"),
        ("Coordinator", "Ruth Palmer"),
        ("Steering group", "Alan Whitmore"),
        ("Chair", "Jane Archer"),
        ("Regional lead", "Susan Fielding"),
        ("National team", "Martin Reeve"),
        ("Administrator", "Carol Lindsay"),
    ):
        assert f"{label} {name}" in told
