"""The figures of the pages made for comparing: nothing cut off, nothing over anything else."""

from __future__ import annotations

import pytest

PAGES = {
    "a Trust in its region": ("regional-lead", "/compare?trust=926&year=2009&theme=caf"),
    "a Trust in England": ("regional-lead", "/compare?trust=926&year=2009&with=england"),
    "a region": ("regional-lead", "/region?region=E12000006&year=2009&theme=caf"),
    "33 London boroughs": ("national", "/region?region=E12000007&year=2009&theme=multi-agency"),
}
# Words of a figure that lie outside of it or over each other: figure, words, and by how much.
SPOILT = """
() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, number) => {
  const frame = plot.getBoundingClientRect(), name = plot.closest('[class*="st-key-chart-"]');
  const which = name ? name.className.match(/st-key-chart-([a-z-]+)/)[1] : number;
  const words = [...plot.querySelectorAll(
    '.annotation-text, .textpoint text, .xtick text, .ytick text, .xtitle, .ytitle')]
    .filter(one => one.textContent.trim())
    .map(one => [one.textContent, one.getBoundingClientRect()])
    // A tick's words that plotly leaves out for want of room.
    .filter(([, at]) => at.width > 0);
  const cut = words.filter(([, at]) => at.left < frame.left - 1 || at.right > frame.right + 1
      || at.top < frame.top - 1 || at.bottom > frame.bottom + 1)
    .map(([text, at]) => [which, 'cut', text, Math.round(at.left - frame.left),
                          Math.round(at.right - frame.right)]);
  const over = words.flatMap(([text, at], place) => words.slice(place + 1)
    .filter(([, other]) => Math.min(at.right, other.right) - Math.max(at.left, other.left) > 2
        && Math.min(at.bottom, other.bottom) - Math.max(at.top, other.top) > 4)
    .map(([other]) => [which, 'over', text, other]));
  return [...cut, ...over];
})
"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_a_figure_is_cut_off_or_lies_over_another(look_around, axe, page, width):
    role, address = PAGES[page]
    reader = look_around(role, address, width)
    reader.page.locator(".owf-colophon").wait_for()
    reader.page.locator(".js-plotly-plot .main-svg").nth(3).wait_for()
    assert reader.page.locator(".js-plotly-plot").count() >= 4
    assert reader.page.evaluate(SPOILT) == []
    axe(reader, f"{page} at {width}")
