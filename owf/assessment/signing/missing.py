"""What is missing before a Trust's position can be signed: one list for the signature and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf.assessment.errors import Incomplete
from owf.assessment.moderation.positions import Position, QuestionState
from owf.assessment.rounds.partners import waited_for
from owf.benchmark.words.wording import listed
from owf.store.moderation import StoredReply
from owf.store.rounds import ReturnFacts

NAMED = 12
"""Questions that a list of what is missing names, before it says how many more there are."""
_NAMED_IN_A_SENTENCE = 4


class MissingKind(StrEnum):
    """What can be missing, in the order in which the work is done."""

    PARTNERS = "partners"
    RETURNS = "returns"
    LEVELS = "levels"
    ANSWERS = "answers"
    REASONS = "reasons"
    REPLIES = "replies"


@dataclass(frozen=True)
class Missing:
    """One kind of thing that a signature waits for.

    Attributes:
        kind: what is missing.
        what: the partners' names, the questions' codes, or the replies (``Police on 1.2``).
        words: what it is, and what to do about it, as two sentences.
    """

    kind: MissingKind
    what: tuple[str, ...]
    words: str


def missing_before_signature(
    returns: Sequence[ReturnFacts],
    positions: Mapping[str, Position],
    waiting: Sequence[StoredReply],
) -> tuple[Missing, ...]:
    """Everything that a signature waits for, in the order in which the work is done.

    Args:
        returns: the partners' returns.
        positions: where the Trust stands on each item.
        waiting: replies that are neither answered nor recorded as dissent.
    """
    return tuple(_missing(returns, positions, waiting))


def refuse_incomplete(missing: Sequence[Missing]) -> None:
    """Refuse to sign while something is missing.

    Raises:
        Incomplete: something is; ``missing`` names the first kind of it.
    """
    for first in missing:
        raise Incomplete(f"Not signed, because {first.words}", first.what)


def codes(found: Sequence[str]) -> str:
    """Questions by their codes, the first twelve of them."""
    named = ", ".join(found[:NAMED])
    more = len(found) - NAMED
    return f"{named} and {more} more" if more > 0 else named


def _missing(
    returns: Sequence[ReturnFacts],
    positions: Mapping[str, Position],
    waiting: Sequence[StoredReply],
) -> Iterator[Missing]:
    if all(one.apology for one in returns):
        yield Missing(
            MissingKind.PARTNERS,
            (),
            "no partner is taking part, so nothing is agreed. The coordinator can add partners on "
            "the Round page.",
        )
    unsent = tuple(one.partner_name for one in waited_for(returns))
    if unsent:
        yield Missing(
            MissingKind.RETURNS,
            unsent,
            f"{listed(unsent)} {_has(unsent)} not submitted yet. Ask the coordinator to remind "
            "them, then sign.",
        )
    for kind, state, words in _OF_QUESTIONS:
        found = tuple(one.item.code for one in positions.values() if one.state is state)
        if found:
            named = (
                listed(found) if len(found) <= _NAMED_IN_A_SENTENCE else f"{len(found)} questions"
            )
            verb = _has(found) if kind is MissingKind.ANSWERS else _is(found)
            yield Missing(kind, found, words.format(named=named, verb=verb))
    if waiting:
        whose = tuple(
            f"{one.partner_name} on {positions[one.item_id].item.code}" for one in waiting
        )
        yield Missing(
            MissingKind.REPLIES,
            whose,
            f"the {'reply' if len(whose) == 1 else 'replies'} of {listed(whose)} {_is(whose)} "
            "neither answered nor kept as a disagreement. Answer "
            f"{'it' if len(whose) == 1 else 'them'} on the Moderation page, then sign.",
        )


_OF_QUESTIONS = (
    (
        MissingKind.LEVELS,
        QuestionState.OPEN,
        "{named} {verb} not agreed yet. Agree a level on the Moderation page, then sign.",
    ),
    (
        MissingKind.ANSWERS,
        QuestionState.NO_ANSWER,
        "{named} {verb} no answer from any partner. Wait for the answers, or write on the "
        "Moderation page why there is none, then sign.",
    ),
    (
        MissingKind.REASONS,
        QuestionState.NO_REASON,
        "{named} {verb} agreed outside the partners' middle without a reason. Write the reasons "
        "on the Moderation page, then sign.",
    ),
)


def _is(what: Sequence[str]) -> str:
    return "is" if len(what) == 1 else "are"


def _has(what: Sequence[str]) -> str:
    return "has" if len(what) == 1 else "have"
