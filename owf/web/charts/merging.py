"""Fewer parts for the same picture: one of thirty marks is drawn far sooner than thirty of one.

Charts are put together mark by mark and label by label, which is how they are read and tested.
What looks alike is one trace by the time it is sent.
"""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go

_EACH = frozenset({"x", "y", "text", "name"})
"""What differs from mark to mark of one look."""
_ROW_LABEL = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
"""What is true of a row's label (:meth:`owf.web.charts.rows.Rows.label`)."""
_FEW = 3
"""Labels from which one trace is drawn sooner."""


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
    """A figure with all scatter traces of one look made one, as plotly takes it; labels as well.

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
    labels, layout = _labels_apart(told["layout"])
    return {"data": [*found.values(), *labels], "layout": layout}


def _labels_apart(layout: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows' labels as one trace of text, if they are of one look, and the layout without them.

    A browser measures each annotation by itself, which takes it as long as all the rest. What
    lies behind the letters is kept from them by the stylesheet.
    """
    notes = layout.get("annotations", ())
    labels = [one for one in notes if _ROW_LABEL.items() <= one.items() and "yref" not in one]
    fonts = [one.get("font") for one in labels]
    left = layout.get("xaxis", {}).get("range", [None])[0]
    if len(labels) < _FEW or left is None or fonts.count(fonts[0]) < len(fonts):
        return [], layout
    trace = {
        "type": "scatter",
        "mode": "text",
        "x": [left] * len(labels),
        "y": [one["y"] for one in labels],
        "text": [one["text"] for one in labels],
        "textposition": "middle right",
        "textfont": fonts[0],
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return [trace], {**layout, "annotations": [one for one in notes if one not in labels]}


def _look(trace: dict[str, Any]) -> str | None:
    """What makes traces look alike; ``None`` for one that stands for itself."""
    if trace.get("type") != "scatter" or trace.get("fill") or "mode" not in trace:
        return None
    marker = trace.get("marker") or {}
    if any(isinstance(value, list | tuple) for value in marker.values()):
        return None
    return json.dumps({name: trace[name] for name in trace if name not in _EACH}, sort_keys=True)
