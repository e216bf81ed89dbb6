"""What charts of one row a finding share: label lines, bars, marks, axes, the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from owf.benchmark.wording import capitalised
from owf.web.charts.ground import ground
from owf.web.charts.theme import LIGHT


def short_name(phrase: str | None) -> str:
    """What a row is about, as short as a label needs: "Lead professional", "Overall"."""
    return capitalised(phrase or "overall")


LETTERS = 46
"""Letters of a label's line that fit on a phone beside nothing else."""


def in_lines(text: str, letters: int = LETTERS) -> list[str]:
    """A label in as many lines as it needs to fit on a phone."""
    return wrap(text, letters) or [""]


def coded(code: str, name: str) -> tuple[str, int]:
    """A question's label, its code in bold, as plotly writes it; and how many lines that is."""
    lines = [escape(line, quote=False) for line in in_lines(f"{code} {name}")]
    start = escape(code, quote=False)
    lines[0] = lines[0].replace(start, f"<b>{start}</b>", 1)
    return "<br>".join(lines), len(lines)


@dataclass
class Rows:
    """What is drawn of rows, gathered: plotly checks all that it has again at each addition.

    Heights are in rows: the first at 0 and each further one a row lower.
    """

    traces: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)

    def label(self, height: float, text: str, size: int = 15) -> None:
        """Write a row's label line over whatever lies below it."""
        self.labels.append(
            {
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
        )

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
        return go.Figure(
            self.traces,
            {
                "annotations": self.labels,
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
