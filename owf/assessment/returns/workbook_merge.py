"""What a workbook says against what is stored, merged three ways (decision 0015)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from owf.assessment.asked_items import Choice, choice_of, fields_of
from owf.questionnaire import Item
from owf.store.answers import StoredAnswer
from owf.texts import clean_text


class Said(NamedTuple):
    """The parts of one answer; a part is empty where nothing is said."""

    choice: Choice | None = None
    comment: str = ""
    evidence: str = ""
    expires: date | None = None


PARTS = Said._fields


def said_in(answer: StoredAnswer) -> Said:
    comment, evidence = clean_text(answer.comment), clean_text(answer.evidence)
    return Said(choice_of(answer), comment, evidence, answer.evidence_expires)


def marks_of(said: Said) -> tuple[str, ...]:
    """A short mark for each part, by which a change is noticed; empty for an empty part."""
    return tuple(mark_of(part) for part in said)


def mark_of(part: object) -> str:
    """Short, by which a change is noticed; empty for an empty part."""
    if part in (None, ""):
        return ""
    return sha256(str(part).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Filled:
    """``version`` and ``marks`` are the answer's, and of each part, when the workbook was made."""

    said: Said
    version: int = 0
    marks: tuple[str, ...] = ("",) * len(PARTS)

    def edited(self) -> Mapping[str, Any]:
        """The parts that were filled in or changed in the workbook; emptied parts do not count."""
        now = marks_of(self.said)
        return {
            part: getattr(self.said, part)
            for part, is_now, went_out in zip(PARTS, now, self.marks, strict=True)
            if is_now not in ("", went_out)
        }


@dataclass(frozen=True)
class FilledReturn:
    trust: int
    partner_id: int
    year: int
    pack: str
    digest: str
    items: Mapping[str, Filled]


class Standing(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CONFLICTING = "conflicting"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """``changes``: parts only the workbook changed; ``clashes``: changed here as well."""

    item: Item
    stored: StoredAnswer
    changes: Mapping[str, Any] = field(default_factory=dict)
    clashes: Mapping[str, Any] = field(default_factory=dict)
    is_refused: bool = False

    @property
    def standing(self) -> Standing:
        if not self.changes and not self.clashes:
            return Standing.UNCHANGED
        if self.is_refused:
            return Standing.REFUSED
        if self.clashes:
            return Standing.CONFLICTING
        return Standing.NEW if said_in(self.stored) == Said() else Standing.CHANGED

    def result(self, *, take: bool) -> StoredAnswer:
        """The answer as it would be kept; ``take`` the workbook's where both were changed."""
        parts = {**self.changes, **(self.clashes if take else {})}
        if not parts:
            return self.stored
        said = said_in(self.stored)._replace(**parts)
        level, non_score = (None, None) if said.choice is None else fields_of(said.choice)
        return replace(
            self.stored,
            level=level,
            non_score=non_score,
            comment=said.comment,
            evidence=said.evidence,
            evidence_expires=said.expires,
        )


def compare(item: Item, filled: Filled, stored: StoredAnswer, *, locked: bool = False) -> Line:
    now = said_in(stored)
    here = dict(zip(PARTS, marks_of(now), strict=True))
    went_out = dict(zip(PARTS, filled.marks, strict=True))
    changes: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for part, value in filled.edited().items():
        if value == getattr(now, part):
            continue
        was_edited_here = stored.version != filled.version and here[part] != went_out[part]
        (clashes if was_edited_here else changes)[part] = value
    return Line(item, stored, changes, clashes, locked)
