"""The survey's rows: one response a person, read one after the other."""

from owf.store import surveys
from owf.store.surveys import GivenAnswer, PractitionerAnswer


def respond(cast, sector, *given, partner=None):
    with cast.store.writing() as session:
        return surveys.add_response(
            session, cast.cambridgeshire.round_id, sector, partner, list(given)
        )


def read(cast, place):
    with cast.store.reading() as session:
        return (
            surveys.answers_of_survey(session, place.round_id),
            surveys.response_count(session, place.round_id),
        )


def test_answers_come_one_response_after_the_other(cast):
    police = cast.cambridgeshire.partners["police"]
    first = respond(
        cast, "schools", GivenAnswer("ma-1", None, "dont_know"), GivenAnswer("caf-1", 2)
    )
    second = respond(cast, "police", GivenAnswer("caf-1", 5), partner=police)
    found, count = read(cast, cast.cambridgeshire)
    assert found == [
        PractitionerAnswer(first, None, "schools", "caf-1", 2, None),
        PractitionerAnswer(first, None, "schools", "ma-1", None, "dont_know"),
        PractitionerAnswer(second, police, "police", "caf-1", 5, None),
    ]
    assert count == 2
    assert read(cast, cast.leeds) == ([], 0)


def test_a_response_that_answers_nothing_is_counted_and_says_nothing(cast):
    respond(cast, "police")
    assert read(cast, cast.cambridgeshire) == ([], 1)
