"""Moderating: who said what, the most disputed first, and what is proposed."""

from datetime import date

import pytest

from owf.access import OPERATOR, Actor, Role
from owf.assessment.errors import NotAllowed, NotFound, ReasonNeeded
from owf.assessment.moderation.agreeing import accept_medians, agree_level, open_moderation
from owf.assessment.returns.answering import save_comment
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.assessment.signing.sign_off import carry_over, sign_off
from owf.benchmark.agreement.partners import consensus_needed, krippendorff_alpha
from owf.questionnaire import NonScore
from owf.store import answers, rounds
from owf.store.answers import RoundAnswer
from owf.store.people import RoleHeld
from tests.cast import submit_whole_return

DONT_KNOW, NOT_APPLICABLE = NonScore.DONT_KNOW, NonScore.NOT_APPLICABLE

# Who may.

STEERING_GROUP = ("carol", "dave", "erin")
OTHERS = ("alice", "bob", "frank", "grace", "heidi", "ivan", "judy", "mallory")


@pytest.mark.parametrize("name", STEERING_GROUP)
def test_the_coordinator_the_steering_group_and_the_chair_settle_levels(
    cast, agree, accept, submit, name
):
    submit(health=3, police=4)
    who = getattr(cast, name)
    assert open_moderation(cast.store, who, 873, 2009).may_change
    assert agree(3, who=who).agreed_by == name
    assert accept({"ma-1": 3}, who=who) == ("ma-1",)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_sees_what_partners_said(cast, moderation, submit, name):
    submit(health=3)
    with pytest.raises(NotAllowed, match="Only the steering group"):
        moderation(getattr(cast, name))


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_settles_anything(cast, question, agree, accept, name):
    who = getattr(cast, name)
    with pytest.raises(NotAllowed, match="Only the coordinator, the steering group and the chair"):
        agree(3, reason="Because.", who=who)
    with pytest.raises(NotAllowed, match="Only the coordinator, the steering group and the chair"):
        accept({"caf-1": 3}, who=who)
    assert question().position.agreement is None


def test_the_operator_reads_no_partner_s_answers(moderation, agree):
    with pytest.raises(NotAllowed):
        moderation(OPERATOR)
    with pytest.raises(NotAllowed):
        agree(3, who=OPERATOR)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEERING, Role.CHAIR])
def test_the_same_roles_in_another_trust_open_nothing_here(moderation, agree, accept, role):
    theirs = Actor("zoe", "Zoe", (RoleHeld(role, "trust", "383"),))
    with pytest.raises(NotAllowed):
        moderation(theirs)
    with pytest.raises(NotAllowed):
        agree(3, who=theirs)
    with pytest.raises(NotAllowed):
        accept({"caf-1": 3}, who=theirs)


def test_a_year_without_a_round_says_so(moderation):
    with pytest.raises(NotFound, match="no self-assessment for 2007"):
        moderation(year=2007)


def test_a_round_that_is_not_there_says_so(cast):
    with pytest.raises(NotFound, match="This self-assessment does not exist"):
        agree_level(cast.store, cast.erin, 987654, "caf-1", 3, reason="", seen_version=0)
    with pytest.raises(NotFound, match="This self-assessment does not exist"):
        accept_medians(cast.store, cast.erin, 987654, {})


# Who said what.


def test_each_partner_s_voice_has_its_level_its_non_score_and_its_comment(cast, question, submit):
    cast.answer(cast.cambridgeshire, "police", 4, submit=False)
    save_comment(
        cast.store,
        cast.alice,
        cast.police,
        "caf-1",
        "Two officers sit with the team.",
        seen=_answer_of_police(cast),
    )
    submit_return(cast.store, cast.alice, cast.police)
    submit(health=DONT_KNOW, schools=NOT_APPLICABLE)
    found = [(one.partner, one.level, one.non_score, one.comment) for one in question().given]
    assert found == [
        ("Health", None, DONT_KNOW, ""),
        ("Police", 4, None, "Two officers sit with the team."),
        ("Schools", None, NOT_APPLICABLE, ""),
    ]


def _answer_of_police(cast):
    with cast.store.reading() as session:
        return answers.answer_of(session, cast.police, "caf-1")


def test_only_submitted_returns_speak(cast, moderation, question, submit):
    submit(health=2)
    cast.answer(cast.cambridgeshire, "police", 5, submit=False)
    found = question()
    assert [(one.partner, one.sector, one.level) for one in found.given] == [
        ("Health", "Health", 2)
    ]
    assert found.position.counts == (0, 1, 0, 0, 0)
    assert (found.lowest, found.highest, found.spread) == (2, 2, 0)
    assert [one.partner_name for one in moderation().waiting_for] == ["Police", "Schools"]


def test_last_year_s_own_level_stands_beside_a_partner_s_voice(cast, question, submit):
    cast.open_year(2008)
    last_year = cast.again(cast.cambridgeshire, 2008)
    cast.answer(last_year, "police", 2, submit=True)
    cast.answer(last_year, "health", DONT_KNOW, submit=True)
    cast.answer(last_year, "schools", 5, submit=False)
    submit(health=3, police=4, schools=3)
    found = {one.partner: (one.level, one.last_year) for one in question().given}
    assert found == {"Health": (3, None), "Police": (4, 2), "Schools": (3, None)}


# Sorting and consensus.


def test_the_most_disputed_come_first_and_what_nobody_rated_last(moderation, submit, each):
    submit(
        health=each(3, caf_1=DONT_KNOW, caf_2=2, caf_3=1, ma_2=1),
        police=each(3, caf_1=NOT_APPLICABLE, caf_2=3, caf_3=5, ma_2=3),
        schools=each(3, caf_1=DONT_KNOW, caf_2=4, caf_3=1, ma_2=5),
    )
    found = moderation().questions
    assert [one.item.id for one in found] == ["caf-3", "ma-2", "caf-2", "ma-1", "ma-3", "caf-1"]
    # Half and half at the ends is 0, unanimity 1 (Tastle and Wierman); 1, 3 and 5 a third.
    assert found[1].consensus == pytest.approx(1 / 3)
    assert [one.consensus for one in found[3:]] == [1.0, 1.0, None]
    assert [one.spread for one in found] == [4, 4, 2, 0, 0, 0]


@pytest.fixture
def six(cast, each):
    """Six schools of another Trust, who choose this for each item; gives the items by id."""

    def ask(**chosen):
        partners = add_partners(
            cast.store, OPERATOR, 821, [("schools", f"School {n}") for n in range(6)]
        )
        round_id = open_round(cast.store, OPERATOR, 2009, 821, partners)
        with cast.store.reading() as session:
            returns = [one.id for one in rounds.returns_of_round(session, round_id)]
        for place, one in enumerate(returns):
            choices = each(3, **{item: levels[place] for item, levels in chosen.items()})
            whole = {item: (level, "") for item, level in choices.items()}
            submit_whole_return(cast.store, one, whole)
        chair = Actor("zoe", "Zoe", (RoleHeld(Role.CHAIR, "trust", "821"),))
        return open_moderation(cast.store, chair, 821, 2009)

    return ask


def test_of_two_with_the_same_consensus_the_one_with_the_wider_range_comes_first(six):
    # 1, 1, 4 and 1, 2, 2, 4, 4, 5 have one and the same consensus, to the ninth place.
    narrow = (1, 1, 4, DONT_KNOW, DONT_KNOW, DONT_KNOW)
    first, second, *_ = six(caf_1=narrow, caf_3=(1, 2, 2, 4, 4, 5)).questions
    assert first.consensus == pytest.approx(second.consensus)
    assert [(one.item.id, one.spread) for one in (first, second)] == [("caf-3", 4), ("caf-1", 3)]


def test_who_stands_two_levels_apart_is_heard_however_high_the_consensus(six):
    view = six(caf_1=(4, 4, 4, 4, 4, 2), caf_2=(4, 4, 4, 4, 4, 3))
    by_id = {one.item.id: one for one in view.questions}
    assert by_id["caf-1"].is_high
    assert by_id["caf-2"].is_high
    assert [one.partner for one in by_id["caf-1"].stands_apart] == ["School 5"]
    assert by_id["caf-2"].stands_apart == ()
    assert "caf-1" not in {one.item.id for one in view.ready_together}
    assert "caf-2" in {one.item.id for one in view.ready_together}


def test_three_partners_agree_beyond_chance_only_where_they_are_unanimous(
    cast, question, moderation, submit, each
):
    submit(health=each(3, caf_2=4), police=3, schools=3)
    assert consensus_needed(3) == 1.0
    assert question("caf-1").is_high
    assert not question("caf-2").is_high
    assert [one.item.id for one in moderation().ready_together] == [
        item.id for item in cast.pack.items if item.id != "caf-2"
    ]


def test_two_partners_never_agree_beyond_chance(question, moderation, submit):
    submit(health=3, police=3)
    assert question().consensus == 1.0
    assert not question().is_high
    assert moderation().ready_together == ()


# What is proposed.


def test_the_median_of_the_partners_is_proposed(question, submit):
    submit(health=1, police=4, schools=5)
    found = question().position
    assert (found.proposed, found.middle, found.level) == (4, (4, 4), 4)
    assert found.counts == (1, 0, 0, 1, 1)
    assert found.is_open


@pytest.mark.parametrize(
    ("levels", "proposed", "middle"),
    [((2, 3), 2, (2, 3)), ((2, 5), 3, (2, 5)), ((2, 4), 3, (2, 4)), ((4, 4), 4, (4, 4))],
)
def test_of_an_even_number_the_proposal_is_the_median_rounded_down(
    question, submit, levels, proposed, middle
):
    submit(health=levels[0], police=levels[1])
    assert (question().position.proposed, question().position.middle) == (proposed, middle)


def test_non_scores_are_counted_and_enter_no_median(question, submit):
    submit(health=DONT_KNOW, police=2, schools=NOT_APPLICABLE)
    found = question().position
    assert (found.dont_know, found.not_applicable, found.proposed) == (1, 1, 2)


def test_where_all_said_don_t_know_nothing_is_proposed_and_nothing_waits(
    moderation, question, accept, agree, submit
):
    submit(health=DONT_KNOW, police=DONT_KNOW, schools=DONT_KNOW)
    found = question()
    assert (found.position.proposed, found.position.middle, found.consensus) == (None, None, None)
    assert (found.lowest, found.highest, found.spread, found.is_high) == (None, None, 0, False)
    assert moderation().open_questions == ()
    assert moderation().ready_together == ()
    assert accept({"caf-1": None, "caf-2": None}) == ()
    with pytest.raises(ReasonNeeded):
        agree(3)
    agree(3, reason="The group knows.")
    assert question().position.level == 3
    assert question().is_settled


# What was agreed last year.


def test_last_year_s_agreed_level_is_shown_once_that_year_is_signed(cast, question, submit):
    cast.open_year(2008)
    last_year = cast.again(cast.cambridgeshire, 2008)
    cast.submit_all(last_year, {"health": 2, "police": 3, "schools": 3})
    cast.accept_all(last_year)
    submit(health=4)
    assert question().last_agreed is None
    sign_off(cast.store, cast.erin, last_year.round_id, "full")
    assert question().last_agreed == 3


def test_last_year_with_other_questions_says_nothing_of_this_year_s(cast, question, submit):
    other = cast.pack.model_copy(update={"version": "2008"})
    open_cycle(cast.store, OPERATOR, 2008, other, opens=date(2008, 6, 1), closes=date(2008, 7, 17))
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 3, "schools": 3})
    submit(police=4)
    assert question().last_agreed is None
    assert [one.last_year for one in question().given] == [None]


def test_an_agreed_level_of_two_years_ago_is_not_last_year_s(cast, question, submit):
    cast.open_year(2007)
    cast.sign(cast.again(cast.cambridgeshire, 2007), {"health": 2, "police": 3, "schools": 3})
    submit(police=4)
    assert question().last_agreed is None


def test_a_year_that_was_carried_over_shows_what_was_agreed_too(cast, question, submit):
    cast.open_year(2008)
    given = [RoundAnswer(1, "police", item.id, 2, None) for item in cast.pack.items]
    carry_over(cast.store, OPERATOR, 2008, {873: given}, {873: "full"})
    submit(police=4)
    assert question().last_agreed == 2


# How far partners agree over all questions.


def test_agreement_over_all_questions_is_krippendorffs_alpha(moderation, submit, each):
    submit(
        health=each(3, caf_1=5), police=each(3, caf_1=5, ma_1=NonScore.DONT_KNOW), schools=each(3)
    )
    ids = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")
    by_hand = krippendorff_alpha(
        [
            [5 if one == "caf-1" else 3 for one in ids],
            [5 if one == "caf-1" else None if one == "ma-1" else 3 for one in ids],
            [3 for _ in ids],
        ]
    )
    assert 0 < by_hand < 1
    assert moderation().agreement == pytest.approx(by_hand)


def test_one_level_everywhere_and_one_partner_alone_tell_nothing_of_agreement(
    moderation, submit, each
):
    submit(health=each(3, caf_1=5))
    assert moderation().agreement is None
    submit(police=each(NonScore.DONT_KNOW), schools=each(3, caf_1=NonScore.DONT_KNOW))
    assert moderation().agreement is None
