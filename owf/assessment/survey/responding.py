"""A practitioner at the open link, known only by a hash of a cookie's token (decision 0016)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256

from owf import clock
from owf.access import audit
from owf.access.audit import Event
from owf.assessment.asked_items import Choice, applying_items, choices_of, fields_of
from owf.assessment.errors import (
    AnsweredAlready,
    NoSuchSurvey,
    NotBegun,
    OutsideScale,
    ResponseRefused,
    SurveyClosed,
)
from owf.assessment.packs import pack_with
from owf.questionnaire import Audience, Item, NonScore, Pack, Theme
from owf.store import Session, Store, rounds, surveys
from owf.store import surveys as store_surveys
from owf.store.surveys import DraftFacts, GivenAnswer, LinkFacts
from owf.store.tables import Partner
from owf.texts import clean_text


class PractitionerRole(StrEnum):
    """Broad, so that it identifies nobody."""

    WITH_CHILDREN = "with-children"
    MANAGES = "manages"
    SUPPORTS = "supports"
    VOLUNTEERS = "volunteers"
    OTHER = "other"


ROLE_TITLES: Mapping[PractitionerRole, str] = {
    PractitionerRole.WITH_CHILDREN: "I work directly with children, young people or families",
    PractitionerRole.MANAGES: "I manage or supervise people who do",
    PractitionerRole.SUPPORTS: "I support them: training, coordination or administration",
    PractitionerRole.VOLUNTEERS: "I am a volunteer",
    PractitionerRole.OTHER: "Something else, or I would rather not say",
}


@dataclass(frozen=True)
class Response:
    """What one practitioner answers. They name their partner, or only its sector."""

    sector: str
    choices: Mapping[str, Choice]
    partner_id: int | None = None


@lru_cache(maxsize=200)
def items_for_practitioner(pack: Pack, sector: str) -> tuple[Item, ...]:
    return tuple(
        item for item in pack.items_for(Audience.PRACTITIONERS) if item.is_for_sector(sector)
    )


def items_applying(pack: Pack, sector: str, given: Mapping[str, GivenAnswer]) -> tuple[Item, ...]:
    """The items for a practitioner of a sector whose condition is met by the answers given."""
    asked = items_for_practitioner(pack, sector)
    applying = applying_items(asked, given)
    return tuple(item for item in asked if item.id in applying)


def checked_answers(pack: Pack, sector: str, choices: Mapping[str, Choice]) -> list[GivenAnswer]:
    asked = {item.id: item for item in items_for_practitioner(pack, sector)}
    return [
        _given_answer(pack, asked.get(item_id), item_id, choice)
        for item_id, choice in choices.items()
    ]


def refuse_elsewhere(
    session: Session, pack: Pack, trust: int, sector: str, partner_id: int | None
) -> None:
    if partner_id is not None:
        partner = rounds.partner_by_id(session, partner_id)
        if partner is None or partner.trust != trust:
            raise OutsideScale(
                f"Partner {partner_id} does not belong to this Trust: choose one that does, "
                "or name the sector only."
            )
        if partner.sector_id != sector:
            raise OutsideScale(
                f"{partner.name} belongs to the sector {partner.sector_id!r}, not to "
                f"{sector!r}: give its own."
            )
    if sector not in {one.id for one in pack.sectors}:
        raise OutsideScale(
            f"{sector!r} is no sector of this questionnaire: choose one of those offered."
        )


def _given_answer(pack: Pack, item: Item | None, item_id: str, choice: Choice) -> GivenAnswer:
    if item is None:
        raise OutsideScale(f"{item_id!r} is not asked of practitioners: leave it out.")
    scale = pack.scale_of(item)
    # A plain text equals the non-score of the same letters, but is not one.
    is_choice = isinstance(choice, int | NonScore) and not isinstance(choice, bool)
    if not is_choice or choice not in choices_of(scale):
        raise OutsideScale(
            f"{choice!r} is not a level of {item_id}: choose one from "
            f"{scale.values[0]} to {scale.values[-1]}."
        )
    return GivenAnswer(item_id, *fields_of(choice))


KEPT_FOR = timedelta(days=30)
"""Older drafts are deleted when somebody else starts."""
QUICK = timedelta(minutes=1)
"""Somebody who finishes sooner has hardly read the questions."""
FEWEST_FOR_FLAT = 5
"""That fewer levels are all the same means nothing."""
LONGEST_COMMENT = 1000


@dataclass(frozen=True)
class Screen:
    theme: Theme
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Sitting:
    """A device at a survey. ``draft`` is ``None`` where it has not started."""

    link: LinkFacts
    pack: Pack
    draft: DraftFacts | None
    given: Mapping[str, GivenAnswer]

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The themes to answer, in order; none before the practitioner has said where they work."""
        if self.draft is None:
            return ()
        asked = {one.id for one in items_applying(self.pack, self.draft.sector_id, self.given)}
        found = (
            Screen(theme, tuple(item for item in theme.items if item.id in asked))
            for theme in self.pack.themes
        )
        return tuple(one for one in found if one.items)

    @property
    def first_open_screen(self) -> Screen | None:
        """The first without an answer, else the last."""
        return next(
            (one for one in self.screens if not any(i.id in self.given for i in one.items)),
            self.screens[-1] if self.screens else None,
        )

    def screen_of(self, theme_id: str) -> Screen | None:
        return next((one for one in self.screens if one.theme.id == theme_id), None)


def open_survey(store: Store, token: str, device: str) -> Sitting:
    """A new device has an empty token. Raises NoSuchSurvey, SurveyClosed, AnsweredAlready."""
    with store.reading() as session:
        link = store_surveys.link_by_token(session, token)
        return _sitting_of_device(session, link, device)


@dataclass(frozen=True)
class Computer:
    """Who is at a survey with one browser: each of them has a device's token of their own.

    ``unfinished`` are the sittings of those who have begun, by token, the oldest first.
    """

    unfinished: Mapping[str, Sitting]
    has_answered: bool


def computer_at(store: Store, token: str, devices: Sequence[str]) -> Computer:
    """Raises NoSuchSurvey, SurveyClosed."""
    unfinished: dict[str, Sitting] = {}
    has_answered = False
    with store.reading() as session:
        link = store_surveys.link_by_token(session, token)
        for device in devices or ("",):
            try:
                sitting = _sitting_of_device(session, link, device)
            except AnsweredAlready:
                has_answered = True
                continue
            if sitting.draft is not None:
                unfinished[device] = sitting
    return Computer(unfinished, has_answered)


def partners_to_name(store: Store, sitting: Sitting) -> Sequence[Partner]:
    with store.reading() as session:
        return rounds.partners_of_round(session, sitting.link.round_id)


def begin(
    store: Store,
    token: str,
    device: str,
    *,
    sector: str,
    partner_id: int | None,
    role: PractitionerRole,
) -> Sitting:
    """A draft that exists keeps its answers; raises as ``open_survey``."""
    with store.writing() as session:
        sitting = _sitting_of_device(session, store_surveys.link_to_answer(session, token), device)
        link, draft = sitting.link, sitting.draft
        refuse_elsewhere(session, sitting.pack, link.trust, sector, partner_id)
        if draft is None:
            stale = surveys.drafts_begun_before(session, clock.now() - KEPT_FOR)
            surveys.delete_drafts(session, stale)
            draft = surveys.begin_draft(
                session,
                link.round_id,
                _device_hash(link, device),
                sector_id=sector,
                partner_id=partner_id,
                role=role,
                started_at=clock.now(),
            )
        else:
            draft = replace(draft, sector_id=sector, partner_id=partner_id, role=role)
            surveys.change_draft(
                session, draft.id, sector_id=sector, partner_id=partner_id, role=role
            )
        return replace(sitting, draft=draft)


@dataclass(frozen=True)
class Step:
    """To ``theme`` (empty: the start), or the end; ``has_grown``: the theme has more to ask."""

    theme: str = ""
    has_grown: bool = False
    is_handed_in: bool = False


def answer_screen(
    store: Store,
    token: str,
    device: str,
    theme_id: str,
    choices: Mapping[str, Choice],
    *,
    comment: str | None = None,
    is_back: bool = False,
    is_crowd: bool = False,
    same_computer: Sequence[str] = (),
) -> Step:
    """From the last screen on, sends the response; a statement may be left out.

    ``comment`` is ``None`` where the screen has no box for it; ``is_crowd``: many from one address
    within the hour; ``same_computer``: tokens of the others who used the browser. Raises as
    ``open_survey``, and NotBegun, ResponseRefused.
    """
    with store.writing() as session:
        link = store_surveys.link_to_answer(session, token)
        before = _sitting_of_device(session, link, device, to_change=True)
        screen, draft = before.screen_of(theme_id), before.draft
        if screen is None or draft is None:
            raise NotBegun("Say where you work and what you do first.")
        new = checked_answers(before.pack, draft.sector_id, choices)
        after = replace(before, given={**before.given, **{one.item_id: one for one in new}})
        written = draft.comment if comment is None else _checked_comment(comment)
        step = _next_step(after, screen, is_back=is_back)
        if step.is_handed_in:
            is_again = any(
                surveys.has_answered(session, before.link.round_id, _device_hash(before.link, one))
                for one in same_computer
            )
            odd = {"crowd": is_crowd, "again": is_again}
            _keep_response(session, after, draft, device, written, odd=odd)
            return step
        surveys.keep_draft_answers(session, draft.id, new, before.given)
        if written != draft.comment:
            surveys.set_draft_comment(session, draft.id, written)
        return step


def _next_step(after: Sitting, screen: Screen, *, is_back: bool) -> Step:
    themes = [one.theme.id for one in after.screens]
    place = themes.index(screen.theme.id)
    if is_back:
        return Step(themes[place - 1] if place else "")
    shown = {item.id for item in screen.items}
    if any(item.id not in shown for item in after.screens[place].items):
        return Step(screen.theme.id, has_grown=True)
    if place + 1 < len(themes):
        return Step(themes[place + 1])
    return Step(is_handed_in=True)


def _checked_comment(comment: str) -> str:
    comment = clean_text(comment)
    if len(comment) > LONGEST_COMMENT:
        raise ResponseRefused(
            f"The comment has {len(comment)} characters. Shorten it to {LONGEST_COMMENT}."
        )
    return comment


def _keep_response(
    session: Session,
    sitting: Sitting,
    draft: DraftFacts,
    device: str,
    comment: str,
    *,
    odd: Mapping[str, bool],
) -> None:
    link = sitting.link
    applying = items_applying(sitting.pack, draft.sector_id, sitting.given)
    said = [sitting.given[item.id] for item in applying if item.id in sitting.given]
    if not said:
        raise ResponseRefused(
            "You have not answered a statement yet, so there is nothing to send. Answer at least "
            "one."
        )
    surveys.add_response(
        session,
        link.round_id,
        draft.sector_id,
        draft.partner_id,
        said,
        role=draft.role,
        comment=comment,
        in_order=False,
    )
    surveys.delete_drafts(session, [draft.id])
    surveys.note_answered(session, link.round_id, _device_hash(link, device))
    for kind, is_odd in (
        ("quick", clock.now() - draft.started_at < QUICK),
        ("flat", _is_flat(said)),
        *odd.items(),
    ):
        if is_odd:
            surveys.count_oddity(session, link.round_id, kind)
    _record_day_of_answer(session, link)


def _sitting_of_device(
    session: Session, link: LinkFacts | None, device: str, *, to_change: bool = False
) -> Sitting:
    if link is None:
        raise NoSuchSurvey("No survey has this address.")
    _refuse_closed(link)
    pack = pack_with(session, link.pack_snapshot_id, link.pack_digest)
    if not device:
        return Sitting(link, pack, None, {})
    device_hash = _device_hash(link, device)
    if to_change:
        # Before reading, so that nothing is missed that another window of the device saves.
        surveys.lock_draft(session, link.round_id, device_hash)
    found = surveys.draft_of(session, link.round_id, device_hash)
    if found is None:
        if surveys.has_answered(session, link.round_id, device_hash):
            raise AnsweredAlready("Answers have already been sent from this device.")
        return Sitting(link, pack, None, {})
    return Sitting(link, pack, *found)


def _refuse_closed(link: LinkFacts) -> None:
    if link.is_replaced:
        raise SurveyClosed(
            "This link was replaced",
            "There is a newer link to this survey. Ask the person who sent you this one for it. "
            "Answers already sent count. If you had started, you can continue with the new link.",
        )
    if link.round_status != "open":
        raise SurveyClosed(
            "This survey is closed",
            f"{link.trust_name} has signed its results for {link.year}, so you can no longer "
            "answer. Answers sent before that count.",
        )
    if link.closes < clock.today():
        raise SurveyClosed(
            "This survey is closed",
            f"The last day to answer was {clock.day_in_words(link.closes)}. Answers sent by then "
            "count.",
        )


def _device_hash(link: LinkFacts, device: str) -> str:
    """The hash of a device's token; different in each round, so that no two can be joined."""
    return sha256(f"{link.round_id}:{device}".encode()).hexdigest()


def _is_flat(said: Sequence[GivenAnswer]) -> bool:
    levels = [one.level for one in said if one.level is not None]
    return len(levels) >= FEWEST_FOR_FLAT and len(set(levels)) == 1


def _record_day_of_answer(session: Session, link: LinkFacts) -> None:
    """Note in the record that somebody answered today: once a day, without hour or address."""
    today = clock.today()
    if link.last_answered_on == today:
        return
    store_surveys.note_answered_on(session, link.id, today)
    with clock.stopped_at(datetime.combine(today, time(), clock.LONDON)):
        audit.record(session, None, Event.RESPONSES_KEPT, "round", link.round_id, trust=link.trust)
