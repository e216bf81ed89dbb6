"""The board summary: two pages, or about ten slides, on where a Trust stands and what to decide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from owf.access import Actor
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.evidence.index import open_evidence_index
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears
from owf.assessment.results.trust_results import TrustResults, trust_results
from owf.benchmark.tables.item_standings import ItemStanding, disputed_sentence, most_disputed_first
from owf.benchmark.words.key_points import in_one_line
from owf.charts.of_comparison import headline_gaps, why_no_gaps
from owf.improvement.plan.gaps import Gap, gaps_of
from owf.reports.model import (
    Blank,
    Block,
    Column,
    Kind,
    Notice,
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
from owf.reports.parts.evidence import coverage_in_a_sentence, gaps_in_sentences
from owf.reports.parts.figures import (
    partner_levels_figure,
    practitioners_figure,
    themes_figure,
    titled,
    years_figure,
)
from owf.reports.parts.plan import (
    Standing,
    exceptions_table,
    is_outside,
    plan_followed,
    standing_of,
)
from owf.reports.parts.verdicts import (
    strength_sentences,
    themes_table,
    verdict_words,
    working_lines,
)
from owf.reports.parts.years import with_themes_that_moved
from owf.store import Store

MOST_NAMED = 5
"""Strengths and gaps that a board looks at; the annual report has all."""
MOST_ROWS = 3
"""Disputed questions, differences and actions in a table, so that two pages hold it all."""
PLOTS = 2
"""Small plots of years: the overall score, and the theme that moved most."""


def board_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """Raises: NotAllowed, NotFound: as the page Results, in its sentences."""
    view = trust_results(store, who, trust, year)
    against = view.against
    gaps = gaps_of(against, view.partners.items)
    return Report(
        Kind.BOARD,
        f"{against.trust.name}: board summary of {year}",
        "How far the partners work as one for children, and what the board is asked to decide",
        about_of(against, _readers(against)),
        (*_sections(view, gaps), *_followed(store, who, view)),
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
        figure = years_figure(with_themes_that_moved(years, against, PLOTS - 1), against)
        yield Section(
            "Over the years",
            (titled(figure, "Overall, and the theme that moved most"),),
            claim=years.sentence,
            is_half=True,
        )


def _themes(view: TrustResults) -> Section:
    against = view.against
    figure = (themes_figure(against, on_pages=False),) if against.is_compared else ()
    return Section(
        "Every theme",
        (*figure, replace(themes_table(view), on_slides=not figure)),
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
    rated = [one for one in most_disputed_first(view.partners.items) if one.n][:MOST_ROWS]
    if not rated:
        return Section(heading, (Paragraph("No partner gave a level."),), is_half=True)
    claim = disputed_sentence(view.partners.items)
    figure = titled(partner_levels_figure(rated, on_pages=False), claim)
    blocks: tuple[Block, ...] = (figure, _disputed_table(rated))
    if view.moderation is not None:
        blocks += (Paragraph(view.moderation.sentence),)
    return Section(
        heading,
        blocks,
        claim=claim,
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
        "Questions on which partners differ most",
        columns,
        rows,
        sheet="Partners differ",
        on_slides=False,
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
        for one in sorted(shown, key=lambda one: -abs(one.gap.mean_gap or 0))[:MOST_ROWS]
    ]
    table = table_of(
        "The largest differences, on the questions that both were asked",
        columns,
        rows,
        sheet="Practitioners",
        on_slides=False,
    )
    return Section(
        heading,
        (figure, table),
        claim=figure.chart.title,
        working=working_lines(shown),
        is_half=True,
    )


def _followed(store: Store, who: Actor, view: TrustResults) -> Iterator[Section]:
    """Evidence, the plan and what the board decides, as far as this reader's pages have them."""
    against = view.against
    trust, year = against.trust.dfe_number, against.year
    left_out = []
    try:
        index = open_evidence_index(store, who, trust, year)
    except (NotAllowed, NotFound):
        left_out.append("the evidence")
    else:
        yield Section(
            "Evidence",
            (Paragraph(" ".join(gaps_in_sentences(index)) or "None of it has expired."),),
            claim=coverage_in_a_sentence(index),
            is_half=True,
        )
    plan = plan_followed(store, who, trust, year)
    if plan is None or is_outside(plan):
        left_out.append("how the plan goes")
    else:
        standing = standing_of(plan)
        done = f"{standing.done} actions are done, of which {standing.verified} are verified."
        yield Section(
            "The plan",
            (Paragraph(f"{done} {standing.board.achieved.words.capitalize()}."),),
            claim=standing.claim,
            is_half=True,
        )
        yield from _exceptions_and_decisions(standing)
    if left_out:
        words = " and ".join(left_out)
        yield Section("What is not in it", (Notice(f"This copy leaves out {words}: {LEFT_OUT}"),))


LEFT_OUT = (
    "the reader it was made for cannot open it on the pages, or there is nothing yet. The Trust's "
    "coordinator can say more."
)


def _exceptions_and_decisions(standing: Standing) -> Iterator[Section]:
    exceptions = standing.board.exceptions
    if exceptions:
        yield Section(
            "Actions that need the board",
            (exceptions_table(exceptions, of=standing.total, most=MOST_ROWS),),
        )
    decisions = standing.decisions or ("Nothing is asked on the plan. Note the results.",)
    yield Section(
        "Decisions asked",
        (Points(decisions, is_ordered=True), Blank("Decided, by whom and by when", 2)),
    )
