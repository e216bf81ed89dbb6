"""What a coordinator sees of a survey: never fewer than five."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.assessment.errors import NotAllowed
from owf.assessment.survey.overview import FEWER, _total_in_words, number_in_words, open_survey_view
from owf.store import surveys


@pytest.fixture
def view(cast):
    return lambda who=cast.carol: open_survey_view(cast.store, who, 873, 2009)


def respond(cast, sector, *comments):
    with cast.store.writing() as session:
        for comment in comments:
            surveys.add_response(
                session, cast.cambridgeshire.round_id, sector, None, [], comment=comment
            )


def test_sectors_of_fewer_than_five_are_words(cast, view):
    respond(cast, "police", *[""] * 5)
    respond(cast, "health", *[""] * 4)
    found = view()
    assert dict(found.by_sector) == {"Police": "5", "Health": FEWER, "Schools": FEWER}
    assert found.finished == "at least 5"
    respond(cast, "schools", "")
    assert view().finished == "10"


def test_comments_wait_for_five_responses_and_tell_no_order(cast, view):
    respond(cast, "police", "Zebra", "", "Adder")
    respond(cast, "health", "Moose")
    assert view().comments is None
    respond(cast, "health", "")
    assert view().comments == ("Adder", "Moose", "Zebra")
    assert view(cast.dave).comments == view(cast.erin).comments == view().comments


def test_oddities_are_numbers_and_fewer_than_five_are_words(cast, view):
    with cast.store.writing() as session:
        for _ in range(5):
            surveys.count_oddity(session, cast.cambridgeshire.round_id, "quick")
        surveys.count_oddity(session, cast.cambridgeshire.round_id, "flat")
    assert [number for _, number in view().oddities] == ["5", FEWER, FEWER, FEWER]


def test_only_the_coordinator_may_change_and_strangers_see_nothing(cast, view):
    assert view().may_change
    assert not view(cast.dave).may_change
    for who in (cast.alice, cast.frank, cast.grace, cast.heidi, cast.judy, cast.mallory):
        with pytest.raises(NotAllowed):
            view(who)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12)))
def test_no_number_below_five_can_be_had_by_subtraction(by_sector):
    shown = {sector: number_in_words(people) for sector, people in by_sector.items()}
    known = sum(int(words) for words in shown.values() if words != FEWER)
    total = _total_in_words(by_sector)
    if total.isdigit():
        rest = int(total) - known
        assert rest == 0 or rest >= 5
    else:
        assert total in (FEWER, f"at least {known}")
