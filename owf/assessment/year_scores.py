"""One signed year's scores as a line over the years takes them: points, and the region's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from owf.assessment.many_packs import Groups
from owf.assessment.publishing import Units, comparable_units, published_units
from owf.assessment.scored_anew import YearOnShared
from owf.benchmark import DEFAULT_RULES, Group, YearPoint, trust_intervals

NOT_ASKED = "not asked"
NO_ANSWERS = "signed without the answers behind the scores"
NO_SCORE = "no score"
TOO_FEW = "too few partners"
NO_LIMITS = "no limits: nobody differs from anybody"


@dataclass(frozen=True)
class YearScores:
    """A region's year on what may be compared with others.

    Attributes:
        found: the year.
        groups: overall and themes that it has -> the ids of the questions compared in it.
        without_answers: Trusts that were signed without the answers behind their scores.
        own: the Trust whose page it is; ``None`` where that year's page is closed to whoever looks.
    """

    found: YearOnShared
    groups: Groups
    without_answers: frozenset[int]
    own: int | None

    @cached_property
    def _units(self) -> Units:
        return comparable_units(
            published_units(self.found, self.groups, self.own), self.found, self.own
        )

    def point(self, trust: int, group: Group, *, is_outside: bool) -> YearPoint:
        """A Trust's point on a group, with limits from the spread within the region's Trusts.

        Args:
            trust: one that has signed the year.
            group: overall or a theme.
            is_outside: whether whoever looks is not of it: they see no score of fewer than three
                sectors (METHOD 1.7).
        """
        year = self.found.year
        if group not in self.groups:
            return YearPoint(year, why_not=NOT_ASKED)
        sectors = self.found.sectors(trust, group.key)
        if not sectors:
            why = NO_ANSWERS if trust in self.without_answers else NO_SCORE
            return YearPoint(year, why_not=why)
        score = fmean(sectors.values())
        if len(sectors) < DEFAULT_RULES.min_units:
            shown = None if is_outside else score
            return YearPoint(year, shown, n=len(sectors), why_not=TOO_FEW)
        limits = trust_intervals(
            {str(one): list(units.values()) for one, units in self._units[group].items()}
        ).get(str(trust))
        if limits is None:
            return YearPoint(year, score, n=len(sectors), why_not=NO_LIMITS)
        return YearPoint(year, score, limits.lower, limits.upper, len(sectors))

    def named_scores(self, group: Group) -> Mapping[int, float]:
        """The scores of the Trusts that are named, and of the own, by DfE number.

        A median can be one Trust's own score, and quartiles beside a mean tell those of a block of
        three: so no unnamed Trust enters them (decision 0021).
        """
        return {
            trust: fmean(sectors.values())
            for trust, sectors in self._units[group].items()
            if (trust == self.own or trust in self.found.named)
            and len(sectors) >= DEFAULT_RULES.min_units
        }
