"""What two years are compared on: questions side by side, each counting once in either year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.change.changes import pair_items, paired_scoring
from owf.benchmark.change.item_lines import ComparableItems
from owf.benchmark.scores.groups import Group, ItemRef, groups_of

AS_GIVEN = {level: level for level in range(1, 6)}
OVERALL = Group.from_key("overall")
CAF, LEAD = Group.from_key("theme:caf"), Group.from_key("theme:lead")


def found(**origins):
    return ComparableItems({new: tuple(old) for new, old in origins.items()}, {}, {})


def refs(*triples):
    return [ItemRef(*one.split("/")) for one in triples]


def as_text(pairs):
    return [f"{' '.join(one.before)} > {' '.join(one.now)}" for one in pairs]


def scoring(pairs, side="now", levels=AS_GIVEN):
    groups = groups_of([one.ref for one in pairs])
    return paired_scoring(
        groups,
        [dict.fromkeys(getattr(one, side), levels) for one in pairs],
        [one.ref.id for one in pairs],
    )


def test_the_parts_of_a_split_within_a_cell_are_one():
    items = refs("a/caf/training", "x/caf/training", "b/caf/training")
    assert as_text(pair_items(items, found(a="o", x="y", b="o"))) == ["o > a b", "y > x"]


def test_the_parts_of_a_split_over_two_themes_are_one_in_each():
    items = refs("a/caf/training", "b/lead/training")
    pairs = pair_items(items, found(a="o", b="o"))
    assert as_text(pairs) == ["o > a", "o > b"]
    assert [one.ref.theme for one in pairs] == ["caf", "lead"]


def test_what_was_merged_and_split_again_hangs_together():
    items = refs("a/caf/training", "b/caf/training", "c/caf/training")
    pairs = pair_items(items, found(a="op", b="q", c="pq"))
    assert as_text(pairs) == ["o p q > a b c"]


def test_an_item_that_may_not_be_compared_is_in_no_pair():
    items = refs("a/caf/training", "new/caf/training")
    assert as_text(pair_items(items, found(a="a"))) == ["a > a"]


def test_a_split_counts_once_in_either_year():
    pairs = pair_items(
        refs("a/caf/training", "b/caf/training", "c/caf/benefit"), found(a="o", b="o", c="c")
    )
    before = scoring(pairs, "before").units([("health", {"o": 1, "c": 5})])
    now = scoring(pairs).units([("health", {"a": 1, "b": 1, "c": 5})])
    assert before[CAF] == now[CAF] == {"health": 3.0}


def test_partners_of_a_sector_are_averaged_and_what_is_no_level_enters_nothing():
    pairs = pair_items(refs("a/caf/training", "b/lead/benefit"), found(a="a", b="b"))
    units = scoring(pairs).units(
        [
            ("schools", {"a": 5, "b": "dont_know"}),
            ("schools", {"a": 2, "b": 4}),
            ("police", {"b": "not_applicable"}),
        ]
    )
    assert units[CAF] == {"schools": pytest.approx(3.5)}
    assert units[LEAD] == {"schools": pytest.approx(4.0)}
    assert units[OVERALL] == {"schools": pytest.approx(4.0)}


def test_converted_levels_count_as_what_they_became():
    pairs = pair_items(refs("a/caf/training"), found(a="a"))
    units = scoring(pairs, levels=AS_GIVEN | {2: 4}).units([("health", {"a": 2})])
    assert units[CAF] == {"health": 4.0}


def test_without_answers_there_are_no_scores():
    pairs = pair_items(refs("a/caf/training"), found(a="a"))
    assert scoring(pairs).units([]) == {}
    assert scoring(pairs).units([("health", {})]) == {}


_ITEMS = refs(
    "same/caf/training",
    "one/caf/benefit",
    "two/caf/benefit",
    "far/lead/benefit",
    "both/lead/training",
)
_PAIRS = pair_items(_ITEMS, found(same="s", one="o", two="o", far="o", both="pq"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["health", "police"]),
            st.fixed_dictionaries({old: st.integers(1, 5) for old in "sop"}),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_partners_that_answer_as_before_do_not_move(returns):
    before = [(sector, said | {"q": said["p"]}) for sector, said in returns]
    now = [
        (
            sector,
            {"same": said["s"], "both": said["p"]}
            | dict.fromkeys(["one", "two", "far"], said["o"]),
        )
        for sector, said in returns
    ]
    then, later = scoring(_PAIRS, "before").units(before), scoring(_PAIRS).units(now)
    for group in groups_of([one.ref for one in _PAIRS]):
        assert then[group] == pytest.approx(later[group])
