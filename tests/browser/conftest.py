"""A real browser, started once, and a real server on a copy of the demonstration's database."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PatienceEnded

from benchmarks.nursery import Nursery, nursery
from benchmarks.servers import free_port, wait_until_ready
from owf.store import Store
from tests.conftest import TO_TEN

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 20_000
"""Milliseconds: how long a loaded machine may take to draw a page; nothing waits it out."""
PRESSES, A_PRESS = 3, 5_000
"""How often a press is tried, and in how many milliseconds a page sends what it was told."""


def chrome() -> str | None:
    """Where a browser is; ``None`` for the one that Playwright may have brought."""
    wanted = (os.environ.get("OWF_CHROME"), *CHROMES)
    return next((path for name in wanted if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chrome(), args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Server:
    """The product, served on loopback from a copy of the demonstration's database."""

    database: Path
    port: int
    log: Path
    nursery: Nursery
    settings: Mapping[str, str] = field(default_factory=dict)
    pid: int = 0
    is_over: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "OWF_DEMO": "1",
            "OWF_TODAY": "2009-07-10",
            "OWF_SECRET_KEY": "a secret of the tests, made up and long enough",
            "OWF_DATABASE_URL": f"sqlite:///{self.database}",
            "OWF_BASE_URL": self.address,
            **self.settings,
        }
        self.pid = self.nursery.start(self.port, environment, self.log, ahead=TO_TEN)
        try:
            wait_until_ready(self.address, lambda: self.nursery.lives(self.pid))
        except RuntimeError as failed:
            failed.add_note(self.log.read_text()[-3000:])
            raise

    def send(self, what: signal.Signals) -> None:
        """Send a signal to our own server process."""
        os.kill(self.pid, what)

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.pid:
            self.nursery.kill(self.pid)
            self.pid = 0

    def end(self) -> None:
        """End it for good: another may have its port, whose files browsers know already."""
        self.kill()
        self.is_over = True

    def put_back(self, pristine: Path) -> None:
        """Make the data what they were at first, in one transaction, while it serves."""
        with (
            closing(sqlite3.connect(pristine)) as old,
            closing(sqlite3.connect(self.database)) as now,
        ):
            old.backup(now)

    def store(self) -> Store:
        """The same database, to see what is really kept."""
        return Store(f"sqlite:///{self.database}")


@pytest.fixture(scope="session")
def servers_from() -> Iterator[Nursery]:
    """Where servers are forked, so that none has to import everything again."""
    with nursery() as found:
        yield found


@pytest.fixture(scope="session")
def start_server(
    demo_path: Path, tmp_path_factory: pytest.TempPathFactory, servers_from: Nursery
) -> Iterator[Callable[..., Server]]:
    """Starts servers, each on a fresh copy of the demonstration; ends them all at last.

    With other settings than the demonstration's: ``start_server(OWF_DEMO="0")``; or on a copy of
    another database: ``start_server(path)``.
    """
    running: list[Server] = []

    def _start(data: Path = demo_path, **settings: str) -> Server:
        folder = tmp_path_factory.mktemp("server")
        left = {one.port for one in running if one.is_over} - {
            one.port for one in running if not one.is_over
        }
        port = left.pop() if left else free_port()
        server = Server(folder / "demo.db", port, folder / "log", servers_from, settings)
        shutil.copy(data, server.database)
        server.start()
        running.append(server)
        return server

    yield _start
    for server in running:
        server.kill()


@pytest.fixture(scope="session")
def shared_server(start_server: Callable[..., Server]) -> Server:
    """One server for tests that leave the demonstration as it is."""
    return start_server()


@pytest.fixture(scope="session")
def lent_server(start_server: Callable[..., Server]) -> Server:
    """The process behind ``server``."""
    return start_server()


@pytest.fixture
def server(lent_server: Server, demo_path: Path) -> Server:
    """A server whose data this test may change: they are as new, the process is an old one.

    Not for tests that sign (the process remembers snapshots) or that end it.
    """
    lent_server.put_back(demo_path)
    return lent_server


@pytest.fixture
def own_server(start_server: Callable[..., Server]) -> Iterator[Server]:
    """A server of this test's own, to change anything and to end it."""
    own = start_server()
    yield own
    own.end()


@pytest.fixture(scope="module")
def served(start_server: Callable[..., Server]) -> Iterator[Server]:
    """A server that the tests of one module change and share, each its own part."""
    own = start_server()
    yield own
    own.end()


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    address: str
    _stream: WebSocket | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.page.on("websocket", self._takes)

    def _takes(self, stream: WebSocket) -> None:
        """What this page talks to the server through, from now on."""
        self._stream = stream

    def go(self, path: str) -> None:
        """Open an address of the product and wait for its heading."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page is drawn and no run is under way."""
        expect(self.page.locator("h1")).to_be_visible()
        app = self.page.locator("[data-testid=stApp]")
        if app.count():
            expect(app).to_have_attribute("data-test-script-state", "notRunning")

    def sign_in(self, role: str, path: str = "/") -> None:
        """Sign in with one click on the demonstration's sign-in page, on the way to an address."""
        self.page.goto(f"{self.address}/auth/sign-in?next={quote(path, safe='')}")
        self.page.locator(f"button[value={role}]").click()
        self.settle()

    def follow(self, label: str) -> None:
        """Follow a link of the page."""
        self.page.get_by_test_id("stPageLink").get_by_text(label, exact=True).click()
        self.settle()

    def press(self, label: str) -> None:
        """Press a button of the page, by its name."""
        self.push(self.page.get_by_role("button", name=label, exact=True))

    def push(self, button: Locator) -> None:
        """Press a button, and once more where the page sent nothing of it to the server.

        On a machine under load a press may fall between two drawings of its button and reach
        nobody. What was sent is never sent again: a server that does not answer is a failure.
        """
        expect(button).to_be_visible()
        is_streamlit = button.locator(
            "xpath=ancestor::*[@data-testid='stButton' or @data-testid='stFormSubmitButton']"
        ).count()
        if self._stream is None or self._stream.is_closed() or not is_streamlit:
            button.click()
        else:
            for _ in range(PRESSES):
                if self._was_sent(self._stream, button):
                    break
                warnings.warn(f"A press of {button} was not sent.", stacklevel=2)
            else:
                raise AssertionError(f"{button} was pressed {PRESSES} times, and nothing was sent.")
        self.settle()

    @staticmethod
    def _was_sent(stream: WebSocket, button: Locator) -> bool:
        was_pressed = False
        try:
            with stream.expect_event("framesent", timeout=A_PRESS):
                button.click()
                was_pressed = True
        except PatienceEnded:
            if not was_pressed:
                raise
            return False
        return True

    def question(self, code: str) -> Locator:
        """The card of one question."""
        group = self.page.get_by_role("radiogroup", name=f"{code}: ")
        return self.page.locator("[class*=st-key-question-]").filter(has=group)

    def choose(self, code: str, words: str, timeout: float = PATIENCE) -> None:
        """Click a choice, as a mouse does."""
        group = self.question(code).get_by_role("radiogroup")
        group.get_by_text(words, exact=True).click(timeout=timeout)

    def answer(self, code: str, words: str) -> None:
        """Choose, and wait for the page to say that it is saved."""
        self.choose(code, words)
        expect(self.saved(code)).to_be_visible()

    def saved(self, code: str) -> Locator:
        """What says that a question's answer is saved."""
        return self.question(code).locator(".owf-saved:not(.owf-open)")

    def shows(self, code: str, words: str | None) -> None:
        """Expect a question to show this choice, or none."""
        marked = self.question(code).locator("label:has(input:checked)")
        if words is None:
            expect(self.question(code).get_by_role("radio").first).to_be_attached()
            expect(marked).to_have_count(0)
        else:
            expect(marked).to_have_text(words)

    def chosen(self, code: str) -> str | None:
        """The words of what shows as chosen for a question; ``None`` where nothing does."""
        marked = self.question(code).locator("label:has(input:checked)")
        return marked.inner_text().strip() if marked.count() else None


class Contexts:
    """Browsers of people who have never met, lent and given back.

    One that is given back remembers nobody, but keeps the frontend's files: to read them again
    takes five times what opening a page takes.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[bool, list[BrowserContext]] = {False: [], True: []}
        self._have_read: dict[BrowserContext, set[str]] = {}

    def lend(self, server: Server, *, touch: bool = False) -> BrowserContext:
        """One that knows nothing of anybody, and the files of this server where there is one."""
        kept = self._kept[touch]
        if kept:
            knowing = (one for one in kept if server.address in self._have_read[one])
            context = next(knowing, kept[-1])
            kept.remove(context)
        else:
            context = self._browser.new_context(has_touch=touch)
            context.set_default_timeout(PATIENCE)
        self._have_read.setdefault(context, set()).add(server.address)
        return context

    def take_back(self, context: BrowserContext, *, touch: bool = False) -> None:
        """Let it forget who used it."""
        for page in context.pages:
            with suppress(Error):
                page.evaluate("localStorage.clear()")
            page.close()
        context.clear_cookies()
        self._kept[touch].append(context)


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    """What people's browsers come from."""
    return Contexts(browser)


@pytest.fixture
def open_browser(contexts: Contexts) -> Iterator[Callable[..., Person]]:
    """Opens browsers for people: ``open_browser(server, width=390)``."""
    lent: list[tuple[BrowserContext, bool]] = []

    def _open(server: Server, width: int = 1280, *, touch: bool = False) -> Person:
        context = contexts.lend(server, touch=touch)
        lent.append((context, touch))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return Person(page, server.address)

    yield _open
    for context, touch in lent:
        contexts.take_back(context, touch=touch)


@pytest.fixture(scope="session")
def look_around(contexts: Contexts, shared_server: Server) -> Iterator[Callable[..., Person]]:
    """Opens a page for one of the demonstration's people, who stays signed in for the next test.

    For tests that leave everything as it is: ``look_around("chair", "/compare", width=390)``.
    """
    there: dict[str, Person] = {}

    def _look(role: str, path: str, width: int = 1280) -> Person:
        person = there.get(role)
        if person is None:
            page = contexts.lend(shared_server).new_page()
            person = there[role] = Person(page, shared_server.address)
            person.page.set_viewport_size({"width": width, "height": 900})
            person.sign_in(role, path)
            return person
        person.page.set_viewport_size({"width": width, "height": 900})
        person.go(path)
        return person

    yield _look
    for person in there.values():
        contexts.take_back(person.page.context)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Checks a page for what keeps people out; fails on anything not listed and explained.

    ``colours_only`` is for a page that was looked at already and stands in other colours now;
    ``has_opened`` for one with a list of choices or a calendar open.
    """
    checker = Axe()
    closed, opened = known_leftovers()
    # What passes is not described: naming each element would take longer than looking at it.
    everything = {"resultTypes": ["violations"]}
    colours = {**everything, "runOnly": ["color-contrast"]}

    def _check(
        person: Person, name: str, *, colours_only: bool = False, has_opened: bool = False
    ) -> None:
        known = closed | opened if has_opened else closed
        person.settle()
        if not person.page.evaluate("() => 'axe' in window"):
            person.page.evaluate(checker.axe_script)
        found = person.page.evaluate(
            "options => axe.run(document, options).then(found => found.violations)",
            colours if colours_only else everything,
        )
        fresh = [one for one in found if one["id"] not in known]
        assert not fresh, f"{name}: " + "\n".join(
            f"{one['id']} ({one['impact']}): {one['help']}\n  "
            + "\n  ".join(node["html"][:200] for node in one["nodes"][:4])
            for one in fresh
        )

    return _check


def known_leftovers() -> tuple[frozenset[str], frozenset[str]]:
    """The rules that the accessibility statement lists as Streamlit's own.

    On pages as they come, and where a list of choices or a calendar is open.
    """
    text = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    closed, opened = text.split("## With a list or a calendar open")
    return _rules_in(closed), _rules_in(opened)


def _rules_in(text: str) -> frozenset[str]:
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return frozenset(row.split("`")[1] for row in rows)
