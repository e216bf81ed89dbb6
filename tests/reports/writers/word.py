"""Reports for the tests of Word documents, each written once."""

import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO

from docx.oxml import parse_xml

from owf.reports.model import (
    Column,
    Note,
    NumberFormat,
    Paragraph,
    Points,
    Quote,
    Section,
    table_of,
)
from owf.reports.writers.docx import docx_file
from tests.reports.sample import MARKUP, figure, sample_report

LONG_NAME = (
    "Working together across organisations so that no child and no family has to tell their "
    "story twice"
)
LONG_NOTE = (f"{MARKUP} A note of many words. " * 30)[:4000]
MANY = 12
"""Columns that do not fit on a page upright."""


def many_columns(count=MANY):
    columns = [
        Column("Theme", width=2),
        *(Column(f"Organisation {n}", NumberFormat.LEVEL) for n in range(1, count)),
    ]
    rows = [(f"Row {n}", *(1.5 + place / 10 for place in range(1, count))) for n in range(3)]
    return table_of("Everything at once", columns, rows, note="n = 3.")


def nested(depth):
    parts = (nested(depth - 1),) if depth else ()
    return Section(f"Depth {depth}", (Paragraph(f"At depth {depth}."),), parts=parts)


def rich_report():
    """What the sample lacks: many headings, five levels, a wide table, one without rows, a note."""
    sample = sample_report(MARKUP)
    return replace(
        sample,
        sections=(
            *sample.sections,
            nested(4),
            Section("Across", (Paragraph("A table lies across."), many_columns())),
            Section("Upright again", (Points(("One", "Two"), is_ordered=True),)),
            Section("Nothing yet", (table_of("No actions", [Column("Action")], []),)),
            Section("Empty"),
            Section("A note", (Note(LONG_NOTE), Quote(LONG_NOTE, "A practitioner"))),
            *(
                Section(f"{LONG_NAME} {n}", (figure(f"{LONG_NAME} {n}"), figure(f"Once more {n}")))
                for n in range(12)
            ),
        ),
    )


REPORTS = {
    "sample": sample_report(),
    "rich": rich_report(),
    "compact": sample_report(is_compact=True),
    "odd": sample_report(
        title='Children\u2019s Trust "A/B\\C": <report> & review',
        author="Trust of Saint Something-on-the-Water/Left Bank and \u201cRight Bank\u201d",
    ),
}


@cache
def file_of(name):
    return docx_file(REPORTS[name])


def parts_of(file):
    with zipfile.ZipFile(BytesIO(file)) as parts:
        return {
            name: parse_xml(parts.read(name))
            for name in parts.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }
