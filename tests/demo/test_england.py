"""England in the demonstration: who signed, how much they publish, the same scores either way."""

from collections import Counter

import pytest

from owf.access import OPERATOR
from owf.assessment.signing.verifying import verify_versions
from owf.demo import build
from owf.demo.build import ensure_demo
from owf.store import Store, places, rounds, signed_scores

NORTH_EAST, EAST = "E12000001", "E12000006"
AUDIENCES = ("leaders", "leaders_shared", "practitioners")

# The authorities of each region, by year: data/trusts.csv.
IN_2008 = {
    "East Midlands": 9,
    "East of England": 10,
    "London": 33,
    "North East": 12,
    "North West": 22,
    "South East": 19,
    "South West": 16,
    "West Midlands": 14,
    "Yorkshire and The Humber": 15,
}


@pytest.fixture(scope="module")
def england(england_path):
    """Two regions with every answer, only to read."""
    store = Store(f"sqlite:///{england_path}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def demo(demo_path):
    """The demonstration, only to read."""
    store = Store(f"sqlite:///{demo_path}")
    yield store
    store.close()


def signed_in(store, year, region=None):
    with store.reading() as session:
        return signed_scores.signed_trusts(session, year, region)


def by_region(store, year):
    with store.reading() as session:
        regions = {one.dfe_number: one.region_name for one in places.trusts_in_year(session, year)}
    return Counter(regions[trust] for trust in signed_in(store, year))


def rows(store, year, region, audience="leaders"):
    """Every score of a region's snapshots, single items too, by Trust."""
    with store.reading() as session:
        trusts = signed_scores.signed_trusts(session, year, region)
        scores = signed_scores.scores_of(session, trusts.values(), audience)
        return {
            number: dict(scores[number])
            | dict(signed_scores.item_scores_of(session, one.snapshot_id, audience))
            for number, one in trusts.items()
        }


def digests(store, year, region=None):
    return {number: one.digest for number, one in signed_in(store, year, region).items()}


def returns_of(store, trust, year):
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        return rounds.returns_of_round(session, in_round.id)


# Who signed, and how much others may see.


def test_every_trust_of_2008_has_signed(demo):
    assert by_region(demo, 2008) == IN_2008
    assert sum(IN_2008.values()) == 150


def test_every_trust_of_2009_has_signed_but_cambridgeshire(demo):
    # Cheshire and Bedfordshire had become two each; Cambridgeshire is still at work.
    assert by_region(demo, 2009) == IN_2008 | {"North West": 23, "East of England": 10}
    assert 873 not in signed_in(demo, 2009)


def test_most_trusts_publish_in_full_some_their_headline_and_some_that_they_are_done(demo):
    for year in (2008, 2009):
        elsewhere = [
            one.publication for one in signed_in(demo, year).values() if one.region_code != EAST
        ]
        found = {level: elsewhere.count(level) / len(elsewhere) for level in set(elsewhere)}
        assert found["headline"] == pytest.approx(0.15, abs=0.05)
        assert found["done"] == pytest.approx(0.10, abs=0.04)
        assert found["full"] > 0.7


def test_some_regions_have_one_or_two_unnamed_trusts_and_some_three_or_more(demo):
    for year in (2008, 2009):
        unnamed = Counter(
            one.region_code
            for one in signed_in(demo, year).values()
            if one.publication == "headline"
        )
        assert {1, 2} & set(unnamed.values())
        assert max(unnamed.values()) >= 3


# With and without the answers.


@pytest.mark.parametrize("year", [2008, 2009])
def test_a_trust_has_the_same_scores_with_its_answers_as_carried_over(demo, england, year):
    carried, answered = rows(demo, year, NORTH_EAST), rows(england, year, NORTH_EAST)
    assert len(carried) == 12
    assert carried == answered


@pytest.mark.parametrize("year", [2008, 2009])
def test_it_publishes_as_much_too(demo, england, year):
    def levels(store):
        return {one.trust: one.publication for one in signed_in(store, year, NORTH_EAST).values()}

    assert levels(demo) == levels(england)


def test_outside_the_east_of_england_there_are_answers_only_where_england_is_asked_for(
    demo, england
):
    for year, questions in ((2008, 57), (2009, 97)):
        for trust in signed_in(demo, year, NORTH_EAST):
            assert returns_of(demo, trust, year) == []
            found = returns_of(england, trust, year)
            assert len({one.sector_id for one in found}) == len(found) == 12
            assert {(one.status, one.answered) for one in found} == {("submitted", questions)}


def test_what_was_carried_over_holds_and_says_that_it_was_signed_elsewhere(demo):
    for trust in signed_in(demo, 2009, NORTH_EAST):
        found = verify_versions(demo, OPERATOR, trust, 2009)[0]
        assert found.holds, found.sentence
        assert found.sentence.endswith(
            "unchanged since the operator carried it over on 6 July 2009, 15:30, signed elsewhere."
        )


# Building it again.


@pytest.fixture(scope="module")
def again(tmp_path_factory, session_environment, two_regions_folder):
    """A second build, of two regions: its database, what it said and what it counted."""
    said, counted = [], []

    def count(done, of):
        counted.append((done, of))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(build, "DATA", two_regions_folder)
        path = tmp_path_factory.mktemp("again") / "again.db"
        store = ensure_demo(path, say=said.append, count=count, until=2009)
    yield store, said, counted
    store.close()


def test_two_builds_sign_the_very_same_content(demo, again):
    for year in (2008, 2009):
        for region, number in ((NORTH_EAST, 12), (EAST, 10)):
            found = digests(again[0], year, region)
            assert len(found) == number
            assert found == digests(demo, year, region)


def test_it_says_little_and_how_far_it_is(again):
    _, said, counted = again
    assert said == [
        "the East of England 2008",
        "the other regions 2008",
        "the East of England 2009",
        "the other regions 2009",
    ]
    # The North East's year is one transaction, the East of England's Trusts come one by one.
    assert counted == [(done, 45) for done in [*range(1, 11), 22, *range(23, 34), 45]]


def test_the_east_of_england_is_the_same_with_and_without_all_of_england(demo, england):
    for year in (2008, 2009):
        assert digests(demo, year, EAST) == digests(england, year, EAST)
        for audience in AUDIENCES:
            assert rows(demo, year, EAST, audience) == rows(england, year, EAST, audience)


def test_with_all_of_england_each_region_is_told_of(two_regions, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "play_round", lambda *_: None)
    said = []
    ensure_demo(tmp_path / "told.db", say=said.append, england=True, until=2009).close()
    assert said == [
        "the East of England 2008",
        "the North East 2008",
        "the East of England 2009",
        "the North East 2009",
    ]
