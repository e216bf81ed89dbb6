"""Agreeing: the median is proposed, a departure needs its reason, and only the chair settles."""

from datetime import UTC, datetime

import pytest

from owf import clock
from owf.assessment.agreeing import agree_level, open_agreement
from owf.assessment.refusals import (
    AgreementChanged,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    ReasonNeeded,
)
from owf.questionnaire import NonScore
from owf.store import answers, rounds
from owf.store.answers import StoredAgreement

# What is decided without asking the database's kind needs one kind of it.
on_one_database = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)


@pytest.fixture
def position(cast):
    """What Cambridgeshire's chair sees of one item."""

    def of_item(item_id="caf-1"):
        return open_agreement(cast.store, cast.erin, 873, 2009).positions[item_id]

    return of_item


@pytest.fixture
def agree(cast):
    """Settle one item of Cambridgeshire."""

    def settle(level, *, reason="", who=cast.erin, seen=0, item_id="caf-1"):
        return agree_level(
            cast.store,
            who,
            cast.cambridgeshire.round_id,
            item_id,
            level,
            reason=reason,
            seen_version=seen,
        )

    return settle


def submit(cast, **levels):
    for sector, level in levels.items():
        cast.answer(cast.cambridgeshire, sector, level, submit=True)


def test_the_median_of_the_partners_is_proposed(cast, position):
    submit(cast, health=1, police=4, schools=5)
    found = position()
    assert (found.proposed, found.middle, found.level) == (4, (4, 4), 4)
    assert found.counts == (1, 0, 0, 1, 1)
    assert not found.is_changed


@pytest.mark.parametrize(
    ("levels", "proposed", "middle"),
    [((2, 3), 2, (2, 3)), ((2, 5), 3, (2, 5)), ((2, 4), 3, (2, 4)), ((4, 4), 4, (4, 4))],
)
@on_one_database
def test_of_an_even_number_the_proposal_is_the_median_rounded_down(
    cast, position, levels, proposed, middle
):
    submit(cast, health=levels[0], police=levels[1])
    assert (position().proposed, position().middle) == (proposed, middle)


def test_returns_that_are_not_submitted_say_nothing_yet(cast, position):
    submit(cast, health=2)
    cast.answer(cast.cambridgeshire, "police", 5, submit=False)
    assert position().counts == (0, 1, 0, 0, 0)
    view = open_agreement(cast.store, cast.erin, 873, 2009)
    assert [one.partner_name for one in view.waiting_for] == ["Police", "Schools"]


def test_non_scores_are_counted_and_enter_no_median(cast, position):
    submit(cast, health=NonScore.DONT_KNOW, police=2, schools=NonScore.NOT_APPLICABLE)
    found = position()
    assert (found.dont_know, found.not_applicable, found.proposed) == (1, 1, 2)


def test_nothing_is_proposed_where_nobody_gave_a_level(cast, position, agree):
    submit(cast, health=NonScore.DONT_KNOW)
    assert (position().proposed, position().middle, position().level) == (None, None, None)
    with pytest.raises(ReasonNeeded):
        agree(3)
    agree(3, reason="The group knows.")
    assert position().level == 3


@pytest.mark.parametrize("level", [2, 3, 4])
@on_one_database
def test_no_reason_is_needed_between_the_two_middle_values(cast, position, agree, level):
    submit(cast, health=2, police=4)
    with clock.stopped_at(TEN):
        kept = agree(level)
    assert kept == StoredAgreement("caf-1", level, "", "erin", TEN, 1)
    assert position().agreement == kept
    assert position().is_changed is (level != 3)


@pytest.mark.parametrize("level", [1, 5])
@pytest.mark.parametrize("nothing", ["", "   \n"])
@on_one_database
def test_a_level_outside_the_two_middle_values_needs_a_reason(
    cast, position, agree, level, nothing
):
    submit(cast, health=2, police=4)
    assert position().needs_reason(level)
    with pytest.raises(ReasonNeeded, match=rf"Level {level} lies outside .* CAF 1"):
        agree(level, reason=nothing)
    assert position().agreement is None
    kept = agree(level, reason=" Seen in the audit. ")
    assert (kept.level, kept.reason) == (level, "Seen in the audit.")
    assert position().is_changed


@pytest.mark.parametrize("level", [0, 6, True, None, "3", 2.5])
@on_one_database
def test_it_refuses_a_level_outside_the_scale(cast, position, agree, level):
    submit(cast, health=2)
    with pytest.raises(OutsideScale, match="choose one from 1 to 5"):
        agree(level, reason="Because.")
    assert position().agreement is None


def test_it_refuses_an_item_that_is_not_asked(agree):
    with pytest.raises(OutsideScale):
        agree(3, reason="Because.", item_id="caf-9")


def test_a_second_settling_counts_the_version_up(cast, position, agree):
    submit(cast, health=2, police=4)
    agree(2)
    assert agree(4, seen=1).version == 2
    assert position().level == 4


def test_who_did_not_see_the_newest_level_overwrites_nothing(cast, position, agree):
    submit(cast, health=2, police=4)
    first = agree(2)
    with pytest.raises(AgreementChanged, match="was settled at 2 by somebody else") as refused:
        agree(4, seen=0)
    assert refused.value.current == first
    assert position().agreement == first


@pytest.mark.parametrize(
    "name", ["alice", "bob", "carol", "dave", "frank", "grace", "heidi", "judy", "mallory"]
)
@on_one_database
def test_only_the_trust_s_own_chair_settles(cast, agree, position, name):
    submit(cast, health=3)
    with pytest.raises(NotAllowed, match="Only the chair signs"):
        agree(3, who=getattr(cast, name))
    assert position().agreement is None


@pytest.mark.parametrize("name", ["carol", "dave", "erin"])
@on_one_database
def test_the_steering_group_reads_what_partners_said(cast, name):
    submit(cast, health=3)
    view = open_agreement(cast.store, getattr(cast, name), 873, 2009)
    assert view.positions["caf-1"].counts == (0, 0, 1, 0, 0)
    assert [one.item.id for one in view.of_theme(view.pack.themes[0])] == [
        "caf-1",
        "caf-2",
        "caf-3",
    ]


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "heidi", "ivan", "judy", "mallory"])
@on_one_database
def test_nobody_else_reads_what_partners_said(cast, name):
    with pytest.raises(NotAllowed, match="Only the steering group"):
        open_agreement(cast.store, getattr(cast, name), 873, 2009)


def test_a_year_without_a_round_says_so(cast):
    with pytest.raises(NotFound, match="no self-assessment for 2007"):
        open_agreement(cast.store, cast.erin, 873, 2007)


def test_a_round_that_is_not_there_says_so(cast):
    with pytest.raises(NotFound):
        agree_level(cast.store, cast.erin, 987654, "caf-1", 3, reason="", seen_version=0)


def test_the_changed_ones_are_listed_for_the_chair(cast, agree):
    submit(cast, health=2, police=4)
    agree(3, item_id="caf-1")
    agree(4, item_id="ma-2")
    view = open_agreement(cast.store, cast.erin, 873, 2009)
    assert [one.item.id for one in view.changed] == ["ma-2"]


def test_a_level_that_was_waiting_for_the_signature_finds_the_round_locked(
    cast, agree, while_another_waits
):
    submit(cast, health=2, police=4)
    agree(3)
    round_id = cast.cambridgeshire.round_id

    def erin_signs(session):
        rounds.round_to_change(session, round_id)
        rounds.set_round_status(session, round_id, "signed", "full")

    outcome = while_another_waits(erin_signs, lambda: agree(2, seen=1))
    assert isinstance(outcome, Locked), outcome
    with cast.store.reading() as session:
        assert answers.agreements_of_round(session, round_id)["caf-1"].level == 3
