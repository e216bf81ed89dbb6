"""What a request says of the browser behind it."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from owf.settings import get_settings
from owf.web.session import address_of, cookie_named, device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox on Windows",
    f"Windows NT 10.0) {WEBKIT} Chrome/128.0 Safari/537.36 Edg/128.0": "Edge on Windows",
    f"Linux; Android 10; K) {WEBKIT} Chrome/128.0 Mobile Safari/5": "Chrome on Android",
    f"iPhone; CPU iPhone OS 17_0 like Mac OS X) {WEBKIT} Safari/604.1": "Safari on iPhone",
    f"iPad; CPU OS 17_0 like Mac OS X) {WEBKIT} CriOS/128 Safari/6": "Chrome on iPad",
    f"Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17 Safari/6": "Safari on Mac",
    f"X11; CrOS x86_64 14541) {WEBKIT} Chrome/128.0 Safari/537.36": "Chrome on Chrome OS",
    f"X11; Linux x86_64) {WEBKIT} HeadlessChrome/128.0 Safari/537.36": "Chrome on Linux",
    "": "A browser",
    "<script>alert(1)</script> on Windows": "A browser on Windows",
}


def coming(agent="", client=("192.0.2.7", 4711), **headers):
    lines = {"user-agent": agent, **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in lines.items()]
    return HTTPConnection({"type": "http", "headers": raw, "client": client})


@pytest.mark.parametrize(("agent", "words"), AGENTS.items(), ids=AGENTS.values())
def test_a_browser_is_named_in_our_own_words(agent, words):
    assert device_of(coming(f"Mozilla/5.0 ({agent}")) == words


def test_an_address_is_what_the_server_says_and_not_what_the_request_says_of_itself():
    liar = coming(x_forwarded_for="10.0.0.1", forwarded="for=10.0.0.1", x_real_ip="10.0.0.1")
    assert address_of(liar) == "192.0.2.7"
    assert address_of(coming(client=None)) == ""


def test_over_https_only_this_very_host_can_set_our_cookies(environment):
    assert cookie_named("owf_session") == "owf_session"
    environment.setenv("OWF_BASE_URL", "https://workforce.example")
    get_settings.cache_clear()
    assert cookie_named("owf_session") == "__Host-owf_session"
