"""What is shown on a single question leaves no one Trust's sector open, whatever is subtracted."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from owf.assessment.disclosure.items import entering, sectors_to_show
from owf.store.signed_scores import ItemRow

USUAL = ("health", "police", "schools")


def row(sectors=USUAL, partners=None):
    """A Trust's scores on a question, from these sectors."""
    n = len(sectors)
    return ItemRow(dict.fromkeys(sectors, 3.0), 3.0, n, partners or n, [0, 0, n, 0, 0], 0, 0)


def enter(*regions):
    """What enters where each region is a list of Trusts' rows."""
    rows, region_of = {}, {}
    for place, of_region in enumerate(regions):
        for one in of_region:
            region_of[len(rows)] = f"region {place}"
            rows[len(rows)] = one
    return entering(rows, region_of)


# Trusts: regions beside England.


def test_trusts_of_regions_with_fewer_than_five_enter_together_where_they_are_five():
    found = enter([row()] * 5, [row()] * 3, [row()] * 2)
    assert len(found.trusts) == 10
    assert found.left_out == frozenset()


def test_one_to_four_trusts_beside_the_regions_that_are_shown_enter_nothing():
    # England less the first region would be theirs alone.
    found = enter([row()] * 5, [row()] * 3, [row()])
    assert len(found.trusts) == 5
    assert found.left_out == {5, 6, 7, 8}
    assert found.answers == found.trusts
    assert set(map(len, found.sectors.values())) == {5}


def test_a_trust_with_a_score_from_two_sectors_is_in_nothing():
    found = enter([row()] * 5 + [row(("health", "police"))])
    assert found.counting == found.trusts == {0, 1, 2, 3, 4}


# Sectors: beside each other and beside the whole.


def test_a_sector_of_fewer_than_five_trusts_has_no_mean():
    having = dict.fromkeys(range(9), USUAL)
    having |= dict.fromkeys(range(4), (*USUAL, "youth"))
    assert "youth" not in sectors_to_show(having)
    having[4] = (*USUAL, "youth")
    assert sectors_to_show(having) == {*USUAL, "youth"}


def test_a_sector_that_could_be_worked_out_from_the_others_takes_the_smallest_with_it():
    # All answers, less the means of all other sectors, would be the one Trust's youth service.
    having = dict.fromkeys(range(9), USUAL)
    having[0] = (*USUAL, "youth")
    having[1] = ("health", "police", "voluntary")
    having |= dict.fromkeys(range(2, 6), ("health", "police", "schools", "voluntary"))
    assert sectors_to_show(having) == {"health", "police", "schools"}


def test_hidden_sectors_of_five_trusts_together_need_no_other():
    having = dict.fromkeys(range(9), USUAL)
    having |= dict.fromkeys(range(3), (*USUAL, "youth"))
    having |= dict.fromkeys(range(3, 6), (*USUAL, "sport"))
    assert sectors_to_show(having) == set(USUAL)


def test_two_groups_of_trusts_joined_by_one_sector_show_none():
    # Trust 5 is the only bridge: what the others leave of "d" would be its score alone.
    having = dict.fromkeys(range(5), ("a", "b", "c"))
    having |= {5: ("a", "b", "d")}
    having |= dict.fromkeys(range(6, 12), ("d", "e", "f"))
    assert sectors_to_show(having) == frozenset()


def test_a_sector_s_mean_leaves_out_regions_where_it_is_not_shown():
    found = enter([row()] * 8, [row()] * 4 + [row(("health", "police", "voluntary"))] * 4)
    assert len(found.trusts) == 16
    assert len(found.sectors["health"]) == 16
    assert "voluntary" not in found.sectors
    assert len(found.sectors["schools"]) == 8


def _can_be_worked_out(knowns, wanted):
    """Whether some sum of what is known is just what is wanted."""
    if not len(knowns):
        return False
    found, *_ = np.linalg.lstsq(knowns.T, wanted, rcond=None)
    return bool(np.allclose(knowns.T @ found, wanted, atol=1e-6))


@st.composite
def _regions(draw):
    """Up to three regions of Trusts, each with three or more of seven sectors."""
    some = st.sets(st.sampled_from("abcdefg"), min_size=3, max_size=7).map(sorted)
    usual = draw(st.lists(some, min_size=1, max_size=3))
    trust = st.one_of(st.sampled_from(usual), st.sampled_from(usual), some)
    return draw(st.lists(st.lists(trust, min_size=3, max_size=9), min_size=1, max_size=3))


BRIDGED = [["a", "b", "c"]] * 5 + [["a", "b", "d"]] + [["d", "e", "f"]] * 6


@given(_regions())
@example([[["a", "b", "c"]] * 8 + [["a", "b", "c", "d"]]])
@example([[["a", "b", "c"]] * 6, [["a", "b", "c"]] * 2])
@example([BRIDGED])
def test_no_sum_of_what_is_shown_gives_a_trust_s_sector(regions):
    """Even for somebody who knows every Trust's own score, and how many sectors are behind it.

    Known are: each Trust's score, each region's and England's sum by sector, and of all answers.
    """
    rows = [row(tuple(sectors)) for of_region in regions for sectors in of_region]
    region_of = {
        trust: f"region {place}"
        for trust, place in enumerate(
            place for place, of_region in enumerate(regions) for _ in of_region
        )
    }
    cells = [(trust, sector) for trust, one in enumerate(rows) for sector in one.units]

    def total(wanted):
        return [float(wanted(*cell)) for cell in cells]

    knowns = [total(lambda trust, _, own=own: trust == own) for own in range(len(rows))]
    areas = [dict(enumerate(rows))] + [
        {trust: rows[trust] for trust in region_of if region_of[trust] == name}
        for name in set(region_of.values())
    ]
    for area in areas:
        found = entering(area, region_of)
        assert not 0 < len(found.trusts) < 5
        knowns.append(total(lambda trust, _, found=found: trust in found.answers))
        for name, behind in found.sectors.items():
            assert len(behind) >= 5
            knowns.append(
                total(
                    lambda trust, sector, behind=behind, name=name: (
                        sector == name and trust in behind
                    )
                )
            )
    for cell in cells:
        assert not _can_be_worked_out(
            np.array(knowns), np.array(total(lambda *one, own=cell: one == own))
        )


# Counts of answers, over partners and not over sectors.


@pytest.mark.parametrize(
    ("partners", "counted"),
    [
        ([3] * 6, True),
        ([4] * 6, True),
        ([3] * 5 + [9], False),
        ([3] * 4 + [4, 5], False),
        ([3] * 3 + [4, 5, 6], True),
        # Six schools in two partners each, but for one Trust: the sum of schools tells of it.
        ([4] * 5 + [3], False),
    ],
)
def test_answers_are_counted_unless_one_or_two_trusts_stand_out_by_their_partners(
    partners, counted
):
    found = enter([row(partners=number) for number in partners])
    assert len(found.trusts) == 6
    assert len(found.answers) == (6 if counted else 0)


def test_england_counts_the_answers_of_the_regions_that_may_be_counted():
    found = enter([row()] * 6, [row()] * 5 + [row(partners=8)])
    assert found.answers == frozenset(range(6))
    assert Counter(map(len, found.sectors.values())) == {12: 3}
