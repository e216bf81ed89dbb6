"""How far leaders and practitioners of one Trust see things alike (METHOD 3), paired by sector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.comparison.paired import (
    Paired,
    Units,
    in_both,
    paired_with_pooled_spread,
    with_verdicts,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import (
    ACROSS,
    VerdictFinding,
    alike_within,
    asked,
    in_brackets,
    in_words,
    too_few,
)
from owf.benchmark.words.wording import (
    Subject,
    Words,
    capitalised,
    counted,
    number,
    possessive,
    signed,
)


class GapVerdict(VerdictWord):
    """What a comparison of leaders with practitioners shows: METHOD 2's words turned round."""

    LEADERS_HIGHER = "leaders rate higher"
    LEADERS_SLIGHTLY_HIGHER = "leaders rate slightly higher"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    PRACTITIONERS_SLIGHTLY_HIGHER = "practitioners rate slightly higher"
    PRACTITIONERS_HIGHER = "practitioners rate higher"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Gap(Paired[GapVerdict]):
    """Leaders against practitioners of one Trust on one group of items (METHOD 3).

    `Paired` over the sectors with a score from both: practitioners first, leaders second.
    """

    words = GapVerdict
    scored = "a score from both leaders and practitioners"
    scored_by_none = "a score from both its leaders and its practitioners"
    alike = "the gap is the same in all sectors"

    verdict: GapVerdict = GapVerdict.CANNOT_BE_CALCULATED

    @property
    def mean_gap(self) -> float | None:
        """Mean over sectors of the leaders' score minus the practitioners'."""
        return self.mean

    @property
    def leaders(self) -> float | None:
        """Mean of the leaders' scores of these sectors."""
        return self.second

    @property
    def practitioners(self) -> float | None:
        """Mean of the practitioners' scores of these sectors."""
        return self.first


def audience_gaps(
    leaders: Mapping[Group, Units],
    practitioners: Mapping[Group, Units],
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Gap]:
    """Compare a Trust's leaders with its practitioners, sector by sector (METHOD 3).

    Pass every group of the pack, whatever the page shows: p is adjusted over all groups of each
    kind that have limits.

    Args:
        leaders: per group, the leaders' score per sector, from only those items that both
            audiences were asked.
        practitioners: per group, the practitioners' score per sector, from `suppressed` scores, so
            that no gap rests on a sector with fewer than five persons. A group may be missing on
            either side.
        rules: margins, and as the fewest sectors `min_units`.

    Returns:
        A gap per group, those of `leaders` first. The spread is that of the Trust's own gaps;
        where that is zero, or fewer sectors than needed have a score from both, there are no
        limits and `why_not` says so.

    Raises:
        ValueError: no groups, or a score that is not finite.
    """
    groups = list(dict.fromkeys([*leaders, *practitioners]))
    if not groups:
        raise ValueError("There are no groups to compare: give at least one.")
    gaps = {
        group: _gap(leaders.get(group, {}), practitioners.get(group, {}), rules) for group in groups
    }
    for kind in GroupKind:
        of_kind = {group: gap for group, gap in gaps.items() if group.kind is kind}
        gaps |= with_verdicts(of_kind, rules)
    return gaps


def _gap(leaders: Units, practitioners: Units, rules: Rules) -> Gap:
    pairs = in_both(practitioners, leaders, ("practitioners' scores", "leaders' scores"))
    return paired_with_pooled_spread(Gap, pairs, (), rules.min_units)


# How each verdict takes the Trust, after "On training in 2009, ".
_RATED: dict[GapVerdict, str] = {
    GapVerdict.LEADERS_HIGHER: "{whose} leaders rate higher than its practitioners",
    GapVerdict.LEADERS_SLIGHTLY_HIGHER: "{whose} leaders rate slightly higher than its "
    "practitioners",
    GapVerdict.IN_LINE: "{whose} leaders and practitioners are broadly in line",
    GapVerdict.NO_CLEAR_DIFFERENCE: "there is no clear difference between {whose} leaders and its "
    "practitioners",
    GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER: "{whose} practitioners rate slightly higher than "
    "its leaders",
    GapVerdict.PRACTITIONERS_HIGHER: "{whose} practitioners rate higher than its leaders",
    GapVerdict.CANNOT_BE_CALCULATED: "the gap between {whose} leaders and its practitioners "
    "cannot be calculated",
}
_PRACTITIONERS_FIRST = (
    GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER,
    GapVerdict.PRACTITIONERS_HIGHER,
)


@dataclass(frozen=True, kw_only=True)
class GapFinding(VerdictFinding[GapVerdict]):
    """How leaders and practitioners of a Trust differ on one group of items in a year."""

    gap: Gap
    year: int

    def to_json(self) -> dict[str, object]:
        """Give the gap in the same shape as a finding's, with its working."""
        gap = self.gap
        return self._as_json(
            gap,
            before={"year": self.year, "mean_gap": gap.mean_gap},
            after={"leaders": gap.leaders, "practitioners": gap.practitioners},
            sd={"sd_of_gaps": gap.sd},
            more={},
        )


def gap_findings_of(
    trust_name: str,
    year: int,
    gaps: Mapping[Group, Gap],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[GapFinding, ...]:
    """Put gaps between leaders and practitioners into words, in the order of the pack.

    Args:
        trust_name: as it stands in a sentence.
        year: the cycle's year.
        gaps: from `audience_gaps`; single items are left out.
        words: the pack's words.
        items: the ids of each group's items, from `groups_of` over the items that both audiences
            were asked.
        rules: those with which the gaps were measured.

    Raises:
        ValueError: a group that is not among `items` or has no title.
    """

    def say(subject: Subject, gap: Gap) -> GapFinding:
        return GapFinding(
            **vars(subject),
            verdict=gap.verdict,
            gap=gap,
            sentence=gap_sentence(subject, gap, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
        )

    return in_words(gaps, words, items, say)


def gap_sentence(subject: Subject, gap: Gap, *, trust: str, year: int, rules: Rules) -> str:
    """Say how a Trust's leaders and practitioners differ on one subject.

    "In line" is shown by the 90% limits, all other verdicts by the 95% limits; the sentence says
    so. Where practitioners rate higher they come first, and the sentence says which way the gap
    is taken.
    """
    rated = _RATED[gap.verdict].format(whose=possessive(trust))
    opening = capitalised(f"{_about(subject, year)}, {rated}")
    if (
        gap.verdict is GapVerdict.CANNOT_BE_CALCULATED
        or gap.leaders is None
        or gap.practitioners is None
        or gap.mean_gap is None
        or gap.ci95 is None
        or gap.ci90 is None
    ):
        return f"{opening}{asked(subject)}: {gap.why_not}."
    scores = [number(gap.leaders, 1), number(gap.practitioners, 1)]
    note = ""
    if gap.verdict in _PRACTITIONERS_FIRST:
        scores.reverse()
        note = "leaders minus practitioners"
    in_line = gap.verdict is GapVerdict.IN_LINE
    confidence, limits = (90, gap.ci90) if in_line else (95, gap.ci95)
    return (
        f"{opening}: {scores[0]} against {scores[1]} over the {counted(gap.n, 'sector')} that both "
        f"answered for, a gap of {signed(gap.mean_gap)} {in_brackets(confidence, limits, note)}"
        f"{_conclusion(subject, gap, rules)}, on {_questions(subject)}."
    )


def _about(subject: Subject, year: int) -> str:
    if subject.phrase is None:
        return f"overall in {year}"
    if subject.within:
        return f"in {subject.within} in {year}, on {subject.phrase}"
    across = f", {ACROSS}" if subject.kind is GroupKind.ASPECT else ""
    return f"on {subject.phrase} in {year}{across}"


def _conclusion(subject: Subject, gap: Gap, rules: Rules) -> str:
    if gap.verdict is GapVerdict.IN_LINE:
        return alike_within(rules)
    return too_few(subject.kind, gap.ci95) if gap.verdict is GapVerdict.NO_CLEAR_DIFFERENCE else ""


def _questions(subject: Subject) -> str:
    """Say which questions; how many only where they are so few that it matters."""
    few = subject.questions or (counted(1, "question") if subject.n_items == 1 else "questions")
    return f"the {few} that both were asked"
