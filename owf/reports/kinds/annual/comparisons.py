"""A Trust against its region and England, and over its years."""

from owf.assessment.disclosure.trusts import HEADLINE_KINDS
from owf.benchmark.comparison.strengths import strength_points
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.key_points import changes_in_one_line, in_one_line
from owf.benchmark.words.wording import counted
from owf.reports.kinds.annual.source import AnnualSource
from owf.reports.model import Block, Figure, Note, Paragraph, Points, Section
from owf.reports.parts.figures import (
    agreed_figure,
    changes_figure,
    themes_figure,
    titled,
    years_figure,
)
from owf.reports.parts.verdicts import comparison_table, strengths_table, working_lines
from owf.reports.parts.years import (
    changed_questions,
    changes_table,
    questions_changed_over_years,
    with_themes_that_moved,
    years_table,
)

MOST_MOVED = 5
"""Themes in the figure of years, beside the overall score."""


def region_and_england(source: AnnualSource) -> Section:
    results, against, england = source.results, source.against, source.england
    if not against.is_compared:
        return Section("Against region and England", (), claim=against.findings[0].sentence)
    parts = [
        Section(
            f"Against {against.comparator}",
            (
                comparison_table(
                    f"{against.trust.name} against {against.comparator}, {against.year}",
                    against.headlines,
                    "Against the region",
                ),
                titled(
                    themes_figure(against),
                    f"Each theme here and in the other Trusts of {against.comparator}",
                ),
                *((Points(results.points_on_cells),) if results.points_on_cells else ()),
                Note(f"Compared with {', '.join(against.others) or 'no other Trust by name'}."),
            ),
            claim=f"{in_one_line(against.findings)}.",
            working=working_lines(against.headlines),
        ),
        Section(
            f"Against {england.comparator}",
            (
                comparison_table(
                    f"{against.trust.name} against {england.comparator}, {against.year}",
                    england.headlines,
                    "Against England",
                ),
            ),
            claim=f"{in_one_line(england.findings)}.",
            working=working_lines(england.headlines),
        ),
    ]
    if against.strengths:
        parts.append(
            Section(
                f"Strengths and weaknesses inside {against.trust.name}",
                (strengths_table(against),),
                claim=" ".join(strength_points(against.strengths)),
                working=working_lines(against.strengths),
            )
        )
    if any(one.score is not None for one in against.agreed.values()):
        figure = agreed_figure(against)
        parts.append(
            Section(
                "Agreed score and expected range",
                (
                    titled(figure, "What was agreed, and what the others' scores lead to expect"),
                    Note("Only Trusts that publish in full show their agreed levels."),
                ),
                claim=figure.chart.title,
                working=working_lines(against.unusual),
            )
        )
    return Section(
        "Against region and England",
        (Paragraph(england.findings[0].sentence),),
        claim=against.findings[0].sentence,
        parts=tuple(parts),
    )


def over_the_years(source: AnnualSource) -> Section:
    against, years = source.against, source.results.years
    blocks: list[Block] = []
    if years.has_a_line:
        blocks += [_years_figure(source), years_table(years)]
    since = against.year - 1
    return Section(
        "Changes over the years",
        tuple(blocks),
        claim=years.sentence,
        parts=(
            Section(
                f"Change since {since}",
                (
                    titled(changes_figure(against), f"Each theme in {since} and {against.year}"),
                    changes_table(against.changes),
                )
                if against.changes
                else (),
                claim=f"{changes_in_one_line(against.changes)}."
                if any(one.kind is GroupKind.THEME for one in against.changes)
                else against.no_change_because or " ".join(one.sentence for one in against.changes),
                working=working_lines(one for one in against.changes if one.kind in HEADLINE_KINDS),
            ),
            *_questions_changed(source),
        ),
    )


def _years_figure(source: AnnualSource) -> Figure:
    """Few enough plots for letters of a readable size; the table has all themes."""
    against, years = source.against, source.results.years
    shown = with_themes_that_moved(years, against, MOST_MOVED)
    themes = len(shown.histories) - 1
    if themes == len(years.histories) - 1:
        title = "Overall and by theme"
    elif against.changes:
        since = against.year - 1
        title = f"Overall, and the {counted(themes, 'theme')} that moved most since {since}"
    else:
        title = f"Overall and the first {counted(themes, 'theme')}"
    return titled(years_figure(shown, against), title)


def _questions_changed(source: AnnualSource) -> tuple[Section, ...]:
    against, years = source.against, source.results.years
    texts = changed_questions(against.change_notes, against.pack)
    earlier = [one for one in questions_changed_over_years(years) if one not in texts]
    blocks = [Points(texts)] if texts else []
    if earlier:
        blocks.append(Points(tuple(earlier)))
    if not blocks:
        return ()
    claim = "What was asked changed; these notes say how far the years can be compared."
    return (Section("What changed in the questions", tuple(blocks), claim=claim),)
