"""The tables of 2009 question by question: what they count, who enters, and who sees them."""

import json
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.rounds.opening import open_cycle
from owf.assessment.signing.sign_off import carry_over
from owf.assessment.survey.responding import Response
from owf.assessment.survey.scoring import keep_responses
from owf.questionnaire import Audience, NonScore, Sector
from owf.store import rounds
from owf.store.answers import RoundAnswer

NORTH_EAST = (840, 841, 390, 805, 806, 391, 392, 929)
EAST_MIDLANDS = (831, 830, 856, 855, 925)
LONDON = (301, 302, 303, 304, 305, 306)
EAST, NORTH_EAST_CODE, LONDON_CODE = "E12000006", "E12000001", "E12000007"
DONT_KNOW, NOT_APPLICABLE = NonScore.DONT_KNOW, NonScore.NOT_APPLICABLE


@pytest.fixture
def tables(cast):
    """The tables of England, or a region, as somebody sees them."""
    return lambda region=None, who=OPERATOR, year=2009: open_item_tables(
        cast.store, who, year, region
    )


@pytest.fixture
def on(tables):
    """One question's tables."""
    return lambda item="caf-1", region=None: tables(region).questions[item]


def levels(health, police, schools):
    return {"health": health, "police": police, "schools": schools}


def but(cast, level, **others):
    """The same of everything, but for these (``caf_1=...``)."""
    named = {name.replace("_", "-"): choice for name, choice in others.items()}
    return {item.id: named.get(item.id, level) for item in cast.pack.items}


# What the three tables count.


def test_the_three_tables_of_hand_made_trusts(cast, sign_trusts, on):
    sign_trusts(NORTH_EAST[:3], levels(2, 4, 3))  # 3.0: on the midpoint, so not above it
    sign_trusts(NORTH_EAST[3:5], levels(5, 4, 3))  # 4.0
    sign_trusts(NORTH_EAST[5:6], levels(1, 2, 3))  # 2.0
    found = on()
    assert (found.bands.counts, found.n) == ((1, 5), 6)
    assert (found.bands.above_midpoint, found.bands.above_midpoint_percent) == (
        2,
        pytest.approx(100 / 3),
    )
    assert [(one.title, one.mean, one.n) for one in found.sectors] == [
        ("Health", pytest.approx(17 / 6), 6),
        ("Police", pytest.approx(22 / 6), 6),
        ("Schools", 3.0, 6),
    ]
    assert (found.leaders.mean, found.leaders.n) == (pytest.approx(19 / 6), 6)
    assert found.counts.level_counts == (1, 4, 6, 5, 2)
    assert (found.counts.answers, found.counts.mean) == (18, pytest.approx(57 / 18))
    assert found.sentence == (
        "In England in 2009, 2 of 6 Trusts (33%) average above 3, the midpoint, on CAF 1; "
        "their mean is 3.17."
    )


def test_every_question_has_its_own_tables_in_the_pack_s_order(cast, sign_trusts, tables):
    different = {sector: but(cast, 2, ma_2=5) for sector in ("health", "police", "schools")}
    sign_trusts(NORTH_EAST[:5], different)
    view = tables()
    assert list(view.questions) == [item.id for item in cast.pack.items]
    assert {item: one.leaders.mean for item, one in view.questions.items()} == {
        item.id: 5.0 if item.id == "ma-2" else 2.0 for item in cast.pack.items
    }
    theme = cast.pack.theme("multi-agency")
    assert [one.item.code for one in view.of_theme(theme)] == ["MA 1", "MA 2", "MA 3"]


def test_non_scores_are_counted_and_enter_no_mean(cast, sign_trusts, on):
    sign_trusts(NORTH_EAST[:5], levels(4, 4, 4))
    sign_trusts(NORTH_EAST[5:6], levels(DONT_KNOW, DONT_KNOW, NOT_APPLICABLE))
    found = on()
    assert (found.n, found.leaders.mean) == (5, 4.0)
    assert found.bands.taking_part.no_score == 1
    assert "1 without a level given" in found.who_takes_part
    assert found.counts.answers == 15


# Who enters: published in full, with enough sectors.


@pytest.mark.parametrize("publication", ["headline", "done"])
def test_only_trusts_that_publish_in_full_are_in_a_question_s_figures(
    sign_trusts, tables, publication
):
    sign_trusts(NORTH_EAST[:5], 2)
    sign_trusts(NORTH_EAST[5:8], 5, publication)
    view = tables()
    assert (view.signed, view.published) == (8, 5)
    assert {one.leaders.mean for one in view.questions.values()} == {2.0}
    assert {one.bands.taking_part.trusts for one in view.questions.values()} == {5}
    assert {one.counts.level_counts for one in view.questions.values()} == {(0, 15, 0, 0, 0)}


def test_a_level_that_is_changed_later_counts_at_once(cast, sign_trusts, tables):
    sign_trusts(NORTH_EAST[:6], 2)
    assert tables().questions["caf-1"].n == 6
    with cast.store.writing() as session:
        in_round = rounds.round_of(session, NORTH_EAST[0], 2009)
        rounds.set_round_status(session, in_round.id, "signed", "done")
    assert tables().questions["caf-1"].n == 5


def test_a_trust_with_two_sectors_on_a_question_is_not_in_its_figures(cast, sign_trusts, on):
    sign_trusts(NORTH_EAST[:5], 2)
    silent = {"health": 5, "police": 5, "schools": but(cast, 5, caf_1=DONT_KNOW)}
    sign_trusts(NORTH_EAST[5:6], silent)
    found = on("caf-1")
    assert (found.n, found.leaders.mean, found.bands.taking_part.too_few) == (5, 2.0, 1)
    assert {sector.n for sector in found.sectors} == {5}
    assert found.counts.level_counts == (0, 15, 0, 0, 0)
    assert "1 with a score from fewer than three sectors" in found.who_takes_part
    assert on("caf-2").n == 6


# At least five Trusts behind every figure.


def test_with_four_trusts_there_is_no_figure_at_all(sign_trusts, tables):
    sign_trusts(NORTH_EAST[:4], 5)
    view = tables()
    found = view.questions["caf-1"]
    assert not found.is_shown
    assert not found.counts_are_shown
    assert found.sectors == ()
    assert found.sentence == (
        "Too few Trusts to show CAF 1 for England in 2009: 4 have a score that can be counted, "
        "and at least 5 are needed."
    )
    written = json.dumps(view.to_json(made_up=False)["items"][0])
    assert "5.0" not in written
    assert '"counts": null' in written


def test_a_region_of_four_shows_none_and_is_left_out_of_england_beside_one_that_shows(
    sign_trusts, on
):
    # England less the North East would be the four alone.
    sign_trusts(NORTH_EAST, 2)
    sign_trusts(LONDON[:4], 5)
    england, london = on(), on(region=LONDON_CODE)
    assert not london.is_shown
    assert (england.n, england.leaders.mean, england.left_out) == (8, 2.0, 4)
    assert "8 of these 12 are in the figures" in england.who_takes_part
    assert "4 left out" in england.who_takes_part


def test_regions_of_four_and_one_enter_england_together(sign_trusts, on):
    sign_trusts(NORTH_EAST, 2)
    sign_trusts(LONDON[:4], 5)
    sign_trusts(EAST_MIDLANDS[:1], 5)
    england = on()
    assert (england.n, england.left_out) == (13, 0)
    assert england.leaders.mean == pytest.approx((16 + 25) / 13)


def test_a_region_has_its_own_tables(sign_trusts, tables):
    sign_trusts(NORTH_EAST[:5], 2)
    sign_trusts(LONDON[:5], 5)
    view = tables(LONDON_CODE)
    assert (view.name, view.signed, view.published) == ("London", 5, 5)
    assert view.questions["caf-1"].leaders.mean == 5.0
    assert "In London in 2009, 5 of 5" in view.questions["caf-1"].sentence
    assert tables(NORTH_EAST_CODE).questions["caf-1"].sentence.startswith("In the North East in")
    assert tables().questions["caf-1"].leaders.mean == 3.5


# A sector's mean needs five Trusts, and may not be what the others leave.


@pytest.fixture
def carry(cast):
    """Carry Trusts over into 2010, whose questionnaire knows two sectors more.

    Each says the same of every question: ``(sector, level)`` of each of its partners.
    """
    more = [Sector(id="sport", title="Sport"), Sector(id="youth", title="Youth service")]
    pack = cast.pack.model_copy(update={"version": "2010", "sectors": (*cast.pack.sectors, *more)})
    open_cycle(cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17))

    def carry_all(trusts, *partners, publication="full"):
        given = [
            RoundAnswer(partner, sector, item.id, level, None)
            for partner, (sector, level) in enumerate(partners, start=1)
            for item in pack.items
        ]
        carry_over(
            cast.store,
            OPERATOR,
            2010,
            dict.fromkeys(trusts, given),
            dict.fromkeys(trusts, publication),
        )

    return carry_all


USUAL = (("health", 2), ("police", 2), ("schools", 2))


def means(found):
    return {one.sector: (one.mean, one.n, one.having) for one in found.sectors}


def test_a_sector_of_fewer_than_five_trusts_shows_no_mean_and_takes_another_with_it(carry, tables):
    carry(NORTH_EAST[:5], *USUAL)
    carry(NORTH_EAST[5:6], *USUAL[:2], ("sport", 5))
    found = tables(year=2010).questions["caf-1"]
    # Beside all the others, sport would be the sum of all answers less the rest.
    assert means(found) == {
        "health": (2.0, 6, 6),
        "police": (2.0, 6, 6),
        "schools": (None, 0, 5),
        "sport": (None, 0, 1),
    }
    written = json.dumps(tables(year=2010).to_json(made_up=True)["items"][0]["by_sector"])
    assert "5.0" not in written


def test_a_sector_s_mean_is_taken_over_regions_with_five_such_trusts(carry, tables):
    carry(NORTH_EAST[:5], *USUAL, ("sport", 4))
    carry(LONDON[:5], *USUAL)
    carry(LONDON[5:6], *USUAL[:2], ("sport", 1))
    england = means(tables(year=2010).questions["caf-1"])
    assert england["sport"] == (4.0, 5, 6)
    assert england["health"] == (2.0, 11, 11)
    assert england["schools"] == (2.0, 5, 10)
    assert means(tables(LONDON_CODE, year=2010).questions["caf-1"])["sport"] == (None, 0, 1)


def test_sectors_stand_in_the_pack_s_order_and_words(carry, tables):
    carry(NORTH_EAST[:5], *USUAL, ("youth", 3), ("sport", 4))
    found = tables(year=2010).questions["caf-1"].sectors
    assert [one.title for one in found] == ["Health", "Police", "Schools", "Sport", "Youth service"]


def test_partners_of_one_sector_count_once_in_means_and_each_in_the_answers(carry, tables):
    carry(NORTH_EAST[:6], *USUAL, ("schools", 4))
    found = tables(year=2010).questions["caf-1"]
    assert means(found)["schools"] == (3.0, 6, 6)
    assert found.leaders.mean == pytest.approx(7 / 3)
    assert (found.counts.answers, found.counts.mean) == (24, 2.5)


def test_answers_are_not_counted_where_one_trust_alone_has_a_second_school(carry, tables):
    # All answers, less all sectors' means, would be what its second school said.
    carry(NORTH_EAST[:6], *USUAL)
    carry(NORTH_EAST[6:7], *USUAL, ("schools", 5))
    found = tables(year=2010).questions["caf-1"]
    assert found.is_shown
    assert found.n == 7
    assert not found.counts_are_shown
    assert found.counts.level_counts == (0, 0, 0, 0, 0)
    assert tables(year=2010).to_json(made_up=False)["items"][0]["counts"] is None


# Practitioners: from suppressed scores, by audience only.


@pytest.fixture
def sign_with_survey(cast):
    """Sign Trusts whose practitioners answer too: so many of each sector, all at one level."""

    def sign_all(trusts, people, level=2, sectors=("health", "police", "schools")):
        asked = [item.id for item in cast.pack.items_for(Audience.PRACTITIONERS)]
        for trust in trusts:
            place = cast.open_trust(trust)
            for sector in sectors:
                said = Response(sector, dict.fromkeys(asked, level))
                keep_responses(cast.store, None, place.round_id, [said] * people)
            cast.sign(place, levels(4, 4, 4))

    return sign_all


def test_practitioners_stand_beside_leaders_by_audience_and_never_by_sector(sign_with_survey, on):
    sign_with_survey(NORTH_EAST[:5], 2)
    found = on()
    assert (found.leaders.mean, found.leaders.n) == (4.0, 5)
    assert (found.practitioners.mean, found.practitioners.n) == (2.0, 5)
    assert {one.mean for one in found.sectors} == {4.0}
    assert found.counts.level_counts == (0, 0, 0, 15, 0)


def test_fewer_than_five_people_are_suppressed_and_enter_no_mean(sign_with_survey, on):
    sign_with_survey(NORTH_EAST[:5], 2)
    sign_with_survey(NORTH_EAST[5:6], 1, level=5)
    found = on().practitioners
    assert (found.mean, found.n, found.suppressed) == (2.0, 5, 1)
    assert found.why_not_more == "1 suppressed, because fewer than five people rated it"


def test_practitioners_of_two_sectors_or_four_trusts_enter_no_mean(sign_with_survey, on):
    sign_with_survey(NORTH_EAST[:4], 2)
    sign_with_survey(NORTH_EAST[4:6], 5, level=5, sectors=("health", "police"))
    found = on()
    assert (found.n, found.leaders.mean) == (6, 4.0)
    assert (found.practitioners.mean, found.practitioners.n) == (None, 0)
    assert (found.practitioners.having, found.practitioners.too_few) == (4, 2)


def test_a_region_s_practitioners_are_not_what_england_s_leave(sign_with_survey, on):
    sign_with_survey(NORTH_EAST[:5], 2)
    sign_with_survey(LONDON[:1], 2, level=5)
    assert (on().practitioners.mean, on().practitioners.n) == (2.0, 5)


def test_questions_for_leaders_only_say_how_many_trusts_had_no_leaders_answering(
    cast, carry, sign_trusts, tables
):
    sign_trusts(NORTH_EAST[:5], 2)
    found = tables().questions["caf-3"]
    assert found.is_for_leaders_only
    assert found.practitioners is None
    assert found.who_takes_part.endswith("No Trust was without leaders answering.")
    carry(NORTH_EAST[:5], *USUAL)
    only_caf_1 = [RoundAnswer(1, "health", "caf-1", 3, None)]
    carry_over(cast.store, OPERATOR, 2010, {301: only_caf_1}, {301: "full"})
    silent = tables(year=2010).questions["caf-3"]
    assert silent.bands.taking_part.no_answer == 1
    assert silent.who_takes_part == (
        "5 of these 6 are in the figures: 1 with no leaders answering."
    )


# Who may see them.


def test_a_regional_lead_sees_england_and_the_own_region(cast, sign_trusts, tables):
    sign_trusts(NORTH_EAST[:5], 3)
    assert tables(who=cast.frank).questions["caf-1"].n == 5
    assert tables(EAST, cast.frank).published == 0
    with pytest.raises(NotAllowed, match="only open the page of your own region"):
        tables(NORTH_EAST_CODE, cast.frank)
    assert tables(NORTH_EAST_CODE, cast.grace).questions["caf-1"].n == 5


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "heidi", "ivan", "mallory"])
def test_nobody_else_sees_any_even_after_somebody_opened_them(cast, sign_trusts, tables, name):
    sign_trusts(NORTH_EAST[:5], 3)
    tables()
    for region in (None, EAST, NORTH_EAST_CODE, "nowhere"):
        for year in (2009, 1999):
            with pytest.raises(NotAllowed):
                tables(region, getattr(cast, name), year)


def test_a_year_or_region_that_is_not_there_is_said_so(tables):
    with pytest.raises(NotFound, match="no self-evaluation in 2005"):
        tables(year=2005)
    with pytest.raises(NotFound, match="This region does not exist in 2009"):
        tables("E99")


def test_a_year_that_nobody_has_signed_has_empty_tables(tables):
    found = tables()
    assert (found.signed, found.published) == (0, 0)
    assert "CAF 1 for England in 2009: none has a score" in found.questions["caf-1"].sentence


# For machines, and in memory.


def test_the_json_holds_the_same_figures_and_says_that_they_are_made_up(sign_trusts, tables):
    sign_trusts(NORTH_EAST[:5], levels(2, 4, 3))
    view = tables()
    found = json.loads(json.dumps(view.to_json(made_up=True)))
    assert (found["made_up"], found["name"], found["year"]) == (True, "England", 2009)
    assert found["bands"] == ["below", "above"]
    one = found["items"][0]
    assert (one["code"], one["sentence"]) == ("CAF 1", view.questions["caf-1"].sentence)
    assert one["bands"]["counts"] == [0, 5]
    assert one["by_sector"][1] == {
        "sector": "police", "title": "Police", "mean": 4.0, "n": 5, "having": 5,
    }  # fmt: skip
    assert one["counts"]["level_counts"] == [0, 5, 5, 5, 0]


@contextmanager
def _asked(store):
    """The questions that a database is asked meanwhile about scores."""
    questions = []

    def listen(_connection, _cursor, statement, *_):
        if "FROM snapshot_score" in statement:
            questions.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    yield questions
    event.remove(store.engine, "before_cursor_execute", listen)


def test_they_are_worked_out_once_until_something_is_signed(cast, sign_trusts, tables):
    sign_trusts(NORTH_EAST[:5], 2)
    with _asked(cast.store) as questions:
        first = tables()
        assert len(questions) == 2
        assert tables() is first
        assert len(questions) == 2
    sign_trusts(NORTH_EAST[5:6], 5)
    assert tables().questions["caf-1"].leaders.mean == 2.5
