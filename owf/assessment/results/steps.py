"""The steps that every page with comparisons shares: units, verdicts, changes, and their words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from owf.assessment.comparability.rescoring import TwoYears, YearOnShared
from owf.assessment.disclosure.trusts import (
    SignedYear,
    Units,
    comparable_units,
    published_units,
    taking_part,
    units_of_both_years,
)
from owf.assessment.results.standings import SHOWN
from owf.assessment.scoring import item_refs
from owf.benchmark.agreement.practitioners import (
    FEWEST_PERSONS,
    GapFinding,
    audience_gaps,
    gap_findings_of,
)
from owf.benchmark.change.changes import Change, change_by_kind
from owf.benchmark.comparison.agreed_scores import Agreed, AgreedVerdict, compare_agreed
from owf.benchmark.comparison.compare import compare_all_by_kind, compare_by_kind
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import Strength, strengths_of
from owf.benchmark.rules import DEFAULT_RULES, Verdict
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.words.wording import Words
from owf.questionnaire import Audience, Pack
from owf.store.cache import cached
from owf.store.results import ScoreRow
from owf.store.signed_scores import Scores

ENGLAND = "England"
_FEW_PARTNERS = f"too few partners here (fewer than {DEFAULT_RULES.min_units} sectors have a score)"


def units_to_compare(found: SignedYear, groups: Mapping[Group, object], trust: int) -> Units:
    """What of a region or England may be compared with a Trust, on all groups but items."""
    wanted = [group for group in groups if group.kind is not GroupKind.ITEM]
    return comparable_units(published_units(found, wanted, trust), found, trust)


def compare_units(units: Units, trust: int) -> Mapping[Group, Comparison]:
    """A Trust against the others of these units, each kind of group adjusted by itself."""
    by_group = {
        group: {str(other): list(scores.values()) for other, scores in of_group.items()}
        for group, of_group in units.items()
    }
    if not any(str(trust) in of_group for of_group in by_group.values()):
        return {group: _without_own(of_group) for group, of_group in by_group.items()}
    return compare_by_kind(by_group, str(trust))


def compare_everyone(units: Units) -> Mapping[int, Mapping[Group, Comparison]]:
    """What `compare_units` gives for each Trust that has a score, worked out once for all."""
    if not any(units.values()):
        return {}
    found = compare_all_by_kind(
        {
            group: {str(trust): list(scores.values()) for trust, scores in of_group.items()}
            for group, of_group in units.items()
        }
    )
    return {int(trust): of_trust for trust, of_trust in found.items()}


def _without_own(others: Mapping[str, Sequence[float]]) -> Comparison:
    """Where nobody in the Trust gave a level: all said "don't know", or nobody answered."""
    fewest = DEFAULT_RULES.min_units
    return Comparison(
        verdict=Verdict.NOT_COMPARED,
        n=0,
        k=sum(len(scores) >= fewest for scores in others.values()),
        why_not=f"too few partners here (no sector has a score, at least {fewest} are needed)",
    )


def hidden_from_outside(found: Comparison) -> Comparison:
    """A comparison as others see it: no score of fewer than three sectors (METHOD 1.7)."""
    return found if found.n >= DEFAULT_RULES.min_units else replace(found, score=None)


def scores_from_outside(scores: Scores) -> Scores:
    """A Trust's scores as others see them: none of fewer than three sectors (METHOD 1.7)."""
    return {
        key: row
        for key, row in without_sectors(scores).items()
        if row.n_units >= DEFAULT_RULES.min_units
    }


def agreed_beside_others(
    own: Scores, found: SignedYear, groups: Mapping[Group, object], trust: int
) -> Mapping[Group, Agreed]:
    """A Trust's agreed scores against the range expected from the others' (METHOD 1.6 and 2).

    Args:
        own: the Trust's scores, as far as whoever asks may see them.
        found: the signed results of the region, or of another comparator.
        groups: the groups of items that are asked for; single items are left out.
        trust: the Trust.

    Only Trusts published in full enter. A range tells a mean and a spread, and agreed scores are
    means of a few whole levels: beside the named Trusts' scores that gives away, of a block of
    three unnamed ones, which three scores they agreed. A mean alone does not (decision 0007).
    """
    others = [found.scores[one] for one in found.named if one != trust]
    agreed: dict[Group, Agreed] = {}
    for group in groups:
        if group.kind is GroupKind.ITEM:
            continue
        theirs = [score for one in others if (score := _agreed(one.get(group.key))) is not None]
        row = own.get(group.key)
        if _takes_part(row):
            agreed[group] = compare_agreed(_agreed(row), theirs)
        else:
            score = row.agreed if row else None
            agreed[group] = Agreed(
                AgreedVerdict.NOT_COMPARED, score, len(theirs), why_not=_FEW_PARTNERS
            )
    return agreed


def _takes_part(row: ScoreRow | None) -> bool:
    return row is not None and row.n_units >= DEFAULT_RULES.min_units


def _agreed(row: ScoreRow | None) -> float | None:
    return row.agreed if row is not None and _takes_part(row) else None


def strengths_inside(units: Units, trust: int) -> Mapping[Group, Strength]:
    """A Trust's strengths and weaknesses, spread pooled over its region (METHOD 5a).

    Empty where it has no overall score.
    """
    wanted = {
        group: of_group
        for group, of_group in units.items()
        if group.kind in {GroupKind.OVERALL, GroupKind.ASPECT}
    }
    if trust not in wanted.get(Group(GroupKind.OVERALL), {}):
        return {}
    return strengths_of(wanted, trust)


def gaps_inside(
    trust: str, year: int, pack: Pack, leaders: Scores, practitioners: Scores
) -> tuple[GapFinding, ...]:
    """Leaders against practitioners; nothing where no practitioner responded."""
    if not practitioners:
        return ()
    groups = groups_of(item_refs(pack, Audience.PRACTITIONERS))
    wanted = [group for group in groups if group.kind is not GroupKind.ITEM]
    gaps = audience_gaps(
        {group: leaders[group.key].sector_scores for group in wanted},
        {group: practitioners[group.key].sector_scores for group in wanted},
    )
    found = gap_findings_of(trust, year, gaps, words=words_of(pack), items=groups)
    return tuple(
        _withheld(one)
        if one.gap.n == 0
        and leaders[group.key].n_respondents
        and practitioners[group.key].mean is not None
        else one
        for group, one in zip(wanted, found, strict=True)
    )


def _withheld(finding: GapFinding) -> GapFinding:
    """A gap that a snapshot leaves out because it would tell of a few people, in these words."""
    why = (
        "it is withheld, because with the practitioners' mean it would reveal the answers of "
        f"fewer than {FEWEST_PERSONS} people"
    )
    opening = finding.sentence.split(": ", 1)[0]
    return replace(finding, gap=replace(finding.gap, why_not=why), sentence=f"{opening}: {why}.")


def without_sectors(scores: Scores) -> Scores:
    """Scores for a page that names no sector: whoever gets them cannot tell one from them."""
    return {key: replace(row, sector_scores={}, sd=None) for key, row in scores.items()}


def change_of(
    before: SignedYear, now: SignedYear, groups: Mapping[Group, object], trust: int
) -> Mapping[Group, Change]:
    """A Trust's change from one year to the next, spread pooled over its region (METHOD 4).

    Empty where it has no score in both years.
    """
    wanted = [group for group in groups if group.kind is not GroupKind.ITEM]
    return change_between(
        published_units(before, wanted, trust),
        published_units(now, wanted, trust),
        before.unnamed | now.unnamed,
        trust,
    )


def change_between(
    before: Units, now: Units, unnamed: frozenset[int], trust: int
) -> Mapping[Group, Change]:
    """The same from what was published: of a Trust in full, that is all that takes part.

    Args:
        before: last year's published units.
        now: this year's.
        unnamed: Trusts that are unnamed in either year.
        trust: whose change it is.
    """
    own, others = units_of_both_years(before, now, unnamed, trust)
    return change_by_kind(own, others) if own else {}


def words_of(pack: Pack) -> Words:
    """A pack's words for its themes and aspects, as sentences use them."""
    return Words(
        theme_titles={theme.id: theme.title for theme in pack.themes},
        theme_short_titles={theme.id: theme.short_title for theme in pack.themes},
        aspect_titles={aspect.id: aspect.title for aspect in pack.aspects},
        aspect_phrases={aspect.id: aspect.phrase for aspect in pack.aspects},
    )


def region_in_a_sentence(name: str) -> str:
    """A region as it stands in a sentence: "the East of England", but "London"."""
    return name if name in {"London", "Yorkshire and The Humber"} else f"the {name}"


KEPT_COMPARISONS = 100
"""Comparisons that stay in memory: 0.3 MB each with England's Trusts, 0.05 MB with a region's."""


@dataclass(frozen=True)
class Beside:
    """What of a Trust was compared with others.

    Attributes:
        compared: by group, nothing held back.
        shown: the units of overall and themes that took part.
        others: the other Trusts whose overall score took part.
    """

    compared: Mapping[Group, Comparison]
    shown: Units
    others: frozenset[int]


def _scored_by(found: SignedYear) -> str:
    """On which questions a year is scored anew, where another year has others."""
    return found.side.key if isinstance(found, YearOnShared) else ""


def _made_of(found: SignedYear, groups: Mapping[Group, object], trust: int) -> tuple[Hashable, ...]:
    """All that a comparison is made of; the Trust's own snapshot says with which questionnaire."""
    trusts = tuple(
        (number, one.digest, one.publication, one.region_code)
        for number, one in found.trusts.items()
    )
    return found.year, trust, len(groups), trusts


@cached(KEPT_COMPARISONS, key=_made_of)
def compared_beside(found: SignedYear, groups: Mapping[Group, object], trust: int) -> Beside:
    """A Trust against the others of a region, of England or of a list.

    Args:
        found: their signed results, and the Trust's.
        groups: the groups of items that are asked for, all of one pack.
        trust: the Trust.
    """
    units = units_to_compare(found, groups, trust)
    return Beside(
        compare_units(units, trust),
        {group: of_group for group, of_group in units.items() if group.kind in SHOWN},
        taking_part(units, trust),
    )


@cached(
    KEPT_COMPARISONS,
    key=lambda _own, found, groups, trust, is_outside: (
        is_outside,
        *_made_of(found, groups, trust),
    ),
)
def agreed_beside(
    own: Scores, found: SignedYear, groups: Mapping[Group, object], trust: int, *, is_outside: bool
) -> Mapping[Group, Agreed]:
    """`agreed_beside_others`, once for the same snapshots; ``is_outside`` says who asks."""
    return agreed_beside_others(own, found, groups, trust)


@cached(
    KEPT_COMPARISONS,
    key=lambda years, trust: tuple(
        (*_made_of(found, years.groups, trust), _scored_by(found))
        for found in (years.before, years.now)
    ),
)
def changed_beside(years: TwoYears, trust: int) -> Mapping[Group, Change]:
    """`change_of`, once for the same snapshots of both years."""
    return change_of(years.before, years.now, years.groups, trust)
