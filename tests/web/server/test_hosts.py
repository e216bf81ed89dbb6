"""Requests for hosts that are not ours, and WebSockets of other sites' pages, are refused."""

from __future__ import annotations

import re

import pytest
from starlette.websockets import WebSocketDisconnect

from owf.web.routes import routes
from tests.web.browsers import HOME, HTML, words

OURS = "https://workforce.example"
AGAINST_POLICY = 1008
FORGED = [
    "evil.example",
    "workforce.example.evil.example",
    "evilworkforce.example",
    "workforce.example@evil.example",
    "workforce.example:80:80",
    "workforce.example/..",
    "workforce.example, evil.example",
    "127.0.0.1",
    "localhost:8501",
    "[::1]",
    "",
    "wörkforce.example".encode(),
]


@pytest.fixture
def real(setting, visit):
    """The product at an address of its own, outside the demonstration."""
    setting("OWF_DEMO", "0")
    setting("OWF_BASE_URL", OURS)
    return visit(OURS)


@pytest.mark.parametrize("host", FORGED)
@pytest.mark.parametrize("path", ["/", "/auth/sign-in", "/static/a.js"])
def test_a_forged_host_is_refused_in_words(real, host, path):
    answer = real.get(path, headers={"host": host, **HTML})
    assert answer.status_code == 400
    assert f"One Workforce is at {OURS}" in words(answer)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["workforce.example", "WORKFORCE.example:443"])
def test_its_own_host_is_served_whatever_the_port_and_capitals(real, host):
    assert real.get("/auth/sign-in", headers={"host": host}).status_code == 200


def test_two_hosts_at_once_are_refused(real):
    headers = [("host", "workforce.example"), ("host", "evil.example")]
    assert real.get("/auth/sign-in", headers=headers).status_code == 400


OF_WATCHERS = ["10.42.0.7:8501", "one-workforce:8501", "owf_web_1", "[fd00::7]:8501", *FORGED]


@pytest.mark.parametrize("host", OF_WATCHERS)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whatever_watches_the_process_may_call_it_by_any_name_or_none(real, path, host):
    answer = real.get(path, headers={"host": host})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "evil" not in str(answer.headers)
    assert real.head(path, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(re.sub(r"\{.*?\}", "x", route.path) for route in routes()),
        "/healthz/", "/readyz/", "/healthz/x", "/Healthz", "//healthz", "/_stcore/health",
        "/_stcore/host-config", "/media/x", "/component/x", "/compare",
    ],
)  # fmt: skip
def test_nothing_else_answers_to_a_watcher_s_name(real, path):
    for host in ("10.42.0.7:8501", "evil.example", ""):
        answer = real.get(path, headers={"host": host})
        assert answer.status_code == (200 if path in {"/healthz", "/readyz"} else 400)


def test_no_websocket_opens_at_the_address_of_health(real):
    assert not speaks(real, path="/healthz", host="10.42.0.7:8501")


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:9000", "[::1]:8501"])
def test_on_loopback_every_name_of_this_machine_will_do(client, host):
    assert client.get("/auth/sign-in", headers={"host": host}).status_code == 200


def test_the_demonstration_is_served_at_its_address_and_on_the_machine(visit, setting):
    setting("OWF_BASE_URL", OURS)
    assert visit(OURS).get("/auth/sign-in").status_code == 200
    assert visit(HOME).get("/auth/sign-in").status_code == 200
    assert visit("http://evil.example").get("/auth/sign-in").status_code == 400


def speaks(client, path="/_stcore/stream", **headers):
    """Whether a WebSocket opens."""
    address = str(client.base_url).replace("http", "ws", 1)
    try:
        with client.websocket_connect(f"{address}{path}", headers=headers) as socket:
            return socket.receive_text() == "open"
    except WebSocketDisconnect as closed:
        return closed.code != AGAINST_POLICY


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "https://workforce.example:8443",
        "https://workforce.example.evil.example",
        "https://evil.example/workforce.example",
        "ftp://workforce.example",
        "https://[",
    ],
)
def test_a_websocket_of_another_sites_page_is_refused(real, origin):
    assert not speaks(real, origin=origin)


@pytest.mark.parametrize("origin", [OURS, "https://workforce.example:443"])
def test_a_websocket_of_our_own_page_is_served(real, origin):
    assert speaks(real, origin=origin)


def test_a_websocket_of_no_browser_is_served_and_one_for_a_forged_host_is_not(real):
    assert speaks(real)
    assert not speaks(real, host="evil.example")
    assert not speaks(real, host="evil.example", origin="https://evil.example")


def test_another_service_of_this_machine_does_not_speak_for_us(client):
    """Cookies know no ports: its pages would send ours along."""
    assert speaks(client, origin="http://127.0.0.1:8501")
    assert not speaks(client, origin="http://127.0.0.1:3000")
