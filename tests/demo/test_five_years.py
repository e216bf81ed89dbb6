"""All five years of the demonstration: what each holds, 2008 and 2009 being what they were."""

from collections import Counter
from itertools import pairwise
from statistics import mean

import pytest
from sqlalchemy import text

from owf.access import OPERATOR
from owf.assessment.comparability.packs import earlier_items
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.signing.verifying import verify_versions
from owf.benchmark.change.trend import yearly_trend
from owf.benchmark.scores.groups import GroupKind
from owf.demo.places import (
    CAMBRIDGESHIRE,
    CORE_THEMES,
    EFFECTS,
    NORFOLK,
    SOUTHEND,
    SUFFOLK,
    THURROCK,
    WIDER_THEMES,
)
from owf.questionnaire import load_named
from owf.settings import DEMO_TODAY, PACKS
from owf.store import Store, places, rounds, signed_scores, surveys

EAST = "E12000006"
YEARS = (2008, 2009, 2010, 2011, 2012)
AUDIENCES = ("leaders", "leaders_shared", "practitioners")
BEDFORDSHIRE, BEDFORD, CENTRAL = 820, 822, 823


@pytest.fixture(scope="module")
def five(five_years_path):
    """The demonstration of five years, only to read."""
    store = Store(f"sqlite:///{five_years_path}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def until_2009(demo_path):
    """The demonstration that ends in 2009, only to read."""
    store = Store(f"sqlite:///{demo_path}")
    yield store
    store.close()


def signed_in(store, year, region=None):
    with store.reading() as session:
        return signed_scores.signed_trusts(session, year, region)


def rows(store, year, audience="leaders", region=EAST):
    """Every score of a region's snapshots, single items too, by Trust."""
    with store.reading() as session:
        trusts = signed_scores.signed_trusts(session, year, region)
        scores = signed_scores.scores_of(session, trusts.values(), audience)
        return {
            number: dict(scores[number])
            | dict(signed_scores.item_scores_of(session, one.snapshot_id, audience))
            for number, one in trusts.items()
        }


def overall(store, trust, year):
    """What a Trust's sectors score overall."""
    return rows(store, year)[trust]["overall"].sector_scores


# What was there before.


def test_every_signature_of_2008_and_2009_is_the_same_however_many_years_follow(five, until_2009):
    for year, further in ((2008, set()), (2009, {CAMBRIDGESHIRE})):
        before, now = signed_in(until_2009, year), signed_in(five, year)
        assert now.keys() - before.keys() == further
        assert {trust: now[trust].digest for trust in before} == {
            trust: one.digest for trust, one in before.items()
        }
        assert {trust: now[trust].publication for trust in before} == {
            trust: one.publication for trust, one in before.items()
        }


def test_every_figure_of_the_east_of_england_is_the_same_too(five, until_2009):
    for year in (2008, 2009):
        for audience in AUDIENCES:
            before, now = rows(until_2009, year, audience), rows(five, year, audience)
            assert {trust: now[trust] for trust in before} == before


def test_what_cambridgeshire_s_eleven_partners_said_in_2009_is_what_it_signed(five, until_2009):
    said = text(
        "SELECT p.sector_id, a.item_id, a.level, a.non_score, a.comment FROM answer a "
        'JOIN "return" t ON t.id = a.return_id JOIN partner p ON p.id = t.partner_id '
        "JOIN round r ON r.id = t.round_id WHERE r.trust = 873 AND r.year = 2009 "
        "ORDER BY 1, 2"
    )

    def answers(store):
        with store.reading() as session:
            return {tuple(row) for row in session.execute(said)}

    before, now = answers(until_2009), answers(five)
    assert before <= now
    assert {sector for sector, *_ in now - before} == {"police"}


def test_each_trust_has_the_neighbours_that_it_had(five, until_2009):
    def neighbours(store):
        with store.reading() as session:
            return {
                trust: list(places.neighbours_of(session, trust)) for trust in signed_in(five, 2008)
            }

    assert neighbours(five) == neighbours(until_2009)


# Who signed, and how much others see.


def test_every_trust_has_signed_every_year_but_cambridgeshire_the_last(five):
    assert [len(signed_in(five, year)) for year in YEARS] == [150, 152, 152, 152, 151]
    assert [CAMBRIDGESHIRE in signed_in(five, year) for year in YEARS] == [True] * 4 + [False]


def test_each_year_asks_its_own_questionnaire(five):
    packs = {"integrated-working@2008": 57, "integrated-working@2009": 97}
    expected = [*packs.values(), 98, 98, 98]
    found = []
    for year in YEARS:
        keys = rows(five, year)[SUFFOLK]
        found.append(sum(key.startswith("item:") for key in keys))
    assert found == expected


def test_all_happened_by_its_today(five):
    with five.reading() as session:
        for column, table in (("answered_at", "answer"), ("signed_at", "signoff")):
            newest = session.execute(text(f"SELECT max({column}) FROM {table}")).scalar_one()  # noqa: S608
            assert f"{YEARS[-1]}" <= str(newest)[:10] <= DEMO_TODAY.isoformat()


def test_what_was_signed_in_later_years_holds(five):
    for trust, year in ((CAMBRIDGESHIRE, 2009), (NORFOLK, 2011), (SUFFOLK, 2012), (301, 2012)):
        found = verify_versions(five, OPERATOR, trust, year)[0]
        assert found.holds, found.sentence


def test_some_are_unnamed_in_each_later_year_and_enough_are_named(five):
    found = {}
    for year in YEARS[1:]:
        levels = Counter(one.publication for one in signed_in(five, year, EAST).values())
        found[year] = (levels["headline"], levels["done"])
        assert levels["full"] >= 6
    # Three unnamed count without their names; one or two would be given away, and count nowhere.
    assert found == {2009: (3, 1), 2010: (3, 0), 2011: (2, 0), 2012: (1, 1)}
    for year in YEARS:
        for trust in (SUFFOLK, NORFOLK):
            assert signed_in(five, year)[trust].publication == "full"


@pytest.mark.parametrize("year", YEARS)
def test_a_trust_is_compared_with_its_region_on_every_theme_in_every_year(five, year):
    found = compare_with(five, OPERATOR, SUFFOLK, year, "region").findings
    themes = [one for one in found if one.kind is GroupKind.THEME]
    assert len(themes) == (4 if year == 2008 else 12)
    assert "not compared" not in {str(one.verdict) for one in themes}


def test_england_moves_slowly_and_stays_on_a_likely_part_of_the_scale(five):
    averages = []
    for year in YEARS:
        with five.reading() as session:
            trusts = signed_scores.signed_trusts(session, year)
            scores = signed_scores.scores_of(session, trusts.values())
        each = [scores[trust]["overall"].mean for trust in trusts]
        assert min(each) >= 2.5
        assert max(each) <= 4.2
        averages.append(mean(each))
    steps = [after - before for before, after in pairwise(averages)]
    assert all(0 < step < 0.2 for step in steps)


# Trusts with a story.


def trends(store):
    """The five-year trend of each Trust of the region with scores in all five years."""
    by_trust = {}
    for year in YEARS:
        for trust, scores in rows(store, year).items():
            by_trust.setdefault(trust, []).append(mean(scores["overall"].sector_scores.values()))
    # Bedfordshire divided, and Thurrock had two partners in one of the years.
    whole = {
        str(trust): scores
        for trust, scores in by_trust.items()
        if len(scores) == len(YEARS) and trust != THURROCK
    }
    return {int(trust): yearly_trend(whole, trust) for trust in whole}


def test_suffolk_improves_steadily_and_more_than_any_other(five):
    scores = [mean(overall(five, SUFFOLK, year).values()) for year in YEARS]
    assert scores == sorted(scores)
    found = trends(five)
    assert found[SUFFOLK].ci95[0] > 0.05
    assert found[SUFFOLK].sign_holds
    others = [one.slope for trust, one in found.items() if trust != SUFFOLK]
    assert len(others) == 6
    assert found[SUFFOLK].slope > max(others) + 0.05
    # All move a little, as the whole of England does.
    assert all(-0.05 < slope < 0.15 for slope in others)


def test_norfolk_dips_in_2011_says_why_and_recovers(five):
    before, dip, after = (
        mean(overall(five, NORFOLK, year).values()) for year in (2010, 2011, 2012)
    )
    assert before - dip > 0.25
    assert after >= before
    points = {
        year: compare_with(five, OPERATOR, NORFOLK, year, "region").key_points
        for year in (2010, 2011, 2012)
    }
    said = {year: [one for one in points[year] if "Norfolk's note" in one] for year in points}
    assert [len(said[year]) for year in (2010, 2011, 2012)] == [0, 1, 0]
    assert "met needs that no agency had known of" in said[2011][0]
    assert "worse on CAF" in points[2011][-1]
    assert "improved on CAF" in points[2012][-1]


def test_bedfordshire_is_there_in_2008_and_its_two_successors_ever_since(five):
    three = {BEDFORDSHIRE, BEDFORD, CENTRAL}
    assert [three & set(signed_in(five, year)) for year in YEARS] == [
        {BEDFORDSHIRE},
        *[{BEDFORD, CENTRAL}] * 4,
    ]
    with five.reading() as session:
        for trust in (BEDFORD, CENTRAL):
            (before,) = places.predecessors_of(session, trust)
            assert before.dfe_number == BEDFORDSHIRE


def test_a_question_that_changed_too_much_has_answers_on_either_side_and_no_line_between(five):
    lineage = load_named(PACKS, "integrated-working@2010").lineage
    (link,) = lineage.origins_of("lp-16")
    assert (link.old, str(link.change.is_comparable)) == ("lp-14", "no")
    for trust in (SUFFOLK, NORFOLK, CAMBRIDGESHIRE):
        assert rows(five, 2009)[trust]["item:lp-14"].mean is not None
        assert "item:lp-14" not in rows(five, 2010)[trust]
        assert rows(five, 2010)[trust]["item:lp-16"].mean is not None
    with five.reading() as session:
        frozen = {year: rounds.pack_of_cycle(session, year) for year in (2009, 2010)}
        earlier = earlier_items(session, frozen[2009], frozen[2010])
    assert "lp-16" not in earlier
    assert "caf-04" in earlier


def test_thurrock_has_two_partners_in_2011_and_nobody_has_so_few_in_another_year(five):
    few = {
        (trust, year)
        for year in YEARS
        for trust, scores in rows(five, year).items()
        if scores["overall"].n_units < 3
    }
    assert few == {(THURROCK, 2011)}
    first, *_ = compare_with(five, OPERATOR, THURROCK, 2011, "region").key_points
    assert "too few partners here (2 sectors have a score, at least 3 are needed)" in first


def test_practitioners_answer_in_every_year_and_are_too_few_in_some(five):
    few = set()
    for year in YEARS:
        found = rows(five, year, "practitioners")
        assert all(found.values())
        few |= {(trust, year) for trust, one in found.items() if one["overall"].mean is None}
    assert few == {(THURROCK, 2008), (THURROCK, 2011), (SOUTHEND, 2012)}


def test_what_is_stated_of_a_theme_is_stated_of_one_that_is_asked():
    themes = {theme.id for theme in load_named(PACKS, "integrated-working@2010").themes}
    assert CORE_THEMES | set(WIDER_THEMES) == themes
    assert {theme for effects in EFFECTS.values() for theme, _ in effects} <= themes


# Cambridgeshire at work in 2012.


def test_in_2012_eleven_partners_have_submitted_and_the_police_have_done_two_themes(five):
    with five.reading() as session:
        in_round = rounds.round_of(session, CAMBRIDGESHIRE, 2012)
        found = rounds.returns_of_round(session, in_round.id)
        practitioners = surveys.response_count(session, in_round.id)
    assert in_round.status == "open"
    assert Counter((one.status, one.answered) for one in found) == {
        ("submitted", 98): 11,
        ("open", 29): 1,
    }
    assert [one.sector_id for one in found if one.status == "open"] == ["police"]
    assert practitioners > 50
