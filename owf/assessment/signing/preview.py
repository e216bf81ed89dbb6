"""What is about to be signed, worked out as Results will show it once it is signed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from owf import clock
from owf.access import Actor
from owf.assessment.asked_items import counted_answers
from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.disclosure.trusts import HEADLINE_KINDS, SignedYear, read_year
from owf.assessment.moderation.agreeing import round_to_see
from owf.assessment.moderation.positions import agreed_levels, positions_of
from owf.assessment.packs import pack_of
from owf.assessment.results.steps import TrustYear, against_others, region_in_a_sentence
from owf.assessment.results.trust_comparison import ChangesSince, changes_since
from owf.assessment.scoring import leaders_rows, unnamed_returns
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.key_points import ThemeCard, theme_card
from owf.store import Session, Store, answers, places, signed_scores
from owf.store.results import ScoreRow, UnnamedReturn
from owf.store.rounds import RoundFacts
from owf.store.signed_scores import SignedTrust


def preview_of_signature(store: Store, who: Actor, trust: int, year: int) -> tuple[ThemeCard, ...]:
    """As they would be signed now, by the same rules as for signed results."""
    with store.reading() as session:
        in_round = round_to_see(session, who, trust, year)
        pack = pack_of(session, in_round.pack_snapshot_id)
        given = counted_answers(session, in_round.id, pack)
        positions = positions_of(pack, given, answers.agreements_of_round(session, in_round.id))
        rows = leaders_rows(pack, given, agreed_levels(positions))
        region = _as_if_signed(session, in_round, rows, unnamed_returns(given))
        of = TrustYear.of(trust, in_round.trust_name, year, pack)
        nothing = ChangesSince((), ChangeNotes(), f"nothing of {year - 1} to compare with")
        changes = (
            changes_since(session, of, region, in_round.region_code)
            if year - 1 in signed_scores.signed_years(session, trust)
            else nothing
        )
        region_name = places.region_name(session, in_round.region_code) or in_round.region_code
    compared = against_others(region, of.groups, trust).compared
    findings = of.findings(compared, region_in_a_sentence(region_name))
    change_of = {(one.kind, one.theme): one for one in changes.findings}
    labels = {one.value: one.label for one in pack.scale.levels}
    agreed_of = {row.group_key: row.agreed for row in rows}
    return tuple(
        theme_card(
            one,
            labels,
            agreed=agreed_of.get(f"theme:{one.theme}" if one.theme else "overall"),
            change=change_of.get((one.kind, one.theme)),
            no_change_because=changes.why_none
            or f"no score on comparable questions in both {year - 1} and {year}",
        )
        for one in findings
        if one.kind in HEADLINE_KINDS
    )


def _as_if_signed(
    session: Session,
    in_round: RoundFacts,
    rows: Sequence[ScoreRow],
    returns: Sequence[UnnamedReturn],
) -> SignedYear:
    """The region's signed year, with this Trust's unsigned round in it."""
    trust = in_round.trust
    found = read_year(session, in_round.year, in_round.region_code)
    scores: Mapping[str, ScoreRow] = {
        row.group_key: row for row in rows if row.kind != GroupKind.ITEM
    }
    # Results are cached by digest, so this one must differ with its contents.
    digest = "unsigned:" + hashlib.sha256(repr((rows, returns)).encode()).hexdigest()
    own = SignedTrust(
        trust, in_round.trust_name, in_round.region_code, "full", 0, digest, clock.now()
    )
    return replace(
        found,
        trusts={**found.trusts, trust: own},
        scores={**found.scores, trust: scores},
        unsigned_returns={trust: returns},
    )
