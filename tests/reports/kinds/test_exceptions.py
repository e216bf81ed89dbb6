"""The quarterly exception report: from the snapshot of a closed quarter, or of the open one."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR
from owf.access.errors import NotAllowed, NotFound
from owf.improvement.plan.board import Concern, board_of
from owf.improvement.plan.closing import ClosedQuarter, close_quarter
from owf.improvement.plan.meetings import keep_meeting
from owf.improvement.plan.promising import add_milestone, note_reached, promise_again
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import Entered, save_update
from owf.reports.kinds.exceptions import exceptions_report
from owf.reports.model import Kind, Points, Table
from owf.store.plans.facts import MeetingFacts
from tests.cast import CAMBRIDGESHIRE
from tests.improvement.plan.test_size import grow, statements
from tests.planned import begin
from tests.plans import milestones_of
from tests.reports.reading import rows_of, section_of, table_called, words_of
from tests.reports.sample import MARKUP

JULY, OCTOBER = Quarter(date(2009, 7, 1)), Quarter(date(2009, 10, 1))
MANY, FEW = 300, 3


def at(year, month, day):
    return clock.stopped_at(datetime(year, month, day, 10, tzinfo=UTC))


@pytest.fixture
def agreed(cast):
    """Three actions: for September, for November, and for April with nothing to say of it."""
    found = begin(cast)
    for what, day in (
        ("Train managers.", date(2009, 9, 1)),
        ("Write one form.", date(2009, 11, 2)),
        ("Share one building.", date(2010, 4, 1)),
    ):
        action = found.add(what, days=())
        add_milestone(cast.store, cast.carol, action, f"Done: {what}", "agreed", promised=day)
    found.agree("region")
    return found


@pytest.fixture
def in_september(agreed):
    """One is late and in doubt, one was put off, one is said to be done; all in one quarter."""
    cast, store = agreed.cast, agreed.store
    one, two, three = (action.id for action in agreed.view().actions)
    with at(2009, 9, 20):
        entered = Entered("in_progress", "low", "No trainer was found.")
        save_update(store, cast.alice, one, JULY, entered, seen_version=0)
        promise_again(store, cast.alice, *milestones_of(store, two), date(2009, 12, 1), "Late.")
        agreed.update(three, "done")
        note_reached(store, cast.alice, *milestones_of(store, three), date(2009, 9, 15))
    return agreed


def closed(planned, day=(2009, 9, 28)):
    with at(*day):
        close_quarter(planned.store, planned.cast.carol, planned.plan_id, JULY)
    return planned


def report_of(planned, who=None, year=2009, quarter=None):
    return exceptions_report(planned.store, who or planned.cast.erin, CAMBRIDGESHIRE, year, quarter)


def tallies_of(found):
    """The quarter's own first."""
    return rows_of(next(one for one in found.sections[0].blocks if isinstance(one, Table)))


def decisions(found):
    return next(one.texts for one in found.sections[0].blocks if isinstance(one, Points))


def test_the_open_quarter_says_first_what_is_late_and_what_is_decided(in_september):
    with at(2009, 9, 20):
        found = report_of(in_september)
    assert (found.kind, found.is_compact) == (Kind.EXCEPTIONS, True)
    assert found.title == "Cambridgeshire: exceptions, July to September 2009"
    first = found.sections[0]
    assert first.claim == (
        "1 of 3 actions is late, 1 slipped, 1 has low confidence and 1 is done but not verified."
    )
    assert (
        "July to September 2009 is open: this is how the actions stand on 20 September 2009."
        in (words_of(found))
    )
    assert decisions(found)[:3] == (
        "Late: decide on help, a new day or a stop for A1.",
        "Slipped: agree the new days of A2, or ask for earlier ones.",
        "Done, not verified: name who checks A3; nobody checks their own.",
    )


def test_the_table_has_the_exceptions_alone_with_the_last_words(in_september):
    with at(2009, 9, 20):
        found = report_of(in_september)
    late, slipped, done = rows_of(table_called(found, "What needs attention"))
    assert late == {
        "Action": "A1",
        "What will be done": "Train managers.",
        "Lead": "Police (Alice)",
        "Why": "A milestone is late, by up to 19 days.\n"
        "Low confidence in the update of July to September 2009.",
        "Last update": "No trainer was found.",
        "Decision asked": "Give help, agree a new day, or stop it.",
    }
    assert (slipped["Action"], slipped["Last update"]) == ("A2", "None yet.")
    assert done["Decision asked"] == "Name somebody who does not lead it to check it."


def test_tallies_are_those_of_the_board(in_september):
    with at(2009, 9, 20):
        view = in_september.view()
        board = board_of(view.plan, view.actions, view.quarter, clock.today())
        (tally,) = tallies_of(report_of(in_september))
    for name, concern in (
        ("Late", Concern.LATE), ("Slipped", Concern.SLIPPED),
        ("Low confidence", Concern.LOW_CONFIDENCE), ("No update", Concern.NO_UPDATE),
        ("Not verified", Concern.TO_VERIFY),
    ):  # fmt: skip
        assert tally[name] == str(sum(concern in one.concerns for one in board.states)), name
    assert tally["Actions"] == str(len(board.states)) == "3"
    assert (tally["Updates"], tally["Milestones reached"]) == ("2", "1")


def test_what_was_reached_and_what_comes_next(in_september):
    with at(2009, 9, 20):
        found = report_of(in_september)
    (reached,) = rows_of(table_called(found, "Milestones reached in July to September 2009"))
    assert reached == {
        "Day": "15 September 2009", "Action": "A3", "Milestone": "Done: Share one building.",
    }  # fmt: skip
    (coming,) = rows_of(table_called(found, "Milestones promised by 31 December 2009"))
    assert (coming["Action"], coming["Day"]) == ("A2", "1 December 2009")
    (lead,) = rows_of(table_called(found, "Without an update for July to September 2009"))
    assert lead == {"Lead": "Police (Alice)", "Actions": "A2"}


def test_the_newest_closed_quarter_is_read_from_its_snapshot(in_september):
    closed(in_september)
    one = in_september.view().actions[0].id
    with at(2009, 10, 5):
        agreed_words = Entered("in_progress", "high", "A trainer was found.")
        save_update(
            in_september.store, in_september.cast.alice, one, OCTOBER, agreed_words, seen_version=0
        )
        found = report_of(in_september)
    assert found.title == "Cambridgeshire: exceptions, July to September 2009"
    row = rows_of(table_called(found, "What needs attention"))[0]
    assert row["Last update"] == "No trainer was found."
    assert "A trainer was found." not in words_of(found)
    assert "was closed on 28 September 2009: this is how the actions stood then." in words_of(found)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_closed_quarter_has_the_numbers_and_the_hash_of_its_snapshot(in_september):
    closed(in_september)
    with at(2009, 11, 20):
        found = report_of(in_september, quarter=JULY)
    with in_september.store.reading() as session:
        body, digest = session.execute(text("select body, digest from plan_quarter")).one()
    rows = json.loads(body)
    (tally,) = tallies_of(found)
    assert found.about.digest == digest
    assert found.about.signature == "closed by the coordinator, 28 September 2009, 11:00"
    assert tally["Late"] == str(sum("late" in one["concerns"] for one in rows)) == "1"
    assert tally["Slipped"] == str(sum("slipped" in one["concerns"] for one in rows)) == "1"
    assert tally["Updates"] == str(sum(one["updated"] for one in rows))
    kept = ClosedQuarter.of(in_september.view().closed[0])
    assert (tally["Updates"], tally["Actions"]) == (str(kept.updated), str(len(kept.rows)))
    # The snapshot was taken before the quarter was over, and A2 had no update until then.
    assert tally["No update"] == "1"


def test_the_open_quarter_can_be_asked_for_after_another_was_closed(in_september):
    closed(in_september)
    with at(2010, 1, 10):
        found = report_of(in_september, quarter=OCTOBER)
        now, before = tallies_of(found)
        assert (now["Quarter"], before["Quarter"]) == (OCTOBER.words, JULY.words)
        assert (now["Updates"], before["Updates"]) == ("0", "2")
        assert "October to December 2009 is over: the coordinator closes it." in decisions(found)
        with pytest.raises(NotFound) as refused:
            report_of(in_september, quarter=OCTOBER.next)
    assert str(refused.value) == (
        "January to March 2010 is neither closed in this plan nor the quarter that takes updates, "
        "which is October to December 2009. Choose another quarter."
    )


def test_groups_that_should_have_met_are_asked_for_a_day(in_september):
    cast, store = in_september.cast, in_september.store
    with at(2009, 9, 20):
        keep_meeting(
            store, cast.carol, in_september.plan_id,
            MeetingFacts("steering", date(2009, 9, 18), "All.", "A1 gets help."),
        )  # fmt: skip
    with at(2009, 12, 20):
        found = report_of(in_september)
    rows = {one["Group"]: one for one in rows_of(table_called(found, "When each group meets"))}
    assert rows["Steering group"]["Last met"] == "18 September 2009"
    assert rows["Steering group"]["Overdue?"] == "overdue"
    assert rows["Learning and development network"]["Overdue?"] == "overdue"
    assert rows["Partnership board"]["Overdue?"] == "no"
    assert "Steering group: a meeting was due by 19 December 2009; set a day." in decisions(found)
    assert section_of(found, "Meetings").claim == "2 of 4 groups should have met by now."


def test_a_plan_that_is_on_course_has_no_table_of_exceptions(agreed):
    found = report_of(agreed)
    assert found.sections[0].claim == (
        "All 3 actions are on course: none is late, put off, in doubt or unchecked."
    )
    assert "What needs attention" not in [one.title for one in found.tables()]
    assert section_of(found, "Reached").claim == "No milestone was reached in this quarter."


@pytest.mark.parametrize("name", ["carol", "dave", "erin", "operator"])
def test_the_people_who_work_on_the_plan_have_it(in_september, name):
    who = OPERATOR if name == "operator" else getattr(in_september.cast, name)
    with at(2009, 9, 20):
        assert "Train managers." in words_of(report_of(in_september, who))


@pytest.mark.parametrize(
    "name", ["alice", "bob", "ivan", "frank", "grace", "heidi", "judy", "mallory"]
)
def test_nobody_else_has_it(in_september, name):
    with pytest.raises(NotAllowed) as refused:
        report_of(in_september, getattr(in_september.cast, name))
    assert str(refused.value) == (
        "Only the coordinator, the steering group and the chair of a Trust can work on its plan. "
        "Ask your Trust's coordinator if you should be one of them."
    )


def test_without_an_agreed_plan_there_is_nothing_to_report(cast):
    planned = begin(cast)
    planned.add()
    with pytest.raises(NotFound, match="No plan is agreed on the results of 2009 or an earlier"):
        report_of(planned)


def test_a_later_year_without_a_plan_of_its_own_has_the_newest_before_it(in_september):
    found = report_of(in_september, year=2011)
    assert found.subtitle == "The plan for 2009 to 2012, on the results of 2009"


def test_words_of_updates_stay_as_they_were_typed(agreed):
    typed = (f"{MARKUP}\n" * 12)[:2000].strip()
    one = agreed.view().actions[0].id
    with at(2009, 9, 20):
        entered = Entered("in_progress", "low", typed)
        save_update(agreed.store, agreed.cast.alice, one, JULY, entered, seen_version=0)
        found = report_of(agreed)
        assert rows_of(table_called(found, "What needs attention"))[0]["Last update"] == typed
    closed(agreed)
    with at(2009, 10, 2):
        found = report_of(agreed)
    assert rows_of(table_called(found, "What needs attention"))[0]["Last update"] == typed


def test_the_database_is_asked_as_often_for_300_actions_as_for_3(cast):
    planned = begin(cast)
    police = cast.cambridgeshire.partners["police"]

    def counted():
        report_of(planned)
        with statements(cast.store) as asked:
            report_of(planned)
        return len(asked)

    grow(cast.store, planned.plan_id, police, range(1, FEW + 1))
    few = counted()
    grow(cast.store, planned.plan_id, police, range(FEW + 1, MANY + 1))
    assert counted() == few
