"""What must hold of the words of every shipped pack."""

import re
from pathlib import Path

import pytest

from owf.questionnaire import Audience, ItemAudience, find_packs, load_pack

ROOT = Path(__file__).parents[2] / "questions"
PACKS = [load_pack(folder) for folder in find_packs(ROOT)]
LATER = [pack for pack in PACKS if pack.name != "integrated-working@2008"]
OLD_WORDS = re.compile(r"\bCAFs?\b|lead professional|around (?:a|the) child|Children's Trust|LSCB")

every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
later_packs = pytest.mark.parametrize("pack", LATER, ids=lambda pack: pack.name)


@every_pack
def test_no_statement_is_longer_than_32_words(pack):
    assert [item.code for item in pack.items if len(item.text.split()) > 32] == []


@every_pack
def test_no_two_questions_have_the_same_words_or_short_name(pack):
    assert len({item.text for item in pack.items}) == len(pack.items)
    assert len({item.short_name for item in pack.items}) == len(pack.items)


@every_pack
def test_every_statement_is_a_sentence_with_a_hint_and_a_source(pack):
    for item in pack.items:
        assert item.text.endswith("."), item.code
        assert item.hint, item.code
        assert item.references, item.code


@later_packs
def test_a_statement_is_one_sentence_unless_it_is_one_of_2008(pack):
    of_2008 = {item.text for item in PACKS[0].items}
    long = [item.code for item in pack.items if ". " in item.text and item.text not in of_2008]
    assert long == []


@every_pack
def test_it_calls_itself_modelled_on_the_tool_and_nothing_official(pack):
    assert pack.source.startswith("Modelled on the One Children's Workforce Tool")
    assert "official" not in pack.to_json().lower()


@every_pack
def test_each_theme_has_words_of_its_own_at_levels_1_3_and_5(pack):
    texts = [
        pack.scale.descriptors[theme.id][level] for theme in pack.themes for level in (1, 3, 5)
    ]
    assert len(set(texts)) == 3 * len(pack.themes)


@every_pack
def test_every_aspect_of_the_pack_is_asked_about(pack):
    assert {item.aspect for item in pack.items} == {aspect.id for aspect in pack.aspects}


@later_packs
def test_questions_on_benefit_and_quality_say_what_evidence_would_count(pack):
    for item in pack.items:
        if item.aspect in ("benefit", "quality"):
            assert item.evidence is not None, item.code
            assert item.evidence.asked, item.code
            assert item.evidence.looks_like, item.code


@later_packs
def test_embedded_with_evidence_of_impact_has_to_name_it_from_2010_on(pack):
    needed = {item.evidence.required_from for item in pack.items if item.aspect == "benefit"}
    assert needed == ({None} if pack.version == "2009" else {5})


@later_packs
def test_most_questions_say_what_one_could_do_next(pack):
    with_actions = [item for item in pack.items if item.actions]
    assert len(with_actions) > 0.8 * len(pack.items)
    assert max(len(item.actions) for item in with_actions) <= 3


@later_packs
def test_today_s_words_hold_none_of_the_old_ones_and_say_something_else(pack):
    for item in pack.items:
        if item.today is not None:
            assert not OLD_WORDS.search(item.today.text), item.code
            assert item.today.text != item.text, item.code


@pytest.mark.parametrize("version", ["2009", "2010"])
def test_every_question_with_a_word_of_the_time_is_put_into_today_s_words(version):
    (pack,) = [one for one in PACKS if one.name == f"integrated-working@{version}"]
    dated = [item for item in pack.items if OLD_WORDS.search(item.text)]
    assert len(dated) > 20
    assert [item.code for item in dated if item.today is None] == []


@every_pack
def test_practitioners_are_not_asked_what_the_steering_group_answers(pack):
    asked = {item.audience for item in pack.items_for(Audience.PRACTITIONERS)}
    assert asked == {ItemAudience.ALL}
