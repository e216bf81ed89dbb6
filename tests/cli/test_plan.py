"""``plan``, and ``verify`` and ``check`` of plans: what they print for people and for machines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from owf import clock
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.promising import note_reached, promise_again
from owf.improvement.plan.updates import check_action
from owf.store import Store
from owf.store.plans.facts import NotNowFacts
from owf.store.plans.plan import keep_not_now
from tests.planned import begin, next_year

AUTUMN = datetime(2009, 9, 20, 9, tzinfo=UTC)


@pytest.fixture
def planned(cast, point_to):
    """The settings point to the cast's database, with a plan of two actions."""
    found = begin(cast)
    found.add("Train managers.", days=(date(2010, 4, 1), date(2011, 4, 1)))
    found.add("Write down levels of need.", items=(("caf-2", 5),))
    waits = NotNowFacts("item:ma-1", "MA 1", "It is low.", "Not yet.", "carol", AUTUMN)
    with cast.store.writing() as session:
        keep_not_now(session, found.plan_id, waits)
    point_to(database_url=cast.store.engine.url.render_as_string(hide_password=False))
    return found


@pytest.fixture
def agreed(planned):
    """Agreed, updated once, and closed for its first quarter."""
    planned.agree("region")
    first = planned.view().actions[0]
    promise_again(
        planned.store,
        planned.cast.carol,
        first.milestones[1].id,
        date(2011, 10, 1),
        "The trainer left.",
    )
    note_reached(planned.store, planned.cast.carol, first.milestones[0].id, date(2009, 7, 9))
    planned.update(first.id, "in_progress")
    with clock.stopped_at(AUTUMN):
        close_quarter(planned.store, planned.cast.carol, planned.plan_id, planned.view().quarter)
    return planned


def as_json(owf, *words):
    found = owf(*words, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


# What is printed.


def test_a_machine_reads_the_whole_plan(agreed, owf):
    found = as_json(owf, "plan", 873, 2009)
    newest = agreed.view().newest
    actions = found.pop("actions")
    assert [one["title"] for one in found.pop("priorities")][:2] == [
        "Inspiring leadership",
        "Integrated working",
    ]
    assert found.pop("not_now") == [
        {"gap": "item:ma-1", "title": "MA 1", "finding": "It is low.", "reason": "Not yet."}
    ]
    assert found == {
        "trust": "Cambridgeshire",
        "dfe_number": 873,
        "year": 2009,
        "starts": "2009-07-01",
        "ends": "2012-04-01",
        "version": 1,
        "digest": newest.digest,
        "publication": "region",
        "agreed_at": newest.agreed_at.isoformat(),
        "changed_since_agreed": {"added": [], "changed": [], "removed": []},
        "achieved": {"reached": 1, "of": 3},
        "movement": None,
        "made_up": True,
    }
    assert actions[0] == {
        "reference": "A1",
        "priority": "Integrated working",
        "objective": "Managers know CAF.",
        "what": "Train managers.",
        "why": [],
        "questions": [
            {
                "year": 2009,
                "id": "caf-1",
                "name": "CAF 1, CAF 1",
                "level_then": 3,
                "level_wanted": 4,
            }
        ],
        "lead_partner": "Police",
        "lead_person": "Alice",
        "partners": ["Schools"],
        "multi_agency": True,
        "resources": "Two days of a trainer.",
        "risk": "No time.",
        "mitigation": "Short sessions.",
        "measure": "Managers trained",
        "baseline": "10 of 60",
        "target": "60 of 60",
        "expectation": "recommended",
        "evidence": [],
        "milestones": [
            {
                "text": "Step 1",
                "stage": "agreed",
                "first": "2010-04-01",
                "promised": "2010-04-01",
                "reached": "2009-07-09",
                "slips": 0,
                "late": False,
                "dropped": None,
                "promises": [{"promised": "2010-04-01", "note": ""}],
            },
            {
                "text": "Step 2",
                "stage": "agreed",
                "first": "2011-04-01",
                "promised": "2011-10-01",
                "reached": None,
                "slips": 1,
                "late": False,
                "dropped": None,
                "promises": [
                    {"promised": "2011-04-01", "note": ""},
                    {"promised": "2011-10-01", "note": "The trainer left."},
                ],
            },
        ],
        "progress": "in_progress",
        "confidence": "medium",
        "verified": False,
        "updates": [
            {
                "quarter": "2009-07-01",
                "progress": "in_progress",
                "confidence": "medium",
                "changed": "Something changed.",
                "impact": "Something came of it.",
            }
        ],
    }


def test_people_read_what_was_agreed_and_how_far_each_action_is(agreed, owf):
    found = owf("plan", "Cambridgeshire", 2009)
    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert lines[:3] == [
        "Cambridgeshire: plan on the results of 2009",
        "Demonstration: all of this is made up.",
        "From 1 July 2009 to 1 April 2012.",
    ]
    assert lines[3].startswith("Version 1, agreed on 10 July 2009, ")
    assert lines[4:6] == [
        "Unchanged since it was agreed.",
        "2 actions, 1 of 3 milestones reached (33%).",
    ]
    assert "- A1: Train managers." in lines
    assert "    In progress, confidence medium; led by Alice, Police." in lines
    assert "    Step 2: slipped 1 October 2011" in lines
    assert lines[-1] == "No year after 2009 is signed yet, so nobody can tell what moved."


def test_a_draft_is_said_to_be_one(planned, owf):
    assert "Not agreed yet: a draft." in owf("plan", 873, 2009).stdout
    found = as_json(owf, "plan", 873, 2009)
    assert (found["version"], found["digest"], found["publication"]) == (None, None, None)


def test_what_is_not_agreed_yet_is_named(agreed, owf):
    agreed.change(agreed.view().actions[1].id, target="All of them")
    agreed.add("A third.")
    assert as_json(owf, "plan", 873, 2009)["changed_since_agreed"] == {
        "added": ["A3"],
        "changed": ["A2"],
        "removed": [],
    }
    words = owf("plan", 873, 2009).stdout
    assert "Not agreed yet, of the actions: added: A3; changed: A2." in words


def test_after_a_later_signature_it_says_what_moved(agreed, owf):
    first = agreed.view().actions[0]
    with clock.stopped_at(datetime(2009, 11, 2, 9, tzinfo=UTC)):
        agreed.update(first.id, "done")
    check_action(agreed.store, agreed.cast.carol, first.id, "Seen.", is_verified=True)
    next_year(agreed)
    found = as_json(owf, "plan", 873, 2009)
    moved = found["movement"]
    assert (moved["years"], moved["done"], moved["verified"]) == ([2009, 2010], 1, 1)
    assert [one["reference"] for one in moved["actions"]] == ["A1", "A2"]
    assert found["actions"][0]["verified"] is True
    assert sum(moved["of_all"].values()) == 2
    assert moved["sentences"][-1] in owf("plan", 873, 2009).stdout


def test_a_year_without_a_plan_ends_with_1_and_says_what_to_do(planned, owf):
    found = owf("plan", 873, 2008)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        "Cambridgeshire has no plan on the results of 2008. Its coordinator begins one on the "
        "Actions page once the chair has signed.\n"
    )
    assert owf("plan", "Nowhere", 2009).exit_code == 1
    assert owf("plan", 873).exit_code == 2


# Whether it still holds.


def tamper(planned, sql, trigger):
    """Change the database as somebody would who holds the file."""
    store = Store(planned.store.engine.url.render_as_string(hide_password=False))
    with store.writing() as session:
        session.execute(text(f"DROP TRIGGER {trigger}"))
        assert session.execute(text(sql)).rowcount == 1
    store.close()


def test_what_was_agreed_and_closed_is_verified_too(agreed, owf):
    lines = owf("verify", 873, 2009).stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Cambridgeshire 2009, version 1: unchanged since it was signed")
    assert lines[1].startswith("Cambridgeshire, plan of 2009, version 1: unchanged since it was")
    assert lines[2].startswith("Cambridgeshire, plan of 2009, July to September 2009: unchanged")
    found = as_json(owf, "verify", 873, 2009)
    assert found["holds"] is True
    assert [(one["what"], one["holds"]) for one in found["plans"]] == [
        ("version 1", True),
        ("July to September 2009", True),
    ]


@pytest.mark.parametrize(
    ("sql", "trigger", "what"),
    [
        (
            "UPDATE plan_version SET body = replace(body, 'Train managers.', 'Train nobody.')",
            "plan_version_refuses_update",
            "version 1",
        ),
        (
            "UPDATE plan_version SET publication = 'public'",
            "plan_version_refuses_update",
            "version 1",
        ),
        (
            "UPDATE plan_quarter SET body = replace(body, 'in_progress', 'done')",
            "plan_quarter_refuses_update",
            "July to September 2009",
        ),
    ],
)
def test_a_changed_plan_is_found(agreed, owf, sql, trigger, what):
    tamper(agreed, sql, trigger)
    found = owf("verify", 873, 2009)
    assert found.exit_code == 1
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"Cambridgeshire, plan of 2009, {what}: it was CHANGED after it was")
    read = json.loads(owf("verify", 873, 2009, "--json").stdout)
    assert [one["what"] for one in read["plans"] if not one["holds"]] == [what]
    assert read["holds"] is True
    checked = {one["check"]: one for one in json.loads(owf("check", "--json").stdout)["checks"]}
    assert checked["plans"]["ok"] is False
    assert checked["plans"]["words"].startswith("1 of 2 were changed after they were agreed")
    assert checked["signatures"]["ok"] is True


def test_check_counts_all_plans(agreed, owf):
    found = {one["check"]: one for one in json.loads(owf("check", "--json").stdout)["checks"]}
    assert (found["plans"]["ok"], found["plans"]["words"]) == (True, "2 verified.")
