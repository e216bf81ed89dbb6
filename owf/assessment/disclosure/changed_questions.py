"""What of a year scored on fewer questions may enter whose figures (decision 0013)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from owf.assessment.disclosure.trusts import HEADLINE_KINDS, SignedYear, in_blocks, is_enough
from owf.benchmark.scores.groups import Group


def on_one_question(
    groups: Mapping[Group, Sequence[str]], stored: Collection[str]
) -> frozenset[str]:
    """Keys of the groups that had more questions, or others, and have one left.

    A figure on one question would tell of unnamed Trusts what only named ones have published.
    ``stored`` are keys of the groups whose signed score stands as it is.
    """
    return frozenset(
        group.key for group, ids in groups.items() if len(ids) == 1 and group.key not in stored
    )


def in_broken_blocks(
    signed: SignedYear,
    rescored: SignedYear,
    groups: Collection[Group],
    single: Collection[str],
    own: int | None,
) -> frozenset[int]:
    """The unnamed Trusts whose block is broken, because one of it loses a score when rescored.

    Such a block would be smaller than on the year's own page, and beside that the one that is
    missing would lie open (decisions 0007 and 0013).
    """
    hidden = signed.unnamed - {own}
    keys = [one.key for one in groups if one.kind in HEADLINE_KINDS and one.key not in single]
    unnamed = {
        trust: signed.trusts[trust].region_code
        for trust in signed.unnamed
        if is_enough(signed.sectors(trust, "overall"))
    }
    losing = {
        trust
        for trust in hidden & unnamed.keys()
        if any(
            is_enough(signed.sectors(trust, key)) and not is_enough(rescored.sectors(trust, key))
            for key in keys
        )
    }
    broken = [block for block in in_blocks(unnamed) if block & losing]
    return frozenset().union(*broken) & hidden
