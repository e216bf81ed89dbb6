"""Screenshots of every page for the guides: ``make screenshots`` writes ``docs/screenshots/``.

Both widths, in three states: the demonstration, a house where nobody has begun, and a Trust alone
with too few partners.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.nursery import Nursery, nursery
from benchmarks.servers import free_port
from owf.access import Actor
from owf.demo.build import ensure_demo
from owf.reports.kinds.board import board_report
from owf.reports.writers.pdf import pdf_file
from owf.store import Store, people
from owf.web.widgets.url_state import IN_ADDRESS
from tests.browser.conftest import FLAGS, ROOT, Person, Server, chrome
from tests.browser.placeholders import PATIENCE, wait_for_content
from tests.states import STATES
from tests.visits import TODAY, VISITS

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = (1280, 390)
TALLEST = {1280: 2600, 390: 3200}
"""Pixels of a page that are kept: what a reader of a guide needs to see of it."""
COLOURS = 96
"""Of a picture: pages are flat, so that more would show nothing else; the rare ones are kept."""


def main() -> None:
    """Take all pictures again."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        nursery() as at,
        sync_playwright() as playwright,
    ):
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chrome(), args=FLAGS)
        for state, server in _servers(at, Path(folder)):
            try:
                _pictures(browser, state, server)
                if state == "demonstration":
                    board_summary(server.store(), FOLDER / state)
            finally:
                server.kill()
        browser.close()


def _servers(at: Nursery, folder: Path) -> Iterator[tuple[str, Server]]:
    for state in ("demonstration", *STATES):
        path = folder / f"{state}.db"
        if state in STATES:
            STATES[state](path)
        else:
            ensure_demo(path).close()
        log = folder / f"{state}.log"
        server = Server(path, free_port(), log, at, {"OWF_TODAY": TODAY})
        server.start()
        yield state, server


def _pictures(browser: Browser, state: str, server: Server) -> None:
    (FOLDER / state).mkdir(parents=True)
    people: dict[str, Person] = {}
    for page, visits in VISITS.items():
        for role, choices in visits:
            if role not in people:
                people[role] = Person(browser.new_context().new_page(), server.address)
                people[role].page.set_default_timeout(PATIENCE)
                people[role].sign_in(role)
            if choices and state != "demonstration":
                continue
            for width in WIDTHS:
                people[role].page.set_viewport_size({"width": width, "height": TALLEST[width]})
                # Opened once: the other width is the same page in a narrower window.
                if width == WIDTHS[0]:
                    people[role].go(f"/{page}?{choices}")
                _keep(people[role], FOLDER / state / f"{_name(page, role, choices)}-{width}.png")


def board_summary(store: Store, folder: Path) -> None:
    """The two pages of the board summary, as paper shows them."""
    with store.reading() as session:
        chair = people.person_with_demo_role(session, "chair")
        assert chair is not None
        who = Actor(chair.id, chair.name, tuple(people.roles_of(session, chair.id)))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "board.pdf"
        path.write_bytes(pdf_file(board_report(store, who, 873, 2011)))
        subprocess.run(
            ["pdftoppm", "-r", "110", "-png", path, folder / "board-summary"], check=True
        )
    for picture in sorted(folder.glob("board-summary-*.png")):
        _flatten(picture)


def _flatten(path: Path) -> None:
    Image.open(path).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
        path, optimize=True
    )


def _name(page: str, role: str, choices: str) -> str:
    name, _, value = choices.partition("&")[0].partition("=")
    what = value if name == IN_ADDRESS else name
    return "-".join(part for part in (page or "start", role, what) if part)


def _keep(person: Person, path: Path) -> None:
    """Keep the upper part of a page, no longer than it is, once nothing stands in for content.

    Raises:
        PlaceholderLeft: something still does, however long one waits.
    """
    wait_for_content(person.page)
    tall = person.page.evaluate(
        "document.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect().bottom"
    )
    view = person.page.viewport_size
    assert view is not None
    height = min(view["height"], max(600, round(tall)))
    person.page.screenshot(
        path=path, clip={"x": 0, "y": 0, "width": view["width"], "height": height}
    )
    _flatten(path)


if __name__ == "__main__":
    main()
