"""A Trust against its region or England, this year and last: from snapshots to findings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from owf.access import Actor, policy
from owf.assessment.comparability.notes import ChangeNotes, notes_on, why_unchanged
from owf.assessment.comparability.rescoring import TwoYears, side_by_side
from owf.assessment.disclosure.trusts import SignedYear, read_year
from owf.assessment.errors import NotFound
from owf.assessment.moderation.context_notes import in_words
from owf.assessment.packs import pack_of
from owf.assessment.results.single_items import items_beside
from owf.assessment.results.standings import Standings, spreads_of
from owf.assessment.results.steps import (
    ENGLAND,
    agreed_beside,
    changed_beside,
    compared_beside,
    gaps_inside,
    hidden_from_outside,
    region_in_a_sentence,
    scores_from_outside,
    strengths_inside,
    units_to_compare,
    without_sectors,
    words_of,
)
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.scoring import item_refs
from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.agreed_scores import agreed_findings_of, agreed_points
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import strength_findings_of
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.words.findings import Finding, change_findings_of, findings_of
from owf.benchmark.words.key_points import change_points, key_points
from owf.store import Session, Store, moderation, places, results, rounds, signed_scores
from owf.store.places import TrustFacts

COMPARATORS = ("region", "england", "neighbours", "peers")
"""What a Trust can be compared with: ``peers`` are Trusts picked by hand."""
MOST_PEERS = 30
"""Trusts that can be picked by hand: more is no peer group any more."""


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
            f"There is no Trust “{name_or_number}” in {year}. Give its full name or its "
            "three-digit DfE number."
        )
    numbers = ", ".join(str(match.dfe_number) for match in matches)
    raise NotFound(f"Several Trusts are called “{name_or_number}”. Give one of {numbers}.")


def compare_with(
    store: Store,
    who: Actor,
    trust: int,
    year: int,
    comparator: str = "region",
    *,
    peers: Collection[int] = (),
) -> TrustComparison:
    """A Trust's signed results of a year against others (METHOD 2, 3 and 4).

    Args:
        store: the database.
        who: the person asking.
        trust: DfE number.
        year: of the cycle.
        comparator: one of ``COMPARATORS``.
        peers: DfE numbers, where the comparator is ``peers``; the Trust itself does not count.

    Raises:
        NotAllowed: this person may not see this Trust's results.
        NotFound: there is no such Trust or comparator, the Trust has not signed that year, or it
            has no neighbours or peers.
    """
    if comparator not in COMPARATORS:
        raise NotFound(
            f"There is no comparison with “{comparator}”. Choose one of {', '.join(COMPARATORS)}."
        )
    with store.reading() as session:
        facts = _trust_for(session, who, trust, year)
        in_round = rounds.round_of(session, trust, year)
        signature = results.signature_of(session, in_round.id) if in_round else None
        if in_round is None or signature is None or not in_round.shows_signed:
            raise NotFound(
                f"{facts.name} has not signed off {year} yet, so there is nothing to compare. The "
                "chair can sign on the Sign-off page when every partner has submitted and all "
                "levels are agreed."
            )
        pack = pack_of(session, in_round.pack_snapshot_id)
        groups = groups_of(item_refs(pack))
        england = read_year(session, year)
        region = england.of_region(facts.region_code)
        signed_years = _years_to_see(session, who, facts)
        changes, years, no_change_because = (
            changes_since(session, facts, region)
            if year - 1 in signed_years
            else ({}, None, f"{facts.name} shows no signed results for {year - 1} to compare with.")
        )
        own = [england.trusts[trust]]
        practitioners = signed_scores.scores_of(session, own, "practitioners")[trust]
        shared = signed_scores.scores_of(session, own, "leaders_shared")[trust]
        chosen = _chosen(session, facts, comparator, peers)
        has_neighbours = bool(places.neighbours_of(session, trust))
        notes = tuple(
            (one.theme, in_words(one, pack))
            for one in results.signed_notes(session, signature.snapshot_id)
        )
        families = tuple(results.signed_voices(session, signature.snapshot_id))
        of_round = moderation.reopenings_of_round(session, in_round.id)
        is_outside = not policy.belongs_to(who, trust, rounds.partner_ids_of_trust(session, trust))
        behind = {} if is_outside else signed_scores.respondents_of(session, signature.snapshot_id)
        among = england.among(chosen, trust)
        year_of = {"region": region, "england": england, "neighbours": among, "peers": among}
        others = year_of[comparator]
        items = items_beside(session, own[0], others.in_full_beside(trust), pack)

    words = words_of(pack)
    name_of = {
        "region": region_in_a_sentence(facts.region_name),
        "england": ENGLAND,
        "neighbours": "its statistical neighbours",
        "peers": "the Trusts chosen",
    }
    among_of = {name: f"in {name_of[name]}" for name in ("region", "england")}
    among_of |= {name: f"among {name_of[name]}" for name in ("neighbours", "peers")}
    other = "england" if comparator == "region" else "region"
    beside = compared_beside(others, groups, trust)
    short = {
        group: items
        for group, items in groups.items()
        if group.kind in {GroupKind.OVERALL, GroupKind.THEME}
    }

    def _findings(found: Mapping[Group, Comparison], name: str) -> tuple[Finding, ...]:
        if is_outside:
            found = {group: hidden_from_outside(one) for group, one in found.items()}
        return findings_of(facts.name, name, year, found, words=words, items=groups)

    findings = _findings(beside.compared, name_of[comparator])
    scores = scores_from_outside(england.scores[trust]) if is_outside else england.scores[trust]
    agreed = agreed_beside(scores, others, groups, trust, is_outside=is_outside)
    unusual = agreed_findings_of(
        facts.name, among_of[comparator], year, agreed, words=words, items=groups
    )
    inside = strength_findings_of(
        facts.name,
        year,
        strengths_inside(units_to_compare(region, groups, trust), trust),
        words=words,
        items=groups,
    )
    if is_outside:
        inside = tuple(one for one in inside if one.strength.n >= DEFAULT_RULES.min_units)
    moved = change_findings_of(
        facts.name,
        (year - 1, year),
        changes,
        words=words,
        items=years.groups if years else groups,
    )
    if is_outside and moved:
        moved = tuple(one for one in moved if one.change.n >= DEFAULT_RULES.min_units)
        no_change_because = "" if moved else _too_few_in_both(facts)
    return TrustComparison(
        trust=facts,
        year=year,
        comparator_kind=comparator,
        comparator=name_of[comparator],
        signature=signature,
        pack=pack,
        findings=findings,
        beside=_findings(compared_beside(year_of[other], short, trust).compared, name_of[other]),
        key_points=(
            *key_points(findings, _by_theme(notes), inside),
            *agreed_points(unusual),
            *change_points(moved),
        ),
        changes=moved,
        no_change_because=no_change_because,
        change_notes=notes_on(years) if changes and years else ChangeNotes(),
        scores=scores,
        partners_by_sector=behind,
        agreed=agreed,
        unusual=unusual,
        practitioners=scores_from_outside(practitioners)
        if is_outside
        else without_sectors(practitioners),
        gaps=tuple(
            one
            for one in gaps_inside(facts.name, year, pack, shared, practitioners)
            if not is_outside or one.gap.n >= DEFAULT_RULES.min_units
        ),
        strengths=inside,
        notes=notes,
        families=families,
        reopened=next(iter(of_round), None),
        others=tuple(others.trusts[one].name for one in others.named if one in beside.others),
        spreads=spreads_of(beside.shown, others, trust),
        standings=Standings(findings, beside.shown, others, trust),
        items=items,
        signed_years=signed_years,
        seen_from_outside=is_outside,
        has_neighbours=has_neighbours,
        to_pick_from=tuple(
            (one, england.trusts[one].name) for one in england.named if one != trust
        ),
    )


def _chosen(
    session: Session, facts: TrustFacts, comparator: str, peers: Collection[int]
) -> frozenset[int]:
    """The Trusts of a list: the neighbours that are kept, or those picked by hand."""
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


def _trust_for(session: Session, who: Actor, trust: int, year: int) -> TrustFacts:
    """The Trust, where this person may see its results; refuses before saying anything of it."""
    facts = places.trust_by_number(session, trust)
    policy.require(_may_compare(session, who, trust, facts.region_code if facts else "", year))
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
        for year in signed_scores.signed_years(session, facts.dfe_number)
        if _may_compare(session, who, facts.dfe_number, facts.region_code, year)
    )


def changes_since(
    session: Session, facts: TrustFacts, region: SignedYear
) -> tuple[Mapping[Group, Change], TwoYears | None, str]:
    """Change since last year over the region, and what it rests on; else none, and why."""
    before = read_year(session, region.year - 1, facts.region_code)
    years, why = side_by_side(session, before, region, facts.dfe_number)
    if years is None:
        return {}, None, why
    changes = changed_beside(years, facts.dfe_number)
    return changes, years, "" if changes else why_unchanged(years, facts.dfe_number, facts.name)


def _too_few_in_both(facts: TrustFacts) -> str:
    return (
        f"Fewer than {DEFAULT_RULES.min_units} sectors of {facts.name} answered in both years, so "
        "only people in that Trust can see what changed."
    )


def _by_theme(notes: Sequence[tuple[str, str]]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for theme, text in notes:
        found.setdefault(theme or None, []).append(text)
    return found
