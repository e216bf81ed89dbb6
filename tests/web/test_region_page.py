"""The region's page, run as Streamlit runs it: from its address, for whoever is there."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role
from owf.settings import ROOT
from owf.store.people import RoleHeld
from owf.web import frame

EAST = "E12000006"
LEAD = Actor("lead", "Lead", (RoleHeld(Role.REGIONAL_LEAD, "region", EAST),))
NATION = Actor("nation", "Nation", (RoleHeld(Role.NATIONAL, "all", ""),))


@pytest.fixture
def visit(site_store, monkeypatch):
    """The page at an address, as somebody sees it."""

    def open_page(who=LEAD, **address):
        monkeypatch.setattr(frame, "who_is_here", lambda: who)
        page = AppTest.from_file(str(ROOT / "owf/web/pages/region.py"), default_timeout=30)
        for name, value in address.items():
            page.query_params[name] = value
        return page.run()

    return open_page


def all_html(page):
    found = []

    def walk(block):
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            elif child.type == "html":
                found.append(child.proto.body)

    walk(page.main)
    return "\n".join(found)


def options(page):
    return {one.label: list(one.options) for one in page.selectbox}


def test_the_page_works_from_a_bookmarked_address(visit):
    page = visit(region=EAST, year="2008", theme="caf", left="874", right="926")
    assert not page.exception
    said = all_html(page)
    assert len(re.findall("<h1>", said)) == 1
    assert "All 10 Trusts have signed off 2008" in said
    chosen = {one.label: one.value for one in page.selectbox}
    assert chosen["Theme"] == "caf"
    assert (chosen["One Trust"], chosen["Another Trust"]) == ("874", "926")
    assert "Peterborough and Norfolk, each against the rest of the East of England" in said


def test_without_an_address_it_begins_with_the_newest_signed_year_of_the_own_region(visit):
    page = visit()
    assert not page.exception
    assert "have signed off 2009" in all_html(page)
    assert "Region" not in options(page)


def test_the_national_team_chooses_the_region_too(visit):
    page = visit(NATION, region=EAST)
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
def test_an_address_with_odd_choices_falls_back_to_what_there_is(visit, address):
    page = visit(**address)
    assert not page.exception
    chosen = {one.label: one.value for one in page.selectbox}
    assert chosen["One Trust"] != chosen["Another Trust"]


def test_a_region_that_is_not_the_own_stays_closed(visit):
    page = visit(region="E12000007")
    # What it says instead is the server's to show; the page itself says nothing at all.
    assert len(page.exception) == 1
    assert all_html(page) == ""


def test_choosing_another_theme_changes_the_chart_and_the_address(visit):
    page = visit(year="2008")
    assert "Overall in 2008" in all_html(page)
    (theme,) = [one for one in page.selectbox if one.label == "Theme"]
    theme.set_value("lead-professional").run()
    assert page.query_params["theme"] in ("lead-professional", ["lead-professional"])
    assert "<strong>On lead professional in 2008" in all_html(page)
