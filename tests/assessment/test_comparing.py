"""Comparing: what a Trust is compared with, who may see it, and what is said when it cannot be."""

import pytest

from owf.access import OPERATOR
from owf.assessment.comparing import compare_with_region, find_trust
from owf.assessment.refusals import NotAllowed, NotFound
from owf.benchmark import DEFAULT_RULES, GroupKind, Verdict, verdict_from_limits
from owf.questionnaire import NonScore

# What is decided without asking the database's kind needs one kind of it.
on_one_database = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

OTHERS = (821, 822, 823, 874, 881, 882, 883, 919)  # all of the East of England in 2009
OURS = {"health": 4, "police": 5, "schools": 4}
THEIRS = {"health": 2, "police": 3, "schools": 2}


@pytest.fixture
def region(cast):
    """Sign Cambridgeshire, and other Trusts of its region at the publication levels given."""

    def sign_all(*publications, ours=OURS, theirs=THEIRS, our_publication="full"):
        cast.sign(cast.cambridgeshire, ours, our_publication)
        for trust, publication in zip(OTHERS, publications, strict=False):
            cast.sign(cast.open_trust(trust), theirs, publication)

    return sign_all


@pytest.fixture
def compare(cast):
    """Cambridgeshire 2009 against its region, as somebody sees it."""
    return lambda who=OPERATOR, year=2009: compare_with_region(cast.store, who, 873, year)


def of_kind(comparison, *kinds):
    return [one for one in comparison.findings if one.kind in kinds]


def test_every_finding_is_there_and_says_ahead_where_we_are(region, compare):
    region(*["full"] * 5)
    found = compare()
    assert len(found.findings) == 1 + 2 + 4 + 6
    overall = found.findings[0]
    assert (overall.kind, overall.verdict) == (GroupKind.OVERALL, Verdict.AHEAD)
    assert overall.comparison.score == pytest.approx(13 / 3)
    assert overall.comparison.reference == pytest.approx(7 / 3)
    assert (overall.comparison.n, overall.comparison.k) == (3, 5)
    assert "Cambridgeshire is ahead of the East of England" in overall.sentence
    assert found.key_points[0] == overall.sentence


def test_every_verdict_follows_from_its_own_working(region, compare):
    region(*["full"] * 6)
    for finding in compare().findings:
        shown = finding.comparison
        assert finding.verdict == verdict_from_limits(
            shown.ci95, shown.ci90, shown.p_adjusted, DEFAULT_RULES
        )


def test_only_the_trust_s_own_region_is_compared_with(cast, region, compare):
    region(*["full"] * 5)
    cast.sign(cast.leeds, {"health": 1, "police": 1, "schools": 1})
    found = compare()
    assert found.comparator == "the East of England"
    assert found.findings[0].comparison.k == 5
    assert found.others == (
        "Bedford",
        "Central Bedfordshire",
        "Essex",
        "Luton",
        "Peterborough",
    )


def test_a_trust_that_has_not_signed_counts_nowhere(cast, region, compare):
    region(*["full"] * 5)
    unsigned = cast.open_trust(OTHERS[5])
    cast.submit_all(unsigned, {"health": 1, "police": 1, "schools": 1})
    assert compare().findings[0].comparison.k == 5


@pytest.mark.parametrize("number", [0, 1, 4])
@on_one_database
def test_with_fewer_than_five_others_nothing_is_compared_and_it_says_why(region, compare, number):
    region(*["full"] * number)
    found = compare()
    assert len(found.findings) == 13
    assert {one.verdict for one in found.findings} == {Verdict.NOT_COMPARED}
    for finding in found.findings:
        assert "too few comparators" in finding.comparison.why_not
        assert "at least 5 are needed" in finding.sentence
        # A mean of so few is not shown either: two Trusts could work the third one out.
        assert finding.comparison.reference is None
        assert finding.comparison.difference is None


def test_a_trust_with_fewer_than_three_sectors_is_not_compared_but_sees_itself(
    cast, region, compare
):
    region(*["full"] * 5, ours=OURS | {"schools": NonScore.DONT_KNOW})
    overall = compare(cast.erin).findings[0]
    assert overall.verdict is Verdict.NOT_COMPARED
    assert "too few partners here" in overall.comparison.why_not
    assert overall.comparison.score == pytest.approx(4.5)


# Publication: done, headline, full.


def test_a_trust_at_done_enters_no_figure(region, compare):
    region(*["full"] * 5, "done", "done", "done")
    found = compare()
    assert {one.comparison.k for one in found.findings} == {5}
    assert len(found.others) == 5


def test_trusts_at_headline_enter_overall_and_themes_only_and_are_not_named(region, compare):
    region(*["full"] * 5, "headline", "headline", "headline")
    found = compare()
    headline = of_kind(found, GroupKind.OVERALL, GroupKind.THEME)
    assert {one.comparison.k for one in headline} == {8}
    assert {one.comparison.k for one in of_kind(found, GroupKind.ASPECT, GroupKind.CELL)} == {5}
    assert found.others == (
        "Bedford",
        "Central Bedfordshire",
        "Essex",
        "Luton",
        "Peterborough",
    )


@pytest.mark.parametrize("number", [1, 2])
@on_one_database
def test_one_or_two_unnamed_trusts_enter_nothing_for_they_could_be_worked_out(
    region, compare, number
):
    region(*["full"] * 5, *["headline"] * number)
    assert {one.comparison.k for one in compare().findings} == {5}


@on_one_database
def test_five_trusts_at_headline_are_enough_for_themes_but_not_for_cells(region, compare):
    region(*["headline"] * 5)
    found = compare()
    compared = of_kind(found, GroupKind.OVERALL, GroupKind.THEME)
    assert {one.verdict for one in compared} == {Verdict.AHEAD}
    rest = of_kind(found, GroupKind.ASPECT, GroupKind.CELL)
    assert {one.verdict for one in rest} == {Verdict.NOT_COMPARED}
    assert found.others == ()


@pytest.mark.parametrize("publication", ["done", "headline", "full"])
@on_one_database
def test_a_trust_always_sees_itself_whatever_it_publishes(cast, region, compare, publication):
    region(*["full"] * 5, our_publication=publication)
    for who in (cast.alice, cast.bob, cast.carol, cast.dave, cast.erin):
        found = compare(who)
        assert {one.comparison.k for one in found.findings} == {5}
        assert all(one.comparison.score is not None for one in found.findings)


# Who may see it.


@pytest.mark.parametrize("name", ["ivan", "judy", "heidi", "mallory"])
@on_one_database
def test_nobody_else_sees_a_trust_s_results(cast, region, compare, name):
    region(*["full"] * 5)
    with pytest.raises(NotAllowed, match="your own Trust only") as refused:
        compare(getattr(cast, name))
    # A refusal says nothing of the Trust that it refuses.
    assert "Cambridgeshire" not in str(refused.value)


def test_a_refusal_comes_before_it_is_said_whether_there_is_anything(cast, compare):
    with pytest.raises(NotAllowed):
        compare(cast.mallory)
    with pytest.raises(NotAllowed):
        compare_with_region(cast.store, cast.mallory, 999, 2009)


@pytest.mark.parametrize("publication", ["done", "headline", "full"])
@pytest.mark.parametrize("name", ["frank", "grace"])
@on_one_database
def test_region_and_england_see_what_is_published_in_full(cast, region, compare, name, publication):
    region(*["full"] * 5, our_publication=publication)
    if publication == "full":
        assert compare(getattr(cast, name)).findings[0].verdict is Verdict.AHEAD
        return
    with pytest.raises(NotAllowed, match="has not published"):
        compare(getattr(cast, name))


def test_a_regional_lead_sees_no_trust_of_another_region(cast, region):
    cast.sign(cast.leeds, OURS)
    with pytest.raises(NotAllowed):
        compare_with_region(cast.store, cast.frank, 383, 2009)


# What is not there.


def test_a_year_that_is_not_signed_says_so(cast, compare):
    cast.submit_all(cast.cambridgeshire, OURS)
    with pytest.raises(NotFound, match="Cambridgeshire has not signed off 2009 yet"):
        compare(cast.erin)


@pytest.mark.parametrize("year", [2007, 2008])
def test_a_year_without_the_trust_says_the_same(cast, compare, year):
    with pytest.raises(NotFound, match=f"has not signed off {year} yet"):
        compare(cast.erin, year)


def test_a_trust_that_is_not_there_says_so_to_the_operator(cast):
    with pytest.raises(NotFound, match="no Trust with the DfE number 999"):
        compare_with_region(cast.store, OPERATOR, 999, 2009)


# Since last year.


def test_the_change_since_last_year_is_measured_where_both_years_are_signed(cast, region, compare):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 3})
    region(*["full"] * 5)
    found = compare()
    overall = found.changes[0]
    assert found.no_change_because == ""
    assert (overall.change.before, overall.change.after) == pytest.approx((7 / 3, 13 / 3))
    assert found.signed_years == (2009, 2008)


def test_without_a_signed_year_before_it_says_that_there_is_no_change_to_show(region, compare):
    region(*["full"] * 5)
    found = compare()
    assert found.changes == ()
    assert "shows no signed results for 2008" in found.no_change_because


def test_the_agreed_scores_stand_beside_the_partners_own(region, compare):
    region(*["full"] * 5)
    found = compare()
    assert found.agreed["overall"] == 4.0
    assert found.findings[0].comparison.score == pytest.approx(13 / 3)


# Finding a Trust as people type it.


@pytest.mark.parametrize("typed", ["873", "Cambridgeshire", "cambridgeshire"])
def test_a_trust_is_found_by_number_or_name(cast, typed):
    assert find_trust(cast.store, typed, 2009).dfe_number == 873


@pytest.mark.parametrize("typed", ["Cambridgeshyre", "999", "", "Bedfordshire"])
@on_one_database
def test_a_trust_that_is_not_there_in_that_year_is_not_found(cast, typed):
    with pytest.raises(NotFound, match="give its name in full, or its three-digit DfE number"):
        find_trust(cast.store, typed, 2009)
