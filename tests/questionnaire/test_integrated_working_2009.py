from pathlib import Path

import pytest

from owf.questionnaire import (
    Audience,
    ChangeKind,
    CommonCore,
    Comparability,
    ItemAudience,
    Outcome,
    Pack,
    Viewpoint,
    load_named,
)

ROOT = Path(__file__).parents[2] / "questions"

# FACTS of the time, put into themes of our own: five questions each, for the steering group.
WIDER = {
    "shared-identity": ("SI", "defined involvement practice training quality"),
    "common-values": ("CV", "defined practice practice quality involvement"),
    "behaviours": ("BE", "defined leadership leadership practice involvement"),
    "trained-workforce": ("TW", "training quality quality training training"),
    "complementary-roles": ("CR", "defined quality commitment practice benefit"),
    "capacity-and-safety": ("CS", "quality commitment practice training quality"),
    "outcomes-focused": ("OF", "defined practice quality involvement benefit"),
    "participation": ("PA", "training practice involvement commitment benefit"),
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_named(ROOT, "integrated-working@2009")


@pytest.fixture(scope="module")
def pack_2008() -> Pack:
    return load_named(ROOT, "integrated-working@2008")


@pytest.fixture(scope="module")
def wider(pack):
    return [pack.theme(theme) for theme in WIDER]


def test_it_asks_the_57_core_questions_and_40_wider_ones(pack, pack_2008):
    assert len(pack.items) == 97
    assert [item.id for item in pack.items][:57] == [item.id for item in pack_2008.items]
    assert [theme.id for theme in pack.themes] == [theme.id for theme in pack_2008.themes] + [
        *WIDER
    ]


def test_sectors_and_aspects_are_those_of_2008(pack, pack_2008):
    assert pack.sectors == pack_2008.sectors
    assert pack.aspects == pack_2008.aspects
    assert pack.status == "published"


def test_the_core_looks_for_the_same_aspects_and_asks_the_same_people(pack, pack_2008):
    for old in pack_2008.items:
        new = pack.item(old.id)
        assert (new.code, new.aspect, new.audience) == (old.code, old.aspect, old.audience)


def test_five_core_questions_are_reworded_two_of_them_to_compare_with_care(pack):
    reworded = {
        link.new: link.change.comparable
        for link in pack.lineage.links()
        if link.change.kind is ChangeKind.REWORDED
    }
    assert reworded == {
        "caf-03": Comparability.YES,
        "lp-09": Comparability.YES,
        "is-07": Comparability.YES,
        "is-13": Comparability.WITH_CARE,
        "ma-14": Comparability.WITH_CARE,
    }


def test_each_wider_theme_has_five_numbered_questions_on_its_aspects(wider):
    for theme in wider:
        prefix, aspects = WIDER[theme.id]
        assert [item.id for item in theme.items] == [
            f"{prefix.lower()}-{n:02}" for n in range(1, 6)
        ]
        assert [item.code for item in theme.items] == [f"{prefix} {n}" for n in range(1, 6)]
        assert " ".join(item.aspect for item in theme.items) == aspects


def test_the_wider_questions_are_for_the_steering_group_and_their_pages_say_so(pack, wider):
    for theme in wider:
        assert {item.audience for item in theme.items} == {ItemAudience.STEERING}
        assert "member of the steering group" in theme.intro
    asked = {item.audience for item in pack.items[:57]}
    assert ItemAudience.STEERING not in asked
    assert len(pack.items_for(Audience.PRACTITIONERS)) == 43


def test_the_pack_says_that_the_grouping_is_ours(pack):
    assert "so is the grouping into twelve themes" in pack.source


def test_a_wider_theme_looks_from_four_places_at_least(wider):
    for theme in wider:
        assert len({item.tags.viewpoint for item in theme.items} - {None}) >= 4, theme.id
    seen = {item.tags.viewpoint for theme in wider for item in theme.items}
    assert seen == set(Viewpoint)


def test_tags_are_there_where_they_fit_and_only_there(pack, wider):
    items = [item for theme in wider for item in theme.items]
    with_core = {item.id: set(item.tags.common_core) for item in items if item.tags.common_core}
    with_outcomes = {item.id: set(item.tags.outcomes) for item in items if item.tags.outcomes}
    assert {key for key, areas in with_core.items() if areas == set(CommonCore)} == {"tw-01"}
    assert {key for key, those in with_outcomes.items() if those == set(Outcome)} == {"of-01"}
    assert all(with_outcomes[key] == {Outcome.SAFE} for key in ("cs-03", "cs-04", "cs-05"))
    assert len(with_core) < len(items) / 2
    assert len(with_outcomes) < len(items) / 2


def test_a_core_question_may_say_what_evidence_counts_though_its_words_are_the_same(pack):
    with_evidence = {item.id for item in pack.items[:57] if item.evidence}
    assert {"caf-08", "lp-07", "is-08"} < with_evidence
    assert {item.id for item in pack.items[:57] if item.aspect == "benefit"} < with_evidence


def test_it_survives_the_way_through_json(pack):
    assert Pack.from_json(pack.to_json()) == pack
