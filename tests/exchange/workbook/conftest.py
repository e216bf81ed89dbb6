"""A year that asks for all that a workbook can hold, and a workbook to fill in."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from owf.access import OPERATOR, Actor
from owf.assessment.asked_items import Choice, words_of
from owf.assessment.returns.answering import (
    Evidence,
    answers_now,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.workbook_import import (
    Preview,
    find_destination,
    import_return,
    open_to_take_along,
    preview_import,
)
from owf.assessment.returns.workbook_merge import Said
from owf.assessment.rounds.opening import open_cycle
from owf.exchange.workbook.layout import PLACE, head_row, letter, sheet_names
from owf.exchange.workbook.reading import Reading, open_workbook, read_return
from owf.exchange.workbook.writing import workbook_of
from owf.questionnaire import Pack
from owf.store.answers import StoredAnswer
from tests.cast import Cast

LIMIT = 10 * 2**20
YEAR = 2010


def _item(content: dict[str, Any], item_id: str) -> dict[str, Any]:
    return next(
        item for theme in content["themes"] for item in theme["items"] if item["id"] == item_id
    )


@pytest.fixture(scope="session")
def full_pack(tiny_pack: Pack) -> Pack:
    """Next year's tiny questionnaire: evidence, a condition, a second scale, a sector, lineage."""
    content = json.loads(tiny_pack.model_dump_json())
    content["version"] = "2010"
    _item(content, "caf-2")["evidence"] = {
        "asked": True,
        "required_from": 4,
        "looks_like": "an audit of last year",
    }
    _item(content, "caf-3")["applies_when"] = {"item": "caf-1", "in": [4, 5, "dont_know"]}
    _item(content, "ma-1")["text"] = "MA 1: staff here do this together."
    _item(content, "ma-2")["scale"] = "often"
    _item(content, "ma-2")["required"] = False
    _item(content, "ma-3")["sectors"] = ["health"]
    content["more_scales"] = [
        content["scale"]
        | {
            "id": "often",
            "levels": [
                {"value": value, "label": words.lower(), "short": words}
                for value, words in enumerate(("Never", "Rarely", "At times", "Often", "Always"), 1)
            ],
        }
    ]
    content["lineage"] = {
        "since": "tiny@2009",
        "changes": [
            {"kind": "same", "from": ["caf-1", "caf-2", "caf-3", "ma-2", "ma-3"]},
            {
                "kind": "reworded",
                "from": "ma-1",
                "comparable": "with_care",
                "reason": "It says “together” now.",
                "decided_by": "A test",
                "date": "2010-01-01",
            },
        ],
    }
    return Pack.from_json(json.dumps(content))


@dataclass
class Book:
    """A workbook in somebody's hands, as openpyxl has it."""

    book: openpyxl.Workbook
    pack: Pack

    def sheet(self, theme_id: str) -> Any:
        return self.book[sheet_names(self.pack)[theme_id]]

    def row(self, item_id: str) -> int:
        """The row of an item, the first one's 1."""
        page = self.sheet(self.pack.theme_of(item_id).id)
        return next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == item_id)

    def cell(self, item_id: str, column: str) -> Any:
        page = self.sheet(self.pack.theme_of(item_id).id)
        return page.cell(self.row(item_id), PLACE[column] + 1)

    def fill(self, item_id: str, **values: Any) -> Book:
        for column, value in values.items():
            self.cell(item_id, column).value = value
        return self

    def say(self, item_id: str, said: Said) -> Book:
        """Fill in what is said, as people choose and type it; what is empty stays as it is."""
        scale = self.pack.scale_of(self.pack.item(item_id))
        if said.choice is not None:
            self.fill(item_id, choice=words_of(scale, said.choice))
        for column in ("comment", "evidence"):
            if getattr(said, column):
                cell = self.cell(item_id, column)
                cell.value = getattr(said, column)
                # These cells are text in Excel, whatever is typed; openpyxl would see a formula.
                cell.data_type = "s"
        if said.expires is not None:
            self.fill(item_id, expires=said.expires)
        return self

    def name(self, item_id: str, column: str) -> str:
        return f"{letter(PLACE[column])}{self.row(item_id)}"

    def head(self, theme_id: str, column: str) -> Any:
        theme = self.pack.theme(theme_id)
        return self.sheet(theme_id).cell(head_row(self.pack, theme) + 1, PLACE[column] + 1)

    def saved(self) -> bytes:
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


@dataclass
class Police:
    """Cambridgeshire's police in 2010, and what people do with their return."""

    cast: Cast
    pack: Pack
    return_id: int
    partner_id: int

    def out(self, who: Actor | None = None) -> bytes:
        """The workbook as it goes out now."""
        view = open_to_take_along(self.cast.store, who or self.cast.alice, self.partner_id, YEAR)
        return workbook_of(view)

    def book(self, content: bytes | None = None) -> Book:
        return Book(openpyxl.load_workbook(BytesIO(content or self.out())), self.pack)

    def read(self, content: bytes) -> Reading:
        opened = open_workbook(content, LIMIT)
        to = find_destination(self.cast.store, self.cast.alice, self.partner_id, YEAR)
        return read_return(opened, to)

    def faults(self, book: Book | bytes) -> list[str]:
        reading = self.read(book if isinstance(book, bytes) else book.saved())
        return [str(one) for one in reading.faults]

    def preview(self, book: Book | bytes, who: Actor | None = None) -> Preview:
        reading = self.read(book if isinstance(book, bytes) else book.saved())
        assert reading.filled is not None, reading.faults
        return preview_import(self.cast.store, who or self.cast.alice, reading.filled)

    def bring_back(self, book: Book | bytes, *, who: Actor | None = None, take: Any = ()) -> int:
        return import_return(
            self.cast.store, who or self.cast.alice, self.preview(book, who), take=take
        )

    @property
    def stored(self) -> dict[str, StoredAnswer]:
        return dict(answers_now(self.cast.store, self.return_id))

    def one(self, item_id: str) -> StoredAnswer:
        return self.stored.get(item_id, StoredAnswer(item_id))

    def choose(self, item_id: str, choice: Choice, who: Actor | None = None) -> None:
        save_choice(
            self.cast.store, who or self.cast.bob, self.return_id, item_id, choice,
            seen=self.one(item_id),
        )  # fmt: skip

    def comment(self, item_id: str, words: str, who: Actor | None = None) -> None:
        save_comment(
            self.cast.store, who or self.cast.bob, self.return_id, item_id, words,
            seen=self.one(item_id),
        )  # fmt: skip

    def name_evidence(self, item_id: str, text: str, expires: date | None = None) -> None:
        save_evidence(
            self.cast.store, self.cast.bob, self.return_id, item_id, Evidence(text, expires),
            seen=self.one(item_id),
        )  # fmt: skip


def police_in(cast: Cast, full_pack: Pack) -> Police:
    """The police's return of 2010, with that of 2009 behind it."""
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    open_cycle(
        cast.store, OPERATOR, YEAR, full_pack, opens=date(YEAR, 6, 1), closes=date(YEAR, 7, 17)
    )
    place = replace(cast, pack=full_pack).again(cast.cambridgeshire, YEAR)
    return Police(cast, full_pack, place.returns["police"], place.partners["police"])


@pytest.fixture
def police(cast: Cast, full_pack: Pack) -> Police:
    """The police's return of 2010 in a database of this test's own."""
    return police_in(cast, full_pack)
