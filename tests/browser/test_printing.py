"""On paper: pages for meetings come out on A4 in the light colours, with nothing cut off."""

from __future__ import annotations

import re
import subprocess
from dataclasses import asdict

import pytest

from owf.charts.theme import LIGHT
from tests.browser.conftest import PATIENCE

PAGES = {
    "compare": (
        "regional-lead",
        "/compare?trust=926&year=2009&part=whole&theme=multi-agency",
        ["Norfolk", "Theme: Multi-agency and co-located working"],
    ),
    "region": (
        "regional-lead",
        "/region?region=E12000006&year=2009&part=whole&theme=multi-agency",
        ["East of England", "Theme: Multi-agency and co-located working", "One Trust: "],
    ),
    "national": ("national", "/national?year=2009&part=whole", ["Year: 2009", "Score: Overall"]),
    "results": ("steering", "/results?trust=873&year=2008&part=whole", ["Cambridgeshire"]),
    "moderation": ("steering", "/moderation?trust=873&year=2009", ["Cambridgeshire"]),
    "sign-off": ("chair", "/sign-off?trust=873&year=2009", ["Cambridgeshire"]),
    "assessment": ("partner", "/assessment?theme=information-sharing", ["Information sharing"]),
}
"""Page -> who prints it, from where, and what of its choices stands on paper."""
DARK_SCREEN = (
    "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(14, 23, 32)'"
)
DRAWN = """
() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('.stPlotlyChart')].every(one => one.querySelector('.main-svg'))
"""
COLOURS = """
() => {
  const found = new Set();
  for (const one of document.querySelectorAll('.stApp, .stApp *')) {
    const style = getComputedStyle(one), svg = one.closest('svg');
    if (!one.getClientRects().length || style.visibility === 'hidden') continue;
    const speaks = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (svg) {
      if (!one.closest('.js-plotly-plot')) continue;
      if (speaks) found.add(style.fill);
      else if (one.matches('path, rect, line')) { found.add(style.fill); found.add(style.stroke); }
      continue;
    }
    if (speaks || one.matches('input, textarea')) found.add(style.color);
    found.add(style.backgroundColor);
  }
  return [...found];
}
"""
MARK = """
() => {
  const write = (place, words) => place.append(Object.assign(document.createElement('span'),
    {textContent: ' ' + words}));
  let number = 0;
  for (const table of document.querySelectorAll('.owf-table')) {
    if (!table.getClientRects().length) continue;
    number += 1;
    [...table.querySelectorAll('tbody tr')].forEach((row, place, rows) =>
      write(row.firstElementChild, `tb${number}r${place}of${rows.length}`));
  }
  [...document.querySelectorAll('.stApp h2')].filter(one => one.getClientRects().length)
    .forEach((one, place) => write(one, `heading${place}`));
  [...document.querySelectorAll('[class*=st-key-figure-]')].forEach((one, place) => {
    for (const words of one.querySelectorAll('text'))
      words.textContent += ` fg${place}`;
    const claim = one.querySelector('.owf-claim');
    if (claim) write(claim, `fg${place}`);
  });
}
"""
"""Gives rows, headings and figures names that can be found again on paper."""
A4 = (595, 842)
"""Points."""
MARGIN = 30
"""Points that stay free at the sides: 12 mm less a letter's overhang."""
AFTER_A_HEADING = 30
"""Letters that stand at least below a heading on its page."""


def rgb(colour):
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


# Black is what a browser has for a part that no colour was given.
BLACK = {"rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", "none"}
ON_PAPER = {rgb(colour) for colour in asdict(LIGHT).values()} | BLACK


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_dark_screen_is_light_and_whole_on_a4(look_around, tmp_path, page):
    role, address, words = PAGES[page]
    reader = look_around(role, address, 1280)
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_function(DARK_SCREEN, timeout=3 * PATIENCE)
    reader.page.wait_for_function(DRAWN, timeout=3 * PATIENCE)
    reader.page.emulate_media(media="print", color_scheme="dark")
    try:
        assert set(reader.page.evaluate(COLOURS)) <= ON_PAPER
        plain, marked = tmp_path / "plain.pdf", tmp_path / "marked.pdf"
        reader.page.pdf(path=plain, prefer_css_page_size=True)
        reader.page.evaluate(MARK)
        reader.page.pdf(path=marked, prefer_css_page_size=True)
    finally:
        reader.page.emulate_media(media="null", color_scheme="light")
    fits_on_a4(text_of(plain, "-bbox"))
    said = re.sub(r"\s+", " ", text_of(plain))
    assert [one for one in words if one not in said] == []
    nothing_is_parted(text_of(marked).split("\f"))


def text_of(paper, *options):
    return subprocess.run(
        ["pdftotext", *options, str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout


def fits_on_a4(text):
    sizes = {
        (round(float(wide)), round(float(high)))
        for wide, high in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    }
    assert sizes == {A4}
    words = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)<', text)
    assert len(words) > 60
    outside = [
        word for left, right, word in words if float(left) < MARGIN or float(right) > A4[0] - MARGIN
    ]
    assert not outside
    assert "Sign out" not in text.replace("</word>\n", " ")
    assert text.count("<page ") <= 16


def nothing_is_parted(pages):
    """No figure lies on two pages, no row of a table alone, no heading last."""
    for number, page in enumerate(pages):
        rows = re.findall(r"tb(\d+)r(\d+)of(\d+)", page)
        for table in {one for one, _, _ in rows}:
            on_page = {int(row) for one, row, _ in rows if one == table}
            of_all = next(int(many) for one, _, many in rows if one == table)
            assert len(on_page) > 1 or of_all == 1, (number, table, on_page)
        for heading in re.finditer(r"heading\d+", page):
            assert len(page[heading.end() :].strip()) > AFTER_A_HEADING, (number, heading[0])
    figures = [set(re.findall(r"fg(\d+)\b", page)) for page in pages]
    for number, here in enumerate(figures):
        for later in figures[number + 1 :]:
            assert not here & later, (number, here & later)
