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
import owf.exchange
import owf.improvement
import owf.reports
from owf import clock
from owf.access import OPERATOR, Role, start_session
from owf.access.accounts import disable, enable, erase, what_remains
from owf.access.details import (
    address_waiting,
    ask_for_own_email,
    cancel_own_email,
    change_own_name,
    change_person,
)
from owf.access.errors import NotAllowed, NotFound, Refused
from owf.access.invitation_list import Line, Preview, read_list
from owf.access.invitations import add_person, begin, invite, invite_all, resend
from owf.access.one_time_links import account_with_password, change_password
from owf.access.people import PeopleWanted, give_role, list_people, open_person, take_role
from owf.access.roles import partners_to_choose, what_may_be_given
from owf.access.sessions import act_under, end_own_sessions, own_sessions
from owf.assessment.audit.reading import open_record, records_to_read, whole_record
from owf.assessment.evidence.index import open_evidence_index
from owf.assessment.evidence.library import (
    add_evidence,
    change_evidence,
    open_evidence,
    read_file,
    remove_evidence,
)
from owf.assessment.moderation.agreeing import accept_medians, agree_level, open_moderation
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.moderation.families import drop_voice, keep_voice
from owf.assessment.moderation.feedback import open_feedback
from owf.assessment.moderation.replies import answer_reply, open_agreed, reply_to_level
from owf.assessment.packs import open_shelf, pack_of, publish_pack, published_packs
from owf.assessment.results.england import open_nation
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.results.neighbours import load_neighbours
from owf.assessment.results.region import open_region, region_choices
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_results import trust_results
from owf.assessment.returns.answering import (
    Evidence,
    open_return,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.concurrent_changes import written_meanwhile
from owf.assessment.returns.delegation import colleagues, delegate, end_delegation
from owf.assessment.returns.evidence_links import change_links
from owf.assessment.returns.news import news_of_return
from owf.assessment.returns.receipt import receipt_of
from owf.assessment.returns.submitting import submit_return
from owf.assessment.returns.taking_over import take_back, take_over
from owf.assessment.returns.workbook_import import Preview as ImportPreview
from owf.assessment.returns.workbook_import import (
    find_destination,
    find_partner,
    import_return,
    open_to_take_along,
    preview_import,
)
from owf.assessment.returns.workbook_merge import FilledReturn
from owf.assessment.rounds.deadlines import set_partner_deadline, set_trust_deadline
from owf.assessment.rounds.national import open_year
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.assessment.rounds.partners import (
    join_round,
    note_apologies,
    read_partners,
    rename_partner,
    reopen_return,
    take_back_apologies,
    take_out,
)
from owf.assessment.rounds.progress import open_running
from owf.assessment.rounds.reminders import reminders_sent, send_reminder
from owf.assessment.signing.preview import preview_of_signature
from owf.assessment.signing.reopening import reopen_round, reopened_for, reopened_in, who_relied
from owf.assessment.signing.sign_off import carry_over, open_sign_off, sign_off
from owf.assessment.signing.verifying import (
    frozen_packs,
    signed_rounds,
    verify_versions,
)
from owf.assessment.start.first_steps import open_first_steps, who_invites_the_chair
from owf.assessment.start.todo import open_comparisons, open_work
from owf.assessment.survey.links import change_closing, close_survey, make_link, replace_link
from owf.assessment.survey.overview import open_survey_view
from owf.assessment.survey.scoring import keep_responses
from owf.exchange.plan.filled import FilledPlan
from owf.exchange.plan.importing import import_plan, preview_plan_import
from owf.improvement.good_practice.offering import (
    change_offer,
    offer_practice,
    own_offers,
    withdraw_offer,
)
from owf.improvement.good_practice.offers import open_offer, open_offers
from owf.improvement.good_practice.reasons import open_questions
from owf.improvement.good_practice.region_gaps import open_region_gaps
from owf.improvement.good_practice.requests import (
    AboutQuestion,
    answer_request,
    ask_about_offer,
    ask_trust,
    open_requests,
    questions_to_ask,
    who_is_ahead,
)
from owf.improvement.good_practice.viewpoint import Place
from owf.improvement.plan.carry_forward import actions_to_carry, carry_forward, copy_frame
from owf.improvement.plan.gaps import open_gaps
from owf.settings import DATA, PACKS
from owf.store import evidence, good_practice, moderation, people, rounds
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted
from owf.store.evidence import Described, NewFile
from owf.store.moderation import HeardVoice
from owf.store.people import RoleHeld
from owf.store.results import Note
from tests import roles_plans, roles_reports
from tests.roles_table import is_allowed, table
from tests.roles_world import CASES, owns

ROWS = table("Services")
OF_A_PARTNER = {
    "evidence.library",
    "moderation.feedback",
    "moderation.replies",
    "returns.answering",
    "returns.concurrent_changes",
    "returns.delegation",
    "returns.evidence_links",
    "returns.news",
    "returns.receipt",
    "returns.submitting",
    "returns.taking_over",
    "returns.workbook_import",
    *roles_plans.OF_A_PARTNER,
    *roles_reports.OF_A_PARTNER,
}
"""Modules and services that are about one partner, and not about a Trust."""

NOTHING_SEEN = StoredAnswer("caf-1")
EXAMPLE = good_practice.Described(
    title="One form for all",
    what="We wrote one form together.",
    with_whom="",
    what_it_took="",
    evidence="",
    contact="CAF coordinator, caf@example.org",
    visible_to="england",
    until=date(2099, 1, 1),
)


def offered(store, trust):
    """An example that a Trust offers to all of England."""
    with store.writing() as session:
        return good_practice.add_practice(
            session, trust, 2009, "caf-1", EXAMPLE, by="erin", at=clock.now()
        )


def asked_for(store, trust):
    """A request that waits for a Trust's answer."""
    request = good_practice.NewRequest(trust, 926, None, None, 2009, "caf-1", "How did you begin?")
    with store.writing() as session:
        return good_practice.add_request(session, request, by="erin", at=clock.now())


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
        reply_id = moderation.add_reply(
            session, at.round_id, next(NUMBERS), "caf-1", at.partner,
            level=3, text="No.", by="alice", at=clock.now(),
        )  # fmt: skip
        return moderation.reply_by_id(session, reply_id)


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


def filled_plan(store, at):
    """A workbook of the place's draft in which nothing was filled in."""
    plan = roles_plans.facts_of(store, at)
    return FilledPlan(plan.id, plan.trust, plan.trust_name, plan.year, None, clock.now())


def fresh_return(store, at):
    """A new partner's return in a place's round, each time: whoever may takes it out."""
    name = f"Partner {next(NUMBERS)}"
    (partner,) = add_partners(store, OPERATOR, at.trust, [(at.sector, name)])
    join_round(store, OPERATOR, at.round_id, partner)
    with store.reading() as session:
        return rounds.return_of_partner(session, partner, 2009).id


ASK = {
    "returns.answering.open_return": lambda s, who, at, year: open_return(s, who, at.partner, year),
    "returns.answering.save_choice": lambda s, who, at, _: save_choice(
        s, who, at.return_id, "caf-1", 3, seen=NOTHING_SEEN
    ),
    "returns.answering.save_comment": lambda s, who, at, _: save_comment(
        s, who, at.return_id, "caf-1", "Because.", seen=NOTHING_SEEN
    ),
    "returns.answering.save_evidence": lambda s, who, at, _: save_evidence(
        s, who, at.return_id, "caf-1", Evidence("The audit."), seen=NOTHING_SEEN
    ),
    "evidence.library.open_evidence": lambda s, who, at, _: open_evidence(s, who, at.partner),
    "evidence.library.read_file (behind a submitted answer)": lambda s, who, at, _: read_file(
        s, who, piece(s, at, year=2008)
    ),
    "evidence.library.read_file (behind an action)": lambda s, who, at, _: read_file(
        s, who, roles_plans.piece_behind_action(s, at, piece(s, at))
    ),
    "evidence.library.read_file (not submitted)": lambda s, who, at, _: read_file(
        s, who, piece(s, at, year=2009)
    ),
    "evidence.library.add_evidence": lambda s, who, at, _: add_evidence(
        s, who, at.partner, Described("The audit"), "https://example.org/audit"
    ),
    "evidence.library.change_evidence": lambda s, who, at, _: change_evidence(
        s, who, piece(s, at), Described("Another"), seen_version=1
    ),
    "evidence.library.remove_evidence": lambda s, who, at, _: remove_evidence(s, who, piece(s, at)),
    "returns.evidence_links.change_links": lambda s, who, at, _: change_links(
        s, who, at.return_id, add=[(piece(s, at), "caf-1")]
    ),
    "returns.concurrent_changes.written_meanwhile": lambda s, who, at, _: written_meanwhile(
        s, who, at.partner, at.return_id, {}
    ),
    "returns.workbook_import.open_to_take_along": lambda s, who, at, year: open_to_take_along(
        s, who, at.partner, year
    ),
    "returns.workbook_import.find_destination": lambda s, who, at, year: find_destination(
        s, who, at.partner, year
    ),
    "returns.workbook_import.find_partner": lambda s, who, at, year: find_partner(
        s, who, at.trust, at.sector, year
    ),
    "returns.workbook_import.preview_import": lambda s, who, at, year: preview_import(
        s, who, FilledReturn(at.trust, at.partner, year, "tiny@2009", "", {})
    ),
    "returns.workbook_import.import_return": lambda s, who, at, year: import_return(
        s, who, ImportPreview(find_destination(s, OPERATOR, at.partner, year), ())
    ),
    "returns.submitting.submit_return": lambda s, who, at, _: submit_return(s, who, at.return_id),
    "returns.receipt.receipt_of": lambda s, who, at, year: receipt_of(s, who, at.partner, year),
    "moderation.feedback.open_feedback": lambda s, who, at, year: open_feedback(
        s, who, at.partner, year
    ),
    "evidence.index.open_evidence_index": lambda s, who, at, year: open_evidence_index(
        s, who, at.trust, year
    ),
    "moderation.agreeing.open_moderation": lambda s, who, at, year: open_moderation(
        s, who, at.trust, year
    ),
    "moderation.agreeing.agree_level": lambda s, who, at, _: agree_level(
        s, who, at.round_id, "caf-1", 3, reason="Because.", seen_version=0
    ),
    "moderation.agreeing.accept_medians": lambda s, who, at, _: accept_medians(
        s, who, at.round_id, {"caf-1": 3}
    ),
    "returns.taking_over.take_over": lambda s, who, at, _: take_over(
        s, who, at.return_id, ["caf-1"]
    ),
    "returns.taking_over.take_back": lambda s, who, at, _: take_back(s, who, at.return_id),
    "returns.news.news_of_return": lambda s, who, at, year: news_of_return(
        s, who, at.partner, year
    ),
    "moderation.replies.open_agreed": lambda s, who, at, year: open_agreed(
        s, who, at.partner, year
    ),
    "moderation.replies.reply_to_level": lambda s, who, at, _: reply_to_level(
        s, who, at.return_id, "caf-1", "We see it otherwise.", seen_version=1
    ),
    "moderation.replies.answer_reply": lambda s, who, at, _: answer_reply(
        s, who, (one := replied(s, at)).id, answer="We looked again.", stands=False, seen=one
    ),
    "moderation.context_notes.keep_note": lambda s, who, at, _: keep_note(
        s, who, at.round_id, Note("caf", "Late.")
    ),
    "moderation.families.keep_voice": lambda s, who, at, _: keep_voice(s, who, at.round_id, HEARD),
    "moderation.families.drop_voice": lambda s, who, at, _: drop_voice(s, who, at.round_id, 1),
    "signing.reopening.reopen_round": lambda s, who, at, _: reopen_round(
        s, who, at.round_id, "Wrong."
    ),
    "signing.reopening.who_relied": lambda s, who, at, year: who_relied(s, who, at.trust, year),
    "signing.reopening.reopened_in": lambda s, who, at, _: reopened_in(s, who, at.region, 2008),
    "signing.reopening.reopened_for": lambda s, who, *_: reopened_for(s, who),
    "signing.verifying.verify_versions": lambda s, who, at, _: verify_versions(
        s, who, at.trust, 2008
    ),
    "signing.sign_off.open_sign_off": lambda s, who, at, year: open_sign_off(
        s, who, at.trust, year
    ),
    "signing.preview.preview_of_signature": lambda s, who, at, year: preview_of_signature(
        s, who, at.trust, year
    ),
    "signing.sign_off.sign_off": lambda s, who, at, _: sign_off(s, who, at.round_id, "full"),
    "signing.verifying.signed_rounds": lambda s, who, *_: signed_rounds(s, who),
    "signing.verifying.frozen_packs": lambda s, who, *_: frozen_packs(s, who),
    "results.trust_results.trust_results": lambda s, who, at, year: trust_results(
        s, who, at.trust, year
    ),
    "results.trust_comparison.compare_with": lambda s, who, at, year: compare_with(
        s, who, at.trust, year
    ),
    "results.region.open_region": lambda s, who, at, _: open_region(s, who, at.region, 2008),
    "results.region.region_choices": lambda s, who, *_: region_choices(s, who),
    "results.england.open_nation": lambda s, who, *_: open_nation(s, who, 2008),
    "signing.sign_off.carry_over": lambda s, who, *_: carry_over(s, who, 2009, {}, {}),
    "results.neighbours.load_neighbours": lambda s, who, *_: load_neighbours(
        s, who, DATA / "no-such-file.csv"
    ),
    "packs.publish_pack": lambda s, who, *_: publish_pack(s, who, pack_in_use(s)),
    "packs.published_packs": lambda s, who, *_: published_packs(s, who),
    "packs.open_shelf": lambda s, who, *_: open_shelf(s, who, PACKS),
    "rounds.opening.open_cycle": lambda s, who, *_: open_cycle(
        s, who, 2009, pack_in_use(s), opens=date(2009, 6, 1), closes=date(2009, 7, 1)
    ),
    "rounds.opening.add_partners": lambda s, who, at, _: add_partners(s, who, at.trust, []),
    "rounds.partners.read_partners": lambda s, who, at, _: read_partners(
        s, who, at.trust, pack_in_use(s), "Police"
    ),
    "rounds.opening.open_round": lambda s, who, at, _: open_round(s, who, 2009, at.trust, []),
    "survey.scoring.keep_responses": lambda s, who, at, _: keep_responses(s, who, at.round_id, []),
    "survey.overview.open_survey_view": lambda s, who, at, year: open_survey_view(
        s, who, at.trust, year
    ),
    "survey.links.make_link": lambda s, who, at, _: make_link(s, who, at.round_id, LAST_DAY),
    "survey.links.change_closing": lambda s, who, at, _: change_closing(
        s, who, at.round_id, LAST_DAY
    ),
    "survey.links.close_survey": lambda s, who, at, _: close_survey(s, who, at.round_id),
    "survey.links.replace_link": lambda s, who, at, _: replace_link(s, who, at.round_id),
    "results.item_tables.open_item_tables (England)": lambda s, who, *_: open_item_tables(
        s, who, 2008
    ),
    "results.item_tables.open_item_tables (a region)": lambda s, who, at, _: open_item_tables(
        s, who, 2008, at.region
    ),
    "audit.reading.records_to_read": lambda s, who, *_: records_to_read(s, who),
    "audit.reading.open_record": lambda s, who, at, _: open_record(
        s, who, EventsWanted(trust=at.trust)
    ),
    "audit.reading.whole_record": lambda s, who, at, _: list(
        whole_record(s, who, EventsWanted(trust=at.trust))
    ),
    "rounds.deadlines.set_partner_deadline": lambda s, who, at, _: set_partner_deadline(
        s, who, at.return_id, date(2009, 7, 15)
    ),
    "rounds.deadlines.set_trust_deadline": lambda s, who, at, year: set_trust_deadline(
        s, who, year, at.trust, date(2009, 7, 24)
    ),
    "rounds.partners.reopen_return": lambda s, who, at, _: reopen_return(
        s, who, at.return_id, "A slip."
    ),
    "rounds.partners.join_round": lambda s, who, at, _: join_round(s, who, at.round_id, at.partner),
    "rounds.partners.note_apologies": lambda s, who, at, _: note_apologies(
        s, who, at.return_id, "cannot this year"
    ),
    "rounds.partners.take_back_apologies": lambda s, who, at, _: take_back_apologies(
        s, who, at.return_id
    ),
    "rounds.partners.rename_partner": lambda s, who, at, _: rename_partner(
        s, who, at.partner, f"Partner {next(NUMBERS)}"
    ),
    "rounds.partners.take_out": lambda s, who, at, _: take_out(s, who, fresh_return(s, at)),
    "returns.delegation.colleagues": lambda s, who, at, _: colleagues(s, who, at.return_id),
    "returns.delegation.delegate": lambda s, who, at, _: delegate(
        s, who, at.return_id, "caf", "bob"
    ),
    "returns.delegation.end_delegation": lambda s, who, at, _: end_delegation(
        s, who, at.return_id, "caf"
    ),
    "rounds.progress.open_running": lambda s, who, at, year: open_running(s, who, at.trust, year),
    "rounds.reminders.reminders_sent": lambda s, who, at, _: reminders_sent(s, who, at.trust),
    "rounds.reminders.send_reminder": lambda s, who, at, _: send_reminder(
        s, who, at.return_id, "nobody"
    ),
    "rounds.national.open_year": lambda s, who, *_: open_year(s, who, 2009),
    "people.list_people": lambda s, who, at, _: list_people(s, who, PeopleWanted(trust=at.trust)),
    "people.open_person": lambda s, who, at, _: open_person(s, who, somebody(s, at)),
    "roles.what_may_be_given": lambda s, who, *_: what_may_be_given(s, who),
    "roles.partners_to_choose": lambda s, who, at, _: partners_to_choose(s, who, at.trust),
    "invitation_list.read_list": lambda s, who, at, _: read_list(s, who, "Eve", at.trust),
    "invitations.invite (steering group)": lambda s, who, at, _: invite(
        s, who, "eve@example.org", "Eve", [steering(at)]
    ),
    "invitations.invite (chair)": lambda s, who, at, _: invite(
        s, who, "eve@example.org", "Eve", [RoleHeld(Role.CHAIR, "trust", str(at.trust))]
    ),
    "invitations.add_person": lambda s, who, at, _: add_person(
        s, who, f"{next(NUMBERS)}@example.org", "Eve", [steering(at)]
    ),
    "invitations.invite_all": lambda s, who, at, _: invite_all(
        s,
        who,
        Preview((Line(1, "Eve", f"{next(NUMBERS)}@example.org", "Steering", steering(at), ()),)),
    ),
    "invitations.resend": lambda s, who, at, _: resend(s, who, somebody(s, at)),
    "people.give_role (steering group)": lambda s, who, at, _: give_role(
        s, who, somebody(s, at), steering(at)
    ),
    "people.give_role (national team)": lambda s, who, at, _: give_role(
        s, who, somebody(s, at), RoleHeld(Role.NATIONAL, "all", "")
    ),
    "people.take_role": lambda s, who, at, _: take_role(
        s, who, somebody(s, at), RoleHeld(Role.RESPONDENT, "partner", str(at.partner))
    ),
    "accounts.disable": lambda s, who, at, _: disable(s, who, somebody(s, at)),
    "accounts.enable": lambda s, who, at, _: enable(s, who, somebody(s, at)),
    "accounts.what_remains": lambda s, who, at, _: what_remains(s, who, somebody(s, at)),
    "accounts.erase": lambda s, who, at, _: erase(s, who, somebody(s, at)),
    "details.change_person": lambda s, who, at, _: change_person(
        s, who, somebody(s, at), name="Somebody Else"
    ),
    "details.change_own_name": lambda s, who, *_: change_own_name(s, who, who.name),
    "details.address_waiting": lambda s, who, *_: address_waiting(s, who),
    "details.ask_for_own_email": lambda s, who, *_: ask_for_own_email(s, who, "no address", ""),
    "details.cancel_own_email": lambda s, who, *_: cancel_own_email(s, who),
    "invitations.begin": lambda s, who, *_: begin(
        s, who, "eve@example.org", "Eve", trusts=DATA / "trusts.csv", sectors=[]
    ),
    "one_time_links.account_with_password": lambda s, who, *_: account_with_password(
        s, who, "not the present one"
    ),
    "one_time_links.change_password": lambda s, who, *_: change_password(
        s, who, "not the present one", "kettle orbit plum fence", keep_token=None
    ),
    "sessions.act_under": lambda s, who, *_: act_under(s, who, start_session(s, who.id), None),
    "sessions.own_sessions": lambda s, who, *_: own_sessions(s, who),
    "sessions.end_own_sessions": lambda s, who, *_: end_own_sessions(s, who),
    "start.first_steps.open_first_steps": lambda s, who, *_: open_first_steps(s, who),
    "start.first_steps.who_invites_the_chair": lambda s, who, at, _: who_invites_the_chair(
        s, who, at.trust
    ),
    "start.todo.open_work": lambda s, who, *_: open_work(s, who),
    "start.todo.open_comparisons": lambda s, who, *_: open_comparisons(s, who),
    "good_practice.offers.open_offers": lambda s, who, at, _: open_offers(s, who, Place(at.trust)),
    "good_practice.offers.open_offer": lambda s, who, at, _: open_offer(
        s, who, offered(s, at.trust), Place(at.trust)
    ),
    "good_practice.reasons.open_questions": lambda s, who, at, _: open_questions(s, who, at.trust),
    "good_practice.offering.own_offers": lambda s, who, at, _: own_offers(s, who, at.trust),
    "good_practice.offering.offer_practice": lambda s, who, at, _: offer_practice(
        s, who, at.trust, "caf-1", EXAMPLE
    ),
    "good_practice.offering.change_offer": lambda s, who, at, _: change_offer(
        s, who, offered(s, at.trust), EXAMPLE, seen_version=1
    ),
    "good_practice.offering.withdraw_offer": lambda s, who, at, _: withdraw_offer(
        s, who, offered(s, at.trust), seen_version=1
    ),
    "good_practice.requests.open_requests": lambda s, who, at, _: open_requests(
        s, who, Place(at.trust)
    ),
    "good_practice.requests.questions_to_ask": lambda s, who, at, _: questions_to_ask(
        s, who, Place(at.trust)
    ),
    "good_practice.requests.who_is_ahead": lambda s, who, at, _: who_is_ahead(
        s, who, 2008, "caf-1", Place(at.trust)
    ),
    "good_practice.requests.ask_about_offer": lambda s, who, at, _: ask_about_offer(
        s, who, offered(s, 926), "How did you begin?", Place(at.trust)
    ),
    "good_practice.requests.ask_trust": lambda s, who, at, _: ask_trust(
        s, who, AboutQuestion(926, 2008, "caf-1"), "How did you begin?", Place(at.trust)
    ),
    "good_practice.requests.answer_request": lambda s, who, at, _: answer_request(
        s, who, asked_for(s, at.trust), "We began with one school."
    ),
    "good_practice.region_gaps.open_region_gaps": lambda s, who, at, _: open_region_gaps(
        s, who, at.region
    ),
    "plan.gaps.open_gaps": lambda s, who, at, year: open_gaps(s, who, at.trust, year),
    **roles_plans.ASK,
    **roles_reports.ASK,
    "plan.carry_forward.actions_to_carry": lambda s, who, at, _: actions_to_carry(
        s, who, roles_plans.plan_on(s, at)
    ),
    "plan.carry_forward.carry_forward": lambda s, who, at, _: carry_forward(
        s, who, roles_plans.plan_on(s, at), [roles_plans.action_at(s, at, 2008)]
    ),
    "plan.carry_forward.copy_frame": lambda s, who, at, _: copy_frame(
        s, who, roles_plans.plan_on(s, at)
    ),
    "plan.importing.preview_plan_import": lambda s, who, at, _: preview_plan_import(
        s, who, roles_plans.plan_on(s, at), filled_plan(s, at)
    ),
    "plan.importing.import_plan": lambda s, who, at, _: import_plan(
        s, who, roles_plans.plan_on(s, at), filled_plan(s, at), seen=""
    ),
}
"""How each service is asked: the database, who asks, for which place, in which year."""

WITHOUT_AN_ACTOR = {
    "details.address_of_link": "the link itself says who it is",
    "details.confirm_email": "the link itself says who it is",
    "audit.record_refusal": "records what was refused already",
    "invitation_list.find_role": "only reads a place's name; whoever gives the role is asked",
    "one_time_links.refuse_to_write_often": "whoever forgot a password is not signed in",
    "one_time_links.write_to_who_forgot": "whoever forgot a password is not signed in",
    "roles.roles_in_words": "puts roles into words that somebody holds",
    "sign_in.sign_in_as": "the demonstration's people, to be chosen by anybody",
    "survey.responding.answer_screen": "a practitioner has no account; the link is open to them",
    "survey.responding.begin": "a practitioner has no account; the link is open to them",
    "survey.links.right_token": "a practitioner has no account; who has most of it has the link",
    "survey.responding.computer_at": "a practitioner has no account; the link is open to them",
    "survey.responding.open_survey": "a practitioner has no account; the link is open to them",
    "survey.responding.partners_to_name": "a practitioner has no account; the link is open to them",
    "single_sign_on.record_failed_single_sign_on": "nobody is known yet",
    "single_sign_on.sign_in_vouched_for": "the provider says who it is",
    "returns.answering.answers_now": "a fragment's own page has asked already",
    "returns.evidence_links.evidence_now": "a fragment's own page has asked already",
    "returns.taking_over.taken_over": "its page has opened the return already, and asked for that",
    "results.region.find_region": "names and codes of regions are no secret",
    "results.trust_comparison.find_trust": "names and numbers of Trusts are no secret",
    "one_time_links.accept": "the link itself says who it is",
    "one_time_links.right_token": "the link itself says who it is",
    "one_time_links.person_of_link": "the link itself says who it is",
    "signing.reopening.tell_readers": "writes to those who relied on it, and gives nothing out",
    "disclosure.trusts.read_ahead": "reads into memory and gives nothing out",
    "sessions.end_session": "whoever holds the token may end it",
    "sessions.start_session": "called once somebody has shown who they are",
    "sessions.who_is_there": "says who is asking",
    "sessions.why_over": "says to whoever holds a token why it opens nothing any more",
    "sign_in.sign_in": "shows who somebody is",
    "rounds.progress.years_to_run": "which years there are is no secret",
    "start.todo.newest_round_year": "which years there are is no secret",
    "start.todo.newest_year": "which years there are is no secret",
    **roles_plans.WITHOUT_AN_ACTOR,
    **roles_reports.WITHOUT_AN_ACTOR,
}
"""Services that ask nobody who they are, each with the reason."""


def services():
    """Every public function that is given the database, by module and name."""
    found = {}
    for package in (owf.reports, owf.exchange, owf.improvement, owf.assessment, owf.access):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                is_own = function.__module__ == module.__name__ and not name.startswith("_")
                parameters = inspect.signature(function).parameters
                # The parts of reports are called by their kinds alone, each of which has its row.
                is_part = one.name.startswith("owf.reports.parts")
                if is_own and "store" in parameters and not is_part:
                    place = one.name.removeprefix(f"{package.__name__}.")
                    found[f"{place}.{name}"] = "who" in parameters
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
    is_of_a_partner = not OF_A_PARTNER.isdisjoint({row.name, row.name.rpartition(".")[0]})
    what = "partner" if is_of_a_partner else "trust"
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
