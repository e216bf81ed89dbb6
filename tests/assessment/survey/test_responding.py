"""A practitioner at the survey's link: what is kept, what is refused, and what tells nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import (
    AnsweredAlready,
    NoSuchSurvey,
    NotBegun,
    OutsideScale,
    ResponseRefused,
    SurveyClosed,
)
from owf.assessment.survey.links import close_survey, make_link, replace_link
from owf.assessment.survey.responding import (
    KEPT_FOR,
    PractitionerRole,
    Step,
    answer_screen,
    begin,
    open_survey,
)
from owf.questionnaire import NonScore
from owf.store import audit, surveys
from owf.store import surveys as store_surveys
from owf.store.audit import EventsWanted
from tests.tiny_pack import next_pack

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
LAST_DAY = date(2009, 7, 17)
LATER = TEN + timedelta(minutes=4)


@pytest.fixture
def token(cast):
    """The link to Cambridgeshire's survey."""
    return link_of(cast, cast.cambridgeshire.round_id)


def link_of(cast, round_id):
    with clock.stopped_at(TEN):
        make_link(cast.store, OPERATOR, round_id, LAST_DAY)
    return token_of(cast, round_id)


def token_of(cast, round_id):
    with cast.store.reading() as session:
        return store_surveys.link_of_round(session, round_id).token


@pytest.fixture
def at(cast, token):
    """A device at the link: ``at("phone").begin()``, ``.answer("caf", 3)``."""

    class Device:
        def __init__(self, name, token=token):
            self.name, self.token = name, token

        def begin(self, sector="police", partner_id=None, moment=TEN):
            with clock.stopped_at(moment):
                return begin(
                    cast.store, self.token, self.name,
                    sector=sector, partner_id=partner_id, role=PractitionerRole.MANAGES,
                )  # fmt: skip

        def look(self, moment=TEN):
            with clock.stopped_at(moment):
                return open_survey(cast.store, self.token, self.name)

        def answer(self, theme, level=3, moment=LATER, **how):
            items = {"caf": ("caf-1", "caf-2"), "multi-agency": ("ma-1", "ma-2")}[theme]
            choices = level if isinstance(level, dict) else dict.fromkeys(items, level)
            with clock.stopped_at(moment):
                return answer_screen(cast.store, self.token, self.name, theme, choices, **how)

        def finish(self, level=3, **how):
            self.answer("caf", level)
            return self.answer("multi-agency", level, **how)

    return Device


@pytest.fixture
def responses(cast):
    """How many responses Cambridgeshire's survey has."""

    def count():
        with cast.store.reading() as session:
            return surveys.response_count(session, cast.cambridgeshire.round_id)

    return count


def rows_of(cast, table):
    with cast.store.reading() as session:
        return [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608


# From the start to the end.


@pytest.mark.databases("sqlite", "postgresql")
def test_answers_are_kept_screen_by_screen_and_moved_at_the_end(cast, at, responses):
    phone = at("phone")
    sitting = phone.begin()
    assert [one.theme.id for one in sitting.screens] == ["caf", "multi-agency"]
    assert [item.id for item in sitting.screens[0].items] == ["caf-1", "caf-2"]
    assert phone.answer("caf", {"caf-1": 4, "caf-2": NonScore.DONT_KNOW}) == Step("multi-agency")
    kept = phone.look().given
    assert {item: (one.level, one.non_score) for item, one in kept.items()} == {
        "caf-1": (4, None),
        "caf-2": (None, "dont_know"),
    }
    assert responses() == 0
    assert phone.answer("multi-agency", {"ma-1": 2}, comment="Well.").is_handed_in
    assert responses() == 1
    with cast.store.reading() as session:
        found = surveys.answers_of_survey(session, cast.cambridgeshire.round_id)
    assert [(one.item_id, one.level, one.non_score, one.sector_id) for one in found] == [
        ("caf-1", 4, None, "police"),
        ("caf-2", None, "dont_know", "police"),
        ("ma-1", 2, None, "police"),
    ]
    assert rows_of(cast, "survey_draft") == rows_of(cast, "survey_draft_answer") == []
    (response,) = rows_of(cast, "survey_response")
    assert response[1:] == (cast.cambridgeshire.round_id, None, "police", "manages", "Well.")


def test_an_answer_can_be_changed_until_the_end_and_back_leads_back(at):
    phone = at("phone")
    phone.begin()
    phone.answer("caf", 2)
    assert phone.answer("multi-agency", 5, is_back=True, comment="So far") == Step("caf")
    assert phone.answer("caf", 4, is_back=True) == Step("")
    sitting = phone.look()
    assert {item: one.level for item, one in sitting.given.items()} == {
        "caf-1": 4, "caf-2": 4, "ma-1": 5, "ma-2": 5,
    }  # fmt: skip
    assert sitting.draft.comment == "So far"


def test_somebody_who_chose_the_wrong_workplace_changes_it_and_keeps_the_answers(cast, at):
    phone = at("phone")
    phone.begin("police")
    phone.answer("caf")
    health = cast.cambridgeshire.partners["health"]
    sitting = phone.begin("health", health)
    assert (sitting.draft.sector_id, sitting.draft.partner_id) == ("health", health)
    assert len(phone.look().given) == 2


def test_two_windows_of_a_device_share_one_response_and_the_second_is_told(at, responses):
    first, second = at("phone"), at("phone")
    first.begin()
    second.begin()
    first.answer("caf", 2)
    second.answer("caf", 3)
    first.answer("multi-agency", 4)
    with pytest.raises(AnsweredAlready):
        second.answer("multi-agency", 5)
    with pytest.raises(AnsweredAlready):
        second.begin()
    assert responses() == 1


def test_the_same_device_answers_in_each_trust_s_survey(cast, at):
    at("phone").begin()
    at("phone").finish()
    elsewhere = at("phone", link_of(cast, cast.leeds.round_id))
    elsewhere.begin()
    assert elsewhere.finish().is_handed_in
    hashes = {row[1] for row in rows_of(cast, "survey_device")}
    assert len(hashes) == 2


# What is not told.


def test_nothing_that_stays_says_who_answered_or_when(cast, at):
    for number in range(6):
        at(f"phone-{number}").begin()
        at(f"phone-{number}").finish()
    tables = SQLModel.metadata.tables
    kept = {
        name: {one.name for one in tables[name].columns}
        for name in ("survey_response", "survey_answer", "survey_device", "survey_oddity")
    }
    assert kept == {
        "survey_response": {"id", "round_id", "partner_id", "sector_id", "role", "comment"},
        "survey_answer": {"response_id", "item_id", "level", "non_score"},
        "survey_device": {"round_id", "device_hash"},
        "survey_oddity": {"round_id", "kind", "responses"},
    }
    ids = [row[0] for row in rows_of(cast, "survey_response")]
    assert min(ids) >= 2**30
    assert not set(ids) & {one + 1 for one in ids}
    assert "phone-1" not in str(rows_of(cast, "survey_device"))


def test_the_record_says_once_a_day_that_somebody_answered_and_no_more(cast, at):
    for number, moment in enumerate((TEN, LATER, TEN + timedelta(days=1))):
        phone = at(f"phone-{number}")
        phone.begin(moment=moment)
        phone.answer("caf", moment=moment)
        phone.answer("multi-agency", moment=moment)
    with cast.store.reading() as session:
        found = audit.events(session, EventsWanted(actions=["responses_kept"]), 10)
    midnight = datetime(2009, 7, 9, 23, tzinfo=UTC)  # of London, in summer
    assert [one.at for one in found] == [midnight + timedelta(days=1), midnight]
    assert {(one.person_id, one.address, str(one.detail)) for one in found} == {(None, "", "{}")}


def test_what_is_odd_is_counted_and_nothing_else(cast, at):
    quick, flat, usual = at("quick"), at("flat"), at("usual")
    quick.begin()
    quick.answer("caf", {"caf-1": 1}, moment=TEN)
    quick.answer("multi-agency", {"ma-1": 2}, moment=TEN + timedelta(seconds=59))
    flat.begin()
    flat.finish(4, is_crowd=True)
    usual.begin()
    usual.answer("caf", 2)
    usual.answer("multi-agency", 3)
    assert sorted(rows_of(cast, "survey_oddity")) == [
        (cast.cambridgeshire.round_id, "crowd", 1),
        (cast.cambridgeshire.round_id, "quick", 1),
    ]


# What is refused.


def test_a_link_that_was_guessed_leads_nowhere(at):
    for token in ("", "guessed", "x" * 32, "'; --"):
        with pytest.raises(NoSuchSurvey):
            at("phone", token).look()
        with pytest.raises(NoSuchSurvey):
            at("phone", token).begin()


def test_after_the_last_day_nothing_is_taken_and_what_was_handed_in_counts(at, responses):
    done, late = at("done"), at("late")
    for one in (done, late):
        one.begin()
    done.finish()
    late.answer("caf")
    with pytest.raises(SurveyClosed, match="The last day to answer was 17 July 2009"):
        late.answer("multi-agency", moment=datetime(2009, 7, 17, 23, 1, tzinfo=UTC))
    assert late.answer("multi-agency", moment=datetime(2009, 7, 17, 22, 59, tzinfo=UTC))
    assert responses() == 2


def test_a_survey_that_was_closed_takes_nothing(cast, at):
    phone = at("phone")
    phone.begin()
    with clock.stopped_at(TEN):
        close_survey(cast.store, cast.carol, cast.cambridgeshire.round_id)
    with pytest.raises(SurveyClosed):
        phone.answer("caf")


def test_a_replaced_link_says_so_and_a_draft_continues_at_the_new_one(cast, at):
    phone = at("phone")
    phone.begin()
    phone.answer("caf", 2)
    with clock.stopped_at(TEN):
        replace_link(cast.store, cast.carol, cast.cambridgeshire.round_id)
    with pytest.raises(SurveyClosed, match="a newer link"):
        phone.look()
    again = at("phone", token_of(cast, cast.cambridgeshire.round_id))
    assert len(again.look().given) == 2
    assert again.answer("multi-agency").is_handed_in
    with pytest.raises(AnsweredAlready):
        again.look()


def test_signing_closes_the_survey_and_keeps_what_was_handed_in(cast, at, responses):
    for number in range(5):
        at(f"phone-{number}").begin()
        at(f"phone-{number}").finish()
    late = at("late")
    late.begin()
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 4})
    with pytest.raises(SurveyClosed, match="signed its results for 2009"):
        late.answer("caf")
    with pytest.raises(SurveyClosed):
        late.begin()
    assert responses() == 5


@pytest.mark.parametrize(
    "choices",
    [{"caf-3": 3}, {"unknown": 3}, {"caf-1": 0}, {"caf-1": 6}, {"caf-1": True}],
    ids=["for leaders only", "unknown", "below", "above", "no number"],
)
def test_an_answer_that_is_not_offered_is_refused_and_nothing_of_its_screen_is_kept(at, choices):
    phone = at("phone")
    phone.begin()
    with pytest.raises(OutsideScale):
        phone.answer("caf", {"caf-2": 3} | choices)
    assert phone.look().given == {}


def test_a_partner_of_elsewhere_is_refused(cast, at):
    for sector, partner in (
        ("police", cast.leeds.partners["police"]),
        ("health", cast.cambridgeshire.partners["police"]),
        ("fire", None),
        ("police", 987654),
    ):
        with pytest.raises(OutsideScale):
            at("phone").begin(sector, partner)


def test_one_begins_at_the_beginning_and_hands_in_something(at, responses):
    phone = at("phone")
    with pytest.raises(NotBegun):
        phone.answer("caf")
    phone.begin()
    phone.answer("caf", {})
    with pytest.raises(ResponseRefused, match="You have not answered a statement yet"):
        phone.answer("multi-agency", {})
    assert responses() == 0


def test_a_comment_has_room_for_a_thousand_characters_whatever_ends_its_lines(cast, at):
    phone = at("phone")
    phone.begin()
    with pytest.raises(ResponseRefused, match="1001 characters"):
        phone.answer("multi-agency", comment="x" * 1001)
    assert phone.answer("multi-agency", comment="  x\r\n" + "y" * 998 + " ").is_handed_in
    (response,) = rows_of(cast, "survey_response")
    assert response[-1] == "x\n" + "y" * 998


def test_what_nobody_finishes_is_deleted_in_time(cast, at):
    at("forgotten").begin()
    at("forgotten").answer("caf")
    later = TEN + KEPT_FOR + timedelta(days=1)
    with cast.store.writing() as session:
        link = store_surveys.link_of_round(session, cast.cambridgeshire.round_id)
        store_surveys.set_closes(session, link.id, date(2009, 12, 31))
    at("new").begin(moment=later)
    assert len(rows_of(cast, "survey_draft")) == 1
    assert rows_of(cast, "survey_draft_answer") == []
    assert at("forgotten").look(later).draft is None


# Questions that are not for everybody.


def test_questions_of_other_sectors_are_not_asked_and_conditions_are_kept(cast, at):
    pack = next_pack(
        cast.pack,
        "2010",
        caf_1={"sectors": ["health"]},
        ma_2={"applies_when": {"item": "ma-1", "in": [4, 5]}},
    )
    place = _with(cast, pack)
    phone = at("phone", link_of(cast, place.round_id))
    sitting = phone.begin("police")
    assert [item.id for item in sitting.screens[0].items] == ["caf-2"]
    assert [item.id for item in sitting.screens[1].items] == ["ma-1"]
    with pytest.raises(OutsideScale):
        phone.answer("caf", {"caf-1": 3})
    grown = phone.answer("multi-agency", {"ma-1": 5})
    assert grown == Step("multi-agency", has_grown=True)
    assert [item.id for item in phone.look().screens[1].items] == ["ma-1", "ma-2"]
    assert phone.answer("multi-agency", {"ma-1": 2, "ma-2": 4}).is_handed_in
    with cast.store.reading() as session:
        found = surveys.answers_of_survey(session, place.round_id)
    assert [(one.item_id, one.level) for one in found] == [("ma-1", 2)]


def _with(cast, pack):
    """Cambridgeshire's round of 2010 with another questionnaire."""
    from owf.assessment.rounds.opening import open_cycle  # noqa: PLC0415

    open_cycle(cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17))
    return cast.again(cast.cambridgeshire, 2010)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_hand_in_waits_for_what_another_window_is_saving(
    cast, at, while_another_waits, responses
):
    phone = at("phone")
    phone.begin()
    phone.answer("caf", 2)

    def save(session):
        link = store_surveys.link_to_answer(session, phone.token)
        surveys.count_oddity(session, link.round_id, "crowd")

    assert while_another_waits(save, lambda: phone.answer("multi-agency")).is_handed_in
    assert responses() == 1
