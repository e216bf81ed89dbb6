"""Who enters a change over two questionnaires, and who cannot (decision 0013)."""

import pytest

from owf.benchmark.scores.groups import Group, GroupKind
from tests.two_packs import (
    ALL,
    BEFORE,
    CAF,
    CAMBRIDGESHIRE,
    EAST,
    LAST,
    OVERALL,
    SECTORS,
    THIS,
    all_at,
    found_by_group,
    world_of,
)

# Counting one database is enough: what differs between the two kinds is tested elsewhere.


@pytest.fixture
def world(cast):
    return world_of(cast)


def test_a_trust_signed_without_answers_is_compared_only_where_questions_are_the_same(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old) for trust in EAST})
    world.keep_bare(CAMBRIDGESHIRE, all_at(2, world.old))
    world.keep(THIS, {trust: all_at(3, world.new) for trust in ALL})
    found = world.compare()
    steady = Group(GroupKind.THEME, theme="steady")
    assert [one.theme for one in found.changes if one.kind is GroupKind.THEME] == ["steady"]
    assert found_by_group(found.changes)[steady].mean_change == pytest.approx(1.0)
    assert (
        "The results of one Trust were signed without the answers" in found.change_notes.about_all
    )
    assert OVERALL in found_by_group(world.compare(EAST[0]).changes)
    # On the region's page it is in the mean of the theme that stayed, and in no other.
    view = world.region()
    (own,) = [one for one in view.trusts if one.trust == CAMBRIDGESHIRE]
    assert [one.theme for one in own.changes] == ["steady"]
    assert own.no_change_because == "signed without the answers behind the scores"
    means = view.changed_means
    assert (means[steady].trusts, means[CAF].trusts) == (9, 8)


def test_a_trust_that_has_nothing_to_be_scored_from_hears_why(world):
    fewer = world.later({"caf": [("c-same", "training")]}, {"kind": "same", "from": "c-same"})
    world.open(this=fewer)
    world.keep(LAST, {trust: all_at(3, world.old) for trust in EAST})
    world.keep_bare(CAMBRIDGESHIRE, all_at(2, world.old))
    world.keep(THIS, {trust: all_at(3, fewer) for trust in ALL})
    assert world.compare().changes == ()
    assert "signed without the answers behind the scores" in world.compare().no_change_because
    why = {one.name: one.no_change_because for one in world.region().trusts}
    assert why["Cambridgeshire"] == "signed without the answers behind the scores"
    assert why["Bedford"] == ""


# Who enters whose figures.


def test_the_region_s_mean_is_over_what_both_years_asked(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old, c_gone=5, c_no=5) for trust in ALL})
    world.keep(THIS, {trust: all_at(4, world.new, c_new=1, l_new=1) for trust in ALL})
    view = world.region()
    assert view.changed_means[CAF].change == pytest.approx(1.0)
    assert view.changed_means[CAF].trusts == 9
    assert world.region(LAST).standings[0].mean.value != pytest.approx(
        view.changed_means[OVERALL].before
    )
    assert view.change_notes.nothing_for == {
        "lead": ("new in 2008, so there is nothing to compare with")
    }
    for one in view.trusts:
        assert [change.theme for change in one.changes] == [None, "caf", "multi-agency", "steady"]


def test_trusts_at_done_are_in_no_change(world):
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:6]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[6:]}, "done")
    assert world.region().changed_means[OVERALL].trusts == 6


@pytest.mark.parametrize(("number", "counted"), [(1, 0), (2, 0), (3, 3)])
def test_unnamed_trusts_enter_in_threes(world, number, counted):
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:6]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[6 : 6 + number]}, "headline")
    mean = world.region().changed_means[OVERALL]
    assert (mean.trusts, mean.unnamed) == (6 + counted, counted)


def test_a_block_of_which_one_cannot_be_scored_anew_stays_out_whole(world):
    """Three of four unnamed Trusts: beside the year's own mean they would tell the fourth."""
    world.open()
    named, unnamed = ALL[:5], ALL[5:]
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in named})
        if year == THIS:
            world.keep(year, {trust: all_at(5, pack) for trust in unnamed}, "headline")
    world.keep(LAST, {trust: all_at(5, world.old) for trust in unnamed[:3]}, "headline")
    world.keep_bare(unnamed[3], all_at(5, world.old), "headline")
    assert world.region(LAST).standings[0].mean.unnamed == 4
    means = world.region().changed_means
    assert {(one.trusts, one.unnamed) for one in means.values()} == {(5, 0)}
    since = world.nation().since
    assert [one.mean.n for one in since] == [5, 5]


def test_a_block_of_which_one_has_too_few_sectors_on_what_both_asked_stays_out_whole(world):
    world.open()
    named, unnamed = ALL[:5], ALL[5:]
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in named})
        world.keep(year, {trust: all_at(5, pack) for trust in unnamed[:3]}, "headline")
        # Of the fourth two sectors answer nothing but what the other year did not ask.
        few = [
            one
            for one in all_at(5, pack)
            if one.sector_id in SECTORS[:2] or one.item_id in {"c-gone", "c-new"}
        ]
        world.keep(year, {unnamed[3]: few}, "headline")
    assert world.region(LAST).standings[0].mean.unnamed == 4
    assert world.region().standings[0].mean.unnamed == 4
    assert world.region().changed_means[OVERALL].unnamed == 0
    assert [one.mean.n for one in world.nation().since] == [5, 5]


def test_an_unnamed_trust_sees_its_own_change_whatever_becomes_of_its_block(world):
    world.open()
    named, unnamed = ALL[1:6], (CAMBRIDGESHIRE, *ALL[6:])
    for year, level, pack in ((LAST, 3, world.old), (THIS, 4, world.new)):
        world.keep(year, {trust: all_at(level, pack) for trust in named})
        if year == THIS:
            world.keep(year, {trust: all_at(level, pack) for trust in unnamed}, "headline")
    world.keep(LAST, {trust: all_at(3, world.old) for trust in unnamed[:3]}, "headline")
    world.keep_bare(unnamed[3], all_at(3, world.old), "headline")
    changes = found_by_group(world.compare().changes)
    assert changes[OVERALL].mean_change == pytest.approx(1.0)
    # The five named Trusts alone are beside it.
    assert changes[OVERALL].others == 5


def test_unnamed_trusts_are_in_no_change_on_a_single_question_of_a_theme(world):
    one_left = world.later(
        {"caf": [("c-same", "training"), ("c-new", "benefit")], "steady": BEFORE["steady"]},
        {"kind": "same", "from": ["c-same", "s-1", "s-2"]},
        {"kind": "added", "to": "c-new"},
    )
    world.open(this=one_left)
    for year, pack in ((LAST, world.old), (THIS, one_left)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:5]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[5:]}, "headline")
    means = world.region().changed_means
    assert (means[OVERALL].unnamed, means[CAF].unnamed) == (4, 0)
    assert means[Group(GroupKind.THEME, theme="steady")].unnamed == 4


# England.


def test_england_s_change_is_over_what_both_years_asked(world):
    world.open()
    world.keep(LAST, {trust: all_at(2, world.old, c_gone=5, c_no=5) for trust in ALL})
    world.keep(THIS, {trust: all_at(4, world.new, c_new=1) for trust in ALL})
    view = world.nation()
    # Level 2 of the question with another scale counts as 1: ten questions, one of them lower.
    assert [one.mean.value for one in view.since] == pytest.approx([(8 * 2 + 1) / 9, 4.0])
    assert view.shares_since == (0, 100)
    assert "10 of the 13 questions" in view.since_notes.sentence
    assert view.to_json(made_up=False)["since_notes"] == view.since_notes.to_json()
