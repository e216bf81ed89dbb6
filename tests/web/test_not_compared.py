"""A Trust with too few partners: its pages say why there is no comparison, and what to do."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role
from owf.settings import ROOT, get_settings
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import frame
from tests.building_once import built_once
from tests.databases import sqlite_copy
from tests.states import STATES
from tests.web.rendered import html_of

STEERING = Actor("steering", "Steering", (RoleHeld(Role.STEERING, "trust", "873"),))


@pytest.fixture(scope="module")
def alone(tmp_path_factory, session_environment):
    return built_once(tmp_path_factory, "too-few.db", STATES["too-few"])


@pytest.fixture
def visit(alone, tmp_path, environment, monkeypatch):
    """A page of 2011 as the steering group of a Trust that stands alone sees it."""
    with sqlite_copy(alone, tmp_path / "alone.db"):
        environment.setenv("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'alone.db'}")
        get_settings.cache_clear()
        get_store.cache_clear()
        monkeypatch.setattr(frame, "who_is_here", lambda: STEERING)

        def open_page(name):
            page = AppTest.from_file(str(ROOT / f"owf/web/pages/{name}.py"), default_timeout=30)
            page.query_params["trust"], page.query_params["year"] = "873", "2011"
            return html_of(page.run())

        yield open_page


@pytest.mark.parametrize("page", ["results", "compare"])
def test_it_says_why_and_what_to_do_in_place_of_all_verdicts(visit, page):
    text = visit(page)
    assert "Two sectors of Cambridgeshire gave a score, and at least 3 are needed." in text
    assert "the coordinator adds them on the page Round" in text
    assert "No other Trusts can be set beside it so far, and at least 5 are needed." in text
    assert "Theme by aspect" not in text


def test_its_own_scores_are_there_all_the_same(visit):
    assert "Behind the scores" in visit("compare")
    assert "Each theme at a glance" in visit("results")
