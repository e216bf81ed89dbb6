"""Which Trusts enter which figure on a single question, so that no few of them can be worked out.

All Trusts here are published in full, and their own scores on a question may be known: a cell of
one question shows them. What nobody outside may see is a sector of theirs (decision 0002), or the
answers of their partners. Figures of England and of its regions stand side by side, over all
sectors and by sector, over sectors and over partners: decision 0009 says what one could take from
what, and why the rules below leave no one Trust's sector open.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS, FEWEST_UNNAMED, in_blocks
from owf.benchmark.rules import DEFAULT_RULES
from owf.store.signed_scores import ItemRow

LINKS = 2
"""Sectors that two Trusts must share to hang together: with one, either would lie open."""


@dataclass(frozen=True)
class Entering:
    """The Trusts of one question that have a score from enough sectors, and where they enter.

    Attributes:
        counting: those with a score from enough sectors (METHOD 1.7).
        trusts: those of them that enter figures over all sectors.
        answers: those that enter the counts of answers.
        sectors: those that enter each sector's mean; a sector without a mean is missing.
    """

    counting: frozenset[int]
    trusts: frozenset[int]
    answers: frozenset[int]
    sectors: Mapping[str, frozenset[int]]

    @property
    def left_out(self) -> frozenset[int]:
        """Those that enter nothing, because too few others would stand beside them."""
        return self.counting - self.trusts


def entering(rows: Mapping[int, ItemRow], region_of: Mapping[int, str]) -> Entering:
    """What of one question's scores enters the figures of England or of a region.

    England's figures take regions of five and more Trusts whole, and the others together where
    they are five; so does each sector's mean, with the sectors that each such block may show.

    ``rows`` are the scores of Trusts that are published in full, of one audience, and
    ``region_of`` is the region of each.
    """
    counting = {
        trust: row
        for trust, row in rows.items()
        if row.mean is not None and row.n_units >= DEFAULT_RULES.min_units
    }
    blocks = in_blocks({trust: region_of[trust] for trust in counting}, FEWEST_TRUSTS)
    sectors: dict[str, set[int]] = {}
    answers: set[int] = set()
    for block in blocks:
        of_block = {trust: counting[trust].units.keys() for trust in block}
        for sector in sectors_to_show(of_block):
            having = {trust for trust, spoken in of_block.items() if sector in spoken}
            sectors.setdefault(sector, set()).update(having)
        if _answers_can_be_counted([counting[trust] for trust in block]):
            answers |= block
    return Entering(
        counting=frozenset(counting),
        trusts=frozenset().union(*blocks),
        answers=frozenset(answers),
        sectors={sector: frozenset(trusts) for sector, trusts in sectors.items()},
    )


def sectors_to_show(having: Mapping[int, Collection[str]]) -> frozenset[str]:
    """The sectors whose means a block may show beside the scores of its Trusts.

    Each is a sector of five or more Trusts. What is left once all shown are taken from the whole
    must be of five or more Trusts too, or nothing: else the smallest of the others is held back
    with it. And every Trust must hang together with the rest: where one sector alone joins two
    groups of Trusts, one Trust's score from it is the difference between what is known of either.

    ``having`` are the sectors that each Trust has a score from.
    """
    numbers = Counter(sector for sectors in having.values() for sector in sectors)
    shown = {sector for sector, number in numbers.items() if number >= FEWEST_TRUSTS}
    hidden = numbers.keys() - shown
    behind = sum(not hidden.isdisjoint(sectors) for sectors in having.values())
    if shown and 0 < behind < FEWEST_TRUSTS:
        shown.remove(min(shown, key=lambda sector: (numbers[sector], sector)))
    return frozenset(shown) if _hang_together(having, shown) else frozenset()


def _hang_together(having: Mapping[int, Collection[str]], shown: Collection[str]) -> bool:
    """Whether all Trusts are joined by pairs of shown sectors; all that is hidden counts as one."""
    place = {sector: 1 << number for number, sector in enumerate(sorted(shown), start=1)}
    marks = []
    for sectors in having.values():
        mark = 0
        for sector in sectors:
            mark |= place.get(sector, 1)
        marks.append(mark)
    waiting, found = set(marks), marks[:1]
    waiting.difference_update(found)
    for one in found:
        joined = {other for other in waiting if (one & other).bit_count() >= LINKS}
        found.extend(joined)
        waiting -= joined
    return not waiting


def _answers_can_be_counted(block: Collection[ItemRow]) -> bool:
    """Whether no one or two Trusts of a block stand out by how many partners they have.

    The levels of all partners, less the scores of all sectors, are what partners beyond one a
    sector gave. Trusts with the usual number of these may all have them in one sector, whose sum
    is known: then what is left is of those that differ.
    """
    beyond = Counter(row.n_respondents - row.n_units for row in block)
    differ = beyond.total() - max(beyond.values())
    return not 0 < differ < FEWEST_UNNAMED
