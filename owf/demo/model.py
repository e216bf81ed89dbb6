"""One seeded model that makes every answer of the demonstration.

An answer is the sum of: a base level, how hard the item is everywhere, the year's progress, the
Trust's effect on the item's theme and aspect, the Trust's own small difference, how high this
partner tends to rate, and chance; rounded and kept on the scale. All spreads are in levels.
Each part has its own random stream, keyed by the seed and what it belongs to, so that adding a
Trust or a year changes nothing that was there before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from owf.assessment.answering import Choice
from owf.benchmark import ItemRef
from owf.questionnaire import NonScore

DEFAULT_SEED = 2008

Floats = np.ndarray[tuple[Any, ...], np.dtype[np.float64]]

Effects = Mapping[tuple[str, str | None], float]
"""(theme, aspect or None for the whole theme) -> levels added."""

CAMBRIDGESHIRE = 873

# About one level where Cambridgeshire's strategy for 2009-12 reported a difference from the
# region in June/July 2008, none where it reported none.
CAMBRIDGESHIRE_2008: Effects = {
    ("multi-agency", "co-location"): 1.0,
    ("multi-agency", "commitment"): 1.0,
    ("multi-agency", "training"): 1.0,
    ("multi-agency", "coaching"): 1.0,
    ("multi-agency", "involving-practitioners"): 1.0,
    ("multi-agency", "benefit"): -1.0,
    ("lead-professional", None): -1.0,
}

# Made up: the roll-out of the lead professional has begun to show, and evidence is collected.
CAMBRIDGESHIRE_2009: Effects = {
    ("multi-agency", "co-location"): 0.9,
    ("multi-agency", "commitment"): 0.9,
    ("multi-agency", "training"): 0.9,
    ("multi-agency", "coaching"): 0.9,
    ("multi-agency", "involving-practitioners"): 0.9,
    ("multi-agency", "benefit"): -0.5,
    ("lead-professional", None): -0.2,
}


@dataclass(frozen=True)
class Model:
    """The parameters, in levels of the scale (shares for the non-scores).

    Attributes:
        seed: makes everything repeatable.
        base_level: where an average item stands in the first year.
        item_sd: how items differ in difficulty, everywhere alike.
        yearly_progress: what each later year adds everywhere.
        trust_sd: how Trusts differ as a whole, beyond ``effects``.
        partner_sd: how partners differ in how high they rate; a partner keeps its habit.
        answer_sd: chance in a single answer.
        dont_know: share of answers that are "don't know".
        not_applicable: share that are "not applicable".
        first_year: the year without yearly progress.
        effects: Trust and year -> effects on themes and aspects.
    """

    seed: int = DEFAULT_SEED
    base_level: float = 3.0
    item_sd: float = 0.25
    yearly_progress: float = 0.15
    trust_sd: float = 0.15
    partner_sd: float = 0.3
    answer_sd: float = 0.5
    dont_know: float = 0.03
    not_applicable: float = 0.01
    first_year: int = 2008
    effects: Mapping[tuple[int, int], Effects] = field(
        default_factory=lambda: {
            (CAMBRIDGESHIRE, 2008): CAMBRIDGESHIRE_2008,
            (CAMBRIDGESHIRE, 2009): CAMBRIDGESHIRE_2009,
        }
    )

    def answers(
        self, trust: int, year: int, sectors: Sequence[str], items: Sequence[ItemRef]
    ) -> dict[str, list[Choice]]:
        """Each partner's answers, by sector, in the order of ``items``.

        Args:
            trust: DfE number.
            year: of the cycle.
            sectors: one partner each.
            items: the pack's items.
        """
        expected = self._expected(trust, year, items)
        return {sector: self._partner(trust, year, sector, expected) for sector in sectors}

    def _expected(self, trust: int, year: int, items: Sequence[ItemRef]) -> Floats:
        effects = self.effects.get((trust, year), {})
        # A Trust whose position is given by its effects has no further difference of its own.
        has_effects = any(known == trust for known, _ in self.effects)
        own = 0.0 if has_effects else self.trust_sd * self._stream("trust", trust).normal()
        difficulty = np.array(
            [self.item_sd * self._stream("item", item.id).normal() for item in items]
        )
        effect = np.array(
            [
                effects.get((item.theme, item.aspect), effects.get((item.theme, None), 0.0))
                for item in items
            ]
        )
        progress = self.yearly_progress * (year - self.first_year)
        expected: Floats = self.base_level + difficulty + effect + own + progress
        return expected

    def _partner(self, trust: int, year: int, sector: str, expected: Floats) -> list[Choice]:
        habit = self.partner_sd * self._stream("partner", trust, sector).normal()
        chance = self._stream("answers", trust, sector, year)
        levels = np.rint(
            expected + habit + self.answer_sd * chance.normal(size=len(expected))
        ).clip(1, 5)
        drawn = chance.random(len(expected))
        return [
            NonScore.DONT_KNOW
            if luck < self.dont_know
            else NonScore.NOT_APPLICABLE
            if luck < self.dont_know + self.not_applicable
            else int(level)
            for level, luck in zip(levels, drawn, strict=True)
        ]

    def _stream(self, *belongs_to: str | int) -> np.random.Generator:
        key = [part if isinstance(part, int) else crc32(part.encode()) for part in belongs_to]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, *key])))
