"""Reports that were made are kept, for whom they may be, with an entry in the record each time."""

from dataclasses import replace

import pytest

from owf.access.accounts import erase
from owf.access.audit import Event
from owf.access.errors import NotAllowed, NotFound
from owf.reports.catalogue import Wanted, open_reports, trust_years_with_reports
from owf.reports.kept import (
    KEPT_OF_EACH,
    NO_SUCH_REPORT,
    fetch_report,
    kept_reports,
    make_report,
)
from owf.reports.model import Format, Kind
from owf.store import audit as kept_events
from owf.store import people, reports, rounds
from owf.store.audit import EventsWanted
from tests.cast import CAMBRIDGESHIRE

BOARD = Wanted(Kind.BOARD, 2011, CAMBRIDGESHIRE)


def events(store, event):
    with store.reading() as session:
        return kept_events.events(session, EventsWanted(actions=[event]), 50)


def test_what_the_coordinator_makes_everybody_of_the_group_fetches_as_it_was(five_years, person):
    made = make_report(five_years, person("coordinator"), BOARD, Format.XLSX)
    (kept,) = kept_reports(five_years, person("chair"))
    facts, content = fetch_report(five_years, person("chair"), kept.facts.id)
    assert content == made.content
    assert facts.sha256 == made.sha256
    assert facts.file_name == "cambridgeshire-board-summary-2011.xlsx"
    (again,) = kept_reports(five_years, person("coordinator"))
    assert again.is_newest
    assert again.fetched == {person("chair").name: 1}


def test_the_record_says_who_made_and_who_fetched_it(five_years, person):
    made = make_report(five_years, person("coordinator"), BOARD, Format.XLSX)
    (kept,) = kept_reports(five_years, person("steering"))
    fetch_report(five_years, person("steering"), kept.facts.id)
    (was_made,) = events(five_years, Event.REPORT_MADE)
    (fetched,) = events(five_years, Event.REPORT_FETCHED)
    assert was_made.person_id == person("coordinator").id
    assert fetched.person_id == person("steering").id
    for one in (was_made, fetched):
        assert one.trust == CAMBRIDGESHIRE
        assert one.object_id == str(kept.facts.id)
        assert one.detail == {
            "report": "board summary of 2011",
            "format": "xlsx",
            "hash": made.sha256[:12],
        }


@pytest.mark.parametrize("role", ["partner", "regional-lead", "national", "administrator"])
def test_others_do_not_see_the_groups_file_and_cannot_tell_that_it_is_there(
    five_years, person, role
):
    make_report(five_years, person("coordinator"), BOARD, Format.XLSX)
    (kept,) = kept_reports(five_years, person("chair"))
    assert kept_reports(five_years, person(role)) == []
    for number in (kept.facts.id, 999):
        with pytest.raises(NotFound, match=NO_SUCH_REPORT[:40]):
            fetch_report(five_years, person(role), number)


def test_somebody_who_left_the_group_neither_sees_nor_fetches_what_they_made_for_it(
    five_years, person
):
    chair = person("chair")
    make_report(five_years, chair, BOARD, Format.XLSX)
    (kept,) = kept_reports(five_years, chair)
    left = replace(chair, roles=())
    assert kept_reports(five_years, left) == []
    with pytest.raises(NotFound):
        fetch_report(five_years, left, kept.facts.id)


def test_a_partners_copy_is_theirs_alone(five_years, person):
    make_report(five_years, person("partner"), BOARD, Format.XLSX)
    (kept,) = kept_reports(five_years, person("partner"))
    assert not kept.facts.is_for_group
    assert kept_reports(five_years, person("chair")) == []
    assert fetch_report(five_years, person("partner"), kept.facts.id)[1]


def test_only_the_newest_of_a_kind_and_format_are_kept(five_years, person):
    for _ in range(KEPT_OF_EACH + 2):
        make_report(five_years, person("chair"), BOARD, Format.XLSX)
    make_report(five_years, person("chair"), BOARD, Format.HTML)
    found = [one.facts.format for one in kept_reports(five_years, person("chair"))]
    assert found == ["html", *["xlsx"] * KEPT_OF_EACH]


def test_somebody_outside_cannot_fetch_what_is_published_otherwise_now(five_years, person):
    lead = person("regional-lead")
    trust = next(one for one, _, year in trust_years_with_reports(five_years, lead) if year == 2011)
    make_report(five_years, lead, Wanted(Kind.BOARD, 2011, trust), Format.XLSX)
    (kept,) = kept_reports(five_years, lead)
    with five_years.writing() as session:
        in_round = rounds.round_of(session, trust, 2011)
        rounds.set_round_status(session, in_round.id, "signed", "headline")
    assert kept_reports(five_years, lead) == []
    with pytest.raises((NotFound, NotAllowed)):
        fetch_report(five_years, lead, kept.facts.id)


def test_nothing_is_kept_of_a_report_that_is_refused(five_years, person):
    with pytest.raises((NotAllowed, NotFound)):
        make_report(five_years, person("administrator"), BOARD, Format.XLSX)
    with five_years.reading() as session:
        assert reports.report_by_id(session, 1) is None
    assert events(five_years, Event.REPORT_MADE) == []


def test_erasing_somebody_takes_every_kept_file_with_it(five_years, person):
    make_report(five_years, person("chair"), BOARD, Format.XLSX)
    with five_years.writing() as session:
        people.add_person(session, "gone", "Somebody Gone")
    erase(five_years, person("administrator"), "gone")
    assert kept_reports(five_years, person("chair")) == []
    assert len(events(five_years, Event.REPORT_MADE)) == 1


OFFERED = {
    "coordinator": {
        Kind.BOARD, Kind.ANNUAL, Kind.PLAN, Kind.EXCEPTIONS, Kind.PARTNER, Kind.PUBLIC,
        Kind.EVIDENCE,
    },
    "partner": {Kind.BOARD, Kind.ANNUAL, Kind.PLAN, Kind.PARTNER, Kind.PUBLIC, Kind.EVIDENCE},
    "regional-lead": {Kind.BOARD, Kind.ANNUAL, Kind.PLAN, Kind.PUBLIC},
}  # fmt: skip


@pytest.mark.parametrize("role", OFFERED)
def test_everybody_is_offered_what_they_may_have(five_years, person, role):
    found = open_reports(five_years, person(role), CAMBRIDGESHIRE, 2011)
    assert {one.kind for one in found.wanted} == OFFERED[role]
    if role == "partner":
        assert len(found.partners) == 1


def test_whoever_may_have_nothing_is_told_so(five_years, person):
    with pytest.raises(NotAllowed, match="only have reports on your own Trust"):
        open_reports(five_years, person("administrator"), CAMBRIDGESHIRE, 2011)
