"""Partners' replies to agreed levels, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, insert, select, update
from sqlmodel import Session, col

from owf.store.rounds import NAME_IN_YEAR
from owf.store.tables import (
    FamilyVoice,
    Partner,
    Reopening,
    Reply,
    Return,
    Round,
    SignOff,
    Snapshot,
    Trust,
)
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class HeardVoice:
    """One occasion on which families spoke. ``id`` is 0 for one that is not kept yet."""

    who_spoke: str
    source: str
    heard_on: date
    how_many: int
    messages: str
    themes: tuple[str, ...] = ()
    id: int = 0


def voices_of_round(session: Session, round_id: int) -> Sequence[HeardVoice]:
    query = (
        select(*columns_of(HeardVoice, FamilyVoice))
        .where(col(FamilyVoice.round_id) == round_id)
        .order_by(col(FamilyVoice.heard_on), col(FamilyVoice.id))
    )
    return [
        HeardVoice(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6])
        for row in session.execute(query)
    ]


def keep_voice(
    session: Session, round_id: int, voice: HeardVoice, *, by: str, at: datetime
) -> None:
    """Keep what families said: new where it has no id, else in place of what was kept."""
    values = {
        **vars(voice),
        "themes": list(voice.themes),
        "entered_by": by,
        "entered_at": at,
    }
    del values["id"]
    if voice.id:
        session.execute(
            update(FamilyVoice)
            .where(col(FamilyVoice.id) == voice.id, col(FamilyVoice.round_id) == round_id)
            .values(**values)
        )
    else:
        session.execute(insert(FamilyVoice).values(round_id=round_id, **values))


def drop_voice(session: Session, round_id: int, voice_id: int) -> None:
    session.execute(
        delete(FamilyVoice).where(
            col(FamilyVoice.id) == voice_id, col(FamilyVoice.round_id) == round_id
        )
    )


@dataclass(frozen=True)
class StoredReply:
    """``version`` is that of the signature to come; ``level`` the agreed level that it answers."""

    id: int
    round_id: int
    version: int
    item_id: str
    partner_id: int
    partner_name: str
    level: int | None
    text: str
    replied_by: str | None
    replied_at: datetime
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    stands: bool

    @property
    def is_settled(self) -> bool:
        return self.answered_at is not None


_REPLIES = (
    select(*columns_of(StoredReply, Reply, partner_name=NAME_IN_YEAR))
    .join(Partner, col(Partner.id) == col(Reply.partner_id))
    .outerjoin(
        Return,
        (col(Return.partner_id) == col(Reply.partner_id))
        & (col(Return.round_id) == col(Reply.round_id)),
    )
)


def _replies(session: Session, query: Select[*tuple[object, ...]]) -> list[StoredReply]:
    return [StoredReply(*row) for row in session.execute(query)]


def replies_of_round(session: Session, round_id: int) -> Sequence[StoredReply]:
    return _replies(
        session, _REPLIES.where(col(Reply.round_id) == round_id).order_by(col(Reply.id))
    )


def reply_by_id(session: Session, reply_id: int) -> StoredReply | None:
    return next(iter(_replies(session, _REPLIES.where(col(Reply.id) == reply_id))), None)


def add_reply(
    session: Session,
    round_id: int,
    version: int,
    item_id: str,
    partner_id: int,
    *,
    level: int | None,
    text: str,
    by: str,
    at: datetime,
) -> int:
    row = Reply(
        round_id=round_id,
        version=version,
        item_id=item_id,
        partner_id=partner_id,
        level=level,
        text=text,
        replied_by=by,
        replied_at=at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def settle_reply(
    session: Session, reply_id: int, *, answer: str, stands: bool, by: str, at: datetime
) -> None:
    session.execute(
        update(Reply)
        .where(col(Reply.id) == reply_id)
        .values(answer=answer, stands=stands, answered_by=by, answered_at=at)
    )


def by_item(found: Sequence[StoredReply]) -> Mapping[str, tuple[StoredReply, ...]]:
    of_item: dict[str, list[StoredReply]] = {}
    for one in found:
        of_item.setdefault(one.item_id, []).append(one)
    return {item_id: tuple(those) for item_id, those in of_item.items()}


@dataclass(frozen=True)
class ReopeningFacts:
    """One reopening. ``version`` was reopened; ``signed_again_at`` is when the next was signed."""

    round_id: int
    trust: int
    trust_name: str
    region_code: str
    year: int
    publication: str
    version: int
    reason: str
    reopened_by: str
    reopened_at: datetime
    signed_again_at: datetime | None

    @property
    def last_at(self) -> datetime:
        return self.signed_again_at or self.reopened_at


_SIGNED_AGAIN = (
    select(col(SignOff.signed_at))
    .join(Snapshot, col(Snapshot.id) == col(SignOff.snapshot_id))
    .where(
        col(Snapshot.round_id) == col(Reopening.round_id),
        col(Snapshot.version) == col(Reopening.version) + 1,
    )
    .correlate(Reopening)
    .scalar_subquery()
)
_REOPENINGS = (
    select(
        *columns_of(
            ReopeningFacts,
            Reopening,
            trust=Round.trust,
            trust_name=Trust.name,
            region_code=Trust.region_code,
            year=Round.year,
            publication=Snapshot.publication,
            signed_again_at=_SIGNED_AGAIN,
        )
    )
    .join(Round, col(Round.id) == col(Reopening.round_id))
    .join(Trust, col(Trust.dfe_number) == col(Round.trust))
    .join(
        Snapshot,
        (col(Snapshot.round_id) == col(Reopening.round_id))
        & (col(Snapshot.version) == col(Reopening.version)),
    )
    .order_by(col(Reopening.reopened_at).desc(), col(Reopening.id).desc())
)


def add_reopening(
    session: Session, round_id: int, version: int, reason: str, *, by: str, at: datetime
) -> None:
    session.add(
        Reopening(round_id=round_id, version=version, reason=reason, reopened_by=by, reopened_at=at)
    )
    session.flush()


def reopenings_of_round(session: Session, round_id: int) -> Sequence[ReopeningFacts]:
    query = _REOPENINGS.where(col(Reopening.round_id) == round_id)
    return [ReopeningFacts(*row) for row in session.execute(query)]


def reopenings_seen(
    session: Session, region_code: str | None = None, year: int | None = None
) -> Sequence[ReopeningFacts]:
    """Of versions whose figures others saw, newest first: at *done* nobody relied on one."""
    query = _REOPENINGS.where(col(Snapshot.publication) != "done")
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    if year is not None:
        query = query.where(col(Round.year) == year)
    return [ReopeningFacts(*row) for row in session.execute(query)]
