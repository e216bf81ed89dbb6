"""A Trust against its region or England, this year and last: from snapshots to findings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from owf.access import Actor, policy
from owf.assessment.comparability.notes import ChangeNotes, notes_on, why_unchanged
from owf.assessment.comparability.rescoring import side_by_side
from owf.assessment.disclosure.trusts import (
    HEADLINE_KINDS,
    SignedYear,
    comparison_from_outside,
    read_year,
    scores_from_outside,
    without_sectors,
)
from owf.assessment.errors import NotFound
from owf.assessment.moderation.context_notes import in_words
from owf.assessment.packs import pack_of
from owf.assessment.results.single_items import items_beside
from owf.assessment.results.standings import Standings, spreads_of
from owf.assessment.results.steps import (
    ENGLAND,
    TrustYear,
    against_others,
    agreed_once,
    changes_once,
    gaps_inside,
    of_kinds,
    region_in_a_sentence,
    strengths_inside,
)
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.agreement.practitioners import GapFinding
from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.agreed_scores import (
    Agreed,
    AgreedFinding,
    agreed_findings_of,
    agreed_points,
)
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import StrengthFinding, strength_findings_of
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.key_points import change_points, key_points
from owf.store import Session, Store, moderation, places, results, rounds, signed_scores
from owf.store.places import TrustFacts
from owf.store.results import SignatureFacts
from owf.store.rounds import RoundFacts
from owf.store.signed_scores import Scores
from owf.store.trust_names import NoSuchTrust

FEWEST_SECTORS = DEFAULT_RULES.min_units
COMPARATORS = ("region", "england", "neighbours", "peers")
"""What a Trust can be compared with: ``peers`` are Trusts picked by hand."""
MOST_PEERS = 30
"""Trusts that can be picked by hand: more is no peer group any more."""


def find_trust(store: Store, name_or_number: str, year: int | None) -> TrustFacts:
    """By its DfE number or its name in that year; ``None``: whether or not it is there still."""
    with store.reading() as session:
        try:
            number = places.names_in_year(session, year).number_of(name_or_number)
        except NoSuchTrust as unknown:
            when = f" in {year}" if year else ""
            raise NotFound(
                f"There is no Trust “{unknown.written}”{when}. {unknown.advice}"
            ) from unknown
        found = places.trust_by_number(session, number)
    assert found is not None  # noqa: S101  one of those that were read
    return found


def compare_with(
    store: Store,
    who: Actor,
    trust: int,
    year: int,
    comparator: str = "region",
    *,
    peers: Collection[int] = (),
) -> TrustComparison:
    """METHOD 2, 3 and 4; ``peers`` are DfE numbers, of which the Trust itself does not count."""
    if comparator not in COMPARATORS:
        raise NotFound(
            f"There is no comparison with “{comparator}”. Choose one of {', '.join(COMPARATORS)}."
        )
    with store.reading() as session:
        signed = _signed_results(session, who, trust, year)
        signed_years = _years_to_see(session, who, signed.facts)
        changes = _changes_to_see(session, signed, signed_years)
        practitioners, gaps = _practitioners_to_see(session, signed)
        chosen = _chosen(session, signed.facts, comparator, peers)
        others = {"region": signed.region, "england": signed.england}.get(
            comparator, signed.england.among(chosen, trust)
        )
        items = items_beside(session, signed.own, others.in_full_beside(trust), signed.of.pack)
        snapshot_id = signed.signature.snapshot_id
        notes = tuple(
            (one.theme, in_words(one, signed.of.pack))
            for one in results.signed_notes(session, snapshot_id)
        )
        behind = {} if signed.is_outside else signed_scores.respondents_of(session, snapshot_id)
        families = tuple(results.signed_voices(session, snapshot_id))
        of_round = moderation.reopenings_of_round(session, signed.in_round.id)
        has_neighbours = bool(places.neighbours_of(session, trust))

    against = against_others(others, signed.of.groups, trust)
    findings = signed.findings(against.compared, comparator)
    agreed = agreed_once(
        signed.scores, others, signed.of.groups, trust, is_outside=signed.is_outside
    )
    unusual = _unusual_agreed(signed, agreed, comparator)
    strengths = _strengths_to_see(signed)
    return TrustComparison(
        trust=signed.facts,
        year=year,
        comparator_kind=comparator,
        comparator=_comparator_name(comparator, signed.facts),
        signature=signed.signature,
        pack=signed.of.pack,
        findings=findings,
        beside=_second_comparison(signed, comparator),
        key_points=(
            *key_points(findings, _by_theme(notes), strengths),
            *agreed_points(unusual),
            *change_points(changes.findings),
        ),
        changes=changes.findings,
        no_change_because=changes.why_none,
        change_notes=changes.notes,
        scores=signed.scores,
        partners_by_sector=behind,
        agreed=agreed,
        unusual=unusual,
        practitioners=practitioners,
        gaps=gaps,
        strengths=strengths,
        notes=notes,
        families=families,
        reopened=next(iter(of_round), None),
        others=tuple(others.trusts[one].name for one in others.named if one in against.others),
        spreads=spreads_of(against.shown, others, trust),
        standings=Standings(findings, against.shown, others, trust),
        items=items,
        signed_years=signed_years,
        seen_from_outside=signed.is_outside,
        has_neighbours=has_neighbours,
        to_pick_from=tuple((one.trust, one.name) for one in signed.england.in_full_beside(trust)),
    )


@dataclass(frozen=True)
class _SignedResults:
    """A Trust's signed year, the Trusts of England around it, and whether an outsider asks."""

    of: TrustYear
    facts: TrustFacts
    in_round: RoundFacts
    signature: SignatureFacts
    england: SignedYear
    is_outside: bool

    @cached_property
    def region(self) -> SignedYear:
        return self.england.of_region(self.facts.region_code)

    @property
    def own(self) -> signed_scores.SignedTrust:
        return self.england.trusts[self.facts.dfe_number]

    @cached_property
    def scores(self) -> Scores:
        scores = self.england.scores[self.facts.dfe_number]
        return scores_from_outside(scores) if self.is_outside else scores

    def findings(
        self, compared: Mapping[Group, Comparison], comparator: str
    ) -> tuple[Finding, ...]:
        if self.is_outside:
            compared = {group: comparison_from_outside(one) for group, one in compared.items()}
        return self.of.findings(compared, _comparator_name(comparator, self.facts))


def _signed_results(session: Session, who: Actor, trust: int, year: int) -> _SignedResults:
    """The newest signed version; refuses before saying anything of the Trust."""
    facts = places.trust_by_number(session, trust)
    region_code = facts.region_code if facts else ""
    policy.require(_may_compare(session, who, trust, region_code, year))
    if facts is None:
        raise NotFound(f"There is no Trust with the DfE number {trust}.")
    in_round = rounds.round_of(session, trust, year)
    signature = results.signature_of(session, in_round.id) if in_round else None
    if in_round is None or signature is None or not in_round.shows_signed:
        raise NotFound(
            f"{facts.name} has not signed off {year} yet, so there is nothing to compare. The "
            "chair can sign on the Sign-off page when every partner has submitted and all "
            "levels are agreed."
        )
    partners = rounds.partner_ids_of_trust(session, trust)
    return _SignedResults(
        TrustYear.of(trust, facts.name, year, pack_of(session, in_round.pack_snapshot_id)),
        facts,
        in_round,
        signature,
        read_year(session, year),
        is_outside=not policy.belongs_to(who, trust, partners),
    )


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
    return tuple(
        year
        for year in signed_scores.signed_years(session, facts.dfe_number)
        if _may_compare(session, who, facts.dfe_number, facts.region_code, year)
    )


def _chosen(
    session: Session, facts: TrustFacts, comparator: str, peers: Collection[int]
) -> frozenset[int]:
    if comparator == "neighbours":
        found = frozenset(places.neighbours_of(session, facts.dfe_number))
        if not found:
            raise NotFound(
                f"The statistical neighbours of {facts.name} have not been loaded yet. The person "
                "who runs this service can load them with `python -m owf neighbours FILE`."
            )
        return found
    found = frozenset(peers) - {facts.dfe_number}
    if comparator == "peers" and not found:
        raise NotFound("You have not chosen any Trust to compare with. Choose at least five.")
    if len(found) > MOST_PEERS:
        raise NotFound(
            f"You chose {len(found)} Trusts. Choose {MOST_PEERS} at most, or compare with England."
        )
    return found


def _comparator_name(comparator: str, facts: TrustFacts) -> str:
    names = {
        "region": region_in_a_sentence(facts.region_name),
        "england": ENGLAND,
        "neighbours": "its statistical neighbours",
        "peers": "the Trusts chosen",
    }
    return names[comparator]


def _second_comparison(signed: _SignedResults, comparator: str) -> tuple[Finding, ...]:
    """Overall and themes against England; against the region where England is the comparator."""
    other = "england" if comparator == "region" else "region"
    found = signed.england if other == "england" else signed.region
    groups = of_kinds(signed.of.groups, HEADLINE_KINDS)
    return signed.findings(against_others(found, groups, signed.of.trust).compared, other)


def _unusual_agreed(
    signed: _SignedResults, agreed: Mapping[Group, Agreed], comparator: str
) -> tuple[AgreedFinding, ...]:
    where = "in" if comparator in {"region", "england"} else "among"
    return agreed_findings_of(
        signed.of.name,
        f"{where} {_comparator_name(comparator, signed.facts)}",
        signed.of.year,
        agreed,
        words=signed.of.words,
        items=signed.of.groups,
    )


def _strengths_to_see(signed: _SignedResults) -> tuple[StrengthFinding, ...]:
    of = signed.of
    inside = strengths_inside(signed.region, of.groups, of.trust)
    found = strength_findings_of(
        of.name, of.year, inside.found, words=of.words, items=of.groups, alike=inside.alike
    )
    fewest = FEWEST_SECTORS if signed.is_outside else 0
    return tuple(one for one in found if one.strength.n >= fewest)


def _practitioners_to_see(
    session: Session, signed: _SignedResults
) -> tuple[Scores, tuple[GapFinding, ...]]:
    theirs, leaders = (
        signed_scores.scores_of(session, [signed.own], audience)[signed.of.trust]
        for audience in ("practitioners", "leaders_shared")
    )
    gaps = gaps_inside(signed.of, leaders, theirs)
    if not signed.is_outside:
        return without_sectors(theirs), gaps
    return scores_from_outside(theirs), tuple(one for one in gaps if one.gap.n >= FEWEST_SECTORS)


@dataclass(frozen=True)
class ChangesSince:
    findings: tuple[ChangeFinding, ...]
    notes: ChangeNotes
    why_none: str


def changes_since(
    session: Session, of: TrustYear, region: SignedYear, region_code: str
) -> ChangesSince:
    """With the spread of its region's (METHOD 4)."""
    before = read_year(session, of.year - 1, region_code)
    years, why = side_by_side(session, before, region, of.trust)
    changes: Mapping[Group, Change] = {} if years is None else changes_once(years, of.trust)
    if years is None or not changes:
        why = why_unchanged(years, of.trust, of.name) if years else why
        return ChangesSince((), ChangeNotes(), why)
    return ChangesSince(of.change_findings(changes, years.groups), notes_on(years), "")


def _changes_to_see(
    session: Session, signed: _SignedResults, signed_years: Collection[int]
) -> ChangesSince:
    facts, last = signed.facts, signed.of.year - 1
    if last not in signed_years:
        why = f"{facts.name} shows no signed results for {last} to compare with."
        return ChangesSince((), ChangeNotes(), why)
    found = changes_since(session, signed.of, signed.region, facts.region_code)
    if not signed.is_outside or not found.findings:
        return found
    shown = tuple(one for one in found.findings if one.change.n >= FEWEST_SECTORS)
    why = (
        f"Fewer than {FEWEST_SECTORS} sectors of {facts.name} answered in both years, so only "
        "people in that Trust can see what changed."
    )
    return ChangesSince(shown, found.notes, "" if shown else why)


def _by_theme(notes: Sequence[tuple[str, str]]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for theme, text in notes:
        found.setdefault(theme or None, []).append(text)
    return found
