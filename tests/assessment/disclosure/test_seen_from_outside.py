"""Who sees a Trust's results: its own people all of them, others only what it has published."""

import json

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import NonScore

FULL = ("full",) * 5
DONT_KNOW = NonScore.DONT_KNOW
OURS = {"health": 4, "police": 5, "schools": 4}


@pytest.mark.parametrize("publication", ["done", "headline", "full"])
def test_a_trust_always_sees_itself_whatever_it_publishes(cast, sign_region, compare, publication):
    sign_region(*FULL, our_publication=publication)
    for who in (cast.alice, cast.bob, cast.carol, cast.dave, cast.erin, OPERATOR):
        found = compare(who)
        assert not found.seen_from_outside
        assert {one.comparison.k for one in found.findings} == {5}
        assert all(one.comparison.score is not None for one in found.findings)


@pytest.mark.parametrize("name", ["ivan", "judy", "heidi", "mallory"])
def test_nobody_else_sees_a_trust_s_results(cast, sign_region, compare, name):
    sign_region(*FULL)
    for comparator in ("region", "england"):
        with pytest.raises(NotAllowed, match="only open the results of your own Trust") as refused:
            compare(getattr(cast, name), comparator=comparator)
        # A refusal says nothing of the Trust that it refuses.
        assert "Cambridgeshire" not in str(refused.value)


def test_a_refusal_comes_before_it_is_said_whether_there_is_anything(cast, compare):
    with pytest.raises(NotAllowed):
        compare(cast.mallory)
    with pytest.raises(NotAllowed):
        compare_with(cast.store, cast.mallory, 999, 2009)


@pytest.mark.parametrize("publication", ["done", "headline", "full"])
@pytest.mark.parametrize("name", ["frank", "grace"])
def test_region_and_england_see_what_is_published_in_full(
    cast, sign_region, compare, name, publication
):
    sign_region(*FULL, our_publication=publication)
    for comparator in ("region", "england"):
        if publication == "full":
            found = compare(getattr(cast, name), comparator=comparator)
            assert found.seen_from_outside
            assert found.findings[0].verdict is Verdict.AHEAD
            continue
        # Asked for by its address, it says no more than that.
        with pytest.raises(NotAllowed) as refused:
            compare(getattr(cast, name), comparator=comparator)
        assert str(refused.value) == "This Trust has not published its results in full."


def test_a_regional_lead_sees_no_trust_of_another_region(cast):
    cast.sign(cast.leeds, OURS)
    with pytest.raises(NotAllowed):
        compare_with(cast.store, cast.frank, 383, 2009)
    assert compare_with(cast.store, cast.grace, 383, 2009).seen_from_outside


def test_a_year_that_was_not_published_in_full_shows_others_no_change_from_it(
    cast, sign_region, compare
):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), OURS, "headline")
    sign_region(*FULL)
    for who in (cast.frank, cast.grace):
        found = compare(who)
        assert (found.changes, found.signed_years) == ((), (2009,))
        assert found.no_change_because == (
            "Cambridgeshire shows no signed results for 2008 to compare with."
        )
    assert compare(cast.erin).signed_years == (2009, 2008)
    assert compare(cast.erin).changes


# Fewer than three sectors (METHOD 1.7): the Trust sees its own score, others do not.


def scores_in(found):
    """Every score of the Trust itself that a comparison holds."""
    compared = [one.comparison.score for one in (*found.findings, *found.beside)]
    kept = [row.mean for row in found.scores.values()]
    moved = [score for one in found.changes for score in (one.change.before, one.change.after)]
    return [score for score in (*compared, *kept, *moved) if score is not None]


def test_a_score_of_two_sectors_is_shown_to_nobody_outside(cast, sign_region, compare):
    cast.open_year(2008)
    two = OURS | {"schools": DONT_KNOW}
    cast.sign(cast.again(cast.cambridgeshire, 2008), two)
    sign_region(*FULL, schools=DONT_KNOW)
    for who in (cast.frank, cast.grace):
        for comparator in ("region", "england"):
            found = compare(who, comparator=comparator)
            assert scores_in(found) == []
            assert (dict(found.scores), found.changes) == ({}, ())
            assert {one.comparison.n for one in found.findings} == {2}
            assert "4.5" not in json.dumps(found.to_json(made_up=False), ensure_ascii=False)
    for who in (cast.alice, cast.erin, OPERATOR):
        found = compare(who)
        assert set(scores_in(found)) == {4.5}
        assert len(found.changes) == 13


def test_only_the_groups_of_too_few_sectors_are_held_back(cast, each, sign_region, compare):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), OURS)
    sign_region(*FULL, schools=each(4, caf_1=DONT_KNOW))
    inside, outside = compare(cast.erin), compare(cast.frank)
    assert set(inside.scores) - set(outside.scores) == {"cell:caf/training"}
    hidden = [(one.theme, one.aspect) for one in outside.findings if one.comparison.score is None]
    assert hidden == [("caf", "training")]
    assert {(one.theme, one.aspect) for one in inside.changes} - {
        (one.theme, one.aspect) for one in outside.changes
    } == {("caf", "training")}
    # What is compared is the same for both.
    assert [one.verdict for one in inside.findings] == [one.verdict for one in outside.findings]


def test_a_change_over_two_sectors_is_shown_to_nobody_outside(cast, sign_region, compare):
    """Three sectors this year, but only two of them were there last year too."""
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), OURS | {"schools": DONT_KNOW})
    sign_region(*FULL)
    assert compare(cast.erin).changes[0].change.n == 2
    found = compare(cast.frank)
    assert found.changes == ()
    assert found.findings[0].comparison.score == pytest.approx(13 / 3)


def test_a_gap_of_two_sectors_tells_nobody_outside_what_their_leaders_gave(
    cast, respond, sign_region, compare
):
    for sector in OURS:
        respond(5, sector, 3)
    sign_region(*FULL, schools=DONT_KNOW)
    assert compare(cast.erin).gaps[0].gap.leaders == 4.5
    for who in (cast.frank, cast.grace):
        assert {one.gap.leaders for one in compare(who).gaps} <= {None}


def test_practitioners_of_two_sectors_are_shown_to_nobody_outside(
    cast, respond, sign_region, compare
):
    for sector in ("health", "police"):
        respond(5, sector, 3)
    sign_region(*FULL)
    assert compare(cast.erin).practitioners["overall"].n_units == 2
    for who in (cast.frank, cast.grace):
        found = compare(who)
        assert {row.mean for row in found.practitioners.values()} <= {None}
        assert {one.gap.practitioners for one in found.gaps} <= {None}


# Sectors and agreed scores (METHOD 1.5 and 1.6).


def test_no_sector_of_a_trust_is_shown_to_anybody_outside(cast, sign_region, compare):
    sign_region(*FULL)
    for who in (cast.frank, cast.grace):
        found = compare(who)
        assert all(not row.sector_scores for row in found.scores.values())
        assert found.partners_by_sector == {}
    for who in (cast.alice, cast.erin):
        found = compare(who)
        assert found.scores["theme:caf"].sector_scores == OURS
        assert found.partners_by_sector["theme:caf"] == dict.fromkeys(OURS, 1)


def test_an_agreed_score_of_two_sectors_is_shown_to_nobody_outside(
    cast, each, sign_region, compare
):
    sign_region(*FULL, schools=each(4, caf_1=DONT_KNOW))
    hidden = Group(GroupKind.CELL, theme="caf", aspect="training")
    assert compare(cast.erin).agreed[hidden].score == 4.0
    for who in (cast.frank, cast.grace):
        found = compare(who)
        assert [group for group, one in found.agreed.items() if one.score is None] == [hidden]
        assert found.agreed[hidden].expected is None
