"""Reading a workbook that was uploaded: all its answers, or all that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from owf.assessment.asked_items import asks_for_evidence, items_asked
from owf.assessment.returns.answering import COMMENT_LIMIT, EVIDENCE_LIMIT
from owf.assessment.returns.workbook_import import Destination
from owf.assessment.returns.workbook_merge import Filled, FilledReturn, Said
from owf.exchange.workbook.archive import AGAIN, NotAWorkbook, check_archive
from owf.exchange.workbook.cells import (
    Answers,
    Cell,
    Fault,
    Reading,
    Sheets,
    Unfit,
    day_in,
    text_in,
)
from owf.exchange.workbook.identity import (
    Identity,
    Owner,
    WentOut,
    read_identity,
)
from owf.exchange.workbook.layout import (
    COLUMNS,
    EARLIER_TITLES,
    HOW_TO,
    ID_HEAD,
    IDENTITY,
    PLACE,
    cell_name,
    head_row,
    sheet_names,
)
from owf.questionnaire import Item

MOST_FAULTS = 200
_DOWNLOAD_AGAIN = "Download the spreadsheet again and copy the answers into it."


@dataclass(frozen=True)
class OpenedWorkbook:
    owner: Owner
    identity: Identity
    sheets: Sheets


def open_workbook(content: bytes, limit: int) -> OpenedWorkbook:
    """Raises ``NotAWorkbook``, or ``NotOurs`` where it does not say whose it is."""
    check_archive(content, limit)
    with reading_safely():
        sheets = Sheets(content)
        is_ours = IDENTITY in sheets.names
        rows = dict(sheets.rows(IDENTITY, len(ID_HEAD))) if is_ours else {}
    identity = read_identity(rows)
    assert identity.owner is not None  # noqa: S101  a blank form was refused
    return OpenedWorkbook(identity.owner, identity, sheets)


def read_return(opened: OpenedWorkbook, to: Destination) -> Reading:
    """Finds every fault at once; sheets and rows of people's own are no fault, notes name them."""
    faults = _wrong_return_faults(opened.owner, opened.identity, to)
    if faults:
        return Reading(None, tuple(faults))
    with reading_safely():
        reader = _Reader(opened, to)
        reader.read()
    filled = FilledReturn(to.trust, to.partner_id, to.year, to.pack.name, to.digest, reader.items)
    if reader.faults:
        return Reading(None, tuple(reader.faults[:MOST_FAULTS]), tuple(reader.notes))
    return Reading(filled, (), tuple(reader.notes))


@contextmanager
def reading_safely() -> Iterator[None]:
    """Raises ``NotAWorkbook`` where the file breaks the parser."""
    try:
        yield
    except NotAWorkbook:
        raise
    except Exception as error:
        # The file may be made to break the parser in any way it likes.
        raise NotAWorkbook(f"This spreadsheet is damaged and cannot be read. {AGAIN}") from error


def _wrong_return_faults(owner: Owner, identity: Identity, to: Destination) -> Sequence[Fault]:
    found = []
    if owner.trust != to.trust:
        found.append(
            f"This spreadsheet is for {owner.trust_name}, but you are on the page of "
            f"{to.trust_name}."
        )
    if owner.partner_id != to.partner_id:
        found.append(
            f"This spreadsheet is for {owner.partner_name}, but you are on the page of "
            f"{to.partner_name}."
        )
    if owner.year != to.year:
        found.append(f"This spreadsheet is for {owner.year}, but you are on the page of {to.year}.")
    if (identity.pack, identity.digest) != (to.pack.name, to.digest):
        found.append(
            f"This spreadsheet has the questions of {identity.pack}, but {to.year} uses those of "
            f"{to.pack.name}"
            + (" as they were frozen then." if identity.pack == to.pack.name else ".")
        )
    what_to_do = (
        f"Download the spreadsheet of {to.partner_name} for {to.year} and copy the answers into it."
    )
    return [Fault("", "", f"{one} {what_to_do}") for one in found]


@dataclass
class _Reader:
    opened: OpenedWorkbook
    to: Destination
    items: dict[str, Filled] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    answers: dict[str, Answers] = field(default_factory=dict)
    has_permanent_codes: bool | None = None
    """Whether it was made when codes were printed, and not numbers as they are asked."""

    def read(self) -> None:
        asked = {item.id: item for item in items_asked(self.to.pack, sector=self.to.sector_id)}
        self._read_identity_items(asked)
        names = sheet_names(self.to.pack)
        for theme in self.to.pack.themes:
            if not any(item.id in asked for item in theme.items):
                continue
            name = names[theme.id]
            if name not in self.opened.sheets.names:
                self._fault(
                    name, "", (
                        "this sheet is missing. Give it its old name again, or download the "
                        "spreadsheet again and copy the answers into it."
                    ),
                )  # fmt: skip
                # Its questions are missing for this reason and no other.
                self.seen.update(item.id for item in theme.items)
                continue
            self._read_sheet(name, head_row(self.to.pack, theme), asked)
        for item in asked.values():
            if item.id not in self.seen:
                name = names[self.to.pack.theme_of(item.id).id]
                self._fault(name, "", f"the row of {item.code} is missing. {_DOWNLOAD_AGAIN}")
        own = [
            name
            for name in self.opened.sheets.names
            if name not in {HOW_TO, IDENTITY, *names.values()}
        ]
        if own:
            listed = ", ".join(f"“{name}”" for name in own[:5])
            self.notes.append(f"Sheets you added were not read: {listed}.")

    def _fault(self, sheet: str, cell: str, words: str) -> None:
        self.faults.append(Fault(sheet, cell, words))

    def _read_identity_items(self, asked: Mapping[str, Item]) -> None:
        if set(self.opened.identity.items) != set(asked):
            changed = "The hidden sheet of this spreadsheet was changed."
            self._fault("", "", f"{changed} {_DOWNLOAD_AGAIN}")

    def _read_sheet(self, name: str, head: int, asked: Mapping[str, Item]) -> None:
        extra: list[int] = []
        has_head = False
        for number, cells in self.opened.sheets.rows(name, len(COLUMNS)):
            if number == head:
                has_head = True
                self._read_head(name, number, cells)
            elif number > head and any(cell.value not in (None, "") for cell in cells):
                self._read_row(name, number, cells, asked, extra)
        if not has_head:
            self._read_head(name, head, [Cell()] * len(COLUMNS))
        if extra:
            rows = ", ".join(str(number + 1) for number in extra[:5])
            self.notes.append(f"Rows you added on “{name}” were not read: {rows}.")

    def _read_head(self, name: str, row: int, cells: Sequence[Cell]) -> None:
        for column, (title, _) in COLUMNS.items():
            found = ""
            with suppress(Unfit):
                found = text_in(cells[PLACE[column]])
            if found not in (title, EARLIER_TITLES.get(column)):
                self._fault(
                    name, cell_name(column, row), (
                        f"the heading here should be “{title}”, but is “{found[:60]}”. Put the "
                        "heading and its column back."
                    ),
                )  # fmt: skip

    def _read_row(
        self,
        name: str,
        row: int,
        cells: Sequence[Cell],
        asked: Mapping[str, Item],
        extra: list[int],
    ) -> None:
        def fault(column: str, words: str) -> None:
            self._fault(name, cell_name(column, row), words)

        try:
            item_id, code = text_in(cells[PLACE["id"]]), text_in(cells[PLACE["code"]])
        except Unfit as unfit:
            fault("id", str(unfit))
            return
        item = asked.get(item_id)
        if not item_id:
            own = next((one for one in asked.values() if one.code == code), None)
            if own is None:
                extra.append(row)
                return
            self.seen.add(own.id)
            fault("id", f"the hidden id of {code} is missing. {_DOWNLOAD_AGAIN}")
        elif item is None:
            fault(
                "id",
                f"“{item_id[:40]}” is not a question in this self-assessment. Delete the row.",
            )
        elif item_id in self.seen:
            fault("id", f"{item.code} is here twice. Delete one of the rows.")
        elif not self._is_called(item, code):
            self.seen.add(item_id)
            fault(
                "code",
                f"this is “{code[:40]}”, but the row belongs to {item.code}. Put the rows back as "
                "they were, or download the spreadsheet again.",
            )
        else:
            self.seen.add(item_id)
            self._read_item(name, row, cells, item)

    def _is_called(self, item: Item, code: str) -> bool:
        """Whether a workbook calls a question so, in one and the same way throughout."""
        if item.code == item.permanent_code or code not in (item.code, item.permanent_code):
            return code == item.code
        is_permanent = code == item.permanent_code
        if self.has_permanent_codes is None:
            self.has_permanent_codes = is_permanent
        return is_permanent is self.has_permanent_codes

    def _read_item(self, name: str, row: int, cells: Sequence[Cell], item: Item) -> None:
        scale = self.to.pack.scale_of(item)
        if scale.id not in self.answers:
            self.answers[scale.id] = Answers(scale)
        answers = self.answers[scale.id]

        def part(column: str, read: Any, *given: Any) -> Any:
            try:
                return read(cells[PLACE[column]], *given)
            except Unfit as unfit:
                self._fault(name, cell_name(column, row), str(unfit))
                return None

        said = Said(
            part("choice", answers.choice_in),
            part("comment", text_in, COMMENT_LIMIT) or "",
            part("evidence", text_in, EVIDENCE_LIMIT) or "",
            part("expires", day_in),
        )
        if not asks_for_evidence(item):
            for column in ("evidence", "expires"):
                if getattr(said, column):
                    self._fault(
                        name, cell_name(column, row), (
                            f"{item.code} does not ask for evidence. Move this into the comment "
                            "and clear the cell."
                        ),
                    )  # fmt: skip
        went_out = self.opened.identity.items.get(item.id, WentOut(0, ("",) * len(said)))
        self.items[item.id] = Filled(said, went_out.version, went_out.marks)
