"""The figures of the pages made for comparing: nothing cut off, nothing over anything else."""

from __future__ import annotations

import pytest

from tests.browser.spoilt import SPOILT

PAGES = {
    "33 London boroughs": (
        "national",
        "/region?region=E12000007&year=2009&theme=multi-agency&part=whole",
    ),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_a_figure_is_cut_off_or_lies_over_another(look_around, page, width):
    role, address = PAGES[page]
    reader = look_around(role, address, width)
    reader.page.locator(".owf-colophon").wait_for()
    reader.page.locator(".js-plotly-plot .main-svg").nth(3).wait_for()
    assert reader.page.locator(".js-plotly-plot").count() >= 4
    assert reader.page.evaluate(SPOILT) == []
