import pytest

from owf.benchmark.change.item_lines import (
    ItemLink,
    Join,
    Point,
    Segment,
    comparable_items,
    item_lines,
)
from owf.benchmark.change.trend import trend_marker
from owf.comparability import Comparability

YES, CARE, NO = Comparability.YES, Comparability.WITH_CARE, Comparability.NO


def line_of(item, items, links):
    return next(line for line in item_lines(items, links) if line.item == item)


def test_a_pack_that_stays_joins_its_items_without_a_word():
    lines = item_lines({2008: ["a", "b"], 2009: ["a", "b"]}, {})
    assert [line.item for line in lines] == ["a", "b"]
    assert lines[0].segments == (
        Segment((Point(2008, ("a",)), Point(2009, ("a",))), (Join(Comparability.YES),)),
    )
    assert lines[0].may_compare(2008, 2009)


def test_with_care_joins_dashed_with_its_note():
    line = line_of(
        "a2", {2008: ["a"], 2009: ["a2"]}, {2009: [ItemLink("a", "a2", CARE, "Reworded.")]}
    )
    assert line.newest.joins == (Join(CARE, ("Reworded.",)),)
    assert line.may_compare(2008, 2009)


def test_no_breaks_the_line_and_a_test_never_crosses_the_break():
    items = {2008: ["a"], 2009: ["a"], 2010: ["b"], 2011: ["b"]}
    links = {2010: [ItemLink("a", "b", NO, "It asks something else now.")]}
    line = line_of("b", items, links)
    assert [segment.years for segment in line.segments] == [(2008, 2009), (2010, 2011)]
    assert line.breaks == (("It asks something else now.",),)
    assert line.newest.years == (2010, 2011)
    assert line.may_compare(2008, 2009)
    assert line.may_compare(2010, 2011)
    assert not line.may_compare(2009, 2010)
    assert not line.may_compare(2008, 2011)
    assert comparable_items(items, links, 2009, 2010).now == ()


def test_five_years_with_a_break_make_no_trend():
    items = {2008: ["a"], 2009: ["a"], 2010: ["b"], 2011: ["b"], 2012: ["b"]}
    line = line_of("b", items, {2010: [ItemLink("a", "b", NO)]})
    values = {2008: 1.0, 2009: 2.0, 2010: 3.0, 2011: 4.0, 2012: 5.0}
    newest = [values[year] for year in line.newest.years]
    found = trend_marker(newest, [v - 0.1 for v in newest], [v + 0.1 for v in newest])
    assert found.outcome == "cannot be calculated"


def test_in_a_year_with_links_an_item_without_one_is_new_or_has_ended():
    items = {2008: ["a", "gone"], 2009: ["a", "new"]}
    lines = item_lines(items, {2009: [ItemLink("a", "a", YES)]})
    assert [(line.item, line.newest.years) for line in lines] == [
        ("a", (2008, 2009)),
        ("new", (2009,)),
        ("gone", (2008,)),
    ]


def test_a_split_leads_both_parts_back_to_the_same_item():
    items = {2009: ["a"], 2010: ["b", "c"]}
    links = {2010: [ItemLink("a", "b", CARE, "Split."), ItemLink("a", "c", CARE, "Split.")]}
    lines = item_lines(items, links)
    assert [line.item for line in lines] == ["b", "c"]
    assert {line.newest.points[0] for line in lines} == {Point(2009, ("a",))}
    found = comparable_items(items, links, 2009, 2010)
    assert (found.before, found.now) == (("a",), ("b", "c"))
    assert found.notes == {"b": ("Split.",), "c": ("Split.",)}


def test_a_merger_leads_back_to_all_that_were_joined_and_keeps_the_others_lines():
    items = {2009: ["a", "b", "c"], 2010: ["d"]}
    links = {
        2010: [
            ItemLink("a", "d", YES),
            ItemLink("b", "d", CARE, "Half of it."),
            ItemLink("c", "d", NO),
        ]
    }
    lines = item_lines(items, links)
    assert [line.item for line in lines] == ["d", "c"]
    assert lines[0].newest.points[0] == Point(2009, ("a", "b"))
    assert lines[0].newest.joins == (Join(CARE, ("Half of it.",)),)


def test_a_merged_item_of_which_a_part_is_newer_is_joined_with_care():
    items = {2008: ["a"], 2009: ["a", "b"], 2010: ["d"]}
    links = {
        2009: [ItemLink("a", "a", YES)],
        2010: [ItemLink("a", "d", YES), ItemLink("b", "d", YES)],
    }
    joins = line_of("d", items, links).newest.joins
    assert joins == (
        Join(CARE, ("Not all of these questions were asked the year before.",)),
        Join(YES),
    )


def test_comparable_items_are_followed_over_several_years_with_all_their_notes():
    items = {2008: ["a", "b", "c"], 2009: ["a2", "b", "c"], 2010: ["a3", "b2", "c", "new"]}
    links = {
        2009: [ItemLink("a", "a2", CARE, "Reworded."), ItemLink("b", "b", YES),
               ItemLink("c", "c", YES)],
        2010: [ItemLink("a2", "a3", CARE, "Reworded again."), ItemLink("b", "b2", NO),
               ItemLink("c", "c", YES)],
    }  # fmt: skip
    found = comparable_items(items, links, 2008, 2010)
    assert (found.before, found.now) == (("a", "c"), ("a3", "c"))
    assert found.notes == {"a3": ("Reworded.", "Reworded again.")}
    assert comparable_items(items, links, 2008, 2009).now == ("a2", "b", "c")
    assert comparable_items(items, links, 2009, 2010).notes == {"a3": ("Reworded again.",)}


def test_a_pack_writes_comparable_as_yes_with_care_or_no():
    assert [Comparability(word) for word in ("yes", "with_care", "no")] == [YES, CARE, NO]


@pytest.mark.parametrize(
    ("items", "links", "message"),
    [
        ({}, {}, "give the items of each"),
        ({2008: ["a", "a"]}, {}, "An item of 2008 is there twice"),
        ({2008: ["a"]}, {2008: []}, "links into 2008 have no year before"),
        ({2008: ["a"], 2009: ["a"]}, {2010: []}, "links into 2010 have no year before"),
        ({2008: ["a"], 2009: ["b"]}, {2009: [ItemLink("x", "b", YES)]}, "from 'x' to 'b' does not"),
        ({2008: ["a"], 2009: ["b"]}, {2009: [ItemLink("a", "x", YES)]}, "from 'a' to 'x' does not"),
        (
            {2008: ["a"], 2009: ["b"]},
            {2009: [ItemLink("a", "b", YES), ItemLink("a", "b", NO)]},
            "the same ends: keep one",
        ),
    ],
)
def test_links_that_lead_nowhere_are_refused(items, links, message):
    with pytest.raises(ValueError, match=message):
        item_lines(items, links)


@pytest.mark.parametrize(("first", "last"), [(2008, 2008), (2009, 2008), (2007, 2009)])
def test_years_that_cannot_be_compared_are_refused(first, last):
    with pytest.raises(ValueError, match="earlier one first"):
        comparable_items({2008: ["a"], 2009: ["a"]}, {}, first, last)
