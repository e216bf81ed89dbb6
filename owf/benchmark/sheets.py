"""Answers as a table, and the averaging over its rows (METHOD 1.1 to 1.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np

from owf.benchmark.intervals import Floats

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"


class Answer(NamedTuple):
    """One partner's answer to one item: a level, or a non-score, or nothing yet.

    `partner` is unique within the Trust; `sector` is the unit of comparison it belongs to;
    `non_score` is "dont_know" or "not_applicable".
    """

    partner: str
    sector: str
    item: str
    level: int | None
    non_score: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Answers as a table: one row per respondent, one column per item, NaN where no level."""

    sectors: tuple[str, ...]
    sector_of: list[int]
    levels: Floats
    dont_know: Floats  # number of such answers per item
    not_applicable: Floats


def read_sheet(
    answers: Sequence[Answer],
    column: Mapping[str, int],
    levels: Sequence[int],
    respondent: str = "partner",
) -> Sheet:
    """Lay answers out as a table, rows in the order in which respondents first come.

    Args:
        answers: at most one per respondent and item.
        column: the place of each item.
        levels: the levels of the scale.
        respondent: what `Answer.partner` holds, for the sentences of errors.

    Raises:
        ValueError: an unknown item, a level outside the scale, a level together with a non-score,
            an unknown non-score, two answers of one respondent to one item, or a respondent in
            two sectors.
    """
    sector_of: dict[str, str] = {}
    # None where nothing was said yet, NaN where what was said is no level.
    rows: dict[str, list[float | None]] = {}
    non_scores = {kind: np.zeros(len(column)) for kind in (DONT_KNOW, NOT_APPLICABLE)}
    allowed = set(levels)
    for answer in answers:
        row = rows.get(answer.partner)
        if row is None:
            row = rows[answer.partner] = [None] * len(column)
            sector_of[answer.partner] = answer.sector
        elif sector_of[answer.partner] != answer.sector:
            raise ValueError(
                f"The {respondent} {answer.partner!r} is in two sectors, "
                f"{sector_of[answer.partner]!r} and {answer.sector!r}: give it one."
            )
        _check(answer, column, allowed)
        place = column[answer.item]
        if row[place] is not None:
            raise ValueError(
                f"The {respondent} {answer.partner!r} answers {answer.item!r} twice: "
                "keep one answer."
            )
        row[place] = nan if answer.level is None else answer.level
        if answer.level is None and answer.non_score is not None:
            non_scores[answer.non_score][place] += 1
    sectors = tuple(dict.fromkeys(sector_of.values()))
    of_sector = {sector: index for index, sector in enumerate(sectors)}
    return Sheet(
        sectors=sectors,
        sector_of=[of_sector[sector] for sector in sector_of.values()],
        levels=np.array(list(rows.values()), dtype=float).reshape(len(rows), len(column)),
        dont_know=non_scores[DONT_KNOW],
        not_applicable=non_scores[NOT_APPLICABLE],
    )


def mean_by(scores: Floats, place: Sequence[int]) -> tuple[Floats, Floats]:
    """Average the rows that share a place, leaving out those without a score.

    Args:
        scores: one row per respondent (or partner), one column per group; NaN is no score.
        place: for each row, its row in the answer; places are numbered from 0 without a gap.

    Returns:
        The mean of each place and column, NaN where no row has a score, and how many have.
    """
    stands_in = np.zeros((1 + max(place, default=-1), len(place)))
    stands_in[place, np.arange(len(place))] = 1.0
    has_score = ~np.isnan(scores)
    count = stands_in @ has_score
    return ratio(stands_in @ np.where(has_score, scores, 0.0), count), count


def ratio(total: Floats, count: Floats) -> Floats:
    """Divide where there is something to divide by, and say NaN elsewhere without a warning."""
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _check(answer: Answer, column: Mapping[str, int], allowed: set[int]) -> None:
    if answer.item not in column:
        raise ValueError(f"The item {answer.item!r} is not in the pack: use the pack's own ids.")
    if answer.level is not None and answer.non_score is not None:
        raise ValueError(
            f"The answer of {answer.partner!r} to {answer.item!r} has a level and a non-score: "
            "keep one of them."
        )
    if answer.level is not None and answer.level not in allowed:
        raise ValueError(
            f"The level {answer.level!r} for {answer.item!r} is outside the scale: "
            f"use one of {', '.join(str(level) for level in sorted(allowed))}."
        )
    if answer.non_score not in (None, DONT_KNOW, NOT_APPLICABLE):
        raise ValueError(
            f"The non-score {answer.non_score!r} is unknown: use {DONT_KNOW} or {NOT_APPLICABLE}."
        )
