"""All of last year's answers that still hold are taken over in one step, and back in one step."""

from contextlib import ExitStack
from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.access.audit import Event
from owf.assessment.errors import ChangedSinceRead, Locked, NotAllowed, Refused
from owf.assessment.evidence.library import add_evidence
from owf.assessment.returns.answering import (
    Evidence,
    answers_now,
    open_return,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.evidence_links import change_links
from owf.assessment.returns.taking_over import (
    ANSWERED,
    BEGUN,
    NEW,
    UNANSWERED,
    offer_of,
    take_back,
    take_over,
    taken_over,
)
from owf.assessment.rounds.opening import open_cycle
from owf.questionnaire import NonScore
from owf.store import audit
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted
from owf.store.evidence import Described
from tests.cast import submit_whole_return
from tests.tiny_pack import next_pack

JULY_2009, JULY_2010 = datetime(2009, 7, 1, 9, tzinfo=UTC), datetime(2010, 7, 1, 9, tzinfo=UTC)
WHY = {"reason": "It was missing.", "decided_by": "The national team", "date": "2010-03-01"}


class Year:
    """The police's return of 2010, with all of 2009 beside it."""

    def __init__(self, cast, place):
        self.cast, self.store = cast, cast.store
        self.partner, self.id = place.partners["police"], place.returns["police"]

    def view(self):
        return open_return(self.store, self.cast.alice, self.partner, 2010)

    def offer(self):
        return offer_of(self.view())

    def offered(self):
        return [one.item.id for one in self.offer().takes]

    def take(self, *items, who=None):
        wanted = items or self.offered()
        return [
            one.item.id for one in take_over(self.store, who or self.cast.alice, self.id, wanted)
        ]

    def stored(self, item="caf-1"):
        return answers_now(self.store, self.id).get(item, StoredAnswer(item))

    def choose(self, item, choice, who=None):
        return save_choice(
            self.store, who or self.cast.bob, self.id, item, choice, seen=self.stored(item)
        )

    def step(self):
        return taken_over(self.store, self.view())


@pytest.fixture
def say(cast):
    """Let the police answer one question of 2009, with a comment and evidence."""

    def said(item, choice, comment="", evidence="", expires=None):
        seen = save_choice(
            cast.store, cast.alice, cast.police, item, choice, seen=StoredAnswer(item)
        )
        seen = save_comment(cast.store, cast.alice, cast.police, item, comment, seen=seen)
        named = Evidence(evidence, expires)
        save_evidence(cast.store, cast.alice, cast.police, item, named, seen=seen)

    return said


@pytest.fixture
def next_year(cast):
    """Opens 2010 with the same questions, but for fields that are given; it is July then."""
    with ExitStack() as until_the_end:

        def opened(*, more=(), **fields):
            changes = [{"kind": "same", "from": [item.id for item in cast.pack.items]}]
            if more:
                changes.append({"kind": "added", "to": [item["id"] for _, item in more], **WHY})
            pack = next_pack(cast.pack, "2010", changes=changes, more=more, **fields)
            open_cycle(
                cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17)
            )
            place = cast.again(cast.cambridgeshire, 2010)
            until_the_end.enter_context(clock.stopped_at(JULY_2010))
            return Year(cast, place)

        yield opened


def later(minutes):
    """The clock some minutes on: what is saved then bears another time."""
    return clock.stopped_at(JULY_2010.replace(minute=minutes))


@pytest.mark.databases("sqlite", "postgresql")
def test_every_answer_that_holds_is_taken_over_with_what_stands_behind_it(cast, say, next_year):
    say("caf-1", 4, "Since May.", "The audit.", date(2010, 12, 31))
    say("caf-2", NonScore.DONT_KNOW)
    say("ma-1", 3)
    year = next_year(caf_1={"evidence": {"asked": True}})
    assert year.take() == ["caf-1", "caf-2", "ma-1"]
    kept = year.stored()
    assert (kept.level, kept.comment, kept.evidence, kept.evidence_expires) == (
        4, "Since May.", "The audit.", date(2010, 12, 31),
    )  # fmt: skip
    assert (kept.answered_by, kept.answered_at) == ("alice", JULY_2010)
    assert year.stored("caf-2").non_score == NonScore.DONT_KNOW
    assert year.view().progress().answered == 3


def test_the_preview_says_of_each_other_question_why_it_is_left(cast, say, next_year):
    for item in ("caf-1", "caf-2", "ma-1"):
        say(item, 3)
    say("caf-3", 3, evidence="The audit.", expires=date(2010, 6, 30))
    year = next_year(more=[("caf", {"id": "caf-9", "code": "CAF 9", "text": "A new one."})])
    year.choose("caf-1", 2)
    save_comment(cast.store, cast.alice, year.id, "caf-2", "Ask Bob.", seen=StoredAnswer("caf-2"))
    offer = year.offer()
    assert [one.item.id for one in offer.takes] == ["ma-1"]
    assert offer.leaves == {
        "caf-1": ANSWERED,
        "caf-2": BEGUN,
        "caf-3": "Its evidence was valid until 30 June 2010. Answer again and give the evidence "
        "you have now.",
        "caf-9": NEW,
        "ma-2": UNANSWERED,
        "ma-3": UNANSWERED,
    }


def test_what_was_answered_since_the_preview_is_left_as_it_is(say, next_year):
    for item in ("caf-1", "caf-2"):
        say(item, 4)
    year = next_year()
    year.choose("caf-1", 2)
    assert year.take("caf-1", "caf-2") == ["caf-2"]
    assert year.stored().level == 2


def test_only_what_the_preview_showed_is_taken_over(say, next_year):
    for item in ("caf-1", "caf-2"):
        say(item, 4)
    year = next_year()
    assert year.take("caf-2") == ["caf-2"]
    assert not year.stored().is_given


def test_where_everything_was_answered_since_it_says_so(say, next_year):
    say("caf-1", 4)
    year = next_year()
    year.choose("caf-1", 2)
    with pytest.raises(ChangedSinceRead, match="answered since you opened this page"):
        year.take("caf-1")


def test_a_question_that_last_year_s_answer_brings_up_is_taken_over_too(say, next_year):
    say("caf-1", 4)
    say("caf-2", 2)
    only_where_done = {"applies_when": {"item": "caf-1", "in": [3, 4, 5]}}
    year = next_year(caf_2=only_where_done, ma_1={"applies_when": {"item": "caf-1", "in": [1]}})
    assert year.offered() == ["caf-1", "caf-2"]
    assert "ma-1" not in year.offer().leaves


def test_a_level_that_asks_for_evidence_is_marked_where_none_comes_along(say, next_year):
    say("caf-1", 4)
    say("caf-2", 4, evidence="The audit.")
    asks = {"evidence": {"asked": True, "required_from": 4}}
    year = next_year(caf_1=asks, caf_2=asks)
    assert [one.lacks_evidence for one in year.offer().takes] == [True, False]


@pytest.fixture
def linked(cast, say):
    """A piece of evidence that stood behind the police's answer of 2009; its id."""
    say("caf-1", 4)
    with clock.stopped_at(JULY_2009):
        piece = add_evidence(
            cast.store,
            cast.alice,
            cast.cambridgeshire.partners["police"],
            Described("The audit"),
            "https://example.org/audit",
        )
        change_links(cast.store, cast.alice, cast.police, add=[(piece, "caf-1")])
    return piece


def test_linked_evidence_comes_along_and_goes_again(linked, next_year):
    year = next_year()
    year.take()
    assert [one.id for one in year.view().linked["caf-1"]] == [linked]
    take_back(year.store, year.cast.alice, year.id)
    assert year.view().linked == {}


def test_taking_back_leaves_these_questions_as_untouched_as_before(say, next_year):
    for item in ("caf-1", "caf-2"):
        say(item, 4, "Since May.")
    year = next_year()
    with later(1):
        year.choose("ma-1", 5)
    year.take()
    with later(3):
        year.choose("ma-2", 1)
        assert year.step().can_be_undone
        assert take_back(year.store, year.cast.bob, year.id) == 2
    assert (year.stored().level, year.stored().comment) == (None, "")
    assert (year.stored("ma-1").level, year.stored("ma-2").level) == (5, 1)
    assert year.step() is None
    # The version has grown: others who have the page open see that something changed.
    assert year.stored().version == 2
    assert year.take() == ["caf-1", "caf-2"]


def test_nothing_is_taken_back_once_one_of_them_was_changed(say, next_year):
    for item in ("caf-1", "caf-2"):
        say(item, 4)
    year = next_year()
    year.take()
    with later(5):
        year.choose("caf-2", 3)
        assert not year.step().can_be_undone
        with pytest.raises(Refused, match="changed since"):
            take_back(year.store, year.cast.alice, year.id)
    assert year.stored().level == 4


def test_nothing_is_taken_back_once_new_evidence_was_linked(cast, linked, next_year):
    year = next_year()
    year.take()
    fresh = add_evidence(
        cast.store, cast.alice, year.partner, Described("This year's"), "https://example.org/new"
    )
    change_links(cast.store, cast.alice, year.id, add=[(fresh, "caf-1")])
    with pytest.raises(Refused, match="changed since"):
        take_back(year.store, year.cast.alice, year.id)


def test_where_nothing_was_taken_over_nothing_is_taken_back(next_year):
    year = next_year()
    assert year.step() is None
    with pytest.raises(Refused, match="no answer was taken over"):
        take_back(year.store, year.cast.alice, year.id)


def test_neither_is_anybody_else_s_nor_possible_once_submitted(cast, say, next_year):
    say("caf-1", 4)
    year = next_year()
    for stranger in (cast.carol, cast.ivan, cast.mallory):
        with pytest.raises(NotAllowed):
            year.take("caf-1", who=stranger)
        with pytest.raises(NotAllowed):
            take_back(year.store, stranger, year.id)
    submit_whole_return(cast.store, year.id, {})
    with pytest.raises(Locked):
        take_over(year.store, cast.alice, year.id, ["caf-1"])
    with pytest.raises(Locked):
        take_back(year.store, cast.alice, year.id)


def test_both_steps_stand_in_the_record_with_how_many_answers(say, next_year):
    for item in ("caf-1", "caf-2"):
        say(item, 4)
    year = next_year()
    year.take()
    take_back(year.store, year.cast.alice, year.id)
    wanted = EventsWanted(actions=(Event.LAST_YEAR_TAKEN, Event.LAST_YEAR_TAKEN_BACK))
    with year.store.reading() as session:
        back, there = audit.events(session, wanted, 10)
    assert (there.action, there.detail) == (Event.LAST_YEAR_TAKEN, {"answers": 2})
    assert (back.action, back.detail) == (Event.LAST_YEAR_TAKEN_BACK, {"answers": 2})
    assert there.trust == 873
