"""Agreed scores against the range that the other Trusts' lead one to expect (METHOD 2)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean, stdev
from typing import ClassVar

from owf.benchmark.order.spread import expected_range
from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Limits,
    Rules,
    adjusted_where_tested,
    finite,
    t_two_sided_p,
)
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import ACROSS, Found, as_list, asked, in_words
from owf.benchmark.words.wording import (
    Subject,
    Words,
    capitalised,
    counted,
    listed,
    number,
    possessive,
)


class AgreedVerdict(StrEnum):
    """Inside the range is no finding."""

    HIGH = "unusually high"
    LOW = "unusually low"
    WITHIN = "within the expected range"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True)
class Agreed:
    """One Trust's agreed score against those of the k others (METHOD 2), in levels.

    `expected` is the range in which one more Trust like the others would lie; p is two-sided,
    adjusted over all groups of its kind, None from `compare_agreed`.
    """

    verdict: AgreedVerdict
    score: float | None
    k: int
    mean: float | None = None
    sd: float | None = None
    expected: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    why_not: str | None = None

    @property
    def is_unusual(self) -> bool:
        return self.verdict in (AgreedVerdict.HIGH, AgreedVerdict.LOW)

    def to_json(self) -> dict[str, object]:
        return {
            "verdict": str(self.verdict),
            "score": self.score,
            "k": self.k,
            "mean": self.mean,
            "sd": self.sd,
            "expected": as_list(self.expected),
            "p_value": self.p_value,
            "p_adjusted": self.p_adjusted,
            "why_not": self.why_not,
        }


@dataclass(frozen=True, kw_only=True)
class AgreedFinding(Found):
    """An agreed score outside the expected range; it has no limits, so no mark of a verdict."""

    agreed: Agreed
    among: str
    year: int
    symbol: ClassVar[str] = ""

    @property
    def verdict(self) -> AgreedVerdict:
        return self.agreed.verdict


def compare_agreed(
    score: float | None,
    others: Sequence[float],
    rules: Rules = DEFAULT_RULES,
    confidence: float = 0.95,
) -> Agreed:
    """Set a Trust's agreed score against the range expected from the others' (METHOD 2), in levels.

    Outside the range is unusual, inside it or on an end no finding; p is unadjusted. Where all
    others agreed on the same score: not compared.
    """
    if score is not None:
        finite([score], "agreed scores")
    k = len(others)
    if k:
        finite(others, "others' agreed scores")
    if score is None:
        return _not_compared(None, k, "no level was agreed here")
    if k < max(rules.min_others, 2):
        have = {0: "no other Trust shows", 1: "1 other Trust shows"}
        return _not_compared(
            score,
            k,
            f"too few comparators ({have.get(k, f'{k} other Trusts show')} an agreed score, "
            f"at least {rules.min_others} are needed)",
        )
    low, high = expected_range(others, confidence)
    if high - low < DUST:
        return _not_compared(
            score, k, f"there is no variation: the {k} other Trusts agreed on the same score"
        )
    if score > high + DUST:
        verdict = AgreedVerdict.HIGH
    elif score < low - DUST:
        verdict = AgreedVerdict.LOW
    else:
        verdict = AgreedVerdict.WITHIN
    mean, sd = fmean(others), stdev(others)
    p_value = t_two_sided_p((score - mean) / (sd * math.sqrt(1 + 1 / k)), k - 1)
    return Agreed(verdict, score, k, mean, sd, (low, high), p_value)


def agreed_by_kind(
    agreed: Mapping[Group, Agreed], rules: Rules = DEFAULT_RULES
) -> dict[Group, Agreed]:
    """Adjust p over all groups of a kind; only what stays at most `rules.alpha` is unusual.

    Pass every group of a kind in the pack: unadjusted, three pages of four name something unusual
    where all Trusts are alike (METHOD 2).
    """
    found = dict(agreed)
    for kind in GroupKind:
        adjusted = adjusted_where_tested(
            {group: one.p_value for group, one in agreed.items() if group.kind is kind}
        )
        for group, p_adjusted in adjusted.items():
            one = agreed[group]
            verdict = one.verdict if p_adjusted <= rules.alpha else AgreedVerdict.WITHIN
            found[group] = replace(one, verdict=verdict, p_adjusted=p_adjusted)
    return found


def agreed_findings_of(
    trust_name: str,
    among: str,
    year: int,
    agreed: Mapping[Group, Agreed],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
) -> tuple[AgreedFinding, ...]:
    """Unusual agreed scores in words, in the order of the pack, without single items."""

    def finding(subject: Subject, found: Agreed) -> AgreedFinding:
        return AgreedFinding(
            **vars(subject),
            agreed=found,
            sentence=_agreed_sentence(subject, found, trust=trust_name, among=among, year=year),
            trust=trust_name,
            among=among,
            year=year,
        )

    unusual = {group: one for group, one in agreed.items() if one.is_unusual}
    return in_words(unusual, words, items, finding)


def agreed_points(findings: Sequence[AgreedFinding]) -> tuple[str, ...]:
    """Which agreed scores, overall and on themes, are unusual, in one point; none where none is."""
    short = [one for one in findings if one.kind in {GroupKind.OVERALL, GroupKind.THEME}]
    parts = []
    for verdict in (AgreedVerdict.HIGH, AgreedVerdict.LOW):
        alike = [
            f"for {one.phrase}" if one.phrase else "overall"
            for one in short
            if one.verdict is verdict
        ]
        if alike:
            parts.append(f"{verdict} {listed(alike)}")
    if not parts:
        return ()
    first = short[0]
    return (
        f"Compared with the agreed scores of other Trusts {first.among}, "
        f"{possessive(first.trust)} agreed score is {'; '.join(parts)}.",
    )


def _agreed_sentence(subject: Subject, agreed: Agreed, *, trust: str, among: str, year: int) -> str:
    if agreed.score is None or agreed.expected is None:
        raise ValueError("This agreed score has no range to stand against: use compare_agreed.")
    low, high = agreed.expected
    about = f" on {subject.phrase}" if subject.phrase else " overall"
    where = f"in {subject.within} in {year}" if subject.within else f"in {year}"
    if subject.kind is GroupKind.ASPECT and not subject.within:
        where = f"{where}, {ACROSS}"
    return capitalised(
        f"{where}, the score that {trust} agreed{about}{asked(subject)} is {agreed.verdict}: "
        f"{number(agreed.score, 1)}, against an expected range of {number(low, 1)} to "
        f"{number(high, 1)} from the agreed scores of {counted(agreed.k, 'other Trust')} {among}."
    )


def _not_compared(score: float | None, k: int, why_not: str) -> Agreed:
    return Agreed(AgreedVerdict.NOT_COMPARED, score, k, why_not=why_not)
