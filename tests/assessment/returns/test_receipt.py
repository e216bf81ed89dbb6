"""A receipt says all that was submitted, and its fingerprint is of exactly that."""

import json
from datetime import date
from hashlib import sha256

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, Refused
from owf.assessment.evidence.library import add_evidence
from owf.assessment.returns.answering import Evidence, save_choice, save_comment, save_evidence
from owf.assessment.returns.evidence_links import change_links
from owf.assessment.returns.receipt import receipt_of
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.partners import reopen_return
from owf.questionnaire import NonScore
from owf.store.answers import StoredAnswer
from owf.store.evidence import Described, NewFile

ANSWERS = {
    "caf-1": 4,
    "caf-2": 3,
    "caf-3": NonScore.DONT_KNOW,
    "ma-1": 2,
    "ma-2": NonScore.NOT_APPLICABLE,
    "ma-3": 1,
}


@pytest.fixture
def answered(cast):
    """The police have answered everything, with one comment and one piece of evidence."""
    for item, choice in ANSWERS.items():
        seen = save_choice(
            cast.store, cast.alice, cast.police, item, choice, seen=StoredAnswer(item)
        )
        if item == "caf-1":
            seen = save_comment(cast.store, cast.alice, cast.police, item, "Since May.", seen=seen)
            named = Evidence("The audit.", date(2010, 5, 31))
            save_evidence(cast.store, cast.alice, cast.police, item, named, seen=seen)


@pytest.fixture
def submit(cast, answered):
    """Submits the police's return and gives its receipt."""

    def submitted(who=cast.bob):
        submit_return(cast.store, who, cast.police)
        return receipt_of(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009)

    return submitted


def test_it_says_who_submitted_what_and_when(cast, submit):
    found = submit()
    assert (found.trust, found.partner, found.sector, found.year) == (
        "Cambridgeshire",
        "Police",
        "Police",
        2009,
    )
    assert found.questionnaire == "tiny@2009"
    assert found.digest == cast.pack.digest()
    assert found.submitted_by == cast.bob.name
    assert "2009" in found.submitted
    counts = (found.asked, found.with_level, found.dont_know, found.not_applicable)
    assert counts == (6, 4, 1, 1)


def test_each_question_stands_in_its_theme_with_what_was_said(submit):
    caf, multi_agency = submit().themes
    assert [line.code for line in caf.lines] == ["CAF 1", "CAF 2", "CAF 3"]
    first = caf.lines[0]
    assert (first.answer, first.comment) == ("4 Good", "Since May.")
    assert (first.evidence, first.evidence_until) == ("The audit.", date(2010, 5, 31))
    assert [line.answer for line in multi_agency.lines] == [
        "2 Planning",
        "Not applicable",
        "1 Not yet",
    ]


def test_its_fingerprint_can_be_worked_out_from_what_is_documented(cast, submit):
    answers = {
        item: {
            "level": None if isinstance(choice, NonScore) else choice,
            "non_score": choice.value if isinstance(choice, NonScore) else None,
            "comment": "Since May." if item == "caf-1" else "",
            "evidence": "The audit." if item == "caf-1" else "",
            "evidence_expires": "2010-05-31" if item == "caf-1" else None,
            "linked": [],
        }
        for item, choice in ANSWERS.items()
    }
    content = {
        "trust": 873,
        "partner": cast.cambridgeshire.partners["police"],
        "year": 2009,
        "questionnaire": cast.pack.digest(),
        "answers": answers,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert submit().fingerprint == sha256(text.encode()).hexdigest()


def test_reopening_alone_keeps_the_fingerprint_and_a_change_gives_another(cast, submit):
    before = submit().fingerprint
    reopen_return(cast.store, cast.carol, cast.police, "A slip in CAF 2.")
    assert submit(cast.alice).fingerprint == before
    reopen_return(cast.store, cast.carol, cast.police, "A slip in CAF 2.")
    seen = StoredAnswer("caf-2", 3, version=1)
    save_comment(cast.store, cast.alice, cast.police, "caf-2", "Not all of us.", seen=seen)
    assert submit(cast.alice).fingerprint != before


def test_what_is_linked_stands_in_it_and_counts_in_its_fingerprint(cast, submit):
    before = submit().fingerprint
    police = cast.cambridgeshire.partners["police"]
    notes = NewFile("notes.txt", "text/plain; charset=utf-8", b"All is well.")
    pieces = [
        add_evidence(cast.store, cast.alice, police, Described(title), what)
        for title, what in (("The audit", "https://example.org/audit"), ("Notes", notes))
    ]
    reopen_return(cast.store, cast.carol, cast.police, "Evidence is missing.")
    for number, piece in enumerate(pieces, start=1):
        change_links(cast.store, cast.alice, cast.police, add=[(piece, "caf-1")])
        found = submit(cast.alice)
        assert len(found.themes[0].lines[0].linked) == number
        assert found.fingerprint != before
        before = found.fingerprint
        reopen_return(cast.store, cast.carol, cast.police, "More is missing.")
    assert submit().themes[0].lines[0].linked == (
        "Notes (text file, 1 KB)",
        "The audit (web page on example.org)",
    )


def test_there_is_none_before_the_return_is_submitted_nor_once_it_is_reopened(cast, submit):
    partner = cast.cambridgeshire.partners["police"]
    with pytest.raises(Refused, match="has not submitted"):
        receipt_of(cast.store, cast.alice, partner, 2009)
    submit()
    reopen_return(cast.store, cast.carol, cast.police, "A slip.")
    with pytest.raises(Refused, match="has not submitted"):
        receipt_of(cast.store, cast.alice, partner, 2009)


def test_the_operator_who_entered_it_is_not_named_as_its_submitter(cast):
    cast.answer(cast.cambridgeshire, "health", 3, submit=True)
    partner = cast.cambridgeshire.partners["health"]
    assert receipt_of(cast.store, cast.carol, partner, 2009).submitted_by == ""


def test_another_partner_s_people_are_refused_it(cast, submit):
    submit()
    with pytest.raises(NotAllowed):
        receipt_of(cast.store, cast.ivan, cast.cambridgeshire.partners["police"], 2009)
    with pytest.raises(NotAllowed):
        receipt_of(cast.store, OPERATOR, cast.cambridgeshire.partners["police"], 2009)
