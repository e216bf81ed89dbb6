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
    subject: Subject, verdict: Verdict, *, trust: str, comparator: str, year: int
) -> str:
    """Say the verdict alone, without numbers: the heading above the sentence."""
    standing = STANDING[verdict].format(trust=trust, comparator=comparator)
    about = f" on {subject.phrase}" if subject.phrase else ""
    return capitalised(f"{_where(subject, year)}{standing}{about}")


def comparison_sentence(claim: str, subject: Subject, comparison: Comparison, rules: Rules) -> str:
    """Say how the Trust stands against its comparator: the claim, and what it rests on.

    Scores have one decimal, differences and limits two, in levels of the scale.
    """
    if comparison.verdict is Verdict.NOT_COMPARED:
        return f"{claim}{asked(subject)}: {comparison.why_not}."
    return f"{claim}: {_measured(comparison, subject)}{_conclusion(subject, comparison, rules)}."


def change_sentence(
    subject: Subject,
    change: Change,
    verdict: ChangeVerdict,
    *,
    trust: str,
    years: tuple[int, int],
    rules: Rules,
) -> str:
    """Say how the Trust moved from one year to the next on one subject.

    The scores are those of the sectors that answered in both years, and the sentence says so.
    """
    within = f" in {subject.within}" if subject.within else ""
    if subject.kind is GroupKind.ASPECT and not within:
        within = f" {ACROSS}"
    about = f" on {subject.phrase}" if subject.phrase else " overall"
    moved = _MOVED[verdict].format(trust=trust, about=about)
    opening = f"From {years[0]} to {years[1]}{within}, {moved}"
    if (
        change.ci95 is None
        or change.ci90 is None
        or change.mean_change is None
        or change.before is None
        or change.after is None
    ):
        return f"{opening}{asked(subject)}: {change.why_not}."
    scores = f"from {number(change.before, 1)} to {number(change.after, 1)}"
    sectors = f"the {counted(change.n, 'sector')} that answered in both years"
    moved_by = f"a change of {signed(change.mean_change)}"
    limits, conclusion = in_brackets(95, change.ci95, subject.questions), ""
    if verdict is ChangeVerdict.ABOUT_THE_SAME:
        limits = in_brackets(90, change.ci90, subject.questions)
        conclusion = f", which is within {levels_text(rules.in_line_margin)}"
    elif verdict is ChangeVerdict.NO_CLEAR_CHANGE:
        conclusion = too_few(subject.kind, change.ci95)
    return f"{opening}: {scores} over {sectors}, {moved_by} {limits}{conclusion}."


def asked(subject: Subject) -> str:
    """Say in brackets how few questions a cell rests on; empty for the larger groups."""
    return f" ({subject.questions})" if subject.questions else ""


def alike_within(rules: Rules) -> str:
    """Say, after the 90% limits, what "in line" means."""
    return f", so they differ by less than {levels_text(rules.in_line_margin)}"


def _where(subject: Subject, year: int) -> str:
    if subject.kind is GroupKind.OVERALL:
        return f"overall in {year}, "
    if subject.within:
        return f"in {subject.within}, "
    return f"{ACROSS}, " if subject.kind is GroupKind.ASPECT else ""


def _conclusion(subject: Subject, comparison: Comparison, rules: Rules) -> str:
    """Say, after the limits, why the verdict is not a direction; empty where it is one."""
    match comparison.verdict:
        case Verdict.IN_LINE:
            return alike_within(rules)
        case Verdict.NO_CLEAR_DIFFERENCE if comparison.contradicted:
            return f", with {CONTRADICTED}"
        case Verdict.NO_CLEAR_DIFFERENCE:
            return too_few(subject.kind, comparison.ci95)
        case _:
            return ""


def too_few(kind: GroupKind, ci95: Limits | None) -> str:
    """Say that answers are too few, and that it is the number of tests where limits miss 0."""
    if ci95 is not None and (ci95[0] > 0 or ci95[1] < 0):
        return f", with too few answers to tell when {ALL_OF_KIND[kind]} are tested together"
    return ", with too few answers to tell"


def _measured(comparison: Comparison, subject: Subject) -> str:
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
    bracket = in_brackets(confidence, limits, subject.questions)
    return f"{scores}, a difference of {signed(comparison.difference)} {bracket}"


def in_brackets(confidence: int, limits: Limits, note: str) -> str:
    """Write limits as they follow a difference, with a note such as "one question"."""
    noted = f"; {note}" if note else ""
    return f"({confidence}% limits {limits_text(limits)}{noted})"
