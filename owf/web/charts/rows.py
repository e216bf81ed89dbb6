"""What charts of one row a finding share: label lines, bars, marks, axes, the ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from owf.benchmark.words.wording import capitalised
from owf.web.charts.theme import FONT, LIGHT


def ground(
    height: float, *, left: int = 4, right: int = 4, top: int = 6, bottom: int = 46
) -> dict[str, Any]:
    """The part of plotly's layout that all figures share.

    Args:
        height: of the whole figure, pixels; its width is that of the page.
        left: pixels left free beside what is drawn.
        right: the same on the other side.
        top: pixels above.
        bottom: pixels below.
    """
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "plot_bgcolor": LIGHT.ground,
        "paper_bgcolor": LIGHT.ground,
        "font": {"family": FONT, "color": LIGHT.ink},
        "showlegend": False,
    }


def bars_beside_names(
    rows: Sequence[float], names: Sequence[str], longest: float
) -> dict[str, Any]:
    """The axes of lying bars: each bar's name stands beside it, and its number at its end.

    Args:
        rows: heights of the bars, from the top down.
        names: theirs, as plotly writes them.
        longest: value at which the axis ends: past the longest bar, so that its number has room.
    """
    return {
        "xaxis": {"visible": False, "range": [0, longest], "fixedrange": True},
        "yaxis": {
            "tickvals": list(rows),
            "ticktext": [f"{name}  " for name in names],
            "tickfont": {"size": 14, "color": LIGHT.ink},
            "range": [rows[-1] - 0.5, rows[0] + 0.5],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def short_name(phrase: str | None) -> str:
    """What a row is about, as short as a label needs: "Lead professional", "Overall"."""
    return capitalised(phrase or "overall")


def plain(name: str) -> str:
    """A name as plotly takes it: what looks like a tag or an entity in it is shown as it is."""
    return escape(name, quote=False)


def bold(name: str) -> str:
    """A name that begins a label."""
    return f"<b>{plain(name)}</b>"


def fitting(label: str, letters: int) -> int:
    """Size of a label's letters, in pixels: smaller where it has more of them than fit a phone."""
    return 15 if len(unescape(re.sub("</?b>", "", label))) <= letters else 13


LETTERS = 46
"""Letters of a label's line that fit on a phone beside nothing else."""


def in_lines(text: str, letters: int = LETTERS) -> list[str]:
    """A label in as many lines as it needs to fit on a phone."""
    return wrap(text, letters) or [""]


def coded(code: str, name: str) -> tuple[str, int]:
    """A question's label, its code in bold, as plotly writes it; and how many lines that is."""
    lines = [plain(line) for line in in_lines(f"{code} {name}")]
    lines[0] = lines[0].replace(plain(code), bold(code), 1)
    return "<br>".join(lines), len(lines)


def upright(value: float, line: dict[str, Any]) -> dict[str, Any]:
    """A line at a value over the whole height of a figure, behind what is drawn."""
    ends = {"x0": value, "x1": value, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "line", **ends, "line": line, "layer": "below"}


@dataclass
class Rows:
    """What is drawn of rows, gathered: plotly checks all that it has again at each addition.

    Heights are in rows: the first at 0 and each further one a row lower.
    """

    traces: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    of_rows: list[dict[str, Any]] = field(default_factory=list)
    """Those of the labels that name a row."""

    def label(self, height: float, text: str, size: int = 15) -> None:
        """Write a row's label line over whatever lies below it."""
        label = {
            "x": 0,
            "y": height,
            "xref": "paper",
            "xanchor": "left",
            "align": "left",
            "text": text,
            "showarrow": False,
            "bgcolor": LIGHT.ground,
            "borderpad": 1,
            "font": {"size": size, "color": LIGHT.ink},
        }
        self.labels.append(label)
        self.of_rows.append(label)

    def bar(self, ends: Sequence[float | None], height: float, colour: str, width: float) -> None:
        """Draw a bar between two values of a row."""
        self.traces.append(
            {
                "type": "scatter",
                "x": list(ends),
                "y": [height, height],
                "mode": "lines",
                "line": {"color": colour, "width": width},
                "showlegend": False,
            }
        )

    def mark(self, value: float, height: float, symbol: str, colour: str, **text: Any) -> None:
        """Draw a mark at a value of a row; ``text`` goes to plotly as it is."""
        self.traces.append(
            {
                "type": "scatter",
                "x": [value],
                "y": [height],
                "mode": "markers+text" if text else "markers",
                "marker": {
                    "symbol": symbol,
                    "size": 14,
                    "color": colour,
                    "line": {"color": colour, "width": 2.5},
                },
                "showlegend": False,
                **text,
            }
        )

    def mean(self, value: float, text: str, **anchor: str) -> None:
        """Draw a dotted line over all rows, with its name above them."""
        line = {"color": LIGHT.ink, "width": 1.5, "dash": "dot"}
        self.shapes.append(upright(value, line))
        self.name_above(value, text, **anchor)

    def name_above(self, value: float, text: str, **anchor: str) -> None:
        """Write what a line at a value is, above the rows; ``anchor`` goes to plotly as it is."""
        self.labels.append(
            {
                "x": value,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": text,
                "showarrow": False,
                "font": {"size": 14, "color": LIGHT.ink},
                **anchor,
            }
        )

    def figure(
        self, *, ends: tuple[float, float], height: float, axis: str, top: int = 6, **x_axis: Any
    ) -> go.Figure:
        """Make the figure of them, with its axes and its ground.

        Args:
            ends: lower and upper end, in rows.
            height: pixels.
            axis: what the values are.
            top: pixels left free above the rows.
            x_axis: range and ticks, as plotly takes them.
        """
        # One size for all labels of rows: the largest in which the longest fits.
        size = min((one["font"]["size"] for one in self.of_rows), default=0)
        for one in self.of_rows:
            one["font"]["size"] = size
        return go.Figure(
            self.traces,
            {
                "annotations": self.labels,
                "shapes": self.shapes,
                "xaxis": {
                    "title": {"text": axis, "font": {"size": 14, "color": LIGHT.neutral}},
                    "tickfont": {"size": 13, "color": LIGHT.ink},
                    "gridcolor": LIGHT.grid,
                    "zeroline": False,
                    "fixedrange": True,
                    **x_axis,
                },
                "yaxis": {"visible": False, "range": list(ends), "fixedrange": True},
                **ground(height, top=top),
            },
        )
