"""Where a question comes from: same, reworded or new beside last year's."""

import pytest

from owf.questionnaire import Mark, Origin, origin_of
from tests.tiny_pack import next_pack

WHY = {"reason": "It was unclear.", "decided_by": "The national team", "date": "2010-03-01"}
REST = {"kind": "same", "from": ["caf-3", "ma-1", "ma-2", "ma-3"]}


def later(pack, *changes, **fields):
    return next_pack(pack, "2010", changes=[REST, *changes], **fields)


def test_every_question_of_the_same_pack_is_the_same(tiny_pack):
    assert origin_of(tiny_pack, "caf-1", tiny_pack) == Origin(Mark.SAME, ("caf-1",))


def test_a_question_is_new_where_the_packs_have_no_lineage(tiny_pack):
    assert origin_of(next_pack(tiny_pack, "2010"), "caf-1", tiny_pack) == Origin(Mark.NEW)


def test_a_question_is_new_where_the_lineage_leads_to_another_pack(tiny_pack):
    middle = next_pack(tiny_pack, "2010", changes=[REST])
    newest = next_pack(middle, "2011", changes=[REST])
    assert origin_of(newest, "caf-3", middle).mark is Mark.SAME
    assert origin_of(newest, "caf-3", tiny_pack) == Origin(Mark.NEW)


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"kind": "same", "from": "caf-1"}, Mark.SAME),
        ({"kind": "moved", "from": "caf-1", "comparable": "yes"}, Mark.SAME),
        ({"kind": "reworded", "from": "caf-1", "comparable": "yes"}, Mark.REWORDED),
        ({"kind": "reworded", "from": "caf-1", "comparable": "with_care"}, Mark.REWORDED),
        ({"kind": "reworded", "from": "caf-2", "to": "caf-1", "comparable": "no"}, Mark.NEW),
        ({"kind": "added", "to": "caf-1"}, Mark.NEW),
    ],
)
def test_a_question_is_marked_by_what_happened_to_it(tiny_pack, change, mark):
    assert origin_of(later(tiny_pack, change | WHY), "caf-1", tiny_pack).mark is mark


def test_a_merged_question_comes_from_all_that_it_replaces(tiny_pack):
    merged = {"kind": "merged", "from": ["caf-1", "caf-2"], "to": "caf-1", "comparable": "yes"}
    found = origin_of(later(tiny_pack, merged | WHY, caf_2=None), "caf-1", tiny_pack)
    assert found.before == ("caf-1", "caf-2")
    assert found.reason == "It was unclear."


def test_each_part_of_a_split_question_comes_from_it(tiny_pack):
    split = {"kind": "split", "from": "caf-1", "to": ["caf-4", "caf-5"], "comparable": "with_care"}
    pack = later(tiny_pack, split | WHY)
    assert [origin_of(pack, one, tiny_pack).before for one in ("caf-4", "caf-5")] == [
        ("caf-1",)
    ] * 2


def test_what_cannot_be_compared_is_new_and_still_says_why(tiny_pack):
    change = {"kind": "reworded", "from": "caf-1", "to": "caf-4", "comparable": "no"} | WHY
    found = origin_of(later(tiny_pack, change), "caf-4", tiny_pack)
    assert (found.mark, found.before, found.reason) == (Mark.NEW, (), "It was unclear.")
