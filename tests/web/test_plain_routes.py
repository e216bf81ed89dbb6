"""Whatever is sent to the plain pages, they answer in words, lead nowhere else, and never fail."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf.access.sessions import COOKIE
from owf.web.routes import routes
from owf.web.server.forms import LARGEST
from tests.web.browsers import field, sign_in, words

FORM = "application/x-www-form-urlencoded"
PATHS = [route.path for route in routes() if "POST" in route.methods]
anything = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
header_text = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
each_form = pytest.mark.parametrize("path", PATHS)


def send(client, path, body, kind=FORM, **headers):
    return client.post(
        path.replace("{token}", "made-up"), content=body, headers={"content-type": kind, **headers}
    )


@each_form
def test_a_body_that_is_too_large_is_refused(client, path):
    answer = send(client, path, b"email=" + b"a" * LARGEST)
    assert answer.status_code == 413
    assert "too large for a form" in words(answer)


@each_form
def test_a_body_that_hides_its_length_is_refused_as_well(client, path):
    answer = send(client, path, iter([b"a" * 4096] * 5), **{"transfer-encoding": "chunked"})
    assert answer.status_code == 413


@each_form
@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", "", "x" * 500]
)
def test_a_body_of_another_kind_is_refused(client, path, kind):
    answer = send(client, path, b'{"person": "chair"}', kind)
    assert answer.status_code == 415
    assert "not a form from this service" in words(answer)
    assert COOKIE not in client.cookies


@each_form
@pytest.mark.parametrize(
    "body",
    [
        b"email=%ff%fe",
        b"email=\xff",
        b"&".join(b"a%d=b" % number for number in range(30)),
    ],
    ids=["no UTF-8", "not ASCII", "many fields"],
)
def test_a_malformed_form_is_refused_in_words(client, path, body):
    answer = send(client, path, body)
    assert answer.status_code == 400
    assert "not a complete form" in words(answer)


def test_a_control_character_in_a_field_does_not_stop_the_form(client):
    token = field(client.get("/auth/sign-in"), "form_token")
    body = urlencode({"form_token": token, "person": "ch\0air"})
    kind = "application/x-www-form-urlencoded"
    assert send(client, "/auth/sign-in", body.encode(), kind).status_code == 303


def test_a_form_in_another_case_and_with_its_charset_is_read(client):
    token = field(client.get("/auth/sign-in"), "form_token")
    body = urlencode({"form_token": token, "person": "chair"})
    kind = "Application/X-WWW-Form-URLencoded; charset=UTF-8"
    assert send(client, "/auth/sign-in", body.encode(), kind).status_code == 303


@pytest.mark.parametrize(
    "path", ["/auth/", "/auth/login", "/auth/accept/", "/auth/accept/a/b", "/auth/sign-in/x"]
)
def test_an_address_that_leads_nowhere_says_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Page not found" in words(answer)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", PATHS)
def test_other_methods_are_refused(client, method, path):
    assert client.request(method, path.replace("{token}", "x")).status_code == 405


def holds(answer):
    """What is true of every answer of a plain page."""
    assert answer.status_code < 500
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "<script" not in answer.text
    assert {name for name in answer.headers if name.startswith("x-")} == {
        "x-content-type-options",
        "x-frame-options",
    }


fields = st.dictionaries(
    st.sampled_from(
        ["email", "password", "again", "old", "next", "person", "where", "form_token", "x"]
    ),
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            ["//evil.example", "\r\nX-Evil: 1", "<script>", "https://evil.example/", "\\evil"]
        ),
    ),
)


@given(path=st.sampled_from(PATHS), sent=fields, signed=st.booleans(), known=st.booleans())
@anything
def test_no_form_makes_a_plain_page_fail_or_lead_elsewhere(visit, path, sent, signed, known):
    client = visit()
    if known:
        sign_in(client, "chair")
    if signed:
        sent = {**sent, "form_token": field(client.get("/auth/sign-in"), "form_token")}
    body = urlencode(sent, errors="replace").encode()
    holds(send(client, path, body))


@given(path=st.sampled_from(PATHS), body=st.binary(max_size=300), kind=header_text)
@anything
def test_no_body_makes_a_plain_page_fail(client, path, body, kind):
    holds(send(client, path, body))
    holds(send(client, path, body, kind))


@given(
    rest=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    wanted=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    agent=header_text,
    cookie=header_text,
)
@anything
def test_no_address_and_no_header_makes_a_plain_page_fail(client, rest, wanted, agent, cookie):
    headers = {"user-agent": agent, "cookie": f"{COOKIE}={cookie}; owf_form={cookie}"}
    for path in (f"/auth/{quote(rest, safe='/')}", f"/auth/accept/{quote(rest, safe='')}"):
        if not quote(rest, safe="/").startswith(("..", "/", ".")):
            holds(client.get(path, headers=headers))
    for path in ("/auth/sign-in", "/auth/sign-out", "/auth/account", "/auth/forgotten"):
        holds(client.get(path, params={"next": wanted}, headers=headers))
