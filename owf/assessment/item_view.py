"""The tables of 2009 for every question, as the page, the download and machines show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from owf.assessment.nation import FEWEST_TRUSTS, percent
from owf.benchmark import BandRow, CountRow, MeanOf
from owf.questionnaire import Audience, Band, Item, Pack, Theme


@dataclass(frozen=True)
class SectorMean:
    """One line of table (b): a sector's mean over the Trusts that may stand behind it.

    Attributes:
        sector: its id.
        title: its name in the pack.
        mean: mean of these Trusts' scores from the sector; ``None`` where they are too few.
        n: how many they are.
        having: Trusts in the question's figures that have a score from the sector.
    """

    sector: str
    title: str
    mean: float | None
    n: int
    having: int

    @property
    def is_held_back(self) -> bool:
        """Whether it has Trusts enough, and would give another sector or Trust away."""
        return self.mean is None and self.having >= FEWEST_TRUSTS


@dataclass(frozen=True)
class PractitionersMean:
    """The line of table (b) for practitioners, by audience only (decision 0009).

    Attributes:
        mean: mean of the Trusts' scores; ``None`` where they are too few.
        n: how many they are.
        having: Trusts with a score from enough sectors, in the figure or not.
        too_few: Trusts with a score from too few sectors.
        suppressed: Trusts in which one to four people rated it.
    """

    mean: float | None
    n: int
    having: int
    too_few: int
    suppressed: int

    @property
    def why_not_more(self) -> str:
        """Which Trusts' practitioners are not in it; empty where nobody is left out."""
        left_out = self.having - self.n
        why = (
            (self.suppressed, "suppressed, because fewer than five people rated it"),
            (self.too_few, "with people of fewer than three sectors"),
            (left_out, "left out, because too few others are in the figures"),
        )
        return "; ".join(f"{number} {words}" for number, words in why if number)


@dataclass(frozen=True)
class QuestionTables:
    """The three tables of one question (METHOD 5).

    Attributes:
        item: the question.
        bands: table (a), of leaders; all zero where the Trusts are too few.
        left_out: Trusts with a score from enough sectors that enter no figure, because too few
            others would stand beside them in a region or in England.
        sectors: table (b) by sector, of leaders, in the pack's order; sectors without a score
            are missing.
        leaders: table (b), the mean of the Trusts' scores.
        practitioners: the same of practitioners; ``None`` where they are not asked.
        counts: table (c), of leaders; all zero where it cannot be shown.
        sentence: what the question's tables say, in words.
    """

    item: Item
    bands: BandRow
    left_out: int
    sectors: tuple[SectorMean, ...]
    leaders: MeanOf
    practitioners: PractitionersMean | None
    counts: CountRow
    sentence: str

    @property
    def n(self) -> int:
        """The Trusts in the question's figures."""
        return self.bands.taking_part.counting

    @property
    def is_shown(self) -> bool:
        """Whether there are Trusts enough to show a figure."""
        return self.n >= FEWEST_TRUSTS

    @property
    def counts_are_shown(self) -> bool:
        """Whether the answers can be counted without telling those of one or two Trusts."""
        return self.counts.taking_part.counting >= FEWEST_TRUSTS

    @property
    def is_for_leaders_only(self) -> bool:
        """Whether practitioners are not asked it."""
        return not self.item.is_for(Audience.PRACTITIONERS)

    @property
    def above_percent(self) -> int:
        """Trusts above the midpoint, in percent; only where figures are shown."""
        return percent(self.bands.above_midpoint, self.n)

    @property
    def who_takes_part(self) -> str:
        """How many of the Trusts that publish in full are in the figures, and why not the rest."""
        part = self.bands.taking_part
        others = (
            (part.no_answer, "with no leaders answering"),
            (part.too_few, "with a score from fewer than three sectors"),
            (part.no_score, "without a level given"),
            (self.left_out, "left out because the rest would reveal fewer than five people"),
        )
        why = [f"{number} {words}" for number, words in others if number]
        published = part.trusts + self.left_out
        text = (
            f"{part.counting or 'None'} of these {published} are in the figures: {'; '.join(why)}."
            if why
            else f"All {part.counting} are in the figures."
        )
        # METHOD 5: questions for leaders only say how many had none answering, even where none.
        if self.is_for_leaders_only and not part.no_answer:
            return f"{text} No Trust was without leaders answering."
        return text


@dataclass(frozen=True)
class ItemTables:
    """Every question's tables for England or one region, and a year.

    Attributes:
        year: of the cycle.
        region_code: of the region; ``None`` for England.
        name: England, or the region's.
        pack: the questionnaire, with its bands, levels and midpoint.
        signed: Trusts there that have signed, whatever they publish.
        published: those of them that publish in full: only these enter.
        questions: by item id, in the pack's order.
    """

    year: int
    region_code: str | None
    name: str
    pack: Pack
    signed: int
    published: int
    questions: dict[str, QuestionTables]

    def of_theme(self, theme: Theme) -> tuple[QuestionTables, ...]:
        """The tables of a theme's questions."""
        return tuple(self.questions[item.id] for item in theme.items)

    @property
    def bands(self) -> Sequence[Band]:
        """The pack's bands, lowest first."""
        return self.pack.scale.bands

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """For machines: the same figures and none more."""
        return {
            "year": self.year,
            "region_code": self.region_code,
            "name": self.name,
            "pack": {"id": self.pack.id, "version": self.pack.version},
            "midpoint": self.pack.scale.midpoint,
            "bands": [band.label for band in self.bands],
            "levels": list(self.pack.scale.values),
            "signed": self.signed,
            "published": self.published,
            "items": [_as_json(one) for one in self.questions.values()],
            "fewest_trusts": FEWEST_TRUSTS,
            "made_up": made_up,
        }


def _as_json(one: QuestionTables) -> dict[str, object]:
    return {
        "id": one.item.id,
        "code": one.item.permanent_code,
        "text": one.item.text,
        "sentence": one.sentence,
        "left_out": one.left_out,
        "bands": asdict(one.bands) if one.is_shown else None,
        "by_sector": [asdict(sector) for sector in one.sectors],
        "leaders": asdict(one.leaders) if one.is_shown else None,
        "practitioners": asdict(one.practitioners) if one.practitioners else None,
        "counts": asdict(one.counts) if one.counts_are_shown else None,
    }
