"""What moderation changed: only what was agreed outside the partners' middle, largest first."""

from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.tables.item_standings import moderated
from tests.benchmark.tables.test_item_standings import counts_of_five, standing


def test_the_largest_move_comes_first_and_the_others_are_counted():
    found = moderated(
        [
            standing(0, 0, 4, 0, 0, code="kept", agreed=3),
            standing(0, 0, 4, 0, 0, code="down", agreed=2),
            standing(0, 4, 0, 0, 0, code="up", agreed=4, reason="Evidence came."),
            standing(0, 0, 4, 0, 0, code="open"),
        ]
    )
    assert [(one.code, one.move) for one in found.moved] == [("up", 2.0), ("down", -1.0)]
    assert (found.stayed, found.unsettled) == (1, 1)
    assert found.sentence == (
        "Moderation raised 1 and lowered 1 of three questions; the other 1 stayed within the "
        "partners' middle."
    )


def test_where_nothing_moved_it_says_so():
    kept = [standing(0, 0, 4, 0, 0, agreed=3), standing(0, 2, 2, 0, 0, agreed=3)]
    assert moderated(kept).sentence == "Moderation kept to the partners' middle on all 2 questions."
    assert moderated(kept[:1]).sentence.endswith("on the one question.")
    assert moderated([standing(0, 0, 4, 0, 0)]).sentence == "No level was agreed in moderation."


def test_where_every_question_moved_the_sentence_has_no_others():
    found = moderated([standing(0, 0, 4, 0, 0, agreed=5)])
    assert found.sentence == "Moderation raised 1 of one question."


@given(st.lists(st.tuples(counts_of_five, st.one_of(st.none(), st.integers(1, 5))), max_size=10))
def test_every_question_is_moved_or_stayed_or_unsettled(every):
    found = moderated([standing(*counts, agreed=agreed) for counts, agreed in every])
    assert len(found.moved) + found.stayed + found.unsettled == len(every)
    sizes = [abs(one.move) for one in found.moved]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 not in sizes
