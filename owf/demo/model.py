"""One seeded model that makes every answer of the demonstration.

A leaders' answer is the sum of: a base level, how hard the item is everywhere, the year's
progress, the Trust's effect on the item's theme and aspect, the Trust's own small difference, what
the partner's sector adds everywhere, how high this partner tends to rate, where it disagrees on
this one item, and chance; rounded and kept on the scale. A practitioner's answer is made alike,
with a shift and how high this person tends to rate instead of the disagreement. All spreads are in
levels.

Each part has its own random stream, keyed by the seed and what it belongs to, so that adding a
Trust, a year, an audience or the themes beyond the core changes nothing that was there before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from owf.assessment.asked_items import Choice
from owf.benchmark.scores.groups import ItemRef
from owf.demo.places import CORE_THEMES, EFFECTS, PUBLICATION, Effects
from owf.demo.ratings import DISAGREEMENTS, PERSONS, PRACTITIONERS, RESPONSES, Disagreement
from owf.demo.sectors import QUARREL, SECTOR_EFFECTS, UNSURE, sector_of
from owf.questionnaire import NonScore

DEFAULT_SEED = 2008

Floats = np.ndarray[tuple[Any, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Model:
    """The parameters, in levels of the scale (shares for non-scores and publication levels)."""

    seed: int = DEFAULT_SEED  # makes everything repeatable
    base_level: float = 3.0  # where an average item stands in the first year
    item_sd: float = 0.25  # how items differ in difficulty, everywhere alike
    yearly_progress: float = 0.15  # what the second year adds everywhere
    slowing: float = 0.5  # what each later year adds, as a share of what the year before it added
    trust_sd: float = 0.15  # how Trusts differ as a whole, beyond ``effects``
    drift_sd: float = 0.12  # how a Trust moves on a theme from year to year, from the third on
    partner_sd: float = 0.3  # how partners differ in how high they rate; a partner keeps its habit
    answer_sd: float = 0.5  # chance in a single answer
    dont_know: float = 0.03  # share of answers that are "don't know"
    not_applicable: float = 0.01  # share that are "not applicable"
    first_year: int = 2008  # the year without yearly progress
    # Trust and year -> effects on themes and aspects.
    effects: Mapping[tuple[int, int], Effects] = field(default_factory=lambda: EFFECTS)
    # Sector and theme -> what it adds in every Trust.
    sector_effects: Mapping[tuple[str, str | None], float] = field(
        default_factory=lambda: SECTOR_EFFECTS
    )
    # Trust -> by how much its partners' spreads, habit and chance, are multiplied.
    quarrel: Mapping[int, float] = field(default_factory=lambda: QUARREL)
    # Trust and partner -> a share of "don't know" that is not ``dont_know``.
    unsure: Mapping[tuple[int, str], float] = field(default_factory=lambda: UNSURE)
    # Trust and year -> what single partners add on single items.
    disagreements: Mapping[tuple[int, int], Disagreement] = field(
        default_factory=lambda: DISAGREEMENTS
    )
    # Share of Trusts that publish their headline only; a Trust keeps its level.
    headline: float = 0.15
    done: float = 0.10  # share that publish only that they are done; all others publish in full
    # Trust and year -> a publication level that is not left to chance.
    publication: Mapping[tuple[int, int], str] = field(default_factory=lambda: PUBLICATION)
    practitioner_shift: float = -0.3  # what practitioners add to what leaders would say
    # The shift instead, on these themes and aspects.
    practitioner_effects: Effects = field(default_factory=lambda: PRACTITIONERS)
    person_sd: float = 0.4  # how practitioners of one partner differ in how high they rate
    practitioner_dont_know: float = 0.08  # share of practitioners' answers that are "don't know"
    practitioner_not_applicable: float = 0.03  # share of theirs that are "not applicable"
    # How many practitioners of a sector respond on average (Poisson).
    persons: Mapping[str, float] = field(default_factory=lambda: PERSONS)
    most_persons: int = 12  # how many of a sector respond at most
    # Trust and year -> how many of each sector respond, not left to chance.
    responses: Mapping[tuple[int, int], Mapping[str, int]] = field(
        default_factory=lambda: RESPONSES
    )

    def answers(
        self, trust: int, year: int, partners: Sequence[str], items: Sequence[ItemRef]
    ) -> dict[str, list[Choice]]:
        """Each partner's answers in the order of the pack's ``items``.

        A partner is called as its sector is, or as ``sectors.called`` says.
        """
        expected = self._expected(trust, year, items)
        disagrees = self.disagreements.get((trust, year), {})
        parts = _places_by_stream(items)
        return {
            partner: self._partner_answers(
                trust,
                year,
                partner,
                expected
                + self._of_sector(sector_of(partner), items)
                + _disagreements_on(disagrees, partner, items),
                parts,
            )
            for partner in partners
        }

    def practitioners(
        self, trust: int, year: int, sectors: Sequence[str], items: Sequence[ItemRef]
    ) -> dict[str, list[list[Choice]]]:
        """By sector, in the order of ``items``; of some sectors nobody responds."""
        shift = [
            _effect(self.practitioner_effects, item, self.practitioner_shift) for item in items
        ]
        expected = self._expected(trust, year, items) + np.array(shift)
        return {
            sector: self._person_answers(
                trust, year, sector, expected + self._of_sector(sector, items)
            )
            for sector in sectors
        }

    def neighbours(self, trust: int, others: Sequence[int]) -> list[int]:
        order = _stream(self.seed, "neighbours", trust).permutation(len(others))
        return [others[place] for place in order[:10]]

    def publication_of(self, trust: int, year: int) -> str:
        """How much of its signed position a Trust shows: ``done``, ``headline`` or ``full``."""
        stated = self.publication.get((trust, year))
        if stated is not None:
            return stated
        luck = _stream(self.seed, "publication", trust).random()
        if luck < self.done:
            return "done"
        return "headline" if luck < self.done + self.headline else "full"

    def _expected(self, trust: int, year: int, items: Sequence[ItemRef]) -> Floats:
        effects = self.effects.get((trust, year), {})
        # A Trust whose position is given by its effects has no further difference of its own.
        is_stated = (trust, self.first_year) in self.effects
        own = 0.0 if is_stated else self.trust_sd * _stream(self.seed, "trust", trust).normal()
        difficulty = self.item_sd * _item_difficulties(self.seed, tuple(item.id for item in items))
        effect = np.array([_effect(effects, item, 0.0) for item in items])
        expected: Floats = self.base_level + difficulty + effect + own + self._progress(year)
        return expected + self._drift(trust, year, items)

    def _progress(self, year: int) -> float:
        later = range(year - self.first_year)
        return self.yearly_progress * sum(self.slowing**place for place in later)

    def _drift(self, trust: int, year: int, items: Sequence[ItemRef]) -> Floats:
        """How far a Trust has moved on each item's theme since the second year."""
        years = range(self.first_year + 2, year + 1)
        # A Trust whose effects are given for any year has no drift of its own.
        if not years or any(known == trust for known, _ in self.effects):
            return np.zeros(len(items))
        moved = {
            theme: self.drift_sd
            * sum(_stream(self.seed, "drift", trust, theme, one).normal() for one in years)
            for theme in {item.theme for item in items}
        }
        return np.array([moved[item.theme] for item in items])

    def _of_sector(self, sector: str, items: Sequence[ItemRef]) -> Floats:
        overall = self.sector_effects.get((sector, None), 0.0)
        added = {theme: more for (one, theme), more in self.sector_effects.items() if one == sector}
        return overall + np.array([added.get(item.theme, 0.0) for item in items])

    def _rating_habit(self, trust: int, partner: str) -> float:
        spread = self.partner_sd * self.quarrel.get(trust, 1.0)
        return spread * _stream(self.seed, "partner", trust, partner).normal()

    def _partner_answers(
        self,
        trust: int,
        year: int,
        partner: str,
        expected: Floats,
        parts: Mapping[str, Sequence[int]],
    ) -> list[Choice]:
        levels = expected + self._rating_habit(trust, partner)
        spread = self.answer_sd * self.quarrel.get(trust, 1.0)
        drawn = np.empty_like(levels)
        for name, places in parts.items():
            chance = _stream(self.seed, name, trust, partner, year)
            levels[places] += spread * chance.normal(size=len(places))
            drawn[places] = chance.random(len(places))
        dont_know = self.unsure.get((trust, partner), self.dont_know)
        return _choices(levels, drawn, dont_know, self.not_applicable)

    def _person_answers(
        self, trust: int, year: int, sector: str, expected: Floats
    ) -> list[list[Choice]]:
        stated = self.responses.get((trust, year))
        chance = _stream(self.seed, "practitioners", trust, sector, year)
        drawn = min(int(chance.poisson(self.persons.get(sector, 0.0))), self.most_persons)
        number = drawn if stated is None else stated.get(sector, 0)
        shape = (number, len(expected))
        levels = (
            expected
            + self._rating_habit(trust, sector)
            + self.person_sd * chance.normal(size=(number, 1))
            + self.answer_sd * chance.normal(size=shape)
        )
        return [
            _choices(row, luck, self.practitioner_dont_know, self.practitioner_not_applicable)
            for row, luck in zip(levels, chance.random(shape), strict=True)
        ]


def _effect(effects: Effects, item: ItemRef, otherwise: float) -> float:
    """What is added to an item: by its theme and aspect, else by its theme, else ``otherwise``."""
    return effects.get((item.theme, item.aspect), effects.get((item.theme, None), otherwise))


def _places_by_stream(items: Sequence[ItemRef]) -> Mapping[str, Sequence[int]]:
    """The core's stream is as long as before there were other themes, so that its answers stay."""
    core = [place for place, item in enumerate(items) if item.theme in CORE_THEMES]
    wider = [place for place, item in enumerate(items) if item.theme not in CORE_THEMES]
    return {"answers": core, "answers-wider": wider}


def _disagreements_on(disagrees: Disagreement, partner: str, items: Iterable[ItemRef]) -> Floats:
    if not disagrees:
        return np.zeros(1)
    return np.array([disagrees.get((partner, item.id), 0.0) for item in items])


def _choices(
    levels: Floats, drawn: Floats, dont_know: float, not_applicable: float
) -> list[Choice]:
    return [
        NonScore.DONT_KNOW
        if luck < dont_know
        else NonScore.NOT_APPLICABLE
        if luck < dont_know + not_applicable
        else int(level)
        for level, luck in zip(np.rint(levels).clip(1, 5).tolist(), drawn.tolist(), strict=True)
    ]


@lru_cache(maxsize=32)
def _item_difficulties(seed: int, item_ids: tuple[str, ...]) -> Floats:
    """How hard each item is, in standard deviations: the same for every Trust and year."""
    drawn = np.array([_stream(seed, "item", item_id).normal() for item_id in item_ids])
    drawn.flags.writeable = False
    return drawn


def _stream(seed: int, *belongs_to: str | int) -> np.random.Generator:
    key = [part if isinstance(part, int) else crc32(part.encode()) for part in belongs_to]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *key])))
