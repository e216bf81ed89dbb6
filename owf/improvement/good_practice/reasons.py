"""On which questions a Trust may offer an example, and why (docs/method.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf.access import Actor
from owf.access.policy import require
from owf.assessment.errors import NotFound
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.wording import capitalised
from owf.improvement.good_practice import policy
from owf.questionnaire import Item
from owf.store import Store, signed_scores

_KINDS = (GroupKind.CELL, GroupKind.THEME)
NOTHING_SIGNED = (
    "Your Trust has not signed any results yet. You can offer an example when the chair has "
    "signed, on the questions where your Trust does well."
)


class Kind(StrEnum):
    """The strongest first."""

    STANDS_OUT = "stands out"
    AHEAD = "ahead"
    IMPROVED = "improved"


@dataclass(frozen=True)
class Reason:
    kind: Kind
    words: str


@dataclass(frozen=True)
class QuestionToOffer:
    """``agreed``: the signed level, ``None`` where nobody rated it; ``reasons`` go strongest first.

    ``why_not`` says what is needed, and is empty where the Trust may offer.
    """

    item: Item
    theme: str
    agreed: float | None
    reasons: tuple[Reason, ...]
    why_not: str

    @property
    def is_suggested(self) -> bool:
        return bool(self.reasons) and not self.why_not


@dataclass(frozen=True)
class QuestionsToOffer:
    """All questions of a Trust's newest signed year, in the questionnaire's order."""

    trust_name: str
    year: int
    questions: Mapping[str, QuestionToOffer]

    @property
    def suggested(self) -> Sequence[QuestionToOffer]:
        """Strongest reason first, then the highest agreed level."""
        order = list(Kind)
        return sorted(
            (one for one in self.questions.values() if one.is_suggested),
            key=lambda one: (order.index(one.reasons[0].kind), -(one.agreed or 0.0)),
        )

    def question(self, item_id: str) -> QuestionToOffer:
        if item_id not in self.questions:
            raise NotFound(
                f"The questionnaire of {self.year} has no such question. Choose one from the list.",
                field="question",
            )
        return self.questions[item_id]


def open_questions(store: Store, who: Actor, trust: int) -> QuestionsToOffer:
    """Raises NotFound where the Trust has signed nothing."""
    require(policy.may_offer(who, trust))
    with store.reading() as session:
        year = next(iter(signed_scores.signed_years(session, trust)), None)
    if year is None:
        raise NotFound(NOTHING_SIGNED)
    view = compare_with(store, who, trust, year)
    with store.reading() as session:
        rows = signed_scores.item_scores_of(session, view.signature.snapshot_id)
    found = {}
    for theme in view.pack.themes:
        for item in theme.items:
            row = rows.get(Group(GroupKind.ITEM, item=item.id).key)
            agreed = row.agreed if row else None
            reasons = tuple(_reasons(view, item, theme.id))
            found[item.id] = QuestionToOffer(
                item, theme.title, agreed, reasons, _why_not(view, item, agreed, reasons)
            )
    return QuestionsToOffer(view.trust.name, year, found)


def _reasons(view: TrustComparison, item: Item, theme: str) -> Iterator[Reason]:
    for one in view.items.standing_out:
        if one.item.id == item.id and (one.comparison.difference or 0.0) > 0:
            here, there = one.comparison.score or 0.0, one.comparison.reference or 0.0
            words = f"This question stands out: {here:.1f} here, {there:.1f} in {view.comparator}."
            yield Reason(Kind.STANDS_OUT, words)
    for kind in _KINDS:
        group = (kind, theme, item.aspect if kind is GroupKind.CELL else None)
        for finding in view.findings:
            is_up = finding.verdict in (Verdict.AHEAD, Verdict.SLIGHTLY_AHEAD)
            if (finding.kind, finding.theme, finding.aspect) == group and is_up:
                yield Reason(Kind.AHEAD, f"{capitalised(finding.claim)}.")
    for kind in _KINDS:
        group = (kind, theme, item.aspect if kind is GroupKind.CELL else None)
        for change in view.changes:
            is_up = change.verdict in (ChangeVerdict.IMPROVED, ChangeVerdict.SLIGHTLY_IMPROVED)
            if (change.kind, change.theme, change.aspect) == group and is_up:
                yield Reason(Kind.IMPROVED, change.sentence)


def _why_not(
    view: TrustComparison, item: Item, agreed: float | None, reasons: Sequence[Reason]
) -> str:
    midpoint = view.pack.scale.midpoint
    if any(one.kind is Kind.STANDS_OUT for one in reasons):
        return ""
    if agreed is not None and (agreed > midpoint or (reasons and agreed >= midpoint)):
        return ""
    level = "has no agreed level" if agreed is None else f"has agreed level {agreed:g}"
    return (
        f"{view.trust.name} {level} on {item.code} in {view.year}. An example can be offered on a "
        f"question with an agreed level above {midpoint:g}; with one of {midpoint:g} where its "
        f"theme or aspect is ahead of {view.comparator} or has improved; or where the question "
        f"itself stands out above {view.comparator}. Choose another question."
    )
