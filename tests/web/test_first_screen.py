"""A browser gets a moment for the first screen, once a visit; nobody else waits."""

from __future__ import annotations

import pytest
import streamlit as st

from owf.web import first_screen


class Context:
    def __init__(self, agent):
        self.headers = {"User-Agent": agent} if agent else {}


@pytest.fixture
def waits(monkeypatch):
    """How often somebody with this browser is made to wait, who draws a page twice."""

    def visit(agent):
        waited = []
        monkeypatch.setattr(st, "session_state", {})
        monkeypatch.setattr(st, "context", Context(agent))
        monkeypatch.setattr(first_screen.time, "sleep", waited.append)
        first_screen.let_it_show()
        first_screen.let_it_show()
        return waited

    return visit


def test_a_browser_waits_once_a_visit(waits):
    assert waits("Mozilla/5.0 (X11; Linux x86_64)") == [first_screen.MOMENT]


@pytest.mark.parametrize("agent", [None, "curl/8.0"])
def test_what_draws_nothing_does_not_wait(waits, agent):
    assert waits(agent) == []
