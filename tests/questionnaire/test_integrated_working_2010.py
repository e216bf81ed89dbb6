from pathlib import Path

import pytest

from owf.questionnaire import (
    Audience,
    ChangeKind,
    Comparability,
    ItemAudience,
    Pack,
    load_named,
)

ROOT = Path(__file__).parents[2] / "questions"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_named(ROOT, "integrated-working@2010")


@pytest.fixture(scope="module")
def changes(pack):
    """(kind, from, to, comparable) of all that is not the same."""
    return [
        (change.kind, change.before, change.ids_after, change.comparable)
        for change in pack.lineage.changes
        if change.kind is not ChangeKind.SAME
    ]


def test_it_asks_98_questions_in_the_twelve_themes_of_2009(pack):
    before = load_named(ROOT, "integrated-working@2009")
    assert len(pack.items) == 98
    assert [theme.id for theme in pack.themes] == [theme.id for theme in before.themes]
    assert pack.aspects == before.aspects
    assert pack.scale == before.scale
    assert pack.status == "published"


def test_one_question_is_split_two_are_merged_and_one_is_retired(changes):
    care = Comparability.WITH_CARE
    assert [one for one in changes if one[0] in ("split", "merged", "removed")] == [
        ("split", ("caf-05",), ("caf-15", "caf-16"), care),
        ("merged", ("lp-03", "lp-04"), ("lp-15",), care),
        ("removed", ("is-11",), (), None),
    ]


def test_five_are_reworded_one_of_them_so_far_that_it_has_a_new_id(changes):
    assert {one[1:] for one in changes if one[0] == "reworded"} == {
        (("caf-04",), ("caf-04",), Comparability.WITH_CARE),
        (("is-03",), ("is-03",), Comparability.WITH_CARE),
        (("ma-15",), ("ma-15",), Comparability.WITH_CARE),
        (("si-05",), ("si-05",), Comparability.YES),
        (("lp-14",), ("lp-16",), Comparability.NO),
    }


def test_one_is_moved_to_another_aspect_and_two_are_new(changes, pack):
    assert [one[1] for one in changes if one[0] == "moved"] == [("be-02",)]
    assert pack.item("be-02").aspect == "coaching"
    assert [one[2] for one in changes if one[0] == "added"] == [("caf-17",), ("ma-16",)]


def test_the_halves_of_the_split_question_say_between_them_what_it_said(pack):
    old = load_named(ROOT, "integrated-working@2009").item("caf-05")
    assert f"{pack.item('caf-15').text} {pack.item('caf-16').text}" == old.text


def test_the_merged_question_is_asked_of_everybody(pack):
    assert pack.item("lp-15").audience is ItemAudience.ALL
    assert len(pack.items_for(Audience.PRACTITIONERS)) == 43


def test_the_retired_question_leaves_no_mention_of_one_national_tool(pack):
    assert "ContactPoint" not in pack.to_json()


def test_every_core_practice_ends_with_its_evidence_of_benefit(pack):
    assert [theme.items[-1].aspect for theme in pack.themes[:4]] == ["benefit"] * 4


def test_it_survives_the_way_through_json(pack):
    assert Pack.from_json(pack.to_json()) == pack
