"""A Trust compared with others: for the page, the command and the report alike."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.disclosure.trusts import HEADLINE_KINDS
from owf.assessment.results.single_items import ItemsBeside
from owf.assessment.results.standings import Standings
from owf.benchmark.agreement.practitioners import GapFinding
from owf.benchmark.comparison.agreed_scores import Agreed, AgreedFinding
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.rules import DEFAULT_RULES, Rules, Verdict
from owf.benchmark.scores.groups import Group
from owf.benchmark.scores.medians import FiveNumbers
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.questionnaire import Pack
from owf.store.moderation import HeardVoice, ReopeningFacts
from owf.store.places import TrustFacts
from owf.store.results import SignatureFacts
from owf.store.signed_scores import Scores


@dataclass(frozen=True)
class TrustComparison:
    """Everything that the page, the command and the report say of one Trust and year.

    Attributes:
        comparator_kind: one of ``COMPARATORS``.
        comparator: its name as it stands in a sentence.
        findings: on every group of items, in the pack's order.
        beside: overall and themes against England, or the region where it is not the comparator.
        changes: since the year before; empty where it was not signed.
        scores: the Trust's own scores by group key: agreed and pooled scores, non-scores.
        partners_by_sector: how many partners are behind a sector's score, by group key and
            sector; only for people of the Trust.
        agreed: its agreed scores against those of the others that are published in full.
        unusual: those that lie outside the expected range.
        practitioners: the practitioners' scores by group key; empty without a survey. A row
            without a mean is suppressed.
        gaps: leaders against practitioners on the questions that both were asked.
        strengths: aspects across themes against the Trust's own overall score (METHOD 5a).
        notes: (theme, text) for readers.
        others: the Trusts compared with, by name; those at *headline* take part unnamed.
        signed_years: those that this person may see, newest first.
        spreads: how the other named Trusts' scores are spread, on overall and themes; missing
            where they are too few.
        standings: the Trust among the other named ones, on overall and each theme.
        items: its single questions that stand out.
        to_pick_from: (DfE number, name) of the other Trusts published in full that year.
        families: what children, young people and parents said, as it was signed.
        reopened: the newest reopening of it; ``None`` where it was never reopened.
    """

    trust: TrustFacts
    year: int
    comparator_kind: str
    comparator: str
    signature: SignatureFacts
    pack: Pack
    findings: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    key_points: tuple[str, ...]
    changes: tuple[ChangeFinding, ...]
    no_change_because: str
    change_notes: ChangeNotes
    scores: Scores
    partners_by_sector: Mapping[str, Mapping[str, int]]
    agreed: Mapping[Group, Agreed]
    unusual: tuple[AgreedFinding, ...]
    practitioners: Scores
    gaps: tuple[GapFinding, ...]
    strengths: tuple[StrengthFinding, ...]
    notes: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    signed_years: tuple[int, ...]
    seen_from_outside: bool
    has_neighbours: bool
    spreads: Mapping[Group, FiveNumbers]
    standings: Standings = field(repr=False, compare=False)
    items: ItemsBeside
    to_pick_from: tuple[tuple[int, str], ...]
    families: tuple[HeardVoice, ...] = ()
    reopened: ReopeningFacts | None = None
    rules: Rules = DEFAULT_RULES

    @property
    def is_compared(self) -> bool:
        """Whether any finding is compared with anybody: with too few sectors none is."""
        return any(
            one.verdict is not Verdict.NOT_COMPARED for one in (*self.findings, *self.beside)
        )

    @property
    def headlines(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.kind in HEADLINE_KINDS)

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """The shape of ``compare --json`` (DESIGN, "Names that stay put")."""
        unusual = {(one.theme, one.aspect): one.sentence for one in self.unusual}
        return {
            "trust": self.trust.name,
            "dfe_number": self.trust.dfe_number,
            "year": self.year,
            "comparator": self.comparator_kind,
            "comparator_name": self.comparator,
            "comparator_trusts": list(self.others),
            "rules": asdict(self.rules),
            "findings": [finding.to_json() for finding in self.findings],
            "key_points": list(self.key_points),
            "notes": [
                *({"theme": theme or None, "text": text} for theme, text in self.notes),
                *self.change_notes.to_json(),
            ],
            "change_since_last_year": [change.to_json() for change in self.changes],
            "leaders_and_practitioners": [gap.to_json() for gap in self.gaps],
            "strengths_and_weaknesses": [one.to_json() for one in self.strengths],
            "agreed_scores": [
                {
                    "kind": str(group.kind),
                    "theme": group.theme,
                    "aspect": group.aspect,
                    **one.to_json(),
                    "sentence": unusual.get((group.theme, group.aspect)),
                }
                for group, one in self.agreed.items()
            ],
            "made_up": made_up,
        }
