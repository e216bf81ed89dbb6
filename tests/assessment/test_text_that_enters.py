"""No entrance keeps a character that nobody sees: what was typed anywhere, looked up everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from owf.access.actor import Role
from owf.access.invitations import invite
from owf.assessment.evidence.library import Described, add_evidence
from owf.assessment.moderation.agreeing import agree_level
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.moderation.families import keep_voice
from owf.assessment.moderation.replies import answer_reply, open_agreed, reply_to_level
from owf.assessment.returns.answering import Evidence, save_comment, save_evidence
from owf.assessment.returns.delegation import delegate
from owf.assessment.rounds.opening import add_partners
from owf.assessment.rounds.partners import note_apologies, reopen_return
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.signing.sign_off import sign_off
from owf.store.answers import StoredAnswer
from owf.store.moderation import HeardVoice
from owf.store.people import RoleHeld
from owf.store.results import Note
from tests.cast import Cast

PASTED = " ge\x02planten \u200b\x00\x1b[31m\ufeffRed\u202e \ud83d"
READ = "geplanten [31mRed"


def comment(cast: Cast) -> None:
    save_comment(cast.store, cast.alice, cast.police, "caf-1", PASTED, seen=StoredAnswer("caf-1"))


def evidence_of_answer(cast: Cast) -> None:
    save_evidence(
        cast.store,
        cast.alice,
        cast.police,
        "caf-2",
        Evidence(PASTED, date(2010, 3, 31)),
        seen=StoredAnswer("caf-2"),
    )


def piece_of_evidence(cast: Cast) -> None:
    add_evidence(
        cast.store,
        cast.alice,
        cast.cambridgeshire.partners["police"],
        Described(PASTED),
        "https://example.org/audit",
    )


def delegation(cast: Cast) -> None:
    delegate(cast.store, cast.alice, cast.police, "caf", "bob", note=PASTED)


def name_of_partner(cast: Cast) -> None:
    add_partners(cast.store, cast.carol, cast.cambridgeshire.trust, [("police", PASTED)])


def apologies(cast: Cast) -> None:
    note_apologies(cast.store, cast.carol, cast.police, PASTED)


def reopened_return(cast: Cast) -> None:
    cast.submit_all(cast.cambridgeshire, {"police": 3})
    reopen_return(cast.store, cast.carol, cast.police, PASTED)


def families(cast: Cast) -> None:
    heard = HeardVoice("children", PASTED, date(2009, 5, 4), 12, PASTED, ("caf",))
    keep_voice(cast.store, cast.carol, cast.cambridgeshire.round_id, heard)


def context_note(cast: Cast) -> None:
    keep_note(cast.store, cast.dave, cast.cambridgeshire.round_id, Note("caf", PASTED))


def _all_submitted(cast: Cast) -> None:
    cast.submit_all(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 4})


def agreed_level_and_reply(cast: Cast) -> None:
    _all_submitted(cast)
    place = cast.cambridgeshire
    agree_level(cast.store, cast.dave, place.round_id, "caf-1", 5, reason=PASTED, seen_version=0)
    reply_to_level(cast.store, cast.alice, cast.police, "caf-1", PASTED, seen_version=1)
    seen = open_agreed(cast.store, cast.alice, place.partners["police"], cast.year)
    reply = next(one for one in seen.items if one.item.id == "caf-1").replies[0]
    answer_reply(cast.store, cast.dave, reply.id, answer=PASTED, stands=True, seen=reply)


def reopened_round(cast: Cast) -> None:
    _all_submitted(cast)
    cast.accept_all(cast.cambridgeshire)
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "done")
    reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, PASTED)


def invited(cast: Cast) -> None:
    held = RoleHeld(Role.STEERING, "trust", str(cast.cambridgeshire.trust))
    invite(cast.store, cast.carol, "\u200bnew@example.org\x02", PASTED, [held])


ENTRANCES: Mapping[str, Callable[[Cast], None]] = {
    one.__name__: one
    for one in (
        comment,
        evidence_of_answer,
        piece_of_evidence,
        delegation,
        name_of_partner,
        apologies,
        reopened_return,
        families,
        context_note,
        agreed_level_and_reply,
        reopened_round,
        invited,
    )
}


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_what_nobody_sees_is_not_kept(cast, entrance):
    ENTRANCES[entrance](cast)
    kept = [value for value in every_text(cast) if "planten" in value]
    assert kept
    assert [value for value in kept if READ not in value.replace("\\n", "\n")] == []


def every_text(cast: Cast) -> list[str]:
    found: list[str] = []
    with cast.store.reading() as session:
        connection: Any = session.connection()
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                found += [value for value in row if isinstance(value, str)]
    return found
