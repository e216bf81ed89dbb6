"""A Trust against its region or England, this year and last: from snapshots to findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from owf.access import Actor, policy
from owf.assessment.figures import (
    ENGLAND,
    change_of,
    compare_units,
    hidden_from_outside,
    region_in_a_sentence,
    scores_from_outside,
    units_to_compare,
    without_sectors,
    words_of,
)
from owf.assessment.packs import pack_of
from owf.assessment.publishing import (
    SignedYear,
    Units,
    read_year,
    taking_part,
)
from owf.assessment.refusals import NotAllowed, NotFound
from owf.assessment.scoring import item_refs
from owf.benchmark import (
    DEFAULT_RULES,
    Change,
    ChangeFinding,
    Finding,
    GapFinding,
    Group,
    GroupKind,
    Rules,
    audience_gaps,
    change_findings_of,
    change_points,
    findings_of,
    gap_findings_of,
    groups_of,
    key_points,
)
from owf.questionnaire import Audience, Pack
from owf.store import Session, Store, places, results, rounds, signed
from owf.store.places import TrustFacts
from owf.store.results import SignatureFacts
from owf.store.rounds import RoundFacts
from owf.store.signed import Scores

COMPARATORS = ("region", "england")
"""What a Trust can be compared with; statistical neighbours are still to come."""

GroupItems = Mapping[Group, Sequence[str]]


@dataclass(frozen=True)
class TrustComparison:
    """Everything that the page, the command and the report say of one Trust and year.

    Attributes:
        trust: the Trust.
        year: of the cycle.
        comparator_kind: ``region`` or ``england``.
        comparator: its name as it stands in a sentence.
        signature: what was signed, and by whom.
        pack: the questionnaire.
        findings: on every group of items, in the pack's order.
        beside: overall and themes against the other comparator.
        key_points: the key learning points, one sentence each.
        changes: since the year before; empty where it was not signed.
        no_change_because: why there are none.
        scores: the Trust's own scores by group key: agreed and pooled scores, non-scores.
        practitioners: the practitioners' scores by group key; empty without a survey. A row
            without a mean is suppressed.
        gaps: leaders against practitioners on the questions that both were asked.
        notes: (theme, text) for readers.
        others: the Trusts compared with, by name; those at *headline* take part unnamed.
        signed_years: of this Trust, as far as this person may see them, newest first.
        seen_from_outside: whether this person is not of the Trust.
        rules: margins and minimums in force.
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
    scores: Scores
    practitioners: Scores
    gaps: tuple[GapFinding, ...]
    notes: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    signed_years: tuple[int, ...]
    seen_from_outside: bool
    rules: Rules = DEFAULT_RULES

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """The shape of ``compare --json`` (DESIGN, "Names that stay put")."""
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
            "notes": [{"theme": theme or None, "text": text} for theme, text in self.notes],
            "change_since_last_year": [change.to_json() for change in self.changes],
            "leaders_and_practitioners": [gap.to_json() for gap in self.gaps],
            "made_up": made_up,
        }


def find_trust(store: Store, name_or_number: str, year: int) -> TrustFacts:
    """The Trust that a person means by its DfE number or its name in that year.

    Raises:
        NotFound: none, or more than one.
    """
    with store.reading() as session:
        if name_or_number.isascii() and name_or_number.isdigit() and len(name_or_number) <= 9:
            found = places.trust_by_number(session, int(name_or_number))
            matches: Sequence[TrustFacts] = [found] if found else []
        else:
            matches = places.trusts_named(session, name_or_number, year)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise NotFound(
            f"There is no Trust “{name_or_number}” in {year}: "
            "give its name in full, or its three-digit DfE number."
        )
    numbers = ", ".join(str(match.dfe_number) for match in matches)
    raise NotFound(f"Several Trusts are called “{name_or_number}”: give one of {numbers}.")


def compare_with(
    store: Store, who: Actor, trust: int, year: int, comparator: str = "region"
) -> TrustComparison:
    """A Trust's signed results of a year against its region or England (METHOD 2, 3 and 4).

    Raises:
        NotAllowed: this person may not see this Trust's results.
        NotFound: there is no such Trust or comparator, or the Trust has not signed that year.
    """
    if comparator not in COMPARATORS:
        raise NotFound(
            f"There is no comparison with “{comparator}”: choose {' or '.join(COMPARATORS)}."
        )
    with store.reading() as session:
        facts = _trust_for(session, who, trust, year)
        in_round = rounds.round_of(session, trust, year)
        signature = results.signature_of(session, in_round.id) if in_round else None
        if in_round is None or signature is None or in_round.status != "signed":
            raise NotFound(
                f"{facts.name} has not signed off {year} yet, so there is nothing to compare. "
                "The chair signs on the sign-off page once every partner has submitted."
            )
        pack = pack_of(session, in_round.pack_snapshot_id)
        groups = groups_of(item_refs(pack))
        england = read_year(session, year)
        region = england.of_region(facts.region_code)
        signed_years = _years_to_see(session, who, facts)
        changes, no_change_because = (
            _changes_since(session, facts, in_round, region, groups)
            if year - 1 in signed_years
            else ({}, f"{facts.name} shows no signed results for {year - 1} to compare with.")
        )
        own = [england.trusts[trust]]
        practitioners = signed.scores_of(session, own, "practitioners")[trust]
        shared = signed.scores_of(session, own, "leaders_shared")[trust]
        notes = tuple(results.signed_notes(session, signature.snapshot_id))
        is_outside = not policy.belongs_to(who, trust, rounds.partner_ids_of_trust(session, trust))

    words = words_of(pack)
    name_of = {"region": region_in_a_sentence(facts.region_name), "england": ENGLAND}
    year_of = {"region": region, "england": england}
    other = next(one for one in COMPARATORS if one != comparator)
    units = units_to_compare(year_of[comparator], groups, trust)
    short = {
        group: items
        for group, items in groups.items()
        if group.kind in {GroupKind.OVERALL, GroupKind.THEME}
    }

    def _findings(units: Units, name: str) -> tuple[Finding, ...]:
        found = compare_units(units, trust)
        if is_outside:
            found = {group: hidden_from_outside(one) for group, one in found.items()}
        return findings_of(facts.name, name, year, found, words=words, items=groups)

    findings = _findings(units, name_of[comparator])
    moved = change_findings_of(facts.name, (year - 1, year), changes, words=words, items=groups)
    if is_outside:
        moved = tuple(one for one in moved if one.change.n >= DEFAULT_RULES.min_units)
    return TrustComparison(
        trust=facts,
        year=year,
        comparator_kind=comparator,
        comparator=name_of[comparator],
        signature=signature,
        pack=pack,
        findings=findings,
        beside=_findings(units_to_compare(year_of[other], short, trust), name_of[other]),
        key_points=(*key_points(findings, _by_theme(notes)), *change_points(moved)),
        changes=moved,
        no_change_because=no_change_because,
        scores=scores_from_outside(england.scores[trust]) if is_outside else england.scores[trust],
        practitioners=scores_from_outside(practitioners)
        if is_outside
        else without_sectors(practitioners),
        gaps=tuple(
            one
            for one in _gaps(facts.name, year, pack, shared, practitioners)
            if not is_outside or one.gap.n >= DEFAULT_RULES.min_units
        ),
        notes=notes,
        others=tuple(
            year_of[comparator].trusts[one].name
            for one in year_of[comparator].named
            if one in taking_part(units, trust)
        ),
        signed_years=signed_years,
        seen_from_outside=is_outside,
    )


def _gaps(
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
    return gap_findings_of(trust, year, gaps, words=words_of(pack), items=groups)


def _trust_for(session: Session, who: Actor, trust: int, year: int) -> TrustFacts:
    """The Trust, where this person may see its results; refuses before saying anything of it."""
    facts = places.trust_by_number(session, trust)
    decision = _may_compare(session, who, trust, facts.region_code if facts else "", year)
    if not decision:
        raise NotAllowed(decision.reason)
    if facts is None:
        raise NotFound(f"There is no Trust with the DfE number {trust}.")
    return facts


def _may_compare(
    session: Session, who: Actor, trust: int, region_code: str, year: int
) -> policy.Decision:
    in_round = rounds.round_of(session, trust, year)
    return policy.may_compare(
        who,
        trust,
        region_code=region_code,
        publication=in_round.publication if in_round else "done",
        partners=rounds.partner_ids_of_trust(session, trust),
    )


def _years_to_see(session: Session, who: Actor, facts: TrustFacts) -> tuple[int, ...]:
    """The signed years of a Trust that this person may see, newest first."""
    return tuple(
        year
        for year in signed.signed_years(session, facts.dfe_number)
        if _may_compare(session, who, facts.dfe_number, facts.region_code, year)
    )


def _changes_since(
    session: Session,
    facts: TrustFacts,
    in_round: RoundFacts,
    region: SignedYear,
    groups: GroupItems,
) -> tuple[Mapping[Group, Change], str]:
    """Change since last year over the region; nothing, and why, where it cannot be had."""
    last = in_round.year - 1
    earlier = rounds.round_of(session, facts.dfe_number, last)
    if earlier is None or earlier.pack_snapshot_id != in_round.pack_snapshot_id:
        # Which questions of two packs are comparable, the packs will say (METHOD 4).
        return {}, f"The questions of {last} were others, so no change is worked out."
    before = read_year(session, last, facts.region_code)
    changes = change_of(before, region, groups, facts.dfe_number)
    if not changes:
        return {}, f"{facts.name} has no scores in both {last} and {in_round.year}."
    return changes, ""


def _by_theme(notes: Sequence[tuple[str, str]]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for theme, text in notes:
        found.setdefault(theme or None, []).append(text)
    return found
