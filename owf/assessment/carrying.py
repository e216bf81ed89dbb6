"""Carrying over results that were answered and signed elsewhere: scores, without the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.asking import that_count
from owf.assessment.packs import pack_of
from owf.assessment.positions import positions_of
from owf.assessment.refusals import Incomplete, NotAllowed, NotFound, OutsideScale
from owf.assessment.scoring import leaders_rows, unnamed_returns
from owf.assessment.signing import PUBLICATION_LEVELS
from owf.store import Store, results, rounds
from owf.store.answers import RoundAnswer


def carry_over(
    store: Store,
    who: Actor,
    year: int,
    answers_of: Mapping[int, Sequence[RoundAnswer]],
    publication: Mapping[int, str],
) -> int:
    """Keep the signed results of Trusts that worked outside this service, all in one transaction.

    Each Trust gets a signed round with a snapshot and its hash, but no returns of its partners:
    the answers are scored (METHOD 1) and kept without names. Its agreed levels are the partners'
    medians. Each Trust's record says so.

    Args:
        store: where to keep it.
        who: the operator; the signature bears their id.
        year: an open cycle.
        answers_of: a Trust's answers by DfE number; ``partner_id`` need only be unique within it.
        publication: how much each of these Trusts shows to others.

    Returns:
        How many were kept.

    Raises:
        NotAllowed: only the operator may.
        NotFound: there is no such cycle.
        Incomplete: a Trust has a round of this year already, or no answers.
        OutsideScale: no such publication level.
    """
    decision = policy.may_carry_over(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.writing() as session:
        frozen = rounds.pack_of_cycle(session, year)
        if frozen is None:
            raise NotFound(f"The year {year} is not open. Open it first.")
        pack = pack_of(session, frozen)
        digest = rounds.pack_digest(session, frozen)
        for trust, carried in answers_of.items():
            given = that_count(pack, carried)
            level = publication.get(trust, "done")
            if level not in PUBLICATION_LEVELS:
                raise OutsideScale(
                    f"{level!r} is not a publication level. Choose {', '.join(PUBLICATION_LEVELS)}."
                )
            if not given or rounds.round_of(session, trust, year) is not None:
                raise Incomplete(
                    f"Trust {trust} has {'a round already' if given else 'no answers'} for "
                    f"{year}. Leave it out.",
                    (str(trust),),
                )
            round_id = rounds.add_round(session, year, trust)
            positions = positions_of(pack, given, {})
            signature = results.write_snapshot(
                session,
                round_id,
                digest,
                scores=leaders_rows(
                    pack, given, {item_id: (one.proposed, "") for item_id, one in positions.items()}
                ),
                returns=unnamed_returns(given),
                signed_by=who.id,
                signed_at=clock.now(),
                publication=level,
            )
            rounds.set_round_status(session, round_id, "signed", level)
            audit.record(
                session,
                who,
                Event.CARRIED_OVER,
                "round",
                round_id,
                trust=trust,
                version=signature.version,
                hash=signature.digest,
            )
        return len(answers_of)
