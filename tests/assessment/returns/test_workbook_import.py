"""Bringing a workbook back: a preview, then one transaction, and nothing overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.asked_items import choice_of
from owf.assessment.audit.reading import open_record
from owf.assessment.errors import (
    ChangedSinceRead,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    Refused,
)
from owf.assessment.returns.answering import COMMENT_LIMIT, answers_now
from owf.assessment.returns.submitting import submit_return
from owf.assessment.returns.workbook_import import (
    find_destination,
    find_partner,
    import_return,
    open_to_take_along,
    preview_import,
)
from owf.assessment.returns.workbook_merge import (
    Filled,
    FilledReturn,
    Said,
    Standing,
    marks_of,
    said_in,
)
from owf.questionnaire import NonScore
from owf.store import answers, audit, rounds
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def partner(cast):
    return cast.cambridgeshire.partners["police"]


@pytest.fixture
def filled(cast, partner):
    """A workbook that went out now and came back with these questions filled in."""

    def fill(**said) -> FilledReturn:
        went_out = answers_now(cast.store, cast.police)
        items = {}
        for item in cast.pack.items:
            before = went_out.get(item.id, StoredAnswer(item.id))
            now = said.get(item.id.replace("-", "_"), said_in(before))
            items[item.id] = Filled(now, before.version, marks_of(said_in(before)))
        return FilledReturn(873, partner, 2009, cast.pack.name, cast.pack.digest(), items)

    return fill


@pytest.fixture
def preview(cast):
    return lambda filled, who=cast.alice: preview_import(cast.store, who, filled)


@pytest.fixture
def keep(cast):
    return lambda seen, who=cast.alice, take=(): import_return(cast.store, who, seen, take=take)


def now(cast, item_id="caf-1"):
    return answers_now(cast.store, cast.police).get(item_id)


def recorded(cast):
    with cast.store.reading() as session:
        return audit.events(session, EventsWanted(actions=("workbook_imported",)), 100)


def test_the_preview_writes_nothing(cast, filled, preview):
    seen = preview(filled(caf_1=Said(3), caf_2=Said(comment="Hm.")))
    assert [line.item.id for line in seen.of(Standing.NEW)] == ["caf-1", "caf-2"]
    assert len(seen.of(Standing.UNCHANGED)) == 4
    assert answers_now(cast.store, cast.police) == {}
    assert recorded(cast) == []


def test_what_was_previewed_is_kept_with_its_time_and_person(cast, filled, preview, keep):
    with clock.stopped_at(TEN):
        assert keep(preview(filled(caf_1=Said(3, "So."), ma_2=Said(NonScore.DONT_KNOW)))) == 2
    assert now(cast) == StoredAnswer("caf-1", 3, None, "So.", "alice", TEN, 1)
    assert choice_of(now(cast, "ma-2")) is NonScore.DONT_KNOW
    assert set(answers_now(cast.store, cast.police)) == {"caf-1", "ma-2"}


def test_a_changed_answer_counts_its_version_up_and_what_is_the_same_is_not_written(
    cast, choose, filled, preview, keep
):
    choose("caf-1", 4)
    second = choose("caf-2", 5)
    seen = preview(filled(caf_1=Said(2), caf_2=Said(5)))
    assert keep(seen, who=cast.bob) == 1
    assert (now(cast).level, now(cast).version, now(cast).answered_by) == (2, 2, "bob")
    assert now(cast, "caf-2") == second


def test_one_event_of_the_record_says_how_many_and_which(cast, filled, preview, keep):
    keep(preview(filled(caf_1=Said(3), ma_1=Said(4))))
    (event,) = recorded(cast)
    assert (event.person_id, event.trust) == ("alice", 873)
    assert event.detail == {"answers": 2, "items": "caf-1 ma-1"}
    line = open_record(cast.store, cast.carol, EventsWanted(trust=873)).lines[0]
    assert line.sentence == "Alice saved 2 answers from a spreadsheet for Police 2009"


def test_nothing_to_keep_leaves_no_trace(cast, filled, preview, keep):
    assert keep(preview(filled())) == 0
    assert recorded(cast) == []


def test_a_conflict_keeps_what_is_here_unless_the_file_s_is_taken(
    cast, choose, filled, preview, keep
):
    workbook = filled(caf_1=Said(3), caf_2=Said(3), caf_3=Said(3))
    for item in ("caf-1", "caf-2"):
        choose(item, 5, who=cast.bob)
    seen = preview(workbook)
    assert [line.item.id for line in seen.of(Standing.CONFLICTING)] == ["caf-1", "caf-2"]
    assert [line.item.id for line in seen.to_write(take={"caf-2"})] == ["caf-2", "caf-3"]
    assert keep(seen, take={"caf-2"}) == 2
    assert [now(cast, item).level for item in ("caf-1", "caf-2", "caf-3")] == [5, 3, 3]
    assert now(cast).answered_by == "bob"


def test_a_change_between_preview_and_confirm_is_refused_and_nothing_is_written(
    cast, choose, filled, preview, keep
):
    seen = preview(filled(caf_1=Said(3), caf_2=Said(3)))
    choose("caf-1", 5, who=cast.bob)
    with pytest.raises(ChangedSinceRead, match=r"^CAF 1 was changed here .*Look at the preview"):
        keep(seen)
    assert (now(cast).level, now(cast, "caf-2")) == (5, None)


def test_a_change_to_what_the_workbook_leaves_alone_is_no_reason_to_refuse(
    cast, choose, filled, preview, keep
):
    seen = preview(filled(caf_1=Said(3)))
    choose("caf-2", 5, who=cast.bob)
    assert keep(seen) == 1


@pytest.mark.databases("sqlite", "postgresql")
def test_an_import_that_waited_for_another_writer_sees_what_that_one_did(
    cast, filled, preview, keep, while_another_waits
):
    seen = preview(filled(caf_1=Said(3)))
    winner = StoredAnswer("caf-1", 5, answered_by="bob", answered_at=clock.now(), version=1)

    def bob_chooses(session):
        answers.return_key(session, cast.police)
        answers.write_answer(session, cast.police, winner)

    outcome = while_another_waits(bob_chooses, lambda: keep(seen))
    assert isinstance(outcome, ChangedSinceRead), outcome
    assert now(cast) == winner


@pytest.mark.databases("sqlite", "postgresql")
def test_an_import_that_waited_for_the_submission_finds_the_return_locked(
    cast, filled, preview, keep, while_another_waits
):
    seen = preview(filled(caf_1=Said(3)))

    def alice_submits(session):
        answers.return_key(session, cast.police)
        rounds.mark_submitted(session, cast.police, clock.now(), "alice")

    outcome = while_another_waits(alice_submits, lambda: keep(seen))
    assert isinstance(outcome, Locked), outcome
    assert now(cast) is None


def test_a_submitted_return_shows_what_would_be_refused_and_refuses_it(cast, filled, preview, keep):
    workbook = filled(caf_1=Said(5))
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    submit_return(cast.store, cast.alice, cast.police)
    seen = preview(workbook)
    assert [line.item.id for line in seen.of(Standing.REFUSED)] == ["caf-1"]
    assert seen.to_write(take={"caf-1"}) == []
    with pytest.raises(Locked, match="coordinator to reopen it"):
        keep(seen, take={"caf-1"})
    assert now(cast).level == 3


def test_the_operator_s_import_bears_nobody_s_name_and_is_recorded_as_theirs(
    cast, filled, preview, keep
):
    keep(preview(filled(caf_1=Said(3)), OPERATOR), who=OPERATOR)
    assert now(cast).answered_by is None
    assert recorded(cast)[0].person_id == "operator"


STRANGERS = ("carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "mallory")


@pytest.mark.parametrize("name", STRANGERS)
def test_it_refuses_everybody_who_does_not_answer_for_the_partner(
    cast, filled, preview, keep, name
):
    who, partner = getattr(cast, name), cast.cambridgeshire.partners["police"]
    seen = preview(filled(caf_1=Said(3)))
    for ask in (
        lambda: preview(filled(), who),
        lambda: keep(seen, who=who),
        lambda: open_to_take_along(cast.store, who, partner, 2009),
        lambda: find_destination(cast.store, who, partner, 2009),
        lambda: find_partner(cast.store, who, 873, "Police", 2009),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert now(cast) is None


@pytest.mark.parametrize(
    "changed", [{"trust": 383}, {"digest": "0" * 64}], ids=["another Trust", "another pack"]
)
def test_it_refuses_a_workbook_that_is_not_this_return_s(cast, filled, preview, changed):
    with pytest.raises(Refused, match=r"not for Police in 2009\. Download the right one"):
        preview(replace(filled(caf_1=Said(3)), **changed))


def test_it_refuses_a_year_in_which_the_partner_takes_no_part(filled, preview):
    with pytest.raises(NotFound, match="for 2007"):
        preview(replace(filled(), year=2007))


@pytest.mark.parametrize(
    "said", [Said(6), Said(3, "x" * (COMMENT_LIMIT + 1)), Said(3, "", "x" * 501)]
)
def test_it_refuses_what_the_questionnaire_does_not_offer_whatever_read_the_file(
    cast, filled, preview, keep, said
):
    with pytest.raises(OutsideScale):
        keep(preview(filled(caf_1=Said(3), caf_2=said)))
    assert answers_now(cast.store, cast.police) == {}


def test_a_partner_is_found_by_its_id_or_by_its_name_in_any_case(cast, partner):
    for wanted in (str(partner), "Police", " police "):
        assert find_partner(cast.store, OPERATOR, 873, wanted, 2009) == partner


@pytest.mark.parametrize("wanted", ["Polizei", "", "999999"])
def test_a_partner_that_is_not_there_is_answered_with_those_that_are(cast, partner, wanted):
    with pytest.raises(NotFound, match=rf"has no partner “{wanted}” in 2009.*Police \({partner}\)"):
        find_partner(cast.store, OPERATOR, 873, wanted, 2009)


def test_a_year_without_a_round_is_said_so(cast):
    with pytest.raises(NotFound, match="Trust 873 has no round in 2001"):
        find_partner(cast.store, OPERATOR, 873, "Police", 2001)
