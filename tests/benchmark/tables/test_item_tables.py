import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.agreement.practitioners import PersonAnswer, score_practitioners, suppressed
from owf.benchmark.rules import Rules
from owf.benchmark.scores.groups import Group, GroupKind, ItemRef
from owf.benchmark.scores.unit_scores import Answer, score_groups
from owf.benchmark.tables.national import band_table, count_by_band, count_table, mean_table

ITEM = ItemRef("caf-6", "caf", "training")
GROUP = Group(GroupKind.ITEM, item="caf-6")
BANDS = [(1.0, 1.5), (1.5, 2.0), (2.0, 2.5), (2.5, 3.0), (3.0, 4.0), (4.0, 5.0)]
SECTORS = ("health", "police", "schools", "youth")


def trust(*levels):
    """Score one Trust on one item; a level, "dont_know" or "not_applicable" per sector."""
    answers = [
        Answer(sector, sector, "caf-6", level, None)
        if isinstance(level, int)
        else Answer(sector, sector, "caf-6", None, level)
        for sector, level in zip(SECTORS, levels, strict=False)
    ]
    scores = score_groups([ITEM], answers, {})
    return next(score for score in scores if score.group == GROUP)


def practitioners(*levels, sectors=SECTORS):
    """Score one Trust's practitioners on one item: each level from five persons of each sector."""
    answers = [
        PersonAnswer(f"{sector}{place}{person}", None, sector, "caf-6", level)
        for sector in sectors
        for place, level in enumerate(levels)
        for person in range(5)
    ]
    scores = score_practitioners([ITEM], answers)
    return suppressed(next(score for score in scores if score.group == GROUP))


NATION = [
    trust(3, 3, 3),
    trust(4, 4, 4, 5),
    trust(1, 2, 2),
    trust(2, 3, 4),
    trust(5, 5),
    trust("dont_know", "not_applicable", "dont_know"),
    trust(),
]


def test_table_a_counts_trusts_in_bands_and_above_the_midpoint():
    row = band_table({"caf-6": NATION}, BANDS, 3.0)["caf-6"]
    assert row.counts == (0, 1, 0, 0, 2, 1)
    assert row.percentages == (0.0, 25.0, 0.0, 0.0, 50.0, 25.0)
    assert (row.above_midpoint, row.above_midpoint_percent) == (1, 25.0)


def test_trusts_outside_the_figures_are_counted_by_reason():
    part = band_table({"caf-6": NATION}, BANDS, 3.0)["caf-6"].taking_part
    assert (part.trusts, part.counting) == (7, 4)
    assert (part.too_few, part.no_score, part.no_answer, part.suppressed) == (1, 1, 1, 0)


def test_a_hair_above_the_midpoint_is_on_it():
    hair = replace(NATION[0], mean=3 + 1e-12)
    assert band_table({"caf-6": [hair]}, BANDS, 3.0)["caf-6"].above_midpoint == 0


@given(st.lists(st.lists(st.integers(1, 5), max_size=4), max_size=8))
def test_the_bands_hold_every_trust_that_counts_once(nation):
    scores = [trust(*levels) for levels in nation]
    row = band_table({"caf-6": scores}, BANDS, 3.0)["caf-6"]
    part = row.taking_part
    assert sum(row.counts) == part.counting == sum(len(levels) >= 3 for levels in nation)
    assert part.counting + part.too_few + part.no_answer == part.trusts == len(nation)
    if part.counting:
        means = [score.mean for score in scores if score.n_units >= 3]
        assert row.counts == count_by_band(means, BANDS)
        assert sum(row.percentages) == pytest.approx(100)


def test_an_item_that_no_trust_scores_has_no_percentages():
    row = band_table({"caf-6": [trust(), trust(3)]}, BANDS, 3.0)["caf-6"]
    assert (row.counts, row.percentages) == ((0,) * 6, None)
    assert row.above_midpoint_percent is None


def test_table_b_averages_trusts_by_sector_and_by_audience_each_with_its_n():
    row = mean_table(
        {
            "leaders": {"caf-6": NATION, "leaders-only": NATION[:1]},
            "practitioners": {"caf-6": [practitioners(2, 3), practitioners(4)]},
        }
    )
    assert list(row) == ["caf-6", "leaders-only"]
    found = row["caf-6"]
    assert (found.by_audience["leaders"].mean, found.by_audience["leaders"].n) == (
        pytest.approx((3 + 4.25 + 5 / 3 + 3) / 4),
        4,
    )
    assert found.by_audience["practitioners"].mean == pytest.approx((2.5 + 4) / 2)
    leaders = found.by_sector["leaders"]
    assert list(leaders) == sorted(SECTORS)
    assert (leaders["police"].mean, leaders["police"].n) == (3.0, 4)
    assert (leaders["youth"].mean, leaders["youth"].n) == (5.0, 1)
    assert found.taking_part["leaders"].no_answer == 1
    assert list(row["leaders-only"].by_audience) == ["leaders"]


def test_practitioners_too_few_to_show_are_suppressed_and_not_absent():
    few = score_practitioners(
        [ITEM], [PersonAnswer(str(person), None, "health", "caf-6", 3) for person in range(4)]
    )
    score = suppressed(next(one for one in few if one.group == GROUP))
    row = mean_table({"practitioners": {"caf-6": [score]}})["caf-6"]
    assert (row.by_audience["practitioners"].mean, row.by_audience["practitioners"].n) == (None, 0)
    assert row.taking_part["practitioners"].suppressed == 1
    assert row.taking_part["practitioners"].no_answer == 0


def test_table_c_counts_levels_with_non_scores_and_averages_the_levels():
    nation = [*NATION, trust(3, 3, 3, "dont_know"), trust(1, 1, 1, "not_applicable")]
    row = count_table({"caf-6": nation})["caf-6"]
    assert row.level_counts == (4, 3, 7, 4, 1)
    assert (row.dont_know, row.not_applicable, row.answers) == (1, 1, 21)
    assert row.mean == pytest.approx((4 + 6 + 21 + 16 + 5) / 19)


def test_all_dont_know_has_counts_and_no_mean():
    row = count_table({"caf-6": [trust(*["dont_know"] * 4)]})["caf-6"]
    assert (row.mean, row.answers, row.taking_part.no_score) == (None, 0, 1)


def test_the_fewest_sectors_are_those_of_the_rules():
    two = Rules(min_units=2)
    assert band_table({"caf-6": NATION}, BANDS, 3.0, two)["caf-6"].taking_part.counting == 5
    assert count_table({"caf-6": NATION}, rules=two)["caf-6"].level_counts[-1] == 3
    row = mean_table({"leaders": {"caf-6": NATION}}, two)["caf-6"]
    assert row.by_audience["leaders"].n == 5


@given(st.permutations(NATION))
def test_the_order_of_trusts_makes_no_difference(nation):
    assert band_table({"caf-6": nation}, BANDS, 3.0) == band_table({"caf-6": NATION}, BANDS, 3.0)
    assert count_table({"caf-6": nation}) == count_table({"caf-6": NATION})


def negative(**counts):
    return [replace(NATION[0], **counts)]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: band_table({}, BANDS, 3.0), "give at least one"),
        (lambda: mean_table({}), "give at least one"),
        (lambda: mean_table({"leaders": {}}), "give at least one"),
        (lambda: count_table({}), "give at least one"),
        (lambda: band_table({"caf-6": NATION}, BANDS, math.nan), "missing or infinite"),
        (lambda: band_table({"caf-6": NATION}, [], 3.0), "give at least one"),
        (lambda: band_table({"x": negative(mean=math.nan)}, BANDS, 3.0), "missing or infinite"),
        (lambda: band_table({"x": negative(mean=9.0)}, BANDS, 3.0), "outside every band"),
        (lambda: count_table({"x": negative(dont_know=-1)}), "count on 'x' is negative"),
        (lambda: count_table({"x": negative(level_counts=(0, 0, -1, 0, 0))}), "is negative"),
        (lambda: count_table({"x": negative(level_counts=(1, 2))}), "2 counts on 'x' and 5 levels"),
        (
            lambda: mean_table({"leaders": {"x": negative(units={"a": math.inf})}}),
            "scores of a hold a missing or infinite number",
        ),
    ],
)
def test_what_makes_no_table_is_refused_with_what_to_do(make, message):
    with pytest.raises(ValueError, match=message):
        make()
