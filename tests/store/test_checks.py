"""The database itself refuses what no page and no service would send, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import CheckConstraint, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

pytestmark = pytest.mark.databases("sqlite", "postgresql")

MOMENT = datetime(2009, 7, 10, 9, tzinfo=UTC)

# One good row per table; what stands in braces is filled in.
GOOD = {
    "trust": {"dfe_number": 101, "name": "New", "region_code": "E12000006", "authority_type": ""},
    "cycle": {
        "year": 2010,
        "pack_snapshot_id": 1,
        "opens": date(2010, 6, 1),
        "closes": date(2010, 6, 1),
    },
    "round": {"year": 2009, "trust": 881, "status": "open", "publication": "done"},
    "return": {"round_id": "{round}", "partner_id": "{stranger}", "status": "open"},
    "membership": {
        "person_id": "mallory",
        "role": "steering",
        "scope_kind": "trust",
        "scope_id": "873",
    },
    "answer": {
        "return_id": "{return}",
        "item_id": "caf-1",
        "level": 3,
        "comment": "",
        "answered_at": MOMENT,
        "version": 1,
    },
    "agreed_score": {
        "round_id": "{round}",
        "item_id": "caf-1",
        "level": 3,
        "reason": "",
        "agreed_at": MOMENT,
        "version": 1,
    },
    "snapshot_score": {
        "snapshot_id": "{snapshot}",
        "audience": "leaders",
        "kind": "item",
        "group_key": "item:caf-1",
        "n_units": 3,
        "n_respondents": 3,
        "mean": 3.0,
        "sector_scores": {},
        "level_counts": [],
        "dont_know": 0,
        "not_applicable": 0,
        "agreed": 3.0,
        "agreed_reason": "",
    },
    "survey_answer": {"response_id": "{response}", "item_id": "caf-1", "level": 3},
    "reply": {
        "round_id": "{round}",
        "version": 1,
        "item_id": "caf-1",
        "partner_id": "{stranger}",
        "level": 3,
        "text": "We see it otherwise.",
        "replied_at": MOMENT,
        "answer": "",
        "stands": False,
    },
    "voice": {
        "round_id": "{round}",
        "who_spoke": "parents",
        "source": "Forum",
        "heard_on": date(2009, 5, 1),
        "how_many": 1,
        "messages": "We told our story once.",
        "themes": [],
        "entered_at": MOMENT,
    },
    "reopening": {
        "round_id": "{round}",
        "version": 1,
        "reason": "A level was wrong.",
        "reopened_by": "erin",
        "reopened_at": MOMENT,
    },
    "evidence_file": {
        "name": "audit.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "ab" * 32,
        "content": b"x",
    },
    "evidence": {
        "id": "ab" * 16,
        "partner_id": "{stranger}",
        "title": "The audit",
        "url": "https://example.org/audit",
        "added_at": MOMENT,
        "version": 1,
    },
    "evidence_link": {"evidence_id": "{piece}", "return_id": "{return}", "item_id": "caf-1"},
    "survey_draft_answer": {"draft_id": "{draft}", "item_id": "caf-1", "level": 3},
    "survey_oddity": {"round_id": "{round}", "kind": "quick", "responses": 1},
    "neighbour": {"trust": 873, "place": 1, "neighbour": 881},
    "invitation": {
        "token_hash": "ab" * 32,
        "person_id": "mallory",
        "purpose": "invitation",
        "made_at": MOMENT,
        "expires_at": MOMENT,
    },
    "plan": {
        "trust": 873,
        "year": 2009,
        "starts": date(2009, 4, 1),
        "ends": date(2012, 4, 1),
        "created_at": MOMENT,
    },
    "plan_priority": {
        "trust": 873,
        "kind": "key",
        "title": "Participation",
        "objective": "",
        "position": 1,
        "is_retired": False,
    },
    "gap_not_now": {
        "plan_id": "{plan}",
        "gap_key": "theme:caf",
        "title": "CAF",
        "finding": "",
        "reason": "Next year.",
        "decided_at": MOMENT,
    },
    "action": {
        "trust": 873,
        "reference": "A1",
        "objective": "",
        "what": "A course.",
        "is_multi_agency": True,
        "resources": "",
        "risk": "",
        "mitigation": "",
        "measure": "",
        "baseline": "",
        "target": "",
        "expectation": "required",
        "created_at": MOMENT,
        "version": 1,
    },
    "action_item": {
        "action_id": "{action}",
        "year": 2009,
        "item_id": "caf-1",
        "level_then": 2,
        "level_wanted": 3,
    },
    "milestone": {
        "action_id": "{action}",
        "text": "A course is agreed.",
        "stage": "agreed",
        "dropped_why": "",
    },
    "action_update": {
        "action_id": "{action}",
        "quarter": date(2009, 4, 1),
        "progress": "done",
        "confidence": "high",
        "changed": "",
        "impact": "",
        "updated_at": MOMENT,
        "version": 1,
    },
    "action_check": {
        "action_id": "{action}",
        "is_verified": True,
        "progress": "done",
        "note": "The register.",
        "checked_by": "mallory",
        "checked_at": MOMENT,
    },
    "plan_version": {
        "plan_id": "{plan}",
        "version": 1,
        "publication": "inside",
        "body": "{}",
        "digest": "ab" * 32,
        "agreed_by": "erin",
        "agreed_at": MOMENT,
    },
    "plan_meeting": {
        "plan_id": "{plan}",
        "held_by": "steering",
        "held_on": date(2009, 6, 1),
        "attended": "",
        "decisions": "",
        "noted_at": MOMENT,
        "version": 1,
    },
    "good_practice": {
        "trust": 873,
        "year": 2009,
        "item_id": "caf-1",
        "title": "One page",
        "what": "",
        "with_whom": "",
        "what_it_took": "",
        "evidence": "",
        "contact": "",
        "visible_to": "region",
        "until": date(2010, 1, 1),
        "is_withdrawn": False,
        "offered_at": MOMENT,
        "version": 1,
    },
    "practice_request": {
        "of_trust": 873,
        "year": 2009,
        "item_id": "caf-1",
        "text": "May we visit?",
        "asked_at": MOMENT,
        "answer": "",
    },
    "kept_report": {
        "kind": "board",
        "format": "pdf",
        "trust": 873,
        "year": 2009,
        "title": "Board summary",
        "file_name": "board.pdf",
        "is_for_group": True,
        "basis": "ab" * 32,
        "size": 4,
        "sha256": "ab" * 32,
        "content": b"%PDF",
        "made_at": MOMENT,
    },
}

REFUSED = [
    ("plan", "plan_starts_before_it_ends", {"ends": date(2009, 4, 1)}),
    ("plan_priority", "priority_kind_is_known", {"kind": "minor"}),
    ("plan_priority", "priority_has_a_title", {"title": ""}),
    ("gap_not_now", "not_now_says_why", {"reason": ""}),
    ("action", "expectation_is_known", {"expectation": "hoped"}),
    ("action", "action_version_starts_at_one", {"version": 0}),
    ("action", "action_has_a_reference", {"reference": ""}),
    ("action_item", "then_on_scale", {"level_then": 6}),
    ("action_item", "wanted_on_scale", {"level_wanted": 0}),
    ("milestone", "stage_is_known", {"stage": "begun"}),
    ("milestone", "milestone_says_something", {"text": ""}),
    ("action_update", "progress_is_known", {"progress": "well"}),
    ("action_update", "confidence_is_known", {"confidence": "total"}),
    ("action_update", "update_version_starts_at_one", {"version": 0}),
    ("action_check", "check_says_why", {"note": ""}),
    ("plan_version", "plan_publication_is_known", {"publication": "all"}),
    ("plan_meeting", "group_is_known", {"held_by": "nobody"}),
    ("plan_meeting", "meeting_version_starts_at_one", {"version": 0}),
    ("good_practice", "practice_reach_is_known", {"visible_to": "world"}),
    ("good_practice", "practice_has_a_title", {"title": ""}),
    ("good_practice", "practice_version_starts_at_one", {"version": 0}),
    ("practice_request", "request_says_something", {"text": ""}),
    ("practice_request", "request_answer_says_when", {"answer": "Yes."}),
    ("kept_report", "kept_report_is_not_empty", {"size": 0}),
    ("kept_report", "kept_report_has_a_name", {"file_name": ""}),
    ("kept_report", "kept_report_of_a_group_has_a_trust", {"trust": None}),
    ("trust", "dfe_number_has_three_digits", {"dfe_number": 99}),
    ("trust", "dfe_number_has_three_digits", {"dfe_number": 1000}),
    ("trust", "trust_starts_before_it_ends", {"start_year": 2009, "end_year": 2008}),
    ("cycle", "cycle_year_is_plausible", {"year": 1999}),
    ("cycle", "cycle_year_is_plausible", {"year": 20009}),
    ("cycle", "cycle_opens_before_it_closes", {"closes": date(2010, 5, 31)}),
    ("round", "round_status_is_known", {"status": "closed"}),
    ("round", "publication_level_is_known", {"publication": "half"}),
    ("return", "return_status_is_known", {"status": "lost"}),
    ("return", "submitted_return_says_when", {"status": "submitted"}),
    ("return", "submitted_return_says_when", {"submitted_at": MOMENT}),
    ("membership", "role_is_known", {"role": "owner"}),
    ("membership", "scope_is_known", {"scope_kind": "country"}),
    ("answer", "answer_level_is_on_the_scale", {"level": 0}),
    ("answer", "answer_level_is_on_the_scale", {"level": 6}),
    ("answer", "answer_level_is_on_the_scale", {"level": -1}),
    ("answer", "non_score_is_known", {"level": None, "non_score": "perhaps"}),
    ("answer", "non_score_is_known", {"level": None, "non_score": ""}),
    ("answer", "answer_is_a_level_or_a_non_score", {"non_score": "dont_know"}),
    ("answer", "answer_version_starts_at_one", {"version": 0}),
    ("agreed_score", "agreed_level_is_on_the_scale", {"level": 0}),
    ("agreed_score", "agreed_level_is_on_the_scale", {"level": 6}),
    ("agreed_score", "agreed_version_starts_at_one", {"version": 0}),
    ("snapshot_score", "audience_is_known", {"audience": "parents"}),
    ("snapshot_score", "kind_is_known", {"kind": "region"}),
    ("snapshot_score", "mean_is_on_the_scale", {"mean": 5.01}),
    ("snapshot_score", "mean_is_on_the_scale", {"mean": 0.99}),
    ("snapshot_score", "agreed_is_on_the_scale", {"agreed": 5.5}),
    ("snapshot_score", "mean_needs_a_unit", {"mean": None}),
    ("snapshot_score", "mean_needs_a_unit", {"n_units": 0}),
    ("invitation", "purpose_is_known", {"purpose": "greeting"}),
    ("invitation", "address_waits_to_be_confirmed_alone", {"email": "anna@example.org"}),
    ("neighbour", "neighbour_is_one_of_ten", {"place": 0}),
    ("neighbour", "neighbour_is_one_of_ten", {"place": 11}),
    ("neighbour", "neighbour_is_another_trust", {"neighbour": 873}),
    ("reply", "reply_version_starts_at_one", {"version": 0}),
    ("reply", "reply_is_to_a_level", {"level": 6}),
    ("reply", "reply_says_something", {"text": ""}),
    ("reply", "answer_says_something_or_stands", {"answered_at": MOMENT}),
    ("voice", "who_spoke_is_known", {"who_spoke": "teachers"}),
    ("voice", "somebody_spoke", {"how_many": 0}),
    ("reopening", "reopening_says_why", {"reason": ""}),
    ("evidence_file", "evidence_file_is_not_empty", {"size": 0}),
    ("evidence", "evidence_has_a_title", {"title": ""}),
    ("evidence", "evidence_is_a_link_or_a_file", {"url": None}),
    ("evidence", "evidence_is_a_link_or_a_file", {"file_id": "{file}"}),
    ("evidence", "evidence_version_starts_at_one", {"version": 0}),
    ("survey_answer", "survey_level_is_on_the_scale", {"level": 0}),
    ("survey_answer", "survey_level_is_on_the_scale", {"level": 6}),
    ("survey_answer", "survey_non_score_is_known", {"level": None, "non_score": "perhaps"}),
    ("survey_answer", "survey_non_score_is_known", {"level": None, "non_score": ""}),
    ("survey_answer", "survey_answer_is_one_of_the_two", {"non_score": "dont_know"}),
    ("survey_answer", "survey_answer_is_one_of_the_two", {"level": None}),
    ("survey_draft_answer", "draft_level_is_on_the_scale", {"level": 0}),
    ("survey_draft_answer", "draft_level_is_on_the_scale", {"level": 6}),
    ("survey_draft_answer", "draft_non_score_is_known", {"level": None, "non_score": "perhaps"}),
    ("survey_draft_answer", "draft_answer_is_one_of_the_two", {"non_score": "dont_know"}),
    ("survey_draft_answer", "draft_answer_is_one_of_the_two", {"level": None}),
    ("survey_oddity", "oddity_is_known", {"kind": "rude"}),
]


@pytest.fixture
def put(cast_of_module):
    """Insert a table's good row with some columns changed, past every service.

    All is taken back in the end, so that one database serves for every test here.
    """
    cast, tables = cast_of_module, SQLModel.metadata.tables
    with cast.store.engine.connect() as connection:
        snapshot = connection.execute(
            insert(tables["snapshot"]).values(
                round_id=cast.leeds.round_id,
                version=1,
                pack_digest="",
                publication="full",
                notes=[],
                made_at=MOMENT,
            )
        ).inserted_primary_key[0]
        response = connection.execute(
            insert(tables["survey_response"]).values(
                round_id=cast.leeds.round_id, sector_id="police"
            )
        ).inserted_primary_key[0]
        draft = connection.execute(
            insert(tables["survey_draft"]).values(
                round_id=cast.leeds.round_id,
                device_hash="ab" * 32,
                sector_id="police",
                role="manages",
                started_at=MOMENT,
            )
        ).inserted_primary_key[0]
        file_id = connection.execute(
            insert(tables["evidence_file"]).values(**GOOD["evidence_file"])
        ).inserted_primary_key[0]
        connection.execute(
            insert(tables["evidence"]).values(
                id="cd" * 16,
                partner_id=cast.cambridgeshire.partners["police"],
                title="The inspection",
                file_id=file_id,
                added_at=MOMENT,
                version=1,
            )
        )
        plan = connection.execute(
            insert(tables["plan"]).values(**(GOOD["plan"] | {"trust": 383}))
        ).inserted_primary_key[0]
        action = connection.execute(
            insert(tables["action"]).values(**(GOOD["action"] | {"reference": "A0"}))
        ).inserted_primary_key[0]
        known = {
            "{plan}": plan,
            "{action}": action,
            "{round}": cast.cambridgeshire.round_id,
            "{return}": cast.police,
            "{stranger}": cast.leeds.partners["health"],
            "{snapshot}": snapshot,
            "{response}": response,
            "{draft}": draft,
            "{piece}": "cd" * 16,
            "{file}": file_id,
        }

        def put_row(table, **changed):
            row = {
                column: known.get(value, value) if isinstance(value, str) else value
                for column, value in (GOOD[table] | changed).items()
            }
            connection.execute(insert(tables[table]).values(**row))

        yield put_row
        connection.rollback()


@pytest.mark.parametrize("table", GOOD)
def test_it_takes_a_good_row(put, table):
    put(table)


@pytest.mark.parametrize(("table", "check", "changed"), REFUSED)
def test_it_refuses_a_bad_row_by_the_check_that_is_meant_for_it(put, table, check, changed):
    with pytest.raises(IntegrityError, match=rf"\b{check}\b"):
        put(table, **changed)


@pytest.mark.parametrize("audience", ["leaders", "leaders_shared", "practitioners"])
def test_it_takes_the_scores_of_each_audience(put, audience):
    put("snapshot_score", audience=audience)


@pytest.mark.parametrize("non_score", ["dont_know", "not_applicable"])
def test_it_takes_a_practitioner_s_non_score(put, non_score):
    put("survey_answer", level=None, non_score=non_score)


def test_every_check_of_every_table_is_tried_here():
    tried = {(table, check) for table, check, _ in REFUSED}
    there = {
        (table.name, constraint.name)
        for table in SQLModel.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert there == tried


def test_it_refuses_two_answers_to_one_item_of_one_return(put):
    put("answer")
    with pytest.raises(IntegrityError):
        put("answer", level=4)


def test_it_refuses_two_replies_of_one_partner_to_one_item_of_one_version(put):
    put("reply")
    put("reply", version=2)
    with pytest.raises(IntegrityError):
        put("reply", text="Once more.")


def test_it_refuses_to_link_one_piece_of_evidence_to_one_answer_twice(put):
    put("evidence_link")
    put("evidence_link", item_id="caf-2")
    with pytest.raises(IntegrityError):
        put("evidence_link")


def test_it_refuses_one_file_for_two_pieces_of_evidence(put):
    with pytest.raises(IntegrityError):
        put("evidence", url=None, file_id="{file}")


def test_it_refuses_an_answer_to_a_return_that_is_not_there(put):
    with pytest.raises(IntegrityError):
        put("answer", return_id=987654)


def test_it_refuses_two_answers_of_one_practitioner_to_one_item(put):
    put("survey_answer")
    with pytest.raises(IntegrityError):
        put("survey_answer", level=4)


def test_it_refuses_an_answer_to_a_survey_that_nobody_filled_in(put):
    with pytest.raises(IntegrityError):
        put("survey_answer", response_id=987654)


def test_it_refuses_two_scores_of_one_audience_for_one_group(put):
    put("snapshot_score")
    put("snapshot_score", audience="practitioners")
    with pytest.raises(IntegrityError):
        put("snapshot_score", mean=4.0)
