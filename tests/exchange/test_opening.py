"""What LibreOffice makes of the forms: it opens them all and prints what they say."""

from owf.questionnaire import Audience
from tests.exchange.forms import facts_of, words_of


def test_a_word_form_shows_every_question_and_counts_its_pages(opened, pack_2008):
    for name, audience in (
        ("leaders.docx", Audience.LEADERS),
        ("practitioners.docx", Audience.PRACTITIONERS),
    ):
        words = " ".join(words_of(opened[name]).split())
        pages = int(facts_of(opened[name])["Pages"])
        assert all(item.text in words for item in pack_2008.items_for(audience))
        assert 12 < pages < 30
        assert f"page {pages} of {pages}" in words


def test_a_word_form_shows_what_is_asked_of_whom(opened):
    words = " ".join(words_of(opened["rich.docx"]).split())
    assert "Only for these sectors: Health and Police." in words
    assert "What would count: A list of courses." in words
    assert "quality 5" in words


def test_no_text_is_taken_for_a_field_or_a_formula(opened):
    words = "".join(words_of(opened["hostile.docx"]).split())
    for text in ("=SUM(A1)", "${caf_1}", "&amp;<b>bold</b>", "#letx=1"):
        assert words.count(text) == 2


def test_an_xlsform_is_a_workbook_that_opens(opened):
    words = " ".join(words_of(opened["rich.xlsform.xlsx"]).split())
    assert "select_one scale_progress" in words
    assert "form_title" in words
