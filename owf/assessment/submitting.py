"""Submitting: a partner's return confirmed by its people, or kept whole as it came in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.answering import checked, item_asked, open_for_change, refuse_where_locked
from owf.assessment.asking import (
    Choice,
    items_asked,
    progress_of,
    proven_items,
    without_answer,
    without_evidence,
)
from owf.assessment.packs import pack_of
from owf.assessment.refusals import Incomplete, NotAllowed, NotFound
from owf.questionnaire import Pack
from owf.store import Store, answers, evidence, rounds
from owf.store.answers import ReturnKey, StoredAnswer


def submit_return(store: Store, who: Actor, return_id: int) -> None:
    """Confirm a partner's answers: the return is locked from now on.

    Raises:
        NotAllowed, Locked, NotFound, DeadlinePassed: as ``save_choice``.
        Incomplete: items lack an answer, or evidence that their level asks for; ``missing`` has
            their codes.
    """
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        given = answers.answers_of_return(session, return_id)
        linked = evidence.linked_in_return(session, return_id)
        _refuse_unless_complete(pack, key, given, proven_items(linked, clock.today()))
        rounds.mark_submitted(session, return_id, clock.now(), who.id)
        audit.record(session, who, Event.RETURN_SUBMITTED, "return", return_id, trust=key.trust)


def _refuse_unless_complete(
    pack: Pack, key: ReturnKey, given: Mapping[str, StoredAnswer], proven: Collection[str]
) -> None:
    asked = items_asked(pack, sector=key.sector_id, given=given)
    open_items = without_answer(asked, given)
    if open_items:
        raise Incomplete(
            f"{len(open_items)} of {progress_of(asked, given).of} questions have no answer yet. "
            "Answer them all. “Don't know” and “not applicable” are also answers.",
            tuple(item.code for item in open_items),
        )
    bare = without_evidence(asked, given, proven)
    if bare:
        which = "One answer needs" if len(bare) == 1 else f"{len(bare)} answers need"
        raise Incomplete(
            f"{which} evidence at the level you chose. Say what it is and where it is kept, link "
            "something from your list that is still valid, or choose a lower level.",
            tuple(item.code for item in bare),
        )


def submit_whole_return(
    store: Store,
    who: Actor,
    return_id: int,
    choices: Mapping[str, tuple[Choice, str]],
    *,
    submit: bool = True,
) -> None:
    """Keep a whole return at once, item id -> (choice, comment), and confirm it.

    For returns that come in complete (an import, the demonstration). Who gave the answers is not
    known here, so they bear nobody's name; the record says who entered them.

    Raises:
        NotAllowed: only the operator may.
        NotFound: there is no such return.
        Locked: it was submitted, or its round was signed.
        OutsideScale: a choice is not on the scale; nothing is kept.
    """
    decision = policy.may_enter_returns(who)
    if not decision:
        raise NotAllowed(decision.reason)
    at = clock.now()
    with store.writing() as session:
        key = answers.return_key(session, return_id)
        if key is None:
            raise NotFound(f"There is no return {return_id}.")
        refuse_where_locked(key)
        pack = pack_of(session, key.pack_snapshot_id)
        kept = []
        for item_id, (choice, comment) in choices.items():
            item_asked(pack, key, item_id)
            level, non_score = checked(pack, choice)
            kept.append(StoredAnswer(item_id, level, non_score, comment, None, at))
        answers.write_new_answers(session, return_id, kept)
        if submit:
            rounds.mark_submitted(session, return_id, at, None)
        audit.record(
            session,
            who,
            Event.RETURN_SUBMITTED if submit else Event.ANSWER_SAVED,
            "return",
            return_id,
            trust=key.trust,
            answers=len(kept),
        )
