"""Every service is tried by everybody, and comes out as ``docs/roles.md`` says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import date
from itertools import count

import pytest
from sqlalchemy.exc import IntegrityError

import owf.access
import owf.assessment
from owf import clock
from owf.access import OPERATOR, Role, start_session
from owf.access.accounts import disable, enable, erase, what_remains
from owf.access.founding import begin
from owf.access.invitation_list import Line, Preview, read_list
from owf.access.inviting import add_person, invite, invite_all, resend
from owf.access.links import change_password
from owf.access.people import PeopleWanted, list_people, open_person
from owf.access.refusals import NotAllowed, NotFound, Refused
from owf.access.role_places import partners_to_choose, what_may_be_given
from owf.access.roles import give_role, take_role
from owf.access.sessions import act_under, end_own_sessions, own_sessions
from owf.assessment.answering import (
    Evidence,
    open_return,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.carrying import carry_over
from owf.assessment.chasing import reminders_sent, send_reminder
from owf.assessment.comparing import compare_with
from owf.assessment.deadlines import set_partner_deadline, set_trust_deadline
from owf.assessment.delegating import colleagues, delegate, end_delegation
from owf.assessment.evidence_keeping import add_evidence, change_evidence, remove_evidence
from owf.assessment.evidence_linking import change_links
from owf.assessment.evidence_reading import open_evidence, read_file
from owf.assessment.filled import FilledReturn
from owf.assessment.hearing import drop_voice, keep_voice
from owf.assessment.importing import Preview as ImportPreview
from owf.assessment.importing import import_return, preview_import
from owf.assessment.item_tables import open_item_tables
from owf.assessment.meanwhile import written_meanwhile
from owf.assessment.moderating import accept_medians, agree_level, open_moderation
from owf.assessment.nation import open_nation
from owf.assessment.neighbouring import load_neighbours
from owf.assessment.noting import keep_note
from owf.assessment.opening import add_partners, open_cycle, open_round
from owf.assessment.overseeing import open_running
from owf.assessment.pack_freezing import publish_pack, published_packs
from owf.assessment.pack_shelf import open_shelf
from owf.assessment.packs import pack_of
from owf.assessment.receipts import receipt_of
from owf.assessment.record import open_record, records_to_read, whole_record
from owf.assessment.regions import open_region, region_choices
from owf.assessment.reopening import reopen_round, reopened_for, reopened_in, who_relied
from owf.assessment.replying import answer_reply, open_agreed, reply_to_level
from owf.assessment.results_view import trust_results
from owf.assessment.return_news import news_of_return
from owf.assessment.return_reopening import reopen_return
from owf.assessment.rounds.partner_list import read_partners
from owf.assessment.sign_preview import preview_of_signature
from owf.assessment.signing import open_sign_off, sign_off
from owf.assessment.start.first_steps import open_first_steps, who_invites_the_chair
from owf.assessment.submitting import submit_return, submit_whole_return
from owf.assessment.survey_links import change_closing, close_survey, make_link, replace_link
from owf.assessment.survey_view import open_survey_view
from owf.assessment.surveying import keep_responses
from owf.assessment.taking_along import find_destination, find_partner, open_to_take_along
from owf.assessment.taking_over import take_back, take_over
from owf.assessment.taking_part import join_round, note_apologies, take_back_apologies, take_out
from owf.assessment.verifying import (
    frozen_packs,
    signed_rounds,
    verify_signature,
    verify_versions,
)
from owf.assessment.work import open_comparisons, open_work
from owf.assessment.years import open_year
from owf.settings import DATA, PACKS
from owf.store import evidence, people, replies, rounds
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted
from owf.store.evidence import Described, NewFile
from owf.store.heard import HeardVoice
from owf.store.notes import Note
from owf.store.people import RoleHeld
from tests.roles_table import is_allowed, table
from tests.roles_world import CASES, owns

pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

ROWS = table("Services")
OF_A_PARTNER = {
    "answering",
    "delegating",
    "evidence_keeping",
    "evidence_linking",
    "evidence_reading",
    "importing",
    "meanwhile",
    "receipts",
    "replying",
    "return_news",
    "submitting",
    "taking_along",
    "taking_over",
}
"""Modules whose services are about one partner's return, and not about a Trust."""

NOTHING_SEEN = StoredAnswer("caf-1")

NUMBERS = count(1)
LAST_DAY = date(2009, 7, 17)


def steering(at):
    """The steering group's role in a place's Trust."""
    return RoleHeld(Role.STEERING, "trust", str(at.trust))


def pack_in_use(store):
    with store.reading() as session:
        return pack_of(session, rounds.pack_of_cycle(session, 2009))


HEARD = HeardVoice("parents", "Forum", date(2009, 5, 1), 12, "We told our story once.")


def replied(store, at):
    """A reply of a place's partner, kept past every service."""
    with store.writing() as session:
        reply_id = replies.add_reply(
            session, at.round_id, next(NUMBERS), "caf-1", at.partner,
            level=3, text="No.", by="alice", at=clock.now(),
        )  # fmt: skip
        return replies.reply_by_id(session, reply_id)


def somebody(store, at):
    """Somebody new each time, who answers for a place's partner."""
    person_id = f"somebody-{next(NUMBERS)}"
    with store.writing() as session:
        people.add_person(
            session,
            person_id,
            "Somebody",
            email=f"{person_id}@example.org",
            roles=[RoleHeld(Role.RESPONDENT, "partner", str(at.partner))],
        )
    return person_id


def piece(store, at, *, year=None):
    """A fresh file of a place's partner, each time; behind what it submitted in a year."""
    evidence_id = f"{next(NUMBERS):032x}"
    with store.writing() as session:
        evidence.add_evidence(
            session, evidence_id, at.partner, Described("The audit"),
            NewFile("audit.txt", "text/plain", b"All is well."), by="alice", at=clock.now(),
        )  # fmt: skip
        if year:
            behind = rounds.return_of_partner(session, at.partner, year)
            evidence.change_links(session, behind.id, [(evidence_id, "caf-1")], [])
    return evidence_id


def fresh_return(store, at):
    """A new partner's return in a place's round, each time: whoever may takes it out."""
    name = f"Partner {next(NUMBERS)}"
    (partner,) = add_partners(store, OPERATOR, at.trust, [(at.sector, name)])
    join_round(store, OPERATOR, at.round_id, partner)
    with store.reading() as session:
        return rounds.return_of_partner(session, partner, 2009).id


ASK = {
    "answering.open_return": lambda s, who, at, year: open_return(s, who, at.partner, year),
    "answering.save_choice": lambda s, who, at, _: save_choice(
        s, who, at.return_id, "caf-1", 3, seen=NOTHING_SEEN
    ),
    "answering.save_comment": lambda s, who, at, _: save_comment(
        s, who, at.return_id, "caf-1", "Because.", seen=NOTHING_SEEN
    ),
    "answering.save_evidence": lambda s, who, at, _: save_evidence(
        s, who, at.return_id, "caf-1", Evidence("The audit."), seen=NOTHING_SEEN
    ),
    "evidence_reading.open_evidence": lambda s, who, at, _: open_evidence(s, who, at.partner),
    "evidence_reading.read_file (behind a submitted answer)": lambda s, who, at, _: read_file(
        s, who, piece(s, at, year=2008)
    ),
    "evidence_reading.read_file (not submitted)": lambda s, who, at, _: read_file(
        s, who, piece(s, at, year=2009)
    ),
    "evidence_keeping.add_evidence": lambda s, who, at, _: add_evidence(
        s, who, at.partner, Described("The audit"), "https://example.org/audit"
    ),
    "evidence_keeping.change_evidence": lambda s, who, at, _: change_evidence(
        s, who, piece(s, at), Described("Another"), seen_version=1
    ),
    "evidence_keeping.remove_evidence": lambda s, who, at, _: remove_evidence(s, who, piece(s, at)),
    "evidence_linking.change_links": lambda s, who, at, _: change_links(
        s, who, at.return_id, add=[(piece(s, at), "caf-1")]
    ),
    "meanwhile.written_meanwhile": lambda s, who, at, _: written_meanwhile(
        s, who, at.partner, at.return_id, {}
    ),
    "taking_along.open_to_take_along": lambda s, who, at, year: open_to_take_along(
        s, who, at.partner, year
    ),
    "taking_along.find_destination": lambda s, who, at, year: find_destination(
        s, who, at.partner, year
    ),
    "taking_along.find_partner": lambda s, who, at, year: find_partner(
        s, who, at.trust, at.sector, year
    ),
    "importing.preview_import": lambda s, who, at, year: preview_import(
        s, who, FilledReturn(at.trust, at.partner, year, "tiny@2009", "", {})
    ),
    "importing.import_return": lambda s, who, at, year: import_return(
        s, who, ImportPreview(find_destination(s, OPERATOR, at.partner, year), ())
    ),
    "submitting.submit_return": lambda s, who, at, _: submit_return(s, who, at.return_id),
    "receipts.receipt_of": lambda s, who, at, year: receipt_of(s, who, at.partner, year),
    "moderating.open_moderation": lambda s, who, at, year: open_moderation(s, who, at.trust, year),
    "moderating.agree_level": lambda s, who, at, _: agree_level(
        s, who, at.round_id, "caf-1", 3, reason="Because.", seen_version=0
    ),
    "moderating.accept_medians": lambda s, who, at, _: accept_medians(
        s, who, at.round_id, {"caf-1": 3}
    ),
    "taking_over.take_over": lambda s, who, at, _: take_over(s, who, at.return_id, ["caf-1"]),
    "taking_over.take_back": lambda s, who, at, _: take_back(s, who, at.return_id),
    "return_news.news_of_return": lambda s, who, at, year: news_of_return(s, who, at.partner, year),
    "replying.open_agreed": lambda s, who, at, year: open_agreed(s, who, at.partner, year),
    "replying.reply_to_level": lambda s, who, at, _: reply_to_level(
        s, who, at.return_id, "caf-1", "We see it otherwise.", seen_version=1
    ),
    "replying.answer_reply": lambda s, who, at, _: answer_reply(
        s, who, (one := replied(s, at)).id, answer="We looked again.", stands=False, seen=one
    ),
    "noting.keep_note": lambda s, who, at, _: keep_note(s, who, at.round_id, Note("caf", "Late.")),
    "hearing.keep_voice": lambda s, who, at, _: keep_voice(s, who, at.round_id, HEARD),
    "hearing.drop_voice": lambda s, who, at, _: drop_voice(s, who, at.round_id, 1),
    "reopening.reopen_round": lambda s, who, at, _: reopen_round(s, who, at.round_id, "Wrong."),
    "reopening.who_relied": lambda s, who, at, year: who_relied(s, who, at.trust, year),
    "reopening.reopened_in": lambda s, who, at, _: reopened_in(s, who, at.region, 2008),
    "reopening.reopened_for": lambda s, who, *_: reopened_for(s, who),
    "verifying.verify_versions": lambda s, who, at, _: verify_versions(s, who, at.trust, 2008),
    "signing.open_sign_off": lambda s, who, at, year: open_sign_off(s, who, at.trust, year),
    "sign_preview.preview_of_signature": lambda s, who, at, year: preview_of_signature(
        s, who, at.trust, year
    ),
    "signing.sign_off": lambda s, who, at, _: sign_off(s, who, at.round_id, "full"),
    "verifying.verify_signature": lambda s, who, at, _: verify_signature(s, who, at.trust, 2008),
    "verifying.signed_rounds": lambda s, who, *_: signed_rounds(s, who),
    "verifying.frozen_packs": lambda s, who, *_: frozen_packs(s, who),
    "results_view.trust_results": lambda s, who, at, year: trust_results(s, who, at.trust, year),
    "comparing.compare_with": lambda s, who, at, year: compare_with(s, who, at.trust, year),
    "regions.open_region": lambda s, who, at, _: open_region(s, who, at.region, 2008),
    "regions.region_choices": lambda s, who, *_: region_choices(s, who),
    "nation.open_nation": lambda s, who, *_: open_nation(s, who, 2008),
    "carrying.carry_over": lambda s, who, *_: carry_over(s, who, 2009, {}, {}),
    "neighbouring.load_neighbours": lambda s, who, *_: load_neighbours(
        s, who, DATA / "no-such-file.csv"
    ),
    "submitting.submit_whole_return": lambda s, who, at, _: submit_whole_return(
        s, who, at.return_id, {}
    ),
    "pack_freezing.publish_pack": lambda s, who, *_: publish_pack(s, who, pack_in_use(s)),
    "pack_freezing.published_packs": lambda s, who, *_: published_packs(s, who),
    "pack_shelf.open_shelf": lambda s, who, *_: open_shelf(s, who, PACKS),
    "opening.open_cycle": lambda s, who, *_: open_cycle(
        s, who, 2009, pack_in_use(s), opens=date(2009, 6, 1), closes=date(2009, 7, 1)
    ),
    "opening.add_partners": lambda s, who, at, _: add_partners(s, who, at.trust, []),
    "partner_list.read_partners": lambda s, who, at, _: read_partners(
        s, who, at.trust, pack_in_use(s), "Police"
    ),
    "opening.open_round": lambda s, who, at, _: open_round(s, who, 2009, at.trust, []),
    "surveying.keep_responses": lambda s, who, at, _: keep_responses(s, who, at.round_id, []),
    "survey_view.open_survey_view": lambda s, who, at, year: open_survey_view(
        s, who, at.trust, year
    ),
    "survey_links.make_link": lambda s, who, at, _: make_link(s, who, at.round_id, LAST_DAY),
    "survey_links.change_closing": lambda s, who, at, _: change_closing(
        s, who, at.round_id, LAST_DAY
    ),
    "survey_links.close_survey": lambda s, who, at, _: close_survey(s, who, at.round_id),
    "survey_links.replace_link": lambda s, who, at, _: replace_link(s, who, at.round_id),
    "item_tables.open_item_tables (England)": lambda s, who, *_: open_item_tables(s, who, 2008),
    "item_tables.open_item_tables (a region)": lambda s, who, at, _: open_item_tables(
        s, who, 2008, at.region
    ),
    "record.records_to_read": lambda s, who, *_: records_to_read(s, who),
    "record.open_record": lambda s, who, at, _: open_record(s, who, EventsWanted(trust=at.trust)),
    "record.whole_record": lambda s, who, at, _: list(
        whole_record(s, who, EventsWanted(trust=at.trust))
    ),
    "deadlines.set_partner_deadline": lambda s, who, at, _: set_partner_deadline(
        s, who, at.return_id, date(2009, 7, 15)
    ),
    "deadlines.set_trust_deadline": lambda s, who, at, year: set_trust_deadline(
        s, who, year, at.trust, date(2009, 7, 24)
    ),
    "return_reopening.reopen_return": lambda s, who, at, _: reopen_return(
        s, who, at.return_id, "A slip."
    ),
    "taking_part.join_round": lambda s, who, at, _: join_round(s, who, at.round_id, at.partner),
    "taking_part.note_apologies": lambda s, who, at, _: note_apologies(
        s, who, at.return_id, "cannot this year"
    ),
    "taking_part.take_back_apologies": lambda s, who, at, _: take_back_apologies(
        s, who, at.return_id
    ),
    "taking_part.take_out": lambda s, who, at, _: take_out(s, who, fresh_return(s, at)),
    "delegating.colleagues": lambda s, who, at, _: colleagues(s, who, at.return_id),
    "delegating.delegate": lambda s, who, at, _: delegate(s, who, at.return_id, "caf", "bob"),
    "delegating.end_delegation": lambda s, who, at, _: end_delegation(s, who, at.return_id, "caf"),
    "overseeing.open_running": lambda s, who, at, year: open_running(s, who, at.trust, year),
    "chasing.reminders_sent": lambda s, who, at, _: reminders_sent(s, who, at.trust),
    "chasing.send_reminder": lambda s, who, at, _: send_reminder(s, who, at.return_id, "nobody"),
    "years.open_year": lambda s, who, *_: open_year(s, who, 2009),
    "people.list_people": lambda s, who, at, _: list_people(s, who, PeopleWanted(trust=at.trust)),
    "people.open_person": lambda s, who, at, _: open_person(s, who, somebody(s, at)),
    "role_places.what_may_be_given": lambda s, who, *_: what_may_be_given(s, who),
    "role_places.partners_to_choose": lambda s, who, at, _: partners_to_choose(s, who, at.trust),
    "invitation_list.read_list": lambda s, who, at, _: read_list(s, who, "Eve", at.trust),
    "inviting.invite (steering group)": lambda s, who, at, _: invite(
        s, who, "eve@example.org", "Eve", [steering(at)]
    ),
    "inviting.invite (chair)": lambda s, who, at, _: invite(
        s, who, "eve@example.org", "Eve", [RoleHeld(Role.CHAIR, "trust", str(at.trust))]
    ),
    "inviting.add_person": lambda s, who, at, _: add_person(
        s, who, f"{next(NUMBERS)}@example.org", "Eve", [steering(at)]
    ),
    "inviting.invite_all": lambda s, who, at, _: invite_all(
        s,
        who,
        Preview((Line(1, "Eve", f"{next(NUMBERS)}@example.org", "Steering", steering(at), ()),)),
    ),
    "inviting.resend": lambda s, who, at, _: resend(s, who, somebody(s, at)),
    "roles.give_role (steering group)": lambda s, who, at, _: give_role(
        s, who, somebody(s, at), steering(at)
    ),
    "roles.give_role (national team)": lambda s, who, at, _: give_role(
        s, who, somebody(s, at), RoleHeld(Role.NATIONAL, "all", "")
    ),
    "roles.take_role": lambda s, who, at, _: take_role(
        s, who, somebody(s, at), RoleHeld(Role.RESPONDENT, "partner", str(at.partner))
    ),
    "accounts.disable": lambda s, who, at, _: disable(s, who, somebody(s, at)),
    "accounts.enable": lambda s, who, at, _: enable(s, who, somebody(s, at)),
    "accounts.what_remains": lambda s, who, at, _: what_remains(s, who, somebody(s, at)),
    "accounts.erase": lambda s, who, at, _: erase(s, who, somebody(s, at)),
    "founding.begin": lambda s, who, *_: begin(
        s, who, "eve@example.org", "Eve", trusts=DATA / "trusts.csv", sectors=[]
    ),
    "links.change_password": lambda s, who, *_: change_password(
        s, who, "not the present one", "kettle orbit plum fence", keep_token=None
    ),
    "sessions.act_under": lambda s, who, *_: act_under(s, who, start_session(s, who.id), None),
    "sessions.own_sessions": lambda s, who, *_: own_sessions(s, who),
    "sessions.end_own_sessions": lambda s, who, *_: end_own_sessions(s, who),
    "first_steps.open_first_steps": lambda s, who, *_: open_first_steps(s, who),
    "first_steps.who_invites_the_chair": lambda s, who, at, _: who_invites_the_chair(
        s, who, at.trust
    ),
    "work.open_work": lambda s, who, *_: open_work(s, who),
    "work.open_comparisons": lambda s, who, *_: open_comparisons(s, who),
}
"""How each service is asked: the database, who asks, for which place, in which year."""

WITHOUT_AN_ACTOR = {
    "audit.record_refusal": "records what was refused already",
    "invitation_places.find_role": "only reads a place's name; whoever gives the role is asked",
    "resetting.refuse_to_write_often": "whoever forgot a password is not signed in",
    "resetting.write_to_who_forgot": "whoever forgot a password is not signed in",
    "role_words.roles_in_words": "puts roles into words that somebody holds",
    "signing_in.sign_in_as": "the demonstration's people, to be chosen by anybody",
    "responding.answer_screen": "a practitioner has no account; the link is open to them",
    "responding.begin": "a practitioner has no account; the link is open to them",
    "responding.open_survey": "a practitioner has no account; the link is open to them",
    "responding.partners_to_name": "a practitioner has no account; the link is open to them",
    "single_sign_on.note_failure": "nobody is known yet",
    "single_sign_on.sign_in_vouched_for": "the provider says who it is",
    "answering.answers_now": "a fragment's own page has asked already",
    "evidence_linking.evidence_now": "a fragment's own page has asked already",
    "taking_over.taken_over": "its page has opened the return already, and asked for that",
    "comparing.find_trust": "names and numbers of Trusts are no secret",
    "links.accept": "the link itself says who it is",
    "links.person_of_link": "the link itself says who it is",
    "reopening.tell_readers": "writes to those who relied on it, and gives nothing of it out",
    "publishing.read_ahead": "reads into memory and gives nothing out",
    "sessions.end_session": "whoever holds the token may end it",
    "sessions.start_session": "called once somebody has shown who they are",
    "sessions.who_is_there": "says who is asking",
    "signing_in.sign_in": "shows who somebody is",
    "overseeing.years_to_run": "which years there are is no secret",
    "work.newest_round_year": "which years there are is no secret",
    "work.newest_year": "which years there are is no secret",
}
"""Services that ask nobody who they are, each with the reason."""


def services():
    """Every public function that is given the database, by module and name."""
    found = {}
    for package in (owf.assessment, owf.access):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                is_own = function.__module__ == module.__name__ and not name.startswith("_")
                parameters = inspect.signature(function).parameters
                if is_own and "store" in parameters:
                    found[f"{one.name.rsplit('.')[-1]}.{name}"] = "who" in parameters
    return found


def test_every_service_has_its_row_or_the_reason_why_it_asks_nobody(cast):
    asked = {name for name, has_actor in services().items() if has_actor}
    assert {row.name for row in ROWS} == asked - set(WITHOUT_AN_ACTOR)
    assert set(services()) - {row.name for row in ROWS} == set(WITHOUT_AN_ACTOR)


def how_to_ask(row):
    """A service that is told in several cases may be asked in one way or in several."""
    return ASK.get(str(row)) or ASK[row.name]


def is_let_in(ask, *asked):
    """Whether the policy said yes, whatever else stands in the way."""
    try:
        ask(*asked)
    except NotAllowed:
        return False
    except NotFound as hidden:
        # Whoever is not looked after is not said to be there either.
        return "not in your list" not in str(hidden)
    except (Refused, IntegrityError):
        return True
    return True


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_may_what_the_table_says_and_nothing_else(world, row):
    what = "partner" if row.name.split(".")[0] in OF_A_PARTNER else "trust"
    wrong = []
    for column, cast_of in world.people().items():
        if row.cells[column] == "–":
            continue
        for person, who in cast_of.items():
            for where in world.places:
                expected = is_allowed(row.cells[column], is_own=owns(person, column, where, what))
                found = is_let_in(
                    how_to_ask(row), world.cast.store, who, where, CASES.get(row.case, 2009)
                )
                if found != expected:
                    wrong.append(f"{person} ({column}), {where.name}: {found}")
    assert wrong == []
