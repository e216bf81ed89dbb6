"""The blank form for KoboToolbox or ODK: pyxform compiles it, and it asks what is to be asked."""

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from owf.assessment.errors import Refused
from owf.exchange.form import blank_form
from owf.exchange.xlsform import xlsform
from owf.questionnaire import Audience
from tests.exchange.forms import HOSTILE, change, packs_in

LANGUAGE = "English (en)"


def sheet(content):
    return xlsform(blank_form(content, Audience.LEADERS))


def compiled(pack, audience=Audience.LEADERS):
    """The form as pyxform understands it; it must have nothing to complain of."""
    file = BytesIO(xlsform(blank_form(pack, audience)))
    result = convert(file, validate=False, pretty_print=False)
    assert result.warnings == []
    return result._pyxform


def fields(part) -> Iterator[dict]:
    for child in part.get("children", ()):
        yield child
        yield from fields(child)


def field(form, name):
    (found,) = [one for one in fields(form) if one["name"] == name]
    return found


def label(part):
    return part["label"][LANGUAGE]


def values(part):
    return [choice["name"] for choice in part["choices"]]


@pytest.fixture(scope="module")
def form_2008(pack_2008):
    return compiled(pack_2008)


@pytest.fixture(scope="module")
def rich_form(rich_pack):
    return compiled(rich_pack)


def test_it_says_which_questionnaire_it_is(form_2008):
    assert (
        form_2008["title"] == "Integrated working: Self-evaluation form for a partner organisation"
    )
    assert form_2008["id_string"] == "integrated-working_2008_leaders"
    assert form_2008["version"] == "2008"
    assert form_2008["default_language"] == LANGUAGE


def test_who_answers_comes_first_then_a_page_for_each_theme(form_2008, pack_2008):
    groups = [one for one in form_2008["children"] if one["type"] == "group" and "label" in one]
    assert [label(group) for group in groups] == [
        "About you",
        *(theme.title for theme in pack_2008.themes),
    ]
    assert all(group["control"]["appearance"] == "field-list" for group in groups)
    about, *themes = groups
    assert [one["name"] for one in about["children"]] == ["partner", "sector", "name"]
    assert values(about["children"][1]) == [sector.id for sector in pack_2008.sectors]
    for group, theme in zip(themes, pack_2008.themes, strict=True):
        note = group["children"][0]
        assert note["type"] == "note"
        assert theme.intro in label(note)
        assert (
            f"5 (embedded, with evidence of impact): {pack_2008.scale.descriptors[theme.id][5]}"
            in (label(note))
        )


def test_every_question_has_its_choices_its_hint_and_a_comment(form_2008, pack_2008):
    for item in pack_2008.items:
        name = item.id.replace("-", "_")
        asked = field(form_2008, name)
        assert asked["type"] == "select one"
        assert label(asked) == f"{item.code}. {item.text}"
        assert asked["hint"][LANGUAGE].startswith(item.hint)
        assert asked["bind"]["required"] == "yes"
        assert values(asked) == ["1", "2", "3", "4", "5", "dont_know", "not_applicable"]
        assert label(asked["choices"][3]) == "4 making good progress"
        assert field(form_2008, f"{name}_comment")["type"] == "text"
    assert not any(one["name"].endswith("_evidence") for one in fields(form_2008))


def test_practitioners_are_asked_theirs_without_names_and_comments(pack_2008):
    form = compiled(pack_2008, Audience.PRACTITIONERS)
    asked = [one["name"] for one in fields(form) if one["type"] == "select one"]
    assert asked == [
        "sector",
        *(item.id.replace("-", "_") for item in pack_2008.items_for(Audience.PRACTITIONERS)),
    ]
    assert [one["name"] for one in fields(form) if one["type"] == "text"] == ["partner"]


def test_a_question_is_asked_only_of_its_sectors(rich_form):
    assert field(rich_form, "caf_2")["bind"]["relevant"] == (
        "(${sector} = 'health' or ${sector} = 'police')"
    )
    assert "relevant" not in field(rich_form, "caf_1")["bind"]


def test_a_question_is_asked_only_where_its_condition_is_met_and_so_is_its_comment(rich_form):
    condition = "(${caf_1} = '4' or ${caf_1} = '5' or ${caf_1} = 'not_applicable')"
    assert field(rich_form, "ma_1")["bind"]["relevant"] == condition
    assert field(rich_form, "ma_1_comment")["bind"]["relevant"] == condition


def test_evidence_is_needed_from_its_level_up(rich_form):
    assert field(rich_form, "caf_1_evidence")["bind"]["required"] == "number(${caf_1}) >= 4"
    assert "A list of courses." in field(rich_form, "caf_1_evidence")["hint"][LANGUAGE]
    assert not any(one["name"] == "ma_3_evidence" for one in fields(rich_form))


def test_a_question_that_may_stay_open_is_not_required(rich_form):
    assert "required" not in field(rich_form, "ma_2").get("bind", {})


def test_each_question_offers_the_levels_of_its_own_scale(rich_form):
    assert label(field(rich_form, "ma_2")["choices"][0]) == "1 quality 1"
    assert label(field(rich_form, "ma_1")["choices"][0]) == "1 not yet"


def test_guidance_is_there_for_those_who_ask_for_it(rich_form):
    assert field(rich_form, "caf_1")["guidance_hint"][LANGUAGE] == "Ask three colleagues."


def test_every_cell_is_text_and_never_a_formula(tiny_pack):
    formula = change(
        tiny_pack, {"caf-1": {"code": "=A", "hint": "@SUM(A1)"}}, title="-2+3", licence="+1"
    )
    book = openpyxl.load_workbook(BytesIO(sheet(formula)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {
        "=A. CAF 1: staff here do this.",
        "-2+3: Self-evaluation form for a partner organisation",
    } <= {cell.value for cell in cells}


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("caf-1-comment", "caf_1_comment"),
        ("caf-intro", "caf_intro"),
        ("multi-agency", "multi_agency"),
        ("sector", "sector"),
        ("meta", "meta"),
        ("data", "data"),
    ],
)
def test_two_fields_of_one_name_are_refused_in_words(tiny_pack, other, name):
    with pytest.raises(Refused) as refused:
        sheet(change(tiny_pack, {"caf-3": {"id": other}}))
    said = str(refused.value)
    assert said.startswith("tiny@2009 cannot become an XLSForm: ")
    assert f"the question `{other}`" in said
    assert f"would both be called {name} there" in said
    assert said.endswith("Give one of them another id.")


def test_an_id_that_begins_with_a_digit_gets_a_name_that_xml_allows(tiny_pack):
    form = compiled(change(tiny_pack, {"caf-1": {"id": "1-caf"}}))
    assert label(field(form, "_1_caf")) == "CAF 1. CAF 1: staff here do this."


def test_nothing_in_a_text_is_taken_for_another_answer(tiny_pack):
    tricky = "Is it ${caf_2} or instance('a')/root/item[name = 1]/label?"
    form = compiled(change(tiny_pack, {"caf-1": {"text": tricky, "hint": tricky}}))
    said = label(field(form, "caf_1"))
    assert said == "CAF 1. Is it $ {caf_2} or instance ('a')/root/item[name = 1]/label?"


@settings(max_examples=25)
@given(data=st.data())
def test_any_questionnaire_compiles_with_all_its_words(tiny_pack, data):
    pack = data.draw(packs_in(st.sampled_from(HOSTILE) | st.text(min_size=1), tiny_pack))
    for audience in Audience:
        asked = {one["name"] for one in fields(compiled(pack, audience))}
        assert {item.id.replace("-", "_") for item in pack.items_for(audience)} <= asked


OWN = ("about", "partner", "sector", "name", "data", "meta", "caf", "multi_agency")
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


@settings(max_examples=25)
@given(ids=st.lists(IDS, min_size=6, max_size=6, unique=True))
def test_any_ids_compile_or_are_refused_in_words(tiny_pack, ids):
    new = dict(zip((item.id for item in tiny_pack.items), ids, strict=True))
    pack = change(tiny_pack, {old: {"id": one} for old, one in new.items()})
    names = [one.replace("-", "_") for one in ids]
    try:
        form = compiled(pack)
    except Refused:
        # Two of the questionnaire's own, or one of them and one of the form's.
        own = {*OWN, *(f"{one}_{more}" for one in names for more in ("comment", "evidence"))}
        assert len(set(names)) < len(names) or own & set(names)
    else:
        assert set(names) <= {one["name"].lstrip("_") for one in fields(form)}
