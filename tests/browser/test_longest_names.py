"""The longest names there are, drawn by plotly itself at the widths of a phone and of a desk."""

from __future__ import annotations

import pytest
from plotly.offline import get_plotlyjs

from owf.benchmark.tables.item_standings import moderated, who_differs
from owf.charts.england.regions import regions_beside
from owf.charts.partners.levels import partner_levels
from owf.charts.partners.moderation_moves import moderation_moves
from owf.charts.partners.who_differs import who_differs_chart
from owf.charts.years.small_multiples import small_multiples
from tests.browser.spoilt import SPOILT
from tests.web.england.test_reference_charts import LINE, REGIONS
from tests.web.results_world import HISTORIES, STANDINGS

CHARTS = {
    "levels": lambda: partner_levels(STANDINGS),
    "who-differs": lambda: who_differs_chart(who_differs(STANDINGS)),
    "moves": lambda: moderation_moves(moderated(STANDINGS)),
    "years": lambda: small_multiples(
        HISTORIES,
        "Bournemouth, Christchurch and Poole",
        "Yorkshire and The Humber",
        (1, 2, 3, 4, 5),
    ),
    "regions": lambda: regions_beside(REGIONS, LINE),
}
PAGE = """<body style="margin:0;font-family:Arial,sans-serif"><div class="st-key-chart-{}"
style="width:{}px"><div id="plot"></div></div>"""


@pytest.fixture(scope="module")
def sheet(browser):
    """A page with nothing on it but plotly."""
    page = browser.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(content=get_plotlyjs())
    yield page
    page.close()


@pytest.mark.parametrize("width", [358, 1072])
@pytest.mark.parametrize("name", CHARTS)
def test_no_word_is_cut_off_or_lies_over_another(sheet, name, width):
    figure = CHARTS[name]().figure.to_json()
    sheet.set_viewport_size({"width": width + 32, "height": 900})
    sheet.evaluate(
        """async ([page, figure]) => {
          document.body.innerHTML = page;
          const { data, layout } = JSON.parse(figure);
          await Plotly.newPlot('plot', data, layout, { staticPlot: true, responsive: true });
        }""",
        [PAGE.format(name, width), figure],
    )
    sheet.locator("#plot .main-svg").first.wait_for()
    assert sheet.evaluate(SPOILT) == []
