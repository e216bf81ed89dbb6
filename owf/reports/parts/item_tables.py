"""The three tables of 2009, question by question, for England or one region (METHOD 5)."""

from collections.abc import Iterator, Sequence

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.assessment.results.england import percent
from owf.assessment.results.item_tables import ItemTables, QuestionTables
from owf.benchmark.words.wording import counted
from owf.reports.model import (
    Column,
    Note,
    NumberFormat,
    Paragraph,
    Section,
    Table,
    Value,
    table_of,
)

TOO_FEW, HELD_BACK, NOT_ASKED = "too few", "not shown", "not asked"
ABOUT_WORDS = (
    f"“{TOO_FEW}”: fewer than {FEWEST_TRUSTS} Trusts. “{HELD_BACK}”: it would give away a sector "
    "or a Trust."
)
SECTORS = 4
"""Sectors in a table of means."""
_CODE, _NAME = Column("Code", width=1.1), Column("Question", width=3)
Row = tuple[Value, ...]


def item_tables_section(view: ItemTables) -> Section:
    """Who is in the figures; (a) bands; (b) means by audience and sector; (c) counts of levels."""
    heading = "Question by question: the tables of 2009"
    taking_part = (
        f"{view.published} of the {view.signed} Trusts that have signed off publish in full. Only "
        "these are in tables of single questions."
    )
    shown = [one for one in view.questions.values() if one.is_shown]
    if not shown:
        why = f"No question has the {counted(FEWEST_TRUSTS, 'Trust')} that a figure needs."
        return Section(heading, (Paragraph(f"{taking_part} {why}"),))
    return Section(
        heading,
        (Paragraph(taking_part, is_lead=True), Note(ABOUT_WORDS)),
        claim=_claim_of_means(shown),
        parts=(
            Section(
                "(a) Averages of Trusts in bands",
                (_bands(view), _bands_in_percent(view)),
                claim=_claim_of_bands(view, shown),
            ),
            Section(
                "(b) Means by audience and by sector",
                (_audiences(view), *_means_by_sector(view)),
                claim=_claim_of_audiences(shown),
            ),
            Section("(c) Answers to each question", (_counts(view),), claim=_claim_of_counts(view)),
            Section("Which Trusts are in the figures", (_who_takes_part(view),)),
        ),
    )


def _name(one: QuestionTables) -> tuple[str, str]:
    return one.item.code, one.item.short_name


def _claim_of_means(shown: Sequence[QuestionTables]) -> str:
    highest = max(shown, key=lambda one: one.leaders.mean or 0)
    lowest = min(shown, key=lambda one: one.leaders.mean or 0)
    if highest is lowest:
        return f"One question is shown, {_with_mean(highest)}."
    return (
        f"Of {counted(len(shown), 'question')}, leaders rate {_with_mean(highest)} highest and "
        f"{_with_mean(lowest)} lowest."
    )


def _with_mean(one: QuestionTables) -> str:
    code, name = _name(one)
    mean = NumberFormat.SCORE.words(one.leaders.mean)
    return f"{code} {name} ({mean})"


def _claim_of_bands(view: ItemTables, shown: Sequence[QuestionTables]) -> str:
    most = sum(2 * one.bands.above_midpoint > one.n for one in shown)
    return (
        f"On {most or 'none'} of {counted(len(shown), 'question')}, more than half of the Trusts "
        f"average above {view.pack.scale.midpoint:g}, the midpoint."
    )


def _claim_of_audiences(shown: Sequence[QuestionTables]) -> str:
    both = [
        (one.leaders.mean, one.practitioners.mean)
        for one in shown
        if one.leaders.mean is not None
        and one.practitioners is not None
        and one.practitioners.mean is not None
    ]
    if not both:
        return "No question has a mean of both audiences."
    higher = sum(leaders > practitioners for leaders, practitioners in both)
    return (
        f"Leaders rate {higher or 'none'} of the {counted(len(both), 'question')} that both "
        "audiences answered higher than practitioners do."
    )


def _claim_of_counts(view: ItemTables) -> str:
    counted_ones = [one.counts for one in view.questions.values() if one.counts_are_shown]
    answers = sum(one.answers for one in counted_ones)
    if not answers:
        return "No question's answers can be counted."
    dont_know = sum(one.dont_know for one in counted_ones)
    return f"{percent(dont_know, answers)}% of {answers:,} answers of partners are “don't know”."


def _bands(view: ItemTables) -> Table:
    columns = (
        _CODE,
        _NAME,
        Column("Trusts", NumberFormat.COUNT),
        *(Column(band.label, NumberFormat.COUNT) for band in view.bands),
        Column("Above the midpoint", NumberFormat.COUNT, 1.2),
    )

    def row(one: QuestionTables) -> Row:
        if not one.is_shown:
            return (*_name(one), *[TOO_FEW] * (len(columns) - 2))
        return (*_name(one), one.n, *one.bands.counts, one.bands.above_midpoint)

    return table_of(
        f"(a) How many Trusts average in each band, {view.name} {view.year}",
        columns,
        [row(one) for one in view.questions.values()],
        note=f"A Trust's average is over its leaders' sectors. {_midpoint(view)}",
        sheet="A Bands",
        on_slides=False,
    )


def _bands_in_percent(view: ItemTables) -> Table:
    columns = (
        _CODE,
        _NAME,
        *(Column(band.label, NumberFormat.PERCENT) for band in view.bands),
        Column("Above the midpoint", NumberFormat.PERCENT, 1.2),
    )

    def row(one: QuestionTables) -> Row:
        if not one.is_shown:
            return (*_name(one), *[TOO_FEW] * (len(columns) - 2))
        numbers = (*one.bands.counts, one.bands.above_midpoint)
        return (*_name(one), *(percent(number, one.n) for number in numbers))

    return table_of(
        f"(a) The same in percent of Trusts, {view.name} {view.year}",
        columns,
        [row(one) for one in view.questions.values()],
        note=f"Shares are rounded, so a row may not add up to 100. {_midpoint(view)}",
        sheet="A Bands in percent",
        on_slides=False,
    )


def _midpoint(view: ItemTables) -> str:
    return f"The midpoint of the scale is {view.pack.scale.midpoint:g}."


def _sectors(view: ItemTables) -> list[tuple[str, str]]:
    """Id and title of those that any question has."""
    there = {sector.sector for one in view.questions.values() for sector in one.sectors}
    return [(one.id, one.title) for one in view.pack.sectors if one.id in there]


def _audiences(view: ItemTables) -> Table:
    columns = (
        _CODE,
        _NAME,
        Column("All leaders", NumberFormat.SCORE),
        Column("Trusts (n)", NumberFormat.COUNT),
        Column("All practitioners", NumberFormat.SCORE, 1.2),
        Column("Trusts with practitioners (n)", NumberFormat.COUNT, 1.2),
    )

    def row(one: QuestionTables) -> Row:
        theirs = one.practitioners
        leaders = (one.leaders.mean, one.n) if one.is_shown else (TOO_FEW, TOO_FEW)
        if theirs is None:
            return (*_name(one), *leaders, NOT_ASKED, NOT_ASKED)
        shown = (TOO_FEW, TOO_FEW) if theirs.mean is None else (theirs.mean, theirs.n)
        return (*_name(one), *leaders, *shown)

    return table_of(
        f"(b) Mean of Trusts by audience, {view.name} {view.year}",
        columns,
        [row(one) for one in view.questions.values()],
        note="Each Trust counts once. Practitioners are not shown by sector.",
        sheet="B Means by audience",
        on_slides=False,
    )


def _means_by_sector(view: ItemTables) -> Iterator[Table]:
    """Some sectors a table, so that each mean has its number of Trusts beside it on paper."""
    sectors = _sectors(view)
    groups = [sectors[first : first + SECTORS] for first in range(0, len(sectors), SECTORS)]
    for number, group in enumerate(groups, start=1):
        of_all = f", part {number} of {len(groups)}" if len(groups) > 1 else ""
        columns = [_CODE, _NAME]
        for _, title in group:
            columns.append(Column(title, NumberFormat.SCORE, 1.2))
            columns.append(Column(f"{title} (n)", NumberFormat.COUNT, 1.2))
        yield table_of(
            f"(b) Mean of leaders by sector, {view.name} {view.year}{of_all}",
            columns,
            [
                (*_name(one), *(cell for key, _ in group for cell in _of_sector(one, key)))
                for one in view.questions.values()
            ],
            note=f"(n): Trusts in the mean, each of which counts once. {ABOUT_WORDS}",
            sheet=f"B Means by sector {number}",
            on_slides=False,
        )


def _of_sector(one: QuestionTables, key: str) -> Row:
    """Its mean and the Trusts in it, or why there is none."""
    found = next((sector for sector in one.sectors if sector.sector == key), None)
    if not one.is_shown or found is None:
        return TOO_FEW, TOO_FEW
    if found.mean is None:
        why = HELD_BACK if found.is_held_back else TOO_FEW
        return why, why
    return found.mean, found.n


def _counts(view: ItemTables) -> Table:
    columns = (
        _CODE,
        _NAME,
        *(Column(f"{one.value} {one.short}", NumberFormat.COUNT) for one in view.pack.scale.levels),
        Column("Don't know", NumberFormat.COUNT),
        Column("Not applicable", NumberFormat.COUNT, 1.2),
        Column("Answers", NumberFormat.COUNT),
        Column("Trusts", NumberFormat.COUNT),
        Column("Mean of levels", NumberFormat.SCORE),
    )

    def row(one: QuestionTables) -> Row:
        counts = one.counts
        if not one.is_shown or not one.counts_are_shown:
            why = HELD_BACK if one.is_shown else TOO_FEW
            return (*_name(one), *[why] * (len(columns) - 2))
        return (
            *_name(one),
            *counts.level_counts,
            counts.dont_know,
            counts.not_applicable,
            counts.answers,
            counts.taking_part.counting,
            "no level" if counts.mean is None else counts.mean,
        )

    return table_of(
        f"(c) Partners' answers by level, {view.name} {view.year}",
        columns,
        [row(one) for one in view.questions.values()],
        note=(
            "The mean of levels counts every partner once; table (b) counts every Trust once. "
            f"{ABOUT_WORDS}"
        ),
        sheet="C Answers",
        on_slides=False,
    )


def _who_takes_part(view: ItemTables) -> Table:
    columns = (
        _CODE,
        _NAME,
        Column("Asked of", width=1.4),
        Column("Who is in the figures, and why not the rest", width=4),
    )
    return table_of(
        f"Trusts in the figures of each question, {view.name} {view.year}",
        columns,
        list(_rows_of_taking_part(view)),
        sheet="Who is in the figures",
    )


def _rows_of_taking_part(view: ItemTables) -> Iterator[Row]:
    for one in view.questions.values():
        theirs = one.practitioners
        words = one.who_takes_part.replace(" of these ", " of ")
        if theirs and theirs.why_not_more:
            words += f" Trusts whose practitioners are not in it: {theirs.why_not_more}."
        asked = "leaders" if one.is_for_leaders_only else "leaders and practitioners"
        yield (*_name(one), asked, words)
