import pytest

from benchmarks.simulation import Shape, false_alarms, gaps_found, rules_compared

SHAPES = {
    "a region of ten, three to twelve partners": (200, Shape()),
    "a region of small Trusts": (150, Shape(partners=(3, 5))),
    "a scale used at its upper end": (150, Shape(centre=4.3)),
}


@pytest.mark.parametrize(("regions", "shape"), SHAPES.values(), ids=SHAPES)
def test_no_more_than_one_in_twenty_of_identical_trusts_is_called_different(regions, shape):
    rates = false_alarms(regions, seed=20080610, shape=shape)
    for family in ("theme", "aspect", "cell"):
        assert rates[family].share <= 0.05 + 2 * rates[family].se, family
        assert rates[family].share > 0, "a rule that never speaks is no rule"
    assert rates["any"].share >= max(rates[family].share for family in ("theme", "aspect", "cell"))


@pytest.mark.parametrize("themes", [1, 4, 12])
def test_a_true_gap_of_one_level_is_found_nine_times_in_ten_and_never_turned_round(themes):
    gap = gaps_found(500, seed=20080610, themes=themes)
    assert gap.found >= 0.9
    assert gap.wrong == 0


def test_simulation_error_rates(case):
    known = case("simulation_error_rates")
    found = rules_compared(200, seed=1)
    for name, expected in known["expected"].items():
        if expected == "not measured":
            continue
        assert found[name] == pytest.approx(expected, abs=known["tolerance"]), name
