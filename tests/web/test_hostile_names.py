"""Whatever people call Trusts, partners, each other and papers is shown as it is written."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from owf.access import start_session, who_is_there
from owf.settings import ROOT, get_settings
from owf.store import get_store, people
from owf.web import layout
from owf.web.markup.labels import as_label
from owf.web.navigation import PAGES
from owf.web.rounds import reminders
from owf.web.widgets.url_state import WHOLE
from tests.browser.raw_messages import texts_in
from tests.hostile import MARKS, make_hostile
from tests.visits import VISITS
from tests.web.rendered import html_of

OBEYED = [mark for mark in MARKS if as_label(mark) != mark]
AS_IT_IS = {"selectbox", "multiselect"}
"""Widgets whose options are shown as they are."""
MORE = {
    "assessment": [("partner", f"theme={one}") for one in ("check", "last-year", "evidence")],
    "round": [("coordinator", "part=partners"), ("coordinator", "part=reminders")],
    "people": [
        ("coordinator", "do=invite"), ("coordinator", "do=list"),
        ("administrator", ""), ("administrator", "do=invite"),
    ],
    "audit": [("coordinator", "")],
    "actions": [
        ("partner", "part=plan"), ("chair", "part=plan&year=2008"),
        ("coordinator", "action=1&year=2008"), ("partner", "action=1&year=2008"),
        ("coordinator", "action=new&year=2008"), ("steering", "part=gaps&year=2008"),
        ("regional-lead", "trust=873&year=2008"),
    ],
    "results": [("partner", ""), ("chair", ""), ("national", "trust=873")],
    "compare": [("national", "trust=873"), ("chair", "part=years")],
    "": [("steering", ""), ("chair", ""), ("regional-lead", ""), ("administrator", "")],
    "survey": [("chair", "")],
    "moderation": [("coordinator", ""), ("chair", "show=all"), ("chair", "part=families")],
    "sign-off": [("coordinator", ""), ("steering", "year=2008"), ("chair", "part=notes")],
}  # fmt: skip
"""More of the pages than are looked at for their looks."""
EVERY = [
    (page, role, choices)
    for page in VISITS
    for role, choices in (*VISITS[page], *MORE.get(page, ()))
]


@pytest.fixture(scope="module")
def hostile_path(demo_path, tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make_hostile(demo_path, path)
    return path


@pytest.fixture
def open_hostile(hostile_path, environment, monkeypatch):
    """Opens pages of the database full of signs as one of the demonstration's people."""
    environment.setenv("OWF_DATABASE_URL", f"sqlite:///{hostile_path}")
    get_settings.cache_clear()
    get_store.cache_clear()
    # Without the navigation there is no page to lead to; a caption is read in the same way.
    monkeypatch.setattr(st, "page_link", lambda _file, label, **_: st.caption(label))
    files = {page.path: page.file for page in PAGES}

    def open_page(path, role, choices):
        who = person_of(role)
        monkeypatch.setattr(layout, "who_is_here", lambda: who)
        page = AppTest.from_file(str(ROOT / "owf/web" / files[path]), default_timeout=60)
        if path in ("results", "compare", "region", "national") and "part=" not in choices:
            page.query_params["part"] = WHOLE
        for pair in filter(None, choices.split("&")):
            name, _, value = pair.partition("=")
            page.query_params[name] = value
        return page.run()

    yield open_page
    get_store().close()


def person_of(role):
    """The demonstration's person of a role."""
    store = get_store()
    with store.reading() as session:
        found = people.person_with_demo_role(session, role)
    return who_is_there(store, start_session(store, found.id))


def elements(block):
    """Every element of a page, and every block for its own label."""
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from elements(child)


class Tags(HTMLParser):
    """The tags of a piece of markup that none of our templates has."""

    def __init__(self, markup):
        super().__init__()
        self.foreign = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href") or ""
        address_of_image = dict(attrs).get("src") or ""
        if tag in {"u", "script", "i"} or "e.example" in address:
            self.foreign.append(self.get_starttag_text())
        if tag == "img" and not address_of_image.startswith("data:"):
            self.foreign.append(self.get_starttag_text())
        if any(name.startswith("on") for name, _ in attrs) or "javascript" in address:
            self.foreign.append(self.get_starttag_text())


def obeyed_in(page):
    """What of a page would be obeyed and not shown."""
    wrong = []
    for one in (*elements(page.main), *elements(page.sidebar)):
        proto = getattr(one, "proto", None)
        kind = one.type
        if proto is None:
            continue
        if kind == "html":
            wrong += [("html", tag) for tag in Tags(proto.body).foreign]
            continue
        if kind == "plotly_chart":
            spec = json.dumps(json.loads(proto.spec), ensure_ascii=False)
            wrong += [
                ("chart", tag) for tag in ("<u>", "<script", "<img", "<i>", "<a ") if tag in spec
            ]
            continue
        options = list(getattr(proto, "options", ())) if kind in AS_IT_IS else []
        typed = [getattr(proto, name, "") for name in ("default", "value", "placeholder")]
        for text in texts_in(proto):
            # Names of elements are no text, and a letter to copy is shown as it is.
            if text in options or text in typed or text.startswith("$$ID-") or kind == "code":
                continue
            wrong += [(kind, text) for mark in OBEYED if mark in text.replace(as_label(mark), "")]
    return wrong


@pytest.mark.parametrize(("path", "role", "choices"), EVERY)
def test_no_page_obeys_what_somebody_has_typed(open_hostile, path, role, choices):
    page = open_hostile(path, role, choices)
    assert not page.exception
    assert obeyed_in(page) == []


def test_names_stand_in_markup_in_labels_and_in_options_as_they_are_written(open_hostile):
    listed = open_hostile("people", "administrator", "")
    words = html_of(listed)
    assert "&lt;u&gt;U&lt;/u&gt;&lt;script&gt;" in words
    assert "*a* _b_ ~~c~~ `d`" in words
    letters = open_hostile("round", "coordinator", "")
    labels = [one.label for one in letters.expander]
    assert any(as_label(mark) in label for mark in OBEYED for label in labels), labels
    assert obeyed_in(listed) == obeyed_in(letters) == []
    region = open_hostile("region", "regional-lead", "part=pair")
    offered = [option for one in region.selectbox for option in one.options]
    assert sum(any(mark in one for mark in OBEYED) for one in offered) > 5


def test_the_walk_notices_what_would_be_obeyed(open_hostile, monkeypatch):
    monkeypatch.setattr(reminders, "as_label", str)
    page = open_hostile("round", "coordinator", "")
    assert obeyed_in(page)
