"""The named Trusts on one group of items: each score with its 95% limits, and the region's mean."""

from __future__ import annotations

import math

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.standings import Place, Standing, why_nothing
from owf.benchmark import DEFAULT_RULES, Rules
from owf.web import html
from owf.web.charts import Chart
from owf.web.charts.rows import Rows
from owf.web.charts.theme import LIGHT, MARKERS, colour_of
from owf.web.components.verdicts import verdict_with_working
from owf.web.numbers import score, signed

ROW = 52
"""Pixels a Trust: a label line above a bar, readable on a phone."""
HEAD = 30
"""Pixels above the first Trust, where the region's mean has its name."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""


def caterpillar(standing: Standing, title: str, region: str, rules: Rules = DEFAULT_RULES) -> Chart:
    """Draw the Trusts in the order of the standing.

    Args:
        standing: of the region on one group of items; unnamed Trusts are not in it.
        title: the sentence that states what the chart shows.
        region: as it stands in a sentence.
        rules: those of the findings.
    """
    return Chart(
        title=title,
        alt=" ".join([title, *map(_told, standing.places), _mean_told(standing, region)]),
        figure=_figure(standing),
        table=_table(standing, region, rules),
    )


def limits_of(place: Place) -> str:
    """The limits of a Trust's own score, or why there are none."""
    found = place.limits
    if found is None or found.lower is None or found.upper is None:
        return "none"
    return f"{score(found.lower, 2)} to {score(found.upper, 2)}"


def ranks_in_words(ranks: tuple[int, int]) -> str:
    """Between which ranks a Trust may truly stand: "between 2nd and 6th"."""
    best, worst = ranks
    return _ordinal(best) if best == worst else f"between {_ordinal(best)} and {_ordinal(worst)}"


def _ordinal(number: int) -> str:
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _figure(standing: Standing) -> go.Figure:
    low, high = _reach(standing)
    rows = Rows()
    for row, place in enumerate(standing.places):
        _draw_place(rows, place, -row)
    number = len(standing.places)
    figure = rows.figure(
        ends=(-number + 0.5, 0.75),
        height=ROW * (number + 0.25) + HEAD + 46,
        axis="score, in levels from 1 to 5",
        top=HEAD,
        range=[low, high],
        dtick=0.5,
        tickformat=".1f",
    )
    if standing.mean.value is not None:
        _draw_mean(figure, standing.mean.value, low, high)
    return figure


def _draw_mean(figure: go.Figure, mean: float, low: float, high: float) -> None:
    figure.add_vline(x=mean, line={"color": LIGHT.ink, "width": 1.5, "dash": "dot"}, layer="below")
    # Its name turns inwards where the line stands near the edge.
    side = "left" if mean < low + (high - low) * 0.6 else "right"
    figure.add_annotation(
        x=mean,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor=side,
        text=f"the region's mean: {score(mean, 2)}",
        showarrow=False,
        font={"size": 14, "color": LIGHT.ink},
    )


def _draw_place(rows: Rows, place: Place, height: float) -> None:
    finding = place.finding
    value = finding.comparison.score
    text = _label(place)
    rows.label(height + 0.34, text, 15 if len(text) <= LONG + len("<b></b>") else 13)
    if value is None:
        return
    colour = colour_of(finding.verdict.direction)
    if place.limits is not None:
        rows.bar((place.limits.lower, place.limits.upper), height, colour, 3)
    rows.mark(value, height, MARKERS[str(finding.verdict)], colour)


def _label(place: Place) -> str:
    finding = place.finding
    if finding.comparison.score is None:
        return f"<b>{finding.trust}</b>  {why_nothing(finding.comparison)}"
    return f"<b>{finding.trust}</b>  {score(finding.comparison.score)} {_said(place)}"


def _said(place: Place) -> str:
    finding = place.finding
    return f"{finding.symbol} {finding.verdict}"


def _reach(standing: Standing) -> tuple[float, float]:
    """The ends of the axis: half levels around all that is drawn."""
    ends = [
        end
        for place in standing.places
        for end in (
            *((place.limits.lower, place.limits.upper) if place.limits else ()),
            place.finding.comparison.score,
        )
        if end is not None
    ]
    if standing.mean.value is not None:
        ends.append(standing.mean.value)
    if not ends:
        return 1.0, 5.0
    low, high = math.floor(min(ends) * 2) / 2, math.ceil(max(ends) * 2) / 2
    # Two levels at least, so that small differences do not look large.
    spare = max(0.0, 2.0 - (high - low)) / 2
    return low - spare - 0.05, high + spare + 0.05


def _told(place: Place) -> str:
    found = place.finding.comparison
    name = place.finding.trust
    if found.score is None:
        return f"{name}: {why_nothing(found)}."
    parts = [f"{name}: {score(found.score, 2)}"]
    if place.limits is not None:
        parts.append(f"95% limits {limits_of(place)}")
    if place.ranks is not None:
        parts.append(ranks_in_words(place.ranks))
    return f"{', '.join(parts)}; {place.finding.verdict}."


def _mean_told(standing: Standing, region: str) -> str:
    mean = standing.mean
    if mean.value is None:
        return f"Too few Trusts for a mean of {region}."
    unnamed = f" ({mean.unnamed} unnamed)" if mean.unnamed else ""
    value = score(mean.value, 2)
    return f"The mean of {region} over {mean.trusts} Trusts{unnamed} is {value}."


def _table(standing: Standing, region: str, rules: Rules) -> Markup:
    ranked = sum(place.ranks is not None for place in standing.places)
    ranks = (f"Rank of {ranked}",) if standing.by_score else ()
    head = ("Trust", "Score", "95% limits", *ranks, "Others", "Difference", "Verdict")
    return html.table(
        f"The same in numbers. {_mean_told(standing, region)}",
        head,
        (_row(place, rules, with_ranks=standing.by_score) for place in standing.places),
        css="owf-places owf-stack",
        region="Trusts on one theme in numbers",
        numeric=frozenset(range(1, len(head) - 1)),
    )


def _row(place: Place, rules: Rules, *, with_ranks: bool) -> tuple[str | Markup, ...]:
    found = place.finding.comparison
    why = why_nothing(found)
    ranks = (ranks_in_words(place.ranks) if place.ranks else "no rank",) if with_ranks else ()
    small = Markup(' <span class="owf-small">{}</span>').format(why) if why else html.NOTHING
    return (
        place.finding.trust,
        why if found.score is None else score(found.score, 2),
        limits_of(place),
        *ranks,
        "too few" if found.reference is None else score(found.reference, 2),
        signed(found.difference),
        Markup("{}{}").format(verdict_with_working(place.finding, rules), small),
    )
