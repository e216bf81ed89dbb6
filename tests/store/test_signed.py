"""Reading what was signed: the newest version, kept in memory by its hash and never mixed up."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from owf import clock
from owf.store import results, rounds, signed_scores
from owf.store.results import ScoreRow
from owf.store.signed_scores import KEPT_SNAPSHOTS, SignedTrust
from owf.store.tables import SignOff, Snapshot
from tests.databases import sqlite_copy

pytestmark = pytest.mark.databases("sqlite", "postgresql", "pgbouncer")


TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
EAST = "E12000006"
LOW = dict.fromkeys(("health", "police", "schools"), 2)


def row(key, mean, audience="leaders"):
    """Scores of one sector by hand."""
    return ScoreRow(
        kind=key.partition(":")[0],
        group_key=key,
        audience=audience,
        n_units=1,
        n_respondents=1,
        mean=mean,
        pooled_mean=mean,
        sd=None,
        sector_scores={"police": mean},
        level_counts=[0, 0, 0, 0, 1],
        dont_know=0,
        not_applicable=0,
        agreed=mean,
    )


def sign_by_hand(cast, place, *scores, publication="full"):
    """Write a further snapshot of a round; gives its hash."""
    with cast.store.writing() as session:
        written = results.write_snapshot(
            session,
            place.round_id,
            "digest",
            scores=scores,
            signed_by="erin",
            signed_at=clock.now(),
            publication=publication,
        )
        rounds.set_round_status(session, place.round_id, "signed", publication)
    return written.digest


def trusts_of(cast, region=None):
    with cast.store.reading() as session:
        return signed_scores.signed_trusts(session, 2009, region)


def means_of(store, trusts, audience="leaders"):
    """The overall mean of each of these snapshots, None where there is none."""
    with store.reading() as session:
        found = signed_scores.scores_of(session, trusts, audience)
    return {
        trust: scores["overall"].mean if "overall" in scores else None
        for trust, scores in found.items()
    }


@contextmanager
def asked(store):
    """The questions that a database is asked meanwhile about scores."""
    questions = []

    def listen(_connection, _cursor, statement, *_):
        if "FROM snapshot_score" in statement:
            questions.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    yield questions
    event.remove(store.engine, "before_cursor_execute", listen)


# Which snapshots.


def test_only_signed_rounds_are_there_in_order_of_name(cast):
    cast.sign(cast.leeds, LOW, "headline")
    cast.sign(cast.cambridgeshire, LOW, "done")
    cast.submit_all(cast.open_trust(881), LOW)
    found = trusts_of(cast)
    assert [(one.name, one.region_code, one.publication) for one in found.values()] == [
        ("Cambridgeshire", EAST, "done"),
        ("Leeds", "E12000003", "headline"),
    ]
    assert list(trusts_of(cast, EAST)) == [873]
    with cast.store.reading() as session:
        assert signed_scores.signed_trusts(session, 2008) == {}


def test_of_several_versions_only_the_newest_is_read(cast):
    place = cast.cambridgeshire
    sign_by_hand(cast, place, row("overall", 2.0), row("item:caf-1", 2.0))
    first = trusts_of(cast)[873]
    assert means_of(cast.store, [first]) == {873: 2.0}
    newest = sign_by_hand(cast, place, row("overall", 5.0), row("item:caf-1", 5.0))
    found = trusts_of(cast)
    assert list(found) == [873]
    assert found[873].digest == newest != first.digest
    assert means_of(cast.store, found.values()) == {873: 5.0}
    with cast.store.reading() as session:
        items = signed_scores.item_scores_of(session, found[873].snapshot_id)
        assert results.signature_of(session, place.round_id).version == 2
    assert {key: one.mean for key, one in items.items()} == {"item:caf-1": 5.0}


def test_the_newest_is_the_one_of_the_highest_version_whenever_its_row_was_written(cast):
    round_id = cast.cambridgeshire.round_id
    with cast.store.writing() as session:
        for version in (3, 1, 2):
            snapshot = Snapshot(
                round_id=round_id,
                version=version,
                pack_digest="",
                publication="full",
                notes=[],
                made_at=TEN,
            )
            session.add(snapshot)
            session.flush()
            session.add(
                SignOff(
                    snapshot_id=snapshot.id,
                    signed_by="erin",
                    signed_at=TEN,
                    digest=f"version {version}",
                )
            )
        rounds.set_round_status(session, round_id, "signed", "full")
    assert trusts_of(cast)[873].digest == "version 3"
    with cast.store.reading() as session:
        assert results.signature_of(session, round_id).digest == "version 3"


def test_what_others_may_see_is_the_round_s_level_now(cast):
    """The snapshot keeps the level that was signed; the round's own may be changed later."""
    cast.sign(cast.cambridgeshire, LOW, "full")
    with cast.store.writing() as session:
        rounds.set_round_status(session, cast.cambridgeshire.round_id, "signed", "done")
    assert trusts_of(cast)[873].publication == "done"


def test_single_items_are_read_by_themselves(cast):
    cast.sign(cast.cambridgeshire, LOW)
    one = trusts_of(cast)[873]
    with cast.store.reading() as session:
        groups = signed_scores.scores_of(session, [one])[873]
        items = signed_scores.item_scores_of(session, one.snapshot_id)
    assert {row.kind for row in groups.values()} == {"overall", "theme", "aspect", "cell"}
    assert set(items) == {f"item:{item.id}" for item in cast.pack.items}


def test_single_items_of_many_trusts_are_read_at_once_and_for_one_audience(cast):
    cast.sign(cast.leeds, LOW | {"police": 4})
    sign_by_hand(
        cast,
        cast.cambridgeshire,
        row("overall", 2.0),
        row("item:caf-1", 3.0),
        row("item:caf-1", 5.0, "practitioners"),
    )
    with asked(cast.store) as questions, cast.store.reading() as session:
        trusts = list(signed_scores.signed_trusts(session, 2009).values())
        leaders = signed_scores.item_rows_of(session, trusts)
        practitioners = signed_scores.item_rows_of(session, trusts, "practitioners")
        nobody = signed_scores.item_rows_of(session, [])
    assert len(questions) == 3
    assert set(leaders) == {f"item:{item.id}" for item in cast.pack.items}
    assert set(leaders["item:caf-1"]) == {873, 383}
    leeds = leaders["item:caf-1"][383]
    assert leeds.units == {"health": 2.0, "police": 4.0, "schools": 2.0}
    assert leeds.mean == pytest.approx(8 / 3)
    assert (leeds.n_units, leeds.n_respondents) == (3, 3)
    assert leeds.level_counts == [0, 2, 0, 1, 0]
    assert leaders["item:caf-1"][873].units == {"police": 3.0}
    assert {key: set(rows) for key, rows in practitioners.items()} == {"item:caf-1": {873}}
    assert practitioners["item:caf-1"][873].mean == 5.0
    assert nobody == {}


def test_signed_years_come_newest_first(cast):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), LOW)
    cast.sign(cast.cambridgeshire, LOW)
    cast.sign(cast.leeds, LOW)
    with cast.store.reading() as session:
        assert signed_scores.signed_years(session, 873) == [2009, 2008]
        assert signed_scores.signed_years(session, 383) == [2009]
        assert signed_scores.signed_years(session, 881) == []
        assert signed_scores.signed_years(session) == [2009, 2008]


def test_only_what_is_published_in_full_is_listed_for_others(cast):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), LOW, "full")
    cast.sign(cast.cambridgeshire, LOW, "headline")
    cast.sign(cast.leeds, LOW, "full")
    with cast.store.reading() as session:
        assert signed_scores.published_in_full(session) == [
            (383, "Leeds", 2009),
            (873, "Cambridgeshire", 2008),
        ]
        assert signed_scores.published_in_full(session, EAST) == [(873, "Cambridgeshire", 2008)]


# Kept in memory.


def test_a_snapshot_is_read_from_the_database_once(cast):
    cast.sign(cast.cambridgeshire, LOW)
    cast.sign(cast.leeds, LOW)
    trusts = list(trusts_of(cast).values())
    with asked(cast.store) as questions:
        first = means_of(cast.store, trusts)
        assert len(questions) == 1
        assert means_of(cast.store, trusts) == first == {873: 2.0, 383: 2.0}
        # Only what is missing is asked for.
        cast.sign(cast.open_trust(881), LOW)
        questions.clear()
        assert set(means_of(cast.store, trusts_of(cast).values())) == {873, 383, 881}
        assert len(questions) == 1


@pytest.mark.databases("sqlite")
def test_that_there_is_nothing_is_kept_too(cast):
    cast.sign(cast.cambridgeshire, LOW)
    trusts = list(trusts_of(cast).values())
    with asked(cast.store) as questions:
        for _ in range(3):
            assert means_of(cast.store, trusts, "practitioners") == {873: None}
        assert len(questions) == 1


def test_audiences_are_never_mixed(cast):
    sign_by_hand(
        cast,
        cast.cambridgeshire,
        row("overall", 2.0),
        row("overall", 3.0, "practitioners"),
        row("overall", 4.0, "leaders_shared"),
        row("item:caf-1", 3.0, "practitioners"),
    )
    one = trusts_of(cast)[873]
    for _ in range(2):
        assert means_of(cast.store, [one]) == {873: 2.0}
        assert means_of(cast.store, [one], "practitioners") == {873: 3.0}
        assert means_of(cast.store, [one], "leaders_shared") == {873: 4.0}
    with cast.store.reading() as session:
        assert signed_scores.item_scores_of(session, one.snapshot_id) == {}
        practitioners = signed_scores.item_scores_of(session, one.snapshot_id, "practitioners")
    assert set(practitioners) == {"item:caf-1"}


def test_databases_are_never_mixed(sqlite_cast, tmp_path):
    """The same Trust, year, round, person and time, but other answers: another hash."""
    template, found = sqlite_cast
    with (
        sqlite_copy(template, tmp_path / "one.db") as (_, one),
        sqlite_copy(template, tmp_path / "other.db") as (_, other),
        clock.stopped_at(TEN),
    ):
        for store, level in ((one, 2), (other, 4)):
            cast = replace(found, store=store)
            cast.sign(cast.cambridgeshire, dict.fromkeys(LOW, level))
        trusts = {store: [trusts_of(replace(found, store=store))[873]] for store in (one, other)}
        assert trusts[one][0].snapshot_id == trusts[other][0].snapshot_id
        for _ in range(2):
            assert means_of(one, trusts[one]) == {873: 2.0}
            assert means_of(other, trusts[other]) == {873: 4.0}


def test_what_is_kept_cannot_be_changed_by_who_reads_it(cast):
    cast.sign(cast.cambridgeshire, LOW)
    with cast.store.reading() as session:
        scores = signed_scores.scores_of(session, trusts_of(cast).values())[873]
    with pytest.raises(TypeError):
        scores["overall"] = scores["theme:caf"]
    assert means_of(cast.store, trusts_of(cast).values()) == {873: 2.0}


def made_up(number):
    """A Trust with a snapshot that no database has."""
    return SignedTrust(number, f"Trust {number}", EAST, "full", -number, f"made up {number}", TEN)


@pytest.mark.databases("sqlite")
def test_only_so_many_are_kept_and_the_one_not_asked_for_the_longest_goes(cast):
    cast.sign(cast.cambridgeshire, LOW)
    cast.sign(cast.leeds, LOW)
    old, often = trusts_of(cast).values()
    assert means_of(cast.store, [old, often]) == {873: 2.0, 383: 2.0}
    crowd = [made_up(number) for number in range(10_000, 10_000 + KEPT_SNAPSHOTS)]
    with asked(cast.store) as questions:
        means_of(cast.store, crowd[:-2])
        means_of(cast.store, [often])
        assert len(questions) == 1
        # Two more than there is room for.
        means_of(cast.store, crowd[-2:])
        questions.clear()
        assert means_of(cast.store, [often]) == {383: 2.0}
        assert questions == []
        assert means_of(cast.store, [old]) == {873: 2.0}
        assert len(questions) == 1


@pytest.mark.databases("sqlite")
def test_more_than_are_kept_can_be_read_at_once(cast):
    cast.sign(cast.cambridgeshire, LOW)
    ours = trusts_of(cast)[873]
    crowd = [made_up(number) for number in range(10_000, 10_002 + KEPT_SNAPSHOTS)]
    found = means_of(cast.store, [ours, *crowd])
    assert len(found) == KEPT_SNAPSHOTS + 3
    assert found[873] == 2.0
