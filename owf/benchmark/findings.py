"""Findings: a comparison or a change with the sentence that says it (METHOD 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.change import Change, ChangeVerdict
from owf.benchmark.comparison import Comparison
from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.rules import DEFAULT_RULES, Limits, Rules, Verdict
from owf.benchmark.sentences import change_sentence, comparison_claim, comparison_sentence
from owf.benchmark.wording import Words, subject_of


@dataclass(frozen=True)
class Finding:
    """How a Trust stands on one group of items, in numbers, word, symbol and sentence.

    Attributes:
        kind: overall, theme, aspect or cell.
        theme: the pack's id, None where it does not apply.
        aspect: the pack's id, None where it does not apply.
        verdict: the word.
        comparison: the numbers behind it.
        n_items: how many questions it rests on.
        title: the group's heading, such as "Multi-agency working: co-location".
        claim: the verdict in words without numbers, for a heading.
        sentence: title of the chart, its alternative text, row of the table, line of the report.
        symbol: the verdict's mark.
        trust: name of the Trust.
        comparator: name of what it is compared with, such as "the East of England".
        year: the cycle's year.
        phrase: what follows "on" in a sentence; None for overall.
        within: the theme's phrase for a cell, or for an aspect that only one theme has.
    """

    kind: GroupKind
    theme: str | None
    aspect: str | None
    verdict: Verdict
    comparison: Comparison
    n_items: int
    title: str
    claim: str
    sentence: str
    symbol: str
    trust: str
    comparator: str
    year: int
    phrase: str | None
    within: str | None

    def to_json(self) -> dict[str, object]:
        """Give the finding as `compare --json` prints it (DESIGN), with its working."""
        found = self.comparison
        return {
            "kind": str(self.kind),
            "theme": self.theme,
            "aspect": self.aspect,
            "verdict": str(self.verdict),
            "difference": found.difference,
            "ci95": as_list(found.ci95),
            "ci90": as_list(found.ci90),
            "p_value": found.p_value,
            "p_adjusted": found.p_adjusted,
            "n": found.n,
            "k": found.k,
            "score": found.score,
            "reference": found.reference,
            "sentence": self.sentence,
            "working": {
                "pooled_sd": found.pooled_sd,
                "df": found.df,
                "se": found.se,
                "probability_of_superiority": found.probability_of_superiority,
                "partners_needed": found.partners_needed,
                "n_items": self.n_items,
                "why_not": found.why_not,
            },
        }


@dataclass(frozen=True)
class ChangeFinding:
    """How a Trust moved from one year to the next on one group of items.

    Attributes are those of `Finding`, with `change` for the numbers and `years` for (last year,
    this year).
    """

    kind: GroupKind
    theme: str | None
    aspect: str | None
    verdict: ChangeVerdict
    change: Change
    n_items: int
    title: str
    sentence: str
    symbol: str
    trust: str
    years: tuple[int, int]
    phrase: str | None
    within: str | None

    def to_json(self) -> dict[str, object]:
        """Give the change in the same shape as a finding's, with its working."""
        change = self.change
        return {
            "kind": str(self.kind),
            "theme": self.theme,
            "aspect": self.aspect,
            "verdict": str(self.verdict),
            "years": list(self.years),
            "mean_change": change.mean_change,
            "ci95": as_list(change.ci95),
            "ci90": as_list(change.ci90),
            "p_value": change.p_value,
            "p_adjusted": change.p_adjusted,
            "n": change.n,
            "before": change.before,
            "after": change.after,
            "sentence": self.sentence,
            "working": {
                "sd_of_changes": change.sd,
                "df": change.df,
                "se": change.se,
                "other_trusts": change.others,
                "n_items": self.n_items,
                "why_not": change.why_not,
            },
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
    findings = []
    for group in in_order(comparisons, items):
        comparison = comparisons[group]
        subject = subject_of(group, words, items)
        findings.append(
            Finding(
                kind=group.kind,
                theme=group.theme,
                aspect=group.aspect,
                verdict=comparison.verdict,
                comparison=comparison,
                n_items=subject.n_items,
                title=subject.title,
                claim=comparison_claim(
                    group.kind,
                    subject,
                    comparison.verdict,
                    trust=trust_name,
                    comparator=comparator_name,
                    year=year,
                ),
                sentence=comparison_sentence(
                    group.kind,
                    subject,
                    comparison,
                    trust=trust_name,
                    comparator=comparator_name,
                    year=year,
                    rules=rules,
                ),
                symbol=comparison.verdict.symbol,
                trust=trust_name,
                comparator=comparator_name,
                year=year,
                phrase=subject.phrase,
                within=subject.within,
            )
        )
    return tuple(findings)


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
    findings = []
    for group in in_order(changes, items):
        change = changes[group]
        subject = subject_of(group, words, items)
        sentence = change_sentence(
            group.kind, subject, change, trust=trust_name, years=years, rules=rules
        )
        verdict = change.verdict or ChangeVerdict.CANNOT_BE_CALCULATED
        findings.append(
            ChangeFinding(
                kind=group.kind,
                theme=group.theme,
                aspect=group.aspect,
                verdict=verdict,
                change=change,
                n_items=subject.n_items,
                title=subject.title,
                sentence=sentence,
                symbol=verdict.symbol,
                trust=trust_name,
                years=years,
                phrase=subject.phrase,
                within=subject.within,
            )
        )
    return tuple(findings)


def headline(findings: Sequence[Finding]) -> str:
    """Give the sentence on the overall score, which leads the page.

    Raises:
        ValueError: no overall finding among them.
    """
    for finding in findings:
        if finding.kind is GroupKind.OVERALL:
            return finding.sentence
    raise ValueError("There is no overall finding: compare the overall group too.")


def in_order(found: Mapping[Group, object], items: Mapping[Group, Sequence[str]]) -> list[Group]:
    """Put the groups that carry a word in the order of the pack.

    Raises:
        ValueError: a group that is not in the pack.
    """
    unknown = [group.key for group in found if group not in items]
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)} not in the pack: give the groups of the pack's items."
        )
    return [group for group in items if group in found and group.kind is not GroupKind.ITEM]


def as_list(limits: Limits | None) -> list[float] | None:
    """Give limits as JSON has them."""
    return None if limits is None else list(limits)
