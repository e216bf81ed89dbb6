"""What Excel lets people type into a theme's table, and what it says of anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from owf.assessment.answering import COMMENT_LIMIT, EVIDENCE_LIMIT
from owf.assessment.asking import asks_for_evidence, words_of
from owf.exchange.workbook.layout import FIRST_DAY, LAST_DAY, PLACE, cell_name
from owf.exchange.workbook.sheet import Sheet
from owf.questionnaire import Scale


def validate(page: Worksheet, sheet: Sheet, first_row: int) -> None:
    """Set the rules of a table: one for all cells of a kind, so that files stay small."""
    rows = {item: row for row, item in enumerate(sheet.items, start=first_row)}
    for scale in (sheet.pack.scale, *sheet.pack.more_scales):
        on_scale = [row for item, row in rows.items() if sheet.pack.scale_of(item) is scale]
        _rule(page, "choice", on_scale, _choice(scale, sheet.lists[scale.id]))
    with_evidence = [row for item, row in rows.items() if asks_for_evidence(item)]
    _rule(page, "comment", list(rows.values()), _length(COMMENT_LIMIT))
    _rule(page, "evidence", with_evidence, _length(EVIDENCE_LIMIT))
    _rule(page, "expires", with_evidence, _DAY)


def _rule(page: Worksheet, column: str, rows: Sequence[int], rule: Mapping[str, Any]) -> None:
    if not rows:
        return
    cells = " ".join(_ranges(column, rows))
    place = PLACE[column]
    page.data_validation(rows[0], place, rows[-1], place, {**rule, "multi_range": cells})


def _ranges(column: str, rows: Sequence[int]) -> Sequence[str]:
    """Rows that follow each other as ranges: ``E7:E9``, ``E12``."""
    found: list[list[int]] = []
    for row in rows:
        if found and found[-1][-1] == row - 1:
            found[-1].append(row)
        else:
            found.append([row])
    return [
        f"{cell_name(column, part[0])}:{cell_name(column, part[-1])}"
        if len(part) > 1
        else cell_name(column, part[0])
        for part in found
    ]


def _choice(scale: Scale, cells: str) -> Mapping[str, Any]:
    lowest, highest = (words_of(scale, scale.values[place]) for place in (0, -1))
    return {
        "validate": "list",
        "source": cells,
        "input_title": "Which answer?",
        "input_message": "Choose from the list: press Alt and the down arrow, or click the arrow. "
        f"“{lowest}” is the lowest level, “{highest}” the highest.",
        "error_title": "Not one of the answers",
        "error_message": (
            "Choose one of the answers in the list. Press Escape to keep the earlier answer."
        ),
    }


def _length(limit: int) -> Mapping[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": limit,
        "error_title": "Too long",
        "error_message": f"This can have at most {limit} characters. Shorten it.",
    }


_DAY: Mapping[str, Any] = {
    "validate": "date",
    "criteria": "between",
    "minimum": FIRST_DAY,
    "maximum": LAST_DAY,
    "input_title": "Valid until when?",
    "input_message": (
        "The last day on which this evidence is valid, such as 31/03/2010. Leave it empty if it "
        "does not expire."
    ),
    "error_title": "Not a date",
    "error_message": "Type a date between 01/01/2000 and 31/12/2099, such as 31/03/2010.",
}
