import pytest

from owf.benchmark.change.histories import predecessors_of, present_in_all

BEDFORDSHIRE, BEDFORD, CENTRAL, ESSEX, LUTON = 820, 822, 823, 881, 821
YEARS = {
    2009: {BEDFORD: 3.0, CENTRAL: 4.0, ESSEX: 3.5, LUTON: 2.5},
    2008: {BEDFORDSHIRE: 2.0, ESSEX: 3.0, LUTON: 2.0},
    2010: {BEDFORD: 3.5, CENTRAL: 4.5, ESSEX: 4.0, LUTON: 3.0},
}


def test_only_trusts_with_a_score_in_every_year_are_present_in_all():
    assert present_in_all(YEARS) == (ESSEX, LUTON)


def test_years_with_no_trust_in_common_have_none():
    assert present_in_all({2008: {BEDFORDSHIRE: 2.0}, 2009: {BEDFORD: 2.0}, 2010: {}}) == ()


def test_no_years_to_look_for_trusts_in_are_refused():
    with pytest.raises(ValueError, match="give the scores of each"):
        present_in_all({})


def test_predecessors_of_predecessors_come_after_the_nearest_and_a_circle_ends():
    successions = [("a", "b"), ("b", "d"), ("c", "d"), ("d", "a")]
    assert predecessors_of("d", successions) == ("b", "c", "a")
    assert predecessors_of("c", successions) == ()
