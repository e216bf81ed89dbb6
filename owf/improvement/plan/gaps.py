"""The gaps of a signed year that a plan must answer, each with all its reasons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from owf.access import Actor, policy
from owf.assessment.comparability.packs import question_name
from owf.assessment.results.steps import words_of
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_results import partners_standing
from owf.assessment.scoring import item_refs
from owf.benchmark.agreement.partners import consensus
from owf.benchmark.agreement.practitioners import GapFinding, GapVerdict
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.comparison.strengths import StrengthFinding, StrengthVerdict
from owf.benchmark.rules import DUST, Verdict, VerdictWord
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.tables.item_standings import FEWEST_TO_AGREE, ItemStanding
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.wording import Words, counted, number, subject_of
from owf.improvement import plan_policy
from owf.questionnaire import Pack
from owf.store import Store, signed_scores
from owf.store.moderation import HeardVoice
from owf.store.places import TrustFacts


class ReasonKind(StrEnum):
    """The strongest first."""

    BEHIND = "behind"
    SLIGHTLY_BEHIND = "slightly_behind"
    WORSE = "worse"
    WEAKNESS = "weakness"
    LOW_LEVEL = "low_level"
    DISPUTED = "disputed"
    DONT_KNOW = "dont_know"
    LEADERS_HIGHER = "leaders_higher"
    FAMILIES = "families"


AnyReasonFinding = Finding | ChangeFinding | StrengthFinding | GapFinding

_OF_VERDICT: Mapping[VerdictWord, ReasonKind] = {
    Verdict.BEHIND: ReasonKind.BEHIND,
    Verdict.SLIGHTLY_BEHIND: ReasonKind.SLIGHTLY_BEHIND,
    ChangeVerdict.WORSE: ReasonKind.WORSE,
    ChangeVerdict.SLIGHTLY_WORSE: ReasonKind.WORSE,
    StrengthVerdict.WEAKNESS: ReasonKind.WEAKNESS,
    StrengthVerdict.SLIGHT_WEAKNESS: ReasonKind.WEAKNESS,
    GapVerdict.LEADERS_HIGHER: ReasonKind.LEADERS_HIGHER,
    GapVerdict.LEADERS_SLIGHTLY_HIGHER: ReasonKind.LEADERS_HIGHER,
}
_SLIGHT = frozenset(
    {
        Verdict.SLIGHTLY_BEHIND,
        ChangeVerdict.SLIGHTLY_WORSE,
        StrengthVerdict.SLIGHT_WEAKNESS,
        GapVerdict.LEADERS_SLIGHTLY_HIGHER,
    }
)
_NAMES = (GroupKind.ITEM, GroupKind.THEME, GroupKind.CELL, GroupKind.ASPECT, GroupKind.OVERALL)
"""What a subject goes by that is several of these."""
_ORDER = {kind: place for place, kind in enumerate(ReasonKind)}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something is a gap; ``group`` is what it is about, which a wider gap may have taken in.

    ``size`` is in the measure of its kind: levels, share of answers, want of consensus, people.
    """

    kind: ReasonKind
    group: Group
    sentence: str
    size: float
    finding: AnyReasonFinding | None = None
    voices: tuple[HeardVoice, ...] = ()

    @property
    def is_slight(self) -> bool:
        return self.finding is not None and self.finding.verdict in _SLIGHT

    @property
    def _measure(self) -> ReasonKind:
        """Behind and slightly behind are two words of one measure."""
        is_behind = self.kind is ReasonKind.SLIGHTLY_BEHIND
        return ReasonKind.BEHIND if is_behind else self.kind

    def is_said_by(self, wider: Iterable["Reason"]) -> bool:
        """Whether a gap on more questions, with these reasons, answers for this one too."""
        measures = {one._measure for one in wider}
        if self.kind is ReasonKind.LOW_LEVEL:
            return not measures.isdisjoint({ReasonKind.BEHIND, ReasonKind.WORSE})
        stands_alone = self.kind in {ReasonKind.BEHIND, ReasonKind.WORSE} and not self.is_slight
        return self._measure in measures and not stands_alone

    @property
    def order(self) -> tuple[int, bool, float]:
        return _ORDER[self.kind], self.is_slight, -round(self.size, 9)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One subject; ``items`` are the ids of its questions, ``reasons`` have its own first."""

    group: Group
    title: str
    items: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> str:
        return self.group.key

    @property
    def kinds(self) -> frozenset[ReasonKind]:
        return frozenset(one.kind for one in self.reasons)


@dataclass(frozen=True)
class GapsView:
    against: TrustComparison
    gaps: tuple[Gap, ...]

    @property
    def trust(self) -> TrustFacts:
        return self.against.trust

    @property
    def year(self) -> int:
        return self.against.year

    @property
    def pack(self) -> Pack:
        return self.against.pack


def open_gaps(store: Store, who: Actor, trust: int, year: int) -> GapsView:
    """The same list for everybody who may plan; NotFound where the year is not signed."""
    policy.require(plan_policy.may_plan(who, trust))
    against = compare_with(store, who, trust, year)
    with store.reading() as session:
        signed = signed_scores.signed_trusts(session, year, against.trust.region_code)[trust]
        partners = partners_standing(session, signed, against.pack, is_outside=False, sees_who=True)
    return GapsView(against, gaps_of(against, partners.items))


def gaps_of(against: TrustComparison, standings: Sequence[ItemStanding]) -> tuple[Gap, ...]:
    """What must be answered, the strongest first; ``standings`` are of all questions.

    Nothing is left out, but much is said once. Subjects with the same questions, such as an aspect
    that one theme alone has, are one gap, under the first of `_NAMES`. A reason that a gap on more
    questions answers for moves into that one: a question's low level into its cell or theme where
    that is behind or became worse; what is only slight in a cell into its theme where the theme has
    the same kind of reason. A cell or question with a reason of its own stays with all it has, and
    so does one that is behind or became worse by more than a little.
    """
    groups = groups_of(item_refs(against.pack))
    by_name = sorted(groups, key=lambda group: _NAMES.index(group.kind))
    name_of = {groups[group]: group for group in reversed(by_name)}
    found: dict[Group, list[Reason]] = {}
    for reason in _all_reasons(against, standings):
        subject = name_of[groups[reason.group]]
        found.setdefault(subject, []).append(reason)
    own = {group: _each_kind_once(reasons) for group, reasons in found.items()}
    taken_in = _taken_in(own, groups, against.pack)
    place = {group: number for number, group in enumerate(groups)}
    words = words_of(against.pack)
    gaps = [
        Gap(
            group=group,
            title=_title(group, words, groups, against.pack),
            items=groups[group],
            reasons=(*reasons, *sorted(taken_in.get(group, ()), key=_by_order)),
        )
        for group, reasons in own.items()
    ]
    gaps.sort(key=lambda one: (one.reasons[0].order, -len(one.reasons), place[one.group]))
    return tuple(gaps)


def _by_order(reason: Reason) -> tuple[int, bool, float]:
    return reason.order


def _each_kind_once(reasons: Iterable[Reason]) -> list[Reason]:
    """One question is a cell, and perhaps an aspect: the stronger of their verdicts stands."""
    kept: list[Reason] = []
    for one in sorted(reasons, key=_by_order):
        if one._measure not in {other._measure for other in kept}:
            kept.append(one)
    return kept


def _taken_in(
    own: dict[Group, list[Reason]], groups: Mapping[Group, Sequence[str]], pack: Pack
) -> Mapping[Group, Sequence[Reason]]:
    """The reasons that go to wider gaps; takes their gaps out of ``own``."""
    aspect_of = {item.id: item.aspect for item in pack.items}
    taken: dict[Group, list[Reason]] = {}
    for kind in (GroupKind.ITEM, GroupKind.CELL):
        for group in [one for one in own if one.kind is kind]:
            item = groups[group][0]
            theme = pack.theme_of(item).id
            wider = [
                Group(GroupKind.CELL, theme=theme, aspect=aspect_of[item]),
                Group(GroupKind.THEME, theme=theme),
            ]
            everything = [*own[group], *taken.get(group, ())]
            into = next(
                (
                    one
                    for one in wider
                    if one != group
                    and one in own
                    and all(reason.is_said_by(own[one]) for reason in everything)
                ),
                None,
            )
            if into is not None:
                taken.setdefault(into, []).extend(everything)
                taken.pop(group, None)
                del own[group]
    return taken


def _title(group: Group, words: Words, groups: Mapping[Group, Sequence[str]], pack: Pack) -> str:
    if group.item is not None:
        return question_name(pack.item(group.item))
    return subject_of(group, words, groups).title


def _all_reasons(against: TrustComparison, standings: Sequence[ItemStanding]) -> Iterator[Reason]:
    found: tuple[AnyReasonFinding, ...] = (
        *against.findings,
        *against.changes,
        *against.strengths,
        *against.gaps,
    )
    for finding in found:
        if finding.verdict in _OF_VERDICT:
            yield _from_finding(finding)
    for standing in standings:
        yield from _from_standing(standing, against.pack)
    yield from _from_families(against)


def _from_finding(finding: AnyReasonFinding) -> Reason:
    match finding:
        case Finding():
            difference = finding.comparison.difference
        case ChangeFinding():
            difference = finding.change.mean
        case StrengthFinding():
            difference = finding.strength.mean
        case GapFinding():
            difference = finding.gap.mean
    return Reason(
        kind=_OF_VERDICT[finding.verdict],
        group=Group(finding.kind, theme=finding.theme, aspect=finding.aspect),
        sentence=finding.sentence,
        size=abs(difference or 0.0),
        finding=finding,
    )


def _from_standing(standing: ItemStanding, pack: Pack) -> Iterator[Reason]:
    group = Group(GroupKind.ITEM, item=standing.item)
    name = f"{standing.code}, {standing.name}"
    scale = pack.scale_of(pack.item(standing.item))
    if standing.agreed is not None and standing.agreed < scale.midpoint:
        label = scale.level(standing.agreed).label
        yield Reason(
            kind=ReasonKind.LOW_LEVEL,
            group=group,
            sentence=(
                f"On {name}, the agreed level is {standing.agreed} ({label}), below the middle of "
                f"the scale, {scale.midpoint:g}."
            ),
            size=scale.midpoint - standing.agreed,
        )
    if is_disputed(standing):
        agreement, limit = standing.consensus or 0.0, disputed_from(len(standing.levels))
        yield Reason(
            kind=ReasonKind.DISPUTED,
            group=group,
            sentence=(
                f"Partners differ widely on {standing.sentence.rstrip('.')}. Their consensus is "
                f"{number(agreement, 2)}; it is {number(limit, 2)} where one half of them is two "
                "levels from the other."
            ),
            size=1 - agreement,
        )
    if standing.answered >= FEWEST_TO_AGREE and 2 * standing.dont_know > standing.answered:
        yield Reason(
            kind=ReasonKind.DONT_KNOW,
            group=group,
            sentence=(
                f"On {name}, {standing.dont_know} of {standing.answered} answers are “don't "
                "know”, more than half."
            ),
            size=standing.dont_know / standing.answered,
        )


def is_disputed(standing: ItemStanding) -> bool:
    """Three partners or more, and a consensus as low as of two halves two levels apart."""
    agreement = standing.consensus
    return (
        standing.n >= FEWEST_TO_AGREE
        and agreement is not None
        and agreement <= disputed_from(len(standing.levels)) + DUST
    )


@lru_cache
def disputed_from(levels: int) -> float:
    """0.585 on five levels; on a scale of two, of halves at either level."""
    return consensus([1, 0, 1, *([0] * (levels - 3))] if levels > 2 else [1, 1])


def _from_families(against: TrustComparison) -> Iterator[Reason]:
    for theme in (None, *against.pack.themes):
        voices = tuple(
            one for one in against.families if (theme.id in one.themes if theme else not one.themes)
        )
        if not voices:
            continue
        people = sum(one.how_many for one in voices)
        about = f" about {theme.short_title}" if theme else ""
        times = counted(len(voices), "occasion")
        spoke = f"{'one person' if people == 1 else f'{people} people'} spoke on {times}"
        group = Group(GroupKind.THEME, theme=theme.id) if theme else Group(GroupKind.OVERALL)
        yield Reason(
            kind=ReasonKind.FAMILIES,
            group=group,
            sentence=(
                f"From families, {spoke}{about}. Read what they said and decide "
                "whether it needs an action."
            ),
            size=people,
            voices=voices,
        )
