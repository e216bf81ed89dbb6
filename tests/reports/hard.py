"""Reports that are hard to lay out: long names, many columns, nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from owf.reports.model import Column, NumberFormat, Report, Section, table_of
from tests.reports.sample import MARKUP, figure, sample_report

HARD_TITLE = 'Board/annual \\ "summary" of ‘Llanfairpwllgwyngyllgogerychwyrndrobwlll’ & Isle\'s'
THEMES = [
    f"Theme {number}: multi-agency safeguarding, commissioning and workforce development"
    for number in range(1, 13)
]


def with_sections(*sections: Section, **changes) -> Report:
    return replace(sample_report(**changes), sections=sections)


def twelve_themes() -> Report:
    """A matrix of twelve columns with long names, and rows of the same."""
    columns = (Column("Aspect", width=1.6), *(Column(one) for one in THEMES))
    rows = [
        (
            name,
            *(("▲ ahead", "▼ behind", "○ no clear difference")[place % 3] for place in range(12)),
        )
        for name in (*THEMES, "All")
    ]
    table = table_of("Theme by aspect", columns, rows, note="Empty: no question on this aspect.")
    return with_sections(Section("Themes", (table,)), title=HARD_TITLE)


def nothing_at_all() -> Report:
    columns = (
        Column("Theme"),
        Column("Score", NumberFormat.LEVEL),
        Column("Due", NumberFormat.DAY),
    )
    return with_sections(
        Section("Empty"),
        Section("No rows", (table_of("Actions", columns, [], note="As of today."),)),
        Section("Holes", (table_of("Gaps", columns, [("CAF", None, None), ("", 2.5, None)]),)),
    )


NOTE = f"{MARKUP} {'Llanfair' * 60} " + "We looked at every file of the quarter. " * 100
NOTE = NOTE[:3_999] + "."


def four_thousand_letters(**changes) -> Report:
    """In every kind of text but the cells of tables."""
    whole = sample_report(NOTE, **changes)
    return replace(whole, sections=(*whole.sections, Section(NOTE, (figure(NOTE),), NOTE)))


def four_thousand_in_a_cell(**changes) -> Report:
    columns = (Column("What"), Column("Score", NumberFormat.SCORE), Column("Due", NumberFormat.DAY))
    table = table_of("Notes", columns, [(NOTE, 1.5, date(2012, 1, 1))], note=NOTE)
    return with_sections(Section("Notes", (table,)), **changes)


def long_report() -> Report:
    """Of some twelve pages."""
    whole = sample_report()
    return replace(whole, sections=whole.sections * 5)
