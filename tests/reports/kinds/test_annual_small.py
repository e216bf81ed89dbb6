"""The annual report of a small Trust: typed texts, too few partners, a reopened year, no plan."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.moderation.agreeing import agree_level
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.moderation.families import keep_voice
from owf.assessment.moderation.replies import answer_reply, reply_to_level
from owf.assessment.rounds.partners import note_apologies
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.signing.sign_off import sign_off
from owf.reports.kinds.annual import annual_report
from owf.reports.model import Notice, Quote
from owf.reports.writers.html import html_file
from owf.reports.writers.pdf import pdf_file
from owf.store import moderation
from owf.store.moderation import HeardVoice
from owf.store.results import Note
from tests.cast import CAMBRIDGESHIRE, LEEDS
from tests.reports.reading import facts_of, headings, rows_of, section_of, table_called, words_of
from tests.reports.sample import MARKUP

YEAR = 2009
CAF_QUESTIONS = "Common Assessment Framework: question by question"
JULY = datetime(2009, 7, 1, 9, tzinfo=UTC)
TYPED = {
    name: f"{name}: {MARKUP.strip()}"
    for name in ("Apology", "Reason", "Note", "Families", "Reply", "Answer", "Reopened")
}


@pytest.fixture
def annual(cast):
    return lambda who, trust=CAMBRIDGESHIRE: annual_report(cast.store, who, trust, YEAR)


@pytest.fixture
def typed(cast):
    """Two of three partners answer; everything that can be typed is, with markup; and signed."""
    store, place = cast.store, cast.cambridgeshire
    with clock.stopped_at(JULY):
        cast.submit_all(place, {"health": 2, "police": 3})
        note_apologies(store, cast.carol, place.returns["schools"], TYPED["Apology"])
        agree_level(
            store, cast.carol, place.round_id, "caf-1", 1, reason=TYPED["Reason"], seen_version=0
        )
        keep_note(store, cast.carol, place.round_id, Note("caf", TYPED["Note"]))
        heard = HeardVoice("parents", "Forum, Ely", date(2009, 5, 12), 14, TYPED["Families"])
        keep_voice(store, cast.carol, place.round_id, heard)
        reply = reply_to_level(
            store, cast.alice, cast.police, "caf-1", TYPED["Reply"], seen_version=1
        )
        with store.reading() as session:
            seen = moderation.reply_by_id(session, reply)
        answer_reply(store, cast.carol, reply, answer=TYPED["Answer"], stands=True, seen=seen)
        cast.accept_all(place)
        sign_off(store, cast.erin, place.round_id, "full")


def quotes(section):
    return [one.text for one in section.blocks if isinstance(one, Quote)]


def test_typed_texts_are_as_they_were_typed_and_every_page_takes_them(typed, cast, annual):
    report = annual(cast.erin)
    assert quotes(section_of(report, "How it was done")) == [TYPED["Apology"]]
    assert quotes(section_of(report, "Learning")) == [TYPED["Note"]]
    assert quotes(section_of(report, "What families said")) == [TYPED["Families"]]
    assert quotes(section_of(report, "Disagreements that remain")) == [
        TYPED["Reply"],
        TYPED["Answer"],
    ]
    (moved,) = rows_of(table_called(report, "Levels that moderation moved, and why"))
    assert (moved["Code"], moved["Agreed"], moved["Reason"]) == ("CAF 1", "1", TYPED["Reason"])
    asked = rows_of(table_called(report, CAF_QUESTIONS))
    assert [one["Reason"] for one in asked] == [TYPED["Reason"], "", ""]
    assert pdf_file(report).startswith(b"%PDF")
    assert b"<script>alert" not in html_file(report)


def test_it_says_who_answered_and_who_sent_apologies_and_names_no_signer(typed, cast, annual):
    report = annual(cast.dave)
    who = rows_of(table_called(report, "Who answered"))
    assert [(one["Organisation"], one["Submitted"]) for one in who] == [
        ("Health", "1 July 2009"),
        ("Police", "1 July 2009"),
        ("Schools", "with apologies"),
    ]
    facts = facts_of(section_of(report, "How it was done"))
    assert facts["The year opened"] == "1 June 2009"
    assert facts["Submitted"] == "1 July 2009"
    assert facts["Signed by"] == "the chair of the steering group"
    assert facts["Practitioners who responded"] == "fewer than five"
    assert "Tiny" in facts["Questionnaire"]
    assert "Erin" not in words_of(report)


def test_with_too_few_partners_only_those_who_see_who_said_what_see_any_counts(typed, cast, annual):
    chair, partner = annual(cast.erin), annual(cast.alice)
    assert "Where partners differ" in headings(chair)
    assert {
        "Where partners differ",
        "Agreed levels against the partners' own",
        "Disagreements that remain",
    }.isdisjoint(headings(partner))
    words = words_of(partner)
    assert "Fewer than three partners answered, so the numbers would reveal who said what" in words
    assert all(TYPED[one] not in words for one in ("Apology", "Reason", "Reply", "Answer"))
    assert TYPED["Families"] in words
    notices = [
        one.text
        for section in partner.all_sections()
        for one in section.blocks
        if isinstance(one, Notice)
    ]
    assert len([one for one in notices if one.startswith("Parts of this report are left out")]) == 1


def test_a_year_without_plan_or_practitioners_or_earlier_years_says_so(typed, cast, annual):
    report = annual(cast.erin)
    assert section_of(report, "Priorities").claim == (
        "Cambridgeshire had agreed no plan before the results of this year."
    )
    delivered = section_of(report, "The plan delivered, and its impact")
    assert (delivered.blocks, delivered.claim) == ((), section_of(report, "Priorities").claim)
    assert section_of(report, "Next priorities").claim.startswith("No plan on the results of 2009")
    practitioners = section_of(report, "Leaders and practitioners")
    assert not practitioners.blocks
    assert practitioners.claim
    years = section_of(report, "Changes over the years")
    assert not years.blocks
    assert years.claim
    assert "What changed in the questions" not in headings(report)
    (against,) = [one for one in report.sections if one.heading == "Against region and England"]
    assert (against.blocks, against.parts) == ((), ())
    assert against.claim


def test_a_reopened_version_says_so_once_with_the_reason_and_stays_what_was_signed(
    typed, cast, annual
):
    before = table_called(annual(cast.erin), CAF_QUESTIONS).cells()
    with clock.stopped_at(datetime(2009, 7, 20, 9, tzinfo=UTC)):
        reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, TYPED["Reopened"])
        agree_level(
            cast.store,
            cast.carol,
            cast.cambridgeshire.round_id,
            "caf-1",
            2,
            reason="",
            seen_version=1,
        )
    report = annual(cast.erin)
    notices = [
        one.text
        for section in report.all_sections()
        for one in section.blocks
        if isinstance(one, Notice)
    ]
    assert len([one for one in notices if TYPED["Reopened"].rstrip(".") in one]) == 1
    assert any("The round is open again" in one for one in notices)
    assert table_called(report, CAF_QUESTIONS).cells() == before
    assert quotes(section_of(report, "Disagreements that remain")) == [
        TYPED["Reply"],
        TYPED["Answer"],
    ]
    assert facts_of(section_of(report, "Signature"))["Version"] == "1"


def test_an_unsigned_year_and_who_may_not_open_results_get_the_words_of_the_page(cast, annual):
    with pytest.raises(NotFound, match="has not signed off 2009 yet"):
        annual(cast.erin)
    for who in (cast.heidi, cast.mallory):
        with pytest.raises(NotAllowed):
            annual(who)
    with pytest.raises((NotAllowed, NotFound)):
        annual(cast.erin, LEEDS)


def test_outside_it_is_read_only_where_results_are_published_in_full(cast, annual):
    with clock.stopped_at(JULY):
        cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 5}, "headline")
        cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 5}, "full")
    with pytest.raises(NotAllowed, match="has not published its results in full"):
        annual(cast.grace, LEEDS)
    report = annual(cast.frank)
    assert {
        "Where partners differ",
        "Agreed levels against the partners' own",
        "Disagreements that remain",
    }.isdisjoint(headings(report))
    titles = {one.title for one in report.tables()}
    assert CAF_QUESTIONS not in titles
    assert "Who answered" not in titles
