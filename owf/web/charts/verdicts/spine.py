"""All themes around their comparator's mean: the Trust, how the others are spread, and England."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.medians import FiveNumbers
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.wording import capitalised, possessive
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, fitting, short_name
from owf.web.charts.theme import LIGHT, MARKERS, colour_of
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed, span
from owf.web.markup.verdicts import verdict_with_working

ROW = 84
"""Pixels a row: a label line, the Trust's bar, and the others' spread below it; for a phone too."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""
LABEL, OTHERS, BOX = 0.38, -0.28, 0.085
"""Heights in rows against the Trust's own mark: of the label, of the others, of half their box."""
HALF = 0.5
"""Levels between two ticks."""
EDGE = 1.07
"""The axis against its last tick, so that the tick's words fit on a phone."""


@dataclass(frozen=True)
class SpineRow:
    """Overall or one theme.

    Attributes:
        finding: of the Trust against the comparator.
        spread: of the other named Trusts' scores; ``None`` where they are too few.
        against: the finding against a second comparator, such as England; ``None`` where there is
            none.
    """

    finding: Finding
    spread: FiveNumbers | None = None
    against: Finding | None = None

    @property
    def mean(self) -> float | None:
        """The second comparator's mean, in levels."""
        return self.against.comparison.reference if self.against else None


def spine(rows: Sequence[SpineRow], title: str, beside: str, rules: Rules = DEFAULT_RULES) -> Chart:
    """Draw overall and themes, one row each, in the order given.

    Args:
        rows: of one Trust against one comparator; those without a difference are drawn in words.
        title: the sentence that states what the chart shows.
        beside: name of the second comparator, such as "England".
        rules: those of the findings; the margin of "alike" is drawn from them.
    """
    return Chart(
        title=title,
        alt=" ".join(_told(row, beside) for row in rows),
        figure=_figure(rows, rules),
        table=_table(rows, beside, rules),
        caption=_caption(rows, beside, rules),
        numbers=[_numbers(row, beside) for row in rows],
    )


def _told(row: SpineRow, beside: str) -> str:
    said = row.finding.sentence
    if row.spread is not None:
        said += (
            f" The {row.spread.n} other named Trusts lie between {score(row.spread.lowest)} and "
            f"{score(row.spread.highest)}."
        )
    return said if row.mean is None else f"{said} {capitalised(beside)}: {score(row.mean)}."


def _figure(shown: Sequence[SpineRow], rules: Rules) -> go.Figure:
    rows, reach = Rows(), _reach(shown)
    bottom = -len(shown) + 0.52
    margin = rules.in_line_margin
    for edge in (-margin, margin):
        rows.shapes.append(_line(edge, (bottom, 0.6), LIGHT.quiet, "dot"))
    rows.shapes.append(_line(0, (bottom, 0.6), LIGHT.ink, "solid"))
    for place, row in enumerate(shown):
        finding, height = row.finding, -place
        found = finding.comparison
        text = _label(finding)
        rows.label(height + LABEL, text, fitting(text, LONG))
        if found.reference is not None:
            _draw_others(rows, row, found.reference, height + OTHERS)
        if found.difference is None or found.ci95 is None:
            continue
        colour = colour_of(finding.verdict.direction)
        rows.bar(found.ci95, height, colour, 2)
        rows.bar(found.ci90 or found.ci95, height, colour, 7)
        rows.mark(found.difference, height, MARKERS[str(finding.verdict)], colour)
    steps = range(-int(reach / HALF), int(reach / HALF) + 1)
    return rows.figure(
        ends=(bottom, 0.6),
        height=ROW * (len(shown) + 0.08) + 50,
        axis="levels below or above the mean of the others",
        range=[-reach * EDGE, reach * EDGE],
        tickvals=[step * HALF for step in steps],
        ticktext=[signed(step * HALF, 1) for step in steps],
    )


def _line(x: float, ends: tuple[float, float], colour: str, dash: str) -> dict[str, object]:
    line = {"color": colour, "width": 1.5, "dash": dash}
    ends_of = {"x0": x, "x1": x, "y0": ends[0], "y1": ends[1]}
    return {"type": "line", **ends_of, "line": line, "layer": "below"}


def _draw_others(rows: Rows, row: SpineRow, reference: float, height: float) -> None:
    """The others' spread, with its box among the shapes, and the second comparator's diamond."""
    spread = row.spread
    if spread is not None:
        for ends in (
            (spread.lowest, spread.lower_quartile), (spread.upper_quartile, spread.highest),
        ):  # fmt: skip
            rows.bar([end - reference for end in ends], height, LIGHT.quiet, 2)
        # Open, because on a grey ground orange and the diamond would be too pale.
        rows.shapes.append(
            {
                "type": "rect",
                "x0": spread.lower_quartile - reference,
                "x1": spread.upper_quartile - reference,
                "y0": height - BOX,
                "y1": height + BOX,
                "fillcolor": LIGHT.ground,
                "line": {"color": LIGHT.quiet, "width": 1.5},
                "layer": "below",
            }
        )
    if row.mean is not None:
        rows.traces.append(
            {
                "type": "scatter",
                "x": [row.mean - reference],
                "y": [height],
                "mode": "markers",
                "marker": {
                    "symbol": "diamond",
                    "size": 11,
                    "color": LIGHT.ink,
                    "line": {"color": LIGHT.ground, "width": 1.5},
                },
                "showlegend": False,
            }
        )


def _reach(rows: Iterable[SpineRow]) -> float:
    """How far the axis reaches to either side: whole half levels, one level at least."""
    ends = [1.0]
    for row in rows:
        found = row.finding.comparison
        ends += map(abs, found.ci95 or ())
        if found.reference is None:
            continue
        drawn = [row.spread.lowest, row.spread.highest] if row.spread else []
        drawn += [row.mean] if row.mean is not None else []
        ends += [abs(value - found.reference) for value in drawn]
    return math.ceil(max(ends) / HALF) * HALF


def _label(finding: Finding) -> str:
    found = finding.comparison
    name = f"{bold(short_name(finding.phrase))}  {finding.symbol} {finding.verdict}"
    if found.score is None or found.reference is None:
        return name
    return f"{name} ({score(found.score)} against {score(found.reference)})"


def _caption(rows: Sequence[SpineRow], beside: str, rules: Rules) -> str:
    n = span(row.finding.comparison.n for row in rows)
    k = span(row.finding.comparison.k for row in rows)
    named = [row.spread.n for row in rows if row.spread is not None]
    of_others = (
        f" Below it, the line runs from the lowest to the highest of the {span(named)} other "
        "Trusts that are named, and the box holds their middle half."
        if named
        else " Fewer than five other Trusts are named, so their spread is not drawn."
    )
    margin = f"{rules.in_line_margin:g}"
    return (
        f"Scores rest on {n} sectors here (n); the mean is that of {k} other Trusts (k). The thin "
        "bar is the 95% limits of the difference, the thick bar its 90% limits. Ahead or behind: "
        "the thin bar keeps clear of zero. Broadly in line: the thick bar lies between the dotted "
        f"lines, {margin} of a level to either side.{of_others}"
        f"{_of_diamond(rows, beside)}"
    )


def _of_diamond(rows: Sequence[SpineRow], beside: str) -> str:
    if all(row.mean is None for row in rows):
        return ""
    own = possessive(rows[0].finding.trust)
    return f" The diamond is the mean of {beside}, {own} own score left out."


def _table(rows: Sequence[SpineRow], beside: str, rules: Rules) -> Markup:
    def cells(row: SpineRow) -> tuple[str | Markup, ...]:
        finding, found = row.finding, row.finding.comparison
        return (
            finding.title,
            html.with_small(score(found.score, 2), f"n = {found.n}"),
            html.with_small(score(found.reference, 2), f"k = {found.k}"),
            signed(found.difference),
            html.with_small(limits(found.ci95), f"90%: {limits(found.ci90)}"),
            "too few named" if row.spread is None else _span(row.spread),
            verdict_with_working(finding, rules),
            _against(row.against, rules),
        )

    head = (
        "Theme", "Here", "Others", "Difference", "95% limits", "Lowest to highest",
        "Verdict", f"Against {beside}",
    )  # fmt: skip
    return html.table(
        "The same in numbers",
        head,
        map(cells, rows),
        css="owf-stack owf-spine",
        region="Differences in numbers",
        numeric=frozenset(range(1, 6)),
    )


def _against(finding: Finding | None, rules: Rules) -> str | Markup:
    if finding is None:
        return "not compared"
    found = finding.comparison
    small = (
        f"mean {score(found.reference, 2)}, k = {found.k}" if found.reference is not None else ""
    )
    return html.with_small(verdict_with_working(finding, rules), small)


def _span(spread: FiveNumbers) -> str:
    return f"{score(spread.lowest, 2)} to {score(spread.highest, 2)}"


def _numbers(row: SpineRow, beside: str) -> dict[str, Cell]:
    finding, spread = row.finding, row.spread
    found = finding.comparison
    low95, high95 = found.ci95 or (None, None)
    low90, high90 = found.ci90 or (None, None)
    return {
        "Theme": finding.title,
        "Verdict": str(finding.verdict),
        "Sectors (n)": found.n,
        "Score": found.score,
        "Other Trusts (k)": found.k,
        "Mean of the others": found.reference,
        "Difference": found.difference,
        "95% lower": low95,
        "95% upper": high95,
        "90% lower": low90,
        "90% upper": high90,
        "p": found.p_value,
        "p adjusted": found.p_adjusted,
        "Other Trusts named": spread.n if spread else None,
        "Lowest of them": spread.lowest if spread else None,
        "Lower quartile": spread.lower_quartile if spread else None,
        "Median": spread.median if spread else None,
        "Upper quartile": spread.upper_quartile if spread else None,
        "Highest": spread.highest if spread else None,
        f"Mean of {beside}": row.mean,
        f"Verdict against {beside}": str(row.against.verdict) if row.against else "",
    }
