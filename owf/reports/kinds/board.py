"""The board summary: two pages, or about ten slides, on where a Trust stands and what to decide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from owf.access import Actor
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears
from owf.assessment.results.trust_results import TrustResults, trust_results
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import ItemStanding, most_disputed_first
from owf.benchmark.words.key_points import in_one_line
from owf.charts.of_comparison import headline_gaps, why_no_gaps
from owf.improvement.plan.gaps import Gap, gaps_of
from owf.reports.model import (
    Block,
    Column,
    Kind,
    NumberFormat,
    Paragraph,
    Points,
    Report,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.about import about_of, reopening_notices
from owf.reports.parts.figures import (
    partner_levels_figure,
    practitioners_figure,
    themes_figure,
    years_figure,
)
from owf.reports.parts.verdicts import (
    strength_sentences,
    themes_table,
    verdict_words,
    working_lines,
)
from owf.store import Store

MOST_NAMED = 5
"""Strengths, gaps and questions that a board looks at; the annual report has all."""
PLOTS = 4
"""Small plots of years: the overall score, and the themes that moved most."""


def board_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """Raises: NotAllowed, NotFound: as the page Results, in its sentences."""
    view = trust_results(store, who, trust, year)
    against = view.against
    gaps = gaps_of(against, view.partners.items)
    return Report(
        Kind.BOARD,
        f"{against.trust.name}: board summary of {year}",
        view.headline,
        about_of(against, _readers(against)),
        tuple(_sections(view, gaps)),
        is_compact=True,
        keywords=("self-assessment", "Children's Trust", against.trust.name, str(year)),
    )


def _readers(against: TrustComparison) -> str:
    if against.seen_from_outside:
        return "For readers outside the Trust, as far as it has published its results"
    return f"For the partners of {against.trust.name}"


def _sections(view: TrustResults, gaps: Sequence[Gap]) -> Iterator[Section]:
    against = view.against
    yield _where_we_stand(view)
    yield from _over_the_years(view.years, against)
    yield _themes(view)
    yield _strengths(view)
    yield _gaps(against, gaps)
    yield _partners(view)
    yield _practitioners(against)


def _where_we_stand(view: TrustResults) -> Section:
    return Section(
        "Where we stand",
        (
            Paragraph(view.lead, is_lead=True),
            Points(view.key_points[:MOST_NAMED]),
            *reopening_notices(view.against),
        ),
        claim=f"{view.headline}.",
        working=working_lines(view.against.findings[:1]),
        is_half=view.years.has_a_line,
    )


def _over_the_years(years: TrustYears, against: TrustComparison) -> Iterator[Section]:
    if years.has_a_line:
        shown = _with_plots_that_moved(years, against)
        yield Section(
            "Over the years",
            (years_figure(shown, against),),
            claim=years.sentence,
            is_half=True,
        )


def _with_plots_that_moved(years: TrustYears, against: TrustComparison) -> TrustYears:
    """The overall score and the themes with the largest change since last year."""
    moved = {
        one.theme: abs(one.change.mean_change or 0)
        for one in against.changes
        if one.kind is GroupKind.THEME
    }
    overall, *themes = years.histories
    themes.sort(key=lambda one: -moved.get(one.theme, 0))
    return replace(years, histories=(overall, *themes[: PLOTS - 1]))


def _themes(view: TrustResults) -> Section:
    against = view.against
    figure = (themes_figure(against, on_pages=False),) if against.is_compared else ()
    return Section(
        "Every theme",
        (*figure, themes_table(view)),
        claim=f"Against {against.comparator}: {in_one_line(against.findings)}."
        if against.is_compared
        else view.themes.sentence,
        working=working_lines(against.headlines),
    )


def _strengths(view: TrustResults) -> Section:
    sentences = strength_sentences(view)[:MOST_NAMED]
    nothing = "No score is clearly ahead, and none has clearly improved."
    return Section("Strengths", _points_or(sentences, nothing), is_half=True)


def _gaps(against: TrustComparison, gaps: Sequence[Gap]) -> Section:
    sentences = [one.reasons[0].sentence for one in gaps[:MOST_NAMED]]
    nothing = "No score is clearly behind, and none has clearly become worse."
    more = len(gaps) - len(sentences)
    left = (Paragraph(f"{more} more are on the Actions page."),) if more > 0 else ()
    return Section("Gaps", (*_points_or(sentences, nothing), *left), is_half=True)


def _points_or(sentences: Sequence[str], nothing: str) -> tuple[Block, ...]:
    return (Points(tuple(sentences), is_ordered=True),) if sentences else (Paragraph(nothing),)


def _partners(view: TrustResults) -> Section:
    heading = "Where partners differ"
    if not view.partners.items:
        return Section(heading, (Paragraph(view.partners.why_not),), is_half=True)
    rated = [one for one in most_disputed_first(view.partners.items) if one.n][:MOST_NAMED]
    if not rated:
        return Section(heading, (Paragraph("No partner gave a level."),), is_half=True)
    figure = partner_levels_figure(rated, on_pages=False)
    blocks: tuple[Block, ...] = (figure, _disputed_table(rated))
    if view.moderation is not None:
        blocks += (Paragraph(view.moderation.sentence),)
    return Section(
        heading,
        blocks,
        claim=figure.chart.title,
        working=tuple(one.sentence for one in rated),
        is_half=True,
    )


def _disputed_table(standings: Sequence[ItemStanding]) -> Table:
    columns = (
        Column("Question", width=3.2),
        Column("Lowest", NumberFormat.COUNT),
        Column("Highest", NumberFormat.COUNT),
        Column("Agreed", NumberFormat.COUNT),
    )
    rows = [
        (f"{one.code} {one.name}", one.given[0], one.given[-1], one.agreed) for one in standings
    ]
    return table_of(
        "Questions on which partners differ most", columns, rows, sheet="Partners differ"
    )


def _practitioners(against: TrustComparison) -> Section:
    heading = "Leaders and practitioners"
    shown = headline_gaps(against)
    if not shown:
        return Section(heading, (Paragraph(why_no_gaps(against)),), is_half=True)
    figure = practitioners_figure(against, on_pages=False)
    columns = (
        Column("Theme", width=2.6),
        Column("Leaders", NumberFormat.SCORE),
        Column("Practitioners", NumberFormat.SCORE, 1.4),
        Column("Finding", width=2),
    )
    rows: list[tuple[Value, ...]] = [
        (one.title, one.gap.leaders, one.gap.practitioners, verdict_words(one))
        for one in sorted(shown, key=lambda one: -abs(one.gap.mean_gap or 0))[:MOST_NAMED]
    ]
    table = table_of(
        "The largest differences, on the questions that both were asked",
        columns,
        rows,
        sheet="Practitioners",
    )
    return Section(
        heading,
        (figure, table),
        claim=figure.chart.title,
        working=working_lines(shown),
        is_half=True,
    )
