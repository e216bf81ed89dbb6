"""What practitioners said of each question, beside the leaders, while it is moderated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.surveying import survey_rows
from owf.questionnaire import Pack
from owf.store import Session, surveys
from owf.store.answers import RoundAnswer


@dataclass(frozen=True)
class PractitionersSaid:
    """Practitioners on one question: at least five people, else there is none of this.

    Attributes:
        mean: their score, in levels.
        people: how many gave a level.
        counts: people at each level, lowest first.
        leaders: the leaders' score over the sectors from which both answered; ``None`` where too
            few did.
    """

    mean: float
    people: int
    counts: tuple[int, ...]
    leaders: float | None


def practitioners_said(
    session: Session, round_id: int, pack: Pack, given: Sequence[RoundAnswer]
) -> Mapping[str, PractitionersSaid]:
    """By item id; what is suppressed in a snapshot (METHOD 1.7) is missing here too.

    Args:
        session: the database.
        round_id: the round.
        pack: its questionnaire.
        given: the answers of submitted returns that count.
    """
    rows = {
        (row.audience, row.group_key.removeprefix("item:")): row
        for row in survey_rows(pack, surveys.answers_of_survey(session, round_id), given)
        if row.kind == "item"
    }
    found = {}
    for (audience, item_id), row in rows.items():
        if audience == "practitioners" and row.mean is not None:
            leaders = rows.get(("leaders_shared", item_id))
            found[item_id] = PractitionersSaid(
                mean=row.mean,
                people=row.n_respondents,
                counts=tuple(row.level_counts),
                leaders=leaders.mean if leaders else None,
            )
    return found
