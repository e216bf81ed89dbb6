"""A Trust with too few partners: its pages say why there is no comparison, and what to do."""

from __future__ import annotations

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role
from owf.assessment.results.trust_comparison import compare_with
from owf.settings import ROOT, get_settings
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import layout
from owf.web.results.nothing_yet import not_compared
from tests.building_once import built_once
from tests.databases import sqlite_copy
from tests.states import STATES
from tests.web.rendered import CAMBRIDGESHIRE, LEAD, html_of

STEERING = Actor("steering", "Steering", (RoleHeld(Role.STEERING, "trust", "873"),))


@pytest.fixture(scope="module")
def alone(tmp_path_factory, session_environment):
    return built_once(tmp_path_factory, "too-few.db", STATES["too-few"])


@pytest.fixture
def visit(alone, tmp_path, environment, monkeypatch):
    """A page of 2011 of a Trust that stands alone, as its steering group or somebody sees it."""
    with sqlite_copy(alone, tmp_path / "alone.db"):
        environment.setenv("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'alone.db'}")
        get_settings.cache_clear()
        get_store.cache_clear()

        def open_page(name, who=STEERING):
            monkeypatch.setattr(layout, "who_is_here", lambda: who)
            page = AppTest.from_file(str(ROOT / f"owf/web/pages/{name}.py"), default_timeout=30)
            page.query_params.update(trust="873", year="2011", part="whole")
            return html_of(page.run())

        yield open_page


@pytest.mark.parametrize("page", ["results", "compare"])
def test_it_says_why_and_what_to_do_in_place_of_all_verdicts(visit, page):
    text = visit(page)
    assert "Two sectors of Cambridgeshire gave a score, and at least 3 are needed." in text
    assert "The coordinator can add them on the Round page" in text
    assert "No other Trusts can be compared with so far, and at least 5 are needed." in text
    assert "Theme by aspect" not in text


def test_its_own_scores_are_there_all_the_same(visit):
    assert "Behind the scores" in visit("compare")
    assert "Each theme at a glance" in visit("results")


@pytest.mark.parametrize("page", ["results", "compare"])
def test_to_somebody_from_outside_it_says_nothing_that_only_its_own_people_can_do_or_see(
    visit, page
):
    text = visit(page, LEAD)
    assert "Two sectors of Cambridgeshire gave a score, and at least 3 are needed." in text
    assert "Only Cambridgeshire can change this" in text
    assert "only shown to the Trust’s own people" in text
    for untrue in ("own scores here", "on the Round page", "on the Sign-off page"):
        assert untrue not in text


ALIKE = {"health": 3, "police": 3, "schools": 3}


@pytest.fixture
def say(cast, monkeypatch):
    """What is said to somebody in place of all verdicts on Cambridgeshire, beside some others."""

    def sign_and_say(who, *others, levels=ALIKE):
        cast.sign(cast.cambridgeshire, levels, "full")
        for trust in others:
            cast.sign(cast.open_trust(trust), levels, "full")
        shown = []
        monkeypatch.setattr("owf.web.markup.html.show", shown.append)
        not_compared(compare_with(cast.store, who, CAMBRIDGESHIRE, 2009))
        return "".join(shown)

    return sign_and_say


def test_where_nobody_differs_anywhere_it_says_that_there_is_no_variation(cast, say):
    said = say(cast.erin, 821, 822, 823, 874, 881)
    assert (
        "<li>There is no variation: no sector's score strays from its Trust's mean in any of the "
        "6 Trusts, so no limits can be calculated.</li>"
    ) in unescape(said)


def test_where_sectors_differ_alike_in_every_trust_it_says_that_no_score_strays_from_that(
    cast, say
):
    said = say(cast.erin, 821, 822, 823, 874, 881, levels={"health": 2, "police": 3, "schools": 4})
    assert "no sector's score strays from what its sector makes everywhere" in unescape(said)


def test_where_others_are_too_few_somebody_from_outside_is_told_of_its_own_scores(cast, say):
    text = say(cast.frank, 821)
    assert "One other Trust can be compared with so far" in text
    assert "You can still see the Trust’s own scores here" in text
