"""Strengths and weaknesses inside a Trust: aspects against its own overall score (METHOD 5a)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.paired import (
    Paired,
    Pairs,
    Units,
    in_both,
    paired_with_pooled_spread,
    with_verdicts,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord

Name = TypeVar("Name", bound=Hashable)

_OVERALL = Group(GroupKind.OVERALL)


class StrengthVerdict(VerdictWord):
    """What an aspect is beside the Trust's own overall score, in the words of METHOD 5a."""

    STRENGTH = "a strength throughout"
    SLIGHT_STRENGTH = "a slight strength throughout"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHT_WEAKNESS = "a slight weakness throughout"
    WEAKNESS = "a weakness throughout"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Strength(Paired[StrengthVerdict]):
    """One aspect of a Trust against the Trust's own overall score (METHOD 5a).

    `Paired` over the sectors with both scores: overall first, the aspect second.
    """

    words = StrengthVerdict
    scored = "a score on it"
    alike = "the difference is the same in all sectors"

    verdict: StrengthVerdict = StrengthVerdict.CANNOT_BE_CALCULATED

    @property
    def difference(self) -> float | None:
        """Mean over sectors of the aspect's score minus the overall score."""
        return self.mean

    @property
    def aspect_score(self) -> float | None:
        """Mean of these sectors' scores on the aspect."""
        return self.second

    @property
    def overall_score(self) -> float | None:
        """Mean of these sectors' overall scores."""
        return self.first


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
    return with_verdicts(found, rules)


def _strength(
    overall: Mapping[Name, Units], aspect: Mapping[Name, Units], trust: Name, rules: Rules
) -> Strength:
    def both(of: Name) -> Pairs:
        what = ("overall scores", "scores on an aspect")
        return in_both(overall.get(of, {}), aspect.get(of, {}), what)

    others = (both(other) for other in aspect if other != trust)
    return paired_with_pooled_spread(Strength, both(trust), others, rules.min_units)
