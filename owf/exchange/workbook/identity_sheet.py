"""Reading the hidden sheet: whose workbook this is, and what went out with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from owf.assessment.refusals import Refused
from owf.exchange.workbook.cells import Cell, Unfit, text_in
from owf.exchange.workbook.identity import Identity, Owner, WentOut
from owf.exchange.workbook.layout import FORMAT, ID_FACTS, ID_HEAD, ID_HEAD_ROW

_AFRESH = "Download the workbook from the page Assessment, and copy the answers into it."


class NotOurs(Refused):
    """A workbook that does not say whose it is, or that is nobody's."""


def refuse_blank_form() -> NotOurs:
    """What to say of a blank form."""
    return NotOurs(
        "This is a blank form: it belongs to no partner, so it cannot be brought back. Download "
        "your own workbook from the page Assessment, and copy the answers into it."
    )


def read_identity(rows: Sequence[Sequence[Cell]]) -> Identity:
    """What the hidden sheet says.

    Raises:
        NotOurs: there is none, or it was changed.
    """
    texts = [_texts(row) for row in rows]
    facts = {row[0]: row[1] for row in texts[: len(ID_FACTS)]}
    if not facts or "format" not in facts:
        raise NotOurs(
            "This is not a workbook of One Workforce, or its hidden sheet was taken out. " + _AFRESH
        )
    if facts["format"] != FORMAT:
        raise NotOurs(f"This workbook is of another version of One Workforce. {_AFRESH}")
    if list(facts) != list(ID_FACTS) or tuple(_cut(texts, ID_HEAD_ROW)) != ID_HEAD:
        raise _changed()
    if not facts["partner"]:
        return Identity(facts["pack"], facts["digest"], None, None)
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
        raise _changed() from error
    if not all(0 < number < 10**9 for number in (owner.trust, owner.partner_id, owner.year)):
        raise _changed()
    return Identity(facts["pack"], facts["digest"], owner, at, _items(texts[ID_HEAD_ROW + 1 :]))


def _items(rows: Sequence[Sequence[str]]) -> Mapping[str, WentOut]:
    found: dict[str, WentOut] = {}
    for item_id, version, *marks in (row[: len(ID_HEAD)] for row in rows):
        if not item_id:
            continue
        if item_id in found or not (version.isascii() and version.isdigit() and len(version) < 10):
            raise _changed()
        found[item_id] = WentOut(int(version), tuple(marks))
    return found


def _texts(row: Sequence[Cell]) -> Sequence[str]:
    """The row's texts; what is no text here was never written by us."""
    found = []
    for cell in row:
        text = ""
        with suppress(Unfit):
            text = text_in(cell)
        found.append(text)
    return found


def _cut(texts: Sequence[Sequence[str]], row: int) -> Sequence[str]:
    return texts[row][: len(ID_HEAD)] if row < len(texts) else ()


def _changed() -> NotOurs:
    return NotOurs(f"The hidden sheet of this workbook was changed. {_AFRESH}")
