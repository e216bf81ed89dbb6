"""The practitioners' survey of a round: keeping responses, and reading them for scores."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import randbelow
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.tables import Survey, SurveyAnswer, SurveyDraft, SurveyOddity, SurveyResponse
from owf.store.tables.columns import columns_of

_RESPONSES = SQLModel.metadata.tables["survey_response"]
_ANSWERS = SQLModel.metadata.tables["survey_answer"]
_ADD = insert(_RESPONSES).returning(_RESPONSES.c.id)
_ADD_ANSWERS = insert(_ANSWERS)
_TAKEN = select(_RESPONSES.c.id).where(_RESPONSES.c.id == bindparam("wanted"))
_FIRST_RANDOM = 2**30
"""Twice this is the largest number that PostgreSQL keeps in such a column."""


@dataclass(frozen=True)
class GivenAnswer:
    item_id: str
    level: int | None
    non_score: str | None = None


@dataclass(frozen=True)
class PractitionerAnswer:
    """One answer among all of a round's survey. ``partner_id``: ``None`` names only a sector."""

    response_id: int
    partner_id: int | None
    sector_id: str
    item_id: str
    level: int | None
    non_score: str | None


def add_response(
    session: Session,
    round_id: int,
    sector_id: str,
    partner_id: int | None,
    answers: Sequence[GivenAnswer],
    *,
    role: str | None = None,
    comment: str = "",
    in_order: bool = True,
) -> int:
    """Gives its id: where not ``in_order`` a random one, which tells nothing of who came first."""
    values: dict[str, object] = {
        "round_id": round_id,
        "sector_id": sector_id,
        "partner_id": partner_id,
        "role": role,
        "comment": comment,
    }
    if not in_order:
        values["id"] = _random_id(session)
    response_id = int(session.execute(_ADD, values).scalar_one())
    if answers:
        session.execute(
            _ADD_ANSWERS,
            [{"response_id": response_id, **vars(answer)} for answer in answers],
        )
    return response_id


def _random_id(session: Session) -> int:
    """An id that is free, far above those that the database counts up from 1."""
    while True:
        found = _FIRST_RANDOM + randbelow(_FIRST_RANDOM)
        if session.scalar(_TAKEN, {"wanted": found}) is None:
            return found


def answers_of_survey(session: Session, round_id: int) -> Sequence[PractitionerAnswer]:
    rows = session.execute(
        select(
            *columns_of(
                PractitionerAnswer,
                SurveyAnswer,
                partner_id=SurveyResponse.partner_id,
                sector_id=SurveyResponse.sector_id,
            )
        )
        .join(SurveyAnswer, col(SurveyAnswer.response_id) == col(SurveyResponse.id))
        .where(col(SurveyResponse.round_id) == round_id)
        .order_by(col(SurveyResponse.id), col(SurveyAnswer.item_id))
    )
    return [PractitionerAnswer(*row) for row in rows]


def response_count(session: Session, round_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(SurveyResponse)
            .where(col(SurveyResponse.round_id) == round_id)
        )
        or 0
    )


def responses_by_sector(session: Session, round_id: int) -> Mapping[str, int]:
    rows = session.execute(
        select(col(SurveyResponse.sector_id), func.count())
        .where(col(SurveyResponse.round_id) == round_id)
        .group_by(col(SurveyResponse.sector_id))
    )
    return {row[0]: row[1] for row in rows}


def comments_of(session: Session, round_id: int) -> Sequence[str]:
    """What practitioners wrote, in the order of the alphabet, which tells nothing of who did."""
    return sorted(
        session.scalars(
            select(col(SurveyResponse.comment)).where(
                col(SurveyResponse.round_id) == round_id, col(SurveyResponse.comment) != ""
            )
        )
    )


@dataclass(frozen=True)
class LinkFacts:
    """``closes`` is the last day on which it takes answers."""

    id: int
    token: str
    closes: date
    is_replaced: bool
    round_id: int
    round_status: str
    year: int
    trust: int
    trust_name: str
    pack_snapshot_id: int
    pack_digest: str
    last_answered_on: date | None


# Thousands may ask within a minute: put together once, and past the ORM, which costs half as much.
_T = SQLModel.metadata.tables
_SURVEY, _ROUND = _T["survey"], _T["round"]
_LINKS = (
    select(
        *columns_of(
            LinkFacts,
            _SURVEY,
            round_status=_ROUND.c.status,
            year=_ROUND.c.year,
            trust=_ROUND.c.trust,
            trust_name=_T["trust"].c.name,
            pack_snapshot_id=_T["cycle"].c.pack_snapshot_id,
            pack_digest=_T["pack_snapshot"].c.digest,
        )
    )
    .join(_ROUND, _ROUND.c.id == _SURVEY.c.round_id)
    .join(_T["trust"], _T["trust"].c.dfe_number == _ROUND.c.trust)
    .join(_T["cycle"], _T["cycle"].c.year == _ROUND.c.year)
    .join(_T["pack_snapshot"], _T["pack_snapshot"].c.id == _T["cycle"].c.pack_snapshot_id)
)
_BY_TOKEN = _LINKS.where(_SURVEY.c.token == bindparam("token"))
_TO_ANSWER = _BY_TOKEN.with_for_update(of=_ROUND)
_OF_ROUND = _LINKS.where(_SURVEY.c.round_id == bindparam("in_round"), ~_SURVEY.c.is_replaced)


def link_by_token(session: Session, token: str) -> LinkFacts | None:
    return _link(session, _BY_TOKEN, token=token)


def link_to_answer(session: Session, token: str) -> LinkFacts | None:
    """The same, its round locked until the transaction ends, so that nobody signs meanwhile."""
    return _link(session, _TO_ANSWER, token=token)


def link_of_round(session: Session, round_id: int) -> LinkFacts | None:
    return _link(session, _OF_ROUND, in_round=round_id)


def _link(session: Session, query: Select[*tuple[Any, ...]], **values: object) -> LinkFacts | None:
    row = session.execute(query, values).one_or_none()
    return LinkFacts(*row) if row else None


def add_link(session: Session, round_id: int, token: str, closes: date) -> None:
    """Keep a round's link; one that was in use is replaced by it."""
    session.execute(update(Survey).where(col(Survey.round_id) == round_id).values(is_replaced=True))
    session.add(Survey(round_id=round_id, token=token, closes=closes))
    session.flush()


def set_closes(session: Session, link_id: int, closes: date) -> None:
    session.execute(update(Survey).where(col(Survey.id) == link_id).values(closes=closes))


def note_answered_on(session: Session, link_id: int, day: date) -> None:
    """Note that somebody answers on this day; the link's round must be locked."""
    session.execute(update(Survey).where(col(Survey.id) == link_id).values(last_answered_on=day))


@dataclass(frozen=True)
class DraftFacts:
    """A response that is not finished: what its practitioner chose to begin with."""

    id: int
    sector_id: str
    partner_id: int | None
    role: str
    comment: str
    started_at: datetime


# Thousands may ask within a minute: put together once, and past the ORM, which costs half as much.
_DRAFTS = SQLModel.metadata.tables["survey_draft"]
_ANSWERS = SQLModel.metadata.tables["survey_draft_answer"]
_DEVICES = SQLModel.metadata.tables["survey_device"]
_ODDITIES = SQLModel.metadata.tables["survey_oddity"]
_OF_DEVICE = (_DRAFTS.c.round_id == bindparam("in_round")) & (
    _DRAFTS.c.device_hash == bindparam("device")
)
_DRAFT = (
    select(
        *columns_of(DraftFacts, _DRAFTS),
        *columns_of(GivenAnswer, _ANSWERS),
    )
    .outerjoin(_ANSWERS, _ANSWERS.c.draft_id == _DRAFTS.c.id)
    .where(_OF_DEVICE)
)
_LOCK = select(_DRAFTS.c.id).where(_OF_DEVICE).with_for_update()
_ANSWERED = select(_DEVICES.c.round_id).where(
    _DEVICES.c.round_id == bindparam("in_round"), _DEVICES.c.device_hash == bindparam("device")
)
_BEGIN = insert(_DRAFTS).returning(_DRAFTS.c.id)
_BEGUN_BEFORE = select(_DRAFTS.c.id).where(_DRAFTS.c.started_at < bindparam("moment"))
_KEEP = insert(_ANSWERS)
_FORGET = delete(_ANSWERS).where(
    _ANSWERS.c.draft_id == bindparam("draft"),
    _ANSWERS.c.item_id.in_(bindparam("items", expanding=True)),
)
_DELETE = tuple(
    delete(table).where(column.in_(bindparam("drafts", expanding=True)))
    for table, column in ((_ANSWERS, _ANSWERS.c.draft_id), (_DRAFTS, _DRAFTS.c.id))
)
_NOTE = insert(_DEVICES)
_COUNT_MORE = (
    update(_ODDITIES)
    .where(_ODDITIES.c.round_id == bindparam("in_round"), _ODDITIES.c.kind == bindparam("of_kind"))
    .values(responses=_ODDITIES.c.responses + 1)
)
_COUNT_FIRST = insert(_ODDITIES)


def draft_of(
    session: Session, round_id: int, device_hash: str
) -> tuple[DraftFacts, Mapping[str, GivenAnswer]] | None:
    rows = session.execute(_DRAFT, {"in_round": round_id, "device": device_hash}).all()
    if not rows:
        return None
    answers = {row[6]: GivenAnswer(*row[6:]) for row in rows if row[6] is not None}
    return DraftFacts(*rows[0][:6]), answers


def lock_draft(session: Session, round_id: int, device_hash: str) -> None:
    """Keep a device's draft from being changed by anybody else until the transaction ends."""
    if session.get_bind().dialect.name == "sqlite":
        # Its one writer has all to itself.
        return
    session.execute(_LOCK, {"in_round": round_id, "device": device_hash})


def begin_draft(
    session: Session,
    round_id: int,
    device_hash: str,
    *,
    sector_id: str,
    partner_id: int | None,
    role: str,
    started_at: datetime,
) -> DraftFacts:
    added = session.execute(
        _BEGIN,
        {
            "round_id": round_id,
            "device_hash": device_hash,
            "sector_id": sector_id,
            "partner_id": partner_id,
            "role": role,
            "started_at": started_at,
        },
    )
    return DraftFacts(added.scalar_one(), sector_id, partner_id, role, "", started_at)


def change_draft(
    session: Session, draft_id: int, *, sector_id: str, partner_id: int | None, role: str
) -> None:
    """Keep another choice of where somebody works, or as what; their answers stay."""
    session.execute(
        update(SurveyDraft)
        .where(col(SurveyDraft.id) == draft_id)
        .values(sector_id=sector_id, partner_id=partner_id, role=role)
    )


def set_draft_comment(session: Session, draft_id: int, comment: str) -> None:
    session.execute(
        update(SurveyDraft).where(col(SurveyDraft.id) == draft_id).values(comment=comment)
    )


def keep_draft_answers(
    session: Session, draft_id: int, answers: Sequence[GivenAnswer], before: Container[str]
) -> None:
    """Keep answers in place of those of the same items; ``before``: items that have one."""
    replaced = [one.item_id for one in answers if one.item_id in before]
    if replaced:
        session.execute(_FORGET, {"draft": draft_id, "items": replaced})
    if answers:
        session.execute(_KEEP, [{"draft_id": draft_id, **vars(one)} for one in answers])


def delete_drafts(session: Session, draft_ids: Collection[int]) -> None:
    if draft_ids:
        for statement in _DELETE:
            session.execute(statement, {"drafts": list(draft_ids)})


def drafts_begun_before(session: Session, moment: datetime) -> Sequence[int]:
    return list(session.scalars(_BEGUN_BEFORE, {"moment": moment}))


def has_answered(session: Session, round_id: int, device_hash: str) -> bool:
    found = session.execute(_ANSWERED, {"in_round": round_id, "device": device_hash})
    return found.first() is not None


def note_answered(session: Session, round_id: int, device_hash: str) -> None:
    session.execute(_NOTE, {"round_id": round_id, "device_hash": device_hash})


def count_oddity(session: Session, round_id: int, kind: str) -> None:
    """Count one more response of a round that is odd in this way; its round must be locked."""
    more = session.execute(_COUNT_MORE, {"in_round": round_id, "of_kind": kind})
    if not more.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        session.execute(_COUNT_FIRST, {"round_id": round_id, "kind": kind, "responses": 1})


def oddities_of(session: Session, round_id: int) -> Mapping[str, int]:
    rows = session.execute(
        select(col(SurveyOddity.kind), col(SurveyOddity.responses)).where(
            col(SurveyOddity.round_id) == round_id
        )
    )
    return {row[0]: row[1] for row in rows}
