"""Quality flags on a return: what its partner may want to look at again (METHOD 3).

A flag has a reason and never blocks anything: an unusual return can be an honest one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from owf.benchmark.words.wording import capitalised, counted

# METHOD 3: a jump since last year that asks for new evidence.
_JUMP = 2
# One level alone makes no pattern.
_FEWEST_ALIKE = 2
_NONE: Mapping[str, int] = MappingProxyType({})


class QualityConcern(StrEnum):
    ONE_LEVEL = "one level for every question"
    ALL_AT_TOP = "all at the top"
    JUMP = "a jump since last year without new evidence"
    MOSTLY_DONT_KNOW = "mostly don't know"


@dataclass(frozen=True)
class QualityFlag:
    concern: QualityConcern
    reason: str
    items: tuple[str, ...]


def quality_flags(
    levels: Mapping[str, int],
    *,
    dont_know: Collection[str] = (),
    not_applicable: Collection[str] = (),
    last_year: Mapping[str, int] = _NONE,
    new_evidence: Collection[str] = (),
    scale: Sequence[int] = (1, 2, 3, 4, 5),
) -> tuple[QualityFlag, ...]:
    """Look through one return for what its partner may want to look at again (METHOD 3).

    `last_year` has the same partner's levels by this year's item ids, only of comparable items;
    `new_evidence` the items with evidence that was not there last year; `scale` its levels, lowest
    first.
    """
    if len(scale) < 2:
        raise ValueError("A scale needs two levels or more: give them all, lowest first.")
    for year, given in (("", levels), (" last year", last_year)):
        for item, level in given.items():
            if level not in scale:
                raise ValueError(
                    f"The level {level!r} for {item!r}{year} is outside the scale: "
                    f"use one of {', '.join(map(str, scale))}."
                )
    answered = [*levels, *dict.fromkeys(dont_know), *dict.fromkeys(not_applicable)]
    if len(set(answered)) < len(answered):
        twice = next(item for item in answered if answered.count(item) > 1)
        raise ValueError(f"The item {twice!r} has more than one answer: keep one.")
    flags = (
        _one_level_flag(levels, scale),
        _jump_flag(levels, last_year, new_evidence),
        _dont_know_flag(tuple(dict.fromkeys(dont_know)), len(answered)),
    )
    return tuple(flag for flag in flags if flag is not None)


def _one_level_flag(levels: Mapping[str, int], scale: Sequence[int]) -> QualityFlag | None:
    if len(levels) < _FEWEST_ALIKE or len(set(levels.values())) > 1:
        return None
    level = next(iter(levels.values()))
    every = "Both questions" if len(levels) == 2 else f"All {counted(len(levels), 'question')}"
    if level == scale[-1]:
        return QualityFlag(
            QualityConcern.ALL_AT_TOP,
            f"{every} with a level are at {level}, the top of the scale.",
            tuple(levels),
        )
    return QualityFlag(
        QualityConcern.ONE_LEVEL,
        f"{every} with a level have the same one, {level}.",
        tuple(levels),
    )


def _jump_flag(
    levels: Mapping[str, int], last_year: Mapping[str, int], new_evidence: Collection[str]
) -> QualityFlag | None:
    jumps = tuple(
        item
        for item, level in levels.items()
        if item in last_year and item not in new_evidence and abs(level - last_year[item]) >= _JUMP
    )
    if not jumps:
        return None
    up = sum(levels[item] > last_year[item] for item in jumps)
    ways = [
        f"{counted(number, 'question')} {word}"
        for number, word in ((up, "up"), (len(jumps) - up, "down"))
        if number
    ]
    return QualityFlag(
        QualityConcern.JUMP,
        capitalised(
            f"{' and '.join(ways)} by {_JUMP} levels or more since last year, with no new evidence."
        ),
        jumps,
    )


def _dont_know_flag(dont_know: tuple[str, ...], answered: int) -> QualityFlag | None:
    if 2 * len(dont_know) <= answered:
        return None
    return QualityFlag(
        QualityConcern.MOSTLY_DONT_KNOW,
        f"{len(dont_know)} of {answered} answers are “don't know”, more than half.",
        dont_know,
    )
