"""What charts share: label lines, bars, marks, notes, axes, the ground."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from owf.benchmark.words.wording import capitalised
from owf.charts.theme import FONT, LIGHT
from owf.markup.formatting import signed

Part = dict[str, Any]
"""A part of a figure: a trace, an axis, a shape or an annotation, as plotly takes it."""

ROW_LABEL: Mapping[str, Any] = {
    "x": 0,
    "xref": "paper",
    "xanchor": "left",
    "align": "left",
    "showarrow": False,
}
PLAIN_AXIS: Mapping[str, Any] = {"zeroline": False, "fixedrange": True}
EDGE = 1.07
"""An axis around zero against its last tick, so that the tick's words fit on a phone."""
LETTERS = 46
"""Letters of a label's line that fit on a phone beside nothing else."""


def ground(height: float, *, left: int = 4, right: int = 4, top: int = 6, bottom: int = 46) -> Part:
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "plot_bgcolor": LIGHT.ground,
        "paper_bgcolor": LIGHT.ground,
        "font": {"family": FONT, "color": LIGHT.ink},
        "showlegend": False,
    }


def font(size: int, colour: str = LIGHT.ink) -> Part:
    return {"size": size, "color": colour}


def note(x: float, y: float | None, text: str, letters: Part, **more: Any) -> Part:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": letters, **more}


def pen(colour: str, width: float, dash: str | None = None) -> Part:
    return {"color": colour, "width": width, **({"dash": dash} if dash else {})}


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    dash: str | None = None,
    *,
    width: float = 1.5,
    **more: Any,
) -> Part:
    ends = {"x0": start[0], "y0": start[1], "x1": end[0], "y1": end[1]}
    return {"type": "line", **ends, "line": pen(colour, width, dash), "layer": "below", **more}


def lying_bars(
    rows: Sequence[float], lengths: Sequence[float], width: float, marker: Part, **more: Any
) -> Part:
    words: Part = {"textposition": "outside", "textfont": font(14), "cliponaxis": False}
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": list(rows),
        "width": width,
        "marker": marker,
        **(words if "text" in more else {}),
        **more,
    }


def bars_beside_names(rows: Sequence[float], names: Sequence[str], longest: float) -> Part:
    """The axis ends at ``longest``: past the longest bar, so that its number has room."""
    return {
        "xaxis": {"visible": False, "range": [0, longest], "fixedrange": True},
        "yaxis": {
            "tickvals": list(rows),
            "ticktext": [f"{name}  " for name in names],
            "tickfont": font(14),
            "range": [rows[-1] - 0.5, rows[0] + 0.5],
            "automargin": True,
            "showgrid": False,
            **PLAIN_AXIS,
        },
    }


def half_levels(
    values: Iterable[float | None], room: float = 0.05, empty: tuple[float, float] = (1.0, 5.0)
) -> tuple[float, float]:
    """Half levels around the values; two at least, so that small differences do not look large."""
    found = [one for one in values if one is not None]
    if not found:
        return empty
    low, high = math.floor(min(found) * 2) / 2, math.ceil(max(found) * 2) / 2
    spare = max(0.0, 2.0 - (high - low)) / 2
    return low - spare - room, high + spare + room


def reach_around_zero(values: Iterable[float | None], tick: float, least: float = 1.0) -> float:
    """How far an axis of differences reaches to either side: whole ticks, ``least`` at least."""
    return math.ceil(max([least, *(abs(one) for one in values if one is not None)]) / tick) * tick


def axis_around_zero(reach: float, tick: float, places: int) -> Part:
    last = round(reach / tick)
    values = [step * tick for step in range(-last, last + 1)]
    return {
        "range": [-reach * EDGE, reach * EDGE],
        "tickvals": values,
        "ticktext": [signed(one, places) for one in values],
    }


def short_name(phrase: str | None) -> str:
    """What a row is about, as short as a label needs: "Lead professional", "Overall"."""
    return capitalised(phrase or "overall")


def plain(name: str) -> str:
    """A name as plotly takes it: what looks like a tag or an entity in it is shown as it is."""
    return escape(name, quote=False)


def bold(name: str) -> str:
    return f"<b>{plain(name)}</b>"


def fitting(label: str, letters: int) -> int:
    """Size of a label's letters, in pixels: smaller where it has more of them than fit a phone."""
    return 15 if len(unescape(re.sub("</?b>", "", label))) <= letters else 13


def in_lines(text: str, letters: int = LETTERS) -> list[str]:
    return wrap(text, letters) or [""]


def coded(code: str, name: str) -> tuple[str, int]:
    """A question's label, its code in bold, as plotly writes it; and how many lines that is."""
    lines = [plain(one) for one in in_lines(f"{code} {name}")]
    lines[0] = lines[0].replace(plain(code), bold(code), 1)
    return "<br>".join(lines), len(lines)


def text_beside(text: str, *, is_right: bool, gap: str = "  ") -> Part:
    return {
        "text": [f"{gap}{text}" if is_right else f"{text}{gap}"],
        "textposition": "middle right" if is_right else "middle left",
        "textfont": font(13),
        "cliponaxis": False,
    }


@dataclass
class Rows:
    """Heights are in rows: the first at 0 and each further one a row lower."""

    traces: list[Part] = field(default_factory=list)
    labels: list[Part] = field(default_factory=list)
    shapes: list[Part] = field(default_factory=list)
    row_labels: list[Part] = field(default_factory=list)

    def label(self, height: float, text: str, size: int = 15, *, letters: int = 0) -> None:
        letters_of = font(fitting(text, letters) if letters else size)
        on_ground = {"bgcolor": LIGHT.ground, "borderpad": 1}
        label = {**ROW_LABEL, "y": height, "text": text, "font": letters_of, **on_ground}
        self.row_labels.append(label)
        self.labels.append(label)

    def bar(
        self,
        ends: Sequence[float | None],
        height: float,
        colour: str,
        width: float,
        dash: str | None = None,
        **more: Any,
    ) -> None:
        self._trace(ends, height, "lines", line=pen(colour, width, dash), **more)

    def mark(self, value: float, height: float, symbol: str, colour: str, **text: Any) -> None:
        edge = {"color": colour, "width": 2.5}
        marker = {"symbol": symbol, "size": 14, "color": colour, "line": edge}
        self.point(value, height, marker, **text)

    def point(self, value: float, height: float, marker: Part, **text: Any) -> None:
        mode = "markers+text" if text else "markers"
        self._trace([value], height, mode, marker=marker, **text)

    def limits(
        self,
        ci95: tuple[float, float] | None,
        ci90: tuple[float, float] | None,
        height: float,
        colour: str,
    ) -> None:
        """Draw 95% limits as a thin bar and 90% limits as a thick one."""
        if ci95 is not None:
            self.bar(ci95, height, colour, 2)
            self.bar(ci90 or ci95, height, colour, 7)

    def _trace(self, x: Sequence[float | None], height: float, mode: str, **more: Any) -> None:
        plane = {"type": "scatter", "x": list(x), "y": [height] * len(x), "mode": mode}
        self.traces.append({**plane, "showlegend": False, **more})

    def box(self, ends: tuple[float, float], height: float, half: float, fill: str) -> None:
        """Draw a box between two values, ``half`` a row's share to either side of its height."""
        low, high = ends
        self.shapes.append(
            {
                **line((low, height - half), (high, height + half), LIGHT.quiet),
                "type": "rect",
                "fillcolor": fill,
            }
        )

    def upright(
        self, x: float, ends: tuple[float, float], colour: str, dash: str | None = None
    ) -> None:
        self.shapes.append(line((x, ends[0]), (x, ends[1]), colour, dash))

    def mean(self, value: float, text: str, **anchor: str) -> None:
        refs: Part = {"xref": "x", "yref": "y domain"}
        self.shapes.append(line((value, 0), (value, 1), LIGHT.ink, "dot", **refs))
        self.name_above(value, text, **anchor)

    def name_above(self, value: float, text: str, **anchor: str) -> None:
        above = {"yref": "paper", "yanchor": "bottom"}
        self.labels.append(note(value, 1, text, font(14), **above, **anchor))

    def figure(
        self,
        *,
        ends: tuple[float, float],
        height: float,
        axis: str,
        top: int = 6,
        bottom: int = 46,
        **x_axis: Any,
    ) -> go.Figure:
        """``ends`` are in rows; ``height``, ``top`` and ``bottom`` are pixels."""
        # One size for all labels of rows: the largest in which the longest fits.
        size = min((one["font"]["size"] for one in self.row_labels), default=0)
        for one in self.row_labels:
            one["font"]["size"] = size
        return go.Figure(
            self.traces,
            {
                "annotations": self.labels,
                "shapes": self.shapes,
                "xaxis": {
                    "title": {"text": axis, "font": font(14, LIGHT.neutral)},
                    "tickfont": font(13),
                    "gridcolor": LIGHT.grid,
                    **PLAIN_AXIS,
                    **x_axis,
                },
                "yaxis": {"visible": False, "range": list(ends), "fixedrange": True},
                **ground(height, top=top, bottom=bottom),
            },
        )


_EACH = frozenset({"x", "y", "text", "name"})
"""What differs from mark to mark of one look."""
_FEW = 3
"""Labels from which one trace is drawn sooner."""


class _Merged(go.Figure):  # type: ignore[misc]  # plotly has no types
    """Parts of a valid figure: validating them again takes four times as long as sending them."""

    def __init__(self, parts: Part) -> None:
        super().__init__()
        self.__dict__["_parts"] = parts

    def to_dict(self) -> Part:
        parts: Part = self.__dict__["_parts"]
        return parts


def merged(figure: go.Figure) -> go.Figure:
    """Merge scatter traces of one look, which never overlap: each mark is in a row of its own."""
    parts = figure.to_dict()
    found: dict[str, Part] = {}
    for place, trace in enumerate(parts["data"]):
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
    labels, layout = _labels_apart(parts["layout"])
    return _Merged({"data": [*found.values(), *labels], "layout": layout})


def _labels_apart(layout: Part) -> tuple[list[Part], Part]:
    """A browser measures each annotation by itself, which takes it as long as all the rest."""
    notes = layout.get("annotations", ())
    labels = [one for one in notes if ROW_LABEL.items() <= one.items() and "yref" not in one]
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
    """A key that traces of one look share; ``None`` for one that is not merged."""
    if trace.get("type") != "scatter" or trace.get("fill") or "mode" not in trace:
        return None
    marker = trace.get("marker") or {}
    if any(isinstance(value, list | tuple) for value in marker.values()):
        return None
    return json.dumps({name: trace[name] for name in trace if name not in _EACH}, sort_keys=True)
