"""What one practitioner says in the survey, and what of it can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from owf.assessment.asking import Choice, applying_items, choices_of
from owf.assessment.refusals import OutsideScale
from owf.questionnaire import Audience, Item, NonScore, Pack
from owf.store import Session, rounds
from owf.store.rounds import PartnerFacts
from owf.store.surveys import GivenAnswer


class PractitionerRole(StrEnum):
    """As what somebody works; broad, so that it points at nobody."""

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
    """What one practitioner says. They name their partner, or only its sector."""

    sector: str
    choices: Mapping[str, Choice]
    partner_id: int | None = None


@lru_cache(maxsize=200)
def items_for_practitioner(pack: Pack, sector: str) -> tuple[Item, ...]:
    """The items that a practitioner of a sector may be asked, in order."""
    return tuple(
        item for item in pack.items_for(Audience.PRACTITIONERS) if item.is_for_sector(sector)
    )


def items_applying(pack: Pack, sector: str, given: Mapping[str, GivenAnswer]) -> tuple[Item, ...]:
    """Those of them whose condition is met by the answers that were given."""
    asked = items_for_practitioner(pack, sector)
    applying = applying_items(asked, given)
    return tuple(item for item in asked if item.id in applying)


def checked(session: Session, pack: Pack, trust: int, response: Response) -> list[GivenAnswer]:
    """A response's answers as they can be kept.

    Raises:
        OutsideScale: an item that practitioners of this sector are not asked, something that its
            scale does not have, a sector that the questionnaire does not name, or a partner that
            is not of this Trust or of another sector.
    """
    refuse_elsewhere(session, pack, trust, response.sector, response.partner_id)
    return checked_answers(pack, response.sector, response.choices)


def checked_answers(pack: Pack, sector: str, choices: Mapping[str, Choice]) -> list[GivenAnswer]:
    """What a practitioner of a sector chose, as it can be kept.

    Raises:
        OutsideScale: an item that they are not asked, or something that its scale does not have.
    """
    asked = {item.id: item for item in items_for_practitioner(pack, sector)}
    return [
        _checked_one(pack, asked.get(item_id), item_id, choice)
        for item_id, choice in choices.items()
    ]


def refuse_elsewhere(
    session: Session, pack: Pack, trust: int, sector: str, partner_id: int | None
) -> None:
    """Refuse a sector that the questionnaire lacks, and a partner that is not of it.

    Raises:
        OutsideScale: says which.
    """
    if partner_id is not None:
        _refuse_stranger(rounds.partner_by_id(session, partner_id), trust, sector, partner_id)
    if sector not in {one.id for one in pack.sectors}:
        raise OutsideScale(
            f"{sector!r} is no sector of this questionnaire: choose one of those offered."
        )


def _refuse_stranger(
    partner: PartnerFacts | None, trust: int, sector: str, partner_id: int
) -> None:
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


def _checked_one(pack: Pack, item: Item | None, item_id: str, choice: Choice) -> GivenAnswer:
    if item is None:
        raise OutsideScale(f"{item_id!r} is not asked of practitioners: leave it out.")
    scale = pack.scale_of(item)
    # A text that reads like a non-score equals it, and is none.
    is_choice = isinstance(choice, int | NonScore) and not isinstance(choice, bool)
    if not is_choice or choice not in choices_of(scale):
        raise OutsideScale(
            f"{choice!r} is not a level of {item_id}: choose one from "
            f"{scale.values[0]} to {scale.values[-1]}."
        )
    if isinstance(choice, NonScore):
        return GivenAnswer(item_id, None, choice.value)
    return GivenAnswer(item_id, choice)
