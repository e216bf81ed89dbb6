"""The gaps of a region without an offer: of which Trusts, and what closes them."""

import pytest

from owf.access.errors import NotAllowed, NotFound
from owf.improvement.good_practice.offering import withdraw_offer
from owf.improvement.good_practice.region_gaps import open_region_gaps
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND, LEEDS, handed_on
from tests.roles_world import YORKSHIRE

NORFOLK, LUTON, ESSEX = 926, 821, 881


def gaps(cast):
    """Question -> (Trusts that are low, Trusts that are behind, Trusts to ask)."""
    found = open_region_gaps(cast.store, cast.frank, EAST_OF_ENGLAND)
    return {
        one.item.id: (
            [name for name, _ in one.low],
            list(one.behind),
            [ahead.name for ahead in one.ahead],
        )
        for one in found.gaps
    }


def test_a_low_level_of_a_trust_that_publishes_in_full_is_a_gap_with_whom_to_ask(cast, sign):
    sign(NORFOLK, caf_1=2)
    sign(ESSEX, caf_1=5)
    assert gaps(cast) == {"caf-1": (["Norfolk"], [], ["Essex"])}


def test_what_is_not_published_in_full_is_no_gap_and_nobody_to_ask(cast, sign):
    sign(NORFOLK, caf_1=2)
    sign(LUTON, "headline", caf_1=5, caf_2=1)
    sign(822, "done", caf_1=5, caf_2=1)
    assert gaps(cast) == {"caf-1": (["Norfolk"], [], [])}
    assert open_region_gaps(cast.store, cast.frank, EAST_OF_ENGLAND).named == ("Norfolk",)


def test_an_offer_that_the_region_sees_closes_the_gap_until_it_is_withdrawn(cast, sign, offer):
    sign(NORFOLK, caf_1=2)
    essex = sign(ESSEX, caf_1=5)
    practice_id = offer(essex, visible_to="region")
    found = open_region_gaps(cast.store, cast.frank, EAST_OF_ENGLAND)
    assert (found.gaps, found.with_offers) == ([], 1)
    withdraw_offer(cast.store, essex.chair, practice_id, seen_version=1)
    assert set(gaps(cast)) == {"caf-1"}


def test_an_offer_to_another_region_closes_nothing(cast, sign, offer):
    sign(NORFOLK, caf_1=2)
    leeds = sign(LEEDS, caf_1=5)
    offer(leeds, visible_to="region")
    assert set(gaps(cast)) == {"caf-1"}
    offer(leeds, visible_to="england")
    assert gaps(cast) == {}


def test_being_behind_on_a_theme_is_a_gap_of_each_of_its_questions(cast):
    levels = {"health": 4, "police": 5, "schools": 4}
    low = {"health": 3, "police": 4, "schools": 3}
    cast.sign(cast.cambridgeshire, low)
    for number, trust in enumerate((821, 822, 823, 874, 881)):
        cast.sign(cast.open_trust(trust), handed_on(levels, number))
    found = gaps(cast)
    assert set(found) == {item.id for item in cast.pack.items}
    assert {tuple(low) for low, _, _ in found.values()} == {()}
    assert {tuple(behind) for _, behind, _ in found.values()} == {("Cambridgeshire",)}


def test_the_widest_gap_comes_first(cast, sign):
    sign(NORFOLK, caf_1=2, ma_1=2)
    sign(ESSEX, ma_1=1)
    found = open_region_gaps(cast.store, cast.frank, EAST_OF_ENGLAND).gaps
    assert [(one.item.id, one.low) for one in found] == [
        ("ma-1", (("Essex", 1), ("Norfolk", 2))),
        ("caf-1", (("Norfolk", 2),)),
    ]


def test_only_the_lead_of_the_region_sees_them(cast, sign):
    sign(CAMBRIDGESHIRE)
    for who in (cast.carol, cast.alice, cast.grace, cast.heidi, cast.mallory):
        with pytest.raises(NotAllowed):
            open_region_gaps(cast.store, who, EAST_OF_ENGLAND)
    with pytest.raises(NotAllowed):
        open_region_gaps(cast.store, cast.frank, YORKSHIRE)


def test_a_region_in_which_nobody_has_signed_says_so(cast):
    with pytest.raises(NotFound, match="No Trust of your region has signed any results yet"):
        open_region_gaps(cast.store, cast.frank, EAST_OF_ENGLAND)
