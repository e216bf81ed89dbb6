"""From one Trust's answers to its scores (METHOD 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from owf.benchmark.groups import Group, GroupKind, ItemRef, groups_of
from owf.benchmark.intervals import Floats
from owf.benchmark.rules import DUST

__all__ = ["Answer", "Group", "GroupKind", "GroupScore", "ItemRef", "groups_of", "score_groups"]

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Answer:
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
class GroupScore:
    """One Trust's score for one group of items (METHOD 1).

    Attributes:
        group: the items this is the score of.
        units: score of each sector that has one, by sector, in levels.
        n_units: how many sectors have a score.
        n_respondents: how many partners have a score.
        mean: the Trust's score, the plain mean of the units; None where there is none.
        sd: sample standard deviation of the units; None below two units.
        level_counts: number of answers at each level, lowest level first.
        dont_know: number of "don't know" answers.
        not_applicable: number of "not applicable" answers.
        agreed: mean of the levels agreed in moderation; None where none was agreed.
        pooled_mean: mean over all partners, whatever their sector; None where there is none.
    """

    group: Group
    units: Mapping[str, float]
    n_units: int
    n_respondents: int
    mean: float | None
    sd: float | None
    level_counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    agreed: float | None
    pooled_mean: float | None


def score_groups(
    items: Sequence[ItemRef],
    answers: Sequence[Answer],
    agreed: Mapping[str, int | None],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
) -> list[GroupScore]:
    """Score every group of items of one Trust (METHOD 1.1 to 1.6).

    Args:
        items: the questions of the pack, in its order.
        answers: all answers of the Trust's partners, at most one per partner and item.
        agreed: the level agreed in moderation per item id; an item may be missing or None.
        levels: the levels of the scale, lowest first.

    Returns:
        One score per group of `groups_of(items)`, in that order.

    Raises:
        ValueError: an unknown item, a level outside the scale, a level together with a non-score,
            an unknown non-score, two answers of one partner to one item, or a partner in two
            sectors.
    """
    groups = groups_of(items)
    column = {item.id: place for place, item in enumerate(items)}
    member = np.zeros((len(groups), len(items)))
    for row, ids in enumerate(groups.values()):
        member[row, [column[item] for item in ids]] = 1.0

    sheet = _read(answers, column, levels)
    given = ~np.isnan(sheet.levels)
    partner_scores = _ratio(np.where(given, sheet.levels, 0.0) @ member.T, given @ member.T)
    # A partner's row of ones stands in its sector's row: partners of one sector are averaged
    # before sectors are, so that forty schools do not outvote one police service (METHOD 1.5).
    in_sector = np.zeros((len(sheet.sectors), len(sheet.sector_of)))
    in_sector[sheet.sector_of, np.arange(len(sheet.sector_of))] = 1.0
    has_score = ~np.isnan(partner_scores)
    unit_scores = _ratio(
        in_sector @ np.where(has_score, partner_scores, 0.0), in_sector @ has_score
    )
    level_counts = np.stack([(sheet.levels == level).sum(axis=0) for level in levels]) @ member.T
    dont_know, not_applicable = member @ sheet.dont_know, member @ sheet.not_applicable
    agreed_levels = _agreed_levels(agreed, column, levels)
    settled = ~np.isnan(agreed_levels)
    agreed_scores = _ratio(member @ np.where(settled, agreed_levels, 0.0), member @ settled)

    return [
        _group_score(
            group,
            units={
                sector: float(score)
                for sector, score in zip(sheet.sectors, unit_scores[:, row], strict=True)
                if not np.isnan(score)
            },
            partner_scores=partner_scores[has_score[:, row], row],
            level_counts=tuple(int(count) for count in level_counts[:, row]),
            dont_know=int(dont_know[row]),
            not_applicable=int(not_applicable[row]),
            agreed=None if np.isnan(agreed_scores[row]) else float(agreed_scores[row]),
        )
        for row, group in enumerate(groups)
    ]


@dataclass(frozen=True)
class _Sheet:
    """Answers as a table: one row per partner, one column per item, NaN where no level."""

    sectors: tuple[str, ...]
    sector_of: list[int]
    levels: Floats
    dont_know: Floats  # number of such answers per item
    not_applicable: Floats


def _read(answers: Sequence[Answer], column: Mapping[str, int], levels: Sequence[int]) -> _Sheet:
    row: dict[str, int] = {}
    sector_of: dict[str, str] = {}
    for answer in answers:
        row.setdefault(answer.partner, len(row))
        if sector_of.setdefault(answer.partner, answer.sector) != answer.sector:
            raise ValueError(
                f"The partner {answer.partner!r} is in two sectors, "
                f"{sector_of[answer.partner]!r} and {answer.sector!r}: give it one."
            )
    sectors = tuple(dict.fromkeys(sector_of.values()))
    place = {sector: index for index, sector in enumerate(sectors)}
    table = np.full((len(row), len(column)), np.nan)
    non_scores = {kind: np.zeros(len(column)) for kind in (DONT_KNOW, NOT_APPLICABLE)}
    seen: set[tuple[str, str]] = set()
    allowed = set(levels)
    for answer in answers:
        _check(answer, column, allowed)
        if (answer.partner, answer.item) in seen:
            raise ValueError(
                f"The partner {answer.partner!r} answers {answer.item!r} twice: keep one answer."
            )
        seen.add((answer.partner, answer.item))
        if answer.level is not None:
            table[row[answer.partner], column[answer.item]] = answer.level
        elif answer.non_score is not None:
            non_scores[answer.non_score][column[answer.item]] += 1
    return _Sheet(
        sectors=sectors,
        sector_of=[place[sector] for sector in sector_of.values()],
        levels=table,
        dont_know=non_scores[DONT_KNOW],
        not_applicable=non_scores[NOT_APPLICABLE],
    )


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


def _agreed_levels(
    agreed: Mapping[str, int | None], column: Mapping[str, int], levels: Sequence[int]
) -> Floats:
    row = np.full(len(column), np.nan)
    for item, level in agreed.items():
        if item not in column:
            raise ValueError(f"The agreed item {item!r} is not in the pack: use the pack's ids.")
        if level is None:
            continue
        if level not in levels:
            raise ValueError(
                f"The agreed level {level!r} for {item!r} is outside the scale: "
                f"use one of {', '.join(str(allowed) for allowed in levels)}."
            )
        row[column[item]] = level
    return row


def _ratio(total: Floats, count: Floats) -> Floats:
    """Divide where there is something to divide by, and say NaN elsewhere without a warning."""
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _group_score(
    group: Group,
    *,
    units: Mapping[str, float],
    partner_scores: Floats,
    level_counts: tuple[int, ...],
    dont_know: int,
    not_applicable: int,
    agreed: float | None,
) -> GroupScore:
    values = np.array(list(units.values()))
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return GroupScore(
        group=group,
        units=units,
        n_units=len(units),
        n_respondents=len(partner_scores),
        mean=float(values.mean()) if len(values) else None,
        sd=0.0 if sd is not None and sd < DUST else sd,
        level_counts=level_counts,
        dont_know=dont_know,
        not_applicable=not_applicable,
        agreed=agreed,
        pooled_mean=float(partner_scores.mean()) if len(partner_scores) else None,
    )
