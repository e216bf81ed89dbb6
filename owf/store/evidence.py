"""Evidence as things of their own: reading and writing them, their files and their links."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlmodel import Session, col

from owf.store.tables import (
    Evidence,
    EvidenceFile,
    EvidenceLink,
    Partner,
    Person,
    Return,
    Round,
)
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class EvidenceFacts:
    """``url`` is there for a link; for a file ``size`` is in bytes, ``sha256`` of the content."""

    id: str
    partner_id: int
    trust: int
    title: str
    url: str | None
    file_name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    owner: str | None
    owner_name: str | None
    dated: date | None
    expires: date | None
    added_at: datetime
    version: int

    def is_over(self, day: date) -> bool:
        return self.expires is not None and self.expires < day


@dataclass(frozen=True)
class Described:
    title: str
    owner: str | None = None
    dated: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class NewFile:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class LinkPlace:
    evidence_id: str
    return_id: int
    item_id: str
    year: int
    status: str


Linked = Mapping[str, tuple[EvidenceFacts, ...]]
"""Item id -> what is linked to its answer, by title."""

_FACTS = columns_of(
    EvidenceFacts,
    Evidence,
    trust=Partner.trust,
    file_name=EvidenceFile.name,
    media_type=EvidenceFile.media_type,
    size=EvidenceFile.size,
    sha256=EvidenceFile.sha256,
    owner_name=Person.name,
)


def _with_facts(*more: object) -> Select[tuple[object, ...]]:
    query: Select[tuple[object, ...]] = (
        select(*more, *_FACTS)  # type: ignore[call-overload]  # SQLAlchemy's own columns
        .select_from(Evidence)
        .join(Partner, col(Partner.id) == col(Evidence.partner_id))
        .outerjoin(EvidenceFile, col(EvidenceFile.id) == col(Evidence.file_id))
        .outerjoin(
            Person, (col(Person.id) == col(Evidence.owner)) & col(Person.erased_at).is_(None)
        )
        .order_by(col(Evidence.title), col(Evidence.id))
    )
    return query


# Every click asks these: put together once.
_OF_PARTNER = _with_facts().where(col(Evidence.partner_id) == bindparam("of_partner"))
_IN_RETURN = (
    _with_facts(col(EvidenceLink.item_id))
    .join(EvidenceLink, col(EvidenceLink.evidence_id) == col(Evidence.id))
    .where(col(EvidenceLink.return_id) == bindparam("of_return"))
)


def evidence_of_partner(session: Session, partner_id: int) -> Sequence[EvidenceFacts]:
    rows = session.execute(_OF_PARTNER, {"of_partner": partner_id})
    return [EvidenceFacts(*row) for row in rows]


def evidence_by_id(session: Session, evidence_id: str) -> EvidenceFacts | None:
    row = session.execute(_with_facts().where(col(Evidence.id) == evidence_id)).one_or_none()
    return EvidenceFacts(*row) if row else None


def evidence_to_change(session: Session, evidence_id: str) -> EvidenceFacts | None:
    """The same, locked until the transaction ends."""
    session.execute(
        select(col(Evidence.id)).where(col(Evidence.id) == evidence_id).with_for_update()
    )
    return evidence_by_id(session, evidence_id)


def linked_in_return(session: Session, return_id: int) -> Linked:
    return _by_item(session.execute(_IN_RETURN, {"of_return": return_id}))


def linked_in_year(session: Session, partner_id: int, year: int) -> Linked:
    query = (
        _with_facts(col(EvidenceLink.item_id))
        .join(EvidenceLink, col(EvidenceLink.evidence_id) == col(Evidence.id))
        .join(Return, col(Return.id) == col(EvidenceLink.return_id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .where(col(Return.partner_id) == partner_id, col(Round.year) == year)
    )
    return _by_item(session.execute(query))


def linked_in_round(session: Session, round_id: int) -> Mapping[int, Linked]:
    """What is linked to the answers of a round's submitted returns, partner by partner."""
    query = (
        _with_facts(col(EvidenceLink.item_id))
        .join(EvidenceLink, col(EvidenceLink.evidence_id) == col(Evidence.id))
        .join(Return, col(Return.id) == col(EvidenceLink.return_id))
        .where(col(Return.round_id) == round_id, col(Return.status) == "submitted")
    )
    found: dict[int, dict[str, list[EvidenceFacts]]] = {}
    for row in session.execute(query):
        facts = EvidenceFacts(*row[1:])
        found.setdefault(facts.partner_id, {}).setdefault(str(row[0]), []).append(facts)
    return {
        partner: {item: tuple(things) for item, things in by_item.items()}
        for partner, by_item in found.items()
    }


def _by_item(rows: Iterable[Sequence[Any]]) -> Linked:
    found: dict[str, list[EvidenceFacts]] = {}
    for row in rows:
        found.setdefault(str(row[0]), []).append(EvidenceFacts(*row[1:]))
    return {item: tuple(things) for item, things in found.items()}


def places_of(session: Session, evidence_ids: Collection[str]) -> Sequence[LinkPlace]:
    """Where these pieces are linked, in any year, newest year first."""
    rows = session.execute(
        select(*columns_of(LinkPlace, EvidenceLink, year=Round.year, status=Return.status))
        .join(Return, col(Return.id) == col(EvidenceLink.return_id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .where(col(EvidenceLink.evidence_id).in_(evidence_ids))
        .order_by(col(Round.year).desc(), col(EvidenceLink.id))
    )
    return [LinkPlace(*row) for row in rows]


def add_evidence(
    session: Session,
    evidence_id: str,
    partner_id: int,
    described: Described,
    what: str | NewFile,
    *,
    by: str | None,
    at: datetime,
) -> None:
    """Keep a new piece: ``what`` is the address of a link, or a file."""
    session.execute(
        insert(Evidence).values(
            id=evidence_id,
            partner_id=partner_id,
            **vars(described),
            added_by=by,
            added_at=at,
            version=1,
            **_content_values(session, what),
        )
    )


def _content_values(session: Session, what: str | NewFile) -> dict[str, object]:
    if isinstance(what, str):
        return {"url": what, "file_id": None}
    row = EvidenceFile(
        name=what.name,
        media_type=what.media_type,
        size=len(what.content),
        sha256=sha256(what.content).hexdigest(),
        content=what.content,
    )
    session.add(row)
    session.flush()
    return {"url": None, "file_id": row.id}


def change_evidence(
    session: Session, evidence_id: str, described: Described, what: str | NewFile | None
) -> None:
    before = _file_id(session, evidence_id)
    values: dict[str, object] = {**vars(described), "version": col(Evidence.version) + 1}
    if what is not None:
        values |= _content_values(session, what)
    session.execute(update(Evidence).where(col(Evidence.id) == evidence_id).values(**values))
    if what is not None and before is not None:
        session.execute(delete(EvidenceFile).where(col(EvidenceFile.id) == before))


def delete_evidence(session: Session, evidence_id: str) -> None:
    before = _file_id(session, evidence_id)
    session.execute(delete(EvidenceLink).where(col(EvidenceLink.evidence_id) == evidence_id))
    session.execute(delete(Evidence).where(col(Evidence.id) == evidence_id))
    if before is not None:
        session.execute(delete(EvidenceFile).where(col(EvidenceFile.id) == before))


def _file_id(session: Session, evidence_id: str) -> int | None:
    return session.scalar(select(col(Evidence.file_id)).where(col(Evidence.id) == evidence_id))


def content_of(session: Session, evidence_id: str) -> NewFile | None:
    row = session.execute(
        select(col(EvidenceFile.name), col(EvidenceFile.media_type), col(EvidenceFile.content))
        .join(Evidence, col(Evidence.file_id) == col(EvidenceFile.id))
        .where(col(Evidence.id) == evidence_id)
    ).one_or_none()
    return NewFile(*row) if row else None


Pair = tuple[str, str]
"""A piece of evidence and an item."""


def change_links(
    session: Session, return_id: int, add: Collection[Pair], drop: Collection[Pair]
) -> bool:
    """Gives whether anything changed; what is linked already is no fault."""
    rows = session.execute(
        select(col(EvidenceLink.evidence_id), col(EvidenceLink.item_id)).where(
            col(EvidenceLink.return_id) == return_id
        )
    )
    there = {(str(row[0]), str(row[1])) for row in rows}
    fresh, gone = sorted(set(add) - there), sorted(set(drop) & there)
    for evidence_id, item_id in gone:
        session.execute(
            delete(EvidenceLink).where(
                col(EvidenceLink.return_id) == return_id,
                col(EvidenceLink.evidence_id) == evidence_id,
                col(EvidenceLink.item_id) == item_id,
            )
        )
    if fresh:
        session.execute(
            insert(EvidenceLink),
            [
                {"evidence_id": evidence_id, "return_id": return_id, "item_id": item_id}
                for evidence_id, item_id in fresh
            ],
        )
    return bool(fresh or gone)
