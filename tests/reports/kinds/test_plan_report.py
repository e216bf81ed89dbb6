"""The action plan as a report: who reads what of it, and that its numbers are the board's."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR, Role
from owf.access.errors import NotAllowed, NotFound
from owf.improvement.plan.actions import add_findings
from owf.improvement.plan.board import Concern, board_of
from owf.improvement.plan.choosing import findings_for, not_now
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.promising import add_milestone, note_reached, promise_again
from owf.reports.kinds.plan import plan_report
from owf.reports.model import Kind
from owf.reports.parts.plan import (
    exceptions_table,
    is_outside,
    plan_followed,
    standing_in_a_sentence,
    standing_of,
)
from owf.store.people import RoleHeld
from tests.cast import CAMBRIDGESHIRE
from tests.improvement.plan.test_size import grow, statements
from tests.planned import begin, begin_signed
from tests.plans import milestones_of
from tests.reports.reading import (
    facts_of,
    headings,
    rows_of,
    section_of,
    table_called,
    words_of,
)
from tests.reports.sample import MARKUP

MANY, FEW = 300, 3
FINDING, RISK = "What was found is here only.", "Only insiders read this risk."


def at(year, month, day):
    return clock.stopped_at(datetime(year, month, day, 10, tzinfo=UTC))


@pytest.fixture
def planned(cast):
    """A draft: one action of the police with a milestone and a finding, one of the schools."""
    found = begin_low(cast)
    first = found.add("Train managers.", risk=RISK)
    second = found.add(
        "Write one form.", lead_partner_id=found.schools, lead_person="carol", days=()
    )
    add_milestone(
        cast.store, cast.carol, second, "It is written.", "agreed", promised=date(2009, 9, 1)
    )
    kept = findings_for(cast.store, cast.carol, found.view().plan, gaps_of(found)[:1])
    kept = [replace(one, finding=FINDING) for one in kept]
    add_findings(cast.store, cast.carol, first, kept)
    return found


def begin_low(cast):
    """Every question is agreed at level 2, below the middle: each is a gap."""
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2})
    return begin_signed(cast, 2009)


def gaps_of(planned):
    found = open_gaps(planned.store, planned.cast.carol, CAMBRIDGESHIRE, 2009).gaps
    return [one.key for one in found]


@pytest.fixture
def agreed(planned):
    """The same, agreed by the chair and published to the region."""
    not_now(planned.store, planned.cast.carol, planned.plan_id, gaps_of(planned)[1:], "Not yet.")
    planned.agree("region")
    return planned


def report_of(planned, who=None, year=2009):
    return plan_report(planned.store, who or planned.cast.erin, CAMBRIDGESHIRE, year)


def asked(store, query):
    with store.reading() as session:
        return session.execute(text(query)).scalar_one()


def test_each_action_stands_under_its_priority_with_lead_measure_and_day(agreed):
    found = report_of(agreed)
    assert (found.kind, found.title) == (Kind.PLAN, "Cambridgeshire: action plan 2009 to 2012")
    assert found.subtitle == "On the results of 2009"
    title = agreed.view().priorities[1].title
    assert section_of(found, title).claim == (
        "All 2 actions are on course: none is late, put off, in doubt or unchecked."
    )
    first, second = rows_of(table_called(found, f"{title}: actions"))
    assert first == {
        "Action": "A1",
        "What will be done": "Train managers.",
        "Lead": "Police (Alice), with Schools",
        "Measure of success": "Managers trained\nNow: 10 of 60\nTo be: 60 of 60",
        "By": "1 April 2010",
        "Where it stands": "Not started",
    }
    assert (second["Lead"], second["By"]) == ("Schools (Carol), with Schools", "1 September 2009")
    why, _ = rows_of(table_called(found, f"{title}: why"))
    assert FINDING in why["What was found"]
    assert why["Questions it is to move"] == "CAF 1, CAF 1: 2 → 4"
    takes, _ = rows_of(table_called(found, f"{title}: what it takes"))
    assert (takes["Risk"], takes["Funding and resources"]) == (RISK, "Two days of a trainer.")


def test_milestones_stand_by_april_as_in_the_strategy_and_by_year(agreed):
    with at(2009, 9, 20):
        found = report_of(agreed)
    title = agreed.view().priorities[1].title
    assert rows_of(table_called(found, f"{title}: milestones")) == [
        {"Action": "A1", "By April 2010": "Step 1 (1 April 2010)"},
        {"Action": "A2", "By April 2010": "It is written. (1 September 2009, late)"},
    ]
    timeline = section_of(found, "Timeline")
    assert [one.heading for one in timeline.parts] == ["2009", "2010"]
    assert timeline.claim == (
        "0 of 2 milestones reached (0%); 1 is late; the next is promised for 1 April 2010."
    )
    (row,) = rows_of(table_called(found, "Milestones of 2009"))
    assert (row["Day"], row["State"], row["First promised"]) == (
        "1 September 2009",
        "late",
        "1 September 2009",
    )


def test_a_day_is_a_date_in_every_table_so_that_sheets_can_sort_by_it(agreed):
    found = report_of(agreed)
    days = {
        one.title: type(value)
        for table in found.tables()
        for one in table.columns
        if one.number_format == "day"
        for value in table.frame[one.title]
    }
    assert days == dict.fromkeys(["By", "Day", "First promised", "Agreed on"], date)


def test_numbers_are_those_of_the_board_and_of_the_database(agreed):
    cast, store = agreed.cast, agreed.store
    one, two = (action.id for action in agreed.view().actions)
    (milestone,) = milestones_of(store, one)
    (other,) = milestones_of(store, two)
    with at(2009, 8, 20):
        note_reached(store, cast.alice, milestone, date(2009, 8, 1))
        agreed.update(one, "done")
        promise_again(store, cast.carol, other, date(2009, 9, 15), "Later.")
    with at(2009, 10, 20):
        view = agreed.view()
        board = board_of(view.plan, view.actions, view.quarter, clock.today())
        found = report_of(agreed)
        counts = {each: sum(each in state.concerns for state in board.states) for each in Concern}
    assert counts == {
        Concern.LATE: 1, Concern.SLIPPED: 1, Concern.LOW_CONFIDENCE: 0, Concern.NO_UPDATE: 1,
        Concern.TO_VERIFY: 1,
    }  # fmt: skip
    sentence = standing_in_a_sentence(len(board.states), counts)
    assert sentence == (
        "1 of 2 actions is late, 1 slipped, 1 has no update and 1 is done but not verified."
    )
    assert sentence in words_of(found)
    facts = facts_of(section_of(found, "The plan at a glance"))
    assert facts["Actions"] == str(asked(store, "select count(*) from plan_action"))
    assert facts["Milestones"] == board.achieved.words == "1 of 2 milestones reached (50%)"
    reached = asked(store, "select count(distinct milestone_id) from milestone_reached")
    of = asked(store, "select count(*) from milestone where dropped_why = ''")
    (figure,) = found.figures()
    last = figure.native.frame.iloc[-1]
    assert (last["Promised now"], of) == (2, 2)
    assert figure.native.frame["Reached"].dropna().iloc[-1] == reached == 1
    (row,) = rows_of(table_called(found, "The plan by priority"))
    assert (row["Actions"], row["Done"], row["Need attention"]) == ("2", "1", "2")


def test_a_milestone_of_an_action_that_ended_is_not_said_to_be_late(agreed):
    _, two = (action.id for action in agreed.view().actions)
    with at(2009, 9, 20):
        agreed.update(two, "stopped", agreed.cast.carol)
        found = report_of(agreed)
    (row,) = rows_of(table_called(found, "Milestones of 2009"))
    assert row["State"] == "not reached, action stopped"
    assert "late" not in section_of(found, "Timeline").claim


@pytest.mark.parametrize("name", ["carol", "dave", "erin", "operator"])
def test_the_group_and_the_operator_read_the_plan_as_it_is_now(agreed, name):
    who = OPERATOR if name == "operator" else getattr(agreed.cast, name)
    agreed.change(agreed.view().actions[0].id, what="Train everybody.")
    found = report_of(agreed, who)
    words = words_of(found)
    assert "Train everybody." in words
    assert "The plan has changed since version 1." in words
    assert {"Priorities", "Left for later", "Agreed versions"} <= set(headings(found))
    assert found.about.digest == asked(agreed.store, "select digest from plan_version")


def test_a_partner_reads_what_the_chair_agreed_with_names_and_states(agreed):
    agreed.change(agreed.view().actions[0].id, what="Train everybody.")
    found = report_of(agreed, agreed.cast.alice)
    words = words_of(found)
    assert "Train managers." in words
    assert "Train everybody." not in words
    assert "Police (Alice)" in words
    assert RISK in words
    assert FINDING in words
    assert "Not started" in words
    assert found.about.readers == "For the partners of Cambridgeshire"
    left = table_called(found, "Gaps left for later")
    assert [one.title for one in left.columns] == ["Gap", "Why not now"]
    assert not {"Priorities", "Agreed versions"} & set(headings(found))


@pytest.mark.parametrize("name", ["frank", "grace"])
def test_outside_nobody_reads_names_findings_risks_states_or_what_waits(agreed, name):
    found = report_of(agreed, getattr(agreed.cast, name))
    words = words_of(found)
    assert "Train managers." in words
    assert "Managers trained" in words
    assert "Step 1 (1 April 2010)" in words
    for hidden in (
        "Alice",
        "Carol",
        FINDING,
        RISK,
        "Not started",
        "Two days of a trainer.",
        "Left for later",
        "10 of 60",
        "Not yet.",
        found.about.digest or "Hash",
    ):
        assert hidden not in words  # fmt: skip
    assert not list(found.figures())
    assert found.about.signature == "version 1, by the chair"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ivan", "You can only open the plan of your own Trust. Ask"),
        ("judy", "You can only open the plan of your own Trust. Ask"),
        ("heidi", "You can only open the plan of your own Trust. Ask"),
        ("mallory", "You can only open the plan of your own Trust. Ask"),
    ],
)
def test_everybody_else_is_refused_in_the_words_of_the_page(agreed, name, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        report_of(agreed, getattr(agreed.cast, name))


def test_the_lead_of_another_region_is_refused_until_it_is_public(agreed):
    lead = replace(agreed.cast.frank, roles=(RoleHeld(Role.REGIONAL_LEAD, "region", "E12000003"),))
    with pytest.raises(NotAllowed, match=r"This Trust has not published its plan\."):
        report_of(agreed, lead)
    agreed.agree("public")
    assert "Train managers." in words_of(report_of(agreed, lead))


def test_a_draft_is_for_the_group_alone_and_says_what_is_missing(planned):
    found = report_of(planned, planned.cast.dave)
    words = words_of(found)
    assert "This plan is a draft: the chair has not agreed it yet." in words
    assert facts_of(section_of(found, "The plan at a glance"))["Agreed"] == "not yet: a draft"
    assert found.about.digest == found.about.signature == ""
    missing = section_of(found, "What is missing before the chair can agree it")
    assert "Every gap is answered:" in words
    assert missing.claim == "1 of 8 checks are not met yet."
    with pytest.raises(NotAllowed, match="has not agreed this plan yet"):
        report_of(planned, planned.cast.alice)
    with pytest.raises(NotAllowed, match="has not published its plan"):
        report_of(planned, planned.cast.grace)


def test_no_plan_says_where_one_begins(cast):
    planned = begin(cast)
    with pytest.raises(NotFound) as refused:
        report_of(planned, year=2008)
    assert str(refused.value) == (
        "There is no plan on the results of 2008 yet. It is begun on Actions, under Gaps."
    )


def test_a_plan_without_actions_is_a_short_report(cast):
    found = report_of(begin(cast))
    assert section_of(found, "The plan at a glance").claim == (
        "0 actions, from 1 July 2009 to 1 April 2012."
    )
    assert "Timeline" not in headings(found)


def test_texts_stay_as_they_were_typed(planned):
    typed = f"{MARKUP}\n" * 8
    typed = typed[:1990].strip()
    first = planned.view().actions[0].id
    planned.change(first, what=typed, risk=typed[:1000].strip(), objective="=1+1")
    title = planned.view().priorities[1].title
    found = report_of(planned)
    row = rows_of(table_called(found, f"{title}: actions"))[0]
    assert row["What will be done"] == typed
    assert rows_of(table_called(found, f"{title}: what it takes"))[0]["Risk"] == (
        typed[:1000].strip()
    )
    assert rows_of(table_called(found, f"{title}: why"))[0]["Objective"] == "=1+1"


@pytest.mark.parametrize("name", ["erin", "alice", "grace"])
def test_the_database_is_asked_as_often_for_300_actions_as_for_3(cast, name):
    planned = begin(cast)
    who = getattr(cast, name)
    police = cast.cambridgeshire.partners["police"]

    def counted():
        report_of(planned, who)
        with statements(cast.store) as asked:
            found = report_of(planned, who)
        return len(asked), found

    grow(cast.store, planned.plan_id, police, range(1, FEW + 1))
    few, _ = counted()
    grow(cast.store, planned.plan_id, police, range(FEW + 1, MANY + 1))
    many, found = counted()
    assert many == few
    actions = next(one for one in found.tables() if one.title.endswith(": actions"))
    assert len(actions.frame) == MANY


def test_the_section_of_a_summary_has_the_worst_first_and_what_is_decided(agreed):
    with at(2009, 9, 20):
        plan = plan_followed(agreed.store, agreed.cast.erin, CAMBRIDGESHIRE, 2009)
        standing = standing_of(plan)
    assert standing.claim == "1 of 2 actions is late."
    (row,) = rows_of(exceptions_table(standing.board.exceptions, of=standing.total))
    assert row["Action"] == "A2"
    assert row["Decision asked"] == "Give help, agree a new day, or stop it."
    assert standing.decisions == ("Late: decide on help, a new day or a stop for A2.",)


def test_a_summary_of_a_year_without_a_plan_has_the_newest_agreed_before_it(agreed):
    cast = agreed.cast
    for who, year, there in (
        (cast.erin, 2010, True),
        (cast.alice, 2009, True),
        (cast.grace, 2011, True),
        (cast.erin, 2008, False),
        (cast.judy, 2010, False),
    ):
        found = plan_followed(agreed.store, who, CAMBRIDGESHIRE, year)
        assert (found is not None) == there
    assert is_outside(plan_followed(agreed.store, cast.grace, CAMBRIDGESHIRE, 2010))
