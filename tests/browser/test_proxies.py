"""The product behind proxies: the documented one, and ones that let no WebSocket through."""

from __future__ import annotations

import re
import socket
import time
from contextlib import contextmanager

import httpx2
import pytest
from playwright.sync_api import expect

from benchmarks.servers import free_port
from owf.settings import ROOT
from tests.browser.conftest import Person
from tests.nginx import running_nginx

WITHIN = 10_000
"""Milliseconds after a page is opened."""
BLOCKED = "This page cannot connect"
RECORD = """
  window.wasBlocked = false;
  new MutationObserver(() => { window.wasBlocked ||= !!document.querySelector('.owf-blocked'); })
    .observe(document, {subtree: true, childList: true});
"""


@pytest.fixture
def stranger(browser):
    """Opens browsers that take the tests' own certificate."""
    opened = []

    def open_at(address, width=1280):
        context = browser.new_context(ignore_https_errors=True)
        opened.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return Person(page, address)

    yield open_at
    for context in opened:
        context.close()


# The proxy of the documentation


@pytest.fixture(scope="module")
def documented(start_server, self_signed, tmp_path_factory):
    """The product behind nginx as docs/operations.md has it, with our ports and files."""
    port, plain = free_port(), free_port()
    server = start_server(OWF_BASE_URL=f"https://127.0.0.1:{port}")
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (servers,) = re.findall(r"^```nginx\n(.*?)^```", text, flags=re.S | re.M)
    for theirs, ours in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "server_name workforce.example;": "server_name 127.0.0.1;",
        "/etc/ssl/certs/workforce.example.pem": str(self_signed.path),
        "/etc/ssl/private/workforce.example.key": str(self_signed.path),
        "http://127.0.0.1:8501;": f"http://127.0.0.1:{server.port};",
    }.items():
        assert theirs in servers
        servers = servers.replace(theirs, ours)
    with running_nginx(tmp_path_factory.mktemp("nginx"), servers, port):
        yield f"https://127.0.0.1:{port}", f"http://127.0.0.1:{plain}"
    server.end()


def test_people_sign_in_and_work_through_the_documented_proxy(documented, stranger):
    person = stranger(documented[0])
    person.page.add_init_script(RECORD)
    person.sign_in("partner", "/assessment")
    expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    cookies = {one["name"]: one for one in person.page.context.cookies()}
    assert cookies["__Host-owf_session"]["secure"]
    assert not person.page.evaluate("wasBlocked")


def test_plain_addresses_large_files_and_long_cookies_pass_the_documented_proxy(documented):
    secure, plain = documented
    answer = httpx2.get(f"{plain}/compare?trust=873")
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        "https://127.0.0.1/compare?trust=873",
    )
    with httpx2.Client(base_url=secure, verify=False) as visitor:
        assert visitor.get("/readyz").json() == {"status": "ok"}
        assert visitor.get("/auth/sign-in", headers={"Cookie": f"x={'y' * 30_000}"}).is_success
        assert visitor.get("/auth/sign-in", headers={"Host": "evil.example"}).status_code == 400
        # Refused by the product, and not for its size by the proxy.
        body = b"x" * (11 * 1024 * 1024)
        assert visitor.put("/_stcore/upload_file/x/y", content=body).status_code in {400, 403, 404}


# Proxies that let no WebSocket through

FRAME = """
server {{
    listen 127.0.0.1:{port};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    location / {{ proxy_pass http://127.0.0.1:{product}; }}
    {stream}
}}
"""
PASSED = (
    "location /_stcore/stream { proxy_pass http://127.0.0.1:{product}; "
    "proxy_set_header Host $http_host; "
    'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; }'
)
NOT_PASSED = ""
SILENT = "location /_stcore/stream { proxy_pass http://127.0.0.1:{silent}; }"
FORBIDDEN = "location /_stcore/stream { return 403; }"


@pytest.fixture
def proxy(shared_server, tmp_path):
    """Runs a proxy that does with a page's stream what a test says; gives its address."""
    port = free_port()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()

        @contextmanager
        def run(stream):
            for name, value in {
                "{product}": shared_server.port, "{silent}": silent.getsockname()[1],
            }.items():  # fmt: skip
                stream = stream.replace(name, str(value))
            servers = FRAME.format(port=port, product=shared_server.port, stream=stream)
            with running_nginx(tmp_path, servers, port):
                yield f"http://127.0.0.1:{port}"

        yield run


def signed_in(person):
    """Sign in, without waiting for a page."""
    person.page.goto(f"{person.address}/auth/sign-in")
    began = time.monotonic()
    person.page.locator("button[value=partner]").click()
    return began


@pytest.mark.parametrize(("stream", "width"), [(NOT_PASSED, 1280), (SILENT, 390), (FORBIDDEN, 390)])
def test_a_page_whose_websocket_is_blocked_says_so_within_ten_seconds(
    proxy, stranger, axe, stream, width
):
    with proxy(stream) as address:
        person = stranger(address, width)
        began = signed_in(person)
        said = person.page.get_by_role("alert").filter(has_text=BLOCKED)
        expect(said).to_be_visible(timeout=WITHIN)
        assert time.monotonic() - began < WITHIN / 1000
        expect(said).to_contain_text("tell the person who runs this service")
        place = f"{address.replace('http', 'ws')}/_stcore/stream"
        expect(said).to_contain_text(f"Please let WebSocket connections to {place} through.")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width
        # The page behind it never settles.
        person.settle = lambda: None
        axe(person, "a blocked connection")
        # Other pages do not need one.
        person.page.goto(f"{address}/auth/account")
        expect(person.page.get_by_role("heading", name="Your account")).to_be_visible()


def test_it_goes_away_once_the_connection_opens(proxy, stranger):
    with proxy(FORBIDDEN) as address:
        person = stranger(address)
        signed_in(person)
        said = person.page.get_by_role("alert").filter(has_text=BLOCKED)
        expect(said).to_be_visible(timeout=WITHIN)
    with proxy(PASSED):
        expect(said).to_be_hidden()
        person.settle()


# Never where the connection works


def watch(person):
    """Let a test move its clock, and the page remember whether anything was said."""
    person.page.clock.install()
    person.page.add_init_script(RECORD)


@pytest.fixture
def watched(shared_server, stranger):
    person = stranger(shared_server.address)
    watch(person)
    return person


def pass_minute(person):
    for _ in range(60):
        person.page.clock.run_for(1000)


def test_nothing_is_said_where_the_connection_works(watched):
    watched.sign_in("partner", "/assessment")
    pass_minute(watched)
    assert not watched.page.evaluate("wasBlocked")


def test_nothing_is_said_while_a_page_s_own_files_are_slow_to_come(watched):
    held = []
    # A method of a list is nothing that Playwright can mark as its own.
    watched.page.route(re.compile(r"/static/js/index\..*\.js"), lambda one: [held.append(one)])
    signed_in(watched)
    watched.page.wait_for_url(f"{watched.address}/", wait_until="commit")
    pass_minute(watched)
    assert not watched.page.evaluate("wasBlocked")
    for one in held:
        one.continue_()
    watched.settle()
    assert not watched.page.evaluate("wasBlocked")


@pytest.mark.parametrize(
    "health", ["return 502;", "proxy_pass http://127.0.0.1:{silent};"], ids=["down", "silent"]
)
def test_nothing_is_said_while_the_server_does_not_answer_at_all(proxy, stranger, health):
    with proxy(f"{FORBIDDEN} location = /healthz {{ {health} }}") as address:
        person = stranger(address)
        watch(person)
        signed_in(person)
        person.page.wait_for_url(f"{address}/")
        pass_minute(person)
        assert not person.page.evaluate("wasBlocked")
