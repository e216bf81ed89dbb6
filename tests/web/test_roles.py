"""Every page is opened by everybody, and opens or stays closed as ``docs/roles.md`` says."""

from __future__ import annotations

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from owf.settings import ROOT, get_settings
from owf.store import get_store
from owf.web import layout
from owf.web.navigation import PAGES
from tests.roles_table import is_allowed, table
from tests.roles_world import CASES, owns

ROWS = table("Pages")
ADDRESS = {
    "assessment": lambda at, year: {"partner": at.partner, "year": year},
    "region": lambda at, _: {"region": at.region, "year": 2008},
    "national": lambda *_: {"year": 2008},
    "packs": lambda *_: {},
    "method": lambda *_: {},
    "start": lambda *_: {},
}
"""Page -> what stands in its address; a Trust and a year on all others."""
RUN = """
import runpy
import streamlit as st
from owf.access.errors import NotAllowed, Refused
try:
    runpy.run_path({file!r})
except NotAllowed as refused:
    st.error(f"closed: {{refused}}")
except Refused:
    pass
"""
"""A page, and whether the policy closed it; whatever else it says, it was opened."""


def name_of(page):
    return page.path or "start"


def test_every_page_has_its_row(cast):
    assert {row.name for row in ROWS} == {name_of(page) for page in PAGES}


@pytest.fixture
def opens(world, environment, monkeypatch):
    """Whether a page opens to somebody at a place's address."""
    environment.setenv("OWF_DATABASE_URL", str(world.cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)
    files = {name_of(page): page.file for page in PAGES}

    def open_page(name, who, where, year):
        monkeypatch.setattr(layout, "who_is_here", lambda: who)
        script = RUN.format(file=str(ROOT / "owf/web" / files[name]))
        page = AppTest.from_string(script, default_timeout=30)
        address = ADDRESS.get(name, lambda at, year: {"trust": at.trust, "year": year})
        for key, value in address(where, year).items():
            page.query_params[key] = str(value)
        page.run()
        assert not page.exception
        if page.error:
            assert _beside_the_refusal(page) == [], page.error[0].value
            assert not NAMES.search(page.error[0].value), page.error[0].value
        return "You are signed out" not in _html(page) and not page.error

    yield open_page
    get_store().close()


NAMES = re.compile(r"Cambridgeshire|Leeds|Alice|Bob|Carol|Ivan|\bPolice|\bHealth|Yorkshire|East of")
"""What a refusal would tell of the place that was asked for."""


def _beside_the_refusal(page):
    """What else stands on a refused page; its own fixed heading may."""
    return [
        (one.type, getattr(one.proto, "body", ""))
        for one in page.main
        if one.type not in ("main", "error")
        and not FIXED_HEADING.fullmatch(getattr(one.proto, "body", ""))
    ]


FIXED_HEADING = re.compile(r'<div class="owf-heading"[^>]*><h1>[A-Z][a-z -]+</h1></div>')


def _html(page):
    return " ".join(element.proto.body for element in page.main if element.type == "html")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_page_opens_to_whom_the_table_says_and_to_nobody_else(world, opens, row):
    what = "partner" if row.name == "assessment" else "trust"
    columns = world.people() | {"signed out": {"nobody at all": None}}
    places = [one for one in world.places if what == "partner" or one.sector == "police"]
    wrong = []
    for column in row.cells:
        for person, who in list(columns[column].items())[:1]:
            for where in places:
                expected = is_allowed(row.cells[column], is_own=owns(person, column, where, what))
                if opens(row.name, who, where, CASES[row.case]) != expected:
                    wrong.append(f"{person} ({column}), {where.name}: not as the table says")
    assert wrong == []
