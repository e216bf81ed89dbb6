"""What stands on a page in place of its content, and waiting until nothing does.

A page's run may be over while its browser still loads what draws a box or a chart: until then a
grey bar stands there. A picture of that would be a picture of nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PatienceEnded

PATIENCE = 60_000
"""Milliseconds that a page may take, on a loaded machine too; nothing waits it out."""
QUIET_FRAMES = 4
"""Frames in a row in which nothing stands in for anything and the page is as tall as before."""

STANDS_IN = {
    "a grey bar": '[data-testid="stSkeleton"], [data-testid="stSkeletonElement"]',
    "an empty app": '[data-testid="stAppSkeleton"]',
    "a spinner": '[data-testid="stSpinner"], [data-testid="stExpanderIconSpinner"]',
    "what the run before left": '[data-stale="true"]',
}
"""What it is called -> where it is found."""
_HAS_DRAWN = ".main-svg .trace, .main-svg .shapelayer path, .main-svg .annotation"
"""What a chart of plotly has once it is drawn, beyond its ground."""

_FOUND = """([standsIn, hasDrawn]) => {
    const isInView = one => {
        const box = one.getBoundingClientRect();
        const isThere = one.checkVisibility({visibilityProperty: true});
        return isThere && box.width > 0 && box.height > 0 && box.top < innerHeight;
    };
    const all = where => [...document.querySelectorAll(where)].filter(isInView);
    const found = [];
    for (const [name, where] of Object.entries(standsIn))
        found.push(...all(where).map(() => name));
    for (const chart of all('.stPlotlyChart'))
        if (!chart.querySelector(hasDrawn)) found.push('an empty chart');
    for (const picture of all('img'))
        if (!picture.complete || !picture.naturalWidth) found.push('a picture that is not there');
    for (const table of all('[data-testid="stDataFrame"]'))
        if (!table.querySelector('canvas')) found.push('an empty table');
    const app = document.querySelector('[data-testid="stApp"]');
    if (app && app.dataset.testScriptState !== 'notRunning') found.push('a run that goes on');
    if (document.fonts.status !== 'loaded') found.push('letters that are still to come');
    return found;
}"""
_IS_QUIET = f"""given => {{
    const tall = document.documentElement.scrollHeight
        + [...document.querySelectorAll('[data-testid="stMainBlockContainer"]')]
            .reduce((sum, one) => sum + one.getBoundingClientRect().height, 0);
    const isAsBefore = window.owfTall === tall && ({_FOUND})(given).length === 0;
    window.owfTall = tall;
    window.owfQuiet = isAsBefore ? (window.owfQuiet || 0) + 1 : 0;
    return window.owfQuiet >= {QUIET_FRAMES};
}}"""


class PlaceholderLeft(Exception):
    """A page still shows something in place of its content."""


def placeholders(page: Page) -> Sequence[str]:
    """What stands in for something on what is in view of a page, by name."""
    found: list[str] = page.evaluate(_FOUND, [STANDS_IN, _HAS_DRAWN])
    return found


def wait_for_content(page: Page, timeout: float = PATIENCE) -> None:
    """Wait until nothing in view stands in for anything, and the page's height stays as it is.

    Raises:
        PlaceholderLeft: something still did after ``timeout`` milliseconds.
    """
    page.evaluate("window.owfQuiet = 0")
    try:
        page.wait_for_function(
            _IS_QUIET, arg=[STANDS_IN, _HAS_DRAWN], polling="raf", timeout=timeout
        )
    except PatienceEnded:
        left = ", ".join(sorted(set(placeholders(page)))) or "a height that keeps changing"
        raise PlaceholderLeft(
            f"{page.url} still shows {left} after {timeout / 1000:g} seconds."
        ) from None
