"""The page Method: the document, whole, for everybody who is signed in."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role
from owf.settings import METHOD, ROOT
from owf.store.people import RoleHeld
from owf.web import layout
from owf.web.navigation import METHOD as PAGE
from tests.web.rendered import html_of

TEXT = METHOD.read_text(encoding="utf-8")


def opened_by(monkeypatch, who):
    monkeypatch.setattr(layout, "who_is_here", lambda: who)
    page = AppTest.from_file(str(ROOT / "owf/web" / PAGE.file), default_timeout=30).run()
    assert not page.exception
    return page


@pytest.mark.parametrize("role", Role)
def test_it_shows_the_whole_document_to_every_role(monkeypatch, role):
    page = opened_by(monkeypatch, Actor("one", "One", (RoleHeld(role, "all", ""),)))
    shown = html_of(page)
    assert re.findall(r"<h1>(.*?)</h1>", shown) == re.findall(r"^# (.*)$", TEXT, flags=re.M)
    text = "\n".join(one.value for one in page.markdown)
    headings = re.findall(r"^## .*$", TEXT, flags=re.M)
    assert re.findall(r"^#+ .*$", text, flags=re.M) == headings
    assert shown.count("<table>") == len(re.findall(r"^ *\|---", TEXT, flags=re.M)) == 4
    assert "|" not in text


def test_it_stays_closed_to_who_is_signed_out(monkeypatch):
    page = opened_by(monkeypatch, None)
    assert "You are signed out" in html_of(page)
    assert not page.markdown


def test_it_is_in_the_navigation_of_every_role_at_the_address_that_workings_link_to():
    assert PAGE.roles == frozenset(Role)
    assert PAGE.path == "method"


def test_its_links_lead_to_its_headings():
    named = [
        re.sub(r"[^a-z ]", "", one.lower()).replace(" ", "-")
        for one in re.findall(r"^## (.*)$", TEXT, flags=re.M)
    ]
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= set(named)
