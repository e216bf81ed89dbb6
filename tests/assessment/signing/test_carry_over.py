"""Carrying over: scores that were signed elsewhere, without their answers, all or none."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import Incomplete, Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.signing.sign_off import carry_over, sign_off
from owf.questionnaire import NonScore
from owf.store import results, rounds, signed_scores
from owf.store.answers import RoundAnswer

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
ESSEX, LUTON, NORFOLK = 881, 821, 926
UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def answered(cast):
    """One answer of each partner to each item: a level, or by item, per sector."""

    def answers_of(levels):
        found = []
        for partner, (sector, chosen) in enumerate(levels.items(), start=1):
            for item in cast.pack.items:
                one = chosen[item.id] if isinstance(chosen, dict) else chosen
                is_level = not isinstance(one, NonScore)
                found.append(
                    RoundAnswer(
                        partner,
                        sector,
                        item.id,
                        one if is_level else None,
                        None if is_level else one.value,
                    )
                )
        return found

    return answers_of


@pytest.fixture
def carry(cast, answered):
    """Carry these Trusts over into 2009, all with the same answers."""

    def carry_all(*trusts, levels=UNEQUAL, publication="full", who=OPERATOR, year=2009):
        given = {trust: answered(levels) for trust in trusts}
        return carry_over(cast.store, who, year, given, dict.fromkeys(trusts, publication))

    return carry_all


def signed_trusts(cast, year=2009):
    with cast.store.reading() as session:
        return signed_scores.signed_trusts(session, year)


def counts(cast):
    """How many rows each table holds."""
    with cast.store.reading() as session:
        return {
            table: session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608
            for table in inspect(session.connection()).get_table_names()
        }


def test_each_trust_has_a_signed_round_with_its_publication_level(cast, answered):
    given = answered(UNEQUAL)
    with clock.stopped_at(TEN):
        kept = carry_over(
            cast.store,
            OPERATOR,
            2009,
            dict.fromkeys((ESSEX, LUTON, NORFOLK), given),
            {ESSEX: "full", LUTON: "headline"},
        )
    assert kept == 3
    found = signed_trusts(cast)
    levels = {number: one.publication for number, one in found.items()}
    # What nobody says to publish is not published.
    assert levels == {ESSEX: "full", LUTON: "headline", NORFOLK: "done"}
    assert {one.signed_at for one in found.values()} == {TEN}
    with cast.store.reading() as session:
        in_round = rounds.round_of(session, ESSEX, 2009)
        signature = results.signature_of(session, in_round.id)
    assert (in_round.status, signature.version, signature.signed_by) == ("signed", 1, "operator")


def test_the_signature_can_be_worked_out_again(cast, carry):
    carry(ESSEX)
    with cast.store.reading() as session:
        in_round = rounds.round_of(session, ESSEX, 2009)
        signature = results.signature_of(session, in_round.id)
        assert signature.digest == results.snapshot_digest(
            session, signature.snapshot_id, signature.signed_by, signature.signed_at
        )


def test_the_scores_are_those_of_the_same_answers_signed_the_long_way(cast, each, carry, rows):
    police = each(3, caf_1=5, ma_1=NonScore.DONT_KNOW, ma_2=NonScore.NOT_APPLICABLE)
    health = each(2, ma_1=NonScore.DONT_KNOW)
    levels = {"health": health, "police": police, "schools": each(5, ma_1=NonScore.DONT_KNOW)}
    cast.sign(cast.cambridgeshire, levels)
    carry(ESSEX, levels=levels)
    the_long_way, carried = rows(trust=873), rows(trust=ESSEX)
    assert len(carried) == 19
    assert carried == the_long_way
    # Agreed is the median of the partners, and nothing where nobody gave a level.
    assert (carried["item:caf-1"].agreed, carried["item:ma-1"].agreed) == (5.0, None)
    assert {row.agreed_reason for row in carried.values()} == {""}


def test_several_partners_of_a_sector_are_averaged_first(cast, carry, answered, rows):
    given = answered({"police": 3, "health": 3, "schools": 2})
    given += [one._replace(partner_id=4) for one in answered({"schools": 5})]
    carry_over(cast.store, OPERATOR, 2009, {ESSEX: given}, {ESSEX: "full"})
    found = rows(trust=ESSEX)["overall"]
    assert found.sector_scores == {"health": 3.0, "police": 3.0, "schools": 3.5}
    assert (found.n_units, found.n_respondents) == (3, 4)
    # Of 2, 3, 3 and 5 the median is 3.
    assert found.agreed == 3.0


def test_no_partner_and_no_return_of_one_is_kept(cast, carry):
    before = counts(cast)
    carry(ESSEX, LUTON)
    after = counts(cast)
    grown = {table: after[table] - before[table] for table in after if after[table] > before[table]}
    assert grown == {
        "round": 2,
        "snapshot": 2,
        "snapshot_score": 2 * 19,
        "snapshot_return": 2 * 3,
        "signoff": 2,
        "audit_event": 2,
    }
    with cast.store.reading() as session:
        in_round = rounds.round_of(session, ESSEX, 2009)
        assert rounds.returns_of_round(session, in_round.id) == []
        assert rounds.partner_ids_of_trust(session, ESSEX) == frozenset()


def test_what_was_carried_over_is_compared_with_like_anything_signed(cast, carry):
    carry(ESSEX, LUTON, NORFOLK, 822, 823)
    cast.sign(cast.cambridgeshire, {"health": 5, "police": 5, "schools": 4})
    found = compare_with(cast.store, cast.erin, 873, 2009)
    assert {one.comparison.k for one in found.findings} == {5}
    assert found.findings[0].comparison.reference == pytest.approx(10 / 3)
    assert compare_with(cast.store, cast.frank, ESSEX, 2009).findings[0].comparison.n == 3


def test_answers_of_nothing_but_don_t_know_are_carried_over_without_a_score(cast, carry, rows):
    carry(ESSEX, levels=dict.fromkeys(UNEQUAL, NonScore.DONT_KNOW))
    found = rows(trust=ESSEX)["overall"]
    assert (found.mean, found.n_units, found.agreed, found.dont_know) == (None, 0, None, 18)


# What is refused.


@pytest.mark.parametrize(
    "name",
    ["alice", "carol", "dave", "erin", "frank", "grace", "heidi", "judy", "mallory"],
)
def test_only_the_operator_carries_over(cast, carry, name):
    with pytest.raises(NotAllowed, match="Only the operator"):
        carry(ESSEX, who=getattr(cast, name))
    assert signed_trusts(cast) == {}


def test_a_year_without_a_cycle_is_opened_first(cast, carry):
    with pytest.raises(NotFound, match=r"2010 is not open\. Open it first"):
        carry(ESSEX, year=2010)
    assert signed_trusts(cast, 2010) == {}


def test_a_trust_is_carried_over_once(cast, carry, rows):
    carry(ESSEX)
    before, kept = signed_trusts(cast), rows(trust=ESSEX)
    with pytest.raises(Incomplete, match="Trust 881 has a round already for 2009") as refused:
        carry(ESSEX, levels={"health": 1})
    assert refused.value.missing == ("881",)
    assert (signed_trusts(cast), rows(trust=ESSEX)) == (before, kept)


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_trust_that_works_here_is_not_overwritten(cast, carry, is_signed):
    if is_signed:
        cast.sign(cast.cambridgeshire, UNEQUAL)
    before = signed_trusts(cast)
    with pytest.raises(Incomplete, match="Trust 873 has a round already"):
        carry(873, levels={"health": 1})
    assert signed_trusts(cast) == before


def test_of_several_trusts_all_are_kept_or_none(cast, answered):
    good = {ESSEX: answered(UNEQUAL), LUTON: answered(UNEQUAL)}
    before = counts(cast)
    with pytest.raises(Incomplete, match="Trust 873 has a round already"):
        carry_over(cast.store, OPERATOR, 2009, good | {873: answered(UNEQUAL)}, {})
    with pytest.raises(Incomplete, match="Trust 926 has no answers for 2009"):
        carry_over(cast.store, OPERATOR, 2009, good | {NORFOLK: []}, {})
    assert counts(cast) == before


@pytest.mark.parametrize("level", ["everything", "", "Full"])
def test_it_refuses_a_publication_level_that_is_none(cast, carry, level):
    before = counts(cast)
    with pytest.raises(OutsideScale, match="Choose done, headline, full"):
        carry(LUTON, ESSEX, publication=level)
    assert counts(cast) == before


@pytest.mark.parametrize(
    "answer",
    [
        RoundAnswer(1, "police", "caf-9", 3, None),
        RoundAnswer(1, "police", "caf-1", 6, None),
        RoundAnswer(1, "police", "caf-1", 3, "dont_know"),
        RoundAnswer(1, "police", "caf-1", None, "perhaps"),
    ],
)
def test_nothing_is_kept_of_answers_that_make_no_sense(cast, answered, answer):
    before = counts(cast)
    with pytest.raises(ValueError, match=r"caf-9|caf-1|perhaps"):
        carry_over(
            cast.store, OPERATOR, 2009, {LUTON: answered(UNEQUAL), ESSEX: [answer]}, {ESSEX: "full"}
        )
    assert counts(cast) == before


def test_a_carried_over_round_cannot_be_signed_again(cast, carry):
    cast.open_year(2008)
    carry(873, year=2008)
    with cast.store.reading() as session:
        round_id = rounds.round_of(session, 873, 2008).id
    with pytest.raises(Locked):
        sign_off(cast.store, cast.erin, round_id, "full")
