"""Whose workbook this is, and what went out with it: the hidden sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from owf.assessment.answering import ReturnView
from owf.assessment.filled import marks_of, said_in
from owf.questionnaire import Item, Pack
from owf.store.answers import StoredAnswer


@dataclass(frozen=True)
class Owner:
    """The partner that a workbook is for, in a year."""

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
    """What the hidden sheet says.

    ``owner`` and ``went_out_at`` are ``None`` in a blank form, which belongs to nobody.
    ``digest`` is that of the questionnaire as it was frozen.
    """

    pack: str
    digest: str
    owner: Owner | None
    went_out_at: datetime | None
    items: Mapping[str, WentOut] = field(default_factory=dict)


def owner_of(view: ReturnView) -> Owner:
    """Whose return this is."""
    return Owner(
        view.round.trust,
        view.round.trust_name,
        view.partner.id,
        view.partner.name,
        view.round.year,
    )


def went_out(item: Item, answers: Mapping[str, StoredAnswer]) -> WentOut:
    """An item's answer as it goes out now."""
    answer = answers.get(item.id, StoredAnswer(item.id))
    return WentOut(answer.version, marks_of(said_in(answer)))


def identity_of(
    pack: Pack,
    items: tuple[Item, ...],
    answers: Mapping[str, StoredAnswer],
    owner: Owner | None,
    at: datetime | None,
) -> Identity:
    """What a workbook that is made now says of itself."""
    return Identity(
        pack.name, pack.digest(), owner, at, {item.id: went_out(item, answers) for item in items}
    )
