"""Where a region as a whole is low: themes and aspects against its own overall score."""

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.wording import capitalised, listed
from owf.charts import Chart
from owf.charts.columns import Cell, both, bounds, in_file, in_table, table_and_numbers
from owf.charts.rows import LETTERS, Rows, axis_around_zero, bold, reach_around_zero
from owf.charts.theme import LIGHT
from owf.markup import html
from owf.markup.formatting import limits, score, signed, span

ROW = 54
"""Pixels a row: a label line above a bar, readable on a phone."""
TICK = 0.25
"""Levels between two ticks."""
LEAST = 0.5
"""Levels to either side that the axis shows at least, so that little does not look large."""
MOST_NAMED = 4
"""Themes and aspects that the title names; the figure and the table show all."""
HEADINGS = {GroupKind.THEME: "Themes", GroupKind.ASPECT: "Aspects across themes"}
_TOO_FEW = Markup('<span class="owf-none">too few Trusts</span>')


def region_weak(parts: Sequence[PartOfRegion], region: str) -> Chart:
    """Themes, then aspects, lowest first; those without a difference are in the table alone."""
    every = [
        one
        for kind in HEADINGS
        for one in sorted(
            (one for one in parts if one.group.kind is kind),
            key=lambda one: (one.difference is None, one.difference or 0.0),
        )
    ]
    shown = [one for one in every if one.difference is not None]
    table, numbers = table_and_numbers(
        "Themes and aspects against the same Trusts' overall score, lowest first",
        map(_cells, every),
        css="owf-parts owf-stack",
        region="The region against its own overall score in numbers",
    )
    return Chart(
        title=_title(shown, region),
        alt=" ".join(map(_sentence, shown)) or "Too few Trusts publish in full to show it.",
        figure=_figure(shown),
        table=table,
        caption=(
            f"Mean over {span(one.n for one in shown)} Trusts of {region} that publish in full: "
            "each Trust's score less its own overall score. The bar is its 95% limits over these "
            "Trusts; about one in twenty misses by chance. The diamond is the same over "
            f"{span(one.n_england for one in shown)} Trusts of England. A region has no verdict."
        ),
        numbers=numbers,
    )


def _cells(one: PartOfRegion) -> list[Cell]:
    kind = HEADINGS[one.group.kind].split(" ")[0][:-1]
    small = f"only in {one.within}" if one.within else kind

    def shown(text: str, value: float | None = one.difference) -> str:
        return _TOO_FEW if one.difference is None or value is None else text

    england = shown(f"{signed(one.england)} ({one.n_england})", one.england)
    return [
        in_table("Theme or aspect", html.with_small(one.title, small.casefold())),
        in_file("Kind", str(one.group.kind)),
        in_file("Theme or aspect", one.title),
        in_file("Only in", one.within or ""),
        both("Trusts (n)", one.n),
        both("Mean", one.mean, shown(score(one.mean, 2))),
        both("Overall", one.overall, shown(score(one.overall, 2)), file_title="Their overall mean"),
        both("Difference", one.difference, shown(signed(one.difference))),
        in_table("95% limits", shown(limits(one.ci95)), is_number=True),
        *bounds("95%", one.ci95),
        both("England", one.england, england, file_title="England's difference"),
        in_file("Trusts of England", one.n_england),
    ]


def _title(shown: Sequence[PartOfRegion], region: str) -> str:
    if not shown:
        return f"Too few Trusts of {region} publish in full to say where it is low."
    low = [one for one in shown if one.is_clearly_low]
    if not low:
        return f"No theme or aspect of {region} is clearly below its own overall score."
    names = [_with_england(one) for one in low[:MOST_NAMED]]
    if len(low) > MOST_NAMED:
        names.append(f"{len(low) - MOST_NAMED} more")
    return f"{capitalised(region)} is clearly below its own overall score on {listed(names)}."


def _with_england(one: PartOfRegion) -> str:
    """Its difference and England's: what is low everywhere is not the region's own."""
    england = f"; England {signed(one.england)}" if one.england is not None else ""
    return f"{_name(one)} ({signed(one.difference)}{england})"


def _name(one: PartOfRegion) -> str:
    return f"{one.phrase} in {one.within}" if one.within else one.phrase


def _sentence(one: PartOfRegion) -> str:
    england = f" England's Trusts: {signed(one.england)}." if one.england is not None else ""
    return (
        f"{capitalised(_name(one))}: {score(one.mean, 2)}, {signed(one.difference)} against "
        f"{score(one.overall, 2)} overall, 95% limits {limits(one.ci95)}.{england}"
    )


def _figure(shown: Sequence[PartOfRegion]) -> go.Figure:
    rows = Rows()
    height = 0.0
    for kind, heading in HEADINGS.items():
        drawn = [one for one in shown if one.group.kind is kind]
        if not drawn:
            continue
        rows.label(height, f"{heading.upper()}, LOWEST FIRST", 12)
        height -= 0.95
        for one in drawn:
            _draw(rows, one, height)
            height -= 1
    bottom = height + 0.5
    drawn_ends = [(*(one.ci95 or ()), one.difference, one.england) for one in shown]
    reach = reach_around_zero((end for ends in drawn_ends for end in ends), TICK, LEAST)
    rows.upright(0, (bottom, 0.4), LIGHT.ink)
    return rows.figure(
        ends=(bottom, 0.4),
        height=ROW * (0.4 - bottom) + 52,
        axis="levels below or above the same Trusts' overall score",
        **axis_around_zero(reach, TICK, 2),
    )


def _draw(rows: Rows, one: PartOfRegion, height: float) -> None:
    difference = one.difference or 0.0
    text = f"{bold(capitalised(_name(one)))}  {score(one.mean)} ({signed(difference)})"
    rows.label(height + 0.42, text, letters=LETTERS)
    if one.ci95 is not None:
        rows.bar(one.ci95, height, LIGHT.ahead, 3)
    rows.mark(difference, height, "circle", LIGHT.ahead)
    if one.england is not None:
        # Below the bar, so that neither covers the other.
        diamond = {"symbol": "diamond", "size": 10, "color": LIGHT.ink}
        rows.point(one.england, height - 0.22, diamond)
