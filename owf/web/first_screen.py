"""What a page shows first: its finding and its first chart, then what there is to choose and more.

A browser draws nothing while it takes in what comes after: with ten charts and hundreds of
workings, the first sentence of a page would stand there only seconds after it was sent, and two
boxes to choose from take it as long as the chart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

MOMENT = 0.4
"""Seconds: what Chromium takes for a heading, some sentences and one chart on a slow machine."""
_IS_OUT = "owf:first-screen-is-out"
_waiting: ContextVar[list[Callable[[], object]] | None] = ContextVar("waiting", default=None)
"""What is drawn once a chart is out; ``None`` where nothing waits (any more)."""


@contextmanager
def chart_first() -> Iterator[None]:
    """What this block says to draw later is drawn once its first chart is out, or at its end."""
    token = _waiting.set([])
    try:
        yield
        _draw_what_waits()
    finally:
        _waiting.reset(token)


def later(draw: Callable[[], object], place: str) -> None:
    """Draw into a place that is kept free here, after the first chart; at once where none waits.

    For what stands above the chart and takes a browser long: boxes to choose from.

    Args:
        draw: draws it; what it draws shows what stands in the address and decides nothing.
        place: its name, one of a kind on its page; the stylesheet says how high it is, so that
            nothing moves under the reader's eyes.
    """
    # What holds nothing at all is no place to a browser.
    kept = st.container(key=f"later-{place}").empty()

    def _into_its_place() -> None:
        with kept.container():
            draw()

    waiting = _waiting.get()
    if waiting is None:
        _into_its_place()
    else:
        waiting.append(_into_its_place)


def boxes(many: int, of: str = "page") -> str:
    """The name of a place for so many boxes to choose from, side by side or below each other."""
    return f"boxes-{many}-{of}"


def a_chart_is_out() -> None:
    """Let the browser show the finding and its chart, then draw what waits for them.

    The moment is taken once a visit: whoever changes a choice later has a page before them already.
    And only for a browser: whatever else asks for a page has nothing to draw.
    """
    if not st.session_state.get(_IS_OUT) and "Mozilla" in (
        st.context.headers.get("User-Agent") or ""
    ):
        st.session_state[_IS_OUT] = True
        time.sleep(MOMENT)
    _draw_what_waits()


def _draw_what_waits() -> None:
    waiting = _waiting.get() or []
    _waiting.set(None)
    for draw in waiting:
        draw()
