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
    """All of one Trust and year, for page, command and report; mappings are by group.

    ``comparator`` stands in a sentence. ``beside``: overall and themes against England, or the
    region where England is compared. ``partners_by_sector``: only for people of the Trust.
    ``agreed`` is against others published in full; ``unusual`` lie outside the expected range.
    ``practitioners``: a row without a mean is suppressed. ``strengths``: METHOD 5a. ``notes``:
    (theme, text). ``others``: those at *headline* take part unnamed. ``spreads``: missing where
    Trusts are too few. ``to_pick_from``: (DfE number, name).
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
            "rules": self.rules.version,
            "rule_settings": asdict(self.rules),
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
