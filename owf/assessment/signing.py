"""Signing off: the chair's signature makes an immutable snapshot with a hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf import clock
from owf.access import Actor
from owf.assessment.agreeing import Position, open_round_to_sign, positions_of
from owf.assessment.answering import items_asked
from owf.assessment.packs import pack_of
from owf.assessment.refusals import Incomplete, OutsideScale
from owf.benchmark import Answer, ItemRef, score_groups
from owf.questionnaire import Pack
from owf.store import Store, answers, results, rounds
from owf.store.answers import RoundAnswer, StoredAgreement
from owf.store.results import ScoreRow

PUBLICATION_LEVELS: Mapping[str, str] = {
    "done": "Done: others see only that your Trust has finished",
    "headline": "Headline: your overall and theme scores count in the region's, without your name",
    "full": "Full: your Trust is named, and everything except comments can be compared",
}
"""How much of a signed round others may see (METHOD 1.8), with the words for the choice."""


def sign_off(
    store: Store,
    who: Actor,
    round_id: int,
    publication: str,
    *,
    notes: Mapping[str, str] | None = None,
) -> str:
    """Sign a Trust's agreed position; gives the hash over all that was signed.

    Levels that nobody changed are agreed as proposed. Nothing of the round can be changed after.

    Args:
        store: where to keep it.
        who: the chair, personally.
        round_id: the Trust's round.
        publication: ``done``, ``headline`` or ``full``.
        notes: what readers must know, by theme id (empty for the whole).

    Raises:
        NotAllowed, NotFound, Locked: as ``agree_level``.
        Incomplete: returns are not submitted yet, or reasons are missing; ``missing`` names them.
        OutsideScale: no such publication level.
    """
    if publication not in PUBLICATION_LEVELS:
        raise OutsideScale(
            f"{publication!r} is no publication level: choose {', '.join(PUBLICATION_LEVELS)}."
        )
    with store.writing() as session:
        in_round = open_round_to_sign(session, who, round_id)
        returns = rounds.returns_of_round(session, round_id)
        if not returns:
            raise Incomplete("Not signed: no partner takes part, so nothing is agreed.", ())
        waiting = tuple(one.partner_name for one in returns if one.status != "submitted")
        if waiting:
            raise Incomplete(
                f"Not signed: {_and(waiting)} {'has' if len(waiting) == 1 else 'have'} not "
                "submitted yet. Ask the coordinator to chase, then sign.",
                waiting,
            )
        at = clock.now()
        pack = pack_of(session, in_round.pack_snapshot_id)
        positions = positions_of(session, round_id, pack)
        unexplained = tuple(one.item.code for one in positions.values() if one.lacks_reason)
        if unexplained:
            raise Incomplete(
                f"Not signed: {_and(unexplained)} {'was' if len(unexplained) == 1 else 'were'} "
                "agreed outside the partners' middle without a reason. Write the reasons, "
                "then sign.",
                unexplained,
            )
        answers.write_agreements(
            session,
            round_id,
            [
                StoredAgreement(item_id, one.proposed, "", who.id, at, version=1)
                for item_id, one in positions.items()
                if one.agreement is None
            ],
        )
        for theme, text in (notes or {}).items():
            if text.strip():
                results.add_note(session, round_id, theme, text.strip())
        digest = results.write_snapshot(
            session,
            round_id,
            pack.digest(),
            scores=_scores(pack, answers.answers_of_round(session, round_id), positions),
            signed_by=who.id,
            signed_at=at,
            publication=publication,
        )
        rounds.set_round_status(session, round_id, "signed", publication)
        return digest


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def item_refs(pack: Pack) -> tuple[ItemRef, ...]:
    """A pack's leaders' items as the benchmark groups them."""
    return tuple(
        ItemRef(item.id, theme.id, item.aspect)
        for theme in pack.themes
        for item in items_asked(pack, theme)
    )


def _scores(
    pack: Pack, given: Sequence[RoundAnswer], positions: Mapping[str, Position]
) -> list[ScoreRow]:
    reasons = {
        item_id: one.agreement.reason
        for item_id, one in positions.items()
        if one.agreement is not None
    }
    scored = score_groups(
        item_refs(pack),
        [
            Answer(
                partner=str(answer.partner_id),
                sector=answer.sector_id,
                item=answer.item_id,
                level=answer.level,
                non_score=answer.non_score,
            )
            for answer in given
        ],
        {item_id: one.level for item_id, one in positions.items()},
        levels=pack.scale.values,
    )
    return [
        ScoreRow(
            kind=str(one.group.kind),
            group_key=one.group.key,
            audience="leaders",
            n_units=one.n_units,
            n_respondents=one.n_respondents,
            mean=one.mean,
            pooled_mean=one.pooled_mean,
            sd=one.sd,
            sector_scores=one.units,
            level_counts=one.level_counts,
            dont_know=one.dont_know,
            not_applicable=one.not_applicable,
            agreed=one.agreed,
            agreed_reason=reasons.get(one.group.item or "", ""),
        )
        for one in scored
    ]
