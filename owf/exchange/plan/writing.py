"""Writing a plan's workbook: actions, milestones, updates, and what explains and identifies it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from owf import clock
from owf.exchange.plan.filled import WentOut
from owf.exchange.plan.layout import (
    ACTIONS,
    COLUMNS,
    FORMAT,
    HEAD_ROW,
    HOW_TO,
    ID_FACTS,
    ID_HEAD,
    ID_HEAD_ROW,
    IDENTITY,
    LISTS_COLUMN,
    MILESTONES,
    PLACE,
    UPDATES,
    Column,
    cell_name,
)
from owf.exchange.plan.values import (
    YES_NO,
    Value,
    action_values,
    marks_of,
    milestone_values,
    update_values,
    why_text,
)
from owf.exchange.workbook.layout import FIRST_DAY, FIRST_OF_EXCEL, LAST_DAY, letter
from owf.exchange.workbook.styles import (
    LINE_HEIGHT,
    STYLE_PREFIX,
    add_styles,
    lines_of,
    set_height,
    set_width,
    write_text,
)
from owf.improvement.plan.actions import EXPECTATIONS
from owf.improvement.plan.content import agreed_ids
from owf.improvement.plan.milestones import STAGES, milestone_state
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.updates import CONFIDENCE, PROGRESS, last_update, update_of
from owf.settings import get_settings
from owf.store.plans.facts import ActionFacts

_WIDTH = 96
_EMPTY_ROWS: Mapping[str, int] = {ACTIONS: 50, MILESTONES: 150, UPDATES: 0}
"""Rows below the last one in which something new can be written."""
_LONGEST_GIVEN = 8000
_TALLEST = 400.0
_LOOKS: Mapping[str, str] = {
    "text": "Comment",
    "date": "Date",
    "given": "Given",
    "hidden": "Hidden",
}


@dataclass(frozen=True)
class _Row:
    """``values``: by column, without the reference where ``given`` has it."""

    key: str
    version: int
    given: Mapping[str, Value]
    values: Mapping[str, Value]


def plan_workbook(view: PlanView, *, made_up: bool) -> bytes:
    """All actions with their milestones; updates of the open quarter for the coordinator alone."""
    rows = {ACTIONS: _action_rows(view), MILESTONES: _milestone_rows(view)}
    if takes_updates(view):
        rows[UPDATES] = _update_rows(view)
    book = Workbook()
    add_styles(book)
    title = f"Plan of {view.plan.trust_name} on the results of {view.plan.year}"
    about_it = book.properties
    about_it.title, about_it.creator, about_it.language = title, "One Workforce", "en-GB"
    about_it.created = clock.now().replace(tzinfo=None)
    page = book.worksheets[0]
    page.title = HOW_TO
    _write_how_to(page, view, title, rows, made_up=made_up)
    _set_up(page, title, is_wide=False)
    lists = _lists(view)
    for sheet, of_sheet in rows.items():
        page = book.create_sheet(sheet)
        _write_table(page, sheet, of_sheet, lists)
        _set_up(page, title, is_wide=True)
    _write_identity(book.create_sheet(IDENTITY), view, rows, lists)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def takes_updates(view: PlanView) -> bool:
    return bool(view.may_run) and view.newest is not None


def _action_rows(view: PlanView) -> list[_Row]:
    return [
        _Row(
            one.reference,
            one.version,
            {"reference": one.reference, "why": why_text(one)[:_LONGEST_GIVEN]},
            action_values(view, one),
        )
        for one in view.actions
    ]


def _milestone_rows(view: PlanView) -> list[_Row]:
    """Without those that were dropped."""
    return [
        _Row(
            str(one.id),
            0,
            {
                "id": str(one.id),
                "reference": action.reference,
                "first": milestone_state(one).first,
            },
            milestone_values(one),
        )
        for action in view.actions
        for one in action.milestones
        if not one.dropped_why
    ]


def _update_rows(view: PlanView) -> list[_Row]:
    agreed = agreed_ids(view.newest.body) if view.newest else frozenset()
    found = []
    for one in view.actions:
        if one.id in agreed:
            kept = update_of(one, view.quarter)
            given = {
                "reference": one.reference,
                "what": one.entered.what,
                "before": _before_text(view, one),
            }
            version = kept.version if kept else 0
            found.append(_Row(one.reference, version, given, update_values(kept)))
    return found


def _before_text(view: PlanView, action: ActionFacts) -> str:
    before = last_update(action, view.quarter)
    if before is None:
        return ""
    said = f"{PROGRESS[before.progress]}; confidence: {CONFIDENCE[before.confidence].lower()}."
    return "\n".join(filter(None, (said, before.changed, before.impact)))


# The sheet that explains.


def _write_how_to(
    page: Worksheet,
    view: PlanView,
    title: str,
    rows: Mapping[str, Sequence[_Row]],
    *,
    made_up: bool,
) -> None:
    set_width(page, "A", _WIDTH)
    page.sheet_view.showGridLines = False
    lines = [("Title", title), *_how_to_lines(view, rows, made_up=made_up)]
    for row, (look, text) in enumerate(lines):
        set_height(page, row, 30 if look == "Title" else LINE_HEIGHT * lines_of(text, _WIDTH) + 6)
        write_text(page, row, 0, text, look)
    page.print_area = f"A1:A{len(lines)}"


def _how_to_lines(
    view: PlanView, rows: Mapping[str, Sequence[_Row]], *, made_up: bool
) -> Iterable[tuple[str, str]]:
    if made_up:
        yield "Strong words", "Demonstration: all of this is made up."
    yield "Heading", "What this is"
    yield (
        "Words",
        f"The plan from {clock.day_in_words(view.plan.starts)} to "
        f"{clock.day_in_words(view.plan.ends)} as it was on {clock.in_words(clock.now())}, with "
        f"{len(rows[ACTIONS])} actions and {len(rows[MILESTONES])} milestones. It is for the "
        "people who work on the plan, and names the people who lead its actions.",
    )
    yield "Heading", "How to fill it in"
    steps = [
        "Change the yellow cells. Pale blue cells are given, and what you write there is not read. "
        "To paste, use Paste Special, Values.",
        "To add an action, write it into an empty row of “Actions”, and leave the reference empty. "
        "If it is to have milestones, give it a reference such as “new 1”, and use that on "
        "“Milestones”.",
        "Write each question on a line of its own, with the level then and the level wanted: "
        "“CAF 3: 2 -> 4”. A question mark stands for a level that is not known.",
        "Write people and partners by their names, as in the lists, other partners on a line each.",
        "A promised day is never overwritten. Another day is a new promise beside those before, "
        "and needs a note that says why.",
    ]
    if UPDATES in rows:
        steps.append(
            f"“Updates” takes the updates of {view.quarter.words}. Progress and confidence are "
            "chosen from the lists."
        )
    for number, text in enumerate(steps, start=1):
        yield "Words", f"{number}. {text}"
    yield "Heading", "How to upload it"
    address = get_settings().base_url
    for text in (
        f"Save it as an Excel workbook (.xlsx). Then open the plan on {address} and upload it.",
        "Before anything is saved, you see what is new and what changes. Where somebody else "
        "changed the same thing in the meantime, you choose which to keep.",
        "An empty cell or a row that you deleted removes nothing from the plan. Remove an action "
        "or a text on the page.",
    ):
        yield "Words", text


# The tables.


def _write_table(
    page: Worksheet, sheet: str, rows: Sequence[_Row], lists: Mapping[str, Sequence[str]]
) -> None:
    columns = COLUMNS[sheet]
    for name, column in columns.items():
        set_width(page, letter(PLACE[sheet][name]), column.width, hidden=column.kind == "hidden")
    set_height(page, HEAD_ROW, 30)
    for name, column in columns.items():
        write_text(page, HEAD_ROW, PLACE[sheet][name], column.title, "Column heading")
    for row, one in enumerate(rows, start=HEAD_ROW + 1):
        _write_row(page, sheet, row, {**one.values, **one.given}, is_new=False)
    last = HEAD_ROW + len(rows) + _EMPTY_ROWS[sheet]
    for row in range(HEAD_ROW + len(rows) + 1, last + 1):
        _write_row(page, sheet, row, {}, is_new=True)
    if last > HEAD_ROW:
        _add_rules(page, sheet, last, lists)
    shown = next(name for name, column in columns.items() if column.kind != "hidden")
    after = list(columns)[PLACE[sheet][shown] + 1]
    page.freeze_panes = cell_name(sheet, after, HEAD_ROW + 1)
    # Without the empty rows.
    end = cell_name(sheet, list(columns)[-1], HEAD_ROW + len(rows))
    page.print_area = f"{cell_name(sheet, shown, HEAD_ROW)}:{end}"
    page.print_title_rows = f"{HEAD_ROW + 1}:{HEAD_ROW + 1}"


def _write_row(
    page: Worksheet, sheet: str, row: int, values: Mapping[str, Value], *, is_new: bool
) -> None:
    lines = 1
    for name, column in COLUMNS[sheet].items():
        value, place = values.get(name, ""), PLACE[sheet][name]
        is_given = column.kind == "given" or (name == "reference" and not is_new)
        look = "Given" if is_given else _LOOKS[column.kind]
        if isinstance(value, date):
            cell = page.cell(row + 1, place + 1)
            # A date brings a look of its own along.
            cell.value = value
            cell.style = f"{STYLE_PREFIX}{look}"
            cell.number_format = "dd/mm/yyyy"
        else:
            write_text(page, row, place, value or "", look)
            if value and column.kind != "hidden":
                lines = max(lines, lines_of(value, column.width))
    if not is_new:
        set_height(page, row, min(LINE_HEIGHT * lines + 4, _TALLEST))


def _add_rules(page: Worksheet, sheet: str, last: int, lists: Mapping[str, Sequence[str]]) -> None:
    for name, column in COLUMNS[sheet].items():
        cells = f"{cell_name(sheet, name, HEAD_ROW + 1)}:{cell_name(sheet, name, last)}"
        rule = _rule(column, lists)
        if rule:
            page.add_data_validation(
                DataValidation(**rule, sqref=cells, allow_blank=True, showErrorMessage=True)
            )


def _rule(column: Column, lists: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    if column.kind == "date":
        return {
            "type": "date",
            "operator": "between",
            "formula1": (FIRST_DAY - FIRST_OF_EXCEL).days,
            "formula2": (LAST_DAY - FIRST_OF_EXCEL).days,
            "errorTitle": "Not a date",
            "error": "Type a date between 01/01/2000 and 31/12/2099, such as 31/03/2010.",
        }
    if column.options and lists[column.options]:
        place = letter(LISTS_COLUMN + list(lists).index(column.options))
        return {
            "type": "list",
            "formula1": f"'{IDENTITY}'!${place}$2:${place}${1 + len(lists[column.options])}",
            "errorTitle": "Not in the list",
            "error": "Choose from the list. Press Escape to keep what was there.",
        }
    if column.kind == "text" and column.limit:
        return {
            "type": "textLength",
            "operator": "lessThanOrEqual",
            "formula1": column.limit,
            "errorTitle": "Too long",
            "error": f"This can have at most {column.limit} characters. Shorten it.",
        }
    return {}


def _lists(view: PlanView) -> Mapping[str, Sequence[str]]:
    return {
        "priorities": [one.title for one in view.priorities if not one.is_retired],
        "partners": [one.name for one in view.partners],
        "people": list(dict.fromkeys(one.name for one in view.people)),
        "yes_no": list(YES_NO.values()),
        "expectations": list(EXPECTATIONS.values()),
        "stages": list(STAGES.values()),
        "progress": list(PROGRESS.values()),
        "confidence": list(CONFIDENCE.values()),
    }


# The hidden sheet.


def _write_identity(
    page: Worksheet,
    view: PlanView,
    rows: Mapping[str, Sequence[_Row]],
    lists: Mapping[str, Sequence[str]],
) -> None:
    values = (
        FORMAT,
        str(view.plan.id),
        str(view.plan.trust),
        view.plan.trust_name,
        str(view.plan.year),
        view.quarter.first_day.isoformat() if UPDATES in rows else "",
        clock.now().isoformat(),
    )
    written: list[tuple[str, ...]] = [*zip(ID_FACTS, values, strict=True), (), ID_HEAD]
    assert written[ID_HEAD_ROW] == ID_HEAD  # noqa: S101  the reader looks for it there
    for sheet, of_sheet in rows.items():
        for one in of_sheet:
            went_out = WentOut(one.version, marks_of(one.values))
            marks = " ".join(f"{name}={mark}" for name, mark in went_out.marks.items())
            written.append((sheet, one.key, str(went_out.version), marks))
    for row, cells in enumerate(written):
        for place, text in enumerate(cells):
            write_text(page, row, place, text, "Hidden")
    for number, (name, options) in enumerate(lists.items()):
        for row, text in enumerate((name, *options)):
            write_text(page, row, LISTS_COLUMN + number, text, "Hidden")
    _protect(page)
    page.sheet_state = "veryHidden"


def _set_up(page: Worksheet, title: str, *, is_wide: bool) -> None:
    _protect(page)
    # Cells can be made larger to read.
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.paperSize = page.PAPERSIZE_A3 if is_wide else page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if is_wide else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    footer = page.oddFooter
    assert footer is not None  # noqa: S101
    # Excel reads & as the beginning of a code.
    footer.left.text, footer.center.text = title.replace("&", "&&")[:150], "&A"
    footer.right.text = "Page &P of &N"


def _protect(page: Worksheet) -> None:
    for name in ("sheet", "objects", "scenarios"):
        setattr(page.protection, name, True)
