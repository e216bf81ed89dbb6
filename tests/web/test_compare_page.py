"""The page Compare, run as Streamlit runs it: from its address, for whoever is there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from owf.assessment.comparing import compare_with
from owf.benchmark import Verdict
from owf.web.components.compare_charts import nothing_compared, say_why_nothing
from tests.web.rendered import CAMBRIDGESHIRE, CHAIR, LEAD, NORFOLK, html_of


@pytest.fixture
def open_compare(open_page_at):
    """The page at an address, as somebody sees it."""
    return lambda who=CHAIR, **address: open_page_at("compare", who, **address)


def chosen(page):
    return {one.label: one.value for one in page.selectbox}


def downloads(page):
    return [one.proto.label for one in page.get("download_button")]


def test_the_page_works_from_a_bookmarked_address(open_compare):
    page = open_compare(LEAD, trust=str(NORFOLK), year="2009", theme="caf", **{"with": "england"})
    assert not page.exception
    said = html_of(page)
    assert len(re.findall("<h1>", said)) == 1
    assert "Norfolk against England, 2009" in said
    assert (chosen(page)["Theme"], chosen(page)["Compared with"]) == ("caf", "england")
    assert "England on CAF" in said


def test_choosing_another_theme_changes_the_chart_and_the_address(open_compare):
    page = open_compare(trust=str(CAMBRIDGESHIRE), year="2008")
    (theme,) = [one for one in page.selectbox if one.label == "Theme"]
    theme.set_value("lead-professional").run()
    assert page.query_params["theme"] in ("lead-professional", ["lead-professional"])
    assert '<p class="owf-claim">Cambridgeshire is behind the East of England on lead' in html_of(
        page
    )


def test_an_odd_theme_in_the_address_falls_back_to_overall(open_compare):
    page = open_compare(trust=str(CAMBRIDGESHIRE), year="2008", theme="no-such-theme")
    assert not page.exception
    assert chosen(page)["Theme"] == "overall"


def test_every_chart_can_be_had_as_a_figure_and_as_numbers(open_compare):
    found = downloads(open_compare(trust=str(CAMBRIDGESHIRE), year="2008"))
    names = ("All themes", "Trusts", "Funnel", "Leaders and practitioners", "Agreed scores")
    assert found == [
        f"{name}: {kind}" for name in names for kind in ("figure (SVG)", "numbers (CSV)")
    ]


def test_each_figure_says_on_how_many_sectors_and_trusts_it_rests(open_compare):
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008"))
    captions = re.findall(r'<p class="owf-caption">(.*?)</p>', said)
    assert len(captions) == 5
    assert all("(n)" in one for one in captions)
    assert sum("(k)" in one for one in captions) == 3


def test_an_order_by_score_is_said_with_its_reason(open_compare):
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008", theme="lead-professional"))
    assert "In order of score, highest first" in said
    assert "In alphabetical order, because" in html_of(open_compare(LEAD, trust=str(NORFOLK)))


def test_where_nothing_can_be_compared_it_says_why_and_what_to_do_now(site_store, monkeypatch):
    view = compare_with(site_store, CHAIR, CAMBRIDGESHIRE, 2008)
    assert not nothing_compared(view)
    found = replace(view.findings[0].comparison, n=2, why_not="too few partners here")
    none = tuple(
        replace(one, verdict=Verdict.NOT_COMPARED, comparison=found) for one in view.findings
    )
    empty = replace(view, findings=none, beside=())
    assert nothing_compared(empty)
    said = []
    monkeypatch.setattr("owf.web.html.show", said.append)
    say_why_nothing(empty)
    (notice,) = said
    assert "Nothing is compared: too few partners here." in notice
    assert "once 3 sectors have given levels" in notice
