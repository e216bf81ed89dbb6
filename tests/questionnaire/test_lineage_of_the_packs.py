"""The shipped packs over the years: every question accounted for, and no id used twice."""

from pathlib import Path

import pytest

from owf.questionnaire import ChangeKind, Comparability, find_packs, load_named, load_pack
from owf.questionnaire.lineage import ONE_TO_ONE

ROOT = Path(__file__).parents[2] / "questions"
PACKS = {pack.name: pack for pack in map(load_pack, find_packs(ROOT))}
LATER = [pack for pack in PACKS.values() if pack.lineage is not None]

later_packs = pytest.mark.parametrize("pack", LATER, ids=lambda pack: pack.name)


def ids(pack):
    return [item.id for item in pack.items]


def before(pack):
    return PACKS[pack.lineage.since]


def line_before(pack):
    """The packs that this one comes from, the newest first."""
    while pack.lineage is not None:
        pack = before(pack)
        yield pack


def pairs(pack, kind):
    """Each earlier item with the one that took its place, where that is what happened."""
    return [
        (before(pack).item(link.old), pack.item(link.new))
        for link in pack.lineage.links()
        if link.change.kind is kind
    ]


def place(pack, item):
    return pack.theme_of(item.id).id, item.aspect


def test_each_pack_says_which_one_it_comes_from():
    assert {pack.name: pack.lineage.since for pack in LATER} == {
        "integrated-working@2009": "integrated-working@2008",
        "integrated-working@2010": "integrated-working@2009",
        "multi-agency@2026": "integrated-working@2010",
    }


@later_packs
def test_every_question_of_before_is_accounted_for_once(pack):
    told = [old for change in pack.lineage.changes for old in change.before]
    assert sorted(told) == sorted(ids(before(pack)))


@later_packs
def test_every_question_of_now_is_accounted_for_once(pack):
    told = [new for change in pack.lineage.changes for new in change.ids_after]
    assert sorted(told) == sorted(ids(pack))


@later_packs
def test_each_kind_of_change_has_its_numbers_on_either_side(pack):
    for change in pack.lineage.changes:
        old, new = len(change.before), len(change.ids_after)
        if change.kind in ONE_TO_ONE:
            assert old == new > 0, change
        elif change.kind is ChangeKind.SPLIT:
            assert (old, new > 1) == (1, True), change
        elif change.kind is ChangeKind.MERGED:
            assert (old > 1, new) == (True, 1), change
        elif change.kind is ChangeKind.ADDED:
            assert (old, new > 0) == (0, True), change
        else:
            assert (old > 0, new) == (True, 0), change


@later_packs
def test_what_is_called_the_same_is_untouched(pack):
    for old, new in pairs(pack, ChangeKind.SAME):
        assert (old.id, old.text, old.audience, old.scale) == (
            new.id,
            new.text,
            new.audience,
            new.scale,
        )
        assert place(before(pack), old) == place(pack, new)
        # Not a rule, but a mark that nothing slipped in: its code stays as well.
        assert (old.permanent_code, old.hint, old.references) == (
            new.permanent_code,
            new.hint,
            new.references,
        )


@later_packs
def test_what_is_called_reworded_reads_otherwise(pack):
    assert [old.id for old, new in pairs(pack, ChangeKind.REWORDED) if old.text == new.text] == []


@later_packs
def test_what_is_called_moved_stands_elsewhere_in_the_same_words(pack):
    for old, new in pairs(pack, ChangeKind.MOVED):
        assert place(before(pack), old) != place(pack, new)
        assert old.text == new.text


@later_packs
def test_no_level_means_something_else_than_before(pack):
    assert pairs(pack, ChangeKind.RESCALED) == []
    assert pack.scale.levels == before(pack).scale.levels
    assert pack.scale.bands == before(pack).scale.bands


@later_packs
def test_every_change_says_why_and_whether_answers_may_be_compared(pack):
    for change in pack.lineage.changes:
        if change.kind is not ChangeKind.SAME:
            assert change.reason, change
            assert change.decided_by == "the authors of this questionnaire", change
            assert change.date is not None, change
        is_one_sided = change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
        assert (change.comparable is None) == (is_one_sided or change.kind is ChangeKind.SAME)


@later_packs
def test_an_id_stays_only_where_the_question_may_be_compared(pack):
    for link in pack.lineage.links():
        if link.old == link.new:
            assert link.change.is_comparable is not Comparability.NO, link
    stays = set(ids(pack)) & set(ids(before(pack)))
    for item_id in stays:
        assert item_id in {link.old for link in pack.lineage.origins_of(item_id)}


@later_packs
def test_an_id_that_was_given_up_never_comes_back(pack):
    last, *earlier = line_before(pack)
    once = {item_id for one in earlier for item_id in ids(one)}
    assert (set(ids(pack)) - set(ids(last))) & once == set()


@later_packs
def test_no_permanent_code_is_used_for_another_question_than_before(pack):
    for one in line_before(pack):
        codes = {item.permanent_code: item.id for item in one.items}
        assert {
            item.permanent_code
            for item in pack.items
            if codes.get(item.permanent_code, item.id) != item.id
        } == set()


def test_the_pack_of_2008_comes_from_none():
    assert load_named(ROOT, "integrated-working@2008").lineage is None
