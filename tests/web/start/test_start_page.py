"""Start before anything has begun: who begins it, and what to do now."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role, start_session, who_is_there
from owf.settings import ROOT, get_settings
from owf.store import get_store, people
from owf.store.people import RoleHeld
from owf.web import layout
from tests.building_once import built_once
from tests.databases import sqlite_copy
from tests.states import STATES
from tests.web.rendered import html_of


@pytest.fixture(scope="module")
def empty_path(tmp_path_factory, session_environment):
    return built_once(tmp_path_factory, "empty.db", STATES["empty"])


@pytest.fixture
def start(empty_path, tmp_path, environment, monkeypatch):
    """The start page of a house where no Trust has begun, as somebody sees it."""
    with sqlite_copy(empty_path, tmp_path / "empty.db") as (_, _store):
        environment.setenv("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
        get_settings.cache_clear()
        get_store.cache_clear()

        def open_page(role, scope_kind, scope_id=""):
            who = Actor("somebody", "Somebody", (RoleHeld(role, scope_kind, scope_id),))
            monkeypatch.setattr(layout, "who_is_here", lambda: who)
            # A link needs the pages of the whole product; without it the rest is not drawn.
            monkeypatch.setattr(st, "page_link", lambda *_, **__: None)
            page = AppTest.from_file(str(ROOT / "owf/web/pages/start.py"), default_timeout=30)
            return html_of(page.run())

        yield open_page


@pytest.mark.parametrize(
    ("role", "scope", "said"),
    [
        (Role.COORDINATOR, ("trust", "873"), "Choose who takes part, then begin it."),
        (Role.STEERING, ("trust", "873"), "Its coordinator begins it"),
        (Role.RESPONDENT, ("partner", "1"), "Its coordinator begins it"),
        (Role.REGIONAL_LEAD, ("region", "E12000006"), "Once chairs sign"),
        (Role.NATIONAL, ("all", ""), "No Trust has signed yet"),
    ],
)
def test_it_says_who_begins_and_what_to_do_now(start, role, scope, said):
    assert said in start(role, *scope)


def test_an_administrator_reads_the_first_steps_each_done_or_with_who_does_it(start):
    said = start(Role.ADMINISTRATOR, "all")
    assert "First steps of this installation" in said
    assert "No Trust has started. Each coordinator can do it on the Round page." in said
    assert "Others do this" in said
    assert "Done" in said


def test_a_coordinator_reads_the_first_steps_of_the_trust(start):
    said = start(Role.COORDINATOR, "trust", "873")
    assert "First steps of Cambridgeshire" in said
    assert "2012 is set up. Paste your partners as a list, then begin." in said
    assert "First steps" not in start(Role.STEERING, "trust", "873")


def test_it_says_what_is_due_in_the_plan_with_a_link_each(site_store, monkeypatch):
    links = []
    with site_store.reading() as session:
        person = people.person_with_demo_role(session, "partner")
    police = who_is_there(site_store, start_session(site_store, person.id))
    monkeypatch.setattr(layout, "who_is_here", lambda: police)
    monkeypatch.setattr(st, "page_link", lambda _, **given: links.append(given))
    page = AppTest.from_file(str(ROOT / "owf/web/pages/start.py"), default_timeout=30)
    said = html_of(page.run())
    assert "<h2>The plan</h2>" in said
    assert "3 updates for July to September 2009 are missing from you" in said
    assert {"label": "Give your updates", "query_params": {"part": "mine"}} in links
