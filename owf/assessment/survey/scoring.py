"""The practitioners' survey: keeping responses, and scores next to the leaders' (METHOD 1)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.disclosure.practitioners import (
    items_of_too_few,
    leaders_to_pair,
    without_strays,
)
from owf.assessment.errors import Locked, NotFound
from owf.assessment.packs import pack_of
from owf.assessment.scoring import as_row, item_refs
from owf.assessment.survey.responding import Response, checked_answers, refuse_elsewhere
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
    """All or none; gives the round's number. ``who`` is ``None`` for a practitioner.

    Anybody else but the operator is refused, since the response would bear their name.
    """
    policy.require(policy.may_respond(who))
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
            sector, partner_id = response.sector, response.partner_id
            refuse_elsewhere(session, pack, in_round.trust, sector, partner_id)
            given = checked_answers(pack, sector, response.choices)
            surveys.add_response(session, round_id, sector, partner_id, given)
        if responses:
            audit.record_on(session, who, Event.RESPONSES_KEPT, in_round, responses=len(responses))
        return surveys.response_count(session, round_id)


def survey_rows(
    pack: Pack, responses: Sequence[PractitionerAnswer], leaders: Sequence[RoundAnswer]
) -> list[ScoreRow]:
    """None without responses; suppressed below five people (METHOD 1.7).

    From five on every sector stays, since the gap is paired by sector; no page shows one of fewer
    than five (decision 0006). Leaders' rows hold only sectors from which practitioners answered,
    and no figure where fewer than five are in these, or one to four in all others.
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
        _practitioner_scores(pack, kept), _practitioner_scores(pack, responses), shared, strict=True
    ):
        shown = said if said.n_respondents >= FEWEST_PERSONS else suppressed(of_all)
        rows.append(as_row(shown, "practitioners"))
        rows.append(as_row(leaders_to_pair(theirs, persons[said.group.key]), "leaders_shared"))
    return rows


def _practitioner_scores(pack: Pack, responses: Sequence[PractitionerAnswer]) -> list[GroupScore]:
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
