"""Long pages show one part at a time; which one stands in the address."""

from __future__ import annotations

import re

import pytest

from tests.web.rendered import CHAIR, LEAD, NATION, html_of

PAGES = {
    "results": (CHAIR, {"trust": "873", "year": "2008"}),
    "compare": (CHAIR, {"trust": "873", "year": "2008"}),
    "region": (LEAD, {"region": "E12000006", "year": "2009"}),
    "national": (NATION, {"year": "2009"}),
}
PARTS = {
    "results": ("glance", "aspects", "inside", "years"),
    "compare": ("themes", "one-theme", "aspects", "change", "behind"),
    "region": ("trusts", "themes", "change", "questions", "pair"),
    "national": ("progress", "themes", "since", "questions", "workforce"),
}


@pytest.fixture
def part_of(open_page_at):
    """A page at one of its parts; ``None`` names none."""

    def open_part(name, part):
        who, address = PAGES[name]
        page = open_page_at(name, who, **address, part=part)
        assert not page.exception
        return page

    return open_part


def bar(page):
    """Where a part is chosen."""
    (found,) = page.segmented_control
    return found


def sections(page):
    """The headings of a page: first those of our own making, then Streamlit's."""
    return [*re.findall("<h2[^>]*>([^<]+)", html_of(page)), *(one.value for one in page.header)]


@pytest.mark.parametrize("name", PAGES)
def test_the_parts_together_are_the_whole_page_and_no_section_stands_in_two(part_of, name):
    of_parts = [sections(part_of(name, part)) for part in PARTS[name]]
    assert all(of_parts)
    together = [one for part in of_parts for one in part]
    assert sorted(together) == sorted(sections(part_of(name, "whole")))
    assert len(bar(part_of(name, None)).options) == len(PARTS[name]) + 1


@pytest.mark.parametrize("part", [None, "no-such-part", "<b>"])
def test_without_a_part_in_the_address_the_first_is_shown(part_of, part):
    first = PARTS["results"][0]
    page = part_of("results", part)
    assert bar(page).value == first
    assert sections(page) == sections(part_of("results", first))


def test_choosing_a_part_shows_it_and_keeps_it_in_the_address(part_of):
    page = part_of("results", None)
    bar(page).set_value("years").run()
    assert page.query_params["part"] in ("years", ["years"])
    assert sections(page) == sections(part_of("results", "years"))
    assert "Key learning points" not in html_of(page)


def test_the_part_stays_when_another_year_is_chosen(part_of):
    page = part_of("compare", "change")
    (year,) = [one for one in page.selectbox if one.label == "Year"]
    year.set_value(year.options[0]).run()
    assert not page.exception
    assert bar(page).value == "change"


def test_parts_with_nothing_to_show_are_not_offered(cast, open_page_of_cast):
    cast.sign(cast.cambridgeshire, {"health": 4, "police": 5, "schools": 3})
    address = {"trust": 873, "year": 2009, "part": "aspects"}
    for name, first, left_out in (
        ("results", "glance", {"Theme by aspect"}),
        ("compare", "behind", {"All themes", "Theme by aspect"}),
    ):
        page = open_page_of_cast(name, cast.erin, **address)
        assert not page.exception
        assert "Why there is no comparison" in html_of(page)
        assert bar(page).value == first
        assert not left_out & set(bar(page).options)
