"""Which Trusts enter which figure on a single question, so that none lies open (decision 0009)."""

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
    """One question's Trusts with a score from enough sectors (METHOD 1.7), and where they enter.

    ``trusts``: figures over all sectors; ``answers``: the counts of answers; ``sectors``: each
    sector's mean, missing where there is none.
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
    """What of one question's scores enters; ``rows`` are published in full, of one audience.

    England's figures take regions of five and more Trusts whole, and the others together where they
    are five; so does each sector's mean, with the sectors that each such block may show.
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
    """The sectors whose means a block may show; ``having``: Trust -> sectors with a score.

    Each is of five or more Trusts, and so is what is left once all shown are taken from the whole,
    or it is nothing. Where one sector alone joined two groups of Trusts, one Trust's score from it
    would be the difference between what is known of either.
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
    sector gave: with all of these in one sector, its sum is known.
    """
    beyond = Counter(row.n_respondents - row.n_units for row in block)
    differ = beyond.total() - max(beyond.values())
    return not 0 < differ < FEWEST_UNNAMED
