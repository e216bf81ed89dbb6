"""Several years of a few Trusts, each year with a questionnaire of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf.access import OPERATOR, Actor
from owf.assessment.results.trust_results import TrustResults, trust_results
from owf.assessment.rounds.opening import open_cycle
from owf.assessment.signing.sign_off import carry_over
from owf.benchmark.change.histories import ScoreHistory
from owf.questionnaire import Pack
from owf.store import Store
from owf.store.answers import RoundAnswer
from tests.cast import CAMBRIDGESHIRE, Cast
from tests.later_packs import lineage_of, pack_with

BEDFORDSHIRE, BEDFORD = 820, 822
EAST = (821, 874, 881, 882, 883, 919)
"""Six Trusts of the East of England that were there before and after 2009."""
SECTORS = ("health", "police", "schools", "charity")

Items = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Years:
    """What Trusts signed over the years, each with its questionnaire."""

    store: Store
    tiny: Pack

    def pack(
        self, version: str, items: Items, since: Pack | None = None, *changes: Mapping[str, object]
    ) -> Pack:
        """A questionnaire, made from the one before where there is one."""
        lineage = lineage_of(since, *changes) if since is not None else None
        return pack_with(self.tiny, version, items, lineage)

    def open(self, packs: Mapping[int, Pack]) -> None:
        """Open years, each with its questionnaire."""
        for year, pack in packs.items():
            opens, closes = date(year, 6, 1), date(year, 7, 17)
            open_cycle(self.store, OPERATOR, year, pack, opens=opens, closes=closes)

    def keep(
        self,
        year: int,
        answers_of: Mapping[int, Sequence[RoundAnswer]],
        publication: str | Mapping[int, str] = "full",
    ) -> None:
        """Keep what Trusts answered and signed, at their publication levels."""
        levels = dict.fromkeys(answers_of, publication) if isinstance(publication, str) else {}
        levels |= {} if isinstance(publication, str) else publication
        carry_over(self.store, OPERATOR, year, answers_of, levels)

    def results(
        self, year: int, trust: int = CAMBRIDGESHIRE, who: Actor = OPERATOR
    ) -> TrustResults:
        """A Trust's results of a year, as somebody sees them."""
        return trust_results(self.store, who, trust, year)

    def history(
        self, year: int, theme: str | None = None, *, trust: int = CAMBRIDGESHIRE, who=OPERATOR
    ) -> ScoreHistory:
        """A score's years up to one."""
        (found,) = (
            one for one in self.results(year, trust, who).years.histories if one.theme == theme
        )
        return found


def years_of(cast: Cast) -> Years:
    """Nothing opened and nothing signed yet but the cast's own 2009."""
    return Years(cast.store, cast.pack)


def answered(
    pack: Pack,
    levels: int | Mapping[str, int],
    sectors: Sequence[str] = SECTORS,
    *,
    apart: bool = True,
) -> list[RoundAnswer]:
    """One partner a sector: all at one level, or item by item.

    Args:
        pack: the questionnaire.
        levels: of every question, or by item id with ``""`` for all others.
        sectors: that answer.
        apart: whether the first sector rates one level higher and the last one lower, so that
            there is a spread to work with.
    """
    given = []
    for partner, sector in enumerate(sectors):
        step = {0: 1, len(sectors) - 1: -1}.get(partner, 0) if apart else 0
        for item in pack.items:
            level = levels if isinstance(levels, int) else levels.get(item.id, levels[""])
            given.append(RoundAnswer(partner, sector, item.id, level + step, None))
    return given


def scores(history: ScoreHistory) -> dict[int, float | None]:
    """A line's scores by year."""
    return {
        point.year: None if point.score is None else round(point.score, 6)
        for point in history.points
    }


def joins(history: ScoreHistory) -> dict[int, str]:
    """How each point is joined to the one before, where it is."""
    return {point.year: str(point.join.comparable) for point in history.points if point.join}
