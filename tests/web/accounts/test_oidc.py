"""Single sign-on: out to the provider and back, once, in the same browser."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from owf import clock
from owf.access import who_is_there
from owf.access.sessions import COOKIE, end_session, start_session
from owf.settings import get_settings
from owf.store import get_store, people
from owf.web.accounts.oidc import FLOW_LASTS, FLOWS_KEPT, LONGEST_NEXT
from tests.web.made_up_provider import CLIENT_ID, Answer
from tests.web.single_sign_on import (
    DOES_NOT_ANSWER,
    come_back,
    events,
    flow_cookies,
    person,
    sign_in,
    start,
    stopped,
)

NOT_OURS = "was not started in this browser"
ELSEWHERE = ["//evil.example", "https://evil.example", "/\\evil.example", "/auth/sign-out", "x"]


# Out, and back


def test_it_leads_to_the_provider_with_all_that_makes_the_flow_this_browser_s(visitor, made_up):
    answer = start(visitor)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    asked = dict(parse_qsl(address.query))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{made_up.issuer}/authorize"
    assert asked.pop("redirect_uri") == "http://127.0.0.1:8501/auth/oidc/callback"
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked.pop(name)) >= 43
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "scope": "openid email",
        "code_challenge_method": "S256",
    }


def test_each_flow_is_another(visitor, made_up):
    first, second = (dict(parse_qsl(start(visitor).headers["location"])) for _ in range(2))
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("is_https", [False, True])
def test_the_flow_s_cookie_is_short_lived_and_out_of_reach(
    visitors, made_up, environment, is_https
):
    environment.setenv("OWF_BASE_URL", f"http{'s' * is_https}://testserver")
    get_settings.cache_clear()
    line = start(visitors(f"http{'s' * is_https}://testserver")).headers["set-cookie"].lower()
    attributes = {part.strip() for part in line.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/auth/oidc", "max-age=600"} <= attributes
    assert ("secure" in attributes) is is_https


def test_who_was_added_here_signs_in_and_goes_where_they_wanted_to(visitor, made_up):
    answer = sign_in(visitor, made_up, "/compare?trust=873&year=2008")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/compare?trust=873&year=2008",
    )
    assert person(visitor) == "anna"
    assert flow_cookies(visitor) == {}
    assert events()[0] == ("signed_in", "anna", {"way": "single sign-on"})


def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor, made_up):
    line = next(
        line
        for line in sign_in(visitor, made_up).headers.get_list("set-cookie")
        if line.startswith(f"{COOKIE}=")
    ).lower()
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in line.split(";")}


def test_an_earlier_session_of_the_browser_ends_and_no_token_is_used_again(visitor, made_up):
    earlier = start_session(get_store(), "demo-1-partner")
    # As the product itself would have set it: the new one must take its place.
    visitor.cookies.set(COOKIE, earlier, domain=visitor.base_url.host, path="/")
    sign_in(visitor, made_up)
    assert who_is_there(get_store(), earlier) is None
    assert person(visitor) == "anna"
    first = visitor.cookies[COOKIE]
    sign_in(visitor, made_up)
    assert visitor.cookies[COOKIE] != first
    assert who_is_there(get_store(), first) is None


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_it_leads_to_no_other_site(visitor, made_up, wanted):
    assert sign_in(visitor, made_up, wanted).headers["location"] == "/"


def test_an_address_too_long_for_a_cookie_leads_to_the_start_page(visitor, made_up):
    answer = sign_in(visitor, made_up, f"/compare?q={'x' * LONGEST_NEXT}")
    assert answer.headers["location"] == "/"
    assert person(visitor) == "anna"


def test_the_sign_in_page_offers_it_where_it_is_set_up_and_knows_where_to(visitor, environment):
    page = visitor.get("/auth/sign-in", params={"next": "/compare?trust=873"}).text
    assert (
        'href="/auth/oidc/start?next=/compare%3Ftrust%3D873">Sign in with single sign-on<' in page
    )
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        environment.delenv(f"OWF_OIDC_{name}")
    get_settings.cache_clear()
    assert "oidc" not in visitor.get("/auth/sign-in").text
    stopped(visitor, start(visitor), "Single sign-on is not set up here", 404)
    stopped(visitor, come_back(visitor, {"code": "1", "state": "2"}), "is not set up here", 404)


# Who gets in


def test_who_was_never_added_is_refused_and_told_whom_to_ask(visitor, made_up):
    made_up.person["email"] = "<b>nobody</b>@example.org"
    page = stopped(visitor, sign_in(visitor, made_up), "Ask your Trust's coordinator", 403)
    assert "<b>nobody" not in page
    action, who, detail = events()[0]
    assert (action, who, detail) == ("sign_in_failed", None, {"way": "single sign-on"})


def test_who_was_disabled_is_refused(visitor, made_up, site_store):
    with site_store.writing() as session:
        people.set_disabled(session, "anna", clock.now())
    stopped(visitor, sign_in(visitor, made_up), "Your account here is closed", 403)
    assert events()[0][:2] == ("sign_in_failed", "anna")


def test_an_address_that_nobody_verified_lets_nobody_in(visitor, made_up):
    made_up.person["email_verified"] = False
    stopped(visitor, sign_in(visitor, made_up), "has not verified your e-mail address", 403)


# Flows that are not this browser's, or are over


def test_a_state_of_another_browser_is_refused_in_both(visitors, made_up):
    ours, theirs = visitors(), visitors()
    mine = made_up.agree(start(ours).headers["location"])
    others = made_up.agree(start(theirs).headers["location"])
    stopped(ours, come_back(ours, others), NOT_OURS, 400)
    swapped = {"code": mine["code"], "state": others["state"]}
    # The code is for the first browser's verifier and nonce: it does nothing in the second.
    stopped(theirs, come_back(theirs, swapped), DOES_NOT_ANSWER, 502)


@pytest.mark.parametrize("state", ["", "another", "ü\udc80", None])
def test_a_wrong_or_missing_state_is_refused_and_ends_nothing(visitor, made_up, state):
    brought = made_up.agree(start(visitor).headers["location"])
    wrong = {"code": brought["code"]} | (
        {} if state is None else {"state": state.encode("utf-8", "replace")}
    )
    stopped(visitor, come_back(visitor, wrong), NOT_OURS, 400)
    # Else who gets somebody to open an address of theirs could keep them from signing in.
    come_back(visitor, brought)
    assert person(visitor) == "anna"


def test_a_callback_is_taken_once(visitor, made_up):
    brought = made_up.agree(start(visitor).headers["location"])
    come_back(visitor, brought)
    assert person(visitor) == "anna"
    visitor.cookies.clear()
    stopped(visitor, come_back(visitor, brought), "or was already used", 400)


def test_a_callback_is_taken_once_even_by_who_kept_the_cookie(visitor, made_up):
    brought = made_up.agree(start(visitor).headers["location"])
    kept = flow_cookies(visitor)
    asked = dict(made_up.codes[brought["code"]])
    come_back(visitor, brought)
    visitor.cookies.clear()
    visitor.cookies.update(kept)
    # Nor does it help that the provider would take the code twice.
    made_up.codes[brought["code"]] = asked
    stopped(visitor, come_back(visitor, brought), "Each one works only once", 400)


@pytest.mark.parametrize("cookie", [None, "", "made-up", "a.b.c"])
def test_a_missing_or_forged_cookie_is_refused(visitor, made_up, cookie):
    brought = made_up.agree(start(visitor).headers["location"])
    (name,) = flow_cookies(visitor)
    visitor.cookies.clear()
    if cookie is not None:
        visitor.cookies.set(name, cookie)
    stopped(visitor, come_back(visitor, brought), "was started in another browser", 400)


def test_a_sign_in_that_took_too_long_is_refused(visitor, made_up):
    brought = made_up.agree(start(visitor).headers["location"])
    kept = flow_cookies(visitor)
    with time_machine.travel(timedelta(seconds=FLOW_LASTS + 2)):
        visitor.cookies.clear()
        visitor.cookies.update(kept)
        stopped(visitor, come_back(visitor, brought), "took more than 10 minutes", 400)


def test_a_provider_that_names_itself_must_be_the_one_that_was_asked(visitor, made_up):
    brought = made_up.agree(start(visitor).headers["location"])
    stopped(visitor, come_back(visitor, {**brought, "iss": "https://evil.example"}), NOT_OURS, 400)
    brought = made_up.agree(start(visitor).headers["location"])
    come_back(visitor, {**brought, "iss": made_up.issuer})
    assert person(visitor) == "anna"


# Several tabs


def test_two_tabs_that_began_at_once_both_come_to_what_they_wanted(visitor, made_up):
    first = made_up.agree(start(visitor, "/compare").headers["location"])
    second = made_up.agree(start(visitor, "/results").headers["location"])
    assert come_back(visitor, second).headers["location"] == "/results"
    session = visitor.cookies[COOKIE]
    assert come_back(visitor, first).headers["location"] == "/compare"
    # The page in the other tab goes on: its session is the same.
    assert visitor.cookies[COOKIE] == session
    assert person(visitor) == "anna"
    assert flow_cookies(visitor) == {}


def test_two_tabs_that_sign_in_two_people_leave_the_later_one(visitor, made_up, site_store):
    with site_store.writing() as session:
        people.add_person(session, "bea", "Bea", email="bea@example.org")
    first = made_up.agree(start(visitor).headers["location"])
    second = made_up.agree(start(visitor).headers["location"])
    come_back(visitor, first)
    ended = visitor.cookies[COOKIE]
    made_up.person["email"] = "bea@example.org"
    come_back(visitor, second)
    assert person(visitor) == "bea"
    assert who_is_there(get_store(), ended) is None


def test_a_tab_that_a_session_was_closed_behind_gets_a_new_one(visitor, made_up, site_store):
    first = made_up.agree(start(visitor).headers["location"])
    second = made_up.agree(start(visitor).headers["location"])
    come_back(visitor, first)
    ended = visitor.cookies[COOKIE]
    end_session(site_store, ended)
    come_back(visitor, second)
    assert person(visitor) == "anna"
    assert visitor.cookies[COOKIE] != ended


@pytest.mark.parametrize("wanted", ["/", f"/compare?q={'x' * (LONGEST_NEXT - 11)}"])
def test_many_tabs_make_no_request_too_long_and_the_newest_can_finish(visitor, made_up, wanted):
    brought = [made_up.agree(start(visitor, wanted).headers["location"]) for _ in range(30)]
    kept = flow_cookies(visitor)
    assert 1 < len(kept) < 30
    assert sum(len(name) + len(value) for name, value in kept.items()) <= FLOWS_KEPT
    for one in brought[-2:]:
        come_back(visitor, one)
        assert person(visitor) == "anna"
        visitor.cookies.delete(COOKIE)
    stopped(visitor, come_back(visitor, brought[0]), NOT_OURS, 400)


# What the provider says when it goes wrong


def test_what_the_provider_says_of_an_error_is_shown_as_text(visitor, made_up):
    state = made_up.agree(start(visitor).headers["location"])["state"]
    said = "<script>alert(1)</script>" + "x" * 1000
    answer = come_back(
        visitor, {"state": state, "error": "server_error", "error_description": said}
    )
    page = stopped(visitor, answer, said[:300], 502)
    assert "<script>alert" not in page
    assert "x" * 300 not in page


def test_who_changes_their_mind_is_told_so(visitor, made_up):
    state = made_up.agree(start(visitor, "/compare").headers["location"])["state"]
    answer = come_back(visitor, {"state": state, "error": "access_denied"})
    page = stopped(visitor, answer, "did not allow it", 403)
    assert 'href="/auth/oidc/start?next=/compare"' in page
    assert 'href="/auth/sign-in?next=/compare"' in page


def test_nobody_else_can_put_words_onto_our_page(visitor, made_up):
    start(visitor)
    answer = come_back(
        visitor,
        {"state": "x", "error": "x", "error_description": "Call 0123 and tell your password"},
    )
    assert "0123" not in stopped(visitor, answer, NOT_OURS, 400)


def test_coming_back_with_nothing_is_told(visitor, made_up):
    state = made_up.agree(start(visitor).headers["location"])["state"]
    stopped(visitor, come_back(visitor, {"state": state}), "could not sign you in", 502)


def test_no_log_line_holds_an_address_a_code_or_a_token(visitor, made_up, capfd):
    made_up.claims = {"nonce": "another"}
    sign_in(visitor, made_up)
    made_up.instead["/token"] = Answer({"error": "invalid_grant"}, 400)
    sign_in(visitor, made_up)
    printed = "".join(capfd.readouterr())
    assert "single_sign_on_refused" in printed
    assert "status 400" in printed
    assert "@" not in printed
    assert "code-" not in printed
    assert "eyJ" not in printed
