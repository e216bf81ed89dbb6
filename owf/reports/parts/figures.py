"""The page's charts of a comparison, each with the frame that an office program draws."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from owf.assessment.results.steps import region_in_a_sentence
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import ItemStanding, most_disputed_first
from owf.charts.of_comparison import (
    agreed_and_expected,
    all_years,
    changes_since_last_year,
    headline_gaps,
    leaders_beside_practitioners,
    themes_against,
)
from owf.charts.partners.levels import partner_levels
from owf.charts.theme import LIGHT, colours_of_level
from owf.reports.model import Figure, Native, NativeChart, NumberFormat

Series = Mapping[str, Sequence[float | None]]


def native(
    kind: Native,
    categories: Sequence[str],
    series: Series,
    colours: Sequence[str],
    *,
    number_format: NumberFormat = NumberFormat.LEVEL,
    ends: tuple[float, float] | None = None,
    axis: str = "",
) -> NativeChart:
    """One colour a series, in their order; ``ends`` of the axis of numbers."""
    frame = pd.DataFrame(
        {name: pd.array(list(values), dtype="Float64") for name, values in series.items()},
        index=list(categories),
    ).astype(object)
    low, high = ends or (None, None)
    return NativeChart(
        kind,
        frame.where(frame.notna(), None),
        number_format,
        dict(zip(series, colours, strict=True)),
        low,
        high,
        axis,
    )


def titled(figure: Figure, title: str) -> Figure:
    """For a section whose claim says already what the chart's own title says."""
    return replace(figure, chart=replace(figure.chart, title=title))


def _scale_of(view: TrustComparison) -> tuple[float, float]:
    return view.pack.scale.values[0], view.pack.scale.values[-1]


def themes_figure(view: TrustComparison, *, on_pages: bool = True) -> Figure:
    """Each theme here and in the other Trusts; for a view that is compared."""
    shown = view.headlines
    return Figure(
        themes_against(view),
        native(
            Native.BARS,
            [one.title for one in shown],
            {
                view.trust.name: [one.comparison.score for one in shown],
                view.comparator: [one.comparison.reference for one in shown],
            },
            (LIGHT.ahead, LIGHT.quiet),
            ends=_scale_of(view),
            axis="Score",
        ),
        on_pages,
    )


def changes_figure(view: TrustComparison, *, on_pages: bool = True) -> Figure:
    """For a view with ``changes``."""
    shown = [one for one in view.changes if one.kind in (GroupKind.OVERALL, GroupKind.THEME)]
    before, after = shown[0].years
    return Figure(
        changes_since_last_year(view),
        native(
            Native.BARS,
            [one.title for one in shown],
            {
                str(after): [one.change.after for one in shown],
                str(before): [one.change.before for one in shown],
            },
            (LIGHT.ahead, LIGHT.quiet),
            ends=_scale_of(view),
            axis="Score of the sectors that answered in both years",
        ),
        on_pages,
    )


def years_figure(years: TrustYears, view: TrustComparison, *, on_pages: bool = True) -> Figure:
    """For years with a line; natively the overall score beside the region's median."""
    overall = years.histories[0]
    scores = {point.year: point.score for point in overall.points}
    medians = {point.year: point.median for point in overall.region.points}
    lines = {view.trust.name: [scores.get(year) for year in years.years]}
    if medians:
        region = region_in_a_sentence(view.trust.region_name)
        lines[f"Median of {region}"] = [medians.get(year) for year in years.years]
    chart = native(
        Native.LINES,
        [str(year) for year in years.years],
        lines,
        (LIGHT.ahead, LIGHT.quiet)[: len(lines)],
        ends=_scale_of(view),
        axis="Overall score",
    )
    return Figure(all_years(years, view), chart, on_pages)


def practitioners_figure(view: TrustComparison, *, on_pages: bool = True) -> Figure:
    """For a view with `headline_gaps`."""
    shown = headline_gaps(view)
    return Figure(
        leaders_beside_practitioners(view),
        native(
            Native.BARS,
            [one.title for one in shown],
            {
                "Leaders": [one.gap.leaders for one in shown],
                "Practitioners": [one.gap.practitioners for one in shown],
            },
            (LIGHT.ahead, LIGHT.neutral),
            ends=_scale_of(view),
            axis="Score on the questions that both were asked",
        ),
        on_pages,
    )


def agreed_figure(view: TrustComparison, *, on_pages: bool = True) -> Figure:
    shown = view.headlines
    scores = [view.scores.get(f"theme:{one.theme}" if one.theme else "overall") for one in shown]
    return Figure(
        agreed_and_expected(view),
        native(
            Native.BARS,
            [one.title for one in shown],
            {
                "Agreed": [row.agreed if row else None for row in scores],
                "Partners": [one.comparison.score for one in shown],
            },
            (LIGHT.ahead, LIGHT.quiet),
            ends=_scale_of(view),
            axis="Score",
        ),
        on_pages,
    )


def partner_levels_figure(
    standings: Sequence[ItemStanding], most: int | None = None, *, on_pages: bool = True
) -> Figure:
    """How many partners gave each level, the most disputed question first; at most ``most``."""
    shown = most_disputed_first(standings)[:most]
    levels = shown[0].levels
    names = [f"{level} {label}" for level, label in zip(levels, shown[0].labels, strict=True)]
    counts = {name: [one.counts[place] for one in shown] for place, name in enumerate(names)}
    return Figure(
        partner_levels(shown),
        native(
            Native.STACKED,
            [f"{one.code} {one.name}" for one in shown],
            counts,
            [colours_of_level(place, len(levels))[0] for place in range(len(levels))],
            number_format=NumberFormat.COUNT,
            axis="Partners",
        ),
        on_pages,
    )
