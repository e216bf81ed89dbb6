"""Fewer traces for the same picture: one of thirty marks is drawn far sooner than thirty of one.

Charts are put together mark by mark, which is how they are read and tested. What looks alike is
one trace by the time it is sent.
"""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go

_EACH = frozenset({"x", "y", "text", "name"})
"""What differs from mark to mark of one look."""


class Sent(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure that was checked when it was made, as it is sent: plotly need not check it again."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__()
        self.__dict__["_sent"] = told

    def to_dict(self) -> dict[str, Any]:
        """What is sent."""
        told: dict[str, Any] = self.__dict__["_sent"]
        return told


def merged(figure: go.Figure) -> dict[str, Any]:
    """A figure with all scatter traces of one look made one, as plotly takes it.

    What lies over what stays: a trace takes the place of the first of its look, and marks of one
    look never lie over what was drawn between them (each stands in a row of its own).

    Args:
        figure: it is left as it is.
    """
    told = figure.to_dict()
    found: dict[str, dict[str, Any]] = {}
    for place, trace in enumerate(told["data"]):
        look = _look(trace)
        key = f"{place}" if look is None else look
        if key not in found:
            found[key] = dict(trace)
            continue
        first = found[key]
        gap = [None] if "lines" in trace["mode"] else []
        for name in ("x", "y"):
            first[name] = [*first[name], *gap, *trace[name]]
        if "text" in trace:
            first["text"] = [*first["text"], *("" for _ in gap), *trace["text"]]
    return {"data": list(found.values()), "layout": told["layout"]}


def _look(trace: dict[str, Any]) -> str | None:
    """What makes traces look alike; ``None`` for one that stands for itself."""
    if trace.get("type") != "scatter" or trace.get("fill") or "mode" not in trace:
        return None
    marker = trace.get("marker") or {}
    if any(isinstance(value, list | tuple) for value in marker.values()):
        return None
    return json.dumps({name: trace[name] for name in trace if name not in _EACH}, sort_keys=True)
