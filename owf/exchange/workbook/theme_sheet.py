"""One theme's sheet: what its levels look like, and a row for each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from owf import clock
from owf.assessment.asked_items import asks_for_evidence, choice_of, words_of
from owf.assessment.returns.answering import COMMENT_LIMIT, EVIDENCE_LIMIT
from owf.assessment.returns.previous_year import EarlierAnswer, LastYear
from owf.assessment.returns.workbook_merge import Said, said_in
from owf.exchange import form
from owf.exchange.workbook.layout import (
    COLUMNS,
    FIRST_DAY,
    FIRST_OF_EXCEL,
    LAST_DAY,
    PLACE,
    cell_name,
    described,
    head_row,
    letter,
)
from owf.exchange.workbook.styles import (
    LINE_HEIGHT,
    STYLE_PREFIX,
    lines_of,
    set_height,
    set_width,
    write_text,
)
from owf.questionnaire import Item, Mark, Pack, Scale, Theme
from owf.store.answers import StoredAnswer
from owf.texts import clean_text


@dataclass(frozen=True)
class Sheet:
    """``lists`` maps a scale's id to the cells that hold its answers in words."""

    pack: Pack
    theme: Theme
    items: Sequence[Item]
    answers: Mapping[str, StoredAnswer]
    last_year: Mapping[str, LastYear]
    lists: Mapping[str, str]
    hidden: frozenset[str]

    @property
    def shown(self) -> Sequence[str]:
        return [name for name in COLUMNS if name not in self.hidden]


def _add_rules(page: Worksheet, sheet: Sheet, first_row: int) -> None:
    """Set the rules of a table: one for all cells of a kind, so that files stay small."""
    rows = {item: row for row, item in enumerate(sheet.items, start=first_row)}
    for scale in (sheet.pack.scale, *sheet.pack.more_scales):
        on_scale = [row for item, row in rows.items() if sheet.pack.scale_of(item) is scale]
        _add_rule(page, "choice", on_scale, _choice_rule(scale, sheet.lists[scale.id]))
    with_evidence = [row for item, row in rows.items() if asks_for_evidence(item)]
    _add_rule(page, "comment", list(rows.values()), _length_rule(COMMENT_LIMIT))
    _add_rule(page, "evidence", with_evidence, _length_rule(EVIDENCE_LIMIT))
    _add_rule(page, "expires", with_evidence, _DAY_RULE)


def _add_rule(page: Worksheet, column: str, rows: Sequence[int], rule: Mapping[str, Any]) -> None:
    if rows:
        page.add_data_validation(
            DataValidation(
                **rule,
                sqref=" ".join(_ranges(column, rows)),
                allow_blank=True,
                showErrorMessage=True,
                showInputMessage=True,
            )
        )


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


def _choice_rule(scale: Scale, cells: str) -> Mapping[str, Any]:
    lowest, highest = (words_of(scale, scale.values[place]) for place in (0, -1))
    return {
        "type": "list",
        "formula1": cells,
        "promptTitle": "Which answer?",
        "prompt": "Choose from the list: press Alt and the down arrow, or click the arrow. "
        f"“{lowest}” is the lowest level, “{highest}” the highest.",
        "errorTitle": "Not one of the answers",
        "error": "Choose one of the answers in the list. Press Escape to keep the earlier answer.",
    }


def _length_rule(limit: int) -> Mapping[str, Any]:
    return {
        "type": "textLength",
        "operator": "lessThanOrEqual",
        "formula1": limit,
        "errorTitle": "Too long",
        "error": f"This can have at most {limit} characters. Shorten it.",
    }


_DAY_RULE: Mapping[str, Any] = {
    "type": "date",
    "operator": "between",
    "formula1": (FIRST_DAY - FIRST_OF_EXCEL).days,
    "formula2": (LAST_DAY - FIRST_OF_EXCEL).days,
    "promptTitle": "Valid until when?",
    "prompt": (
        "The last day on which this evidence is valid, such as 31/03/2010. Leave it empty if it "
        "does not expire."
    ),
    "errorTitle": "Not a date",
    "error": "Type a date between 01/01/2000 and 31/12/2099, such as 31/03/2010.",
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


def write_theme(page: Worksheet, sheet: Sheet) -> None:
    for name, column in COLUMNS.items():
        set_width(page, letter(PLACE[name]), column.width, hidden=name in sheet.hidden)
    _write_above(page, sheet)
    head = head_row(sheet.pack, sheet.theme)
    set_height(page, head, 30)
    for name, column in COLUMNS.items():
        write_text(page, head, PLACE[name], column.title, "Column heading")
    for row, item in enumerate(sheet.items, start=head + 1):
        _write_item(page, sheet, item, row)
    _add_rules(page, sheet, head + 1)
    page.freeze_panes = cell_name("question", head + 1)
    page.print_title_rows = f"{head + 1}:{head + 1}"
    page.print_area = f"A1:{cell_name('mark', head + len(sheet.items))}"


def _write_above(page: Worksheet, sheet: Sheet) -> None:
    first, last = PLACE["code"], PLACE[sheet.shown[-1]]
    width = sum(COLUMNS[name].width for name in sheet.shown)
    set_height(page, 0, 26)
    write_text(page, 0, first, sheet.theme.title, "Title")
    lines = [sheet.theme.intro]
    for level, looks_like in described(sheet.pack, sheet.theme):
        lines.append(f"{words_of(sheet.pack.scale, level)}: {looks_like}")
    for row, line in enumerate(lines, start=1):
        set_height(page, row, LINE_HEIGHT * lines_of(line, width) + 3)
        write_text(page, row, first, line, "Words")
        # Above the table, where no row of it is broken up.
        page.merge_cells(None, row + 1, first + 1, row + 1, last + 1)


def _write_item(page: Worksheet, sheet: Sheet, item: Item, row: int) -> None:
    said = said_in(sheet.answers.get(item.id, StoredAnswer(item.id)))
    scale = sheet.pack.scale_of(item)
    given = {
        "id": (item.id, "Hidden"),
        "code": (item.code, "Question"),
        "question": (item.text, "Question"),
        "hint": (hint_of(sheet.pack, item), "Given"),
        "last_year": (_last_year_text(sheet, item), "Given"),
        "mark": (_mark_text(sheet, item), "Given"),
    }
    set_height(page, row, _height(sheet, {name: text for name, (text, _) in given.items()}, said))
    asks, choice = asks_for_evidence(item), said.choice
    cells = given | {
        "choice": ("" if choice is None else words_of(scale, choice), "Answer"),
        "comment": (said.comment, "Comment"),
        "evidence": (said.evidence, "Comment") if asks else ("", "Not asked"),
        "expires": ("", "Date" if asks else "Not asked"),
    }
    for name, (text, look) in cells.items():
        write_text(page, row, PLACE[name], text, look)
    if asks and said.expires is not None:
        day = page.cell(row + 1, PLACE["expires"] + 1)
        # A date brings a look of its own along.
        day.value, day.style = said.expires, f"{STYLE_PREFIX}Date"


def _height(sheet: Sheet, given: Mapping[str, str], said: Said) -> float:
    texts = {**given, "comment": said.comment, "evidence": said.evidence}
    lines = max(
        lines_of(text, COLUMNS[name].width) for name, text in texts.items() if name in sheet.shown
    )
    return min(LINE_HEIGHT * max(lines, 2) + 4, _TALLEST)


def hint_of(pack: Pack, item: Item) -> str:
    evidence = form.evidence(item.evidence) if item.evidence and item.evidence.asked else ()
    asked = " ".join(form.when_asked(pack, item))
    return "\n".join(filter(None, (item.hint, asked, *evidence[1:])))


def _last_year_text(sheet: Sheet, item: Item) -> str:
    """What the partner said last year, why it is not offered, and what the question was."""
    found = sheet.last_year.get(item.id)
    if found is None:
        return ""
    several = len(found.earlier) > 1
    texts = [_earlier_answer_text(one, with_code=several) for one in found.earlier]
    if found.earlier and found.why_not:
        texts.append(found.why_not)
    if found.origin.mark is not Mark.SAME:
        texts += [found.origin.reason] if found.origin.reason else []
        texts += [f"It was: {one.item.text}" for one in found.earlier]
    return "\n".join(texts)


def _earlier_answer_text(one: EarlierAnswer, *, with_code: bool) -> str:
    choice = choice_of(one.answer)
    words = "" if choice is None else words_of(one.pack.scale_of(one.item), choice)
    parts = [f"{one.item.code}: {words}" if with_code else words]
    if one.answer.comment:
        parts.append(f"“{clean_text(one.answer.comment)}”")
    if one.answer.evidence:
        parts.append(f"Evidence: {clean_text(one.answer.evidence)}")
    if one.answer.evidence_expires:
        parts.append(f"Valid until {clock.day_in_words(one.answer.evidence_expires)}.")
    return "\n".join(parts)


def _mark_text(sheet: Sheet, item: Item) -> str:
    found = sheet.last_year.get(item.id)
    return _MARKS[found.origin.mark] if found else ""
