import pytest

from owf.benchmark.scores.medians import middle_values, proposed_level


@pytest.mark.parametrize(
    ("levels", "middle", "proposed"),
    [
        ([3], (3, 3), 3),
        ([5, 1, 2], (2, 2), 2),
        ([3, 2, 2, 3], (2, 3), 2),
        ([2, 4], (2, 4), 3),
        ([1, 4], (1, 4), 2),
        ([], None, None),
    ],
)
def test_the_proposed_level_is_the_median_rounded_down(levels, middle, proposed):
    assert middle_values(levels) == middle
    assert proposed_level(levels) == proposed
