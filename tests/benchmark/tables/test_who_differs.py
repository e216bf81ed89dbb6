"""Who differs from whom: each partner's levels beside the others'."""

import pytest

from owf.benchmark.tables.item_standings import Instead, ItemStanding, PartnerAnswer, who_differs


def item(code, **levels):
    """A question with what each partner gave: a level, or what stands instead."""
    answers = tuple(
        PartnerAnswer(name, None, said) if isinstance(said, Instead) else PartnerAnswer(name, said)
        for name, said in levels.items()
    )
    given = [one.level for one in answers if one.level is not None]
    return ItemStanding(
        item=code,
        code=code,
        name=code,
        theme="caf",
        levels=(1, 2, 3, 4, 5),
        labels=("a", "b", "c", "d", "e"),
        counts=tuple(given.count(level) for level in (1, 2, 3, 4, 5)),
        answers=answers,
    )


def test_a_partner_is_set_against_the_mean_of_the_others_and_not_against_its_own():
    found = who_differs([item("q", police=5, health=2, schools=2)])
    assert {one.partner: one.difference for one in found.partners} == {
        "police": 3.0, "health": -1.5, "schools": -1.5,
    }  # fmt: skip
    assert found.sentence == (
        "Police differs most from the others: 3.0 of a level higher on average, over one question."
    )


def test_questions_that_a_partner_or_all_others_left_open_do_not_count_for_it():
    found = who_differs(
        [
            item("one", police=4, health=2),
            item("two", police=Instead.DONT_KNOW, health=5),
            item("three", police=1, health=Instead.NOT_ASKED),
        ]
    )
    assert [(one.difference, one.items) for one in found.partners] == [(2.0, 1), (-2.0, 1)]


def test_rows_come_most_disputed_first_and_columns_as_they_were_given():
    found = who_differs([item("calm", b=3, a=3), item("hot", b=1, a=5)])
    assert [one.code for one in found.items] == ["hot", "calm"]
    assert [one.partner for one in found.partners] == ["b", "a"]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([item("q", police=3, health=3)], "No partner rates higher or lower"),
        ([item("q", police=3)], "No two partners rated the same question"),
        ([item("q", police=3, health=Instead.DONT_KNOW)], "No two partners"),
        ([], "No two partners"),
    ],
)
def test_where_nobody_differs_it_says_so(items, said):
    assert who_differs(items).sentence.startswith(said)


def test_it_refuses_questions_of_different_partners():
    with pytest.raises(ValueError, match="different partners"):
        who_differs([item("one", police=3), item("two", health=3)])


def test_what_replaces_a_level_is_in_words():
    (row,) = who_differs([item("q", a=4, b=Instead.NOT_APPLICABLE)]).items
    assert [one.words for one in row.answers] == ["4", "not applicable"]
