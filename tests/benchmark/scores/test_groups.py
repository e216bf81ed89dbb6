import pytest

from owf.benchmark.scores.groups import Group, GroupKind, ItemRef, groups_of

ITEMS = [
    ItemRef("caf-01", "caf", "training"),
    ItemRef("caf-02", "caf", "defined"),
    ItemRef("lp-01", "lead-professional", "training"),
    ItemRef("caf-03", "caf", "training"),
]


def test_every_group_that_the_items_make_is_listed_once_with_its_items_in_order():
    assert {group.key: ids for group, ids in groups_of(ITEMS).items()} == {
        "overall": ("caf-01", "caf-02", "lp-01", "caf-03"),
        "theme:caf": ("caf-01", "caf-02", "caf-03"),
        "theme:lead-professional": ("lp-01",),
        "aspect:training": ("caf-01", "lp-01", "caf-03"),
        "aspect:defined": ("caf-02",),
        "cell:caf/training": ("caf-01", "caf-03"),
        "cell:caf/defined": ("caf-02",),
        "cell:lead-professional/training": ("lp-01",),
        "item:caf-01": ("caf-01",),
        "item:caf-02": ("caf-02",),
        "item:lp-01": ("lp-01",),
        "item:caf-03": ("caf-03",),
    }


def test_a_key_reads_back_into_the_same_group():
    for group in groups_of(ITEMS):
        assert Group.from_key(group.key) == group


@pytest.mark.parametrize(
    "key",
    ["", "region", "theme", "theme:", "overall:caf", "cell:caf", "cell:/x", "item:", "overall:"],
)
def test_a_text_that_is_no_key_is_refused_with_the_keys_that_are(key):
    with pytest.raises(ValueError, match="names no group of items"):
        Group.from_key(key)


def test_a_group_takes_only_the_ids_of_its_kind():
    with pytest.raises(ValueError, match="takes theme and aspect"):
        Group(GroupKind.CELL, theme="caf")
    with pytest.raises(ValueError, match="takes no ids"):
        Group(GroupKind.OVERALL, theme="caf")


def test_no_items_and_repeated_items_are_refused():
    with pytest.raises(ValueError, match="at least one question"):
        groups_of([])
    with pytest.raises(ValueError, match="'caf-01' is there twice"):
        groups_of([ITEMS[0], ITEMS[0]])
