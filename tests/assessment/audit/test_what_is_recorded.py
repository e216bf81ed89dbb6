"""Each change of the year stands in the record once, with it or not at all, and says no answer."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed
from owf.assessment.moderation.agreeing import accept_medians, agree_level
from owf.assessment.packs import publish_pack
from owf.assessment.results.neighbours import load_neighbours
from owf.assessment.returns.answering import answers_now, save_choice, save_comment
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.assessment.signing.sign_off import carry_over, sign_off
from owf.assessment.survey.responding import Response
from owf.assessment.survey.scoring import keep_responses
from owf.questionnaire import NonScore
from owf.store import Store, StoreFailed, audit, results, rounds
from owf.store.answers import RoundAnswer, StoredAnswer
from owf.store.audit import EventsWanted
from tests.tiny_pack import SECTORS

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
ESSEX, LUTON = 881, 821
ALIKE = {"health": 3, "police": 3, "schools": 3}


class PowerCut(Exception):
    """What ends a transaction after all was written and before it is kept."""


class CutStore(Store):
    """A database whose power goes at the end of each transaction."""

    @contextmanager
    def writing(self):
        with super().writing() as session:
            yield session
            session.flush()
            raise PowerCut


@pytest.fixture
def recorded(cast):
    """What something adds to the record, the oldest first."""

    def read():
        with cast.store.reading() as session:
            return audit.events(session, EventsWanted(), 10_000)

    def added(do):
        before = {one.id for one in read()}
        with clock.stopped_at(TEN):
            do()
        return [one for one in reversed(read()) if one.id not in before]

    return added


@pytest.fixture
def one_event(recorded):
    """The one event that something adds, as (who, action, kind, id, Trust, detail)."""

    def added(do):
        (event,) = recorded(do)
        assert event.at == TEN
        return (
            event.person_id,
            event.action,
            event.object_kind,
            event.object_id,
            event.trust,
            event.detail,
        )

    return added


def carried(sector_levels=ALIKE):
    return [
        RoundAnswer(place, sector, "caf-1", level, None)
        for place, (sector, level) in enumerate(sector_levels.items())
    ]


# One event for each change.


def test_an_answer_is_recorded_by_its_question_and_never_by_its_level(cast, one_event, choose):
    event = one_event(lambda: choose("caf-1", 4))
    police = str(cast.police)
    detail = {"item": "caf-1", "part": "answer"}
    assert event == ("alice", "answer_saved", "return", police, 873, detail)


def test_a_comment_is_recorded_without_its_words(cast, one_event, comment):
    event = one_event(lambda: comment("caf-1", "The secret plan."))
    assert event[:2] == ("alice", "answer_saved")
    assert event[5] == {"item": "caf-1", "part": "comment"}


def test_an_answer_that_is_there_already_is_neither_written_nor_recorded(
    cast, recorded, choose, comment
):
    first = choose("caf-1", NonScore.DONT_KNOW)
    said = comment("caf-1", "So.", seen=first)
    again = recorded(lambda: choose("caf-1", NonScore.DONT_KNOW, seen=said))
    again += recorded(lambda: comment("caf-1", " So. ", seen=said, who=cast.bob))
    again += recorded(lambda: comment("caf-2", "  "))
    assert again == []
    assert choose("caf-1", NonScore.DONT_KNOW, seen=said) == said


def test_a_submitted_return_is_recorded(cast, one_event):
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    event = one_event(lambda: submit_return(cast.store, cast.alice, cast.police))
    assert event == ("alice", "return_submitted", "return", str(cast.police), 873, {})


@pytest.mark.parametrize(
    ("submit", "action"), [(True, "return_submitted"), (False, "answer_saved")]
)
def test_a_whole_return_is_one_event(cast, one_event, submit, action):
    event = one_event(lambda: cast.answer(cast.cambridgeshire, "police", 3, submit=submit))
    assert event == ("operator", action, "return", str(cast.police), 873, {"answers": 6})


def test_an_agreed_level_is_recorded_without_level_and_reason(cast, one_event, submit, agree):
    submit(**ALIKE)
    event = one_event(lambda: agree(5, reason="A secret reason."))
    round_id = str(cast.cambridgeshire.round_id)
    assert event == ("carol", "level_agreed", "round", round_id, 873, {"item": "caf-1"})


def test_medians_accepted_together_are_one_event_with_their_number(
    cast, one_event, recorded, submit, accept
):
    submit(**ALIKE)
    event = one_event(lambda: accept({"caf-1": 3, "ma-1": 3}))
    assert event[1:] == (
        "medians_accepted", "round", str(cast.cambridgeshire.round_id), 873, {"questions": 2},
    )  # fmt: skip
    assert recorded(lambda: accept({"caf-1": 3})) == []


def test_a_signature_is_recorded_with_its_version_and_hash(cast, one_event, settle, sign):
    settle(ALIKE)
    event = one_event(sign)
    round_id = cast.cambridgeshire.round_id
    with cast.store.reading() as session:
        signature = results.signature_of(session, round_id)
    assert event == (
        "erin", "signed_off", "round", str(round_id), 873,
        {"version": 1, "hash": signature.digest},
    )  # fmt: skip


def test_what_is_carried_over_stands_in_each_trust_s_record(cast, recorded):
    found = recorded(
        lambda: carry_over(cast.store, OPERATOR, 2009, {ESSEX: carried(), LUTON: carried()}, {})
    )
    assert [(one.person_id, one.action, one.trust) for one in found] == [
        ("operator", "carried_over", ESSEX),
        ("operator", "carried_over", LUTON),
    ]
    assert {len(one.detail["hash"]) for one in found} == {64}


def test_loaded_neighbours_are_recorded_with_how_many_trusts(cast, one_event, tmp_path):
    path = tmp_path / "neighbours.csv"
    path.write_text("Trust,1\n873,881\n", encoding="utf-8")
    event = one_event(lambda: load_neighbours(cast.store, OPERATOR, path))
    assert event == ("operator", "neighbours_loaded", "", "", None, {"trusts": 1})


def test_a_published_questionnaire_is_recorded_once(cast, one_event, recorded):
    pack = _another(cast.pack)
    who, action, kind, _, trust, detail = one_event(
        lambda: publish_pack(cast.store, cast.grace, pack)
    )
    assert (who, action, kind, trust) == ("grace", "pack_published", "pack", None)
    assert detail == {"pack": "tiny@2010"}
    assert recorded(lambda: publish_pack(cast.store, cast.grace, pack)) == []


def test_an_opened_year_is_recorded_with_its_questionnaire(cast, one_event):
    def do():
        open_cycle(
            cast.store, cast.grace, 2010, cast.pack,
            opens=date(2010, 6, 1), closes=date(2010, 7, 1),
        )  # fmt: skip

    assert one_event(do) == (
        "grace", "cycle_opened", "cycle", "2010", None, {"pack": cast.pack.name},
    )  # fmt: skip


def test_added_partners_and_an_opened_round_are_recorded_in_the_trust(cast, one_event, recorded):
    ids = []
    event = one_event(
        lambda: ids.extend(add_partners(cast.store, OPERATOR, LUTON, [("police", "Police")]))
    )
    assert event == ("operator", "partners_added", "trust", str(LUTON), LUTON, {"partners": 1})
    event = one_event(lambda: open_round(cast.store, OPERATOR, 2009, LUTON, ids))
    with cast.store.reading() as session:
        round_id = rounds.round_of(session, LUTON, 2009).id
    assert event == (
        "operator", "round_opened", "round", str(round_id), LUTON, {"partners": 1},
    )  # fmt: skip
    assert recorded(lambda: add_partners(cast.store, OPERATOR, LUTON, [])) == []


def test_responses_are_recorded_by_their_number_and_nobody_s_name(cast, one_event, recorded):
    round_id = cast.cambridgeshire.round_id
    said = Response("police", {"caf-1": 3})
    event = one_event(lambda: keep_responses(cast.store, None, round_id, [said, said]))
    assert event == (None, "responses_kept", "round", str(round_id), 873, {"responses": 2})
    assert recorded(lambda: keep_responses(cast.store, None, round_id, [])) == []


def test_the_record_says_from_where(cast, recorded):
    alice = replace(cast.alice, address="192.0.2.7")
    nothing = StoredAnswer("caf-1")
    (event,) = recorded(
        lambda: save_choice(cast.store, alice, cast.police, "caf-1", 2, seen=nothing)
    )
    assert event.address == "192.0.2.7"


@pytest.mark.databases("sqlite", "postgresql")
def test_no_event_of_a_whole_year_holds_an_answer_a_comment_or_a_reason(
    cast, recorded, comment, agree, sign
):
    def a_year():
        comment("caf-1", "Confidential words.")
        cast.submit_all(cast.cambridgeshire, {"health": 5, "schools": 5})
        for item in cast.pack.items:
            seen = answers_now(cast.store, cast.police).get(item.id, StoredAnswer(item.id))
            save_choice(cast.store, cast.alice, cast.police, item.id, 5, seen=seen)
        submit_return(cast.store, cast.alice, cast.police)
        agree(1, reason="Confidential words.")
        cast.accept_all(cast.cambridgeshire)
        sign(notes={"": "Confidential words."})

    found = recorded(a_year)
    assert len(found) == 14
    assert "Confidential" not in json.dumps([one.detail for one in found])
    assert {key for one in found for key in one.detail} == {
        "item", "part", "answers", "questions", "version", "hash",
    }  # fmt: skip


# Kept with the change, or not at all.


def changes(cast, folder):
    """Every change of the year by name, each as it is done to a store."""
    here = cast.cambridgeshire
    neighbours = folder / "neighbours.csv"
    neighbours.write_text("Trust,1\n873,881\n", encoding="utf-8")
    dates = {"opens": date(2010, 6, 1), "closes": date(2010, 7, 1)}
    nothing, other = StoredAnswer("caf-1"), StoredAnswer("caf-2")
    return {
        "answer": lambda s: save_choice(s, cast.ivan, _police(cast), "caf-1", 4, seen=nothing),
        "comment": lambda s: save_comment(s, cast.ivan, _police(cast), "caf-2", "So", seen=other),
        "submission": lambda s: submit_return(s, cast.alice, cast.police),
        "level": lambda s: agree_level(
            s, cast.carol, here.round_id, "caf-1", 3, reason="", seen_version=0
        ),
        "medians": lambda s: accept_medians(s, cast.carol, here.round_id, {"ma-1": 3}),
        "pack": lambda s: publish_pack(s, OPERATOR, _another(cast.pack)),
        "cycle": lambda s: open_cycle(s, OPERATOR, 2010, cast.pack, **dates),
        "partners": lambda s: add_partners(s, OPERATOR, LUTON, [("police", "Police")]),
        "round": lambda s: open_round(s, OPERATOR, 2009, LUTON, []),
        "responses": lambda s: keep_responses(s, None, here.round_id, [Response("police", {})]),
        "carrying": lambda s: carry_over(s, OPERATOR, 2009, {ESSEX: carried()}, {}),
        "neighbours": lambda s: load_neighbours(s, OPERATOR, neighbours),
    }


def _another(pack):
    """A questionnaire that nobody has published."""
    return pack.model_copy(update={"version": "2010"})


def _police(cast):
    """The return of Leeds' police, which nobody has touched."""
    return cast.leeds.returns["police"]


def everything(cast):
    """Every row of every table."""
    with cast.store.reading() as session:
        return {
            table: session.execute(text(f'SELECT * FROM "{table}" ORDER BY 1')).all()  # noqa: S608
            for table in inspect(session.connection()).get_table_names()
        }


@pytest.mark.databases("sqlite", "postgresql")
def test_a_change_that_is_rolled_back_leaves_no_event_and_the_other_way_round(cast, tmp_path):
    cast.submit_all(cast.cambridgeshire, {"health": 3, "schools": 3})
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    before = everything(cast)
    cut = CutStore(cast.store.engine.url.render_as_string(hide_password=False))
    done = changes(cast, tmp_path)
    for change in done.values():
        with pytest.raises(PowerCut):
            change(cut)
        assert everything(cast) == before
    cut.close()
    for name, change in done.items():
        events = len(everything(cast)["audit_event"])
        change(cast.store)
        assert len(everything(cast)["audit_event"]) == events + 1, name


def test_a_signature_that_is_rolled_back_leaves_no_event(cast, settle):
    settle(ALIKE)
    before = everything(cast)
    cut = CutStore(cast.store.engine.url.render_as_string(hide_password=False))
    with pytest.raises(PowerCut):
        sign_off(cut, cast.erin, cast.cambridgeshire.round_id, "full")
    cut.close()
    assert everything(cast) == before


@pytest.mark.databases("sqlite", "postgresql")
def test_an_answer_whose_event_cannot_be_kept_is_not_kept_either(cast, choose):
    with cast.store.writing() as session:
        session.execute(text("ALTER TABLE audit_event RENAME TO audit_event_elsewhere"))
    with pytest.raises((StoreFailed, DBAPIError)):
        choose("caf-1", 4)
    assert answers_now(cast.store, cast.police) == {}


# Who may, and when.


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "frank", "heidi", "mallory"])
def test_only_the_national_team_and_the_operator_open_a_year(cast, name):
    who = getattr(cast, name)
    with pytest.raises(NotAllowed, match="Only the national team"):
        open_cycle(
            cast.store, who, 2010, cast.pack, opens=date(2010, 6, 1), closes=date(2010, 7, 1)
        )


@pytest.mark.parametrize(
    "name", ["alice", "dave", "erin", "frank", "grace", "heidi", "judy", "mallory"]
)
def test_only_a_trust_s_coordinator_and_the_operator_prepare_its_round(cast, name):
    who = getattr(cast, name)
    with pytest.raises(NotAllowed, match="Only a Trust's coordinator"):
        add_partners(cast.store, who, 873, [("police", "Another")])
    with pytest.raises(NotAllowed, match="Only a Trust's coordinator"):
        open_round(cast.store, who, 2009, 873, [])


def test_a_coordinator_prepares_the_round_of_their_own_trust_alone(cast):
    assert len(add_partners(cast.store, cast.carol, 873, [(SECTORS[0], "Another")])) == 1
    with pytest.raises(NotAllowed, match="Only a Trust's coordinator"):
        add_partners(cast.store, cast.carol, 383, [("police", "Another")])


def test_nobody_with_an_account_responds_under_their_name(cast):
    with pytest.raises(NotAllowed, match="without an account"):
        keep_responses(
            cast.store, cast.alice, cast.cambridgeshire.round_id, [Response("police", {})]
        )
