"""Opening the working of a verdict, in tables that are narrow and wide."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

WIDTHS = (1280, 390)
TABLES = {
    "compare": ("chair", "/compare?trust=873&year=2008&part=whole"),
    "region": ("regional-lead", "/region?region=E12000006&year=2009&part=whole"),
}
# Of each table with verdicts: the working, the rows' cells around it, and whether it fits.
LAID_OUT = """
() => [...document.querySelectorAll('.owf-table:has(.owf-why)')]
  .filter(table => !table.closest('details:not([open])'))
  .map(table => {
    const rows = [...table.querySelectorAll('tbody tr')];
    const row = rows.find(one => one.querySelector('.owf-why'));
    const opened = row.querySelectorAll('.owf-why');
    const why = opened[opened.length - 1];
    why.querySelector('summary').click();
    const list = why.querySelector('.owf-working').getBoundingClientRect();
    const next = rows[rows.indexOf(row) + 1];
    // Words of the row's cells, not their padding.
    const words = [...row.querySelectorAll('th > *, td > .owf-small, summary')]
      .filter(one => !one.closest('.owf-working')).map(one => one.getBoundingClientRect());
    const frame = table.getBoundingClientRect();
    return {
      name: table.getAttribute('aria-label'),
      open: document.querySelectorAll('.owf-why[open]').length,
      wide: list.width,
      covered: next ? list.bottom - next.getBoundingClientRect().top : 0,
      over: words.filter(one => one.bottom > list.top + 1 && one.top < list.bottom - 1
        && one.right > list.left && one.left < list.right).length,
      left: frame.left - list.left, right: list.right - frame.right,
      scrolls: table.scrollWidth - table.clientWidth,
      page: document.documentElement.scrollWidth - window.innerWidth,
    };
  })
"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", TABLES)
def test_an_open_working_lies_in_its_row_and_covers_no_other(look_around, axe, page, width):
    role, address = TABLES[page]
    reader = look_around(role, address, width)
    expect(reader.page.locator(".owf-why").first).to_be_visible()
    reader.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    tables = reader.page.evaluate(LAID_OUT)
    assert len(tables) >= 4
    for one in tables:
        assert one["open"] == 1, one
        assert one["wide"] > 180, one
        assert one["over"] == 0, one
        assert max(one["covered"], one["left"], one["right"], one["scrolls"], one["page"]) <= 1, one
    axe(reader, f"{page} with an open working")


def test_a_working_opens_and_closes_by_keyboard_alone(look_around):
    reader = look_around("chair", "/compare?trust=873&year=2008&part=whole")
    one = reader.page.locator(".owf-standings details").filter(has_text="behind").first
    word, working = one.locator("summary"), one.locator(".owf-working")
    limits = r"−\d\.\d\d to −\d\.\d\d"
    expect(word).to_have_accessible_name(re.compile(rf"^behind {limits} \(working\)$"))
    expect(working).to_be_hidden()
    word.focus()
    reader.page.keyboard.press("Enter")
    expect(working).to_be_visible()
    expect(working).to_contain_text("Sectors needed to find a gap of half a level")
    reader.page.keyboard.press("Enter")
    expect(working).to_be_hidden()
