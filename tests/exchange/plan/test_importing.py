"""Bringing a plan's workbook in: what is written, what is in the way, and whose change wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access.accounts import disable
from owf.access.errors import NotAllowed, Refused
from owf.assessment.errors import ChangedSinceRead, Unreadable
from owf.exchange.plan.importing import import_plan, preview_plan_import
from owf.exchange.plan.layout import ACTIONS, MILESTONES, UPDATES
from owf.improvement.plan.actions import remove_action
from owf.improvement.plan.carry_forward import carry_forward
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.promising import drop_milestone, promise_again
from owf.store import audit as store_audit
from owf.store.audit import EventsWanted
from owf.store.plans.facts import LinkedItem
from tests.cast import CAMBRIDGESHIRE
from tests.exchange.plan.conftest import changes
from tests.planned import add_namesake, next_year


def events(exchange, name):
    with exchange.planned.store.reading() as session:
        found = store_audit.events(session, EventsWanted(trust=CAMBRIDGESHIRE), 500)
    return [one.detail for one in found if one.action == name]


def first_of(exchange):
    return exchange.planned.view().actions[0]


# What is written.


@pytest.mark.databases("sqlite", "postgresql")
def test_every_field_of_an_action_is_written(exchange):
    book = exchange.book().fill(
        ACTIONS,
        "A1",
        priority_id="participation",
        objective="Another objective.",
        what="Other words.",
        items="CAF 1: 3 -> 5\nMA 2 -> 4\nCAF 3",
        lead_partner_id="Schools",
        lead_person="bob",
        partners="Health; Police",
        is_multi_agency="no",
        resources="None.",
        risk="Another risk.",
        mitigation="Another way.",
        measure="Another measure",
        baseline="1",
        target=2,
        expectation="Required",
    )
    done = exchange.bring_in(book)
    assert (done.actions, done.changed, done.added) == (1, 1, 0)
    planned = exchange.planned
    action = next(one for one in planned.view().actions if one.reference == "A1")
    partners = planned.cast.cambridgeshire.partners
    titles = {one.id: one.title for one in planned.view().priorities}
    assert titles[action.entered.priority_id] == "Participation"
    assert action.entered == replace(
        action.entered,
        objective="Another objective.",
        what="Other words.",
        lead_partner_id=partners["schools"],
        lead_person="bob",
        is_multi_agency=False,
        resources="None.",
        risk="Another risk.",
        mitigation="Another way.",
        measure="Another measure",
        baseline="1",
        target="2",
        expectation="required",
    )
    assert {one for one, _ in action.partners} == {partners["health"], partners["police"]}
    assert action.items == (
        LinkedItem("caf-1", 2009, 3, 5),
        LinkedItem("ma-2", 2009, 3, 4),
        LinkedItem("caf-3", 2009, 3, None),
    )
    assert action.version == 2
    assert events(exchange, "plan_imported") == [{"plan": 2009, "actions": 1}]


@pytest.mark.databases("sqlite", "postgresql")
def test_a_promise_is_added_with_its_note_and_never_overwritten(exchange):
    milestone = first_of(exchange).milestones[0]
    book = exchange.book().fill(
        MILESTONES,
        milestone.id,
        text="Another text",
        stage="Implemented",
        promised=date(2010, 10, 1),
        note="No trainer.",
        reached=date(2009, 7, 8),
    )
    done = exchange.bring_in(book)
    assert (done.actions, done.milestones, done.promises, done.reached) == (1, 1, 1, 1)
    found = first_of(exchange).milestones[0]
    assert (found.text, found.stage) == ("Another text", "implemented")
    assert found.promises[0] == milestone.promises[0]
    assert [(one.promised, one.note, one.made_by) for one in found.promises[1:]] == [
        (date(2010, 10, 1), "No trainer.", "carol")
    ]
    assert [(one.reached_on, one.note) for one in found.reached] == [(date(2009, 7, 8), "")]


def test_rows_without_a_reference_become_actions_and_milestones_can_name_them(exchange):
    book = exchange.book()
    book.add(ACTIONS, what="Nameless.", target="Something")
    book.add(ACTIONS, reference="new 1", what="With milestones.", items="CAF 1: ? -> 4")
    book.add(MILESTONES, reference="new 1", text="First.", promised=date(2010, 4, 1))
    book.add(
        MILESTONES,
        reference="A1",
        text="Second.",
        stage="Embedded",
        promised=date(2011, 4, 1),
        reached=date(2009, 7, 9),
    )
    preview = exchange.preview(book)
    assert [one.what for one in preview.added] == [
        "A new action",
        "A new action",
        "A new milestone of new 1",
        "A new milestone of A1",
    ]
    done = exchange.bring_in(book)
    assert (done.actions, done.added, done.milestones) == (3, 2, 2)
    by_reference = {one.reference: one for one in exchange.planned.view().actions}
    assert by_reference["A3"].entered.what == "Nameless."
    named = by_reference["A4"]
    assert named.items == (LinkedItem("caf-1", 2009, 3, 4),)
    assert [(one.text, one.stage) for one in named.milestones] == [("First.", "agreed")]
    own = by_reference["A1"].milestones[-1]
    assert (own.stage, own.promises[0].promised) == ("embedded", date(2011, 4, 1))
    assert own.reached[0].reached_on == date(2009, 7, 9)


def test_a_removed_row_and_an_emptied_cell_change_nothing_and_are_said(exchange):
    milestone = first_of(exchange).milestones[0]
    book = exchange.book().delete(ACTIONS, "A2").delete(MILESTONES, milestone.id)
    book.fill(ACTIONS, "A1", risk=None)
    preview = exchange.preview(book)
    assert preview.is_empty
    assert preview.faults == ()
    assert preview.notes == (
        "sheet “Actions”, cell L2: this was emptied, which removes nothing from the plan. Clear it "
        "on the page of the action.",
        "A2 has no row in the file any more. It stays in the plan as it is: remove or stop it on "
        "its page.",
        "A1: a milestone has no row in the file any more. Nothing changes: drop a milestone on the "
        "page of its action.",
    )


def test_the_coordinator_updates_the_open_quarter(exchange):
    planned = exchange.planned
    assert UPDATES not in exchange.book().book.sheetnames
    planned.agree()
    assert UPDATES not in exchange.book(planned.cast.dave).book.sheetnames
    book = exchange.book().fill(
        UPDATES, "A1", progress="in progress", confidence="Low", changed="<i>Begun</i>"
    )
    done = exchange.bring_in(book)
    assert (done.actions, done.updates) == (1, 1)
    (update,) = first_of(exchange).updates
    assert (update.progress, update.confidence, update.changed, update.updated_by) == (
        "in_progress",
        "low",
        "<i>Begun</i>",
        "carol",
    )
    second = exchange.book().fill(UPDATES, "A1", impact="Seen.")
    assert exchange.bring_in(second).updates == 1
    (update,) = first_of(exchange).updates
    assert (update.impact, update.changed, update.version) == ("Seen.", "<i>Begun</i>", 2)


def test_only_those_who_work_on_the_plan_may_import_and_updates_need_the_coordinator(exchange):
    planned = exchange.planned
    planned.agree()
    book = exchange.book().fill(ACTIONS, "A1", risk="Another.")
    filled = exchange.read(book)
    for who in (planned.cast.alice, planned.cast.judy, planned.cast.grace, planned.cast.heidi):
        with pytest.raises(NotAllowed):
            preview_plan_import(planned.store, who, planned.plan_id, filled)
        with pytest.raises(NotAllowed):
            import_plan(planned.store, who, planned.plan_id, filled, seen="")
    assert exchange.bring_in(book, who=planned.cast.dave).changed == 1
    updated = exchange.book().fill(
        UPDATES, "A1", progress="Done", confidence="High", changed="All."
    )
    (fault,) = exchange.preview(updated, planned.cast.dave).faults
    assert "can update it" in str(fault)


# Both changed it.


def test_what_somebody_changed_here_meanwhile_is_a_conflict_and_stays_unless_chosen(exchange):
    book = exchange.book().fill(ACTIONS, "A1", risk="From the file.", target="All")
    exchange.planned.change(first_of(exchange).id, risk="From the page.", baseline="11 of 60")
    preview = exchange.preview(book)
    assert changes(preview) == {
        "A1 risk": ("From the page.", "From the file."),
        "A1 target": ("60 of 60", "All"),
    }
    assert [one.key for one in preview.conflicts] == ["A1 risk"]
    exchange.bring_in(book)
    entered = first_of(exchange).entered
    assert (entered.risk, entered.target, entered.baseline) == (
        "From the page.",
        "All",
        "11 of 60",
    )
    # Chosen now, the file wins; the rest is the same already.
    done = exchange.bring_in(book, "A1 risk")
    assert done.changed == 1
    assert first_of(exchange).entered.risk == "From the file."


def test_a_row_that_nobody_touched_in_the_file_is_no_conflict(exchange):
    book = exchange.book()
    exchange.planned.change(first_of(exchange).id, risk="From the page.")
    assert exchange.preview(book).is_empty


def test_the_same_change_on_both_sides_is_none(exchange):
    book = exchange.book().fill(ACTIONS, "A1", risk="The same.")
    exchange.planned.change(first_of(exchange).id, risk="The same.")
    assert exchange.preview(book).is_empty


def test_a_promise_that_was_made_here_meanwhile_is_a_conflict(exchange):
    planned, milestone = exchange.planned, first_of(exchange).milestones[0]
    book = exchange.book().fill(
        MILESTONES, milestone.id, promised=date(2010, 10, 1), note="From the file."
    )
    promise_again(
        planned.store, planned.cast.carol, milestone.id, date(2010, 7, 1), "From the page."
    )
    (conflict,) = exchange.preview(book).conflicts
    assert (conflict.now, conflict.in_file) == ("1 July 2010", "1 October 2010")
    assert exchange.bring_in(book).promises == 0
    assert exchange.bring_in(book, conflict.key).promises == 1
    days = [one.promised for one in first_of(exchange).milestones[0].promises]
    assert days == [date(2010, 4, 1), date(2010, 7, 1), date(2010, 10, 1)]


def test_an_update_that_was_made_here_meanwhile_is_a_conflict(exchange):
    planned = exchange.planned
    planned.agree()
    book = exchange.book().fill(
        UPDATES, "A1", progress="Stopped", confidence="Low", changed="No money."
    )
    planned.update(first_of(exchange).id, "in_progress")
    preview = exchange.preview(book)
    assert {one.key for one in preview.conflicts} == {
        "A1 update progress",
        "A1 update confidence",
        "A1 update changed",
    }
    assert exchange.bring_in(book).updates == 0
    assert exchange.bring_in(book, *(one.key for one in preview.conflicts)).updates == 1
    assert first_of(exchange).updates[0].changed == "No money."


@pytest.mark.databases("sqlite", "postgresql")
def test_nothing_is_written_where_the_plan_moved_after_the_preview(exchange):
    planned = exchange.planned
    book = exchange.book().fill(ACTIONS, "A1", risk="From the file.")
    preview = exchange.preview(book)
    planned.change(first_of(exchange).id, risk="From the page.")
    with pytest.raises(ChangedSinceRead, match="so nothing was saved"):
        import_plan(
            planned.store,
            planned.cast.carol,
            planned.plan_id,
            exchange.read(book),
            seen=preview.seen,
        )
    assert first_of(exchange).entered.risk == "From the page."
    assert events(exchange, "plan_imported") == []


# What is in the way.


def faults_of(exchange, sheet, key, **values):
    return exchange.faults(exchange.book().fill(sheet, key, **values))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("priority_id", "Fun", "B2: your Trust has no priority “Fun”. Choose one of: Inspiring"),
        ("lead_partner_id", "Army", "G2: your Trust has no partner “Army”. Choose one of: Health"),
        ("lead_person", "Zoe", "H2: nobody may lead an action who is called “Zoe”. Choose one"),
        ("partners", "Health\nArmy", "I2: your Trust has no partner “Army”. Choose one of: "),
        ("items", "CAF 99: 3 -> 4", "F2: “CAF 99: 3 -> 4” names no question of this plan's"),
        ("items", "CAF 1: 3 to 4", "F2: “CAF 1: 3 to 4” cannot be read. Write the question, the"),
        ("items", "CAF 1: 4", "F2: “CAF 1: 4” cannot be read. Write the question, the level then"),
        ("items", "CAF 1: 2 -> 4", "F2: “CAF 1: 2 -> 4” has another level then than 3, which was"),
        ("items", "CAF 1\nCAF 1: 3 -> 4", "F2: “CAF 1: 3 -> 4” names a question twice. Delete one"),
        (
            "items",
            "CAF 1: 3 -> 2",
            "F2: The level wanted (2) is below the level agreed (3). Choose",
        ),
        ("items", "CAF 1: 3 -> 9", "F2: Choose a level of the scale for each question."),
        (
            "is_multi_agency",
            "Maybe",
            "J2: “Maybe” cannot be chosen here. Choose one of “Yes”, “No”",
        ),
        ("expectation", "Hoped", "Q2: “Hoped” cannot be chosen here. Choose one of “Required”"),
        ("objective", "x" * 601, "C2: this has 601 characters. Shorten it to 600."),
    ],
)
def test_what_does_not_fit_is_said_with_its_cell(exchange, column, value, words):
    (fault,) = faults_of(exchange, ACTIONS, "A1", **{column: value})
    assert fault.startswith(f"sheet “Actions”, cell {words}")


def test_a_name_that_two_people_have_is_ambiguous_but_stays_where_it_was(exchange):
    add_namesake(exchange.planned.cast, "Bob")
    (fault,) = faults_of(exchange, ACTIONS, "A1", lead_person="Bob")
    assert fault == (
        "sheet “Actions”, cell H2: 2 people have the name “Bob”. Put back what was in this cell, "
        "and choose on the page of the action."
    )
    exchange.planned.change(first_of(exchange).id, lead_person="bob")
    assert exchange.preview(exchange.book()).is_empty
    changed = exchange.preview(exchange.book().fill(ACTIONS, "A1", risk="Another."))
    assert (len(changed.changes), changed.faults) == (1, ())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"promised": date(2009, 6, 30), "note": "Why."}, "F2: The plan starts on 1 July 2009."),
        ({"promised": date(2010, 10, 1)}, "G2: Write why the day has changed."),
        ({"promised": "soon", "note": "Why."}, "F2: “soon” is not a date between 01/01/2000"),
        ({"promised": date(1999, 1, 1)}, "F2: “1 January 1999” is not a date between"),
        ({"reached": date(2009, 8, 1)}, "H2: The day is in the future. Give the day on which"),
        ({"stage": "Begun"}, "D2: “Begun” cannot be chosen here. Choose one of “Agreed”"),
        ({"note": "Of nothing."}, "G2: this note belongs to no other day."),
        ({"reference": "A2"}, "B2: this milestone belongs to A1. Put its reference back."),
        ({"reference": "A2", "text": "x"}, "B2: this milestone belongs to A1."),
    ],
)
def test_a_milestone_that_does_not_fit_is_said_with_its_cell(exchange, values, words):
    milestone = first_of(exchange).milestones[0]
    (fault,) = faults_of(exchange, MILESTONES, milestone.id, **values)
    assert fault.startswith(f"sheet “Milestones”, cell {words}")


def test_unknown_references_are_refused_with_their_list(exchange):
    book = exchange.book()
    book.fill(ACTIONS, "A1", reference="X9")
    book.add(ACTIONS, reference="B7", what="Something.")
    book.add(MILESTONES, reference="C8", text="Step", promised=date(2010, 4, 1))
    book.add(MILESTONES, text="Step", promised=date(2010, 4, 1))
    assert exchange.faults(book) == [
        "sheet “Actions”, cell A2: the plan has no action “X9” (row 2), “B7” (row 4). Correct the "
        "reference, or clear it to add a new action.",
        "sheet “Milestones”, cell B4: the plan has no action “C8”. Give the reference of the "
        "action that this milestone belongs to.",
        "sheet “Milestones”, cell B5: Give the reference of the action that this milestone belongs "
        "to.",
    ]


def test_new_rows_must_have_what_the_services_ask_for(exchange):
    book = exchange.book()
    book.add(ACTIONS, target="Something")
    book.add(MILESTONES, reference="A1", text="No day.")
    book.add(MILESTONES, reference="A1", promised=date(2010, 4, 1))
    book.add(MILESTONES, reference="A1", text="Too early.", promised=date(2009, 6, 1))
    assert exchange.faults(book) == [
        "sheet “Actions”, cell D4: Write what will be done.",
        "sheet “Milestones”, cell F4: give the day by which this is promised.",
        "sheet “Milestones”, cell C5: Write what will have been reached.",
        "sheet “Milestones”, cell F6: The plan starts on 1 July 2009. Promise a later day.",
    ]


def test_nothing_at_all_is_written_while_anything_is_wrong(exchange):
    book = exchange.book().fill(ACTIONS, "A1", risk="Right.").fill(ACTIONS, "A2", lead_person="Zoe")
    with pytest.raises(Unreadable) as refused:
        exchange.bring_in(book)
    assert str(refused.value).startswith("Nothing was saved, because the workbook has something")
    assert len(refused.value.problems) == 1
    assert first_of(exchange).entered.risk == "No time."


def test_a_lead_who_has_left_is_said_where_the_action_is_changed(exchange):
    disable(exchange.planned.store, exchange.planned.cast.heidi, "alice")
    assert exchange.preview(exchange.book()).faults == ()
    (fault,) = faults_of(exchange, ACTIONS, "A1", risk="Another.")
    assert fault.startswith("sheet “Actions”, cell H2: The person who was to lead it can no longer")
    book = exchange.book().fill(ACTIONS, "A1", risk="Another.", lead_person="Bob")
    assert exchange.bring_in(book).changed == 1


def test_an_action_that_was_taken_out_meanwhile_loses_nothing(exchange):
    planned = exchange.planned
    book, untouched = exchange.book().fill(ACTIONS, "A2", risk="Another."), exchange.book()
    second = planned.view().actions[1].id
    remove_action(planned.store, planned.cast.carol, planned.plan_id, second)
    (fault,) = exchange.faults(book)
    assert fault == (
        "sheet “Actions”, cell A3: A2 was taken out of the plan after this workbook was "
        "downloaded. Clear its reference to add it as a new action, or delete the row."
    )
    preview = exchange.preview(untouched)
    assert (preview.faults, preview.is_empty) == ((), True)
    assert preview.notes[0].startswith("A2 was taken out of the plan after this workbook was")


def test_a_milestone_that_was_dropped_meanwhile_is_said(exchange):
    planned, milestone = exchange.planned, first_of(exchange).milestones[0]
    book = exchange.book().fill(MILESTONES, milestone.id, text="Another text")
    drop_milestone(planned.store, planned.cast.carol, milestone.id, "Not needed.")
    (fault,) = exchange.faults(book)
    assert "this milestone was dropped after the workbook was downloaded" in fault
    # In a new workbook it has no row.
    assert exchange.preview(exchange.book()).notes == ()


def test_an_action_that_was_carried_forward_is_changed_in_its_newest_plan(exchange):
    planned, book = exchange.planned, exchange.book()
    later = next_year(planned)
    carry_forward(planned.store, planned.cast.carol, later.plan_id, [first_of(exchange).id])
    assert exchange.preview(book).is_empty
    book.fill(ACTIONS, "A1", risk="Another.")
    (fault,) = exchange.faults(book)
    assert fault == (
        "sheet “Actions”, cell A2: A1 was carried forward. Change it in the plan of 2010."
    )


def test_updates_of_a_quarter_that_was_closed_meanwhile_are_said(exchange):
    planned = exchange.planned
    planned.agree()
    book = exchange.book().fill(
        UPDATES, "A1", progress="Done", confidence="High", changed="All of it."
    )
    with clock.stopped_at(datetime(2009, 9, 20, 9, tzinfo=UTC)):
        close_quarter(planned.store, planned.cast.carol, planned.plan_id, planned.view().quarter)
    (fault,) = exchange.faults(book)
    assert "July to September 2009 was closed while you were writing" in fault


def test_a_workbook_of_another_plan_is_refused(exchange):
    later = next_year(exchange.planned)
    filled = exchange.read(exchange.book())
    with pytest.raises(Refused, match="is the plan of Cambridgeshire on the results of 2009, but"):
        preview_plan_import(later.store, later.cast.carol, later.plan_id, filled)
    with pytest.raises(Refused, match="Download the right one"):
        import_plan(later.store, later.cast.carol, later.plan_id, filled, seen="")
    with pytest.raises(Refused, match="does not exist"):
        preview_plan_import(later.store, later.cast.carol, 999, filled)


def test_a_reached_day_is_kept_with_its_note(exchange):
    milestone = first_of(exchange).milestones[0]
    book = exchange.book().fill(
        MILESTONES, milestone.id, reached=date(2009, 7, 8), note="Seen at the meeting."
    )
    exchange.bring_in(book)
    (reached,) = first_of(exchange).milestones[0].reached
    assert (reached.reached_on, reached.note) == (date(2009, 7, 8), "Seen at the meeting.")
    # What is emptied in the file takes nothing back.
    cleared = exchange.book().fill(MILESTONES, milestone.id, reached=None)
    assert exchange.preview(cleared).is_empty
