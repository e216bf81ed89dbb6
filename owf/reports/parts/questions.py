"""Single questions: how many partners gave each level, what was agreed and why, who stands out."""

from collections.abc import Iterable, Sequence

from owf.assessment.results.single_items import ItemsBeside
from owf.benchmark.tables.item_standings import ItemStanding, WhoDiffers
from owf.questionnaire import Theme
from owf.reports.model import Column, NumberFormat, Table, table_of
from owf.reports.parts.verdicts import limits_words

NONE = "none"


def questions_table(theme: Theme, standings: Sequence[ItemStanding]) -> Table:
    """In the order in which they are asked, all on scales of the same levels; for some of them."""
    first = standings[0]
    has_reasons = any(one.reason for one in standings)
    columns = (
        Column("Code", width=0.8),
        Column("Question", width=3),
        *(Column(f"Level {level}", NumberFormat.COUNT, 0.6) for level in first.levels),
        Column("Don't know", NumberFormat.COUNT, 0.7),
        Column("Not applicable", NumberFormat.COUNT, 0.9),
        Column("Agreed", NumberFormat.COUNT, 0.7),
        *((Column("Reason", width=2.6),) if has_reasons else ()),
    )
    rows = [
        (
            one.code,
            one.name,
            *one.counts,
            one.dont_know,
            one.not_applicable,
            NONE if one.agreed is None else one.agreed,
            *((one.reason,) if has_reasons else ()),
        )
        for one in standings
    ]
    levels = "; ".join(
        f"{level} {label}" for level, label in zip(first.levels, first.labels, strict=True)
    )
    return table_of(
        f"{theme.title}: question by question",
        columns,
        rows,
        note=(
            f"How many partners gave each level, and the level that was agreed. {levels}."
            f"{'' if has_reasons else ' No level here was agreed with a reason.'}"
        ),
        sheet=f"Questions {theme.short_title}"[:31],
        on_slides=False,
    )


def moved_table(moved: Iterable[ItemStanding]) -> Table:
    """Where the agreed level lies outside the partners' middle, the largest moves first."""
    columns = (
        Column("Code", width=0.8),
        Column("Question", width=2.6),
        Column("Partners' median", width=1.2),
        Column("Agreed", NumberFormat.COUNT, 0.8),
        Column("Reason", width=4),
    )
    rows = [
        (
            one.code,
            one.name,
            one.median_in_words,
            NONE if one.agreed is None else one.agreed,
            one.reason,
        )
        for one in moved
    ]
    return table_of(
        "Levels that moderation moved, and why", columns, rows, sheet="Agreed levels moved"
    )


def reasons_table(explained: Iterable[ItemStanding]) -> Table:
    """Questions within the partners' middle that have a reason all the same, or no level."""
    columns = (
        Column("Code", width=0.8),
        Column("Question", width=2.6),
        Column("Agreed", NumberFormat.COUNT, 0.8),
        Column("Reason", width=4),
    )
    rows = [
        (one.code, one.name, NONE if one.agreed is None else one.agreed, one.reason)
        for one in explained
    ]
    return table_of("Other levels with a reason", columns, rows, sheet="Other reasons")


def who_differs_table(found: WhoDiffers) -> Table:
    """Each partner against the others, by sector: no partner's name is kept with what is signed."""
    columns = (
        Column("Partner", width=3),
        Column("Against the others", NumberFormat.DIFFERENCE, 1.2),
        Column("Questions", NumberFormat.COUNT),
    )
    rows = [
        (one.partner, NONE if one.difference is None else one.difference, one.items)
        for one in found.partners
    ]
    return table_of(
        "Each partner against the others",
        columns,
        rows,
        note=(
            "The mean difference in levels from the others' mean, over the questions that it and "
            "others rated. A partner goes by its sector."
        ),
        sheet="Who differs",
    )


def standing_out_table(found: ItemsBeside) -> Table:
    """Without verdicts, since one question is not enough for one (METHOD 2)."""
    columns = (
        Column("Code", width=0.8),
        Column("Question", width=3),
        Column("Sectors (n)", NumberFormat.COUNT),
        Column("Trusts (k)", NumberFormat.COUNT),
        Column("Here", NumberFormat.SCORE),
        Column("Others", NumberFormat.SCORE),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("p, adjusted", NumberFormat.CHANCE, 1.5),
    )
    rows = [
        (
            one.item.code,
            one.item.short_name,
            one.comparison.n,
            one.comparison.k,
            one.comparison.score,
            one.comparison.reference,
            one.comparison.difference,
            limits_words(one.comparison.ci95),
            one.comparison.p_adjusted,
        )
        for one in found.standing_out
    ]
    return table_of(
        "Single questions that stand out, those that differ most first",
        columns,
        rows,
        note=(
            f"p is adjusted over all {found.compared} questions that can be compared. Only Trusts "
            f"that publish in full are included ({found.others} others here)."
        ),
        sheet="Questions that stand out",
    )
