"""The finding and its chart first; a browser gets a moment for them, once a visit."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import streamlit as st

from owf.web import first_screen


class Place:
    """Where something may be drawn, anywhere."""

    def __init__(self, key=""):
        self.key = key

    def empty(self):
        return self

    def container(self):
        return nullcontext()


class Context:
    def __init__(self, agent):
        self.headers = {"User-Agent": agent} if agent else {}


@pytest.fixture
def visit(monkeypatch):
    """Somebody with this browser; gives how long they were made to wait, once they were."""

    def begin(agent=None):
        waited = []
        monkeypatch.setattr(st, "session_state", {})
        monkeypatch.setattr(st, "context", Context(agent))
        monkeypatch.setattr(st, "container", Place)
        monkeypatch.setattr(first_screen.time, "sleep", waited.append)
        return waited

    return begin


def test_a_browser_waits_once_a_visit(visit):
    waited = visit("Mozilla/5.0 (X11; Linux x86_64)")
    first_screen.a_chart_is_out()
    first_screen.a_chart_is_out()
    assert waited == [first_screen.MOMENT]


@pytest.mark.parametrize("agent", [None, "curl/8.0"])
def test_what_draws_nothing_does_not_wait(visit, agent):
    waited = visit(agent)
    first_screen.a_chart_is_out()
    assert waited == []


def test_a_browser_has_its_moment_between_the_chart_and_what_waited_for_it(visit, monkeypatch):
    visit("Mozilla/5.0 (X11; Linux x86_64)")
    drawn = ["chart"]
    monkeypatch.setattr(first_screen.time, "sleep", lambda _seconds: drawn.append("moment"))
    with first_screen.chart_first():
        first_screen.later(lambda: drawn.append("choices"), "choices")
        first_screen.a_chart_is_out()
    assert drawn == ["chart", "moment", "choices"]


def test_what_is_drawn_later_comes_after_the_first_chart_in_its_order(visit):
    visit()
    drawn = []
    with first_screen.chart_first():
        first_screen.later(lambda: drawn.append("choices"), "choices")
        first_screen.later(lambda: drawn.append("parts"), "parts")
        drawn.append("chart")
        first_screen.a_chart_is_out()
        drawn.append("second chart")
        first_screen.a_chart_is_out()
        first_screen.later(lambda: drawn.append("at once"), "more")
        drawn.append("end")
    assert drawn == ["chart", "choices", "parts", "second chart", "at once", "end"]


def test_without_a_chart_it_is_drawn_at_the_end(visit):
    visit()
    drawn = []
    with first_screen.chart_first():
        first_screen.later(lambda: drawn.append("choices"), "choices")
        drawn.append("words")
    assert drawn == ["words", "choices"]


def test_where_nothing_waits_it_is_drawn_at_once(visit):
    visit()
    drawn = []
    first_screen.later(lambda: drawn.append("choices"), "choices")
    drawn.append("words")
    assert drawn == ["choices", "words"]


def test_a_page_that_fails_draws_nothing_more_and_leaves_nothing_behind(visit):
    visit()
    drawn = []

    def fail():
        first_screen.later(lambda: drawn.append("choices"), "choices")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), first_screen.chart_first():
        fail()
    first_screen.later(lambda: drawn.append("next page"), "choices")
    assert drawn == ["next page"]
