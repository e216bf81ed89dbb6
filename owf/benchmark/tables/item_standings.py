"""Where a Trust's partners stand on each question: how many at which level, and what was agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf.benchmark.agreement.partners import consensus, is_high_consensus
from owf.benchmark.scores.medians import median_in_words, middle_values
from owf.benchmark.words.wording import capitalised, counted, listed, number

FEWEST_TO_AGREE = 3
"""METHOD 3."""


class Instead(StrEnum):
    DONT_KNOW = "don't know"
    NOT_APPLICABLE = "not applicable"
    NO_ANSWER = "no answer"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class PartnerAnswer:
    """`partner` is as a column is headed, such as "Police" or "Schools 2"."""

    partner: str
    level: int | None
    instead: Instead | None = None

    @property
    def words(self) -> str:
        """As a cell of a table has it: "4", "don't know"."""
        return str(self.instead) if self.level is None else str(self.level)


@dataclass(frozen=True, kw_only=True)
class ItemStanding:
    """One question as a Trust's partners answered it, with what the Trust agreed.

    `counts` are partners at each of the `levels`, lowest first. `reason` says in the Trust's words
    why it departs from their middle. `answers` has one entry a partner, in the same order for every
    question; empty for readers who may know how many gave a level, and not who.
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
        """A level or a non-score."""
        return self.n + self.dont_know + self.not_applicable

    @property
    def given(self) -> tuple[int, ...]:
        """Lowest first, each as often as it was given."""
        return tuple(
            level
            for level, count in zip(self.levels, self.counts, strict=True)
            for _ in range(count)
        )

    @property
    def mean(self) -> float | None:
        return sum(self.given) / self.n if self.n else None

    @property
    def middle(self) -> tuple[int, int] | None:
        """Moderation's rule; equal where the number of partners is odd."""
        return middle_values(self.given)

    @property
    def median(self) -> float | None:
        return None if self.middle is None else sum(self.middle) / 2

    @property
    def median_in_words(self) -> str:
        return "none" if self.middle is None else median_in_words(self.middle)

    @property
    def spread(self) -> int:
        return self.given[-1] - self.given[0] if self.n else 0

    @property
    def consensus(self) -> float | None:
        """0 to 1 (METHOD 3); None where nobody gave a level."""
        return consensus(self.counts) if self.n else None

    @property
    def is_agreed(self) -> bool:
        """Three partners or more agree: beyond chance, or all at one level (METHOD 3)."""
        return self.n >= FEWEST_TO_AGREE and (is_high_consensus(self.counts) or self.spread == 0)

    @property
    def was_moved(self) -> bool:
        """Outside the partners' middle, which moderation asks a reason for."""
        middle = self.middle
        return (
            self.agreed is not None
            and middle is not None
            and not middle[0] <= self.agreed <= middle[1]
        )

    @property
    def move(self) -> float:
        """The agreed level less the partners' median; 0 where it was not moved."""
        if not self.was_moved or self.agreed is None or self.median is None:
            return 0.0
        return self.agreed - self.median

    @property
    def sentence(self) -> str:
        parts = [
            f"{count} at {level} ({label})"
            for level, label, count in zip(self.levels, self.labels, self.counts, strict=True)
            if count
        ]
        if self.dont_know:
            parts.append(f"{self.dont_know} don't know")
        if self.not_applicable:
            parts.append(f"{self.not_applicable} not applicable")
        if not parts:
            return f"{self.code}, {self.name}: no partner answered."
        agreed = "" if self.agreed is None else f"; agreed level {self.agreed}"
        return f"{self.code}, {self.name}: {listed(parts)}{agreed}."


def most_disputed_first(standings: Iterable[ItemStanding]) -> tuple[ItemStanding, ...]:
    """By low consensus, then by range (METHOD 3); without a level come last."""
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


@dataclass(frozen=True)
class PartnerDifference:
    """Mean over the `items` that it and others rated of its level less the mean of the others'."""

    partner: str
    difference: float | None
    items: int


@dataclass(frozen=True)
class WhoDiffers:
    """One row a question, most disputed first, one column a partner."""

    partners: tuple[PartnerDifference, ...]
    items: tuple[ItemStanding, ...]

    @property
    def sentence(self) -> str:
        rated = {
            one.partner: (one.difference, one.items)
            for one in self.partners
            if one.difference is not None
        }
        if len(rated) < 2:
            return "No two partners rated the same question, so they cannot be compared."
        partner, (apart, items) = max(rated.items(), key=lambda one: abs(one[1][0]))
        if round(abs(apart), 1) == 0:
            return "No partner rates higher or lower than the others on average."
        return (
            f"{capitalised(partner)} differs most from the others: {number(abs(apart), 1)} of a "
            f"level {'higher' if apart > 0 else 'lower'} on average, over "
            f"{counted(items, 'question')}."
        )


def who_differs(standings: Sequence[ItemStanding]) -> WhoDiffers:
    columns = [tuple(one.partner for one in item.answers) for item in standings]
    if len(set(columns)) > 1:
        raise ValueError("The questions have different partners: give one answer of each to each.")
    partners = tuple(
        _partner_difference(name, place, standings)
        for place, name in enumerate(columns[0] if columns else ())
    )
    return WhoDiffers(partners, most_disputed_first(standings))


def _partner_difference(
    name: str, place: int, standings: Sequence[ItemStanding]
) -> PartnerDifference:
    apart = []
    for item in standings:
        own = item.answers[place].level
        others = [
            one.level
            for other, one in enumerate(item.answers)
            if other != place and one.level is not None
        ]
        if own is not None and others:
            apart.append(own - sum(others) / len(others))
    return PartnerDifference(name, sum(apart) / len(apart) if apart else None, len(apart))


@dataclass(frozen=True)
class Moderated:
    """`moved` is outside the partners' middle, largest first; `unsettled` not agreed or rated."""

    moved: tuple[ItemStanding, ...]
    stayed: int
    unsettled: int

    @property
    def sentence(self) -> str:
        settled = len(self.moved) + self.stayed
        if not settled:
            return "No level was agreed in moderation."
        if not self.moved:
            questions = "the one question" if settled == 1 else f"all {settled} questions"
            return f"Moderation kept to the partners' middle on {questions}."
        raised = sum(one.move > 0 for one in self.moved)
        ways = [
            f"{way} {how_many}"
            for way, how_many in (("raised", raised), ("lowered", len(self.moved) - raised))
            if how_many
        ]
        stayed = f"; the other {self.stayed} stayed within the partners' middle"
        return (
            f"Moderation {' and '.join(ways)} of {counted(settled, 'question')}"
            f"{stayed if self.stayed else ''}."
        )


def moderated(standings: Sequence[ItemStanding]) -> Moderated:
    """Against the partners' median, the largest moves first (METHOD 1.6)."""
    moved = sorted(
        (one for one in standings if one.was_moved), key=lambda one: (-abs(one.move), one.move)
    )
    settled = sum(one.agreed is not None and one.n > 0 for one in standings)
    return Moderated(tuple(moved), settled - len(moved), len(standings) - settled)
