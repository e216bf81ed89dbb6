"""The region's page, run as Streamlit runs it: from its address, for whoever is there."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from tests.web.rendered import EAST, LEAD, NATION, html_of


@pytest.fixture
def open_region(open_page_at):
    """The page at an address, as somebody sees it."""
    return lambda who=LEAD, **address: open_page_at("region", who, **address)


def options(page):
    return {one.label: list(one.options) for one in page.selectbox}


def test_the_page_works_from_a_bookmarked_address(open_region):
    page = open_region(region=EAST, year="2008", theme="caf", left="874", right="926")
    assert not page.exception
    said = html_of(page)
    assert len(re.findall("<h1>", said)) == 1
    assert "All 10 Trusts have signed off 2008" in said
    chosen = {one.label: one.value for one in page.selectbox}
    assert chosen["Theme"] == "caf"
    assert (chosen["One Trust"], chosen["Another Trust"]) == ("874", "926")
    assert "Peterborough and Norfolk, each against the rest of the East of England" in said


def test_without_an_address_it_begins_with_the_newest_signed_year_of_the_own_region(open_region):
    page = open_region()
    assert not page.exception
    assert "have signed off 2009" in html_of(page)
    assert "Region" not in options(page)


def test_the_national_team_chooses_the_region_too(open_region):
    page = open_region(NATION, region=EAST)
    assert not page.exception
    assert len(options(page)["Region"]) == 9


@pytest.mark.parametrize(
    "address",
    [
        {"theme": "no-such-theme", "left": "x", "right": "873873873873"},
        {"left": "874", "right": "874", "year": "2008"},
        {"year": "last year"},
    ],
)
def test_an_address_with_odd_choices_falls_back_to_what_there_is(open_region, address):
    page = open_region(**address)
    assert not page.exception
    chosen = {one.label: one.value for one in page.selectbox}
    assert chosen["One Trust"] != chosen["Another Trust"]


def test_a_region_that_is_not_the_own_stays_closed(open_region):
    page = open_region(region="E12000007")
    # What it says instead is the server's to show; the page itself says nothing at all.
    assert len(page.exception) == 1
    assert html_of(page) == ""


def test_choosing_another_theme_changes_the_chart_and_the_address(open_region):
    page = open_region(year="2008")
    assert "Overall in 2008" in html_of(page)
    (theme,) = [one for one in page.selectbox if one.label == "Theme"]
    theme.set_value("lead-professional").run()
    assert page.query_params["theme"] in ("lead-professional", ["lead-professional"])
    assert '<p class="owf-claim">On lead professional in 2008' in html_of(page)


def test_a_theme_opens_its_questions_for_this_region_and_one_of_them_stands_in_the_address(
    open_region,
):
    alone = open_region(year="2009", part="questions")
    first = {one.label: one.value for one in alone.selectbox}
    assert (first["Theme"], first["Question"]) == ("caf", "caf-01")
    assert "In the East of England in 2009" in html_of(alone)
    page = open_region(year="2009", theme="caf", question="caf-02")
    assert not page.exception
    assert {one.label: one.value for one in page.selectbox}["Question"] == "caf-02"
    said = html_of(page)
    assert "In the East of England in 2009" in said
    link = 'href="/region?year=2009&amp;region=E12000006&amp;theme=caf&amp;question='
    assert said.count(link) == 14


def test_it_says_who_moved_on_the_chosen_theme_and_why_nothing_is_drawn_on_a_new_one(open_region):
    assert "stayed about the same" in html_of(open_region(year="2009", theme="caf"))
    new = html_of(open_region(year="2009", theme="participation"))
    assert "There is no chart: new in 2009" in new


def test_every_chart_can_be_had_as_a_figure_and_as_numbers(open_region):
    page = open_region(year="2009")
    labels = [one.proto.label for one in page.get("download_button")]
    for name in ("Trusts", "Where it is low", "Movers", "Two trusts"):
        assert f"{name}: figure (SVG)" in labels
        assert f"{name}: numbers (CSV)" in labels


def test_before_anybody_has_signed_it_says_when_results_come_and_where_there_are_some(
    open_region, site_store
):
    with site_store.writing() as session:
        session.execute(text("UPDATE round SET status = 'open' WHERE year = 2009"))
    said = html_of(open_region(year="2009"))
    assert "No Trust has signed off 2009 yet" in said
    assert "There is nothing to compare yet" in said
    assert "choose an earlier year" in said
