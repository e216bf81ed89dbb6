"""The link to a survey: made once, changed, closed, replaced, and never after signing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.audit.reading import open_record
from owf.assessment.errors import Locked, NotAllowed, NotFound, Refused
from owf.assessment.survey.links import change_closing, close_survey, make_link, replace_link
from owf.assessment.survey.overview import open_survey_view
from owf.store import surveys
from owf.store.audit import EventsWanted

LAST_DAY = date(2009, 7, 17)
TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
CHANGES = {
    "make": lambda cast, who: make_link(cast.store, who, cast.cambridgeshire.round_id, LAST_DAY),
    "change": lambda cast, who: change_closing(
        cast.store, who, cast.cambridgeshire.round_id, LAST_DAY
    ),
    "close": lambda cast, who: close_survey(cast.store, who, cast.cambridgeshire.round_id),
    "replace": lambda cast, who: replace_link(cast.store, who, cast.cambridgeshire.round_id),
}


@pytest.fixture(autouse=True)
def _tenth_of_july():
    with clock.stopped_at(TEN):
        yield


def seen(cast, who=None):
    return open_survey_view(cast.store, who or cast.carol, 873, 2009).link


def test_a_coordinator_makes_the_link_and_sees_it_again(cast):
    assert seen(cast) is None
    CHANGES["make"](cast, cast.carol)
    link = seen(cast)
    assert link.address.startswith("http://127.0.0.1:8501/survey/")
    assert len(link.address.rsplit("/", 1)[1]) == 32
    assert (link.closes, link.is_open) == (LAST_DAY, True)
    assert seen(cast) == link == seen(cast, cast.dave)
    with pytest.raises(Refused, match="There is already a link"):
        CHANGES["make"](cast, cast.carol)


def test_it_is_closed_and_opened_again_by_its_last_day(cast):
    CHANGES["make"](cast, cast.carol)
    CHANGES["close"](cast, cast.carol)
    assert not seen(cast).is_open
    with pytest.raises(Refused, match="already closed"):
        CHANGES["close"](cast, cast.carol)
    change_closing(cast.store, cast.carol, cast.cambridgeshire.round_id, TEN.date())
    assert seen(cast).is_open


def test_a_replaced_link_has_another_address_and_the_same_last_day(cast):
    CHANGES["make"](cast, cast.carol)
    old = seen(cast)
    CHANGES["replace"](cast, cast.carol)
    new = seen(cast)
    assert new.address != old.address
    assert new.closes == old.closes
    with cast.store.reading() as session:
        assert surveys.link_by_token(session, old.address.rsplit("/", 1)[1]).is_replaced


@pytest.mark.parametrize("day", [date(2009, 7, 9), date(2010, 7, 20), date(1, 1, 1)])
def test_a_last_day_that_is_over_or_far_away_is_refused(cast, day):
    for change in (make_link, change_closing):
        with pytest.raises(Refused, match="today or later, and within a year"):
            change(cast.store, cast.carol, cast.cambridgeshire.round_id, day)
        if change is make_link:
            CHANGES["make"](cast, cast.carol)


@pytest.mark.parametrize("name", CHANGES)
def test_only_the_coordinator_looks_after_it(cast, name):
    for who in (cast.alice, cast.dave, cast.erin, cast.judy, cast.heidi, cast.mallory):
        with pytest.raises(NotAllowed):
            CHANGES[name](cast, who)


@pytest.mark.parametrize("name", CHANGES)
def test_after_signing_nothing_is_changed(cast, name):
    CHANGES["make"](cast, cast.carol)
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 4})
    with pytest.raises(Locked, match="has signed 2009, which closed its survey"):
        CHANGES[name](cast, cast.carol)
    assert not seen(cast).is_open


@pytest.mark.parametrize("name", ["change", "close", "replace"])
def test_without_a_link_there_is_nothing_to_change(cast, name):
    with pytest.raises(Refused, match="Make it first"):
        CHANGES[name](cast, cast.carol)


def test_a_round_that_is_not_there_has_no_survey(cast):
    with pytest.raises(NotFound):
        make_link(cast.store, OPERATOR, 987654, LAST_DAY)
    with pytest.raises(NotFound):
        open_survey_view(cast.store, cast.carol, 873, 2031)


def test_the_record_says_what_was_done_and_never_the_link(cast):
    for name in ("make", "change", "replace", "close"):
        CHANGES[name](cast, cast.carol)
    lines = open_record(cast.store, OPERATOR, EventsWanted(trust=873, since=TEN)).lines
    assert sorted(one.sentence for one in lines) == [
        "Carol made the link to the survey of 2009, open until 17 July 2009",
        "Carol replaced the link to the survey of 2009",
        "Carol set the last day of the survey of 2009 to 17 July 2009",
        "Carol set the last day of the survey of 2009 to 9 July 2009",
    ]
    token = seen(cast).address.rsplit("/", 1)[1]
    assert token not in str([one.event for one in lines])
