"""The blank form to type into: a Word document that says what it is, also to screen readers."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from owf.exchange.docx_form import docx_form
from owf.exchange.form import blank_form
from owf.questionnaire import Audience
from tests.exchange.forms import HOSTILE, packs_in


def written(pack, audience=Audience.LEADERS):
    return docx.Document(BytesIO(docx_form(blank_form(pack, audience))))


def headings(document, level):
    return [one.text for one in document.paragraphs if one.style.name == f"Heading {level}"]


def all_words(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def boxes(document):
    """What each box to tick is called, to people and to machines."""
    controls = document.element.xpath("//w:sdt/w:sdtPr[*[local-name() = 'checkbox']]")
    return [
        tuple(one.find(qn(name)).get(qn("w:val")) for name in ("w:alias", "w:tag"))
        for one in controls
    ]


@pytest.fixture(scope="module")
def form_2008(pack_2008):
    return written(pack_2008)


def test_it_has_its_title_and_is_in_british_english(form_2008):
    about = form_2008.core_properties
    assert about.title == "Integrated working: Self-evaluation form for a partner organisation"
    assert about.language == "en-GB"
    (language,) = form_2008.styles.element.xpath("//w:rPrDefault//w:lang")
    assert language.get(qn("w:val")) == "en-GB"


def test_themes_and_questions_are_its_headings(form_2008, pack_2008):
    themes = [theme.title for theme in pack_2008.themes]
    assert headings(form_2008, 1) == [
        *("Its sector", "The levels"),
        *themes,
        "Where each question comes from",
    ]
    assert headings(form_2008, 2) == [f"{item.code}  {item.text}" for item in pack_2008.items]


def test_each_theme_begins_a_page(form_2008, pack_2008):
    titles = {theme.title for theme in pack_2008.themes}
    begins = [one for one in form_2008.paragraphs if one.text in titles]
    assert len(begins) == len(titles)
    assert all(one.paragraph_format.page_break_before for one in begins)


def test_the_levels_head_the_columns_of_every_answer(form_2008, pack_2008):
    answers = [table for table in form_2008.tables if len(table.columns) == 7]
    assert len(answers) == len(pack_2008.items)
    for table in answers:
        head, box = table.rows
        assert [cell.text.split("\n")[0] for cell in head.cells] == [
            *"12345",
            *("Don't know", "Not applicable"),
        ]
        assert head._tr.xpath("w:trPr/w:tblHeader")
        assert len(box._tr.xpath(".//w:sdt")) == 7


def test_every_box_says_what_it_stands_for(form_2008, pack_2008):
    expected = [(sector.title, f"sector:{sector.id}") for sector in pack_2008.sectors]
    for item in pack_2008.items:
        expected += [
            (f"{item.code}: {level.value} {level.label}", f"{item.id}:{level.value}")
            for level in pack_2008.scale.levels
        ]
        expected += [
            (f"{item.code}: {other.label}", f"{item.id}:{other.value}")
            for other in pack_2008.scale.non_scores
        ]
    assert boxes(form_2008) == expected


def test_there_is_a_place_for_evidence_where_it_is_asked(rich_pack):
    titles = [
        one.get(qn("w:val")) for one in written(rich_pack).element.xpath("//w:tblPr/w:tblCaption")
    ]
    assert [one for one in titles if one.endswith(": Evidence")] == ["CAF 1: Evidence"]
    assert [one for one in titles if one.endswith(": Comment")] == [
        f"{item.code}: Comment" for item in rich_pack.items
    ]


def test_practitioners_are_not_asked_who_they_are(pack_2008):
    words = all_words(written(pack_2008, Audience.PRACTITIONERS))
    assert "Nobody asks for your name." in words
    assert "Filled in by" not in words
    assert "Comment" not in words


@settings(max_examples=15)
@given(data=st.data())
def test_all_text_comes_back_as_it_is(tiny_pack, data):
    pack = data.draw(packs_in(st.sampled_from(HOSTILE) | st.text(min_size=1), tiny_pack))
    form = blank_form(pack, Audience.LEADERS)
    words = all_words(docx.Document(BytesIO(docx_form(form))))
    asked = form.questions[0]
    for text in (asked.text, asked.hint, asked.guidance, asked.code, form.title, form.source):
        assert text.replace("\r", "\n") in words
