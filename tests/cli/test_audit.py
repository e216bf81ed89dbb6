"""``audit``: the record as the operator reads it, and refusals of commands in it."""

import json
from datetime import UTC, datetime

import pytest
import typer

from owf import clock
from owf.access import OPERATOR
from owf.access.audit import Event, record
from owf.access.errors import NotAllowed
from owf.cli import app
from owf.cli.output import refusing_in_words
from owf.store import audit
from owf.store.audit import EventsWanted

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
LATE = datetime(2009, 7, 9, 23, 30, tzinfo=UTC)  # 10 July in London


@pytest.fixture
def happened(cast_database):
    """Three events in July."""
    cast = cast_database
    for who, event, at, trust in (
        (cast.judy, Event.LEVEL_AGREED, LATE, 383),
        (cast.carol, Event.MEDIANS_ACCEPTED, TEN, 873),
        (None, Event.SIGN_IN_FAILED, TEN, None),
    ):
        with clock.stopped_at(at), cast.store.writing() as session:
            record(session, who, event, trust=trust, address="192.0.2.1")
    return cast


def test_it_prints_the_newest_first_with_when_who_and_where_from(happened, owf):
    found = owf("audit", "--since", "2009-07-10")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "2009-07-10 11:00  An unknown person failed to sign in  [192.0.2.1]"
    assert lines[1].startswith("2009-07-10 11:00  Carol accepted the partners' median")
    assert lines[1].endswith("[Cambridgeshire; 192.0.2.1]")
    # Half past eleven the evening before in UTC is half past midnight in London.
    assert lines[2].startswith("2009-07-10 00:30  Judy agreed a level")
    assert len(lines) == 3


def test_a_day_before_has_what_made_the_year_too(happened, owf):
    assert "opened the year 2009" in owf("audit").stdout
    assert owf("audit", "--since", "2009-07-11").stdout == ""


@pytest.mark.parametrize("trust", ["873", "cambridgeshire"])
def test_one_trust_s_record_is_had_by_its_number_or_name(happened, owf, trust):
    found = owf("audit", "--trust", trust, "--since", "2009-07-01")
    assert [line.split("  ")[1][:5] for line in found.stdout.splitlines()] == ["Carol"]


def test_a_machine_reads_ids_and_details(happened, owf):
    read = json.loads(owf("audit", "--json", "--since", "2009-07-10", "--trust", "873").stdout)
    (event,) = read
    assert (event["person_id"], event["event"], event["trust"], event["from"]) == (
        "carol", "medians_accepted", 873, "192.0.2.1",
    )  # fmt: skip
    assert event["at"] == "2009-07-10T10:00:00+00:00"


def test_a_trust_that_is_none_and_a_day_that_is_none_are_refused(happened, owf):
    found = owf("audit", "--trust", "Atlantis")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "There is no Trust “Atlantis”" in found.stderr
    assert owf("audit", "--since", "last week").exit_code == 2


# What the policy refuses a command.


@pytest.fixture
def refused_command(happened):
    """Make a command that the policy refuses, for this test."""

    def forbidden(word: str = "") -> None:
        with refusing_in_words():
            raise NotAllowed(f"Not even the operator may {word}")

    app.command("forbidden")(forbidden)
    yield happened
    app.registered_commands.pop()


def test_a_refused_command_is_recorded_without_what_was_typed(refused_command, owf):
    found = owf("forbidden", "--word", "anna@example.org")
    assert found.exit_code == 1
    assert "Not even the operator" in found.stderr
    with refused_command.store.reading() as session:
        (event,) = audit.events(session, EventsWanted(actions=["refused"]), 9)
    assert (event.person_id, event.object_kind, event.object_id) == (
        OPERATOR.id, "command", "forbidden",
    )  # fmt: skip
    assert "anna" not in repr(event)


def test_a_record_that_is_not_there_hides_no_refusal(cast, point_to, tmp_path, capfd):
    point_to(database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(typer.Exit), refusing_in_words():
        raise NotAllowed("Not yours.")
    assert "Not yours." in capfd.readouterr().err
