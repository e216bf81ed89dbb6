"""How one year is scored on the questions that are compared with other years' (METHOD 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from owf.assessment.scoring import item_refs
from owf.benchmark import Group, GroupKind, Levels, PairedScoring, groups_of, paired_scoring
from owf.questionnaire import Pack


@dataclass(frozen=True)
class Side:
    """How one year is scored on what others asked too.

    Attributes:
        key: tells it from every other side.
        stored: keys of the groups whose signed score rests on just these questions already.
        anew: scores all others from the answers.
    """

    key: str
    stored: frozenset[str]
    anew: PairedScoring


def side_of(
    key: str,
    pack: Pack,
    groups: Mapping[Group, Sequence[str]],
    pairs: Mapping[str, Mapping[str, Levels]],
) -> Side:
    """How a year of this pack is scored on some groups of compared questions.

    Args:
        key: of the side.
        pack: that year's questionnaire.
        groups: what is scored -> the ids of the compared questions in it; single items are left
            out.
        pairs: a compared question's id -> the pack's items that it is, and what their levels
            count as.
    """
    own = groups_of(item_refs(pack))
    plain = {
        one
        for one, levels in pairs.items()
        if len(levels) == 1 and all(given == level for given, level in _steps(levels))
    }
    wanted = {group: ids for group, ids in groups.items() if group.kind is not GroupKind.ITEM}
    stored = {
        group
        for group, ids in wanted.items()
        if plain.issuperset(ids)
        and sorted(item for one in ids for item in pairs[one]) == sorted(own.get(group, ()))
    }
    return Side(
        key=key,
        stored=frozenset(group.key for group in stored),
        anew=paired_scoring(
            {group: ids for group, ids in wanted.items() if group not in stored},
            list(pairs.values()),
            list(pairs),
        ),
    )


def _steps(levels: Mapping[str, Levels]) -> chain[tuple[int | str, float]]:
    return chain.from_iterable(one.items() for one in levels.values())
