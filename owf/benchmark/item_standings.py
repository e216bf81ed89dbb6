"""Where a Trust's partners stand on each question: how many at which level, and what was agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf.benchmark.agreement import consensus, is_high_consensus
from owf.benchmark.medians import median_in_words, middle_values
from owf.benchmark.wording import counted, listed

FEWEST_TO_AGREE = 3
"""Of one or two partners nothing is said of whether they agree (METHOD 3)."""


class Instead(StrEnum):
    """What stands where a partner gave no level, in words."""

    DONT_KNOW = "don't know"
    NOT_APPLICABLE = "not applicable"
    NO_ANSWER = "no answer"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class PartnerAnswer:
    """What one partner said of one question: a level, or what stands instead of one.

    Attributes:
        partner: as a column is headed, such as "Police" or "Schools 2".
        level: of the scale; None where it gave none.
        instead: why there is no level; None where there is one.
    """

    partner: str
    level: int | None
    instead: Instead | None = None

    @property
    def words(self) -> str:
        """The answer as a cell of a table has it: "4", "don't know"."""
        return str(self.instead) if self.level is None else str(self.level)


@dataclass(frozen=True, kw_only=True)
class ItemStanding:
    """One question as a Trust's partners answered it, with what the Trust agreed.

    One row of the chart of partners' levels (diverging about the middle of the scale), of the grid
    of who differs from whom, and of the dumbbells of what moderation changed.

    Attributes:
        item: the pack's id.
        code: what is printed, such as "CAF 5".
        name: the question's short name in the pack's words.
        theme: the pack's id of its theme.
        levels: the numbers of the scale, lowest first.
        labels: the words of each of them, in the same order.
        counts: partners at each of them, in the same order.
        dont_know: partners who don't know.
        not_applicable: partners to whom it does not apply.
        agreed: the level that the Trust settled on; None where it settled none.
        reason: why it departs from the partners' middle, in the Trust's words; may be empty.
        answers: who said what, one entry a partner, in the same order for every question; empty
            where whoever looks may know how many, and not who.
    """

    item: str
    code: str
    name: str
    theme: str
    levels: tuple[int, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    dont_know: int = 0
    not_applicable: int = 0
    agreed: int | None = None
    reason: str = ""
    answers: tuple[PartnerAnswer, ...] = ()

    @property
    def n(self) -> int:
        """Partners who gave a level."""
        return sum(self.counts)

    @property
    def answered(self) -> int:
        """Partners who gave a level, or said that they don't know or that it does not apply."""
        return self.n + self.dont_know + self.not_applicable

    @property
    def given(self) -> tuple[int, ...]:
        """The levels that partners gave, lowest first, each as often as it was given."""
        return tuple(
            level
            for level, count in zip(self.levels, self.counts, strict=True)
            for _ in range(count)
        )

    @property
    def mean(self) -> float | None:
        """Mean over these partners; None where nobody gave a level."""
        return sum(self.given) / self.n if self.n else None

    @property
    def middle(self) -> tuple[int, int] | None:
        """The two middle levels, equal where the number of partners is odd (moderation's rule)."""
        return middle_values(self.given)

    @property
    def median(self) -> float | None:
        """Their median, between two levels where the two middle ones differ."""
        return None if self.middle is None else sum(self.middle) / 2

    @property
    def median_in_words(self) -> str:
        """Their median as moderation says it: ``3``, or ``between 3 and 4``."""
        return "none" if self.middle is None else median_in_words(self.middle)

    @property
    def spread(self) -> int:
        """Levels between the highest and the lowest that was given."""
        return self.given[-1] - self.given[0] if self.n else 0

    @property
    def consensus(self) -> float | None:
        """How far partners agree, 0 to 1 (METHOD 3); None where nobody gave a level."""
        return consensus(self.counts) if self.n else None

    @property
    def agrees_beyond_chance(self) -> bool:
        """Whether that is more than partners who choose blindly would reach (METHOD 3)."""
        return self.n > 0 and is_high_consensus(self.counts)

    @property
    def is_agreed(self) -> bool:
        """Whether three partners or more agree: beyond chance, or all at one level (METHOD 3)."""
        return self.n >= FEWEST_TO_AGREE and (self.agrees_beyond_chance or self.spread == 0)

    @property
    def was_moved(self) -> bool:
        """Whether moderation settled outside the partners' middle (as it asks a reason for)."""
        middle = self.middle
        return (
            self.agreed is not None
            and middle is not None
            and not middle[0] <= self.agreed <= middle[1]
        )

    @property
    def move(self) -> float:
        """The agreed level less the partners' median, in levels; 0 where it was not moved."""
        if not self.was_moved or self.agreed is None or self.median is None:
            return 0.0
        return self.agreed - self.median

    @property
    def sentence(self) -> str:
        """The question's row in words: levels, what stands instead of them, what was agreed."""
        said = [
            f"{count} at {level} ({label})"
            for level, label, count in zip(self.levels, self.labels, self.counts, strict=True)
            if count
        ]
        if self.dont_know:
            said.append(f"{self.dont_know} don't know")
        if self.not_applicable:
            said.append(f"{self.not_applicable} not applicable")
        if not said:
            return f"{self.code}, {self.name}: no partner answered."
        agreed = "" if self.agreed is None else f"; agreed level {self.agreed}"
        return f"{self.code}, {self.name}: {listed(said)}{agreed}."


def most_disputed_first(standings: Iterable[ItemStanding]) -> tuple[ItemStanding, ...]:
    """Sort questions by low consensus, then by range (METHOD 3); those without a level stand last.

    Those alike keep their order.
    """
    return tuple(
        sorted(
            standings,
            key=lambda one: (
                2.0 if one.consensus is None else round(one.consensus, 9),
                -one.spread,
            ),
        )
    )


def disputed_sentence(standings: Sequence[ItemStanding]) -> str:
    """Say on how many questions partners agree and which one they dispute most: a chart's title."""
    rated = [one for one in standings if one.n]
    if not rated:
        return "No partner gave a level to any of these questions."
    first = most_disputed_first(rated)[0]
    if first.spread == 0:
        return _same_level_sentence(rated)
    agreed = sum(one.is_agreed for one in rated)
    lowest, highest = first.given[0], first.given[-1]
    return (
        f"Partners agree on {agreed} of {counted(len(rated), 'question')}; they differ most on "
        f"{first.code}, {first.name}, from level {lowest} to level {highest}."
    )


def _same_level_sentence(rated: Sequence[ItemStanding]) -> str:
    several = sum(one.is_agreed for one in rated)
    if not several:
        return (
            f"Fewer than {FEWEST_TO_AGREE} partners gave a level to each of these questions, "
            "which is too few to say whether they agree."
        )
    which = "the one question" if several == 1 else f"each of the {several} questions"
    more = "" if several == len(rated) else f" that {FEWEST_TO_AGREE} or more rated"
    return f"On {which}{more}, all partners gave the same level."


def all_questions(questions: int) -> str:
    """Say all of so many: "all 12 questions", "the one question"."""
    return "the one question" if questions == 1 else f"all {questions} questions"
