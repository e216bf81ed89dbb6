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
    GroupKind.ITEM: "all questions",
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

W = TypeVar("W", bound=VerdictWord)
N = TypeVar("N")
F = TypeVar("F")


@dataclass(frozen=True, kw_only=True)
class Found(Subject):
    """`sentence` is the chart's title and alternative text, the table's row, the report's line."""

    sentence: str
    trust: str


@dataclass(frozen=True, kw_only=True)
class VerdictFinding(Found, Generic[W]):
    """Each kind adds its numbers under its own name."""

    verdict: W

    @property
    def symbol(self) -> str:
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
    """`claim` is the verdict in words without numbers, for a heading."""

    comparison: Comparison
    claim: str
    comparator: str
    year: int

    def to_json(self) -> dict[str, object]:
        """As `compare --json` prints it, with its working."""
        found = self.comparison
        return self._as_json(
            found,
            before={"difference": found.difference},
            after={"k": found.k, "score": found.score, "reference": found.reference},
            sd={
                "pooled_sd": found.pooled_sd,
                "residual_df": found.residual_df,
                "own_sd": found.own_sd,
                "own_df": found.own_df,
                "others_sd": found.others_sd,
                "others_df": found.others_df,
                "spread_p": found.spread_p,
                "own_weights": found.own_weights,
                "other_weights": found.other_weights,
                "own_spread_counts": found.own_spread_counts,
            },
            more={
                "by_sector": found.by_sector,
                "without_counterpart": list(found.without_counterpart),
                "probability_of_superiority": found.probability_of_superiority,
                "partners_needed": found.partners_needed,
            },
        )


@dataclass(frozen=True, kw_only=True)
class ChangeFinding(VerdictFinding[ChangeVerdict]):
    change: Change
    years: tuple[int, int]

    def to_json(self) -> dict[str, object]:
        change = self.change
        return self._as_json(
            change,
            before={"years": list(self.years), "mean_change": change.mean_change},
            after={"before": change.before, "after": change.after},
            sd={"sd_of_changes": change.sd, **spreads_as_json(change)},
            more={"other_trusts": change.others},
        )


def spreads_as_json(found: Paired[Any]) -> dict[str, object]:
    """Whose spread counted, and what that was decided by."""
    return {
        "own_sd": found.own_sd,
        "others_sd": found.others_sd,
        "spread_p": found.spread_p,
        "own_spread_counts": found.own_spread_counts,
    }


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
    """In the order of the pack. Single items carry no word (METHOD 2) and are left out."""

    def finding(subject: Subject, found: Comparison) -> Finding:
        standing = STANDING[found.verdict].format(trust=trust_name, comparator=comparator_name)
        about = f" on {subject.phrase}" if subject.phrase else ""
        claim = capitalised(f"{_opening_words(subject, year)}{standing}{about}")
        return Finding(
            **vars(subject),
            verdict=found.verdict,
            comparison=found,
            claim=claim,
            sentence=_comparison_sentence(claim, subject, found, rules),
            trust=trust_name,
            comparator=comparator_name,
            year=year,
        )

    return in_words(comparisons, words, items, finding)


def change_findings_of(
    trust_name: str,
    years: tuple[int, int],
    changes: Mapping[Group, Change],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[ChangeFinding, ...]:
    """As `findings_of`."""

    def finding(subject: Subject, change: Change) -> ChangeFinding:
        if change.verdict is None:
            raise ValueError("This change has no verdict yet: use change_by_kind, which adjusts p.")
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

    return in_words(changes, words, items, finding)


def headline(findings: Sequence[Finding]) -> str:
    for finding in findings:
        if finding.kind is GroupKind.OVERALL:
            return finding.sentence
    raise ValueError("There is no overall finding: compare the overall group too.")


def in_words(
    found: Mapping[Group, N],
    words: Words,
    items: Mapping[Group, Sequence[str]],
    finding: Callable[[Subject, N], F],
) -> tuple[F, ...]:
    """Of each group that carries a word, in the order of the pack."""
    unknown = [group.key for group in found if group not in items]
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)} not in the pack: give the groups of the pack's items."
        )
    return tuple(
        finding(subject_of(group, words, items), found[group])
        for group in items
        if group in found and group.kind is not GroupKind.ITEM
    )


def _comparison_sentence(claim: str, subject: Subject, found: Comparison, rules: Rules) -> str:
    """Scores have one decimal, differences and limits two."""
    if found.verdict is Verdict.NOT_COMPARED:
        return f"{claim}{asked(subject)}: {found.why_not}."
    if found.score is None or found.reference is None or found.difference is None:
        raise ValueError("This comparison has a verdict but no limits: use compare_groups.")
    like = "for the same sectors" if found.by_sector else "compared without sectors"
    return (
        f"{claim}: {number(found.score, 1)} against {number(found.reference, 1)} {like}, a "
        f"difference of {signed(found.difference)} "
        f"{limits_and_reason(subject, found.verdict, found, rules, note=subject.questions)}."
    )


def change_sentence(
    subject: Subject,
    change: Change,
    verdict: ChangeVerdict,
    *,
    trust: str,
    years: tuple[int, int],
    rules: Rules,
) -> str:
    """The scores are those of the sectors that answered in both years, and the sentence says so."""
    within = f" in {subject.within}" if subject.within else ""
    if subject.kind is GroupKind.ASPECT and not within:
        within = f" {ACROSS}"
    about = f" on {subject.phrase}" if subject.phrase else " overall"
    moved = _MOVED[verdict].format(trust=trust, about=about)
    opening = f"From {years[0]} to {years[1]}{within}, {moved}"
    means = means_of(change)
    if means is None:
        return f"{opening}{asked(subject)}: {change.why_not}."
    before, after, moved_by = means
    limits = limits_and_reason(
        subject, verdict, change, rules, note=subject.questions, alike="which is within"
    )
    return (
        f"{opening}: from {number(before, 1)} to {number(after, 1)} over the "
        f"{counted(change.n, 'sector')} that answered in both years, a change of "
        f"{signed(moved_by)} {limits}."
    )


def means_of(found: Paired[Any]) -> tuple[float, float, float] | None:
    """The first mean, the second and their difference; None where there are no limits."""
    if found.ci95 is None or found.first is None or found.second is None or found.mean is None:
        return None
    return found.first, found.second, found.mean


def limits_and_reason(
    subject: Subject,
    verdict: VerdictWord,
    found: Comparison | Paired[Any],
    rules: Rules,
    *,
    note: str = "",
    alike: str = "so they differ by less than",
) -> str:
    """Limits as they follow a difference, and why the verdict gives no direction, if so.

    The 90% limits where two sides are shown to be alike, else the 95% limits. `note` goes with
    them, such as "one question"; `alike` is what likeness means, before the margin.
    """
    word = Verdict.of(verdict)
    if found.ci95 is None or found.ci90 is None:
        raise ValueError("This comparison has a verdict but no limits: use compare_groups.")
    noted = f"; {note}" if note else ""
    if word is Verdict.IN_LINE:
        margin = levels_text(rules.in_line_margin)
        return f"(90% limits {limits_text(found.ci90)}{noted}), {alike} {margin}"
    limits = f"(95% limits {limits_text(found.ci95)}{noted})"
    if word is not Verdict.NO_CLEAR_DIFFERENCE:
        return limits
    if isinstance(found, Comparison) and found.contradicted:
        return f"{limits}, with {CONTRADICTED}"
    low, high = found.ci95
    if low > 0 or high < 0:
        together = f"when {ALL_OF_KIND[subject.kind]} are tested together"
        return f"{limits}, which chance can make {together}"
    return f"{limits}, with {too_uncertain(found)}"


def too_uncertain(found: Comparison | Paired[Any]) -> str:
    """Why limits leave it open: too few answers, unless there are as many as were needed."""
    needed = found.partners_needed if isinstance(found, Comparison) else None
    if needed is not None and found.n >= needed:
        return "limits too wide to tell"
    return "too few answers to tell"


def asked(subject: Subject) -> str:
    """In brackets; empty for the larger groups."""
    return f" ({subject.questions})" if subject.questions else ""


def _opening_words(subject: Subject, year: int) -> str:
    if subject.kind is GroupKind.OVERALL:
        return f"overall in {year}, "
    if subject.within:
        return f"in {subject.within}, "
    return f"{ACROSS}, " if subject.kind is GroupKind.ASPECT else ""


def as_list(limits: Limits | None) -> list[float] | None:
    return None if limits is None else list(limits)
