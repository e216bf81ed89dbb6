"""When a page can be read in a browser, beside a bare Streamlit page with one plotly chart.

Readable is: the page's heading stands there, and its first chart, which comes after its sentences.
Each page is opened in turn with the bare one, by the same warm Chromium; the ratio is of medians.

Bound (issue 8): at most 1.25 times the bare page.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

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
CHART = ".js-plotly-plot .main-svg"


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


def _signed_in(browser: Browser, server: Measured, role: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{server.port}/auth/sign-in")
    page.click(f"button[value={role}]")
    page.wait_for_url("**/")
    return page


def _seconds(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("h1").first.wait_for()
    page.locator(CHART).first.wait_for()
    return time.perf_counter() - began


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
            plain = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            floor = f"http://127.0.0.1:{bare.port}/"
            print(f"When a page can be read in Chromium ({RUNS} visits each, in turn)")
            for name, (role, path) in PAGES.items():
                page = _signed_in(browser, ours, role)
                address = f"http://127.0.0.1:{ours.port}/{path}"
                _seconds(page, address), _seconds(plain, floor)
                pairs = [(_seconds(page, address), _seconds(plain, floor)) for _ in range(RUNS)]
                here, there = (statistics.median(side) for side in zip(*pairs, strict=True))
                lines.append(
                    at_most(
                        f"Readable: {name} against a bare page", here / there, RATIO, "times", 2
                    )
                )
                print(f"  {name:10s} {here * 1000:6.0f} ms, a bare page {there * 1000:6.0f} ms")
                page.context.close()
    return lines
