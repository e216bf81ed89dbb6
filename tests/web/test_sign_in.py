"""Sign-in, sign-out, health and headers: the plain web, without Streamlit."""

from __future__ import annotations

import html
import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from owf.access import who_is_there
from owf.access.sessions import COOKIE, start_session
from owf.settings import get_settings
from owf.store import get_store
from owf.web.server import middleware, routes
from owf.web.server.sign_in import safe_next

HTML = {"accept": "text/html"}
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
]


async def _stand_in(request):
    return PlainTextResponse(f"page {request.url.path}")


@pytest.fixture
def visit(site_store):
    """Opens browsers at the product, with a stand-in for Streamlit's pages."""
    app = Starlette(
        routes=[*routes(), Route("/{path:path}", _stand_in)],
        middleware=middleware(),
    )
    return lambda address="http://testserver": TestClient(
        app, base_url=address, follow_redirects=False
    )


@pytest.fixture
def client(visit):
    """A browser."""
    return visit()


@pytest.fixture
def setting(environment, site_store):
    """Changes one setting of the running product."""

    def change(name, value):
        environment.setenv(name, value)
        get_settings.cache_clear()

    return change


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return html.unescape(found[1]) if found else None


def sign_in(client, role="partner", wanted=None):
    page = client.get("/auth/sign-in", params={"next": wanted} if wanted is not None else {})
    return client.post(
        "/auth/sign-in",
        data={
            "form_token": field(page, "form_token"),
            "next": field(page, "next"),
            "person": role,
        },
    )


def cookie_line(response, name=COOKIE):
    return next(
        line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}=")
    )


def is_signed_in(client):
    return who_is_there(get_store(), client.cookies.get(COOKIE)) is not None


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
    client = visit("https://testserver")
    form = client.get("/auth/sign-in")
    assert "; secure" in cookie_line(form, "owf_form").lower()
    assert "; secure" in cookie_line(sign_in(client)).lower()
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
    assert "nobody of that name" in answer.text
    assert COOKIE not in client.cookies


def test_signing_in_as_somebody_else_ends_the_first_session(client):
    sign_in(client, "partner")
    first = client.cookies[COOKIE]
    sign_in(client, "chair")
    assert client.cookies[COOKIE] != first
    assert who_is_there(get_store(), first) is None
    assert is_signed_in(client)


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


@pytest.mark.parametrize("wanted", ["/", "/compare", "/compare?trust=873&year=2008"])
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
    assert is_signed_in(client)


def test_signing_out_by_another_site_s_form_only_asks(client):
    sign_in(client)
    answer = client.post("/auth/sign-out", data={"form_token": "made-up"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/sign-out")
    assert is_signed_in(client)


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
    assert client.get("/compare", headers=HTML).text == "page /compare"


def test_a_session_that_is_over_leads_to_sign_in(client, setting, site_store):
    setting("OWF_TODAY", "2009-07-09")
    sign_in(client)
    setting("OWF_TODAY", "2009-07-11")
    assert client.get("/compare", headers=HTML).status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/static/js/main.js", "/favicon.png", "/media/a.png", "/_stcore/health", "/component/x/y"],
)
def test_assets_are_left_alone(client, path):
    assert client.get(path, headers=HTML).text == f"page {path}"


def test_what_is_no_page_for_eyes_is_left_alone(client):
    assert client.get("/compare", headers={"accept": "application/json"}).status_code == 200
    assert client.post("/compare", headers=HTML).status_code == 405


# Health and headers


def test_the_process_says_that_it_lives_and_is_ready(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ok"})


def test_without_its_schema_it_lives_but_is_not_ready_and_says_why(client, setting, tmp_path):
    setting("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    get_store.cache_clear()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": "the database needs `python -m owf migrate`"}
    assert client.get("/healthz").status_code == 200


def test_without_its_database_it_is_not_ready_and_says_why(client, setting, tmp_path):
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 100)
    setting("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'broken.db'}")
    get_store.cache_clear()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": "the database does not answer"}


@pytest.mark.parametrize("path", ["/healthz", "/auth/sign-in", "/compare", "/static/a.js"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path, headers=HTML).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert not re.search(r"https?://|\*", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_a_session_started_elsewhere_is_the_same_session_here(client, site_store):
    client.cookies.set(COOKIE, start_session(site_store, "demo-1-partner"))
    assert is_signed_in(client)
    assert client.get("/", headers=HTML).status_code == 200
