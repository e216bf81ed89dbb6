"""Where a region is low against its own overall score: METHOD 5a's differences, over Trusts.

The mean of the Trusts' differences has limits from Student's t, and no verdict, since METHOD gives
words to a Trust's aspects only. Limits tell a spread, so at least five Trusts enter, and only those
published in full (decision 0010).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS, OVERALL, SignedYear
from owf.benchmark.rules import DEFAULT_RULES, DUST, Limits, mean_interval
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.wording import Words, subject_of
from owf.store.signed_scores import Scores

KINDS = (GroupKind.THEME, GroupKind.ASPECT)


@dataclass(frozen=True)
class PartOfRegion:
    """A region on one theme, or on one aspect across themes, against its own overall score.

    ``phrase`` stands in a sentence; ``within``: of an aspect that one theme alone has. ``n``:
    Trusts with both scores. ``difference``: mean of each Trust's score less its overall;
    ``england``: over England's Trusts. ``None``: too few.
    """

    group: Group
    title: str
    phrase: str
    within: str | None
    n: int
    mean: float | None = None
    overall: float | None = None
    difference: float | None = None
    ci95: Limits | None = None
    england: float | None = None
    n_england: int = 0

    @property
    def is_clearly_low(self) -> bool:
        return self.ci95 is not None and self.ci95[1] < -DUST

    def to_json(self) -> dict[str, object]:
        return {
            "kind": str(self.group.kind),
            "theme": self.group.theme,
            "aspect": self.group.aspect,
            "trusts": self.n,
            "mean": self.mean,
            "overall": self.overall,
            "difference": self.difference,
            "ci95": list(self.ci95) if self.ci95 else None,
            "england_difference": self.england,
            "england_trusts": self.n_england,
        }


def parts_of_region(
    england: SignedYear, region_code: str, groups: Mapping[Group, Iterable[str]], words: Words
) -> tuple[PartOfRegion, ...]:
    """In the pack's order."""
    region = england.of_region(region_code)
    items = {group: tuple(ids) for group, ids in groups.items()}
    return tuple(
        _part(group, region, england, items, words) for group in items if group.kind in KINDS
    )


def _part(
    group: Group,
    region: SignedYear,
    england: SignedYear,
    items: Mapping[Group, tuple[str, ...]],
    words: Words,
) -> PartOfRegion:
    here, there = _scores_and_overall(region, group), _scores_and_overall(england, group)
    subject = subject_of(group, words, items)
    part = PartOfRegion(
        group, subject.title, subject.phrase or subject.title, subject.within, len(here)
    )
    if len(here) < FEWEST_TRUSTS:
        return part
    found = mean_interval([score - overall for score, overall in here])
    enough = len(there) >= FEWEST_TRUSTS
    return replace(
        part,
        mean=fmean(score for score, _ in here),
        overall=fmean(overall for _, overall in here),
        difference=found.estimate,
        ci95=None if found.lower is None or found.upper is None else (found.lower, found.upper),
        england=fmean(score - overall for score, overall in there) if enough else None,
        n_england=len(there),
    )


def _scores_and_overall(found: SignedYear, group: Group) -> list[tuple[float, float]]:
    pairs = []
    for trust in found.named:
        of_trust = found.scores[trust]
        score, overall = _score(of_trust, group), _score(of_trust, OVERALL)
        if score is not None and overall is not None:
            pairs.append((score, overall))
    return pairs


def _score(scores: Scores, group: Group) -> float | None:
    row = scores.get(group.key)
    if row is None or row.n_units < DEFAULT_RULES.min_units:
        return None
    return row.mean
