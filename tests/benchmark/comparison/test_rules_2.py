"""Rules version 2: like with like, and whose spread counts (METHOD 2)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark import RULES_1, compare, compare_groups, partners_needed
from owf.benchmark.comparison.compare import compare_all_by_kind
from owf.benchmark.order.spread import like_for_like
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind

SECTIONS = json.loads(
    (Path(__file__).parents[2] / "data" / "rules2_cases.json").read_text(encoding="utf-8")
)
CASES = {case["id"]: case for case in SECTIONS["comparison"]}
SECTORS = ("council", "health", "police", "schools", "voluntary", "youth")
SCORES = st.integers(4, 20).map(lambda quarter: quarter / 4)
REGIONS = st.lists(
    st.dictionaries(st.sampled_from(SECTORS), SCORES, min_size=2, max_size=6),
    min_size=6,
    max_size=9,
).map(lambda some: {f"T{place}": scores for place, scores in enumerate(some)})
THEME = Group(GroupKind.THEME, theme="caf")


def all_on_one(groups, rules=DEFAULT_RULES):
    return {
        trust: found[THEME] for trust, found in compare_all_by_kind({THEME: groups}, rules).items()
    }


@pytest.mark.parametrize("name", [name for name in CASES if name != "no_shared_sectors"])
def test_a_case_with_a_known_answer(name):
    case = CASES[name]
    found = compare(**case["inputs"])
    for field, expected in case["expected"].items():
        assert getattr(found, field) == pytest.approx(expected, abs=case["tolerance"]), field
    assert found.by_sector


def test_without_a_chain_of_shared_sectors_scores_are_compared_without_sectors():
    case = CASES["no_shared_sectors"]
    groups, trust = case["inputs"]["groups"], case["inputs"]["trust"]
    found = compare(groups, trust)
    plain = compare({name: list(one.values()) for name, one in groups.items()}, trust)
    assert not found.by_sector
    assert (found.verdict, found.difference, found.se, found.df) == (
        plain.verdict, pytest.approx(plain.difference), pytest.approx(plain.se), plain.df,
    )  # fmt: skip


@pytest.mark.parametrize("case", SECTIONS["partners_needed"], ids=lambda case: case["id"])
def test_a_case_of_partners_needed(case):
    assert partners_needed(**case["inputs"]) == case["expected"]


def test_half_the_power_is_version_1_and_no_fewer_are_named_than_a_comparison_needs():
    assert partners_needed(0.5, 9, power=0.5) == 5
    assert partners_needed(0.01, 9) == 3
    assert compare({f"T{n}": [2.0, 2.1, 2.2, 2.3] for n in range(6)}, "T0", RULES_1).partners_needed


def by_least_squares(groups, trust):
    """METHOD 2 by one large table of dummies, with none of the engine's sums."""
    groups = {name: one for name, one in groups.items() if len(one) >= 3}
    rows = [(name, sector, score) for name, one in groups.items() for sector, score in one.items()]
    names, sectors = list(groups), sorted({sector for _, sector, _ in rows})
    design = np.zeros((len(rows), len(names) + len(sectors)))
    for row, (name, sector, _) in enumerate(rows):
        design[row, names.index(name)] = design[row, len(names) + sectors.index(sector)] = 1
    scores = np.array([score for _, _, score in rows])
    contrast = np.zeros(design.shape[1])
    contrast[: len(names)] = [1 if name == trust else -1 / (len(names) - 1) for name in names]
    pseudo = np.linalg.pinv(design)
    weights = contrast @ pseudo
    if not np.allclose(weights @ design, contrast, atol=1e-8):
        return None
    residuals = scores - design @ pseudo @ scores
    room = 1 - np.diag(design @ pseudo)
    own = np.array([name == trust for name, _, _ in rows])
    return {
        "difference": weights @ scores,
        "df": len(rows) - np.linalg.matrix_rank(design),
        "squares": (residuals[own] @ residuals[own], residuals[~own] @ residuals[~own]),
        "room": (room[own].sum(), room[~own].sum()),
        "weights": (weights[own] @ weights[own], weights[~own] @ weights[~own]),
    }


@given(REGIONS)
def test_every_number_is_that_of_the_method_by_hand(groups):
    for trust, found in all_on_one(groups).items():
        if found.difference is None:
            assert found.n < 3 or found.k < 5
            continue
        expected = by_least_squares(groups, trust)
        assert found.by_sector is (expected is not None)
        if expected is None:
            continue
        assert found.difference == pytest.approx(expected["difference"], abs=1e-8)
        assert found.residual_df == expected["df"]
        if found.se is None:
            continue
        (own_squares, squares), (own_room, room) = expected["squares"], expected["room"]
        own_weights, weights = expected["weights"]
        pooled = (own_squares + squares) / expected["df"]
        assert found.pooled_sd == pytest.approx(np.sqrt(pooled), abs=1e-8)
        if own_room < 1e-8 or room < 1e-8 or squares < 1e-12 or own_squares < 1e-12:
            continue
        ours, theirs = own_squares / own_room, squares / room
        tail = stats.f.sf(ours / theirs, own_room, room)
        assert found.spread_p == pytest.approx(tail, abs=1e-6)
        if found.own_spread_counts:
            assert tail <= 0.2 + 1e-6
            parts = ours * own_weights, theirs * weights
            assert found.se == pytest.approx(np.sqrt(sum(parts)), abs=1e-8)
            df = sum(parts) ** 2 / (parts[0] ** 2 / own_room + parts[1] ** 2 / room)
            assert found.df == pytest.approx(df)
        else:
            assert found.se == pytest.approx(np.sqrt(pooled * (own_weights + weights)), abs=1e-8)
            assert found.df == expected["df"]


@given(REGIONS, st.sampled_from(SECTORS), st.sampled_from([-1.0, 0.3, 2.0]))
def test_a_constant_added_to_one_sector_everywhere_changes_no_verdict(groups, sector, constant):
    before = all_on_one(groups)
    moved = all_on_one(
        {
            trust: {name: score + constant * (name == sector) for name, score in one.items()}
            for trust, one in groups.items()
        }
    )
    for trust, found in before.items():
        if found.by_sector:
            assert moved[trust].verdict is found.verdict


@given(REGIONS, st.randoms(use_true_random=False))
def test_relabelling_trusts_and_sectors_changes_nothing(groups, random):
    names = dict(zip(groups, random.sample(list(groups), len(groups)), strict=True))
    labels = dict(zip(SECTORS, random.sample(SECTORS, len(SECTORS)), strict=True))
    relabelled = {
        names[trust]: {labels[sector]: one[sector] for sector in random.sample(list(one), len(one))}
        for trust, one in random.sample(list(groups.items()), len(groups))
    }
    after = all_on_one(relabelled)
    for trust, found in all_on_one(groups).items():
        other = after[names[trust]]
        assert (other.verdict, other.n, other.k) == (found.verdict, found.n, found.k)
        assert other.difference == pytest.approx(found.difference, abs=1e-9)
        assert other.se == pytest.approx(found.se, abs=1e-9)


@given(st.lists(st.lists(SCORES, min_size=6, max_size=6), min_size=6, max_size=9))
def test_where_every_trust_has_every_sector_the_difference_is_version_1_s(scores):
    groups = {f"T{place}": dict(zip(SECTORS, one, strict=True)) for place, one in enumerate(scores)}
    first = all_on_one(groups, RULES_1)
    for trust, found in all_on_one(groups).items():
        assert found.difference == pytest.approx(first[trust].difference, abs=1e-9)
        assert found.reference == pytest.approx(first[trust].reference, abs=1e-9)


def test_dropping_a_sector_from_one_trust_moves_the_difference_by_less_than_its_limits():
    chance = np.random.default_rng(2009)
    kept = 0
    for _ in range(200):
        groups = {
            f"T{place}": dict(zip(SECTORS, 3 + 0.4 * chance.standard_normal(6), strict=True))
            for place in range(10)
        }
        for effect, sector in zip(0.4 * chance.standard_normal(6), SECTORS, strict=True):
            for one in groups.values():
                one[sector] += effect
        whole = compare(groups, "T0")
        del groups["T0"][SECTORS[chance.integers(6)]]
        low, high = whole.ci95
        kept += low <= compare(groups, "T0").difference <= high
    assert kept >= 190


def test_a_sector_found_nowhere_else_is_named_and_carries_no_weight():
    groups = CASES["sector_found_nowhere_else"]["inputs"]["groups"]
    found = compare(groups, "A")
    (alone,) = found.without_counterpart
    louder = {**groups, "A": {**groups["A"], alone: 5.0}}
    assert compare(louder, "A").difference == pytest.approx(found.difference)
    assert compare(groups, "B").without_counterpart == ()


def test_a_trust_with_only_the_high_rating_sectors_is_not_ahead_for_that():
    chance = np.random.default_rng(1)
    effects = dict(zip(SECTORS, (1.0, 0.8, -0.8, -0.6, -0.2, -0.2), strict=True))
    groups = {
        f"T{place}": {
            sector: 3 + effect + 0.1 * chance.standard_normal()
            for sector, effect in effects.items()
            if place or effect > -0.7
        }
        for place in range(10)
    }
    groups["T0"] = {sector: groups["T0"][sector] for sector in ("council", "health", "youth")}
    assert compare(groups, "T0", RULES_1).difference > 0.4
    found = compare(groups, "T0")
    assert abs(found.difference) < 0.15
    assert found.verdict.direction == 0


def test_a_trust_whose_partners_quarrel_has_wider_limits_and_says_whose_spread_counts():
    found = compare(**CASES["quarrelsome_trust"]["inputs"])
    assert found.own_spread_counts
    assert found.se > found.pooled_sd * np.sqrt(1 / found.n + 1 / (found.n * found.k))


def test_scores_like_for_like_stand_as_far_apart_as_the_difference_says():
    groups = CASES["own_trust_lacks_low_sectors"]["inputs"]["groups"]
    found = compare(groups, "A")
    for like in ("A", None):
        alike = {trust: one.score for trust, one in like_for_like(groups, like).items()}
        others = [score for trust, score in alike.items() if trust != "A"]
        assert alike["A"] - np.mean(others) == pytest.approx(found.difference)
    as_here = like_for_like(groups, "A")
    assert as_here["A"].score == pytest.approx(found.score)
    others = [one.score for trust, one in as_here.items() if trust != "A"]
    assert np.mean(others) == pytest.approx(found.reference)


def test_scores_with_and_without_sectors_are_not_mixed():
    with pytest.raises(ValueError, match="give all one way"):
        compare({"A": {"police": 3.0}, "B": [3.0]}, "A")


def test_p_is_adjusted_over_the_groups_by_sector_too():
    groups = CASES["balanced_with_sector_effects"]["inputs"]["groups"]
    found = compare_groups({"one": groups, "two": groups}, "A")
    assert found["one"].p_adjusted == pytest.approx(found["one"].p_value)
