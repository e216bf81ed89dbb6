import math

import pytest

from owf.benchmark import predecessors_of, present_in_all, region_line, trust_history

BEDFORDSHIRE, BEDFORD, CENTRAL, ESSEX, LUTON = 820, 822, 823, 881, 821
SPLIT = [(BEDFORDSHIRE, BEDFORD), (BEDFORDSHIRE, CENTRAL)]
YEARS = {
    2009: {BEDFORD: 3.0, CENTRAL: 4.0, ESSEX: 3.5, LUTON: 2.5},
    2008: {BEDFORDSHIRE: 2.0, ESSEX: 3.0, LUTON: 2.0},
    2010: {BEDFORD: 3.5, CENTRAL: 4.5, ESSEX: 4.0, LUTON: 3.0},
}


def test_a_regions_line_is_drawn_over_the_trusts_of_all_shown_years_with_their_number():
    line = region_line(YEARS)
    assert line.years == (2008, 2009, 2010)
    assert line.trusts == present_in_all(YEARS) == (ESSEX, LUTON)
    assert (line.means, line.n) == ((2.5, 3.0, 3.5), 2)


def test_a_split_alone_does_not_move_a_regions_line():
    before = {BEDFORDSHIRE: 2.0, ESSEX: 3.0, LUTON: 3.0}
    after = {BEDFORD: 2.0, CENTRAL: 2.0, ESSEX: 3.0, LUTON: 3.0}
    assert region_line({2008: before, 2009: after}).means == (3.0, 3.0)


def test_years_with_no_trust_in_common_have_no_mean():
    line = region_line({2008: {BEDFORDSHIRE: 2.0}, 2009: {BEDFORD: 2.0}, 2010: {}})
    assert (line.means, line.n) == ((None, None, None), 0)


def test_a_predecessors_line_is_shown_behind_and_never_joined():
    history = trust_history(BEDFORD, YEARS, SPLIT)
    assert (history.own.years, history.own.scores) == ((2009, 2010), (3.0, 3.5))
    (behind,) = history.behind
    assert (behind.trust, behind.years, behind.scores) == (BEDFORDSHIRE, (2008,), (2.0,))


def test_a_trust_that_was_always_there_has_nothing_behind_it():
    history = trust_history(ESSEX, YEARS, SPLIT)
    assert history.behind == ()
    assert history.own.years == (2008, 2009, 2010)


def test_predecessors_of_predecessors_come_after_the_nearest_and_a_circle_ends():
    successions = [("a", "b"), ("b", "d"), ("c", "d"), ("d", "a")]
    assert predecessors_of("d", successions) == ("b", "c", "a")
    assert predecessors_of("c", successions) == ()


def test_a_predecessor_without_a_score_has_no_line():
    history = trust_history("d", {2009: {"d": 3.0, "b": 2.0}}, [("b", "d"), ("c", "d")])
    assert [line.trust for line in history.behind] == ["b"]


@pytest.mark.parametrize(
    ("follow", "message"),
    [
        (lambda: present_in_all({}), "give the scores of each"),
        (lambda: region_line({}), "give the scores of each"),
        (lambda: trust_history(1, {}, []), "give the scores of each"),
        (lambda: region_line({2008: {1: math.nan}}), "scores of 2008 hold a missing"),
        (lambda: trust_history(1, {2008: {1: math.inf}}, []), "scores of 1 hold a missing"),
    ],
)
def test_no_years_and_scores_that_are_none_are_refused(follow, message):
    with pytest.raises(ValueError, match=message):
        follow()
