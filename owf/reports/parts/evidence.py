"""How far a year's levels rest on evidence: coverage, what has expired, and what has none."""

from collections.abc import Sequence
from datetime import date

from owf import clock
from owf.assessment.evidence.index import (
    EvidenceIndex,
    IndexedPiece,
    IndexedQuestion,
)
from owf.markup.formatting import questions
from owf.reports.model import Column, NumberFormat, Table, table_of

HIGH = 2
"""So many levels from the top of the scale are high: a reader asks what they rest on."""


def with_evidence(asked: Sequence[IndexedQuestion]) -> list[IndexedQuestion]:
    return [one for one in asked if one.pieces]


def high_from(index: EvidenceIndex) -> int:
    """The lowest level that counts as high."""
    return index.pack.scale.values[-HIGH]


def high_without(index: EvidenceIndex) -> list[IndexedQuestion]:
    """Questions agreed at a high level that nothing stands behind."""
    least = high_from(index)
    return [
        one
        for one in index.questions
        if one.agreed is not None and one.agreed >= least and not one.pieces
    ]


def expired_in(asked: Sequence[IndexedQuestion], day: date) -> int:
    """Pieces that are good no more on a day; one behind several questions counts once."""
    return len({_key(one) for each in asked for one in each.pieces if one.is_over(day)})


def pieces_in(asked: Sequence[IndexedQuestion]) -> int:
    """One behind several questions counts once."""
    return len({_key(one) for each in asked for one in each.pieces})


def _key(piece: IndexedPiece) -> str | IndexedPiece:
    return piece.id or piece


def share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def coverage_in_a_sentence(index: EvidenceIndex) -> str:
    """Such as ``31 of 60 questions (52%) have evidence``."""
    covered, of = len(with_evidence(index.questions)), len(index.questions)
    part = share(covered, of)
    if part is None:
        return "The questionnaire asks nothing."
    counted = f"{covered} of {questions(of)} ({part:.0f}%)"
    if index.is_own:
        return f"Your organisation gave evidence for {counted}."
    return f"{counted} {'has' if covered == 1 else 'have'} evidence."


def gaps_in_sentences(index: EvidenceIndex) -> tuple[str, ...]:
    """What has expired by today, and how many high levels rest on nothing."""
    over, bare = expired_in(index.questions, clock.today()), high_without(index)
    found = []
    if over:
        found.append(f"{over} {'piece has' if over == 1 else 'pieces have'} expired.")
    if bare:
        found.append(
            f"{questions(len(bare)).capitalize()} agreed at level {high_from(index)} or higher "
            f"{'has' if len(bare) == 1 else 'have'} none."
        )
    return tuple(found)


def coverage_table(index: EvidenceIndex) -> Table:
    """By theme, then overall."""
    today = clock.today()
    rows = []
    groups = [
        (theme.title, [one for one in index.questions if one.theme.id == theme.id])
        for theme in index.pack.themes
    ]
    for title, asked in [*groups, ("All themes", list(index.questions))]:
        if not asked:
            continue
        covered = with_evidence(asked)
        rows.append(
            (
                title,
                len(asked),
                len(covered),
                share(len(covered), len(asked)),
                pieces_in(asked),
                expired_in(asked, today),
                sum(one in asked for one in high_without(index)),
            )
        )
    return table_of(
        "Evidence by theme",
        (
            Column("Theme", width=2.6),
            Column("Questions", NumberFormat.COUNT),
            Column("With evidence", NumberFormat.COUNT),
            Column("Share", NumberFormat.PERCENT, 0.8),
            Column("Pieces", NumberFormat.COUNT, 0.8),
            Column("Expired", NumberFormat.COUNT, 0.9),
            Column("High, with none", NumberFormat.COUNT, 1.1),
        ),
        rows,
        note=(
            f"Expired by {clock.day_in_words(today)}. A piece behind several questions counts once "
            f"in a line. High: agreed at level {high_from(index)} or higher."
        ),
        sheet="Coverage",
    )
