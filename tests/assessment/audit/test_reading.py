"""The record as people read it: whose, in which words, a page at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from owf import clock
from owf.access import OPERATOR, Actor, Role
from owf.access.audit import Event, record
from owf.assessment.audit.reading import PAGE, open_record, records_to_read, whole_record
from owf.assessment.audit.wording import KINDS
from owf.assessment.errors import NotAllowed
from owf.store import people
from owf.store.audit import EventsWanted
from owf.store.people import RoleHeld

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
SINCE_TEN = EventsWanted(since=TEN)


@pytest.fixture
def said(cast):
    """The sentence of one event."""

    def say(who, event, kind="", object_id="", **detail):
        with clock.stopped_at(TEN), cast.store.writing() as session:
            record(session, who, event, kind, object_id, trust=873, **detail)
        return open_record(cast.store, OPERATOR, SINCE_TEN).lines[0].sentence

    return say


# In words.


def test_what_happened_in_a_round_is_said_in_the_words_of_its_questionnaire(cast, said):
    mine, ours = str(cast.police), str(cast.cambridgeshire.round_id)
    sentences = [
        said(cast.alice, Event.ANSWER_SAVED, "return", mine, item="caf-1", part="answer"),
        said(cast.bob, Event.ANSWER_SAVED, "return", mine, item="ma-2", part="comment"),
        said(OPERATOR, Event.ANSWER_SAVED, "return", mine, answers=1),
        said(cast.alice, Event.RETURN_SUBMITTED, "return", mine),
        said(OPERATOR, Event.RETURN_SUBMITTED, "return", mine, answers=6),
        said(cast.carol, Event.LEVEL_AGREED, "round", ours, item="caf-3"),
        said(cast.carol, Event.MEDIANS_ACCEPTED, "round", ours, questions=2),
        said(cast.erin, Event.SIGNED_OFF, "round", ours, version=1, hash="ab" * 32),
        said(None, Event.RESPONSES_KEPT, "round", ours, responses=1),
        said(OPERATOR, Event.ROUND_OPENED, "round", ours, partners=3),
    ]
    assert sentences == [
        "Alice saved an answer to CAF 1 for Police 2009",
        "Bob saved a comment on MA 2 for Police 2009",
        "The operator entered 1 answer for Police 2009",
        "Alice submitted the self-assessment of Police 2009",
        "The operator entered the whole self-assessment of Police 2009 (6 answers) and submitted "
        "it",
        "Carol agreed a level on CAF 3 for 2009",
        "Carol accepted the partners' median on 2 questions for 2009",
        "Erin signed off 2009 (version 1, hash abababababab…)",
        "Practitioners without an account sent 1 response to the survey of 2009",
        "The operator opened the round of 2009 with 3 partners",
    ]


def test_what_happened_to_people_names_them_and_where_their_roles_are(cast, said):
    police = cast.cambridgeshire.partners["police"]
    sentences = [
        said(None, Event.SIGN_IN_FAILED),
        said(cast.alice, Event.SIGNED_IN, way="password"),
        said(cast.carol, Event.INVITED, "person", "dave"),
        said(
            cast.carol, Event.ROLE_GIVEN, "person", "dave", role="steering", place="trust 873"
        ),
        said(
            cast.heidi, Event.ROLE_TAKEN, "person", "bob", role="respondent",
            place=f"partner {police}",
        ),
        said(cast.heidi, Event.ROLE_GIVEN, "person", "frank", role="regional_lead",
             place="region E12000006"),
        said(cast.heidi, Event.ROLE_GIVEN, "person", "grace", role="national", place="all"),
        said(cast.heidi, Event.DISABLED, "person", "mallory"),
        said(cast.alice, Event.RESET_ASKED),
        said(cast.ivan, Event.REFUSED, "page", "/sign-off"),
        said(cast.carol, Event.EXPORTED, "file", "the record"),
    ]  # fmt: skip
    assert sentences == [
        "An unknown person failed to sign in",
        "Alice signed in (password)",
        "Carol invited Dave",
        "Carol gave Dave a role: member of the steering group, Cambridgeshire",
        "Heidi removed a role from Bob: respondent, Police",
        "Heidi gave Frank a role: regional lead, East of England",
        "Heidi gave Grace a role: member of the national team",
        "Heidi disabled the account of Mallory",
        "Alice asked for a new password",
        "Ivan was refused the page /sign-off",
        "Carol downloaded the record",
    ]


def test_an_erased_person_is_an_id_and_nothing_else(cast, said):
    with cast.store.writing() as session:
        people.erase(session, "mallory", TEN)
    assert said(cast.mallory, Event.SIGNED_OUT) == "An erased person (mallory) signed out"
    assert said(cast.heidi, Event.ERASED, "person", "mallory") == "Heidi erased a person (mallory)"
    found = open_record(cast.store, OPERATOR, SINCE_TEN)
    assert found.people["mallory"] == "An erased person (mallory)"


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_words_even_without_what_it_was_done_to(said, event):
    sentence = said(None, event)
    assert "cannot describe" not in sentence
    assert sentence.split(" ", 1)[1][0].islower()


def test_every_event_is_of_one_kind():
    found = [event for _, events in KINDS.values() for event in events]
    assert sorted(found) == sorted(Event)


def test_an_event_of_a_later_version_is_shown_all_the_same(cast, said):
    assert said(cast.alice, "flown_away").endswith("cannot describe: flown_away")


# Whose.


@pytest.mark.parametrize(
    "name", ["alice", "dave", "erin", "frank", "grace", "ivan", "judy", "mallory"]
)
def test_nobody_else_reads_any_record(cast, name):
    who = getattr(cast, name)
    with pytest.raises(NotAllowed):
        records_to_read(cast.store, who)
    for trust in (None, 873, 383):
        with pytest.raises(NotAllowed):
            open_record(cast.store, who, EventsWanted(trust=trust))
        with pytest.raises(NotAllowed):
            next(whole_record(cast.store, who, EventsWanted(trust=trust)))


def test_a_coordinator_reads_their_own_trust_s_record_alone(cast):
    assert records_to_read(cast.store, cast.carol) == {873: "Cambridgeshire"}
    found = open_record(cast.store, cast.carol, EventsWanted(trust=873))
    assert {line.trust for line in found.lines} == {"Cambridgeshire"}
    for trust in (None, 383):
        with pytest.raises(NotAllowed, match="own Trust"):
            open_record(cast.store, cast.carol, EventsWanted(trust=trust))


def test_an_administrator_reads_everything_and_chooses_among_the_trusts(cast):
    found = records_to_read(cast.store, cast.heidi)
    assert found == {None: "All Trusts", 873: "Cambridgeshire", 383: "Leeds"}
    lines = open_record(cast.store, cast.heidi, EventsWanted()).lines
    assert {line.trust for line in lines} == {"", "Cambridgeshire", "Leeds"}


def test_a_coordinator_of_two_trusts_chooses_between_them(cast):
    both = Actor(
        "c", "C", tuple(RoleHeld(Role.COORDINATOR, "trust", one) for one in ("873", "383"))
    )
    assert list(records_to_read(cast.store, both).values()) == ["Cambridgeshire", "Leeds"]


# A page at a time.


@pytest.fixture
def many(cast):
    """Two pages and a half of events, a minute apart, after those of the cast."""
    with cast.store.writing() as session:
        for minute in range(2 * PAGE + PAGE // 2):
            with clock.stopped_at(TEN + timedelta(minutes=minute)):
                record(session, cast.alice, Event.SIGNED_IN)
    return SINCE_TEN


def test_pages_lead_on_to_the_oldest_and_back_to_the_newest(cast, many):
    def page(**place):
        return open_record(cast.store, OPERATOR, replace(many, **place))

    first = page()
    assert (len(first.lines), first.total, first.newer) == (PAGE, 250, None)
    second = page(before_id=first.older)
    third = page(before_id=second.older)
    assert [len(second.lines), len(third.lines), third.older] == [PAGE, 50, None]
    at = [line.event.at for one in (first, second, third) for line in one.lines]
    assert at == sorted(at, reverse=True)
    assert len(set(at)) == 250
    assert page(after_id=third.newer).lines == second.lines
    assert page(after_id=second.newer).lines == first.lines
    assert page(after_id=second.newer).newer is None


def test_a_newer_page_that_is_not_full_is_the_newest_page(cast, many):
    first = open_record(cast.store, OPERATOR, many)
    found = open_record(cast.store, OPERATOR, replace(many, after_id=first.lines[9].event.id))
    assert found.lines == first.lines


def test_the_whole_record_is_read_past_every_page(cast, many):
    found = list(whole_record(cast.store, OPERATOR, many))
    assert len({line.event.id for line in found}) == 250


def test_a_record_without_anything_that_fits_is_empty(cast):
    found = open_record(cast.store, OPERATOR, EventsWanted(person_id="nobody"))
    assert (found.lines, found.total, found.older, found.newer) == ([], 0, None, None)
