"""The evidence index: what each agreed level rests on, for the group and for each partner."""

from datetime import date

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.evidence.index import open_evidence_index
from owf.assessment.evidence.library import add_evidence
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.returns.answering import Evidence, answers_now, save_evidence
from owf.assessment.returns.evidence_links import change_links
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.sign_off import sign_off
from owf.reports.kinds.evidence import evidence_report
from owf.reports.model import Kind
from owf.reports.parts.evidence import coverage_in_a_sentence, gaps_in_sentences
from owf.store import evidence, rounds
from owf.store.evidence import Described, NewFile
from tests.cast import CAMBRIDGESHIRE, LEEDS
from tests.reports.reading import headings, rows_of, section_of, table_called, words_of
from tests.reports.sample import MARKUP

OLD = "Guide to the form"
HEALTH = "Health visitors' figures"


@pytest.fixture
def answered(cast):
    """All at level 4; the police have two pieces and a text, health one, and schools nothing."""
    store, here = cast.store, cast.cambridgeshire
    for sector in ("health", "police", "schools"):
        cast.answer(here, sector, 4, submit=False)
    police = here.partners["police"]
    guide = add_evidence(
        store, cast.alice, police,
        Described(OLD, "alice", date(2008, 4, 2), date(2009, 3, 31)),
        "https://example.org/guide",
    )  # fmt: skip
    audit = add_evidence(
        store, cast.alice, police, Described("The audit", None, date(2009, 5, 1), None),
        NewFile("audit.pdf", "application/pdf", b"All is well."),
    )  # fmt: skip
    change_links(
        store, cast.alice, cast.police,
        add=[(guide, "caf-1"), (guide, "caf-2"), (audit, "caf-1")],
    )  # fmt: skip
    save_evidence(
        store, cast.alice, cast.police, "ma-1", Evidence("Minutes of May", date(2010, 5, 1)),
        seen=answers_now(store, cast.police)["ma-1"],
    )  # fmt: skip
    with store.writing() as session:
        evidence.add_evidence(
            session, "f" * 32, here.partners["health"], Described(HEALTH, None, None, None),
            "https://example.org/figures", by=None, at=clock.now(),
        )  # fmt: skip
        evidence.change_links(session, here.returns["health"], [("f" * 32, "caf-1")], [])
    return cast


def submit(cast, *sectors):
    with cast.store.writing() as session:
        for one in sectors:
            rounds.mark_submitted(session, cast.cambridgeshire.returns[one], clock.now(), None)


@pytest.fixture
def signed(answered):
    submit(answered, "health", "schools")
    submit_return(answered.store, answered.alice, answered.police)
    answered.accept_all(answered.cambridgeshire)
    here = answered.cambridgeshire
    sign_off(answered.store, here.chair, here.round_id, "full")
    return answered


def report_of(cast, who=None, year=2009, trust=CAMBRIDGESHIRE):
    return evidence_report(cast.store, who or cast.erin, trust, year)


def test_each_piece_stands_at_its_question_with_level_owner_and_days(signed):
    found = report_of(signed)
    assert (found.kind, found.title) == (Kind.EVIDENCE, "Cambridgeshire: evidence index 2009")
    rows = rows_of(table_called(found, "Evidence on CAF"))
    assert [(one["Question"], one["Piece"], one["Owner"]) for one in rows] == [
        ("CAF 1, CAF 1", HEALTH, "Health"),
        ("CAF 1, CAF 1", OLD, "Police"),
        ("CAF 1, CAF 1", "The audit", "Police"),
        ("CAF 2, CAF 2", OLD, "Police"),
    ]
    assert rows[1] == {
        "Question": "CAF 1, CAF 1", "Agreed": "4", "Piece": OLD,
        "Kind": "Web page on example.org", "Owner": "Police", "Dated": "2 April 2008",
        "Good until": "31 March 2009", "Expired?": "expired",
    }  # fmt: skip
    assert (rows[2]["Kind"], rows[2]["Good until"], rows[2]["Expired?"]) == (
        "PDF, 1 KB", "", "",
    )  # fmt: skip
    (in_words,) = rows_of(table_called(found, "Evidence on Multi-agency working"))
    assert (in_words["Piece"], in_words["Kind"], in_words["Good until"]) == (
        "Minutes of May", "Named in words", "1 May 2010",
    )  # fmt: skip
    table = table_called(found, "Evidence on CAF").frame
    assert {type(one) for one in table["Dated"].dropna()} == {date}


def test_coverage_is_that_of_the_database(signed):
    found = report_of(signed)
    with signed.store.reading() as session:
        linked = set(
            session.execute(
                text(
                    'select l.item_id from evidence_link l join "return" r on r.id = l.return_id '
                    "where r.round_id = :round and r.status = 'submitted'"
                ),
                {"round": signed.cambridgeshire.round_id},
            ).scalars()
        )
    assert linked == {"caf-1", "caf-2"}
    assert section_of(found, "Coverage").claim == "3 of 6 questions (50%) have evidence."
    caf, multi, every = rows_of(table_called(found, "Evidence by theme"))
    assert caf == {
        "Theme": "Common Assessment Framework", "Questions": "3", "With evidence": "2",
        "Share": "67%", "Pieces": "3", "Expired": "1", "High, with none": "1",
    }  # fmt: skip
    assert (multi["With evidence"], multi["High, with none"]) == ("1", "2")
    assert (every["Pieces"], every["Share"], every["High, with none"]) == ("4", "50%", "3")


@pytest.mark.databases("sqlite", "postgresql")
def test_it_has_what_the_page_moderation_shows(signed):
    view = open_moderation(signed.store, signed.erin, CAMBRIDGESHIRE, 2009)
    on_page = {
        (question.item.id, given.partner, title)
        for question in view.questions
        for given in question.given
        for title in (*(one.title for one in given.things), given.evidence)
        if title
    }
    index = open_evidence_index(signed.store, signed.erin, CAMBRIDGESHIRE, 2009)
    assert on_page == {
        (one.item.id, piece.partner, piece.title) for one in index.questions for piece in one.pieces
    }
    levels = {one.item.id: one.position.level for one in view.questions}
    assert levels == {one.item.id: one.agreed for one in index.questions}


def test_high_levels_without_evidence_are_listed(signed):
    found = report_of(signed)
    high = rows_of(table_called(found, "High levels without evidence"))
    assert [one["Question"] for one in high] == ["CAF 3, CAF 3", "MA 2, MA 2", "MA 3, MA 3"]
    assert "3 questions agreed at level 4 or higher have none." in words_of(found)
    assert "Without evidence: CAF 3." in words_of(found)


def test_a_piece_expires_by_the_day_of_the_report(signed):
    with clock.stopped_at(clock.now().replace(year=2009, month=3)):
        index = report_of(signed)
    rows = rows_of(table_called(index, "Evidence on CAF"))
    assert all(not one["Expired?"] for one in rows)


def test_it_says_what_was_signed_or_that_levels_can_still_change(answered):
    submit(answered, "police")
    found = report_of(answered)
    assert "2009 is not signed, so levels can still change." in words_of(found)
    assert found.about.digest == ""
    assert rows_of(table_called(found, "Evidence on CAF"))[0]["Agreed"] == "no level"
    submit(answered, "health", "schools")
    answered.accept_all(answered.cambridgeshire)
    here = answered.cambridgeshire
    digest = sign_off(answered.store, here.chair, here.round_id, "full")
    assert report_of(answered).about.digest == digest


def test_what_is_not_submitted_is_for_its_own_people_alone(answered):
    assert OLD not in words_of(report_of(answered))
    own = report_of(answered, answered.alice)
    assert OLD in words_of(own)
    assert own.title == "Cambridgeshire, Police: evidence index 2009"


def test_a_partner_has_its_own_pieces_alone(signed):
    found = report_of(signed, signed.alice)
    words = words_of(found)
    assert OLD in words
    assert HEALTH not in words
    assert "Health" not in words
    assert section_of(found, "Coverage").claim == (
        "Your organisation gave evidence for 3 of 6 questions (50%)."
    )
    assert {one["Agreed"] for one in rows_of(table_called(found, "Evidence on CAF"))} == {"4"}


def test_a_partner_sees_no_agreed_level_before_it_has_submitted(answered):
    submit(answered, "health", "schools")
    answered.accept_all(answered.cambridgeshire)
    group = open_evidence_index(answered.store, answered.erin, CAMBRIDGESHIRE, 2009)
    assert {one.agreed for one in group.questions} == {4}
    own = open_evidence_index(answered.store, answered.alice, CAMBRIDGESHIRE, 2009)
    assert {one.agreed for one in own.questions} == {None}


@pytest.mark.parametrize("name", ["carol", "dave", "erin", "operator"])
def test_the_group_and_the_operator_have_all_that_was_submitted(signed, name):
    who = OPERATOR if name == "operator" else getattr(signed, name)
    assert {OLD, HEALTH} <= set(words_of(report_of(signed, who)).split("\n"))


@pytest.mark.parametrize("name", ["ivan", "frank", "grace", "heidi", "judy", "mallory"])
def test_nobody_else_has_any(signed, name):
    with pytest.raises(NotAllowed) as refused:
        report_of(signed, getattr(signed, name))
    assert str(refused.value) == (
        "Only a Trust's coordinator, steering group and chair can list the evidence that its "
        "partners submitted, and each partner its own. Ask your Trust's coordinator for it."
    )


def test_a_year_that_is_not_there_and_one_without_evidence(cast):
    with pytest.raises(NotFound, match="This Trust has no self-assessment for 2030"):
        report_of(cast, year=2030)
    found = report_of(cast, cast.judy, trust=LEEDS)
    assert "No partner has submitted yet, so nothing is in." in words_of(found)
    assert section_of(found, "Coverage").claim == "0 of 6 questions (0%) have evidence."
    assert headings(found) == ["Coverage", "Themes without evidence"]


def test_titles_stay_as_they_were_typed(cast):
    title = MARKUP[:160].strip()
    cast.answer(cast.cambridgeshire, "police", 4, submit=False)
    piece = add_evidence(
        cast.store, cast.alice, cast.cambridgeshire.partners["police"],
        Described(title, None, None, None), "https://example.org/",
    )  # fmt: skip
    change_links(cast.store, cast.alice, cast.police, add=[(piece, "caf-1")])
    (row,) = rows_of(table_called(report_of(cast, cast.alice), "Evidence on CAF"))
    assert row["Piece"] == title


def test_the_section_of_a_summary_says_what_has_expired_and_what_has_none(signed):
    index = open_evidence_index(signed.store, signed.erin, CAMBRIDGESHIRE, 2009)
    assert coverage_in_a_sentence(index) == "3 of 6 questions (50%) have evidence."
    assert gaps_in_sentences(index) == (
        "1 piece has expired.",
        "3 questions agreed at level 4 or higher have none.",
    )
