"""Asking a colleague to answer a theme of a return; it restricts nobody."""

from collections.abc import Sequence

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import NotFound, Refused
from owf.assessment.packs import pack_of
from owf.assessment.returns.answering import refuse_where_locked
from owf.assessment.texts import refuse_longer
from owf.store import Session, Store, answers, participation
from owf.store.answers import ReturnKey
from owf.store.participation import Respondent
from owf.texts import clean_text

NOTE_LIMIT = 300
GONE = "This self-assessment no longer exists. Go back to Start."


def colleagues(store: Store, who: Actor, return_id: int) -> Sequence[Respondent]:
    with store.reading() as session:
        place = participation.place_of_return(session, return_id)
        if place is None:
            raise NotFound(GONE)
        policy.require(policy.may_delegate(who, place.partner_id, place.trust))
        return participation.respondents(session, [place.partner_id])


def delegate(
    store: Store, who: Actor, return_id: int, theme: str, person_id: str, *, note: str = ""
) -> None:
    """Ask a colleague to answer a theme, in place of the one who was asked before."""
    note = clean_text(note)
    with store.writing() as session:
        key = _return_with_theme(session, who, return_id, theme)
        there = participation.respondents(session, [key.partner_id])
        if person_id not in {one.id for one in there}:
            raise Refused(
                "You can only pass a theme to somebody who answers for the same partner. Ask "
                "your coordinator to invite this colleague first."
            )
        refuse_longer("The note", note, NOTE_LIMIT)
        participation.set_delegation(session, return_id, theme, person_id, note)
        audit.record_on(session, who, Event.THEME_DELEGATED, key, theme=theme, person=person_id)


def end_delegation(store: Store, who: Actor, return_id: int, theme: str) -> None:
    with store.writing() as session:
        key = _return_with_theme(session, who, return_id, theme)
        participation.set_delegation(session, return_id, theme, None, "")
        audit.record_on(session, who, Event.DELEGATION_ENDED, key, theme=theme)


def _return_with_theme(session: Session, who: Actor, return_id: int, theme: str) -> ReturnKey:
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound(GONE)
    policy.require(policy.may_delegate(who, key.partner_id, key.trust))
    refuse_where_locked(key)
    pack = pack_of(session, key.pack_snapshot_id)
    if theme not in {one.id for one in pack.themes}:
        raise NotFound("This theme is not in this questionnaire. Reload the page.")
    return key
