"""A Trust against its region, this year and last: from signed snapshots to findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from owf.access import Actor, policy
from owf.assessment.packs import pack_of
from owf.assessment.publishing import (
    Units,
    comparable_units,
    published_units,
    taking_part,
    units_of_both_years,
)
from owf.assessment.refusals import NotAllowed, NotFound
from owf.assessment.signing import item_refs
from owf.benchmark import (
    DEFAULT_RULES,
    Change,
    ChangeFinding,
    Comparison,
    Finding,
    Group,
    GroupKind,
    Rules,
    Words,
    change_by_kind,
    change_findings_of,
    change_points,
    compare_by_kind,
    findings_of,
    groups_of,
    key_points,
)
from owf.questionnaire import Pack
from owf.store import Session, Store, places, results, rounds
from owf.store.places import TrustFacts
from owf.store.results import SignatureFacts
from owf.store.rounds import RoundFacts


@dataclass(frozen=True)
class TrustComparison:
    """Everything that the page, the command and the report say of one Trust and year.

    ``changes`` is empty where the year before was not signed; ``no_change_because`` says why.
    ``agreed`` holds the Trust's agreed score per group key, shown beside the partners' score.
    ``others`` names the Trusts compared with; those at *headline* take part and are not named.
    """

    trust: TrustFacts
    year: int
    comparator: str
    signature: SignatureFacts
    pack: Pack
    findings: tuple[Finding, ...]
    key_points: tuple[str, ...]
    changes: tuple[ChangeFinding, ...]
    no_change_because: str
    agreed: Mapping[str, float | None]
    notes: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    signed_years: tuple[int, ...]
    rules: Rules = DEFAULT_RULES

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """The shape of ``compare --json`` (DESIGN, "Names that stay put")."""
        return {
            "trust": self.trust.name,
            "dfe_number": self.trust.dfe_number,
            "year": self.year,
            "comparator": "region",
            "comparator_name": self.comparator,
            "comparator_trusts": list(self.others),
            "rules": asdict(self.rules),
            "findings": [finding.to_json() for finding in self.findings],
            "key_points": list(self.key_points),
            "notes": [{"theme": theme or None, "text": text} for theme, text in self.notes],
            "change_since_last_year": [change.to_json() for change in self.changes],
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


def compare_with_region(store: Store, who: Actor, trust: int, year: int) -> TrustComparison:
    """A Trust's signed results of a year against the other Trusts of its region (METHOD 2, 4).

    Raises:
        NotAllowed: this person may not see this Trust's results.
        NotFound: there is no such Trust, or it has not signed that year.
    """
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
        now = results.signed_scores(session, year, region_code=facts.region_code)
        publication = results.publication_levels(session, year)
        units = published_units(now, publication, trust)
        shown = comparable_units(units, publication, trust)
        signed_years = _years_to_see(session, who, facts)
        changes, no_change_because = (
            _changes_since(session, facts, in_round, units, publication)
            if year - 1 in signed_years
            else ({}, f"{facts.name} shows no signed results for {year - 1} to compare with.")
        )
        notes = tuple(results.notes_of_round(session, in_round.id))
        names = {one.dfe_number: one.name for one in places.trusts_in_year(session, year)}

    groups = groups_of(item_refs(pack))
    words = words_of(pack)
    comparator = region_in_a_sentence(facts.region_name)
    findings = findings_of(
        facts.name,
        comparator,
        year,
        _comparisons(shown, trust, groups),
        words=words,
        items=groups,
    )
    moved = change_findings_of(facts.name, (year - 1, year), changes, words=words, items=groups)
    return TrustComparison(
        trust=facts,
        year=year,
        comparator=comparator,
        signature=signature,
        pack=pack,
        findings=findings,
        key_points=(*key_points(findings, _by_theme(notes)), *change_points(moved)),
        changes=moved,
        no_change_because=no_change_because,
        agreed={row.group_key: row.agreed for row in now[trust]},
        notes=notes,
        others=tuple(
            sorted(
                names.get(other, str(other))
                for other in taking_part(shown, trust)
                if publication[other] == "full"
            )
        ),
        signed_years=signed_years,
    )


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
        for year in results.signed_years(session, facts.dfe_number)
        if _may_compare(session, who, facts.dfe_number, facts.region_code, year)
    )


def _changes_since(
    session: Session,
    facts: TrustFacts,
    in_round: RoundFacts,
    units: Units,
    publication: Mapping[int, str],
) -> tuple[Mapping[Group, Change], str]:
    """Change since last year over the region; nothing, and why, where it cannot be had."""
    last = in_round.year - 1
    earlier = rounds.round_of(session, facts.dfe_number, last)
    if earlier is None or earlier.pack_snapshot_id != in_round.pack_snapshot_id:
        # Which questions of two packs are comparable, the packs will say (METHOD 4).
        return {}, f"The questions of {last} were others, so no change is worked out."
    levels = results.publication_levels(session, last)
    before = published_units(
        results.signed_scores(session, last, region_code=facts.region_code),
        levels,
        facts.dfe_number,
    )
    unnamed = frozenset(
        trust
        for known in (levels, publication)
        for trust, level in known.items()
        if level == "headline"
    )
    own, others = units_of_both_years(before, units, unnamed, facts.dfe_number)
    if not own:
        return {}, f"{facts.name} has no scores in both {last} and {in_round.year}."
    return change_by_kind(own, others), ""


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


def _by_theme(notes: Sequence[tuple[str, str]]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for theme, text in notes:
        found.setdefault(theme or None, []).append(text)
    return found


def _comparisons(
    units: Units, trust: int, groups: Mapping[Group, object]
) -> Mapping[Group, Comparison]:
    by_group = {
        group: {str(other): list(scores.values()) for other, scores in units.get(group, {}).items()}
        for group in groups
        if group.kind is not GroupKind.ITEM
    }
    return compare_by_kind(by_group, str(trust))
