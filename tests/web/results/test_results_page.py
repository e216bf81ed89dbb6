"""A Trust's results, run as Streamlit runs the page: from its address, for whoever is there."""

from __future__ import annotations

import re

import pytest
import streamlit as st

from owf.access.errors import NotAllowed
from owf.web.widgets import downloads
from tests.many_years import answered, years_of
from tests.web.rendered import CAMBRIDGESHIRE, CHAIR, LEAD, html_of

SECTIONS = (
    "Key learning points",
    "How many verdicts of each kind",
    "Each theme at a glance",
    "Theme by aspect",
    "What partners said",
    "Who differs from others",
    "Leaders and practitioners",
    "What moderation changed",
    "Change since",
    "All years",
)
LEVELS = {"health": 4, "police": 5, "schools": 3}


@pytest.fixture
def open_results(open_page_at):
    """The page at an address, as somebody sees it."""
    return lambda who=CHAIR, **address: open_page_at("results", who, **address)


def chosen(page):
    return {one.label: one.value for one in page.selectbox}


def sections(page):
    return re.findall(r"<h2>([^<]+)", html_of(page))


def levels_table(page):
    """The rows of how many partners gave which level."""
    return html_of(page).split("Partners at each level, the most disputed")[1].split("</table>")[0]


# The demonstration.


def test_the_page_works_from_a_bookmarked_address(open_results):
    page = open_results(trust="873", year="2008", theme="lead-professional")
    assert not page.exception
    assert len(re.findall("<h1>", html_of(page))) == 1
    assert chosen(page) == {"Year": "2008", "Theme": "lead-professional"}


def test_the_heading_states_the_finding(open_results):
    said = html_of(open_results(trust="873", year="2008"))
    assert re.search("<h1>Overall in 2008, Cambridgeshire is [^<]*the East of England", said)


def test_the_sections_stand_in_the_order_of_the_questions_of_a_steering_group(open_results):
    found = sections(open_results(trust="873", year="2008"))
    places = [next(n for n, one in enumerate(found) if one.startswith(want)) for want in SECTIONS]
    assert places == sorted(places)


def test_without_an_address_it_begins_with_the_newest_signed_year(open_results):
    page = open_results()
    assert not page.exception
    assert chosen(page)["Year"] == page.selectbox[0].options[0]


def test_choosing_another_theme_changes_what_partners_said_and_the_address(open_results):
    page = open_results(trust="873", year="2008", theme="caf")
    (theme,) = [one for one in page.selectbox if one.label == "Theme"]
    assert "CAF 1 " in levels_table(page)
    theme.set_value("lead-professional").run()
    assert page.query_params["theme"] in ("lead-professional", ["lead-professional"])
    assert "LP 1 " in levels_table(page)
    assert "CAF 1 " not in levels_table(page)


def test_it_begins_with_the_theme_of_the_most_disputed_question(open_results):
    page = open_results(trust="873", year="2008")
    first = chosen(page)["Theme"]
    again = open_results(trust="873", year="2008", theme="no-such-theme")
    assert chosen(again)["Theme"] == first


def test_every_verdict_on_the_page_opens_its_working(verdicts):
    found = verdicts("results", CHAIR, trust="873", year="2008")
    assert len(found) > 30
    assert all(one.working for one in found)


def test_a_regional_lead_sees_scores_and_nothing_that_partners_said(open_results):
    page = open_results(LEAD, trust="873", year="2008")
    assert not page.exception
    said = html_of(page)
    assert "Each theme at a glance" in said
    assert "for the Trust&#39;s own people" in said
    assert "Theme" not in chosen(page)
    assert "Partners at each level" not in said


def test_an_address_with_odd_choices_falls_back_to_what_there_is(open_results):
    assert not open_results(trust="873", year="last year", theme="<b>").exception


# A small world: what there is while little is there.


@pytest.fixture
def open_small(open_page_of_cast):
    """The page of Cambridgeshire as one of the cast sees it."""
    return lambda who, year=2009: open_page_of_cast("results", who, trust=CAMBRIDGESHIRE, year=year)


def test_while_nothing_is_signed_it_says_what_brings_results(cast, open_small):
    page = open_small(cast.erin)
    assert not page.exception
    said = html_of(page)
    assert "<h1>No results of 2009 yet</h1>" in said
    assert "has not signed off 2009 yet" in said
    assert "Waiting for 3 partners to submit." in said
    assert "The chair signs." in said


def test_to_a_person_without_a_trust_it_says_that_there_is_nothing(cast, open_page_of_cast):
    page = open_page_of_cast("results", cast.frank)
    assert not page.exception
    assert "No Trust whose results you can open has signed off yet" in html_of(page)


def test_a_closed_trust_stays_closed(cast, open_small):
    cast.sign(cast.cambridgeshire, LEVELS)
    page = open_small(cast.judy)
    assert len(page.exception) == 1
    assert "Cambridgeshire" not in html_of(page)


def test_one_year_only_has_its_sections_all_the_same(cast, open_small):
    cast.sign(cast.cambridgeshire, LEVELS)
    page = open_small(cast.erin)
    assert not page.exception
    said = html_of(page)
    assert "Cambridgeshire has one signed year to show, 2009" in said
    assert "shows no signed results for 2008 to compare with" in said
    assert "No practitioner of Cambridgeshire responded in 2009" in said
    assert "kept to the partners&#39; middle" in said
    not_here = {"Key learning points", "Theme by aspect", "How many verdicts of each kind"}
    assert len(sections(page)) == len(SECTIONS) - len(not_here) + 1
    assert sections(page)[0] == "Why there is no comparison"
    assert not not_here & set(sections(page))


def test_a_partner_sees_how_many_and_is_told_whom_to_ask_for_who(cast, open_small):
    cast.sign(cast.cambridgeshire, LEVELS)
    said = html_of(open_small(cast.alice))
    assert "Partners at each level" in said
    assert "Only the coordinator, the steering group" in said
    assert "Who gave which level, the most disputed" not in said


def test_of_two_partners_everything_is_shown_to_the_trust_and_compared_with_nobody(
    cast, open_small
):
    cast.open_year(2008)
    years_of(cast).keep(2008, {CAMBRIDGESHIRE: answered(cast.pack, 3, ("health", "police"))})
    said = html_of(open_small(cast.erin, 2008))
    assert "Cambridgeshire is not compared with the East of England" in said
    assert "too few partners" in said
    assert "<strong>3.0</strong> <span>of 5</span>" in said
    partner = html_of(open_small(cast.alice, 2008))
    assert "Fewer than three partners answered" in partner
    assert "Partners at each level" not in partner


def test_a_theme_of_two_partners_says_to_a_partner_why_nothing_of_it_is_shown(
    cast, open_page_of_cast
):
    cast.open_year(2008)
    given = [
        one
        for one in answered(cast.pack, 3, ("health", "police", "schools"))
        if one.partner_id != 2 or one.item_id.startswith("caf-")
    ]
    years_of(cast).keep(2008, {CAMBRIDGESHIRE: given})
    page = open_page_of_cast(
        "results", cast.alice, trust=CAMBRIDGESHIRE, year=2008, theme="multi-agency"
    )
    assert not page.exception
    said = html_of(page)
    assert "Fewer than three partners answered each question of this theme" in said
    assert "Partners at each level" not in said
    assert "left out, because the numbers would reveal who said what" in said


def test_a_year_that_is_not_signed_leads_to_one_that_is(cast, open_page_of_cast, monkeypatch):
    cast.open_year(2008)
    years_of(cast).keep(2008, {CAMBRIDGESHIRE: answered(cast.pack, 3)})
    links = []
    monkeypatch.setattr(st, "page_link", lambda file, **more: links.append(more["label"]))
    page = open_page_of_cast("results", cast.erin, trust=CAMBRIDGESHIRE, year=2009)
    assert not page.exception
    assert links == ["Go to sign-off", "See the results of 2008"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("carol", "See each partner's progress"),
        ("dave", "Agree the levels"),
        ("erin", "Go to sign-off"),
        ("alice", "Continue with your answers"),
    ],
)
def test_each_role_is_led_to_what_it_does_next(cast, open_page_of_cast, monkeypatch, name, label):
    links = []
    monkeypatch.setattr(st, "page_link", lambda file, **more: links.append(more["label"]))
    open_page_of_cast("results", getattr(cast, name), trust=CAMBRIDGESHIRE, year=2009)
    assert links == [label]


@pytest.mark.parametrize(("name", "label"), [("carol", ["Start the round"]), ("erin", [])])
def test_where_the_round_has_not_begun_only_the_coordinator_is_led_on(
    cast, open_page_of_cast, monkeypatch, name, label
):
    cast.open_year(2010)
    links = []
    monkeypatch.setattr(st, "page_link", lambda file, **more: links.append(more["label"]))
    page = open_page_of_cast("results", getattr(cast, name), trust=CAMBRIDGESHIRE, year=2010)
    assert "round of 2010 has not begun" in html_of(page)
    assert links == label


# Files: made at the click, for whoever is there by then.


@pytest.fixture
def files(cast, open_small, monkeypatch):
    """What the page offers its chair as files, by label; each is made for somebody."""
    offered = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, make, **_: offered.update({label: make})
    )
    cast.sign(cast.cambridgeshire, LEVELS)
    cast.open_year(2010)
    cast.sign(cast.again(cast.cambridgeshire, 2010), LEVELS)
    open_small(cast.erin, 2010)

    def make(label, who):
        monkeypatch.setattr(downloads, "who_is_there", lambda *_: who)
        return offered[label]()

    return make


def test_a_picture_and_its_numbers_are_handed_out(cast, files):
    picture = files("Where partners stand: figure (SVG)", cast.erin).decode()
    assert picture.startswith("<svg")
    assert "Demonstration: all figures are made up." in picture
    numbers = files("Who differs: numbers (CSV)", cast.erin).decode()
    assert "CAF 1" in numbers
    assert "Police" in numbers


@pytest.mark.parametrize(
    ("label", "may", "may_not"),
    [
        ("Who differs: numbers (CSV)", ["carol", "dave", "erin"], ["alice", "frank", "mallory"]),
        ("Where partners stand: numbers (CSV)", ["alice", "erin"], ["frank", "grace", "mallory"]),
        ("All years: numbers (CSV)", ["alice", "dave"], ["frank", "grace", "judy", "mallory"]),
    ],
)
def test_a_file_is_made_only_for_whom_the_page_would_show_it(cast, files, label, may, may_not):
    for name in may:
        assert files(label, getattr(cast, name))
    for name in may_not:
        with pytest.raises(NotAllowed):
            files(label, getattr(cast, name))
