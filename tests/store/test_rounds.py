"""Packs are frozen when a year opens; rounds and returns are counted and found."""

import pytest

from owf.assessment.returns.answering import save_choice, save_comment
from owf.questionnaire import NonScore, Pack
from owf.store import rounds
from owf.store.answers import StoredAnswer


def test_the_same_pack_is_kept_once(store):
    with store.writing() as session:
        first = rounds.keep_pack(session, "tiny@2009", "digest", "{}")
        assert rounds.keep_pack(session, "tiny@2009", "digest", "{}") == first


def test_it_refuses_a_changed_pack_under_the_same_name(store):
    with store.writing() as session:
        kept = rounds.keep_pack(session, "tiny@2009", "digest", "{}")
    with pytest.raises(ValueError, match="give the changed pack a new version"):  # noqa: SIM117
        with store.writing() as session:
            rounds.keep_pack(session, "tiny@2009", "another digest", '{"changed": true}')
    with store.reading() as session:
        assert rounds.pack_digest(session, kept) == "digest"
        assert rounds.pack_body(session, kept) == "{}"


def test_a_changed_pack_under_a_new_version_is_another(store):
    with store.writing() as session:
        first = rounds.keep_pack(session, "tiny@2009", "digest", "{}")
        assert rounds.keep_pack(session, "tiny@2010", "another digest", "{}") != first


def test_a_kept_pack_is_the_pack_that_was_opened(cast):
    with cast.store.reading() as session:
        kept = rounds.round_by_id(session, cast.leeds.round_id).pack_snapshot_id
        body = rounds.pack_body(session, kept)
        assert Pack.from_json(body) == cast.pack
        assert rounds.pack_digest(session, kept) == cast.pack.digest()


def test_a_round_is_found_by_trust_and_year(cast):
    with cast.store.reading() as session:
        found = rounds.round_of(session, 873, 2009)
        assert (found.trust_name, found.status, found.publication) == (
            "Cambridgeshire",
            "open",
            "done",
        )
        assert rounds.round_by_id(session, found.id) == found
        assert rounds.round_of(session, 873, 2008) is None
        assert rounds.round_by_id(session, 987654) is None


def test_the_rounds_of_a_trust_come_newest_first(cast):
    for year in (2008, 2010):
        cast.open_year(year)
        cast.again(cast.cambridgeshire, year)
    with cast.store.reading() as session:
        assert [one.year for one in rounds.rounds_of_trust(session, 873)] == [2010, 2009, 2008]
        police = cast.cambridgeshire.partners["police"]
        assert rounds.latest_year_of_partner(session, police) == 2010


def test_a_year_knows_the_pack_that_it_was_opened_with(cast):
    cast.open_year(2008)
    with cast.store.reading() as session:
        assert rounds.cycle_years(session) == [2009, 2008]
        kept = rounds.pack_of_cycle(session, 2009)
        assert rounds.pack_digest(session, kept) == cast.pack.digest()
        assert rounds.pack_of_cycle(session, 2008) == kept
        assert rounds.pack_of_cycle(session, 2007) is None


def test_every_round_is_there_whatever_its_status(cast):
    cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 4})
    with cast.store.reading() as session:
        found = [(one.trust, one.year, one.status) for one in rounds.every_round(session)]
    assert found == [(383, 2009, "signed"), (873, 2009, "open")]


def test_a_return_counts_levels_and_non_scores_but_no_bare_comment(cast):
    choices = {"caf-1": 3, "caf-2": NonScore.DONT_KNOW}
    for item_id, choice in choices.items():
        save_choice(
            cast.store, cast.alice, cast.police, item_id, choice, seen=StoredAnswer(item_id)
        )
    save_comment(cast.store, cast.alice, cast.police, "caf-3", "Later.", seen=StoredAnswer("caf-3"))
    with cast.store.reading() as session:
        found = {
            one.sector_id: one.answered
            for one in rounds.returns_of_round(session, cast.cambridgeshire.round_id)
        }
        police = rounds.return_of_partner(session, cast.cambridgeshire.partners["police"], 2009)
    assert found == {"health": 0, "police": 2, "schools": 0}
    assert police.answered == 2
