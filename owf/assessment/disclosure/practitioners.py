"""What of a survey may be shown: nothing of fewer than five people (METHOD 1.7, decision 0006)."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from owf.benchmark.agreement.practitioners import FEWEST_PERSONS, GapFinding
from owf.benchmark.scores.unit_scores import GroupScore
from owf.store.surveys import PractitionerAnswer


def without_strays(
    responses: Sequence[PractitionerAnswer], sectors: Set[str]
) -> Sequence[PractitionerAnswer]:
    """Leave out one to four people from sectors without a leader's level (not in ``sectors``).

    They have nobody to be paired with: the mean over all less the gap would tell of them.
    """
    strays = {
        one.response_id
        for one in responses
        if one.sector_id not in sectors and one.level is not None
    }
    if not 0 < len(strays) < FEWEST_PERSONS:
        return responses
    return [one for one in responses if one.response_id not in strays]


def items_of_too_few(responses: Sequence[PractitionerAnswer]) -> Set[str]:
    """They enter no score: overall beside the other themes would tell of a suppressed one."""
    rated = Counter(one.item_id for one in responses if one.level is not None)
    return {item_id for item_id, people in rated.items() if people < FEWEST_PERSONS}


def leaders_to_pair(leaders: GroupScore, persons: Counter[str]) -> GroupScore:
    """No score with fewer than five behind it, or one to four outside: subtraction would tell."""
    both = {sector: score for sector, score in leaders.units.items() if persons[sector]}
    behind = sum(persons[sector] for sector in both)
    if behind < FEWEST_PERSONS or 0 < persons.total() - behind < FEWEST_PERSONS:
        both = {}
    return replace(
        leaders,
        units=both,
        n_units=len(both),
        mean=sum(both.values()) / len(both) if both else None,
        sd=None,
        pooled_mean=None,
        unit_respondents={sector: leaders.unit_respondents[sector] for sector in both},
    )


def withheld(finding: GapFinding) -> GapFinding:
    """A gap that a snapshot leaves out because it would tell of a few people, in these words."""
    why = (
        "it is withheld, because with the practitioners' mean it would reveal the answers of "
        f"fewer than {FEWEST_PERSONS} people"
    )
    opening = finding.sentence.split(": ", 1)[0]
    return replace(finding, gap=replace(finding.gap, why_not=why), sentence=f"{opening}: {why}.")
