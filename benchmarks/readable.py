"""When a page stops changing in a browser, beside a bare Streamlit page with as many charts.

Ready is the last change to the page's document before a second without any. The bare page has as
many charts, boxes and bars to choose from as ours, and each is opened in turn by the same warm
Chromium; the ratio is of medians.

Bound (issue 17): at most 1.25 times the bare page.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.demonstrations import built
from benchmarks.lines import Line, at_most
from benchmarks.servers import Measured, demonstration, serving
from owf.settings import DEMO_TODAY

RUNS = 21
RATIO = 1.25
PAGES: Mapping[str, tuple[str, str]] = {
    "results": ("chair", "results?trust=873&year=2011"),
    "compare": ("regional-lead", "compare?trust=926&year=2012"),
    "region": ("regional-lead", "region?region=E12000006&year=2012"),
    "national": ("national", "national?year=2012"),
}
"""Page -> who opens it, and its address."""
COUNTED: Mapping[str, str] = {
    "charts": '[data-testid="stPlotlyChart"]',
    "boxes": '[data-testid="stSelectbox"], [data-testid="stMultiSelect"]',
    "bars": '[data-testid="stButtonGroup"]',
}
"""What the bare page is asked for as many of -> where it is found on ours."""
PATIENCE = 120_000
"""Milliseconds that a page may take on a loaded machine."""
QUIET = 1000
"""Milliseconds without a change, after which a page is taken to be finished."""
WATCH = """
window.owfSeen = {};
new MutationObserver(() => {
    const now = performance.now();
    window.owfSeen.last = now;
    if (!window.owfSeen.heading && document.querySelector('h1')) window.owfSeen.heading = now;
    if (!window.owfSeen.chart && document.querySelector('.js-plotly-plot .main-svg'))
        window.owfSeen.chart = now;
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
"""Notes when the page changed, in milliseconds since it was asked for."""
SETTLED = f"""() => {{
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === 'notRunning' && window.owfSeen.chart
        && performance.now() - window.owfSeen.last > {QUIET};
}}"""


@dataclass(frozen=True)
class Seen:
    """Milliseconds from asking for a page to its heading, its first chart and its last change."""

    heading: float
    chart: float
    last: float


@contextmanager
def _chromium() -> Iterator[Browser]:
    wanted = (os.environ.get("OWF_CHROME"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(WATCH)
    return page


def _signed_in(browser: Browser, server: Measured, role: str) -> Page:
    page = _new_page(browser)
    page.goto(f"http://127.0.0.1:{server.port}/auth/sign-in")
    page.click(f"button[value={role}]")
    page.wait_for_url("**/")
    return page


def _visit(page: Page, address: str) -> Seen:
    page.goto(address, wait_until="commit")
    page.wait_for_function(SETTLED, polling=50, timeout=PATIENCE)
    return Seen(**page.evaluate("window.owfSeen"))


def _medians(visits: Sequence[Seen]) -> Seen:
    heading, chart, last = (
        statistics.median(getattr(one, name) for one in visits)
        for name in ("heading", "chart", "last")
    )
    return Seen(heading, chart, last)


def _as_bare(page: Page) -> str:
    """What to ask the bare page for, to have as many charts and boxes as a page of ours has."""
    return urlencode({name: page.locator(where).count() for name, where in COUNTED.items()})


def report() -> Sequence[Line]:
    """Print the figures; gives what was promised of them."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "england.db"
        shutil.copy(built("--england").path, database)
        with (
            serving("app:app", demonstration(database, DEMO_TODAY), "/readyz") as ours,
            serving("benchmarks.bare_app:chart", {}, "/_stcore/health") as bare,
            _chromium() as browser,
        ):
            plain = _new_page(browser)
            print(f"When a page stops changing in Chromium ({RUNS} visits each, in turn)")
            for name, (role, path) in PAGES.items():
                page = _signed_in(browser, ours, role)
                address = f"http://127.0.0.1:{ours.port}/{path}"
                _visit(page, address)
                floor = f"http://127.0.0.1:{bare.port}/?{_as_bare(page)}"
                _visit(plain, floor)
                pairs = [(_visit(page, address), _visit(plain, floor)) for _ in range(RUNS)]
                here, there = (_medians(side) for side in zip(*pairs, strict=True))
                lines.append(
                    at_most(
                        f"Ready: {name} against a bare page", here.last / there.last, RATIO,
                        "times", 2,
                    )
                )  # fmt: skip
                print(f"  {name} ({_as_bare(page).replace('&', ', ')})")
                for whose, seen in (("ours", here), ("bare", there)):
                    print(
                        f"    {whose}: heading {seen.heading:5.0f} ms, first chart "
                        f"{seen.chart:5.0f} ms, last change {seen.last:5.0f} ms"
                    )
                page.context.close()
    return lines
