"""Findings: what is found on a group of items, with the sentence that says it (METHOD 6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from owf.benchmark.change.changes import Change, ChangeVerdict
from owf.benchmark.comparison.paired import Paired
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import DEFAULT_RULES, Limits, Rules, Verdict, VerdictWord
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.wording import (
    Subject,
    Words,
    capitalised,
    counted,
    levels_text,
    limits_text,
    number,
    signed,
    subject_of,
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


W = TypeVar("W", bound=VerdictWord)
N = TypeVar("N")
F = TypeVar("F")


@dataclass(frozen=True, kw_only=True)
class Found(Subject):
    """What every finding has beside its subject.

    Attributes:
        sentence: title of the chart, its alternative text, row of the table, line of the report.
        trust: name of the Trust.
    """

    sentence: str
    trust: str


@dataclass(frozen=True, kw_only=True)
class VerdictFinding(Found, Generic[W]):
    """A finding whose word follows from limits; it adds the numbers under a name of its own.

    Attributes:
        verdict: the word.
    """

    verdict: W

    @property
    def symbol(self) -> str:
        """The verdict's mark."""
        return self.verdict.symbol

    def _as_json(
        self,
        found: Comparison | Paired[Any],
        *,
        before: Mapping[str, object],
        after: Mapping[str, object],
        sd: Mapping[str, object],
        more: Mapping[str, object],
    ) -> dict[str, object]:
        """Give the shape of all such findings; names that only one kind has are handed in."""
        return {
            "kind": str(self.kind),
            "theme": self.theme,
            "aspect": self.aspect,
            "verdict": str(self.verdict),
            **before,
            "ci95": as_list(found.ci95),
            "ci90": as_list(found.ci90),
            "p_value": found.p_value,
            "p_adjusted": found.p_adjusted,
            "n": found.n,
            **after,
            "sentence": self.sentence,
            "working": {
                **sd,
                "df": found.df,
                "se": found.se,
                **more,
                "n_items": self.n_items,
                "why_not": found.why_not,
            },
        }


@dataclass(frozen=True, kw_only=True)
class Finding(VerdictFinding[Verdict]):
    """How a Trust stands against others on one group of items.

    Attributes:
        comparison: the numbers behind it.
        claim: the verdict in words without numbers, for a heading.
        comparator: name of what it is compared with, such as "the East of England".
        year: the cycle's year.
    """

    comparison: Comparison
    claim: str
    comparator: str
    year: int

    def to_json(self) -> dict[str, object]:
        """Give the finding as `compare --json` prints it (DESIGN), with its working."""
        found = self.comparison
        return self._as_json(
            found,
            before={"difference": found.difference},
            after={"k": found.k, "score": found.score, "reference": found.reference},
            sd={"pooled_sd": found.pooled_sd},
            more={
                "probability_of_superiority": found.probability_of_superiority,
                "partners_needed": found.partners_needed,
            },
        )


@dataclass(frozen=True, kw_only=True)
class ChangeFinding(VerdictFinding[ChangeVerdict]):
    """How a Trust moved on one group of items from one year to the next: `years`."""

    change: Change
    years: tuple[int, int]

    def to_json(self) -> dict[str, object]:
        """Give the change in the same shape as a finding's, with its working."""
        change = self.change
        return self._as_json(
            change,
            before={"years": list(self.years), "mean_change": change.mean_change},
            after={"before": change.before, "after": change.after},
            sd={"sd_of_changes": change.sd},
            more={"other_trusts": change.others},
        )


def findings_of(
    trust_name: str,
    comparator_name: str,
    year: int,
    comparisons: Mapping[Group, Comparison],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[Finding, ...]:
    """Put comparisons into words, in the order of the pack.

    Args:
        trust_name: as it begins a sentence, such as "Cambridgeshire".
        comparator_name: as it ends one, such as "the East of England".
        year: the cycle's year.
        comparisons: from `compare_by_kind`. Single items carry no word (METHOD 2): they are left
            out here.
        words: the pack's words.
        items: the ids of each group's items, from `groups_of`.
        rules: those with which the comparisons were made.

    Raises:
        ValueError: a group that is not in the pack, or that the pack has no title for.
    """

    def say(subject: Subject, found: Comparison) -> Finding:
        claim = comparison_claim(
            subject, found.verdict, trust=trust_name, comparator=comparator_name, year=year
        )
        return Finding(
            **vars(subject),
            verdict=found.verdict,
            comparison=found,
            claim=claim,
            sentence=comparison_sentence(claim, subject, found, rules),
            trust=trust_name,
            comparator=comparator_name,
            year=year,
        )

    return in_words(comparisons, words, items, say)


def change_findings_of(
    trust_name: str,
    years: tuple[int, int],
    changes: Mapping[Group, Change],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[ChangeFinding, ...]:
    """Put changes into words, in the order of the pack.

    Args:
        trust_name: as it stands in a sentence.
        years: last year and this year.
        changes: from `change_by_kind`; single items are left out.
        words: the pack's words.
        items: the ids of each group's items, from `groups_of`.
        rules: those with which the changes were measured.

    Raises:
        ValueError: a group that is not in the pack or has no title, or a change without a verdict.
    """

    def say(subject: Subject, change: Change) -> ChangeFinding:
        if change.verdict is None:
            raise ValueError("This change has no verdict yet: use change_groups, which adjusts p.")
        return ChangeFinding(
            **vars(subject),
            verdict=change.verdict,
            change=change,
            sentence=change_sentence(
                subject, change, change.verdict, trust=trust_name, years=years, rules=rules
            ),
            trust=trust_name,
            years=years,
        )

    return in_words(changes, words, items, say)


def headline(findings: Sequence[Finding]) -> str:
    """Give the sentence on the overall score, which leads the page.

    Raises:
        ValueError: no overall finding among them.
    """
    for finding in findings:
        if finding.kind is GroupKind.OVERALL:
            return finding.sentence
    raise ValueError("There is no overall finding: compare the overall group too.")


def in_words(
    found: Mapping[Group, N],
    words: Words,
    items: Mapping[Group, Sequence[str]],
    say: Callable[[Subject, N], F],
) -> tuple[F, ...]:
    """Make a finding of each group that carries a word, in the order of the pack.

    Raises:
        ValueError: a group that is not in the pack, or that the pack has no title for.
    """
    unknown = [group.key for group in found if group not in items]
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)} not in the pack: give the groups of the pack's items."
        )
    return tuple(
        say(subject_of(group, words, items), found[group])
        for group in items
        if group in found and group.kind is not GroupKind.ITEM
    )


def as_list(limits: Limits | None) -> list[float] | None:
    """Give limits as JSON has them."""
    return None if limits is None else list(limits)
