"""The region's page: who sees it, what each Trust's publication lets into it, and what it says."""

import json
from datetime import date

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results import region_sentences
from owf.assessment.results.region import open_region, region_choices
from owf.assessment.results.standings import why_nothing
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.rounds.opening import open_cycle
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import NonScore
from tests.cast import handed_on

EAST, YORKSHIRE = "E12000006", "E12000003"
OTHERS = (821, 822, 823, 874, 881, 882, 883, 919, 926, 935)  # with Cambridgeshire: all of 2009
LUTON, BEDFORD, CENTRAL, PETERBOROUGH, ESSEX, SOUTHEND = OTHERS[:6]
MIDDLE = {"health": 2, "police": 3, "schools": 2}
HIGH = {"health": 4, "police": 5, "schools": 4}
LOW = {"health": 1, "police": 1, "schools": 2}
OVERALL, CAF = Group(GroupKind.OVERALL), Group(GroupKind.THEME, theme="caf")


@pytest.fixture
def sign(cast):
    """Sign a Trust's year; gives its place, to be signed again in another year."""

    def sign_one(trust, levels=MIDDLE, publication="full", year=2009, place=None):
        place = place or cast.open_trust(trust, year)
        cast.sign(place, levels, publication)
        return place

    return sign_one


@pytest.fixture
def sign_many(sign):
    """Sign these Trusts at one mean, in turn by other sectors; gives their places by number."""

    def sign_all(trusts, levels=MIDDLE, publication="full", year=2009):
        return {
            trust: sign(trust, handed_on(levels, number), publication, year)
            for number, trust in enumerate(trusts)
        }

    return sign_all


@pytest.fixture
def region(cast):
    """The East of England as somebody sees it."""
    return lambda who=None, year=2009, code=EAST: open_region(
        cast.store, who or cast.frank, code, year
    )


def figures(view):
    """All that the page says but for who has signed."""
    found = view.to_json(made_up=True)
    del found["participation"]
    return found


def names(view):
    return [one.name for one in view.trusts]


def place_of(view, name, theme="overall"):
    return next(one for one in view.standing(theme).places if one.finding.trust == name)


# Who may see it.


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "heidi", "judy", "mallory"])
def test_only_the_region_and_england_see_a_region(cast, region, name):
    with pytest.raises(NotAllowed):
        region(getattr(cast, name))


def test_the_regional_lead_the_national_team_and_the_operator_see_it(cast, region):
    for who in (cast.frank, cast.grace, OPERATOR):
        assert region(who).region_name == "East of England"


def test_a_refusal_comes_before_it_is_said_whether_there_is_anything(cast, region):
    for code, year in ((YORKSHIRE, 2009), ("nowhere", 2009), (YORKSHIRE, 1999)):
        with pytest.raises(NotAllowed, match="only open the page of your own region"):
            region(cast.frank, year, code)
        with pytest.raises(NotAllowed):
            region(cast.mallory, year, code)


def test_a_year_without_an_exercise_and_a_region_that_is_not_there_are_said_in_a_sentence(
    cast, region
):
    with pytest.raises(NotFound, match="There is no self-evaluation for 2007"):
        region(year=2007)
    for code in ("E12000099", "", "\x00", "x" * 5000):
        with pytest.raises(NotFound, match="This region does not exist in 2009"):
            region(cast.grace, code=code)


def test_a_lead_chooses_among_their_own_regions_and_the_national_team_among_all(cast, sign):
    own = region_choices(cast.store, cast.frank)
    assert own.regions == {EAST: "East of England"}
    assert (own.region, own.year) == (EAST, 2009)
    sign(383, place=cast.leeds)
    england = region_choices(cast.store, cast.grace)
    assert len(england.regions) == 9
    # Where there is something to see.
    assert england.region == YORKSHIRE
    for who in (cast.alice, cast.mallory):
        with pytest.raises(NotAllowed, match="for regional leads and the national team"):
            region_choices(cast.store, who)


def test_a_year_that_nobody_has_signed_is_not_where_one_begins(cast, sign):
    sign(LUTON)
    cast.open_year(2010)
    choices = region_choices(cast.store, cast.frank)
    assert (choices.years, choices.year) == ((2010, 2009), 2009)


# Who takes part.


@pytest.mark.databases("sqlite", "postgresql")
def test_every_trust_of_the_region_is_listed_with_its_signature_or_without(cast, sign, region):
    with clock.stopped_at(clock.now().replace(year=2009, month=7, day=6, hour=23, minute=30)):
        sign(LUTON)
    found = {one.name: one for one in region().participants}
    assert len(found) == 11
    assert "Leeds" not in found
    assert "Bedfordshire" not in found  # it ended with 2008
    # Half past eleven in UTC is past midnight in England's summer.
    assert found["Luton"].sentence == "signed on 7 July 2009"
    assert found["Essex"].sentence == "not signed off yet"


def test_nothing_shows_how_far_a_trust_without_a_signature_has_got(cast, region):
    before = region().to_json(made_up=True)
    cast.submit_all(cast.cambridgeshire, HIGH)
    cast.open_trust(LUTON)
    assert region().to_json(made_up=True) == before
    assert region().claim == "No Trust has signed off 2009 yet"


def test_the_list_does_not_tell_apart_why_a_trust_is_not_named(sign, region):
    sign(LUTON, publication="done")
    sign(BEDFORD, publication="headline")
    sign(ESSEX)
    found = {one.name: one for one in region().participants}
    assert [found[name].is_named for name in ("Luton", "Bedford", "Essex")] == [False, False, True]
    assert found["Luton"].sentence == found["Bedford"].sentence
    assert "Luton" not in region().who_is_missing


@pytest.mark.parametrize(
    ("signed", "claim"),
    [
        (0, "No Trust has signed off 2009 yet"),
        (1, "1 of 11 Trusts has signed off 2009"),
        (10, "10 of 11 Trusts have signed off 2009"),
        (11, "All 11 Trusts have signed off 2009"),
    ],
)
def test_the_heading_says_how_many_have_signed(signed, claim):
    assert region_sentences.signed_off(signed, 11, 2009) == claim


# Each Trust against the others.


def test_each_trust_s_verdicts_are_those_of_its_own_comparison(cast, sign, sign_many, region):
    sign_many(OTHERS[:5])
    sign(SOUTHEND, HIGH)
    view = region()
    assert len(view.trusts) == 6
    for one in view.trusts:
        compared = compare_with(cast.store, cast.frank, one.trust, 2009)
        assert one.findings == compared.findings
        assert one.headline == tuple(
            found
            for found in compared.findings
            if found.kind in (GroupKind.OVERALL, GroupKind.THEME)
        )


def test_the_region_s_mean_says_over_how_many_trusts_it_is(sign, sign_many, region):
    sign_many(OTHERS[:5])
    sign(SOUTHEND, HIGH)
    for standing in region().standings:
        assert standing.mean.value == pytest.approx((5 * 7 / 3 + 13 / 3) / 6)
        assert (standing.mean.trusts, standing.mean.unnamed) == (6, 0)


def test_of_four_trusts_no_mean_is_shown_and_nobody_is_compared(sign_many, region):
    sign_many(OTHERS[:4])
    view = region()
    assert view.standings[0].mean.value is None
    assert view.standings[0].mean.trusts == 4
    assert {one.finding.verdict for one in view.standings[0].places} == {Verdict.NOT_COMPARED}
    assert why_nothing(view.standings[0].places[0].finding.comparison) == "too few Trusts"
    assert "no Trust is compared with the others" in view.lead


# Publication: done, headline, full (METHOD 1.8).


def test_a_trust_at_done_is_in_no_figure(sign, sign_many, region):
    sign_many(OTHERS[:6])
    before = figures(region())
    sign(OTHERS[6], HIGH, "done")
    assert figures(region()) == before


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_unnamed_trusts_are_in_no_figure(sign, sign_many, region, number):
    sign_many(OTHERS[:6])
    before = figures(region())
    for trust in OTHERS[6 : 6 + number]:
        sign(trust, HIGH, "headline")
    assert figures(region()) == before


def test_three_unnamed_trusts_are_in_headline_figures_and_nowhere_by_name(sign, sign_many, region):
    sign_many(OTHERS[:6])
    sign_many(OTHERS[6:9], HIGH, "headline")
    view = region()
    assert len(view.trusts) == 6
    for standing in view.standings:
        assert (standing.mean.trusts, standing.mean.unnamed) == (9, 3)
        assert standing.mean.value == pytest.approx((6 * 7 / 3 + 3 * 13 / 3) / 9)
        assert len(standing.places) == 6
    for one in view.trusts:
        for finding in one.findings:
            is_headline = finding.kind in (GroupKind.OVERALL, GroupKind.THEME)
            assert finding.comparison.k == (8 if is_headline else 5)
    said = json.dumps(figures(view))
    for name in ("Thurrock", "Hertfordshire", "Norfolk"):
        assert name not in said
    assert view.unnamed.startswith("Three Trusts are not named")


def test_an_unnamed_trust_of_two_sectors_counts_for_nothing_not_even_towards_three(
    sign, sign_many, region
):
    sign_many(OTHERS[:6])
    before = figures(region())
    sign_many(OTHERS[6:8], HIGH, "headline")
    sign(OTHERS[8], HIGH | {"schools": NonScore.DONT_KNOW}, "headline")
    assert figures(region()) == before


def test_unnamed_trusts_are_in_no_count_and_no_rank(cast, sign, sign_many, region):
    cast.open_year(2008)
    last = sign_many(OTHERS[:6], year=2008)
    hidden = sign_many(OTHERS[6:9], year=2008, publication="headline")
    for trust, place in last.items():
        sign(trust, MIDDLE | {"health": 1}, place=cast.again(place, 2009))
    for trust, place in hidden.items():
        sign(trust, HIGH, "headline", place=cast.again(place, 2009))
    view = region()
    overall = view.standings[0]
    assert sum(one.finding.verdict is not None for one in overall.places) == 6
    assert {one.ranks for one in overall.places} <= {None} | {
        (best, worst) for best in range(1, 7) for worst in range(best, 7)
    }
    # The three have improved by two levels: nobody that is named did.
    assert "improved" not in view.lead
    assert "of 9 named" not in view.lead


def test_a_region_of_unnamed_trusts_shows_means_and_no_row(sign_many, region):
    sign_many(OTHERS[:5], publication="headline")
    view = region()
    assert view.trusts == ()
    assert view.standings[0].places == ()
    assert (view.standings[0].mean.trusts, view.standings[0].mean.unnamed) == (5, 5)
    assert view.standings[0].mean.value == pytest.approx(7 / 3)
    assert view.lead.startswith("No Trust shows its results by name yet.")


# Fewer than three sectors (METHOD 1.7).


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (HIGH | {"schools": NonScore.DONT_KNOW}, "too few partners"),
        (dict.fromkeys(HIGH, NonScore.NOT_APPLICABLE), "no score"),
    ],
)
def test_a_named_trust_of_too_few_sectors_is_a_row_of_words_and_in_nothing_else(
    sign, sign_many, region, levels, words
):
    sign_many(OTHERS[:6])
    before = region()
    sign(OTHERS[6], levels)  # Thurrock: its mean would be 4.5
    view = region()
    for standing, without in zip(view.standings, before.standings, strict=True):
        last = standing.places[-1]
        assert last.finding.trust == "Thurrock"
        assert why_nothing(last.finding.comparison) == words
        assert last.finding.comparison.score is None
        assert (last.limits, last.ranks) == (None, None)
        assert standing.places[:-1] == without.places
        assert standing.mean == without.mean
    (row,) = [one for one in view.to_json(made_up=True)["trusts"] if one["trust"] == "Thurrock"]
    assert "4.5" not in json.dumps(row)


def test_a_change_of_two_sectors_is_told_in_words_without_a_score(cast, sign, sign_many, region):
    cast.open_year(2008)
    two = {"schools": NonScore.DONT_KNOW}
    places = sign_many(OTHERS[:6], year=2008)
    for trust in OTHERS[:5]:
        sign(trust, HIGH, place=cast.again(places[trust], 2009))
    sign(SOUTHEND, HIGH | two, place=cast.again(places[SOUTHEND], 2009))
    (trust,) = [one for one in region().trusts if one.trust == SOUTHEND]
    assert trust.changes
    for one in trust.changes:
        assert str(one.verdict) == "cannot be calculated"
        assert (one.change.before, one.change.after, one.change.mean_change) == (None,) * 3
    assert region().changed_means[OVERALL].trusts == 5


# Order (METHOD 2).


def test_trusts_that_differ_clearly_are_in_order_of_score_with_their_ranks(sign, region):
    for number, level in enumerate((1, 2, 2, 3, 4, 4)):
        levels = {"health": level, "police": level + 1, "schools": level}
        sign(OTHERS[number], handed_on(levels, number))
    overall = region().standings[0]
    assert overall.by_score
    scores = [one.finding.comparison.score for one in overall.places]
    assert scores == sorted(scores, reverse=True)
    assert overall.places[-1].finding.trust == "Luton"
    best, worst = overall.places[-1].ranks
    assert worst == 6
    assert best > 1
    assert all(1 <= one.ranks[0] <= one.ranks[1] <= 6 for one in overall.places)
    assert overall.why.startswith("In order of score, highest first")


def test_trusts_that_differ_little_are_in_alphabetical_order_and_it_says_why(
    sign_many, sign, region
):
    sign_many(OTHERS[:6])
    sign(OTHERS[6], MIDDLE | {"health": 3})
    view = region()
    assert names(view) == sorted(names(view))
    for standing in view.standings:
        assert not standing.by_score
        assert {one.ranks for one in standing.places} == {None}
        assert "In alphabetical order, because the scores differ too little" in standing.why


def test_where_sectors_never_differ_there_are_no_limits_and_no_order(sign, region):
    for level, trust in zip((1, 2, 3, 3, 4, 5), OTHERS, strict=False):
        sign(trust, dict.fromkeys(MIDDLE, level))
    overall = region().standings[0]
    assert {one.limits for one in overall.places} == {None}
    assert not overall.by_score
    assert {why_nothing(one.finding.comparison) for one in overall.places} == {"no variation"}


def test_the_limits_are_around_each_trust_s_own_score(sign_many, sign, region):
    sign_many(OTHERS[:5])
    sign(SOUTHEND, HIGH)
    for one in region().standing("caf").places:
        assert one.limits.lower < one.finding.comparison.score < one.limits.upper


# Since last year (METHOD 4).


@pytest.fixture
def two_years(cast, sign):
    """Sign Trusts in 2008 and 2009: ``(levels, publication)`` of each year, ``None`` for not."""

    def sign_both(trusts, last=(MIDDLE, "full"), this=(HIGH, "full")):
        for trust in trusts:
            place = sign(trust, *last, year=2008) if last else None
            if this:
                sign(trust, *this, place=cast.again(place, 2009) if place else None)

    cast.open_year(2008)
    return sign_both


def test_the_region_s_change_is_over_the_trusts_of_both_years(two_years, region):
    two_years(OTHERS[:5])
    two_years(OTHERS[5:7], last=None, this=(LOW, "full"))
    two_years(OTHERS[7:9], last=(LOW, "full"), this=None)
    view = region()
    for group in (OVERALL, CAF):
        mean = view.changed_means[group]
        assert (mean.before, mean.after) == pytest.approx((7 / 3, 13 / 3))
        assert mean.change == pytest.approx(2.0)
        assert (mean.trusts, mean.unnamed) == (5, 0)
    assert "The mean of the five Trusts with both years went from 2.33 to 4.33." in view.lead
    assert view.standings[0].mean.trusts == 7
    came = [one for one in view.trusts if one.trust in OTHERS[5:7]]
    assert [one.no_change_because for one in came] == ["no results for 2008"] * 2


def test_each_trust_s_change_is_that_of_its_own_page(cast, two_years, region):
    two_years(OTHERS[:5])
    two_years(OTHERS[5:6], this=(MIDDLE | {"health": 3}, "full"))
    for one in region().trusts:
        compared = compare_with(cast.store, cast.frank, one.trust, 2009)
        assert one.changes == compared.changes[: len(one.changes)]
        assert len(one.changes) == 3


@pytest.mark.parametrize("last", ["headline", "done"])
def test_a_trust_that_was_not_named_last_year_shows_no_change(two_years, region, last):
    two_years(OTHERS[:6])
    two_years([OTHERS[6]], last=(LOW, last))
    (thurrock,) = [one for one in region().trusts if one.name == "Thurrock"]
    assert thurrock.changes == ()
    assert thurrock.no_change_because == "no results for 2008"
    assert region().changed_means[OVERALL].trusts == 6


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_unnamed_trusts_of_both_years_are_in_no_change(two_years, region, number):
    two_years(OTHERS[:5])
    two_years([SOUTHEND], this=(LOW, "full"))
    before = figures(region())
    two_years(OTHERS[6 : 6 + number], last=(LOW, "headline"), this=(LOW, "headline"))
    assert figures(region()) == before


def test_three_unnamed_trusts_of_both_years_are_in_the_region_s_change(two_years, region):
    two_years(OTHERS[:5])
    two_years(OTHERS[5:8], last=(LOW, "headline"), this=(LOW, "headline"))
    mean = region().changed_means[OVERALL]
    assert (mean.trusts, mean.unnamed) == (8, 3)
    assert mean.before == pytest.approx((5 * 7 / 3 + 3 * 4 / 3) / 8)


@pytest.mark.parametrize(
    ("last", "this"),
    [
        pytest.param((LOW, "headline"), None, id="one is gone this year"),
        pytest.param(None, (LOW, "headline"), id="one was not there last year"),
        pytest.param((LOW, "headline"), (LOW, "done"), id="one shows nothing this year"),
    ],
)
def test_a_mean_of_both_years_never_differs_from_a_year_s_own_by_one_unnamed_trust(
    two_years, region, last, this
):
    """Three of four unnamed Trusts: beside the mean over all four it would tell the fourth."""
    two_years(OTHERS[:5])
    two_years(OTHERS[5:8], last=(LOW, "headline"), this=(LOW, "headline"))
    two_years(OTHERS[8:9], last=last, this=this)
    mean = region().changed_means[OVERALL]
    assert (mean.trusts, mean.unnamed) == (5, 0)
    assert mean.before == pytest.approx(7 / 3)


def test_no_unnamed_trust_s_score_can_be_had_by_subtracting_one_figure_from_another(
    two_years, region
):
    """Whatever the means are over, what two of them differ by is none or three unnamed Trusts."""
    two_years(OTHERS[:5])
    two_years(OTHERS[5:8], last=(LOW, "headline"), this=(HIGH, "headline"))
    two_years(OTHERS[8:10], last=(LOW, "full"), this=(HIGH, "headline"))
    this, last = region(), region(year=2008)
    both = this.changed_means[OVERALL]
    unnamed_now, unnamed_then = (view.standings[0].mean.unnamed for view in (this, last))
    assert (unnamed_now, unnamed_then) == (5, 3)
    # All five are in the figure over both years, so it differs from neither year's by any.
    assert (both.trusts, both.unnamed) == (10, 5)
    assert both.after == pytest.approx(this.standings[0].mean.value)
    assert both.before == pytest.approx(last.standings[0].mean.value)


def test_without_last_year_or_with_other_questions_it_says_why_there_is_no_change(
    cast, sign_many, region
):
    sign_many(OTHERS[:6])
    assert region().no_change_because == "There was no self-evaluation in 2008."
    assert region().changed_means == {}
    others = cast.pack.model_copy(update={"version": "2008"})
    open_cycle(cast.store, OPERATOR, 2008, others, opens=date(2008, 6, 1), closes=date(2008, 7, 17))
    assert region().no_change_because.startswith("The questions of 2008 were different")


# What it says.


def test_the_lead_names_who_stands_out_and_counts_the_rest(sign_many, sign, region):
    sign_many(OTHERS[:6])
    sign(OTHERS[6], HIGH)
    lead = region().lead
    assert lead.startswith(
        "Overall in 2009, against the rest of the East of England, Thurrock is ahead; six "
    )
    assert "By theme, Thurrock is ahead on both themes." in lead
    assert "highest" not in lead  # both themes have the same mean


def test_more_names_than_one_can_read_are_counted(sign_many, region):
    sign_many(OTHERS[:5], LOW)
    sign_many(OTHERS[5:], HIGH)
    view = region()
    behind = sum(one.finding.verdict.direction < 0 for one in view.standings[0].places)
    assert behind == 5
    said = region_sentences.who_stands_out(view.standings[0].findings * 2)
    assert "10 of 20 named Trusts are" in said


def test_two_trusts_are_told_apart_on_a_theme_and_on_an_aspect(cast, sign, sign_many, region):
    sign_many(OTHERS[:5])
    levels = {
        sector: {item.id: 5 if item.id == "ma-2" else level for item in cast.pack.items}
        for sector, level in MIDDLE.items()
    }
    sign(SOUTHEND, levels)
    view = region()
    by_number = {one.trust: one for one in view.trusts}
    said = region_sentences.how_they_differ(by_number[SOUTHEND].findings, by_number[LUTON].findings)
    assert said.startswith(
        "Of all themes, Southend-on-Sea and Luton differ most on multi-agency working: 3.2 "
    )
    assert "of single aspects, on co-location in multi-agency working (one question): 5.0 " in said


def test_two_trusts_without_a_score_in_common_are_not_told_apart(sign, sign_many, region):
    sign_many(OTHERS[:5])
    sign(SOUTHEND, dict.fromkeys(MIDDLE, NonScore.DONT_KNOW))
    by_number = {one.trust: one for one in region().trusts}
    said = region_sentences.how_they_differ(by_number[SOUTHEND].findings, by_number[LUTON].findings)
    assert said == "Southend-on-Sea and Luton have no score that both show."


def test_the_file_for_machines_has_every_named_trust_and_says_that_it_is_made_up(sign_many, region):
    sign_many(OTHERS[:6])
    found = json.loads(json.dumps(region().to_json(made_up=True)))
    assert found["made_up"] is True
    assert (found["region"], found["region_code"], found["year"]) == ("East of England", EAST, 2009)
    assert len(found["participation"]) == 11
    assert [one["trust"] for one in found["trusts"]] == [
        place["trust"] for place in found["standings"][0]["places"]
    ]
    assert all(len(one["findings"]) == 1 + 2 + 4 + 6 for one in found["trusts"])
    assert [one["theme"] for one in found["standings"]] == [None, "caf", "multi-agency"]
