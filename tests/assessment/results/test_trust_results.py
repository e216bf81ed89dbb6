"""A Trust's results of a year: what they say, and to whom."""

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.trust_results import trust_results
from owf.assessment.scoring import leaders_rows
from owf.benchmark.rules import Verdict
from owf.benchmark.tables.item_standings import Instead
from owf.questionnaire import NonScore
from owf.store import rounds
from owf.store.results import write_snapshot
from tests.many_years import answered, years_of

FULL = ("full",) * 5


@pytest.fixture
def results(cast):
    """Cambridgeshire's results of 2009 as somebody sees them."""
    return lambda who=cast.erin, year=2009: trust_results(cast.store, who, 873, year)


@pytest.fixture
def signed(sign_region, each):
    """Cambridgeshire's police rate one question otherwise than the others."""
    return lambda publication="full": sign_region(
        *FULL, our_publication=publication, police=each(4, caf_1=1)
    )


def item(found, item_id):
    return next(one for one in found.partners.items if one.item == item_id)


# What they say.


def test_everything_rests_on_what_was_signed(signed, results):
    signed()
    found = results()
    assert found.headline.startswith("Overall in 2009, Cambridgeshire is ")
    assert found.headline == found.against.findings[0].claim
    assert [card.finding.theme for card in found.cards] == [None, "caf", "multi-agency"]
    assert found.themes.total == 2
    assert found.cells.total == sum(one.kind == "cell" for one in found.against.findings)
    assert found.years.years == (2009,)


def test_key_points_say_the_change_first_and_the_heading_s_sentence_not_again(
    cast, signed, results
):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 2})
    signed()
    found = results()
    assert found.key_points[0].startswith("Since 2008: ")
    assert found.against.findings[0].sentence not in found.key_points
    every = (*found.key_points, *found.points_on_cells)
    assert len(every) == len(set(every))
    # Nothing that the comparison says is lost.
    assert set(found.against.key_points) - set(every) == {found.against.findings[0].sentence}
    assert found.headline.endswith("2008")
    assert found.cards[0].change is not None


def test_points_on_single_cells_stand_apart(signed, results):
    signed()
    found = results()
    assert found.points_on_cells
    assert all(point.startswith(("In CAF, ", "In multi-agency")) for point in found.points_on_cells)
    assert not any(point.startswith("In CAF, ") for point in found.key_points)


def test_a_card_without_a_change_says_why(signed, results):
    signed()
    assert results().cards[0].no_change_because == "nothing from 2008 to compare with"


def test_a_card_says_to_outsiders_that_a_change_is_not_shown_and_not_that_there_is_none(
    cast, sign_region, each, results
):
    cast.open_year(2008)
    unknown = NonScore.DONT_KNOW
    few = {"health": 2, "police": unknown, "schools": unknown}
    cast.sign(cast.again(cast.cambridgeshire, 2008), few)
    sign_region(*FULL)
    assert results(cast.frank).cards[0].no_change_because == "no change since 2008 can be shown"
    assert results(cast.erin).cards[0].change is not None


def test_partners_are_called_by_their_sector(signed, results):
    signed()
    found = item(results(), "caf-1")
    assert {one.partner: one.level for one in found.answers} == {
        "Health": 4, "Police": 1, "Schools": 4,
    }  # fmt: skip
    assert found.counts == (1, 0, 0, 2, 0)
    assert (found.code, found.labels[0], found.agreed) == ("CAF 1", "not yet", 4)


def test_the_theme_to_begin_with_has_the_most_disputed_question(signed, results):
    signed()
    found = results()
    assert found.partners.most_disputed_theme(["multi-agency", "caf"]) == "caf"
    assert found.partners.of_theme("caf")[0].item == "caf-1"
    assert found.partners.differing("caf").sentence.startswith("Police differs most")


def test_don_t_know_stands_in_words_and_in_no_count(sign_region, each, results):
    sign_region(*FULL, police=each(4, caf_1=NonScore.DONT_KNOW))
    found = item(results(), "caf-1")
    (police,) = [one for one in found.answers if one.partner == "Police"]
    assert (police.level, police.instead) == (None, Instead.DONT_KNOW)
    assert (sum(found.counts), found.dont_know) == (2, 1)


def test_what_moderation_settled_outside_the_middle_comes_with_its_reason(
    cast, submit, agree, sign, results
):
    submit(health=4, police=4, schools=4)
    agree(2, reason="We saw no evidence.")
    cast.accept_all(cast.cambridgeshire)
    sign()
    found = results().moderation
    ((moved,), stayed) = found.moved, found.stayed
    assert (moved.item, moved.median, moved.agreed) == ("caf-1", 4.0, 2)
    assert moved.reason == "We saw no evidence."
    assert stayed == len(cast.pack.items) - 1


def test_three_partners_without_a_region_are_compared_with_nobody_and_shown_all_the_same(
    cast, results
):
    cast.sign(cast.cambridgeshire, {"health": 3, "police": 4, "schools": 3})
    found = results()
    assert {one.verdict for one in found.against.findings} == {Verdict.NOT_COMPARED}
    assert found.cards[0].score == pytest.approx(10 / 3)
    assert found.partners.items
    assert found.themes.sentence == "Of two themes: 2 not compared."


def test_a_snapshot_without_returns_shows_how_many_and_not_who(cast, results):
    """As versions before 0004 left it."""
    cast.open_year(2008)
    with cast.store.writing() as session:
        round_id = rounds.add_round(session, 2008, 873)
        write_snapshot(
            session,
            round_id,
            cast.pack.digest(),
            scores=leaders_rows(cast.pack, answered(cast.pack, 3), {}),
            signed_by=OPERATOR.id,
            signed_at=clock.now(),
            publication="full",
        )
        rounds.set_round_status(session, round_id, "signed", "full")
    found = results(year=2008)
    assert item(found, "caf-1").counts == (0, 1, 2, 1, 0)
    assert not found.partners.names_partners
    assert found.partners.differing("caf") is None
    assert "early version" in found.partners.why_not


# To whom.


@pytest.mark.parametrize("name", ["carol", "dave", "erin"])
def test_the_steering_group_sees_who_said_what(cast, signed, results, name):
    signed("done")
    found = results(getattr(cast, name))
    assert found.partners.names_partners
    assert found.partners.why_not == ""


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_a_partner_sees_how_many_and_never_who(cast, signed, results, name):
    signed("done")
    found = results(getattr(cast, name))
    assert item(found, "caf-1").counts == (1, 0, 0, 2, 0)
    assert all(one.answers == () for one in found.partners.items)
    assert found.partners.differing("caf") is None
    assert "coordinator, the steering group and the chair" in found.partners.why_not
    assert found.moderation is not None


def test_of_two_partners_a_partner_sees_no_counts_since_they_would_tell_the_other(cast, results):
    cast.open_year(2008)
    two = answered(cast.pack, 3, ("health", "police"))
    years_of(cast).keep(2008, {873: two})
    found = results(cast.alice, 2008)
    assert (found.partners.items, found.moderation) == ((), None)
    assert found.partners.why_not.startswith("Fewer than three partners answered")
    assert results(cast.erin, 2008).partners.items


def test_a_question_of_two_partners_is_left_out_for_whoever_may_not_see_who(cast, results):
    """Three partners answer, and only two of them the first question (decision 0021)."""
    cast.open_year(2008)
    given = [
        one
        for one in answered(cast.pack, 3, ("health", "police", "schools"))
        if (one.partner_id, one.item_id) != (2, "caf-1")
    ]
    years_of(cast).keep(2008, {873: given})
    items = {one.item for one in results(cast.erin, 2008).partners.items}
    found = results(cast.alice, 2008)
    assert items - {one.item for one in found.partners.items} == {"caf-1"}
    assert "One question that one or two partners answered is left out" in found.partners.why_not
    assert found.moderation.stayed + found.moderation.unsettled == len(items) - 1


def test_a_question_that_nobody_answered_stays_for_everybody_of_the_trust(cast, results):
    cast.open_year(2008)
    given = [
        one
        for one in answered(cast.pack, 3, ("health", "police", "schools"))
        if one.item_id != "caf-1"
    ]
    years_of(cast).keep(2008, {873: given})
    assert item(results(cast.alice, 2008), "caf-1").answered == 0


@pytest.mark.parametrize("name", ["frank", "grace"])
def test_others_see_scores_and_nothing_of_what_partners_answered(cast, signed, results, name):
    signed("full")
    found = results(getattr(cast, name))
    assert found.cards[0].score is not None
    assert found.partners.items == ()
    assert found.moderation is None
    assert found.partners.differing("caf") is None
    assert "Trust's own people" in found.partners.why_not


@pytest.mark.parametrize("publication", ["headline", "done"])
def test_others_see_nothing_of_a_trust_that_is_not_published_in_full(
    cast, signed, results, publication
):
    signed(publication)
    for who in (cast.frank, cast.grace):
        with pytest.raises(NotAllowed, match="has not published its results in full"):
            results(who)
    assert results(cast.alice).cards


@pytest.mark.parametrize("name", ["ivan", "judy", "heidi", "mallory"])
def test_nobody_else_sees_anything(cast, signed, results, name):
    signed()
    with pytest.raises(NotAllowed):
        results(getattr(cast, name))


def test_what_one_person_may_see_is_not_handed_to_the_next(cast, signed, results):
    """What partners answered is kept in memory once, for those who may see all of it."""
    signed()
    assert results(cast.erin).partners.names_partners
    assert not results(cast.alice).partners.names_partners
    assert results(cast.frank).partners.items == ()
    assert results(cast.erin).partners.names_partners


def test_the_operator_sees_the_results_and_not_who_said_what(signed, results):
    signed()
    found = results(OPERATOR)
    assert found.partners.items
    assert not found.partners.names_partners


def test_a_year_that_is_not_signed_says_what_brings_it(cast, results):
    with pytest.raises(NotFound, match="has not signed off 2009 yet"):
        results(cast.erin)
