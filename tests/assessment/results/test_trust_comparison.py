"""Comparing: what a Trust is compared with, and what is said where it cannot be."""

import json
from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotFound
from owf.assessment.results.steps import region_in_a_sentence
from owf.assessment.results.trust_comparison import compare_with, find_trust
from owf.assessment.rounds.opening import open_cycle
from owf.benchmark.comparison.agreed_scores import AgreedVerdict
from owf.benchmark.rules import DEFAULT_RULES, Verdict, verdict_from_limits
from owf.benchmark.scores.groups import GroupKind
from owf.questionnaire import NonScore
from owf.questionnaire.items import ItemAudience
from owf.store import rounds

BRADFORD, CALDERDALE, KIRKLEES = 380, 381, 382  # in Yorkshire, as Leeds
FULL = ("full",) * 5
FIVE = ("Bedford", "Central Bedfordshire", "Essex", "Luton", "Peterborough")
DONT_KNOW = NonScore.DONT_KNOW


def of_kind(comparison, *kinds):
    return [one for one in comparison.findings if one.kind in kinds]


@pytest.mark.databases("sqlite", "postgresql")
def test_every_finding_is_there_and_says_ahead_where_we_are(sign_region, compare):
    sign_region(*FULL)
    found = compare()
    assert len(found.findings) == 1 + 2 + 4 + 6
    overall = found.findings[0]
    assert (overall.kind, overall.verdict) == (GroupKind.OVERALL, Verdict.AHEAD)
    assert overall.comparison.score == pytest.approx(13 / 3)
    assert overall.comparison.reference == pytest.approx(7 / 3)
    assert (overall.comparison.n, overall.comparison.k) == (3, 5)
    assert "Cambridgeshire is ahead of the East of England" in overall.sentence
    assert found.key_points[0] == overall.sentence


def test_every_verdict_follows_from_its_own_working(sign_region, compare):
    sign_region(*FULL, "full")
    for finding in (*compare().findings, *compare().beside):
        shown = finding.comparison
        assert finding.verdict == verdict_from_limits(
            shown.ci95, shown.ci90, shown.p_adjusted, DEFAULT_RULES
        )


def test_a_trust_that_has_not_signed_counts_nowhere(cast, sign_region, compare):
    sign_region(*FULL)
    unsigned = cast.open_trust(882)
    cast.submit_all(unsigned, {"health": 1, "police": 1, "schools": 1})
    assert compare().findings[0].comparison.k == 5


@pytest.mark.parametrize("number", [0, 1, 4])
def test_with_fewer_than_five_others_nothing_is_compared_and_it_says_why(
    sign_region, compare, number
):
    sign_region(*["full"] * number)
    found = compare()
    assert len(found.findings) == 13
    assert {one.verdict for one in found.findings} == {Verdict.NOT_COMPARED}
    for finding in found.findings:
        assert "too few comparators" in finding.comparison.why_not
        assert "at least 5 are needed" in finding.sentence
        # A mean of so few is not shown either: two Trusts could work the third one out.
        assert finding.comparison.reference is None
        assert finding.comparison.difference is None


# The region, and England beside it.


@pytest.fixture
def yorkshire(cast):
    """Leeds and three more Trusts of Yorkshire, published in full, all at 5."""
    for place in (cast.leeds, *map(cast.open_trust, (BRADFORD, CALDERDALE, KIRKLEES))):
        cast.sign(place, {"health": 5, "police": 5, "schools": 5})


def test_only_the_trust_s_own_region_is_compared_with(sign_region, yorkshire, compare):
    sign_region(*FULL)
    found = compare()
    assert (found.comparator_kind, found.comparator) == ("region", "the East of England")
    assert found.findings[0].comparison.k == 5
    assert found.others == FIVE


def test_against_england_every_region_s_trusts_count_once(sign_region, yorkshire, compare):
    sign_region(*FULL)
    found = compare(comparator="england")
    assert (found.comparator_kind, found.comparator) == ("england", "England")
    assert {one.comparison.k for one in found.findings} == {9}
    assert found.findings[0].comparison.reference == pytest.approx((5 * 7 / 3 + 4 * 5) / 9)
    assert "England" in found.findings[0].sentence
    in_between = ("Central Bedfordshire", "Essex", "Kirklees", "Leeds", "Luton", "Peterborough")
    assert found.others == ("Bedford", "Bradford", "Calderdale", *in_between)


def test_the_other_comparator_stands_beside_with_overall_and_themes(
    sign_region, yorkshire, compare
):
    sign_region(*FULL)
    region, england = compare(), compare(comparator="england")
    short = {GroupKind.OVERALL, GroupKind.THEME}
    assert region.beside == tuple(one for one in england.findings if one.kind in short)
    assert england.beside == tuple(one for one in region.findings if one.kind in short)
    assert [one.comparator for one in region.beside] == ["England"] * 3


def test_where_the_region_is_too_small_england_is_compared_with_all_the_same(
    sign_region, yorkshire, compare
):
    sign_region("full")
    found = compare()
    assert {one.verdict for one in found.findings} == {Verdict.NOT_COMPARED}
    assert {one.comparison.k for one in found.beside} == {5}
    assert Verdict.NOT_COMPARED not in {one.verdict for one in found.beside}


def test_england_leaves_out_an_unnamed_trust_that_the_regions_would_lay_open(
    cast, sign_region, compare
):
    sign_region(*FULL, "headline", "headline", "headline")
    cast.sign(cast.leeds, {"health": 5, "police": 5, "schools": 5}, "headline")
    found = compare()
    assert [one.comparison.k for one in found.findings[:3]] == [8, 8, 8]
    assert [one.comparison.k for one in found.beside] == [8, 8, 8]
    for number in (BRADFORD, CALDERDALE):
        cast.sign(cast.open_trust(number), {"health": 5, "police": 5, "schools": 5}, "headline")
    assert [one.comparison.k for one in compare().beside] == [11, 11, 11]


@pytest.mark.parametrize("comparator", ["Europe", "", "England"])
def test_a_comparator_that_is_none_says_which_there_are(sign_region, compare, comparator):
    sign_region()
    with pytest.raises(NotFound, match="Choose one of region, england, neighbours, peers"):
        compare(comparator=comparator)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("East of England", "the East of England"),
        ("North West", "the North West"),
        ("London", "London"),
        ("Yorkshire and The Humber", "Yorkshire and The Humber"),
    ],
)
def test_a_region_stands_in_a_sentence_as_people_say_it(name, words):
    assert region_in_a_sentence(name) == words


# Publication: done, headline, full.


def test_a_trust_at_done_enters_no_figure(sign_region, compare):
    sign_region(*FULL, "done", "done", "done")
    found = compare()
    assert {one.comparison.k for one in (*found.findings, *found.beside)} == {5}
    assert found.others == FIVE


def test_trusts_at_headline_enter_overall_and_themes_only_and_are_not_named(sign_region, compare):
    sign_region(*FULL, "headline", "headline", "headline")
    found = compare()
    headline = of_kind(found, GroupKind.OVERALL, GroupKind.THEME)
    assert {one.comparison.k for one in headline} == {8}
    assert {one.comparison.k for one in of_kind(found, GroupKind.ASPECT, GroupKind.CELL)} == {5}
    assert found.others == FIVE


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_unnamed_trusts_enter_nothing_for_they_could_be_worked_out(
    sign_region, compare, number
):
    sign_region(*FULL, *["headline"] * number)
    found = compare()
    assert {one.comparison.k for one in (*found.findings, *found.beside)} == {5}


def test_five_trusts_at_headline_are_enough_for_themes_but_not_for_cells(sign_region, compare):
    sign_region(*["headline"] * 5)
    found = compare()
    compared = of_kind(found, GroupKind.OVERALL, GroupKind.THEME)
    assert {one.verdict for one in compared} == {Verdict.AHEAD}
    rest = of_kind(found, GroupKind.ASPECT, GroupKind.CELL)
    assert {one.verdict for one in rest} == {Verdict.NOT_COMPARED}
    assert found.others == ()


# Where there is little or nothing to compare.


def test_a_trust_of_two_sectors_is_not_compared_but_sees_itself(cast, sign_region, compare):
    sign_region(*FULL, schools=DONT_KNOW)
    found = compare(cast.erin)
    overall = found.findings[0]
    assert overall.verdict is Verdict.NOT_COMPARED
    assert "too few partners here" in overall.comparison.why_not
    assert overall.comparison.score == pytest.approx(4.5)
    assert found.scores["overall"].mean == pytest.approx(4.5)


def test_a_trust_whose_answers_are_all_don_t_know_opens_and_says_that_it_is_not_compared(
    cast, sign_region, compare
):
    sign_region(*FULL, health=DONT_KNOW, police=DONT_KNOW, schools=DONT_KNOW)
    for who in (cast.erin, cast.frank, OPERATOR):
        for comparator in ("region", "england"):
            found = compare(who, comparator=comparator)
            shown = (*found.findings, *found.beside)
            assert {one.verdict for one in shown} == {Verdict.NOT_COMPARED}
            assert {(one.comparison.n, one.comparison.k) for one in shown} == {(0, 5)}
            assert {one.comparison.score for one in shown} == {None}
            assert all("no sector has a score" in one.sentence for one in shown)
            assert (found.changes, found.gaps) == ((), ())
            assert json.dumps(found.to_json(made_up=False))
    assert compare(cast.erin).scores["overall"].dont_know == 18


def test_a_theme_that_nobody_here_knows_is_not_compared_and_the_rest_is(each, sign_region, compare):
    nobody_knows = each(4, ma_1=DONT_KNOW, ma_2=DONT_KNOW, ma_3=DONT_KNOW)
    sign_region(*FULL, health=nobody_knows, police=nobody_knows, schools=nobody_knows)
    caf, multi_agency = of_kind(compare(), GroupKind.THEME)
    assert caf.verdict is Verdict.AHEAD
    assert (multi_agency.verdict, multi_agency.comparison.n) == (Verdict.NOT_COMPARED, 0)
    assert multi_agency.comparison.score is None


def test_a_cell_that_nobody_anywhere_knows_is_not_compared_and_the_rest_is(cast, each, compare):
    nobody_knows = each(4, ma_2=DONT_KNOW)
    for place in (cast.cambridgeshire, *map(cast.open_trust, (821, 822, 823, 874, 881))):
        cast.sign(place, dict.fromkeys(("health", "police", "schools"), nobody_knows))
    found = {(one.theme, one.aspect): one for one in compare().findings}
    assert found["multi-agency", "co-location"].verdict is Verdict.NOT_COMPARED
    assert found[None, "co-location"].verdict is Verdict.NOT_COMPARED
    assert found[None, None].comparison.k == 5


def test_a_year_that_is_not_signed_says_so(cast, compare):
    cast.submit_all(cast.cambridgeshire, {"health": 4, "police": 5, "schools": 4})
    with pytest.raises(NotFound, match="Cambridgeshire has not signed off 2009 yet"):
        compare(cast.erin)


@pytest.mark.parametrize("year", [2007, 2008])
def test_a_year_without_the_trust_says_the_same(cast, compare, year):
    with pytest.raises(NotFound, match=f"has not signed off {year} yet"):
        compare(cast.erin, year)


def test_a_trust_that_is_not_there_says_so_to_the_operator(cast):
    with pytest.raises(NotFound, match="no Trust with the DfE number 999"):
        compare_with(cast.store, OPERATOR, 999, 2009)


# Agreed scores, notes, practitioners.


def test_the_agreed_scores_stand_beside_the_partners_own(sign_region, compare):
    sign_region(*FULL)
    found = compare()
    assert (found.scores["overall"].agreed, found.scores["theme:caf"].agreed) == (4.0, 4.0)
    assert found.findings[0].comparison.score == pytest.approx(13 / 3)
    assert found.scores["overall"].pooled_mean == pytest.approx(13 / 3)


@pytest.fixture
def sign_agreeing(cast):
    """Sign Cambridgeshire at 5, and others of its region at these levels, each all alike."""
    sectors = ("health", "police", "schools")

    def sign_all(*levels, publication="full"):
        cast.sign(cast.cambridgeshire, dict.fromkeys(sectors, 5))
        for trust, level in zip((821, 822, 823, 874, 881, 882, 883), levels, strict=False):
            cast.sign(cast.open_trust(trust), dict.fromkeys(sectors, level), publication)

    return sign_all


UNUSUAL = "Cambridgeshire's agreed score is unusually high overall"


def test_an_unusual_agreed_score_is_told_on_every_kind_of_group_and_is_a_key_point(
    sign_agreeing, compare
):
    sign_agreeing(2, 2, 3, 3, 2)
    found = compare()
    assert len(found.agreed) == len(found.findings) == 13
    for one in found.agreed.values():
        assert (one.verdict, one.score, one.k) == (AgreedVerdict.HIGH, 5.0, 5)
        assert one.mean == pytest.approx(2.4)
    assert {one.kind for one in found.unusual} == set(GroupKind) - {GroupKind.ITEM}
    assert [point for point in found.key_points if UNUSUAL in point] == [
        "Compared with the agreed scores of other Trusts in the East of England, "
        "Cambridgeshire's agreed score is unusually high overall, for CAF and for multi-agency "
        "working."
    ]
    shown = json.loads(json.dumps(found.to_json(made_up=True)))["agreed_scores"]
    assert len(shown) == 13
    assert shown[0] == {
        "kind": "overall",
        "theme": None,
        "aspect": None,
        "verdict": "unusually high",
        "score": 5.0,
        "k": 5,
        "mean": pytest.approx(2.4),
        "sd": pytest.approx(0.5477, abs=1e-4),
        "expected": pytest.approx([0.734, 4.066], abs=1e-3),
        # t = (5 - 2.4) / (0.5477 x sqrt(1 + 1/5)) with 4 degrees of freedom; one overall score.
        "p_value": pytest.approx(0.0123, abs=1e-4),
        "p_adjusted": pytest.approx(0.0123, abs=1e-4),
        "why_not": None,
        "sentence": found.unusual[0].sentence,
    }


def test_beside_a_list_of_trusts_the_others_are_told_as_among_it(cast, sign_agreeing):
    sign_agreeing(2, 2, 3, 3, 2)
    peers = (821, 822, 823, 874, 881)
    found = compare_with(cast.store, cast.erin, 873, 2009, "peers", peers=peers)
    assert any("other Trusts among the Trusts chosen" in one for one in found.key_points)


def test_agreed_scores_that_are_usual_or_not_compared_have_no_word_and_no_key_point(
    sign_agreeing, compare
):
    sign_agreeing(2, 5, 3, 4, 5)
    found = compare()
    assert {one.verdict for one in found.agreed.values()} == {AgreedVerdict.WITHIN}
    assert found.unusual == ()
    assert not any("agreed score" in point for point in found.key_points)
    shown = found.to_json(made_up=True)["agreed_scores"]
    assert {one["sentence"] for one in shown} == {None}


def test_trusts_that_are_not_published_in_full_are_no_measure_of_an_agreed_score(
    sign_agreeing, compare
):
    sign_agreeing(2, 2, 3, 3, 2, 2, 3, publication="headline")
    found = compare()
    assert found.findings[0].comparison.k == 7
    for one in found.agreed.values():
        assert (one.verdict, one.k) == (AgreedVerdict.NOT_COMPARED, 0)
        assert one.why_not.startswith("too few comparators (no other Trust shows an agreed score")


def test_how_many_partners_stand_behind_a_sector_s_score_is_counted_by_group(
    cast, each, sign_region, compare
):
    sign_region("full", schools=each(4, caf_1=DONT_KNOW))
    found = compare(cast.erin)
    everyone = {"health": 1, "police": 1, "schools": 1}
    assert found.partners_by_sector["overall"] == everyone
    assert found.partners_by_sector["cell:caf/training"] == {"health": 1, "police": 1}
    assert set(found.scores["cell:caf/training"].sector_scores) == {"health", "police"}


def test_the_notes_are_those_that_were_signed(settle, sign, compare):
    settle({"health": 4, "police": 5, "schools": 4})
    notes = {"caf": "Roll-out came later.", "": "A year of change."}
    sign(notes=notes)
    found = compare()
    assert [tuple(note) for note in found.notes] == list(notes.items())


def test_practitioners_and_the_gap_stand_beside_the_leaders(respond, sign_region, compare):
    for sector in ("health", "police", "schools"):
        respond(5, sector, 3)
    sign_region(*FULL)
    found = compare()
    assert found.practitioners["overall"].mean == 3.0
    assert len(found.gaps) == 1 + 2 + 3 + 4
    overall = found.gaps[0]
    assert (overall.kind, overall.gap.n) == (GroupKind.OVERALL, 3)
    assert overall.gap.mean_gap == pytest.approx(4 / 3)
    # The gap never enters what the leaders are compared by.
    assert found.findings[0].comparison.score == pytest.approx(13 / 3)


def test_suppressed_practitioners_have_no_figure_and_no_gap(respond, sign_region, compare):
    respond(4, "police", 1)
    sign_region(*FULL)
    found = compare()
    assert {row.mean for row in found.practitioners.values()} == {None}
    assert {row.n_respondents for row in found.practitioners.values()} == {4}
    assert {one.gap.mean_gap for one in found.gaps} == {None}
    assert all("cannot be calculated" in one.sentence for one in found.gaps)


def test_a_questionnaire_without_a_question_for_practitioners_is_compared_all_the_same(
    cast, compare
):
    themes = tuple(
        theme.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"audience": ItemAudience.LEADERS})
                    for item in theme.items
                )
            }
        )
        for theme in cast.pack.themes
    )
    other = cast.pack.model_copy(update={"version": "2010", "themes": themes})
    open_cycle(cast.store, OPERATOR, 2010, other, opens=date(2010, 6, 1), closes=date(2010, 7, 17))
    cast.sign(cast.again(cast.cambridgeshire, 2010), {"health": 4, "police": 5, "schools": 4})
    assert compare(year=2010).gaps == ()


def test_what_a_machine_reads_has_everything(cast, respond, sign_region, compare):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 3})
    respond(5, "police", 3)
    sign_region(*FULL)
    found = json.loads(json.dumps(compare().to_json(made_up=True)))
    assert (found["trust"], found["dfe_number"], found["year"]) == ("Cambridgeshire", 873, 2009)
    assert (found["comparator"], found["comparator_name"]) == ("region", "the East of England")
    assert (found["comparator_trusts"], found["made_up"]) == (list(FIVE), True)
    assert len(found["findings"]) == 13
    assert len(found["change_since_last_year"]) == 13
    assert len(found["leaders_and_practitioners"]) == 10
    assert found["rules"] == "2"
    assert found["rule_settings"]["min_units"] == 3


# Since last year.


def test_the_change_since_last_year_is_measured_where_both_years_are_signed(
    cast, sign_region, compare
):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 3})
    sign_region(*FULL)
    found = compare()
    overall = found.changes[0]
    assert found.no_change_because == ""
    assert (overall.change.before, overall.change.after) == pytest.approx((7 / 3, 13 / 3))
    assert found.signed_years == (2009, 2008)


def test_a_change_is_worked_out_anew_once_another_trust_shows_less_of_last_year(
    cast, sign_trusts, compare
):
    cast.open_year(2008)
    ours = {"health": 4, "police": 5, "schools": 4}
    sign_trusts([821, 822], {"health": 2, "police": 3, "schools": 2})
    sign_trusts([821, 822], {"health": 1, "police": 3, "schools": 1}, year=2008)
    # Its sectors' changes differ no more than theirs do, so that the spread is pooled.
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 2})
    cast.sign(cast.cambridgeshire, ours)
    # Two degrees of freedom from each Trust that has both years.
    assert compare().changes[0].change.df == 6
    with cast.store.writing() as session:
        in_round = rounds.round_of(session, 821, 2008)
        rounds.set_round_status(session, in_round.id, "signed", "done")
    assert compare().changes[0].change.df == 4


def test_without_a_signed_year_before_it_says_that_there_is_no_change_to_show(
    cast, sign_region, compare
):
    cast.open_year(2008)
    cast.submit_all(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 3})
    sign_region(*FULL)
    found = compare()
    assert found.changes == ()
    assert "shows no signed results for 2008" in found.no_change_because


def test_over_other_questions_no_change_is_worked_out(cast, sign_region, compare):
    other = cast.pack.model_copy(update={"version": "2008"})
    open_cycle(cast.store, OPERATOR, 2008, other, opens=date(2008, 6, 1), closes=date(2008, 7, 17))
    cast.sign(cast.again(cast.cambridgeshire, 2008), {"health": 2, "police": 2, "schools": 3})
    sign_region(*FULL)
    found = compare()
    assert found.changes == ()
    assert found.no_change_because == (
        "The questions of 2008 were different, so no change can be calculated."
    )


def test_a_year_of_nothing_but_don_t_know_has_no_change(cast, sign_region, compare):
    cast.open_year(2008)
    nothing = dict.fromkeys(("health", "police", "schools"), DONT_KNOW)
    cast.sign(cast.again(cast.cambridgeshire, 2008), nothing)
    sign_region(*FULL)
    found = compare()
    assert found.changes == ()
    assert "no scores in both 2008 and 2009" in found.no_change_because


def test_from_outside_a_change_over_too_few_sectors_is_said_to_be_there(cast, sign_region, compare):
    cast.open_year(2008)
    few = {"health": 2, "police": DONT_KNOW, "schools": DONT_KNOW}
    cast.sign(cast.again(cast.cambridgeshire, 2008), few)
    sign_region(*FULL)
    assert compare(cast.erin).changes
    found = compare(cast.frank)
    assert found.changes == ()
    assert found.no_change_because == (
        "Fewer than 3 sectors of Cambridgeshire answered in both years, so only people in that "
        "Trust can see what changed."
    )


# Finding a Trust as people type it.


@pytest.mark.parametrize("typed", ["873", "Cambridgeshire", "cambridgeshire"])
def test_a_trust_is_found_by_number_or_name(cast, typed):
    assert find_trust(cast.store, typed, 2009).dfe_number == 873


@pytest.mark.parametrize("typed", ["Cambridgeshyre", "999", "", "Bedfordshire", "8730000000"])
def test_a_trust_that_is_not_there_in_that_year_is_not_found(cast, typed):
    with pytest.raises(NotFound, match="Give its full name or its three-digit DfE number"):
        find_trust(cast.store, typed, 2009)
