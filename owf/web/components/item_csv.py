"""The tables of all questions as one CSV file: a line a question, the first says what is what."""

from __future__ import annotations

from collections.abc import Iterator

from owf.assessment.item_view import ItemTables, QuestionTables
from owf.assessment.nation import percent
from owf.questionnaire import Pack
from owf.web.components.csv_file import csv_file

TOO_FEW = "too few Trusts to show"
HELD_BACK = "not shown"
NOT_ASKED = "not asked"

Cell = str | int | float


def as_csv(view: ItemTables, *, made_up: bool) -> bytes:
    """Every question's three tables.

    Means are in levels, with three decimals; shares in whole percent. Words stand where no figure
    is shown.
    """
    lines = [dict(_cells(view, one, made_up=made_up)) for one in view.questions.values()]
    return csv_file(list(lines[0]), (list(line.values()) for line in lines))


def _cells(view: ItemTables, one: QuestionTables, *, made_up: bool) -> Iterator[tuple[str, Cell]]:
    part = one.bands.taking_part
    yield "Year", view.year
    yield "Where", view.name
    yield "Theme", view.pack.theme_of(one.item.id).title
    yield "Question", one.item.code
    yield "Permanent id", one.item.id
    yield "Text of the question", one.item.text
    yield "Asked of", "leaders only" if one.is_for_leaders_only else "leaders and practitioners"
    yield "In words", one.sentence
    yield "Trusts that publish in full", view.published
    yield "Trusts in the figures", one.n
    yield "Trusts left out so that no score can be worked out", one.left_out
    yield "Trusts with a score from too few sectors", part.too_few
    yield "Trusts that answered without a level", part.no_score
    yield "Trusts with no leaders answering", part.no_answer
    yield from _band_cells(view, one)
    yield "Mean of Trusts, leaders", _mean(one.leaders.mean)
    yield from _practitioner_cells(one)
    yield from _sector_cells(view.pack, one)
    yield from _count_cells(view.pack, one)
    yield "Made up", "yes" if made_up else "no"


def _band_cells(view: ItemTables, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    above = f"Trusts above {view.pack.scale.midpoint:g}, the midpoint"
    numbers = [
        *(
            (f"Trusts averaging {band.label}", number)
            for band, number in zip(view.bands, one.bands.counts, strict=True)
        ),
        (above, one.bands.above_midpoint),
    ]
    for title, number in numbers:
        yield title, number if one.is_shown else TOO_FEW
        yield f"{title} (%)", percent(number, one.n) if one.is_shown else TOO_FEW


def _practitioner_cells(one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    theirs = one.practitioners
    yield "Mean of Trusts, practitioners", NOT_ASKED if theirs is None else _mean(theirs.mean)
    yield "Trusts in practitioners' mean", NOT_ASKED if theirs is None else theirs.n
    yield (
        "Trusts whose practitioners are suppressed",
        NOT_ASKED if theirs is None else theirs.suppressed,
    )


def _sector_cells(pack: Pack, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    found = {sector.sector: sector for sector in one.sectors}
    for sector in pack.sectors:
        theirs = found.get(sector.id)
        held_back = theirs is not None and theirs.is_held_back
        mean = HELD_BACK if held_back else _mean(theirs.mean if theirs else None)
        yield f"Mean of {sector.title}, leaders", mean
        yield f"Trusts in the mean of {sector.title}", theirs.n if theirs else 0


def _count_cells(pack: Pack, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    counts = one.counts
    numbers = [
        *(
            (f"Answers {level.value} {level.short}", number)
            for level, number in zip(pack.scale.levels, counts.level_counts, strict=True)
        ),
        ("Answers don't know", counts.dont_know),
        ("Answers not applicable", counts.not_applicable),
        ("Answers in all", counts.answers),
    ]
    why_not = HELD_BACK if one.is_shown else TOO_FEW
    yield "Trusts whose answers are counted", counts.taking_part.counting
    for title, number in numbers:
        yield title, number if one.counts_are_shown else why_not
    mean = counts.mean if one.counts_are_shown else None
    yield "Mean of levels, every partner once", why_not if mean is None else round(mean, 3)


def _mean(mean: float | None) -> Cell:
    return TOO_FEW if mean is None else round(mean, 3)
