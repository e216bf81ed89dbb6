"""A Trust's results as others see them: no score of fewer than three sectors (METHOD 1.7)."""

from __future__ import annotations

from dataclasses import replace

from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import DEFAULT_RULES
from owf.store.signed_scores import Scores

FEWEST_SECTORS = DEFAULT_RULES.min_units


def comparison_from_outside(found: Comparison) -> Comparison:
    """A comparison without the score where that rests on too few sectors."""
    return found if found.n >= FEWEST_SECTORS else replace(found, score=None)


def change_from_outside(found: Change) -> Change:
    """A change without the scores where they rest on too few sectors."""
    if found.n >= FEWEST_SECTORS:
        return found
    return replace(found, first=None, second=None, mean=None)


def without_sectors(scores: Scores) -> Scores:
    """Scores for a page that names no sector, so that nobody can work out one of them."""
    return {key: replace(row, sector_scores={}, sd=None) for key, row in scores.items()}


def scores_from_outside(scores: Scores) -> Scores:
    """Scores without sectors, where they rest on enough of them."""
    shown = {key: row for key, row in scores.items() if row.n_units >= FEWEST_SECTORS}
    return without_sectors(shown)
