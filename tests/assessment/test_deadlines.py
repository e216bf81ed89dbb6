"""The last day for answers: until London's midnight, extended by whom, and what counts after it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR
from owf.assessment.deadlines import last_day
from owf.assessment.errors import DeadlinePassed, Locked, Refused
from owf.assessment.returns.answering import Evidence, open_return, save_comment, save_evidence
from owf.assessment.returns.submitting import submit_return
from owf.assessment.returns.workbook_import import import_return, preview_import
from owf.assessment.returns.workbook_merge import FilledReturn
from owf.assessment.rounds.deadlines import set_partner_deadline, set_trust_deadline
from owf.assessment.signing.sign_off import sign_off
from owf.store.answers import StoredAnswer

LAST_MINUTE = datetime(2009, 7, 17, 22, 59, 59, tzinfo=UTC)
"""A minute to midnight in London, where it is summer."""
TOO_LATE = datetime(2009, 7, 17, 23, 0, tzinfo=UTC)
NOTHING = StoredAnswer("caf-1")


def test_the_last_day_lasts_until_midnight_in_london(cast, choose):
    with clock.stopped_at(LAST_MINUTE):
        assert choose("caf-1", 4).level == 4
    with clock.stopped_at(TOO_LATE), pytest.raises(DeadlinePassed):
        choose("caf-2", 4)


def test_it_says_until_when_it_was_what_counts_and_who_can_extend_it(choose):
    with clock.stopped_at(TOO_LATE), pytest.raises(DeadlinePassed) as refused:
        choose("caf-1", 4)
    said = str(refused.value)
    assert "The last day for answers was 17 July 2009" in said
    assert "Everything saved by then counts, but nothing more can be saved" in said
    assert "Ask Cambridgeshire's coordinator for more time" in said


def test_what_was_saved_before_is_still_there(cast, choose):
    choose("caf-1", 4)
    with clock.stopped_at(TOO_LATE):
        with pytest.raises(DeadlinePassed):
            choose("caf-1", 2)
        view = open_return(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009)
        assert view.is_over
    assert not view.is_locked
    assert view.answers["caf-1"].level == 4


def brought_back(cast, who):
    trust, partner = 873, cast.cambridgeshire.partners["police"]
    destination_digest = digest_in_use(cast.store)
    filled = FilledReturn(trust, partner, 2009, "tiny@2009", destination_digest, {})
    return import_return(cast.store, who, preview_import(cast.store, who, filled))


def digest_in_use(store):
    with store.reading() as session:
        return session.execute(text("SELECT digest FROM pack_snapshot")).scalar_one()


@pytest.mark.parametrize(
    "late",
    [
        lambda cast: save_comment(
            cast.store, cast.alice, cast.police, "caf-1", "Too late.", seen=NOTHING
        ),
        lambda cast: save_evidence(
            cast.store, cast.alice, cast.police, "caf-1", Evidence("An audit."), seen=NOTHING
        ),
        lambda cast: submit_return(cast.store, cast.alice, cast.police),
        lambda cast: brought_back(cast, cast.alice),
    ],
    ids=["comment", "evidence", "submit", "workbook"],
)
def test_nothing_is_kept_after_the_last_day(cast, late):
    with clock.stopped_at(TOO_LATE), pytest.raises(DeadlinePassed):
        late(cast)
    assert (
        open_return(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009).answers
        == {}
    )


def test_the_operator_is_not_bound(cast):
    with clock.stopped_at(TOO_LATE):
        assert brought_back(cast, OPERATOR) == 0
        cast.answer(cast.cambridgeshire, "police", 3, submit=True)


def test_a_trust_that_was_given_more_time_may_answer_until_then(cast, choose):
    set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 24))
    with clock.stopped_at(datetime(2009, 7, 24, 12, tzinfo=UTC)):
        assert choose("caf-1", 4).level == 4
    day_after = datetime(2009, 7, 25, 12, tzinfo=UTC)
    with clock.stopped_at(day_after), pytest.raises(DeadlinePassed, match="24 July 2009"):
        choose("caf-2", 4)


def test_another_trust_s_last_day_stays(cast, choose):
    set_trust_deadline(cast.store, cast.grace, 2009, 383, date(2009, 7, 24))
    with clock.stopped_at(TOO_LATE), pytest.raises(DeadlinePassed):
        choose("caf-1", 4)


def test_a_partner_may_be_given_any_day_up_to_its_trust_s(cast, choose):
    set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 31))
    set_partner_deadline(cast.store, cast.carol, cast.police, date(2009, 7, 22))
    with clock.stopped_at(datetime(2009, 7, 22, 20, tzinfo=UTC)):
        assert choose("caf-1", 4).level == 4
    with clock.stopped_at(datetime(2009, 7, 23, 8, tzinfo=UTC)):
        with pytest.raises(DeadlinePassed, match="22 July 2009"):
            choose("caf-2", 4)
        set_partner_deadline(cast.store, cast.carol, cast.police, None)
        assert choose("caf-2", 4).level == 4


def test_a_coordinator_cannot_go_beyond_the_trust_s_last_day(cast):
    with pytest.raises(Refused, match="ask the national team"):
        set_partner_deadline(cast.store, cast.carol, cast.police, date(2009, 7, 18))


def test_a_day_that_has_passed_is_not_set(cast):
    with pytest.raises(Refused, match="has passed"):
        set_partner_deadline(cast.store, cast.carol, cast.police, date(2009, 7, 9))


def test_the_national_team_does_not_shorten_a_year(cast):
    with pytest.raises(Refused, match="earlier than the last day of 2009"):
        set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 16))


def test_a_partner_s_own_day_never_outlasts_its_trust_s():
    assert last_day(date(2009, 7, 24), date(2009, 7, 17)) == date(2009, 7, 17)
    assert last_day(date(2009, 7, 15), date(2009, 7, 17)) == date(2009, 7, 15)
    assert last_day(None, date(2009, 7, 17)) == date(2009, 7, 17)


def test_nothing_is_extended_once_the_round_is_signed(cast):
    cast.submit_all(cast.cambridgeshire, dict.fromkeys(("health", "police", "schools"), 3))
    cast.accept_all(cast.cambridgeshire)
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    with pytest.raises(Locked, match="has signed"):
        set_partner_deadline(cast.store, cast.carol, cast.police, date(2009, 7, 17))
    with pytest.raises(Refused, match="has already signed"):
        set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 31))
