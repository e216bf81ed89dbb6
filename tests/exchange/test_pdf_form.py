"""The blank form to print: a PDF that anybody can read, whatever the questionnaire says."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from owf.exchange.form import blank_form
from owf.exchange.pdf import pdf_form
from owf.questionnaire import Audience
from tests.exchange.forms import HOSTILE, WITHIN_MARGINS, change, facts_of, packs_in, words_of


def printed(pack, audience=Audience.LEADERS):
    return pdf_form(blank_form(pack, audience))


def bare(words):
    """Words without what pages do to them: line ends, and places where long words may break.

    pdftotext takes a hyphen at a line's end for one that the page put there.
    """
    return re.sub(r"[\s\u200b-]+", "", unicodedata.normalize("NFC", words))


@pytest.fixture(scope="module")
def form_2008(pack_2008):
    return printed(pack_2008)


def test_it_is_tagged_and_has_its_title(form_2008):
    facts = facts_of(form_2008)
    assert facts["Title"] == "Integrated working: Self-evaluation form for a partner organisation"
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].endswith("(A4)")
    assert b"pdfuaid:part" in form_2008
    assert b"/Lang(en-GB)" in form_2008


def test_every_question_is_there_with_its_hint_and_its_source(form_2008, pack_2008):
    words = bare(words_of(form_2008))
    for item in pack_2008.items:
        assert bare(item.code + item.text) in words
        assert bare(item.hint) in words
        assert all(bare(reference) in words for reference in item.references)


def test_every_answer_has_a_box_and_every_sector(form_2008, pack_2008):
    each = len(pack_2008.scale.levels) + len(pack_2008.scale.non_scores)
    boxes = words_of(form_2008).count("☐")
    assert boxes == len(pack_2008.items) * each + len(pack_2008.sectors)


def test_each_theme_begins_a_page_with_what_its_levels_look_like(form_2008, pack_2008):
    pages = [bare(page) for page in words_of(form_2008).split("\f")]
    for theme in pack_2008.themes:
        (page,) = [one for one in pages if bare(theme.intro) in one]
        assert page.index(bare(theme.title)) < page.index(bare(theme.intro))
        for level in (1, 3, 5):
            assert bare(pack_2008.scale.descriptors[theme.id][level]) in page
        assert bare(theme.items[0].text) in page


def test_each_page_says_which_it_is_and_what_it_is_of(form_2008):
    pages = words_of(form_2008).split("\f")[:-1]
    assert len(pages) == int(facts_of(form_2008)["Pages"])
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
        assert "integrated-working@2008" in page


def test_it_says_what_it_is_modelled_on_and_under_which_licence(form_2008, pack_2008):
    first = bare(words_of(form_2008).split("\f")[0])
    assert bare(pack_2008.source) in first
    assert bare(f"Licence: {pack_2008.licence}") in first


def test_there_is_a_place_for_evidence_where_it_is_asked_and_nowhere_else(rich_pack):
    words = words_of(printed(rich_pack))
    assert words.count("\nEvidence\n") == 1
    assert "Needed from level 4 up." in bare_lines(words)
    assert words.count("\nComment\n") == len(rich_pack.items)


def bare_lines(words):
    return " ".join(words.split())


def test_practitioners_are_not_asked_who_they_are(pack_2008):
    words = words_of(printed(pack_2008, Audience.PRACTITIONERS))
    assert "Filled in by" not in words
    assert "Comment\n" not in words
    assert "Nobody asks for your name." in bare_lines(words)


def test_the_same_questionnaire_is_the_same_file(pack_2008, form_2008):
    assert printed(pack_2008) == form_2008


def test_it_needs_no_font_of_the_machine(pack_2008, form_2008, tmp_path, monkeypatch):
    # fontconfig and the folders that fonts are looked for in: nothing is there.
    for name in ("HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_PATH", "TYPST_FONT_PATHS"):
        monkeypatch.setenv(name, str(tmp_path))
    assert printed(pack_2008) == form_2008


def test_a_character_without_a_letter_form_is_written_as_its_name(tiny_pack):
    smiling = change(tiny_pack, {"caf-1": {"text": "We smile 😀 and write 中."}})
    words = bare_lines(words_of(printed(smiling)))
    assert "We smile [grinning face] and write [cjk unified ideograph-4e2d]." in words


SPOKEN = [one for one in HOSTILE if "😀" not in one]


@settings(max_examples=25)
@given(data=st.data())
def test_no_text_is_code_and_all_of_it_comes_back(tiny_pack, data):
    words = st.lists(
        st.sampled_from(SPOKEN) | st.text(st.characters(codec="latin-1", categories="LNPSZ")),
        min_size=1,
        max_size=3,
    ).map(" ".join)
    pack = data.draw(packs_in(words, tiny_pack))
    # A long word may go on at the top of the next page.
    back = bare(words_of(printed(pack), *WITHIN_MARGINS))
    item = pack.items[0]
    for text in (item.text, item.hint, item.guidance, item.code, pack.title, pack.source):
        assert bare(text) in back


@settings(max_examples=40)
@given(data=st.data())
def test_any_text_at_all_can_be_printed(tiny_pack, data):
    pack = data.draw(packs_in(st.text(min_size=1) | st.sampled_from(HOSTILE), tiny_pack))
    assert printed(pack).startswith(b"%PDF-")
