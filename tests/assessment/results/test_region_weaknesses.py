"""Where a region is low: each Trust's score on a theme or aspect less its own overall score."""

from __future__ import annotations

from statistics import fmean

import pytest

from owf.assessment.results.region import open_region
from owf.benchmark.rules import mean_interval
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import NonScore

EAST, NORTH_EAST = "E12000006", "E12000001"
TRUSTS = (821, 822, 823, 874, 881)
CAF = Group(GroupKind.THEME, theme="caf")


@pytest.fixture
def sign(cast, tiny_pack):
    """Sign a Trust whose partners rate CAF lower than the rest, by so much."""

    def sign_one(trust, level=4, lower=1, publication="full", schools=None):
        caf = {item.id for item in tiny_pack.theme("caf").items}
        levels = {item.id: level - lower * (item.id in caf) for item in tiny_pack.items}
        returns = dict.fromkeys(("health", "police", "schools"), levels)
        cast.sign(
            cast.open_trust(trust), returns | ({"schools": schools} if schools else {}), publication
        )

    return sign_one


@pytest.fixture
def part(cast):
    """A part of the East of England in 2009."""

    def of_group(group=CAF):
        view = open_region(cast.store, cast.frank, EAST, 2009)
        return next(one for one in view.parts if one.group == group)

    return of_group


def test_it_is_the_mean_over_trusts_of_their_scores_less_their_own_overall_scores(sign, part):
    for place, trust in enumerate(TRUSTS):
        sign(trust, level=3 + place % 3, lower=1 + place % 2)
    found = part()
    # Half of the tiny pack's questions are of CAF, as the overall score weighs questions.
    by_hand = [-(1 + place % 2) / 2 for place in range(5)]
    assert found.difference == pytest.approx(fmean(by_hand))
    limits = mean_interval(by_hand)
    assert found.ci95 == pytest.approx((limits.lower, limits.upper))
    assert found.mean - found.overall == pytest.approx(found.difference)
    assert found.n == 5


def test_a_trust_that_is_high_on_everything_makes_no_theme_look_weak(sign, part):
    for trust in TRUSTS:
        sign(trust, level=2, lower=1)
    before = part().difference
    sign(882, level=5, lower=1)
    assert part().difference == pytest.approx(before)


def test_unnamed_trusts_and_those_of_two_sectors_do_not_enter(sign, part):
    for trust in TRUSTS:
        sign(trust)
    before = part()
    sign(882, lower=3, publication="headline")
    sign(883, lower=3, schools=NonScore.DONT_KNOW)
    after = part()
    assert (after.difference, after.n) == (before.difference, before.n)


def test_of_fewer_than_five_trusts_nothing_is_said(sign, part):
    for trust in TRUSTS[:4]:
        sign(trust)
    found = part()
    assert (found.n, found.difference, found.mean, found.ci95) == (4, None, None, None)


def test_england_stands_beside_with_the_same_difference_over_its_own_trusts(sign, part):
    for trust in TRUSTS:
        sign(trust, lower=1)
    assert part().england == pytest.approx(part().difference)
    sign(390, lower=3)
    found = part()
    assert found.n_england == 6
    assert found.england == pytest.approx(found.difference + (-1.5 + 0.5) / 6)


def test_every_theme_and_aspect_has_a_part_and_no_verdict(sign, part, cast, tiny_pack):
    for trust in TRUSTS:
        sign(trust)
    view = open_region(cast.store, cast.frank, EAST, 2009)
    kinds = [one.group.kind for one in view.parts]
    assert kinds.count(GroupKind.THEME) == len(tiny_pack.themes)
    assert set(kinds) == {GroupKind.THEME, GroupKind.ASPECT}
    told = view.to_json(made_up=True)["against_own_overall"]
    assert all("verdict" not in one for one in told)
