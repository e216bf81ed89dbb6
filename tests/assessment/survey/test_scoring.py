"""The practitioners' survey: nobody named, nothing below five people, and a gap on equal terms."""

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from owf.access import OPERATOR
from owf.assessment.errors import Locked, NotFound, OutsideScale
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.survey.responding import Response
from owf.assessment.survey.scoring import keep_responses
from owf.questionnaire import NonScore
from owf.store import rounds, surveys

UNEQUAL = {"health": 2, "police": 3, "schools": 5}
SHARED = ("caf-1", "caf-2", "ma-1", "ma-2")
SHARED_GROUPS = {
    "overall",
    "theme:caf",
    "theme:multi-agency",
    "aspect:training",
    "aspect:coaching",
    "aspect:co-location",
    "cell:caf/training",
    "cell:caf/coaching",
    "cell:multi-agency/training",
    "cell:multi-agency/co-location",
    *(f"item:{item_id}" for item_id in SHARED),
}


@pytest.fixture
def keep(cast):
    """Keep one response in Cambridgeshire's round."""

    def keep_one(sector="police", partner_id=None, **choices):
        given = {item.replace("_", "-"): choice for item, choice in choices.items()}
        return keep_responses(
            cast.store, None, cast.cambridgeshire.round_id, [Response(sector, given, partner_id)]
        )

    return keep_one


@pytest.fixture
def kept(cast):
    """What the survey of Cambridgeshire's round holds."""

    def read():
        with cast.store.reading() as session:
            return surveys.answers_of_survey(session, cast.cambridgeshire.round_id)

    return read


def response_count(cast):
    with cast.store.reading() as session:
        return surveys.response_count(session, cast.cambridgeshire.round_id)


# What is kept.


def test_a_response_is_kept_with_its_levels_and_non_scores(keep, kept):
    assert keep(caf_1=4, caf_2=NonScore.DONT_KNOW, ma_1=NonScore.NOT_APPLICABLE) == 1
    found = [(one.sector_id, one.item_id, one.level, one.non_score) for one in kept()]
    assert found == [
        ("police", "caf-1", 4, None),
        ("police", "caf-2", None, "dont_know"),
        ("police", "ma-1", None, "not_applicable"),
    ]


def test_a_practitioner_names_their_partner_or_only_its_sector(cast, keep, kept):
    police = cast.cambridgeshire.partners["police"]
    assert keep(partner_id=police, caf_1=4) == 1
    assert keep(caf_1=2) == 2
    assert [(one.partner_id, one.level) for one in kept()] == [(police, 4), (None, 2)]


def test_each_round_has_a_survey_of_its_own(cast, keep):
    elsewhere = [Response("police", {"caf-1": 5})] * 3
    assert keep_responses(cast.store, None, cast.leeds.round_id, elsewhere) == 3
    assert keep(caf_1=4) == 1


def test_nothing_in_the_tables_says_who_answered_or_when(cast, keep):
    tables = SQLModel.metadata.tables
    columns = {
        name: {one.name for one in tables[name].columns}
        for name in tables
        if name in {"survey_response", "survey_answer"}
    }
    assert columns == {
        "survey_response": {"id", "round_id", "partner_id", "sector_id", "role", "comment"},
        "survey_answer": {"response_id", "item_id", "level", "non_score"},
    }
    keep(caf_1=4)
    with cast.store.reading() as session:
        response = session.execute(text("SELECT * FROM survey_response")).one()
    assert tuple(response) == (1, cast.cambridgeshire.round_id, None, "police", None, "")


# What is refused.


@pytest.mark.parametrize("sector", ["fire", "", "Police", "police ", "police\x00"])
def test_it_refuses_a_sector_that_the_questionnaire_does_not_name(cast, keep, sector):
    with pytest.raises(OutsideScale, match="choose one of those offered"):
        keep(sector=sector, caf_1=3)
    assert response_count(cast) == 0


@pytest.mark.parametrize("item", ["caf_3", "ma_3", "caf_9", ""])
def test_it_refuses_an_item_that_practitioners_are_not_asked(cast, keep, item):
    with pytest.raises(OutsideScale, match="not asked of practitioners"):
        keep(**{"caf_1": 3, item: 3})
    assert response_count(cast) == 0


@pytest.mark.parametrize("level", [0, 6, -1, 2.5, True, False, None, "3", "dont_know"])
def test_it_refuses_a_level_outside_the_scale(cast, keep, level):
    with pytest.raises(OutsideScale, match="choose one from 1 to 5"):
        keep(caf_1=level)
    assert response_count(cast) == 0


def test_of_several_responses_all_are_kept_or_none(cast):
    good, bad = Response("police", {"caf-1": 4}), Response("police", {"caf-1": 6})
    with pytest.raises(OutsideScale):
        keep_responses(cast.store, None, cast.cambridgeshire.round_id, [good, good, bad])
    assert response_count(cast) == 0


def test_a_signed_round_takes_no_more_responses(cast, settle, sign, keep):
    settle(UNEQUAL)
    sign()
    with pytest.raises(Locked, match=r"so no response was kept"):
        keep(caf_1=3)
    assert response_count(cast) == 0


@pytest.mark.databases("sqlite", "postgresql")
def test_a_response_that_was_waiting_for_the_signature_is_not_kept(cast, keep, while_another_waits):
    round_id = cast.cambridgeshire.round_id

    def erin_signs(session):
        rounds.round_to_change(session, round_id)
        rounds.set_round_status(session, round_id, "signed", "full")

    outcome = while_another_waits(erin_signs, lambda: keep(caf_1=3))
    assert isinstance(outcome, Locked), outcome
    assert response_count(cast) == 0


def test_a_round_that_is_not_there_takes_no_responses(cast):
    with pytest.raises(NotFound, match="no response was kept"):
        keep_responses(cast.store, None, 987654, [Response("police", {"caf-1": 3})])


def test_it_refuses_a_partner_of_another_trust(cast, keep):
    with pytest.raises(OutsideScale):
        keep(partner_id=cast.leeds.partners["police"], caf_1=3)
    assert response_count(cast) == 0


def test_it_refuses_a_partner_that_is_not_there(cast, keep):
    with pytest.raises(OutsideScale):
        keep(partner_id=987654, caf_1=3)
    assert response_count(cast) == 0


def test_it_refuses_a_partner_under_another_sector_than_its_own(cast, settle, keep, sign):
    """Kept, it would stop the signature: a partner in two sectors cannot be scored."""
    settle(UNEQUAL)
    police = cast.cambridgeshire.partners["police"]
    keep(partner_id=police, caf_1=3)
    with pytest.raises(OutsideScale):
        keep(sector="health", partner_id=police, caf_1=3)
    assert sign()


# Scores (METHOD 1.4 and 1.5).


def test_a_person_s_mean_counts_once_and_a_sector_is_the_mean_of_its_partners(
    settle, respond, sign, rows
):
    settle(UNEQUAL)
    respond(5, "police", {"caf-1": 5, "caf-2": 3}, partner=True)
    respond(10, "police", {"caf-1": 1})
    respond(5, "schools", {"caf-1": 2})
    sign()
    found = rows("practitioners")["theme:caf"]
    # Police: one partner at 4, and the nameless ones together at 1.
    assert found.sector_scores == {"police": 2.5, "schools": 2.0}
    assert (found.mean, found.n_units, found.n_respondents) == (2.25, 2, 20)
    assert found.pooled_mean == pytest.approx((5 * 4 + 10 * 1 + 5 * 2) / 20)
    assert found.agreed is None


def test_only_the_questions_that_both_were_asked_stand_against_each_other(
    each, settle, respond, sign, rows
):
    settle({"health": 2, "police": each(3, caf_3=5, ma_3=5), "schools": 5})
    respond(5, "police", 4)
    sign()
    assert set(rows("practitioners")) == set(rows("leaders_shared")) == SHARED_GROUPS
    # The police's leaders gave 5 to both questions that practitioners are not asked.
    assert rows("leaders_shared")["overall"].sector_scores == {"police": 3.0}
    assert rows("leaders")["overall"].sector_scores["police"] == pytest.approx(22 / 6)


# Fewer than five people (METHOD 1.7).


def figures_of(row):
    """Every figure of a row but how many people stand behind it."""
    return (
        row.mean,
        row.pooled_mean,
        row.sd,
        dict(row.sector_scores),
        set(row.level_counts),
        row.dont_know,
        row.not_applicable,
        row.agreed,
    )


NOTHING = (None, None, None, {}, {0}, 0, 0, None)


def test_below_five_people_every_figure_is_suppressed(settle, respond, sign, rows):
    settle(UNEQUAL)
    respond(4, "police", 4)
    sign()
    assert set(rows("practitioners")) == SHARED_GROUPS
    for row in rows("practitioners").values():
        assert figures_of(row) == NOTHING, row.group_key
        assert (row.n_units, row.n_respondents) == (0, 4)
    for row in rows("leaders_shared").values():
        assert (row.mean, row.n_units, dict(row.sector_scores)) == (None, 0, {}), row.group_key


def test_from_five_people_every_figure_is_there(settle, respond, sign, rows):
    settle(UNEQUAL)
    respond(5, "police", 4)
    sign()
    for row in rows("practitioners").values():
        assert (row.mean, row.pooled_mean, row.n_units, row.n_respondents) == (4.0, 4.0, 1, 5)
        assert row.sector_scores == {"police": 4.0}
        assert sum(row.level_counts) == row.level_counts[3] > 0
    for row in rows("leaders_shared").values():
        assert (row.mean, row.sector_scores) == (3.0, {"police": 3.0}), row.group_key


def test_five_people_of_whom_four_gave_a_level_are_four(settle, respond, sign, rows):
    settle(UNEQUAL)
    everything = dict.fromkeys(SHARED, 4)
    respond(4, "police", everything)
    respond(1, "police", everything | {"caf-1": NonScore.DONT_KNOW})
    sign()
    found = rows("practitioners")
    # Not even that one did not know is told, for it tells that four did.
    assert figures_of(found["item:caf-1"]) == NOTHING
    assert figures_of(found["cell:caf/training"]) == NOTHING
    assert (found["theme:caf"].mean, found["theme:caf"].n_respondents) == (4.0, 5)
    assert found["item:caf-2"].level_counts == [0, 0, 0, 5, 0]
    assert rows("leaders_shared")["item:caf-1"].mean is None


def test_from_five_people_on_every_sector_stays_in_the_snapshot(settle, respond, sign, rows):
    """Else a Trust with a few people in each sector could have no gap at all (decision 0006)."""
    settle(UNEQUAL)
    respond(4, "health", 2)
    respond(1, "police", 5)
    sign()
    overall = rows("practitioners")["overall"]
    assert overall.sector_scores == {"health": 2.0, "police": 5.0}
    assert (overall.n_units, overall.mean, overall.n_respondents) == (2, 3.5, 5)
    assert rows("leaders_shared")["overall"].sector_scores == {"health": 2.0, "police": 3.0}


def sign_all(cast):
    cast.sign(cast.cambridgeshire, {})


# Leaders against practitioners (METHOD 1.3 and 3).


@pytest.fixture
def gaps(cast):
    """Leaders against practitioners of Cambridgeshire by group key, as the chair sees them."""

    def read():
        sign_all(cast)
        found = compare_with(cast.store, cast.erin, 873, 2009).gaps
        return {(one.kind, one.theme, one.aspect): one for one in found}

    return read


OVERALL = ("overall", None, None)


def test_a_gap_is_taken_over_the_sectors_that_both_answered_for(each, settle, respond, gaps):
    settle({"health": 4, "police": each(5, caf_1=4), "schools": each(4, ma_1=5)})
    respond(5, "health", 3)
    respond(5, "police", 3)
    respond(5, "schools", 3)
    found = gaps()[OVERALL].gap
    assert (found.n, found.practitioners) == (3, 3.0)
    assert found.leaders == pytest.approx((4 + 4.75 + 4.25) / 3)
    assert found.mean_gap == pytest.approx(4 / 3)
    assert str(found.verdict) == "leaders rate higher"


@pytest.mark.parametrize(("schools", "shown"), [(3, True), (2, False)])
def test_a_gap_rests_on_five_people_over_all_its_sectors(settle, respond, gaps, schools, shown):
    settle({"health": 4, "police": 5, "schools": 3})
    respond(1, "health", 3)
    respond(1, "police", 3)
    respond(schools, "schools", 1)
    for one in gaps().values():
        if shown:
            assert (one.gap.n, one.gap.leaders) == (3, 4.0)
            assert one.gap.practitioners == pytest.approx(7 / 3)
        else:
            assert (one.gap.n, one.gap.leaders, one.gap.practitioners) == (0, None, None)
            assert str(one.verdict) == "cannot be calculated"


def test_a_gap_and_the_practitioners_score_tell_together_no_more_than_each_alone(
    cast, settle, respond, gaps
):
    """One person of health: the mean of both sectors less the police's would be their mean."""
    settle({"health": NonScore.DONT_KNOW, "police": 3, "schools": NonScore.DONT_KNOW})
    respond(5, "police", 4)
    respond(1, "health", 1)
    gap = gaps()[OVERALL].gap
    overall = compare_with(cast.store, cast.erin, 873, 2009).practitioners["overall"]
    if gap.practitioners is not None and overall.mean is not None:
        assert overall.mean * overall.n_units - gap.practitioners * gap.n != 1.0


def test_people_of_a_sector_whose_leaders_did_not_know_count_for_no_gap(
    settle, respond, sign, rows
):
    settle({"health": NonScore.DONT_KNOW, "police": 3, "schools": NonScore.DONT_KNOW})
    respond(4, "police", 4)
    respond(5, "health", 4)
    sign()
    # Nine people answered, but only four of them stand beside a leader's score.
    assert rows("practitioners")["overall"].n_respondents == 9
    assert rows("leaders_shared")["overall"].sector_scores == {}


def test_without_a_survey_there_is_nothing_to_stand_beside(cast, settle):
    settle(UNEQUAL)
    sign_all(cast)
    found = compare_with(cast.store, OPERATOR, 873, 2009)
    assert (found.gaps, dict(found.practitioners)) == ((), {})


# What stands side by side must not tell of a few people.


def test_a_theme_that_one_person_answered_is_not_in_overall_either(cast, settle, keep, sign, rows):
    settle(UNEQUAL)
    nothing = dict.fromkeys(("ma_1", "ma_2"), NonScore.NOT_APPLICABLE)
    for level in (3, 4, 2, 4, 3, 4):
        keep("health", caf_1=level, caf_2=level, **nothing)
    keep("health", caf_1=5, caf_2=5, ma_1=1, ma_2=1)
    sign()
    found = rows("practitioners")
    assert (found["theme:multi-agency"].mean, found["theme:multi-agency"].n_respondents) == (
        None,
        1,
    )
    assert found["overall"].mean == found["theme:caf"].mean == pytest.approx(25 / 7)


def test_one_stray_response_withholds_no_gap(cast, settle, keep, gaps):
    settle({"health": 2, "police": 3, "schools": NonScore.DONT_KNOW})
    for sector in ("health", "police"):
        for _ in range(5):
            keep(sector, **{item.replace("-", "_"): 3 for item in SHARED})
    keep("schools", **{item.replace("-", "_"): 5 for item in SHARED})
    found = gaps()[OVERALL]
    assert found.gap.n == 2
    assert "withheld" not in found.sentence
