"""The receipt as a PDF: tagged, complete, whatever was written in a return."""

import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from owf.assessment.returns.receipt import Receipt, ReceiptLine, ReceiptTheme
from owf.exchange.pdf import receipt_pdf
from tests.exchange.forms import HOSTILE, WITHIN_MARGINS, facts_of, words_of
from tests.hostile import MARKS, hostile

LINE = ReceiptLine(
    "CAF 1", "Staff here do this.", "4 Good progress", "Since May.", "The audit.", date(2010, 5, 31)
)
RECEIPT = Receipt(
    trust="Cambridgeshire",
    trust_number=873,
    partner="Police",
    sector="Police",
    year=2009,
    title="Integrated working",
    questionnaire="integrated-working@2009",
    digest="0123456789abcdef" * 4,
    submitted_by="Jane Smith",
    submitted="10 July 2009, 10:42",
    asked=3,
    with_level=1,
    dont_know=1,
    not_applicable=1,
    themes=(ReceiptTheme("Common Assessment Framework", (LINE,)),),
    fingerprint="fedcba9876543210" * 4,
)


def bare(words):
    """Words without what pages do to them: line ends, and places where long words may break."""
    return re.sub(r"[\s\u200b-]+", "", unicodedata.normalize("NFC", words))


def read_aloud(pdf):
    """The words in the order in which a screen reader comes to them."""
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(re.findall(r'^ *"(.*)"$', told.stdout.decode(), re.M))


def printed(made_up=False, **changes):
    return receipt_pdf(replace(RECEIPT, **changes), made_up=made_up)


def with_line(**changes):
    return printed(themes=(ReceiptTheme("Theme", (replace(LINE, **changes),)),))


def test_it_is_tagged_and_has_its_title():
    made = printed()
    facts = facts_of(made)
    assert facts["Title"] == "Receipt for a self-assessment, 2009: Police"
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].endswith("(A4)")
    assert b"pdfuaid:part" in made
    assert b"/Lang(en-GB)" in made


def test_it_says_who_submitted_what_when_and_by_which_questionnaire():
    words = bare(read_aloud(printed()))
    for told in (
        "Cambridgeshire",
        "Submitted by Jane Smith",
        "Submitted on 10 July 2009, 10:42 (London time)",
        "Integrated working (integrated-working@2009)",
        "With a level 1",
        "Don't know 1",
        "Not applicable 1",
        RECEIPT.fingerprint,
        RECEIPT.digest,
    ):
        assert bare(told) in words


def test_every_question_is_there_with_its_answer_comment_and_evidence():
    words = " ".join(read_aloud(printed()).split())
    assert "CAF 1 Staff here do this." in words
    assert "Answer 4 Good progress Comment Since May." in words
    assert "Evidence The audit. (valid until 31 May 2010)" in words


def test_each_piece_that_is_linked_has_a_line():
    made = with_line(linked=("The audit (web page on example.org)", "Notes (text file, 1 KB)"))
    words = " ".join(read_aloud(made).split())
    assert "Linked The audit (web page on example.org) Linked Notes (text file, 1 KB)" in words


def test_questions_without_comment_or_evidence_say_nothing_of_them():
    words = words_of(with_line(comment="", evidence="", evidence_until=None))
    assert "Comment" not in words
    assert "Evidence" not in words


def test_only_the_demonstration_says_that_its_figures_are_made_up():
    assert "Made-up figures" in words_of(printed(made_up=True))
    assert "Made-up" not in words_of(printed())


def test_whoever_is_not_recorded_is_said_not_to_be():
    assert "Submitted by not recorded" in read_aloud(printed(submitted_by=""))


def test_a_comment_of_four_thousand_letters_is_there_to_its_last_word():
    long = ("We looked at every file of the quarter. " * 100).strip()
    words = bare(words_of(with_line(comment=long), *WITHIN_MARGINS))
    assert bare(long) in words


def test_long_names_stay_on_the_paper():
    name = "Llanfairpwllgwyngyllgogerychwyrndrobwlll"
    assert len(name) == 40
    made = printed(partner=name, submitted_by=name, trust=name)
    assert bare(words_of(made, "-x", "51", "-y", "66", "-W", "493", "-H", "721")).count(name) >= 3


@pytest.mark.parametrize("text", [one for one in HOSTILE if "😀" not in one])
def test_no_text_is_code_and_all_of_it_comes_back(text):
    assert bare(text) in bare(words_of(with_line(comment=text, evidence=text), *WITHIN_MARGINS))


def test_letters_that_no_font_has_are_named():
    words = " ".join(words_of(with_line(comment="Fine 😀", evidence="Дело Ελλάδα")).split())
    assert "Fine [grinning face]" in words
    assert "Дело Ελλάδα" in words


def test_a_comment_kept_before_texts_were_cleaned_does_not_stop_the_receipt():
    words = " ".join(words_of(with_line(comment="The ge\x02planten panel \x1b met \ufffe")).split())
    assert "The geplanten panel met" in words


@pytest.mark.parametrize("number", range(len(MARKS)))
def test_names_of_people_partners_and_trusts_are_no_code(number):
    # What turns the direction of writing stands in no font; it is left out.
    name = "".join(one for one in hostile(number) if unicodedata.category(one) != "Cf")
    made = printed(partner=hostile(number), submitted_by=hostile(number), trust=hostile(number))
    assert bare(words_of(made)).count(bare(name)) >= 3
