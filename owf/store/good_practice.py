"""Good practice: what Trusts offer to others on a question, and what they are asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, false, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from owf.store.tables import GoodPractice, PracticeRequest, Region, SnapshotScore, Trust
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class Described:
    """What a Trust enters of an example; ``visible_to`` is ``region`` or ``england``."""

    title: str
    what: str
    with_whom: str
    what_it_took: str
    evidence: str
    contact: str
    visible_to: str
    until: date


@dataclass(frozen=True)
class PracticeFacts:
    """``year`` is that of the questionnaire of ``item_id``; others see it up to ``until``."""

    id: int
    trust: int
    trust_name: str
    region_code: str
    region_name: str
    year: int
    item_id: str
    title: str
    what: str
    with_whom: str
    what_it_took: str
    evidence: str
    contact: str
    visible_to: str
    until: date
    is_withdrawn: bool
    offered_by: str | None
    offered_at: datetime
    version: int

    @property
    def described(self) -> Described:
        return Described(
            self.title,
            self.what,
            self.with_whom,
            self.what_it_took,
            self.evidence,
            self.contact,
            self.visible_to,
            self.until,
        )

    def is_over(self, day: date) -> bool:
        return self.until < day


_PRACTICES = (
    select(
        *columns_of(
            PracticeFacts,
            GoodPractice,
            trust_name=Trust.name,
            region_code=Trust.region_code,
            region_name=Region.name,
        )
    )
    .join(Trust, col(Trust.dfe_number) == col(GoodPractice.trust))
    .join(Region, col(Region.code) == col(Trust.region_code))
    .order_by(col(GoodPractice.offered_at).desc(), col(GoodPractice.id).desc())
)


def practices_to_see(
    session: Session, on: date, region_code: str | None, own_trust: int | None = None
) -> Sequence[PracticeFacts]:
    """Those of other Trusts that are seen from a region, or from England alone; newest first."""
    is_there = and_(col(GoodPractice.is_withdrawn).is_(False), col(GoodPractice.until) >= on)
    reaches = or_(
        col(GoodPractice.visible_to) == "england",
        col(Trust.region_code) == region_code if region_code is not None else false(),
    )
    query = _PRACTICES.where(is_there, reaches)
    if own_trust is not None:
        query = query.where(col(GoodPractice.trust) != own_trust)
    return [PracticeFacts(*row) for row in session.execute(query)]


def practices_of(session: Session, trust: int) -> Sequence[PracticeFacts]:
    """All that a Trust ever offered, newest first."""
    query = _PRACTICES.where(col(GoodPractice.trust) == trust)
    return [PracticeFacts(*row) for row in session.execute(query)]


def practice_by_id(session: Session, practice_id: int) -> PracticeFacts | None:
    row = session.execute(_PRACTICES.where(col(GoodPractice.id) == practice_id)).one_or_none()
    return PracticeFacts(*row) if row else None


def practice_to_change(session: Session, practice_id: int) -> PracticeFacts | None:
    """The same, locked until the transaction ends."""
    session.execute(
        select(col(GoodPractice.id)).where(col(GoodPractice.id) == practice_id).with_for_update()
    )
    return practice_by_id(session, practice_id)


def add_practice(
    session: Session,
    trust: int,
    year: int,
    item_id: str,
    described: Described,
    *,
    by: str,
    at: datetime,
) -> int:
    row = GoodPractice(
        trust=trust,
        year=year,
        item_id=item_id,
        offered_by=by,
        offered_at=at,
        **vars(described),
    )
    session.add(row)
    session.flush()
    return row.id


def change_practice(session: Session, practice_id: int, described: Described) -> None:
    session.execute(
        update(GoodPractice)
        .where(col(GoodPractice.id) == practice_id)
        .values(**vars(described), version=col(GoodPractice.version) + 1)
    )


def withdraw_practice(session: Session, practice_id: int) -> None:
    session.execute(
        update(GoodPractice)
        .where(col(GoodPractice.id) == practice_id)
        .values(is_withdrawn=True, version=col(GoodPractice.version) + 1)
    )


@dataclass(frozen=True)
class RequestFacts:
    """From ``from_trust``, or else on behalf of a region; ``practice_title`` is of an offer."""

    id: int
    of_trust: int
    of_trust_name: str
    from_trust: int | None
    from_trust_name: str | None
    region_code: str | None
    region_name: str | None
    practice_id: int | None
    practice_title: str | None
    year: int
    item_id: str
    text: str
    asked_by: str | None
    asked_at: datetime
    answer: str
    answered_by: str | None
    answered_at: datetime | None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


_ASKED, _ASKING = aliased(Trust), aliased(Trust)
_REQUESTS = (
    select(
        *columns_of(
            RequestFacts,
            PracticeRequest,
            of_trust_name=_ASKED.name,
            from_trust_name=_ASKING.name,
            region_name=Region.name,
            practice_title=GoodPractice.title,
        )
    )
    .join(_ASKED, _ASKED.dfe_number == col(PracticeRequest.of_trust))  # type: ignore[arg-type]
    .outerjoin(_ASKING, _ASKING.dfe_number == col(PracticeRequest.from_trust))  # type: ignore[arg-type]
    .outerjoin(Region, col(Region.code) == col(PracticeRequest.region_code))
    .outerjoin(GoodPractice, col(GoodPractice.id) == col(PracticeRequest.practice_id))
    .order_by(col(PracticeRequest.asked_at).desc(), col(PracticeRequest.id).desc())
)


def requests_of_trust(session: Session, trust: int) -> Sequence[RequestFacts]:
    """Both what a Trust asks and what it is asked, newest first."""
    query = _REQUESTS.where(
        or_(col(PracticeRequest.of_trust) == trust, col(PracticeRequest.from_trust) == trust)
    )
    return [RequestFacts(*row) for row in session.execute(query)]


def requests_of_region(session: Session, region_code: str) -> Sequence[RequestFacts]:
    """What was asked on behalf of a region, newest first."""
    query = _REQUESTS.where(
        col(PracticeRequest.from_trust).is_(None), col(PracticeRequest.region_code) == region_code
    )
    return [RequestFacts(*row) for row in session.execute(query)]


def waiting_for(session: Session, trust: int) -> int:
    """How many requests a Trust has not answered yet."""
    query = select(func.count()).where(
        col(PracticeRequest.of_trust) == trust, col(PracticeRequest.answered_at).is_(None)
    )
    return session.scalar(query) or 0


def request_to_answer(session: Session, request_id: int) -> RequestFacts | None:
    """Locked until the transaction ends."""
    session.execute(
        select(col(PracticeRequest.id))
        .where(col(PracticeRequest.id) == request_id)
        .with_for_update()
    )
    return request_by_id(session, request_id)


def request_by_id(session: Session, request_id: int) -> RequestFacts | None:
    row = session.execute(_REQUESTS.where(col(PracticeRequest.id) == request_id)).one_or_none()
    return RequestFacts(*row) if row else None


@dataclass(frozen=True)
class NewRequest:
    """``region_code`` is that of the asking Trust, or of the regional lead who asks."""

    of_trust: int
    from_trust: int | None
    region_code: str | None
    practice_id: int | None
    year: int
    item_id: str
    text: str


def add_request(session: Session, request: NewRequest, *, by: str, at: datetime) -> int:
    row = PracticeRequest(**vars(request), asked_by=by, asked_at=at)
    session.add(row)
    session.flush()
    return row.id


def answer_request(
    session: Session,
    request_id: int,
    answer: str,
    *,
    practice_id: int | None,
    by: str,
    at: datetime,
) -> None:
    """``practice_id``: the offer that answers it, kept in place of what was asked about."""
    values: dict[str, object] = {"answer": answer, "answered_by": by, "answered_at": at}
    if practice_id is not None:
        values["practice_id"] = practice_id
    session.execute(
        update(PracticeRequest).where(col(PracticeRequest.id) == request_id).values(**values)
    )


class ItemLevel(NamedTuple):
    """A signed question: its mean over ``n_units`` sectors, and the agreed level."""

    mean: float | None
    n_units: int
    agreed: float | None


def levels_on(
    session: Session, snapshot_ids: Collection[int], group_keys: Collection[str]
) -> Mapping[tuple[int, str], ItemLevel]:
    """Leaders' scores by (snapshot, group key); the keys are of questions."""
    query = select(
        col(SnapshotScore.snapshot_id),
        col(SnapshotScore.group_key),
        *columns_of(ItemLevel, SnapshotScore),
    ).where(
        col(SnapshotScore.snapshot_id).in_(snapshot_ids),
        col(SnapshotScore.audience) == "leaders",
        col(SnapshotScore.group_key).in_(group_keys),
    )
    return {(row[0], row[1]): ItemLevel(*row[2:]) for row in session.execute(query)}
