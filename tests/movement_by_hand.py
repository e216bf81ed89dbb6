"""Change on single questions worked out from raw answers, without a function of the product."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from scipy import stats

from owf.improvement.plan.question_changes import Moved
from owf.questionnaire import load_named
from owf.settings import PACKS
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND

AS_GIVEN = {level: level for level in range(1, 6)}
Returns = Sequence[tuple[str, Mapping[str, Any]]]
"""Sector and answers of each partner."""
Origins = Mapping[str, Mapping[int, int]]
"""Question of the earlier year -> what its levels count as."""


def sector_scores(returns: Returns, items: Origins) -> dict[str, float]:
    """Sector -> mean of its partners' means, of (sector, item -> level) each."""
    partners: dict[str, list[float]] = defaultdict(list)
    for sector, answers in returns:
        levels = [
            counts_as[answers[item]]
            for item, counts_as in items.items()
            if isinstance(answers.get(item), int)
        ]
        if levels:
            partners[sector].append(fmean(levels))
    return {sector: fmean(scores) for sector, scores in partners.items()}


def differences(before: Returns, now: Returns, item: str, origins: Origins) -> Any:
    """Of one Trust, over the sectors of both years."""
    then = sector_scores(before, origins)
    later = sector_scores(now, {item: AS_GIVEN})
    return np.array([later[one] - then[one] for one in sorted(then.keys() & later.keys())])


def pooled(several: Sequence[Any]) -> tuple[float, int]:
    """The variance within each, and its degrees of freedom."""
    df = sum(len(one) - 1 for one in several)
    return sum(((one - one.mean()) ** 2).sum() for one in several) / df, df


def by_hand(own: Any, others: Sequence[Any]) -> Any:
    """Mean, 95% and 90% limits and p of one question; the limits need three sectors."""
    if len(own) < 3:
        return None
    others = [one for one in others if len(one) >= 3]
    variance, df = pooled([own])
    if others:
        theirs, df_theirs = pooled(others)
        is_wider = stats.f.sf(variance / theirs, df, df_theirs) <= 0.2
        variance, df = (variance, df) if is_wider else pooled([own, *others])
    se = np.sqrt(variance / len(own))
    limits = [
        (own.mean() - half, own.mean() + half)
        for half in (stats.t.ppf(0.975, df) * se, stats.t.ppf(0.95, df) * se)
    ]
    return own.mean(), *limits, 2 * stats.t.sf(abs(own.mean() / se), df)


def moved_by_hand(
    limits: tuple[float, float], narrower: tuple[float, float], p_adjusted: float
) -> Moved:
    if p_adjusted <= 0.05 and limits[0] > 0:
        return Moved.UP
    if p_adjusted <= 0.05 and limits[1] < 0:
        return Moved.DOWN
    return Moved.STAYED if narrower[0] > -0.5 and narrower[1] < 0.5 else Moved.TOO_FEW


def raw_answers(
    path: Path,
) -> tuple[tuple[Returns, Returns], list[tuple[Returns, Returns]], dict[str, Origins]]:
    """Of Cambridgeshire and of the others of its region named in 2008 and 2011, then and now.

    Every return is read from the table of signed ones; with the question of 2008 that each
    comparable one of 2011 comes from.
    """
    query = """
        SELECT round.year, round.trust, round.publication, snapshot_return.sector,
               snapshot_return.answers
        FROM snapshot_return
        JOIN snapshot ON snapshot.id = snapshot_return.snapshot_id
        JOIN round ON round.id = snapshot.round_id
        JOIN trust ON trust.dfe_number = round.trust
        WHERE trust.region_code = ? AND round.year IN (2008, 2011) AND round.status = 'signed'
          AND snapshot.version = (
            SELECT max(newest.version) FROM snapshot AS newest WHERE newest.round_id = round.id
          )
    """
    returns: dict[tuple[int, int], list[Any]] = defaultdict(list)
    published: dict[tuple[int, int], str] = {}
    with closing(sqlite3.connect(path)) as connection:
        for year, trust, publication, sector, answers in connection.execute(
            query, (EAST_OF_ENGLAND,)
        ):
            returns[trust, year].append((sector, json.loads(answers)))
            published[trust, year] = publication
    in_both = {trust for trust, _ in returns if {(trust, 2008), (trust, 2011)} <= returns.keys()}
    others = [
        (returns[trust, 2008], returns[trust, 2011])
        for trust in in_both - {CAMBRIDGESHIRE}
        if published[trust, 2008] == published[trust, 2011] == "full"
    ]
    assert len(others) < len(in_both) - 1
    asked_then = load_named(PACKS, "integrated-working@2008").items
    origins = {item.id: {item.id} for item in asked_then}
    for name in ("integrated-working@2009", "integrated-working@2010"):
        after: dict[str, set[str]] = defaultdict(set)
        for old, new, change in load_named(PACKS, name).lineage.links():
            if change.is_comparable != "no" and old in origins:
                after[new] |= origins[old]
        origins = after
    own = returns[CAMBRIDGESHIRE, 2008], returns[CAMBRIDGESHIRE, 2011]
    return own, others, {new: dict.fromkeys(olds, AS_GIVEN) for new, olds in origins.items()}
