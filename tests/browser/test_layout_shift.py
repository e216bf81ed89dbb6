"""Pages do not jump while they load: what is there already stays where it is."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE

PAGES = {
    "survey": ("coordinator", "/survey"),
    "compare": ("steering", "/compare?trust=873&year=2008&part=whole"),
    "region": ("regional-lead", "/region?region=E12000006&year=2009&part=whole"),
}
MOST = 0.1
"""What counts as good of the sum of all shifts (https://web.dev/articles/cls)."""
WATCH = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
  .observe({type: 'layout-shift', buffered: true});
"""
DRAWN = """
() => !document.querySelector('[data-testid=stSkeleton]') && document.querySelector('h1')
  && [...document.querySelectorAll('.stPlotlyChart')].every(one => one.querySelector('.main-svg'))
"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_jump_while_it_loads(look_around, page, width):
    role, address = PAGES[page]
    reader = look_around(role, "/", width)
    reader.page.add_init_script(WATCH)
    # As at a first visit, when each part of the frontend has still to come.
    devtools = reader.page.context.new_cdp_session(reader.page)
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    reader.go(address)
    reader.page.wait_for_function(DRAWN, timeout=3 * PATIENCE)
    reader.settle()
    devtools.detach()
    assert sum(reader.page.evaluate("window.shifts")) <= MOST
