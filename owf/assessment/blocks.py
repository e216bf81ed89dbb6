"""Which Trusts enter which of England's figures, so that no unnamed one can be worked out.

Many figures stand side by side: England and its regions, a total and its bands, themes that
together make the overall score, this year and the last. One or two unnamed Trusts by which two
figures differ would lie open to subtraction (METHOD 1.8). So unnamed Trusts stand in *blocks* of
at least three: those of one region, or those of all regions that have only one or two. Each
figure takes a block whole or leaves it out whole. Then whatever is added to or taken from one
another, all that can come out is a sum or a count over whole blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from statistics import fmean

from owf.assessment.publishing import SignedYear, in_blocks, published_units
from owf.benchmark import DEFAULT_RULES, Group, GroupKind
from owf.questionnaire import Pack

OVERALL = Group(GroupKind.OVERALL)


@dataclass(frozen=True)
class EnteringYear:
    """A year's scores that may enter England's figures.

    Attributes:
        found: the signed results.
        scores: by group and Trust, of Trusts that publish them and have enough sectors (METHOD
            1.7): overall, then each theme in the pack's order.
        blocks: the unnamed Trusts that enter anything at all.
    """

    found: SignedYear
    scores: Mapping[Group, Mapping[int, float]]
    blocks: tuple[frozenset[int], ...]

    def whole(self, wanted: Set[int]) -> frozenset[int]:
        """Of these Trusts the named ones, and the blocks that are there to the last Trust."""
        blocks = (block for block in self.blocks if block <= wanted)
        return frozenset(wanted - self.found.unnamed).union(*blocks)

    def of(self, group: Group, region_code: str | None = None) -> list[float]:
        """The scores that enter a figure of England, or of a region."""
        scores = self.scores[group]
        wanted = {
            trust for trust in scores if region_code in (None, self.found.trusts[trust].region_code)
        }
        return [scores[trust] for trust in sorted(self.whole(wanted))]


def entering(found: SignedYear, pack: Pack) -> EnteringYear:
    """A year's overall and theme scores, in so far as they may enter England's figures."""
    groups = [OVERALL, *(Group(GroupKind.THEME, theme=theme.id) for theme in pack.themes)]
    scores = {
        group: {
            trust: fmean(sectors.values())
            for trust, sectors in of_group.items()
            if len(sectors) >= DEFAULT_RULES.min_units
        }
        for group, of_group in published_units(found, groups).items()
    }
    unnamed = {
        trust: found.trusts[trust].region_code for trust in found.unnamed & scores[OVERALL].keys()
    }
    return EnteringYear(found, scores, in_blocks(unnamed))


def present_in_both(before: EnteringYear, now: EnteringYear) -> frozenset[int]:
    """The Trusts with an overall score in both years, blocks of either year whole or not at all."""
    both = frozenset(before.scores[OVERALL].keys() & now.scores[OVERALL].keys())
    # A block that goes out may break a block of the other year.
    while (kept := before.whole(both) & now.whole(both)) != both:
        both = kept
    return both
