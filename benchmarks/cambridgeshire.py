"""What the demonstration says of Cambridgeshire 2008 with other seeds than its own.

Its nine statements are those of the county's strategy. They come from the model's answers straight
to verdicts, without a database: if they were a matter of the seed, other seeds would not give them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from benchmarks.lines import Line, at_least
from owf.assessment.scoring import item_refs
from owf.benchmark.comparison.compare import compare_by_kind
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.scores.groups import Group, GroupKind, ItemRef
from owf.benchmark.scores.unit_scores import Answer, score_groups
from owf.demo.model import Model
from owf.demo.places import CAMBRIDGESHIRE, EAST_2008
from owf.demo.sectors import partners_of, sector_of
from owf.questionnaire import NonScore, load_named
from owf.settings import PACKS

SEEDS = 200
SHARE = 85
"""Per cent of the seeds that give all nine, at least."""

AHEAD = frozenset({"ahead", "slightly ahead"})
BEHIND = frozenset({"behind", "slightly behind"})
ALIKE = frozenset({"broadly in line"})

DIRECTIONAL: Mapping[str, frozenset[str]] = {
    "cell:multi-agency/co-location": AHEAD,
    "cell:multi-agency/commitment": AHEAD,
    "cell:multi-agency/training": AHEAD,
    "cell:multi-agency/coaching": AHEAD,
    "cell:multi-agency/involving-practitioners": AHEAD,
    "cell:multi-agency/benefit": BEHIND,
    "theme:lead-professional": BEHIND,
}
STATEMENTS = {**DIRECTIONAL, "theme:information-sharing": ALIKE, "theme:caf": ALIKE}
"""Group -> the verdicts that say what the strategy said."""


@cache
def asked() -> tuple[tuple[str, ...], tuple[ItemRef, ...]]:
    """The sectors and the items of 2008."""
    pack = load_named(PACKS, "integrated-working@2008")
    return tuple(sector.id for sector in pack.sectors), item_refs(pack)


def comparisons(model: Model, trust: int = CAMBRIDGESHIRE) -> dict[Group, Comparison]:
    """A Trust of the East of England against the others, in the 2008 that this model makes up."""
    sectors, items = asked()
    by_group: dict[Group, dict[str, Mapping[str, float]]] = {}
    for one in EAST_2008:
        made = model.answers(one, 2008, partners_of(one, sectors), items)
        answers = [
            Answer(
                partner=partner,
                sector=sector_of(partner),
                item=item.id,
                level=None if isinstance(choice, NonScore) else choice,
                non_score=choice.value if isinstance(choice, NonScore) else None,
            )
            for partner, choices in made.items()
            for item, choice in zip(items, choices, strict=True)
        ]
        for score in score_groups(items, answers, {}):
            if score.group.kind is not GroupKind.ITEM and score.units:
                by_group.setdefault(score.group, {})[str(one)] = score.units
    return compare_by_kind(by_group, str(trust))


def verdicts(model: Model) -> dict[str, str]:
    """Cambridgeshire's, by group."""
    return {group.key: str(one.verdict) for group, one in comparisons(model).items()}


def missed(model: Model) -> list[str]:
    """The statements that this model does not make."""
    found = verdicts(model)
    return [key for key, words in STATEMENTS.items() if found[key] not in words]


def giving_all_nine(seeds: Iterable[int]) -> int:
    return sum(not missed(Model(seed=seed)) for seed in seeds)


def report() -> list[Line]:
    """Count the seeds; gives what was promised of them."""
    share = 100 * giving_all_nine(range(SEEDS)) / SEEDS
    print(f"Cambridgeshire's nine statements: in {share:.1f}% of {SEEDS} seeds")
    return [at_least("Cambridgeshire's nine statements, of 200 seeds", share, SHARE, "%", 1)]
