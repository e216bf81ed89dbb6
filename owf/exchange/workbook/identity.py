"""Whose workbook this is, and what went out with it: the hidden sheet."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from owf.assessment.errors import Refused
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.workbook_merge import marks_of, said_in
from owf.exchange.workbook.cells import Cell, Unfit, text_in
from owf.exchange.workbook.layout import FORMAT, ID_FACTS, ID_HEAD, ID_HEAD_ROW
from owf.questionnaire import Item, Pack
from owf.store.answers import StoredAnswer


@dataclass(frozen=True)
class Owner:
    trust: int
    trust_name: str
    partner_id: int
    partner_name: str
    year: int


@dataclass(frozen=True)
class WentOut:
    """One answer as it went out: its version, and a mark of each part (``filled.marks_of``)."""

    version: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """``owner`` and ``went_out_at`` are ``None`` in a blank form."""

    pack: str
    digest: str
    owner: Owner | None
    went_out_at: datetime | None
    items: Mapping[str, WentOut] = field(default_factory=dict)


def owner_of(view: ReturnView) -> Owner:
    return Owner(
        view.round.trust,
        view.round.trust_name,
        view.partner.id,
        view.facts.partner_name,
        view.round.year,
    )


def identity_of(
    pack: Pack,
    items: tuple[Item, ...],
    answers: Mapping[str, StoredAnswer],
    owner: Owner | None,
    at: datetime | None,
) -> Identity:
    known = {item.id: answers.get(item.id, StoredAnswer(item.id)) for item in items}
    went_out = {id_: WentOut(one.version, marks_of(said_in(one))) for id_, one in known.items()}
    return Identity(pack.name, pack.digest(), owner, at, went_out)


_AFRESH = "Download the spreadsheet from the Assessment page and copy the answers into it."


class NotOurs(Refused):
    """A workbook without an owner, or whose hidden sheet was changed."""


def read_identity(rows: Mapping[int, Sequence[Cell]]) -> Identity:
    """``rows`` are by number, the first one's 0; raises ``NotOurs``, also for a blank form."""
    texts = {number: _texts(row) for number, row in rows.items()}
    first = [texts[number] for number in range(len(ID_FACTS)) if number in texts]
    facts = {row[0]: row[1] for row in first}
    if not facts or "format" not in facts:
        raise NotOurs(
            "This is not a spreadsheet from One Workforce, or its hidden sheet was removed. "
            + _AFRESH
        )
    if facts["format"] != FORMAT:
        raise NotOurs(f"This spreadsheet is from another version of One Workforce. {_AFRESH}")
    if list(facts) != list(ID_FACTS) or tuple(texts.get(ID_HEAD_ROW, ())) != ID_HEAD:
        raise _sheet_changed()
    if not facts["partner"]:
        raise NotOurs(
            "This is a blank form that does not belong to a partner, so it cannot be uploaded. "
            "Download your own spreadsheet from the Assessment page and copy the answers into it."
        )
    try:
        owner = Owner(
            int(facts["trust"]),
            facts["trust name"],
            int(facts["partner"]),
            facts["partner name"],
            int(facts["year"]),
        )
        at = datetime.fromisoformat(facts["went out"])
    except ValueError as error:
        raise _sheet_changed() from error
    if not all(0 < number < 10**9 for number in (owner.trust, owner.partner_id, owner.year)):
        raise _sheet_changed()
    items = _items_in([row for number, row in texts.items() if number > ID_HEAD_ROW])
    return Identity(facts["pack"], facts["digest"], owner, at, items)


def _items_in(rows: Sequence[Sequence[str]]) -> Mapping[str, WentOut]:
    found: dict[str, WentOut] = {}
    for item_id, version, *marks in rows:
        if not item_id:
            continue
        if item_id in found or not (version.isascii() and version.isdigit() and len(version) < 10):
            raise _sheet_changed()
        found[item_id] = WentOut(int(version), tuple(marks))
    return found


def _texts(row: Sequence[Cell]) -> Sequence[str]:
    """The row's texts; a formula or an error, which we never write, is empty."""
    found = []
    for cell in row:
        text = ""
        with suppress(Unfit):
            text = text_in(cell)
        found.append(text)
    return found


def _sheet_changed() -> NotOurs:
    return NotOurs(f"The hidden sheet of this spreadsheet was changed. {_AFRESH}")
