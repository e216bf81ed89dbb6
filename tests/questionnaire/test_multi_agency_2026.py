import re
from pathlib import Path

import pytest

from owf.questionnaire import (
    Audience,
    ChangeKind,
    Comparability,
    Pack,
    find_packs,
    load_named,
    load_pack,
)

ROOT = Path(__file__).parents[2] / "questions"
OLD_WORDS = re.compile(r"\bCAFs?\b|[Ll]ead professional|Children's Trust|LSCB|ContactPoint")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_named(ROOT, "multi-agency@2026")


def test_it_asks_30_questions_in_five_themes_in_today_s_words(pack):
    assert {theme.id: len(theme.items) for theme in pack.themes} == {
        "early-help-assessment": 6,
        "lead-practitioner": 6,
        "information-sharing": 6,
        "family-help": 6,
        "safeguarding-partnership": 6,
    }


def test_it_is_a_draft(pack):
    assert pack.status == "draft"


def test_no_question_uses_a_word_of_then(pack):
    for theme in pack.themes:
        words = [theme.title, theme.intro, *pack.scale.descriptors[theme.id].values()]
        for item in theme.items:
            words += [item.text, item.short_name, item.hint, *item.actions]
        assert [one for one in words if OLD_WORDS.search(one)] == []


def test_all_ids_are_new(pack):
    others = [load_pack(folder) for folder in find_packs(ROOT)]
    used = {item.id for one in others if one.name != pack.name for item in one.items}
    assert {item.id for item in pack.items} & used == set()


def test_27_of_its_questions_continue_some_of_2010_and_three_are_new(pack):
    followed = {item.id for item in pack.items if pack.lineage.origins_of(item.id)}
    assert {item.id for item in pack.items} - followed == {"eha-03", "sp-03", "sp-06"}
    kinds = {link.change.kind for link in pack.lineage.links()}
    assert kinds == {ChangeKind.REWORDED, ChangeKind.SPLIT}


def test_a_question_continues_one_on_the_same_aspect(pack):
    before = load_named(ROOT, "integrated-working@2010")
    for link in pack.lineage.links():
        assert pack.item(link.new).aspect == before.item(link.old).aspect, link


def test_all_three_answers_to_whether_one_may_compare_occur(pack):
    found = {link.change.comparable for link in pack.lineage.links()}
    assert found == set(Comparability)


def test_the_shared_base_is_asked_about_only_where_there_is_one(pack):
    asked = {item.id: item.applies_when for item in pack.items if item.applies_when}
    assert set(asked) == {"fh-03"}
    assert (asked["fh-03"].item, asked["fh-03"].answers) == ("fh-02", (3, 4, 5))
    order = [item.id for item in pack.items]
    assert order.index("fh-02") < order.index("fh-03")


def test_the_child_protection_team_is_asked_about_with_those_who_are_in_it(pack):
    restricted = {item.id: item.sectors for item in pack.items if item.sectors}
    assert restricted == {"sp-03": ("childrens-social-care", "health", "police", "education")}
    assert set(restricted["sp-03"]) < {sector.id for sector in pack.sectors}


def test_a_sector_that_kept_its_id_kept_its_title(pack):
    # A database has one title for a sector, whichever pack named it last.
    then = {one.id: one.title for one in load_named(ROOT, "integrated-working@2010").sectors}
    now = {one.id: one.title for one in pack.sectors}
    kept = now.keys() & then.keys()
    assert len(now) == 8
    assert {key: now[key] for key in kept} == {key: then[key] for key in kept}


def test_practitioners_are_asked_more_than_half_of_it(pack):
    assert len(pack.items_for(Audience.PRACTITIONERS)) > 15


def test_it_survives_the_way_through_json(pack):
    assert Pack.from_json(pack.to_json()) == pack
