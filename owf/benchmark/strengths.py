"""Strengths and weaknesses inside a Trust: aspects against its own overall score (METHOD 5a)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.multiplicity import adjusted_where_tested
from owf.benchmark.paired import Pairs, in_both, paired_with_pooled_spread
from owf.benchmark.rules import (
    DEFAULT_RULES,
    SYMBOLS,
    Limits,
    Rules,
    Verdict,
    verdict_from_limits,
)

Name = TypeVar("Name", bound=Hashable)
Units = Mapping[str, float]

_OVERALL = Group(GroupKind.OVERALL)


class StrengthVerdict(StrEnum):
    """What an aspect is beside the Trust's own overall score, in the words of METHOD 5a."""

    STRENGTH = "a strength throughout"
    SLIGHT_STRENGTH = "a slight strength throughout"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHT_WEAKNESS = "a slight weakness throughout"
    WEAKNESS = "a weakness throughout"
    CANNOT_BE_CALCULATED = "cannot be calculated"

    @property
    def symbol(self) -> str:
        """The same mark as the verdict on other Trusts that follows from the same limits."""
        return SYMBOLS[_SAME_RULE_AS[self]]

    @property
    def direction(self) -> int:
        """+1 for a strength, -1 for a weakness, slight ones included, else 0."""
        return _SAME_RULE_AS[self].direction


_SAME_RULE_AS: dict[StrengthVerdict, Verdict] = {
    StrengthVerdict.STRENGTH: Verdict.AHEAD,
    StrengthVerdict.SLIGHT_STRENGTH: Verdict.SLIGHTLY_AHEAD,
    StrengthVerdict.ABOUT_THE_SAME: Verdict.IN_LINE,
    StrengthVerdict.NO_CLEAR_DIFFERENCE: Verdict.NO_CLEAR_DIFFERENCE,
    StrengthVerdict.SLIGHT_WEAKNESS: Verdict.SLIGHTLY_BEHIND,
    StrengthVerdict.WEAKNESS: Verdict.BEHIND,
    StrengthVerdict.CANNOT_BE_CALCULATED: Verdict.NOT_COMPARED,
}
_STRENGTH_WORD = {verdict: strength for strength, verdict in _SAME_RULE_AS.items()}


@dataclass(frozen=True)
class Strength:
    """One aspect of a Trust against the Trust's own overall score (METHOD 5a).

    Numbers are in levels of the scale; those that cannot be had are None, never NaN.

    Attributes:
        difference: mean over units of the aspect's score minus the overall score.
        n: units with both scores.
        aspect_score: mean of these units' scores on the aspect.
        overall_score: mean of these units' overall scores.
        ci95: 95% limits of the difference.
        ci90: its 90% limits.
        p_value: two-sided, before adjustment.
        p_adjusted: after adjustment over all aspects.
        sd: spread of the differences between units within a Trust.
        df: degrees of freedom of that spread.
        se: standard error of the difference.
        others: other Trusts whose differences went into `sd`; 0 says it is the Trust's own.
        verdict: the word; "cannot be calculated" where there are no limits.
        why_not: the reason where it cannot be calculated.
    """

    difference: float | None
    n: int
    aspect_score: float | None = None
    overall_score: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    sd: float | None = None
    df: int | None = None
    se: float | None = None
    others: int = 0
    verdict: StrengthVerdict = StrengthVerdict.CANNOT_BE_CALCULATED
    why_not: str | None = None


def strengths_of(
    units: Mapping[Group, Mapping[Name, Units]], trust: Name, rules: Rules = DEFAULT_RULES
) -> dict[Group, Strength]:
    """Compare each aspect of a Trust with its own overall score, paired by unit (METHOD 5a).

    Pass every aspect of the pack, whatever the page shows: p is adjusted over all of them.

    Args:
        units: for the overall group and each aspect across themes, the score per unit of each
            Trust of the region. Groups of other kinds are passed over. A Trust may be missing
            from a group; one with fewer than `rules.min_units` units in both does not count.
        trust: whose strengths and weaknesses are asked for.
        rules: margins and minimums.

    Returns:
        A result per aspect, in the order given. The spread of the differences is pooled within
        the Trust and all others that have both scores; where no other has, it is the Trust's own,
        and a spread of zero cannot be calculated with.

    Raises:
        ValueError: no overall group, no aspects, a Trust that is in no group, or a score that is
            not finite.
    """
    aspects = [group for group in units if group.kind is GroupKind.ASPECT]
    if _OVERALL not in units or not aspects:
        raise ValueError(
            "There is nothing to set against each other: give the overall group and the aspects."
        )
    if not any(trust in of_group for of_group in units.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    found = {aspect: _strength(units[_OVERALL], units[aspect], trust, rules) for aspect in aspects}
    tested = adjusted_where_tested({aspect: one.p_value for aspect, one in found.items()})
    for aspect, p_adjusted in tested.items():
        found[aspect] = _with_verdict(found[aspect], p_adjusted, rules)
    return found


def _strength(
    overall: Mapping[Name, Units], aspect: Mapping[Name, Units], trust: Name, rules: Rules
) -> Strength:
    needed = f"{rules.min_units} are needed"
    own = _both(overall, aspect, trust)
    if not len(own[0]):
        return Strength(None, 0, why_not=f"no sector has a score on it, {needed}")
    others = (_both(overall, aspect, other) for other in aspect if other != trust)
    found, counted = paired_with_pooled_spread(own, others, rules.min_units)
    known = Strength(
        difference=found.mean,
        n=found.n,
        aspect_score=found.second,
        overall_score=found.first,
        ci95=found.ci95,
        ci90=found.ci90,
        p_value=found.p_value,
        sd=found.sd,
        df=found.df,
        se=found.se,
        others=counted,
    )
    if found.n < rules.min_units:
        here = "1 sector has" if found.n == 1 else f"{found.n} sectors have"
        return replace(known, why_not=f"only {here} a score on it, {needed}")
    if found.ci95 is None:
        return replace(
            known,
            why_not="the difference is the same in all sectors, so no limits can be calculated",
        )
    return known


def _both(overall: Mapping[Name, Units], aspect: Mapping[Name, Units], trust: Name) -> Pairs:
    return in_both(
        overall.get(trust, {}), aspect.get(trust, {}), ("overall scores", "scores on an aspect")
    )


def _with_verdict(known: Strength, p_adjusted: float, rules: Rules) -> Strength:
    if known.ci95 is None or known.ci90 is None:
        return known
    verdict = verdict_from_limits(known.ci95, known.ci90, p_adjusted, rules)
    return replace(known, p_adjusted=p_adjusted, verdict=_STRENGTH_WORD[verdict])
