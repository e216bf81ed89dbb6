"""The reference data: England's authorities before and after April 2009."""

import csv

import pytest
from sqlalchemy import text

from owf.settings import DATA
from owf.store import places
from owf.store.trust_names import NoSuchTrust

EAST = "E12000006"
TRUSTS = DATA / "trusts.csv"


@pytest.fixture
def loaded(cast):
    with cast.store.reading() as session:
        yield session


@pytest.mark.parametrize(("year", "number"), [(2008, 150), (2009, 152)])
def test_england_has_150_trusts_in_2008_and_152_in_2009(loaded, year, number):
    assert len(places.trusts_in_year(loaded, year)) == number


def test_the_east_of_england_has_ten_trusts_and_then_eleven(loaded):
    before, after = (
        {one.name for one in places.trusts_in_year(loaded, year, EAST)} for year in (2008, 2009)
    )
    assert (len(before), len(after)) == (10, 11)
    assert before - after == {"Bedfordshire"}
    assert after - before == {"Bedford", "Central Bedfordshire"}


def test_every_trust_of_the_east_of_england_says_its_region(loaded):
    east = places.trusts_in_year(loaded, 2009, EAST)
    assert {(one.region_code, one.region_name) for one in east} == {(EAST, "East of England")}
    assert [one.name for one in east] == sorted(one.name for one in east)


def test_who_took_over_from_a_trust_that_ended_is_kept(loaded):
    successions = places.successions(loaded)
    assert [new for old, new in successions if old == 820] == [822, 823]
    assert all(old != 873 for old, _ in successions)


def test_every_trust_that_ended_by_2009_has_a_successor_that_is_there(loaded):
    then = {one.dfe_number for one in places.trusts_in_year(loaded, 2009)}
    ended = {one.dfe_number for one in places.trusts_in_year(loaded, 2008)} - then
    assert ended
    for trust in ended:
        successors = {new for old, new in places.successions(loaded) if old == trust}
        assert successors
        assert successors <= then


@pytest.mark.databases("sqlite", "postgresql")
def test_a_trust_is_found_by_its_number(loaded):
    found = places.trust_by_number(loaded, 873)
    assert (found.name, found.region_name) == ("Cambridgeshire", "East of England")
    assert places.trust_by_number(loaded, 999) is None


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("typed", ["Cambridgeshire", "cambridgeshire", " CAMBRIDGESHIRE "])
def test_a_trust_is_found_by_its_name_however_it_is_typed(loaded, typed):
    assert places.names_in_year(loaded, 2008).number_of(typed) == 873


def test_a_trust_is_found_by_name_only_in_years_when_it_was_there(loaded):
    assert places.names_in_year(loaded, 2008).number_of("Bedfordshire") == 820
    assert places.names_in_year(loaded, None).number_of("Bedfordshire") == 820
    for name, year in (("Bedfordshire", 2009), ("Bedford", 2008)):
        with pytest.raises(NoSuchTrust):
            places.names_in_year(loaded, year).number_of(name)


def test_there_are_nine_regions(loaded):
    assert loaded.execute(text("SELECT count(*) FROM region")).scalar_one() == 9


def test_a_region_is_found_by_its_code(loaded):
    assert places.region_name(loaded, EAST) == "East of England"
    assert places.region_name(loaded, "E12000999") is None


@pytest.mark.databases("sqlite", "postgresql")
def test_loading_twice_is_harmless(store):
    with TRUSTS.open(encoding="utf-8", newline="") as file:
        rows = len(list(csv.DictReader(file)))
    for _ in range(2):
        with store.writing() as session:
            assert places.load_trusts(session, TRUSTS) == rows
    with store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM trust")).scalar_one() == rows
        assert [new for old, new in places.successions(session) if old == 820] == [822, 823]


def test_loading_again_brings_a_changed_name_up_to_date(store, tmp_path):
    changed = tmp_path / "trusts.csv"
    changed.write_text(
        TRUSTS.read_text(encoding="utf-8").replace("\nSuffolk,", "\nSouth Folk,"), encoding="utf-8"
    )
    for path in (TRUSTS, changed):
        with store.writing() as session:
            places.load_trusts(session, path)
    with store.reading() as session:
        assert places.trust_by_number(session, 935).name == "South Folk"
