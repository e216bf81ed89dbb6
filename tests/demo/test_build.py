"""The demonstration's database: who signed, who is half done, what is kept."""

import shutil

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import Actor, start_session, who_is_there
from owf.assessment.asked_items import choice_of
from owf.assessment.errors import Refused
from owf.assessment.packs import pack_of
from owf.assessment.returns.answering import answers_now, open_return, save_choice
from owf.assessment.scoring import item_refs
from owf.demo.build import ensure_demo
from owf.demo.model import DEFAULT_SEED, Model
from owf.demo.people import DEMO_NAMES
from owf.questionnaire import NonScore
from owf.store import Store, people, results, rounds
from owf.store import signed_scores as signatures
from owf.store.migration import is_current

EAST = "E12000006"


def signed(store, year):
    with store.reading() as session:
        found = signatures.signed_trusts(session, year, EAST)
    return {one.name: one.publication for one in found.values()}


def returns(store, year):
    with store.reading() as session:
        in_round = rounds.round_of(session, 873, year)
        return in_round, rounds.returns_of_round(session, in_round.id)


def partner(store):
    """The demonstration's partner: who answers for Cambridgeshire's police."""
    with store.reading() as session:
        person = people.person_with_demo_role(session, "partner")
    found = who_is_there(store, start_session(store, person.id))
    assert isinstance(found, Actor)
    return found


def test_all_ten_trusts_of_the_region_have_signed_2008_in_full(demo_store):
    assert signed(demo_store, 2008) == dict.fromkeys(
        (
            "Bedfordshire",
            "Cambridgeshire",
            "Essex",
            "Hertfordshire",
            "Luton",
            "Norfolk",
            "Peterborough",
            "Southend-on-Sea",
            "Suffolk",
            "Thurrock",
        ),
        "full",
    )


def test_the_ten_other_trusts_have_signed_2009_and_cambridgeshire_has_not(demo_store):
    assert signed(demo_store, 2009) == {
        "Bedford": "full",
        "Central Bedfordshire": "full",
        "Essex": "full",
        "Hertfordshire": "full",
        "Luton": "headline",
        "Norfolk": "full",
        "Peterborough": "headline",
        "Southend-on-Sea": "headline",
        "Suffolk": "full",
        "Thurrock": "done",
    }


def test_in_2009_eleven_partners_have_submitted_and_the_police_are_half_done(demo_store):
    in_round, found = returns(demo_store, 2009)
    assert in_round.status == "open"
    submitted = [one for one in found if one.status == "submitted"]
    (police,) = [one for one in found if one.status == "open"]
    assert (len(submitted), police.sector_id) == (11, "police")
    assert {one.answered for one in submitted} == {97}
    assert police.answered == 28


def test_the_police_have_answered_two_themes_and_none_of_the_other_ten(demo_store):
    who = partner(demo_store)
    (held,) = who.roles
    view = open_return(demo_store, who, int(held.scope_id), 2009)
    done = {theme.id: view.progress(theme) for theme in view.pack.themes}
    assert [name for name, progress in done.items() if progress.is_complete] == [
        "caf",
        "lead-professional",
    ]
    assert [progress.answered for progress in done.values() if not progress.is_complete] == [0] * 10
    assert sum(one.suggestion is not None for one in view.last_year.values()) == 57


def test_each_year_asks_its_own_questionnaire(demo_store):
    with demo_store.reading() as session:
        asked = {
            year: pack_of(session, rounds.pack_of_cycle(session, year)).name
            for year in (2008, 2009)
        }
    assert asked == {2008: "integrated-working@2008", 2009: "integrated-working@2009"}


def test_each_trust_has_one_partner_of_each_sector_of_the_steering_group(demo_store):
    for year in (2008, 2009):
        _, found = returns(demo_store, year)
        assert len({one.sector_id for one in found}) == len(found) == 12


def test_everything_happened_by_the_demonstration_s_today(demo_store):
    with demo_store.reading() as session:
        for column, table in (("answered_at", "answer"), ("signed_at", "signoff")):
            newest = session.execute(text(f"SELECT max({column}) FROM {table}")).scalar_one()  # noqa: S608
            assert str(newest)[:10] <= clock.today().isoformat()


def test_every_role_has_its_person_and_the_first_four_belong_to_cambridgeshire(demo_store):
    with demo_store.reading() as session:
        found = people.demo_people(session)
        assert [(one.demo_role, one.name) for one in found] == list(DEMO_NAMES.items())
        police = returns(demo_store, 2009)[1]
    partner_id = next(one.partner_id for one in police if one.sector_id == "police")
    scopes = {}
    for one in found:
        who = who_is_there(demo_store, start_session(demo_store, one.id))
        scopes[one.demo_role] = [(held.scope_kind, held.scope_id) for held in who.roles]
    assert scopes == {
        "partner": [("partner", str(partner_id))],
        "coordinator": [("trust", "873")],
        "steering": [("trust", "873")],
        "chair": [("trust", "873")],
        "regional-lead": [("region", EAST)],
        "national": [("all", "")],
        "administrator": [("all", "")],
    }


def test_its_answers_are_those_of_the_model_with_the_default_seed(demo_store):
    assert (Model().seed, DEFAULT_SEED) == (2008, 2008)
    who = partner(demo_store)
    view = open_return(demo_store, who, int(who.roles[0].scope_id), 2008)
    items = item_refs(view.pack)
    made = Model().answers(873, 2008, ["police"], items)["police"]
    assert [choice_of(view.answers[item.id]) for item in items] == made


def test_every_signature_proves_what_is_there(demo_store):
    with demo_store.reading() as session:
        checked = 0
        for year in (2008, 2009):
            for trust in signatures.signed_trusts(session, year):
                found = results.signature_of(session, rounds.round_of(session, trust, year).id)
                assert found.digest == results.snapshot_digest(
                    session, found.snapshot_id, found.signed_by, found.signed_at
                )
                checked += 1
    assert checked == 150 + 151


# Keeping and rebuilding.


@pytest.fixture
def copied(demo_path, tmp_path):
    """The path of a copy that may be changed."""
    path = tmp_path / "mine.db"
    shutil.copy(demo_path, path)
    return path


def test_what_people_did_is_kept_when_it_is_started_again(copied):
    store = ensure_demo(copied, until=2009)
    who = partner(store)
    view = open_return(store, who, int(who.roles[0].scope_id), 2009)
    changed = NonScore.NOT_APPLICABLE
    save_choice(store, who, view.facts.id, "caf-01", changed, seen=view.answers["caf-01"])
    store.close()
    said = []
    again = ensure_demo(copied, say=said.append, until=2009)
    assert choice_of(answers_now(again, view.facts.id)["caf-01"]) is changed
    assert said == []
    again.close()


def test_an_outdated_one_is_built_anew(copied, a_few_trusts):
    store = Store(f"sqlite:///{copied}")
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        session.execute(text("UPDATE person SET name = 'Left over'"))
    store.close()
    said = []
    rebuilt = ensure_demo(copied, say=said.append, until=2009)
    assert is_current(rebuilt)
    assert said != []
    with rebuilt.reading() as session:
        assert people.person_with_demo_role(session, "partner").name == DEMO_NAMES["partner"]
    rebuilt.close()
    assert [path.name for path in copied.parent.glob("*.building*")] == []


def test_one_that_ends_in_an_earlier_year_is_outdated_too(small_demo_path, tmp_path, a_few_trusts):
    path = tmp_path / "mine.db"
    shutil.copy(small_demo_path, path)
    assert signed(Store(f"sqlite:///{path}"), 2010) == {}
    rebuilt = ensure_demo(path, until=2010)
    assert {year for year in range(2008, 2014) if signed(rebuilt, year)} == {2008, 2009, 2010}
    assert "Cambridgeshire" in signed(rebuilt, 2009)
    assert "Cambridgeshire" not in signed(rebuilt, 2010)
    rebuilt.close()


def test_one_that_was_broken_off_while_being_built_is_built_anew(copied, a_few_trusts):
    copied.unlink()
    copied.with_suffix(".building").write_bytes(b"half a database")
    store = ensure_demo(copied, until=2009)
    assert is_current(store)
    assert set(signed(store, 2008)) == {"Bedfordshire", "Cambridgeshire", "Peterborough"}
    store.close()


def test_one_region_s_answers_are_not_taken_for_all_of_england_s_and_are_kept(copied):
    before = copied.read_bytes()
    with pytest.raises(Refused, match=r"with the answers of one region.* name another file"):
        ensure_demo(copied, england=True, until=2009)
    assert copied.read_bytes() == before


def test_all_of_england_s_answers_serve_for_one_region_s_too(england_path, tmp_path):
    path = tmp_path / "england.db"
    shutil.copy(england_path, path)
    said = []
    for england in (True, False):
        ensure_demo(path, say=said.append, england=england, until=2009).close()
    assert said == []
