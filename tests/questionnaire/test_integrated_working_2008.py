from itertools import groupby
from pathlib import Path

import pytest

from owf.questionnaire import ItemAudience, Pack, find_packs, load_named

ROOT = Path(__file__).parents[2] / "questions"

# DESIGN, "Ids of the core themes", and the item bank's order: aspect and how many in a row.
ASPECTS = {
    "caf": "defined*3 leadership training*2 coaching practice*3 involvement quality*2 benefit",
    "lead-professional": "defined*2 leadership*2 training coaching practice*5 involvement quality "
    "benefit",
    "information-sharing": "defined*2 leadership training coaching practice*6 involvement quality "
    "benefit",
    "multi-agency": "defined*3 commitment*2 training coaching*2 co-location*2 "
    "involving-practitioners leadership involvement quality benefit",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_named(ROOT, "integrated-working@2008")


def test_the_shipped_pack_is_found():
    assert ROOT / "integrated-working" / "2008" in find_packs(ROOT)


def test_it_has_the_57_core_items_in_four_themes(pack):
    assert {theme.id: len(theme.items) for theme in pack.themes} == {
        "caf": 14,
        "lead-professional": 14,
        "information-sharing": 14,
        "multi-agency": 15,
    }
    assert len({item.id for item in pack.items}) == 57


def test_items_are_numbered_in_their_themes(pack):
    prefixes = ["caf", "lp", "is", "ma"]
    for prefix, theme in zip(prefixes, pack.themes, strict=True):
        numbers = range(1, len(theme.items) + 1)
        assert [item.id for item in theme.items] == [f"{prefix}-{n:02}" for n in numbers]
        assert [item.code for item in theme.items] == [f"{prefix.upper()} {n}" for n in numbers]


def test_the_items_for_leaders_only_are_those_of_the_item_bank(pack):
    leaders = [item.code for item in pack.items if item.audience is ItemAudience.LEADERS]
    assert leaders == [
        *("CAF 1", "CAF 12", "CAF 14"),
        *("LP 1", "LP 3", "LP 13", "LP 14"),
        *("IS 1", "IS 13", "IS 14"),
        *("MA 1", "MA 5", "MA 14", "MA 15"),
    ]


@pytest.mark.parametrize("theme", ASPECTS)
def test_each_item_belongs_to_its_aspect(pack, theme):
    runs = [(a, len(list(same))) for a, same in groupby(i.aspect for i in pack.theme(theme).items)]
    assert " ".join(f"{a}*{n}" if n > 1 else a for a, n in runs) == ASPECTS[theme]


def test_every_aspect_is_used_and_three_only_in_multi_agency_working(pack):
    used = {
        a.id: {t.id for t in pack.themes for i in t.items if i.aspect == a.id} for a in pack.aspects
    }
    assert all(used.values())
    assert {aspect for aspect, themes in used.items() if themes == {"multi-agency"}} == {
        "co-location",
        "commitment",
        "involving-practitioners",
    }


def test_statements_are_short_and_different(pack):
    assert [i.code for i in pack.items if len(i.text.split()) > 30] == []
    assert len({i.text for i in pack.items}) == len({i.short_name for i in pack.items}) == 57


def test_every_statement_has_a_hint_and_says_where_it_comes_from(pack):
    assert [i.code for i in pack.items if not i.hint or not i.references] == []
    assert pack.item("lp-08").references == (
        "Our wording, from practice; not checked against a published source",
    )


def test_nothing_in_it_is_called_official(pack):
    assert "official" not in pack.to_json().lower()
    assert pack.source.startswith("Modelled on the One Children's Workforce Tool")


def test_the_scale_has_five_levels_in_the_words_of_the_time(pack):
    assert [(level.value, level.label, level.short) for level in pack.scale.levels] == [
        (1, "not yet considered", "Not yet considered"),
        (2, "considering or planning to start", "Planning"),
        (3, "making some progress", "Some progress"),
        (4, "making good progress", "Good progress"),
        (5, "embedded, with evidence of impact", "Embedded"),
    ]
    assert [option.label for option in pack.scale.non_scores] == ["Don't know", "Not applicable"]


def test_each_theme_has_its_own_words_at_levels_1_3_and_5(pack):
    texts = [
        pack.scale.descriptors[theme.id][level] for theme in pack.themes for level in (1, 3, 5)
    ]
    assert len(set(texts)) == 12


def test_six_bands_with_the_midpoint_as_a_limit(pack):
    assert len(pack.scale.bands) == 6
    assert pack.scale.midpoint == 3
    assert pack.scale.midpoint in {band.lower for band in pack.scale.bands}


def test_the_sectors_are_those_of_cambridgeshires_steering_group(pack):
    assert [sector.id for sector in pack.sectors] == [
        "council-workforce",
        "early-years",
        "health",
        "childrens-hr",
        "lscb",
        "organisational-development",
        "police",
        "schools",
        "social-care",
        "sport",
        "voluntary",
        "youth-offending",
    ]


def test_it_survives_the_way_through_json(pack):
    assert Pack.from_json(pack.to_json()) == pack
