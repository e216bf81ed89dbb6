"""One theme's sheet: what its levels look like, and a row for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from owf import clock
from owf.assessment.asked_items import asks_for_evidence, choice_of, words_of
from owf.assessment.returns.answering import COMMENT_LIMIT, EVIDENCE_LIMIT
from owf.assessment.returns.previous_year import EarlierAnswer, LastYear
from owf.assessment.returns.workbook_merge import Said, clean, said_in
from owf.exchange import form
from owf.exchange.workbook.layout import (
    COLUMNS,
    FIRST_DAY,
    LAST_DAY,
    PLACE,
    Sheet,
    cell_name,
    described,
    head_row,
)
from owf.exchange.workbook.styles import LINE_HEIGHT, lines_of
from owf.questionnaire import Item, Mark, Pack, Scale
from owf.store.answers import StoredAnswer


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


_TALLEST = 400.0
"""Points of a row; Excel has 409 at most."""
_MARKS: Mapping[Mark, str] = {
    Mark.SAME: "Same as last year",
    Mark.REWORDED: "Reworded since last year",
    Mark.NEW: "New this year",
}


def hidden_columns(items: Sequence[Item], last_year: Mapping[str, LastYear]) -> frozenset[str]:
    """The columns that would be empty on every sheet, and the ids."""
    found = {"id"}
    if not any(asks_for_evidence(item) for item in items):
        found |= {"evidence", "expires"}
    if not last_year:
        found |= {"last_year", "mark"}
    return frozenset(found)


def write_theme(page: Worksheet, looks: Mapping[str, Format], sheet: Sheet) -> None:
    """Write a theme's sheet from top to bottom."""
    for name, column in COLUMNS.items():
        options = {"hidden": True} if name in sheet.hidden else {}
        page.set_column(PLACE[name], PLACE[name], column.width, None, options)
    _write_above(page, looks, sheet)
    head = head_row(sheet.pack, sheet.theme)
    page.set_row(head, 30)
    for name, column in COLUMNS.items():
        page.write_string(head, PLACE[name], column.title, looks["Column heading"])
    for row, item in enumerate(sheet.items, start=head + 1):
        _write_item(page, looks, sheet, item, row)
    validate(page, sheet, head + 1)
    page.freeze_panes(head + 1, PLACE["question"])
    page.repeat_rows(head)
    page.print_area(0, 0, head + len(sheet.items), PLACE["mark"])


def _write_above(page: Worksheet, looks: Mapping[str, Format], sheet: Sheet) -> None:
    first, last = PLACE["code"], PLACE[sheet.shown[-1]]
    width = sum(COLUMNS[name].width for name in sheet.shown)
    page.set_row(0, 26)
    page.write_string(0, first, sheet.theme.title, looks["Title"])
    lines = [sheet.theme.intro]
    for level, looks_like in described(sheet.pack, sheet.theme):
        lines.append(f"{words_of(sheet.pack.scale, level)}: {looks_like}")
    for row, line in enumerate(lines, start=1):
        page.set_row(row, LINE_HEIGHT * lines_of(line, width) + 3)
        # Above the table, where no row of it is broken up.
        page.merge_range(row, first, row, last, "", looks["Words"])
        page.write_string(row, first, line, looks["Words"])


def _write_item(
    page: Worksheet, looks: Mapping[str, Format], sheet: Sheet, item: Item, row: int
) -> None:
    said = said_in(sheet.answers.get(item.id, StoredAnswer(item.id)))
    scale = sheet.pack.scale_of(item)
    given = {
        "id": (item.id, "Hidden"),
        "code": (item.code, "Question"),
        "question": (item.text, "Question"),
        "hint": (hint_of(sheet.pack, item), "Given"),
        "last_year": (_last_year(sheet, item), "Given"),
        "mark": (_mark(sheet, item), "Given"),
    }
    page.set_row(row, _height(sheet, {name: text for name, (text, _) in given.items()}, said))
    for name, (text, look) in given.items():
        page.write_string(row, PLACE[name], text, looks[look])
    words = "" if said.choice is None else words_of(scale, said.choice)
    _write_text(page, row, PLACE["choice"], words, looks["Answer"])
    _write_text(page, row, PLACE["comment"], said.comment, looks["Comment"])
    if not asks_for_evidence(item):
        for name in ("evidence", "expires"):
            page.write_blank(row, PLACE[name], None, looks["Not asked"])
        return
    _write_text(page, row, PLACE["evidence"], said.evidence, looks["Comment"])
    if said.expires is None:
        page.write_blank(row, PLACE["expires"], None, looks["Date"])
    else:
        page.write_datetime(row, PLACE["expires"], said.expires, looks["Date"])


def _height(sheet: Sheet, given: Mapping[str, str], said: Said) -> float:
    """Points that show all the texts of a row."""
    texts = {**given, "comment": said.comment, "evidence": said.evidence}
    lines = max(
        lines_of(text, COLUMNS[name].width) for name, text in texts.items() if name in sheet.shown
    )
    return min(LINE_HEIGHT * max(lines, 2) + 4, _TALLEST)


def _write_text(page: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    """Text is written as text, whatever it begins with: never as a formula, link or number."""
    if text:
        page.write_string(row, place, text, look)
    else:
        page.write_blank(row, place, None, look)


def hint_of(pack: Pack, item: Item) -> str:
    """The hint, with when the item is asked and what its evidence would be."""
    evidence = form.evidence(item.evidence) if item.evidence and item.evidence.asked else ()
    asked = " ".join(form.when_asked(pack, item))
    return "\n".join(filter(None, (item.hint, asked, *evidence[1:])))


def _last_year(sheet: Sheet, item: Item) -> str:
    """What the partner said last year, why it is not offered, and what the question was."""
    found = sheet.last_year.get(item.id)
    if found is None:
        return ""
    several = len(found.earlier) > 1
    texts = [_said(one, with_code=several) for one in found.earlier]
    if found.earlier and found.why_not:
        texts.append(found.why_not)
    if found.origin.mark is not Mark.SAME:
        texts += [found.origin.reason] if found.origin.reason else []
        texts += [f"It was: {one.item.text}" for one in found.earlier]
    return "\n".join(texts)


def _said(one: EarlierAnswer, *, with_code: bool) -> str:
    choice = choice_of(one.answer)
    words = "" if choice is None else words_of(one.pack.scale_of(one.item), choice)
    parts = [f"{one.item.code}: {words}" if with_code else words]
    if one.answer.comment:
        parts.append(f"“{clean(one.answer.comment)}”")
    if one.answer.evidence:
        parts.append(f"Evidence: {clean(one.answer.evidence)}")
    if one.answer.evidence_expires:
        parts.append(f"Valid until {clock.day_in_words(one.answer.evidence_expires)}.")
    return "\n".join(parts)


def _mark(sheet: Sheet, item: Item) -> str:
    found = sheet.last_year.get(item.id)
    return _MARKS[found.origin.mark] if found else ""
