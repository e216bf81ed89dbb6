"""What changed over the years, and what changed in the questions."""

from collections.abc import Sequence
from dataclasses import replace

from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding
from owf.benchmark.words.wording import listed
from owf.questionnaire import Pack
from owf.reports.model import Column, NumberFormat, Table, Value, table_of
from owf.reports.parts.verdicts import limits_words, verdict_words


def changes_table(changes: Sequence[ChangeFinding]) -> Table:
    """Overall and themes; for some of them."""
    before, after = changes[0].years
    columns = (
        Column("Theme", width=2.4),
        Column("Sectors in both (n)", NumberFormat.COUNT),
        Column(str(before), NumberFormat.SCORE),
        Column(str(after), NumberFormat.SCORE),
        Column("Change", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("p, adjusted", NumberFormat.CHANCE),
        Column("Verdict", width=1.9),
    )
    rows = [
        (
            one.title,
            one.change.n,
            one.change.before,
            one.change.after,
            one.change.mean_change,
            limits_words(one.change.ci95),
            one.change.p_adjusted,
            verdict_words(one),
        )
        for one in changes
        if one.kind in (GroupKind.OVERALL, GroupKind.THEME)
    ]
    return table_of(
        f"Change from {before} to {after}",
        columns,
        rows,
        note="Over the sectors that answered in both years, on the questions that are comparable.",
        sheet=f"Change {before} to {after}",
    )


def years_table(years: TrustYears) -> Table:
    """Each year's score on the questions that its line is based on, and the trend."""
    columns = (
        Column("Theme", width=2.4),
        *(Column(str(year), NumberFormat.SCORE, 1.1) for year in years.years),
        Column("Trend", width=2),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.title,
            *(point.why_not if point.score is None else point.score for point in one.points),
            one.trend.with_numbers,
        )
        for one in years.histories
    ]
    return table_of(
        f"Scores from {years.years[0]} to {years.years[-1]}",
        columns,
        rows,
        note=(
            "Scores are on the questions asked in every year that a line covers, so they can "
            "differ from those of a single year."
        ),
        sheet="Over the years",
    )


def with_themes_that_moved(years: TrustYears, against: TrustComparison, themes: int) -> TrustYears:
    """The overall score, and the themes with the largest change since last year."""
    moved = {
        one.theme: abs(one.change.mean_change or 0)
        for one in against.changes
        if one.kind is GroupKind.THEME
    }
    overall, *others = years.histories
    others.sort(key=lambda one: -moved.get(one.theme, 0))
    return replace(years, histories=(overall, *others[:themes]))


def changed_questions(notes: ChangeNotes, pack: Pack) -> tuple[str, ...]:
    """What a change since last year rests on, in sentences."""
    without: dict[str, list[str]] = {}
    for theme, why in notes.nothing_for.items():
        without.setdefault(why, []).append(pack.theme(theme).title)
    return (
        *((notes.about_all,) if notes.about_all else ()),
        *(f"No change is shown on {listed(titles)} ({why})." for why, titles in without.items()),
        *(text for _, text in notes.changed),
    )


def questions_changed_over_years(years: TrustYears) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(f"{when}: {note}" for one in years.histories[1:] for when, note in one.notes)
    )
