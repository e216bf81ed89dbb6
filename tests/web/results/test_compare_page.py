"""The page Compare, run as Streamlit runs it: from its address, for whoever is there."""

from __future__ import annotations

import re

import pytest

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


def test_where_all_trusts_have_as_many_sectors_no_funnel_is_drawn_and_the_page_says_so(
    open_compare,
):
    of_twelve = {"with": "peers", "peers": "820-874-881-919-926-935"}
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008", **of_twelve))
    assert "The same by number of sectors" in said
    assert "so nothing more is to be seen by number of sectors." in said
    assert "dotted line is the mean of" not in said
    # Three Trusts of the region lack a sector or two.
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008"))
    assert "dotted line is the mean of" in said


def test_an_order_by_score_is_said_with_its_reason(open_compare):
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008", theme="lead-professional"))
    assert "In order of score, highest first" in said
    assert "eyond chance, " in said or "can be told apart" in said
    assert "rankability" not in said.lower()
    assert "In alphabetical order, because" in html_of(open_compare(LEAD, trust=str(NORFOLK)))


def test_with_too_few_peers_the_region_is_still_there_to_compare_with(open_compare):
    page = open_compare(
        trust=str(CAMBRIDGESHIRE), year="2008", peers="919-935", **{"with": "peers"}
    )
    said = html_of(page)
    assert "is not compared with the Trusts chosen" in said
    assert "Why there is no comparison" not in said


def test_it_says_what_chance_does_to_a_page_and_where_a_strength_is_one_elsewhere(open_compare):
    said = html_of(open_compare(trust=str(CAMBRIDGESHIRE), year="2008"))
    assert "about one page in nine shows something where all Trusts are alike" in said
    assert re.search(r"as in \d+ of 10 Trusts", said)


def test_it_says_whose_spread_counted_where_partners_quarrel(open_compare):
    quarrelling = html_of(open_compare(LEAD, trust="881", year="2009"))
    assert "Partners of Essex differ more than partners elsewhere, so each side" in quarrelling
    assert "own spread counts: overall" in quarrelling
    elsewhere = html_of(open_compare(LEAD, trust=str(NORFOLK), year="2009"))
    assert "own spread counts: overall" not in elsewhere
