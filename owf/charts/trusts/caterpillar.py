"""The named Trusts on one group of items, like for like: each score with its limits, a mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.standings import Place, Standing, why_nothing
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.charts import Chart
from owf.charts.columns import Cell, between, both, bounds, in_file, in_table, table_and_numbers
from owf.charts.rows import Part, Rows, bold, half_levels, plain
from owf.charts.theme import LIGHT, MARKERS, colour_of
from owf.markup import html
from owf.markup.formatting import score, signed, span
from owf.markup.verdicts import verdict_with_working

ROW = 52
"""Pixels a Trust: a label line above a bar, readable on a phone."""
HEAD = 30
"""Pixels above the first Trust, where the mean has its name."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""
MOST_LABELLED = 40
"""With more Trusts than this, only those with a finding have a label and a row of their own."""
THIN = 0.16
"""Rows that a Trust without a label takes."""
TALL = 1.1
"""Rows that one with a label takes among them."""


@dataclass(frozen=True)
class MeanLine:
    """In levels; ``label`` is written at its line, such as "the region's mean"."""

    value: float | None
    label: str
    sentence: str


def mean_of_region(standing: Standing, region: str) -> MeanLine:
    """The region's own mean; ``region`` as it stands in a sentence."""
    mean = standing.mean
    if mean.value is None:
        return MeanLine(None, "", f"Too few Trusts for a mean of {region}.")
    unnamed = f" ({mean.unnamed} unnamed)" if mean.unnamed else ""
    sentence = f"The mean of {region} over {mean.trusts} Trusts{unnamed} is {score(mean.value, 2)}."
    return MeanLine(mean.value, "the region's mean", sentence)


def caterpillar(
    standing: Standing, title: str, mean: MeanLine, rules: Rules = DEFAULT_RULES
) -> Chart:
    """In the standing's order; one with a score and no finding is drawn to compare with."""
    places = standing.places
    all_tested = all(place.finding for place in places)
    table, numbers = table_and_numbers(
        f"The same in numbers. {mean.sentence}",
        [_cells(place, standing, rules, all_tested=all_tested) for place in places],
        css="owf-places owf-stack" if all_tested else "owf-among owf-stack",
        region="Trusts on one theme in numbers",
    )
    return Chart(
        title=title,
        alt=" ".join([title, *map(_sentence, places), mean.sentence]),
        figure=_figure(places, mean),
        table=table,
        caption=f"{_about_bars(places)} {mean.sentence}",
        numbers=numbers,
    )


def _cells(place: Place, standing: Standing, rules: Rules, *, all_tested: bool) -> list[Cell]:
    found, finding = place.limits, place.finding
    first = place.why_nothing if place.score is None else score(place.score, 2)
    ranked = sum(one.ranks is not None for one in standing.places)
    rank = ranks_in_words(place.ranks) if place.ranks else "no rank"
    ranks = [in_table(f"Rank of {ranked}", rank, is_number=True)] if standing.by_score else []
    last = _comparison_cells(place, rules) if all_tested else _shrunken_cells(place)
    return [
        both("Trust", place.name),
        in_file("DfE number", place.trust),
        in_file("Sectors (n)", place.n),
        both("Score", place.score, first),
        both("Like for like", place.like_for_like, _score_or_none(place.like_for_like)),
        in_table("95% limits", limits_of(place), is_number=True),
        *bounds("95%", (found.lower, found.upper) if found else None),
        *ranks,
        in_file("Best rank", place.ranks[0] if place.ranks else None),
        in_file("Worst rank", place.ranks[1] if place.ranks else None),
        *last,
        in_file("Drawn towards the mean", place.shrunken),
        in_file("Verdict", str(finding.verdict) if finding else ""),
        in_file("Why there is none", place.why_nothing),
    ]


def _comparison_cells(place: Place, rules: Rules) -> list[Cell]:
    if place.finding is None:
        return []
    found = place.finding.comparison
    why = why_nothing(found)
    small = Markup(' <span class="owf-small">{}</span>').format(why) if why else html.NOTHING
    others = "too few" if found.reference is None else score(found.reference, 2)
    return [
        in_table("Others", others, is_number=True),
        in_table("Difference", signed(found.difference), is_number=True),
        in_table(
            "Verdict", Markup("{}{}").format(verdict_with_working(place.finding, rules), small)
        ),
    ]


def _shrunken_cells(place: Place) -> list[Cell]:
    return [
        in_table("Sectors (n)", str(place.n), is_number=True),
        in_table("Towards the mean", _score_or_none(place.shrunken), is_number=True),
    ]


def _score_or_none(value: float | None) -> str:
    """A figure beside the score: where there is none, the Trust may have a score all the same."""
    return "none" if value is None else score(value, 2)


def _about_bars(places: Sequence[Place]) -> str:
    n = [place.n for place in places if place.limits is not None]
    if not n:
        return "No score here has limits, so no bar is drawn."
    return (
        "Scores are drawn like for like, as if all Trusts had the same sectors. Each bar is the "
        f"95% limits of a Trust's score, which rests on {span(n)} sectors (n)."
    )


def limits_of(place: Place) -> str:
    found = place.limits
    if found is None or found.lower is None or found.upper is None:
        return "none"
    return between((found.lower, found.upper))


def ranks_in_words(ranks: tuple[int, int]) -> str:
    """Between which ranks a Trust may truly stand: "between 2nd and 6th"."""
    best, worst = ranks
    return _ordinal(best) if best == worst else f"between {_ordinal(best)} and {_ordinal(worst)}"


def _ordinal(number: int) -> str:
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _figure(places: Sequence[Place], mean: MeanLine) -> go.Figure:
    low, high = half_levels([*(end for place in places for end in _ends(place)), mean.value])
    heights, bottom = _heights(places)
    rows = Rows()
    rows.traces.extend(_dots(places, heights))
    for place, height in zip(places, heights, strict=True):
        _draw_place(rows, place, height, has_label=_has_label(place, places))
    if mean.value is not None:
        # Its name turns inwards where the line stands near the edge.
        side = "left" if mean.value < low + (high - low) * 0.6 else "right"
        rows.mean(mean.value, f"{plain(mean.label)}: {score(mean.value, 2)}", xanchor=side)
    return rows.figure(
        ends=(bottom, 0.75),
        height=ROW * (0.75 - bottom) + HEAD + 46,
        axis="score, in levels from 1 to 5",
        top=HEAD,
        range=[low, high],
        dtick=0.5,
        tickformat=".1f",
    )


def _ends(place: Place) -> tuple[float | None, ...]:
    limits = (place.limits.lower, place.limits.upper) if place.limits else ()
    return (*limits, place.drawn)


def _has_label(place: Place, places: Sequence[Place]) -> bool:
    return len(places) <= MOST_LABELLED or place.finding is not None


def _heights(places: Sequence[Place]) -> tuple[list[float], float]:
    """Each Trust's height, from the top down, and the lower end of the axis."""
    if len(places) <= MOST_LABELLED:
        return [-float(row) for row in range(len(places))], -len(places) + 0.5
    heights, height = [], 0.5
    for place in places:
        height -= TALL if _has_label(place, places) else THIN
        heights.append(height)
    return heights, height - 0.4


def _draw_place(rows: Rows, place: Place, height: float, *, has_label: bool) -> None:
    if has_label:
        rows.label(height + 0.34, _label(place), letters=LONG)
    if place.drawn is None:
        return
    finding = place.finding
    colour = LIGHT.quiet if finding is None else colour_of(finding.verdict.direction)
    if place.limits is not None:
        rows.bar((place.limits.lower, place.limits.upper), height, colour, 3 if has_label else 2)
    if finding is not None:
        rows.mark(place.drawn, height, MARKERS[str(finding.verdict)], colour)


def _dots(places: Sequence[Place], heights: Sequence[float]) -> list[Part]:
    """The scores of all Trusts without a finding, as one trace: there may be a hundred."""
    drawn = [
        (place.drawn, height)
        for place, height in zip(places, heights, strict=True)
        if place.finding is None and place.drawn is not None
    ]
    size = 10 if len(places) <= MOST_LABELLED else 5
    dots = {
        "type": "scatter",
        "x": [value for value, _ in drawn],
        "y": [height for _, height in drawn],
        "mode": "markers",
        "marker": {"symbol": "circle", "size": size, "color": LIGHT.quiet},
        "showlegend": False,
    }
    return [dots] if drawn else []


def _label(place: Place) -> str:
    name = plain(place.name) if place.finding is None else bold(place.name)
    if place.score is None:
        return f"{name}  {place.why_nothing}"
    verdict = f" {place.finding.symbol} {place.finding.verdict}" if place.finding else ""
    return f"{name}  {score(place.drawn)}{verdict}"


def _sentence(place: Place) -> str:
    if place.score is None:
        return f"{place.name}: {place.why_nothing}."
    parts = [f"{place.name}: {score(place.drawn, 2)}"]
    if place.limits is not None:
        parts.append(f"95% limits {limits_of(place)}")
    if place.ranks is not None:
        parts.append(ranks_in_words(place.ranks))
    verdict = f"; {place.finding.verdict}" if place.finding else ""
    return f"{', '.join(parts)}{verdict}."
