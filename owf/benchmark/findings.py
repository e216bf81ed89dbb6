"""Findings: what is found on a group of items, with the sentence that says it (METHOD 6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from owf.benchmark.change import Change, ChangeVerdict
from owf.benchmark.comparison import Comparison
from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.paired import Paired
from owf.benchmark.rules import DEFAULT_RULES, Limits, Rules, Verdict, VerdictWord
from owf.benchmark.sentences import change_sentence, comparison_claim, comparison_sentence
from owf.benchmark.wording import Subject, Words, subject_of

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
