"""A Trust against its region, this year and last: from signed snapshots to findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from owf.access import Actor, policy
from owf.assessment.packs import pack_of
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
    compare_by_kind,
    findings_of,
    groups_of,
    key_points,
)
from owf.questionnaire import Pack
from owf.store import Session, Store, places, results, rounds
from owf.store.places import TrustFacts
from owf.store.results import ScoreRow, SignatureFacts

Units = Mapping[Group, Mapping[int, Mapping[str, float]]]
"""Group -> Trust -> sector -> score."""

NEEDS_FULL = frozenset({GroupKind.ASPECT, GroupKind.CELL, GroupKind.ITEM})
"""Kinds that only Trusts at publication level *full* enter (METHOD 1.8)."""

FEWEST_UNNAMED = 3
"""Fewer unnamed Trusts in a figure than this could be found out by subtraction (METHOD 1.8)."""


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
        shown_now = _shown(now, publication, trust)
        before = results.signed_scores(session, year - 1, region_code=facts.region_code)
        shown_before = _shown(before, results.publication_levels(session, year - 1), trust)
        notes = tuple(results.notes_of_round(session, in_round.id))
        signed_years = tuple(results.signed_years(session, trust))
        names = {one.dfe_number: one.name for one in places.trusts_in_year(session, year)}

    groups = groups_of(item_refs(pack))
    words = words_of(pack)
    comparator = region_in_a_sentence(facts.region_name)
    findings = findings_of(
        facts.name,
        comparator,
        year,
        _comparisons(shown_now, trust, groups),
        words=words,
        items=groups,
    )
    changes = change_findings_of(
        facts.name,
        (year - 1, year),
        _changes(shown_before, shown_now, trust),
        words=words,
        items=groups,
    )
    return TrustComparison(
        trust=facts,
        year=year,
        comparator=comparator,
        signature=signature,
        pack=pack,
        findings=findings,
        key_points=key_points(findings, _by_theme(notes)),
        changes=changes,
        no_change_because=(
            "" if changes else f"{facts.name} has no signed results for {year - 1} to compare with."
        ),
        agreed={row.group_key: row.agreed for row in now[trust]},
        notes=notes,
        others=tuple(
            sorted(
                names.get(other, str(other))
                for other in _taking_part(shown_now, trust)
                if publication[other] == "full"
            )
        ),
        signed_years=signed_years,
    )


def _trust_for(session: Session, who: Actor, trust: int, year: int) -> TrustFacts:
    """The Trust, where this person may see its results; refuses before saying anything of it."""
    facts = places.trust_by_number(session, trust)
    in_round = rounds.round_of(session, trust, year) if facts else None
    decision = policy.may_compare(
        who,
        trust,
        region_code=facts.region_code if facts else "",
        publication=in_round.publication if in_round else "done",
        partners=rounds.partner_ids_of_trust(session, trust),
    )
    if not decision:
        raise NotAllowed(decision.reason)
    if facts is None:
        raise NotFound(f"There is no Trust with the DfE number {trust}.")
    return facts


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


def _shown(
    scores: Mapping[int, Sequence[ScoreRow]], publication: Mapping[int, str], own: int
) -> Units:
    """What a Trust may be compared with: its own scores, and what others have published."""
    units: dict[Group, dict[int, Mapping[str, float]]] = {}
    for trust, rows in scores.items():
        level = "full" if trust == own else publication.get(trust, "done")
        if level == "done":
            continue
        for row in rows:
            group = Group.from_key(row.group_key)
            if row.sector_scores and (level == "full" or group.kind not in NEEDS_FULL):
                units.setdefault(group, {})[trust] = row.sector_scores
    for of_group in units.values():
        unnamed = [
            trust
            for trust, sectors in of_group.items()
            if trust != own
            and publication[trust] == "headline"
            and len(sectors) >= DEFAULT_RULES.min_units
        ]
        if len(unnamed) < FEWEST_UNNAMED:
            for trust in unnamed:
                del of_group[trust]
    return units


def _taking_part(units: Units, own: int) -> set[int]:
    return {
        trust
        for trust, scores in units.get(Group(GroupKind.OVERALL), {}).items()
        if trust != own and len(scores) >= DEFAULT_RULES.min_units
    }


def _comparisons(
    units: Units, trust: int, groups: Mapping[Group, object]
) -> Mapping[Group, Comparison]:
    by_group = {
        group: {str(other): list(scores.values()) for other, scores in units.get(group, {}).items()}
        for group in groups
        if group.kind is not GroupKind.ITEM
    }
    return compare_by_kind(by_group, str(trust))


def _changes(before: Units, now: Units, trust: int) -> Mapping[Group, Change]:
    own = {
        group: (before[group][trust], now[group][trust])
        for group in now
        if trust in now[group] and trust in before.get(group, {})
    }
    others = {
        group: {
            str(other): (before[group][other], scores)
            for other, scores in now[group].items()
            if other != trust and other in before[group]
        }
        for group in own
    }
    return change_by_kind(own, others) if own else {}
