"""One sentence per finding, true to its verdict (METHOD 6).

The same sentence is the chart's title, its alternative text, the row in the table and the line in
the report, so that they cannot disagree.
"""

from owf.benchmark.change import Change, ChangeVerdict
from owf.benchmark.comparison import Comparison
from owf.benchmark.groups import GroupKind
from owf.benchmark.rules import Limits, Rules, Verdict
from owf.benchmark.wording import (
    Subject,
    capitalised,
    counted,
    levels_text,
    limits_text,
    number,
    signed,
)

ALL_OF_KIND: dict[GroupKind, str] = {
    GroupKind.OVERALL: "the overall score",
    GroupKind.THEME: "all themes",
    GroupKind.ASPECT: "all aspects",
    GroupKind.CELL: "all aspects of all themes",
    GroupKind.ITEM: "all items",
}

# An aspect's score is a mean over themes; "in all themes" is not what it says.
ACROSS = "taken over all themes"
CONTRADICTED = "the means and the partners' own scores pointing different ways"

# How each verdict takes the Trust and its comparator, before "on training".
STANDING: dict[Verdict, str] = {
    Verdict.AHEAD: "{trust} is ahead of {comparator}",
    Verdict.SLIGHTLY_AHEAD: "{trust} is slightly ahead of {comparator}",
    Verdict.IN_LINE: "{trust} is broadly in line with {comparator}",
    Verdict.NO_CLEAR_DIFFERENCE: "there is no clear difference between {trust} and {comparator}",
    Verdict.SLIGHTLY_BEHIND: "{trust} is slightly behind {comparator}",
    Verdict.BEHIND: "{trust} is behind {comparator}",
    Verdict.NOT_COMPARED: "{trust} is not compared with {comparator}",
}

_MOVED: dict[ChangeVerdict, str] = {
    ChangeVerdict.IMPROVED: "{trust} improved{about}",
    ChangeVerdict.SLIGHTLY_IMPROVED: "{trust} slightly improved{about}",
    ChangeVerdict.ABOUT_THE_SAME: "{trust} stayed about the same{about}",
    ChangeVerdict.NO_CLEAR_CHANGE: "there is no clear change for {trust}{about}",
    ChangeVerdict.SLIGHTLY_WORSE: "{trust} became slightly worse{about}",
    ChangeVerdict.WORSE: "{trust} became worse{about}",
    ChangeVerdict.CANNOT_BE_CALCULATED: "the change for {trust}{about} cannot be calculated",
}


def comparison_claim(
    kind: GroupKind, subject: Subject, verdict: Verdict, *, trust: str, comparator: str, year: int
) -> str:
    """Say the verdict alone, without numbers: the heading above the sentence."""
    standing = STANDING[verdict].format(trust=trust, comparator=comparator)
    about = f" on {subject.phrase}" if subject.phrase else ""
    return capitalised(f"{_where(kind, subject, year)}{standing}{about}")


def comparison_sentence(
    kind: GroupKind,
    subject: Subject,
    comparison: Comparison,
    *,
    trust: str,
    comparator: str,
    year: int,
    rules: Rules,
) -> str:
    """Say how the Trust stands against its comparator on one subject.

    Scores have one decimal, differences and limits two, in levels of the scale.
    """
    opening = comparison_claim(
        kind, subject, comparison.verdict, trust=trust, comparator=comparator, year=year
    )
    questions = _questions(kind, subject)
    if comparison.verdict is Verdict.NOT_COMPARED:
        asked = f" ({questions})" if questions else ""
        return f"{opening}{asked}: {comparison.why_not}."
    measured = _measured(comparison, questions)
    return f"{opening}: {measured}{_conclusion(kind, comparison, rules)}."


def change_sentence(
    kind: GroupKind,
    subject: Subject,
    change: Change,
    *,
    trust: str,
    years: tuple[int, int],
    rules: Rules,
) -> str:
    """Say how the Trust moved from one year to the next on one subject.

    The scores are those of the sectors that answered in both years, and the sentence says so.

    Raises:
        ValueError: a change without a verdict, as `paired_change` gives it.
    """
    if change.verdict is None:
        raise ValueError("This change has no verdict yet: use change_groups, which adjusts p.")
    within = f" in {subject.within}" if subject.within else ""
    if kind is GroupKind.ASPECT and not within:
        within = f" {ACROSS}"
    about = f" on {subject.phrase}" if subject.phrase else " overall"
    moved = _MOVED[change.verdict].format(trust=trust, about=about)
    questions = _questions(kind, subject)
    opening = f"From {years[0]} to {years[1]}{within}, {moved}"
    if (
        change.ci95 is None
        or change.ci90 is None
        or change.mean_change is None
        or change.before is None
        or change.after is None
    ):
        asked = f" ({questions})" if questions else ""
        return f"{opening}{asked}: {change.why_not}."
    scores = f"from {number(change.before, 1)} to {number(change.after, 1)}"
    sectors = f"the {counted(change.n, 'sector')} that answered in both years"
    moved_by = f"a change of {signed(change.mean_change)}"
    limits, conclusion = in_brackets(95, change.ci95, questions), ""
    if change.verdict is ChangeVerdict.ABOUT_THE_SAME:
        limits = in_brackets(90, change.ci90, questions)
        conclusion = f", which shows it to be within {levels_text(rules.in_line_margin)}"
    elif change.verdict is ChangeVerdict.NO_CLEAR_CHANGE:
        conclusion = too_few(kind, change.ci95)
    return f"{opening}: {scores} over {sectors}, {moved_by} {limits}{conclusion}."


def _where(kind: GroupKind, subject: Subject, year: int) -> str:
    if kind is GroupKind.OVERALL:
        return f"overall in {year}, "
    if subject.within:
        return f"in {subject.within}, "
    return f"{ACROSS}, " if kind is GroupKind.ASPECT else ""


def _questions(kind: GroupKind, subject: Subject) -> str:
    """Say how few questions a cell rests on; the larger groups need no such warning."""
    return counted(subject.n_items, "question") if kind is GroupKind.CELL else ""


def _conclusion(kind: GroupKind, comparison: Comparison, rules: Rules) -> str:
    """Say, after the limits, why the verdict is not a direction; empty where it is one."""
    match comparison.verdict:
        case Verdict.IN_LINE:
            return f", which shows them to be alike to within {levels_text(rules.in_line_margin)}"
        case Verdict.NO_CLEAR_DIFFERENCE if comparison.contradicted:
            return f", with {CONTRADICTED}"
        case Verdict.NO_CLEAR_DIFFERENCE:
            return too_few(kind, comparison.ci95)
        case _:
            return ""


def too_few(kind: GroupKind, ci95: Limits | None) -> str:
    """Say that answers are too few, and that it is the number of tests where limits miss 0."""
    if ci95 is not None and (ci95[0] > 0 or ci95[1] < 0):
        return f", with too few answers to tell once {ALL_OF_KIND[kind]} are tested together"
    return ", with too few answers to tell"


def _measured(comparison: Comparison, questions: str) -> str:
    in_line = comparison.verdict is Verdict.IN_LINE
    confidence, limits = (90, comparison.ci90) if in_line else (95, comparison.ci95)
    if (
        comparison.score is None
        or comparison.reference is None
        or comparison.difference is None
        or limits is None
    ):
        raise ValueError("This comparison has a verdict but no limits: use compare_groups.")
    scores = f"{number(comparison.score, 1)} against {number(comparison.reference, 1)}"
    bracket = in_brackets(confidence, limits, questions)
    return f"{scores}, a difference of {signed(comparison.difference)} {bracket}"


def in_brackets(confidence: int, limits: Limits, note: str) -> str:
    """Write limits as they follow a difference, with a note such as "one question"."""
    noted = f"; {note}" if note else ""
    return f"({confidence}% limits {limits_text(limits)}{noted})"
