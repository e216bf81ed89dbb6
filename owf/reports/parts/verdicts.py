"""Verdicts of a comparison as tables, lists and lines of working."""

from collections.abc import Iterable, Sequence

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_results import TrustResults
from owf.benchmark.comparison.workings import AnyFinding, working_of
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.markup.formatting import limits
from owf.reports.model import Column, NumberFormat, Table, Value, table_of

NOT_COMPARED = "not compared"


def verdict_words(finding: AnyFinding | None) -> str:
    """Its symbol and word, as pages have them."""
    if finding is None:
        return NOT_COMPARED
    return f"{finding.symbol} {finding.verdict}".strip()


def limits_words(pair: tuple[float, float] | None) -> str:
    return "" if pair is None else limits(pair)


def themes_table(view: TrustResults) -> Table:
    """Overall and by theme: both verdicts, the change since last year, what was agreed."""
    against = view.against
    beside = {one.theme: one for one in against.beside}
    other = against.beside[0].comparator if against.beside else "England"
    columns = (
        Column("Theme", width=2.6),
        Column("Sectors", NumberFormat.COUNT, 0.8),
        Column("Score here", NumberFormat.SCORE, 0.9),
        Column("Others", NumberFormat.SCORE, 0.9),
        Column("Difference", NumberFormat.DIFFERENCE, 1.1),
        Column(f"Against {against.comparator}", width=1.9),
        Column(f"Against {other}", width=1.9),
        Column("Since last year", width=1.9),
        Column("Agreed", NumberFormat.LEVEL, 0.9),
    )
    rows: list[tuple[Value, ...]] = [
        (
            card.finding.title,
            card.finding.comparison.n,
            card.finding.comparison.score,
            card.finding.comparison.reference,
            card.finding.comparison.difference,
            verdict_words(card.finding),
            verdict_words(beside.get(card.finding.theme)),
            verdict_words(card.change) if card.change else card.no_change_because,
            card.agreed,
        )
        for card in view.cards
    ]
    return table_of(
        f"Overall and by theme, {against.year}",
        columns,
        rows,
        note=(
            f"Scores are means over sectors on a scale of {against.pack.scale.values[0]} to "
            f"{against.pack.scale.values[-1]}. “Others” are the other Trusts of "
            f"{against.comparator}, for the same sectors. “Agreed” is the mean of the levels that "
            "the steering group agreed."
        ),
        sheet="Themes",
    )


def theme_by_aspect_table(against: TrustComparison) -> Table:
    """A verdict in words for each aspect of each theme; empty where the theme lacks the aspect."""
    themes = against.pack.themes
    cells = {(one.theme, one.aspect): one for one in against.findings if one.kind is GroupKind.CELL}
    aspects = {one.aspect: one for one in against.findings if one.kind is GroupKind.ASPECT}
    titles = {aspect.id: aspect.title for aspect in against.pack.aspects}
    rows = [
        (
            titles.get(aspect or "", aspect or ""),
            verdict_words(whole),
            *(
                verdict_words(cells[theme.id, aspect]) if (theme.id, aspect) in cells else ""
                for theme in themes
            ),
        )
        for aspect, whole in aspects.items()
    ]
    columns = (
        Column("Aspect", width=1.6),
        Column("All themes"),
        *(Column(theme.short_title) for theme in themes),
    )
    note = "Empty: the theme has no question on this aspect."
    return table_of(
        f"Theme by aspect against {against.comparator}, {against.year}",
        columns,
        rows,
        note=note,
        sheet="Theme by aspect",
    )


def comparison_table(title: str, findings: Sequence[Finding], sheet: str) -> Table:
    """Each finding with the numbers it rests on."""
    columns = (
        Column("Subject", width=2.4),
        Column("Sectors (n)", NumberFormat.COUNT),
        Column("Trusts (k)", NumberFormat.COUNT),
        Column("Score", NumberFormat.SCORE),
        Column("Others", NumberFormat.SCORE),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("p, adjusted", NumberFormat.CHANCE, 1.5),
        Column("Verdict", width=1.9),
    )
    rows = [
        (
            one.title,
            one.comparison.n,
            one.comparison.k,
            one.comparison.score,
            one.comparison.reference,
            one.comparison.difference,
            limits_words(one.comparison.ci95),
            one.comparison.p_adjusted,
            verdict_words(one),
        )
        for one in findings
    ]
    return table_of(title, columns, rows, sheet=sheet)


def strengths_table(view: TrustComparison) -> Table:
    """Each aspect across all themes against the Trust's own overall score (METHOD 5a)."""
    columns = (
        Column("Aspect", width=2.4),
        Column("Aspect's score", NumberFormat.SCORE),
        Column("Overall", NumberFormat.SCORE),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("Finding", width=2.2),
        Column("The same in the region", width=1.8),
    )
    rows = [
        (
            f"{one.title}, only in {one.within}" if one.within else one.title,
            one.strength.aspect_score,
            one.strength.overall_score,
            one.strength.difference,
            limits_words(one.strength.ci95),
            # What one theme alone has is not "throughout".
            verdict_words(one).removesuffix(" throughout") if one.within else verdict_words(one),
            one.as_elsewhere,
        )
        for one in view.strengths
    ]
    return table_of(
        f"Aspects against {view.trust.name}'s own overall score",
        columns,
        rows,
        note="Compared with the Trust's own overall score, not with other Trusts.",
        sheet="Strengths inside",
    )


def working_lines(findings: Iterable[AnyFinding]) -> tuple[str, ...]:
    """For a speaker: one line a finding, its working in the order of the pages."""
    return tuple(
        f"{one.title}: " + "; ".join(f"{label}: {value}" for label, value in working_of(one))
        for one in findings
    )


def strength_sentences(view: TrustResults) -> tuple[str, ...]:
    """What is ahead, what improved and what is strong inside, the clearest first.

    One sentence a subject: an aspect that one theme alone has is said once.
    """
    against = view.against
    alone = {one.aspect for one in against.findings if one.kind is GroupKind.ASPECT and one.within}
    order = (GroupKind.THEME, GroupKind.ASPECT, GroupKind.CELL)
    ahead = [one for one in against.findings if one.kind in order and one.verdict.direction > 0]
    ahead.sort(key=lambda one: (order.index(one.kind), -(one.comparison.difference or 0)))
    improved = [one for one in against.changes if one.kind in order and one.verdict.direction > 0]
    improved.sort(key=lambda one: order.index(one.kind))
    inside = [one for one in against.strengths if one.verdict.direction > 0]
    found: dict[tuple[str | None, str | None], str] = {}
    every: tuple[AnyFinding, ...] = (*ahead, *improved, *inside)
    for one in every:
        key = (None, one.aspect) if one.aspect in alone else (one.theme, one.aspect)
        found.setdefault(key, one.sentence)
    return tuple(found.values())
