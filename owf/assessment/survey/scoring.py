"""The practitioners' survey: keeping responses, and scoring them beside the leaders' (METHOD 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.disclosure.practitioners import (
    items_of_too_few,
    leaders_to_pair,
    without_strays,
)
from owf.assessment.errors import Locked, NotAllowed, NotFound
from owf.assessment.packs import pack_of
from owf.assessment.scoring import as_row, item_refs
from owf.assessment.survey.responding import Response, checked
from owf.benchmark.agreement.practitioners import (
    FEWEST_PERSONS,
    PersonAnswer,
    score_practitioners,
    suppressed,
)
from owf.benchmark.scores.groups import groups_of
from owf.benchmark.scores.unit_scores import Answer, GroupScore, score_groups
from owf.questionnaire import Audience, Pack
from owf.store import Store, rounds, surveys
from owf.store.answers import RoundAnswer
from owf.store.results import ScoreRow
from owf.store.surveys import PractitionerAnswer


def keep_responses(
    store: Store, who: Actor | None, round_id: int, responses: Sequence[Response]
) -> int:
    """Keep practitioners' responses in a round; gives how many the round has now.

    Args:
        store: where to keep them.
        who: ``None`` for a practitioner, who has no account; else the operator.
        round_id: the Trust's round.
        responses: what each practitioner says.

    Raises:
        NotAllowed: somebody with an account, whose response would bear their name.
        NotFound: there is no such round.
        Locked: the round was signed.
        OutsideScale: an item that practitioners are not asked, a level that the scale does not
            have, a sector that the questionnaire does not name, or a partner that is not of this
            Trust or of another sector. Nothing is kept then.
    """
    decision = policy.may_respond(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.writing() as session:
        in_round = rounds.round_to_change(session, round_id)
        if in_round is None:
            raise NotFound("This self-assessment does not exist, so no response was kept.")
        if in_round.status != "open":
            raise Locked(
                f"{in_round.trust_name} has signed {in_round.year}, so no response was kept."
            )
        pack = pack_of(session, in_round.pack_snapshot_id)
        for response in responses:
            answers = checked(session, pack, in_round.trust, response)
            surveys.add_response(session, round_id, response.sector, response.partner_id, answers)
        if responses:
            audit.record(
                session,
                who,
                Event.RESPONSES_KEPT,
                "round",
                round_id,
                trust=in_round.trust,
                responses=len(responses),
            )
        return surveys.response_count(session, round_id)


def survey_rows(
    pack: Pack, responses: Sequence[PractitionerAnswer], leaders: Sequence[RoundAnswer]
) -> list[ScoreRow]:
    """The rows of a snapshot that a survey adds; none where nobody responded.

    Practitioners' scores, suppressed below five people, and the leaders' on the same questions.
    From five people on every sector stays in a row, however few spoke for it, because the gap is
    paired by sector; no page shows a sector of fewer than five (decision 0006).
    The latter hold only sectors from which practitioners answered too, and no figure where fewer
    than five people stand behind these sectors, or one to four behind all others: the gap is
    worked out over these sectors alone, and the practitioners' mean over all.
    """
    spoken_for = {one.sector_id for one in leaders if one.level is not None}
    responses = without_strays(responses, spoken_for)
    if not responses:
        return []
    items = item_refs(pack, Audience.PRACTITIONERS)
    thin = items_of_too_few(responses)
    kept = [one for one in responses if one.item_id not in thin]
    asked = {item.id for item in items} - thin
    shared = score_groups(
        items,
        [
            Answer(str(one.partner_id), one.sector_id, one.item_id, one.level, one.non_score)
            for one in leaders
            if one.item_id in asked
        ],
        {},
        levels=pack.scale.values,
    )
    persons = _persons_by_sector(pack, kept)
    rows = []
    for said, of_all, theirs in zip(
        _scored(pack, kept), _scored(pack, responses), shared, strict=True
    ):
        shown = said if said.n_respondents >= FEWEST_PERSONS else suppressed(of_all)
        rows.append(as_row(shown, "practitioners"))
        rows.append(as_row(leaders_to_pair(theirs, persons[said.group.key]), "leaders_shared"))
    return rows


def _scored(pack: Pack, responses: Sequence[PractitionerAnswer]) -> list[GroupScore]:
    return score_practitioners(
        item_refs(pack, Audience.PRACTITIONERS),
        [
            PersonAnswer(
                person=str(one.response_id),
                partner=None if one.partner_id is None else str(one.partner_id),
                sector=one.sector_id,
                item=one.item_id,
                level=one.level,
                non_score=one.non_score,
            )
            for one in responses
        ],
        levels=pack.scale.values,
    )


def _persons_by_sector(
    pack: Pack, responses: Sequence[PractitionerAnswer]
) -> Mapping[str, Counter[str]]:
    """Group key -> sector -> people who gave a level to one of the group's items."""
    gave: dict[str, set[tuple[int, str]]] = {}
    for one in responses:
        if one.level is not None:
            gave.setdefault(one.item_id, set()).add((one.response_id, one.sector_id))
    found = {}
    for group, item_ids in groups_of(item_refs(pack, Audience.PRACTITIONERS)).items():
        people = set().union(*(gave.get(item_id, set()) for item_id in item_ids))
        found[group.key] = Counter(sector for _, sector in people)
    return found
