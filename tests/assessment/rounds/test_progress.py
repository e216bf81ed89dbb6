"""What a coordinator sees of a round, whom to chase first, and the letters that do it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from owf import clock
from owf.access import Actor
from owf.access.mail import MailFailed
from owf.assessment.asked_items import Progress
from owf.assessment.errors import NotFound, Refused
from owf.assessment.returns.delegation import delegate
from owf.assessment.rounds.deadlines import set_partner_deadline
from owf.assessment.rounds.partners import note_apologies, reopen_return
from owf.assessment.rounds.progress import RunningRound, ToBegin, open_running
from owf.assessment.rounds.reminders import reminders, reminders_sent, send_reminder
from owf.assessment.states import ReturnState
from owf.store import accounts, people
from owf.store.people import RoleHeld


@pytest.fixture
def running(cast):
    """Cambridgeshire's round as Carol runs it."""

    def read() -> RunningRound:
        found = open_running(cast.store, cast.carol, 873, 2009)
        assert isinstance(found, RunningRound)
        return found

    return read


def police(view):
    return next(one for one in view.partners if one.facts.sector_id == "police")


def stages(view):
    return {one.facts.sector_id: one.state for one in view.partners}


def add_respondent(cast, sector, person_id, *, email=None, seen=None):
    held = RoleHeld("respondent", "partner", str(cast.cambridgeshire.partners[sector]))
    with cast.store.writing() as session:
        people.add_person(session, person_id, person_id.title(), email=email, roles=[held])
    if seen:
        with clock.stopped_at(seen), cast.store.writing() as session:
            accounts.open_session(
                session,
                f"{person_id:x<64}",
                person_id=person_id,
                started_at=seen,
                expires_at=seen + timedelta(hours=1),
            )
    return Actor(person_id, person_id.title(), (held,))


def test_a_partner_goes_from_nobody_to_submitted(cast, running, choose, each):
    assert stages(running()) == {
        "health": ReturnState.NOT_INVITED,
        "police": ReturnState.INVITED,
        "schools": ReturnState.NOT_INVITED,
    }
    choose("caf-1", 3)
    assert police(running()).state_in_words == f"1 of {len(each(3))} answered"
    cast.answer(cast.cambridgeshire, "health", 3, submit=False)
    assert stages(running())["health"] is ReturnState.ANSWERED
    cast.answer(cast.cambridgeshire, "schools", 3, submit=True)
    assert stages(running())["schools"] is ReturnState.SUBMITTED
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    assert police(running()).state_in_words == "Apologies: cannot this year"


def test_progress_is_told_theme_by_theme(running, choose):
    choose("caf-1", 3)
    one = police(running())
    answered = {theme: done.answered for theme, done in one.by_theme.items()}
    assert answered["caf"] == 1
    assert sum(answered.values()) == 1
    assert sum(done.of for done in one.by_theme.values()) == one.progress.of
    assert one.by_theme["caf"] == Progress(1, one.by_theme["caf"].of)


@pytest.mark.databases("sqlite", "postgresql")
def test_not_begun_is_chased_first_then_the_least_done_and_the_longest_quiet(cast, running):
    items = [item.id for item in cast.pack.items]
    early, late = (datetime(2009, 7, day, 9, tzinfo=UTC) for day in (1, 3))
    with clock.stopped_at(late):
        cast.answer(cast.cambridgeshire, "schools", 3, submit=False)
    with clock.stopped_at(early):
        cast.answer(cast.cambridgeshire, "health", dict.fromkeys(items, 3), submit=False)
    order = [one.facts.sector_id for one in running().to_remind]
    assert order == ["police", "health", "schools"]
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    assert [one.facts.sector_id for one in running().to_remind] == ["health", "schools"]


def test_the_reason_of_a_return_that_was_opened_again_is_beside_it(cast, running):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    reopen_return(cast.store, cast.carol, cast.police, "A slip.")
    assert police(running()).reopening.reason == "A slip."


def test_a_trust_without_a_round_is_told_what_it_needs_to_begin_one(cast):
    cast.open_year(2010)
    found = open_running(cast.store, cast.carol, 873, 2010)
    assert isinstance(found, ToBegin)
    assert [one.name for one in found.partners] == ["Health", "Police", "Schools"]
    assert found.closes == date(2010, 7, 17)


def test_there_is_no_round_to_begin_in_a_year_that_was_not_opened(cast):
    with pytest.raises(NotFound, match="has not opened 2011"):
        open_running(cast.store, cast.carol, 873, 2011)


# Letters


@pytest.fixture
def letters(cast, running):
    """The letters about the police, by the person they are for."""

    def read():
        view = running()
        sent = reminders_sent(cast.store, cast.carol, 873)
        return {one.person.id: one for one in reminders(cast.carol, view, police(view), sent)}

    return read


def test_each_person_gets_a_letter_with_the_day_the_place_and_what_is_left(cast, choose, letters):
    choose("caf-1", 3)
    found = letters()
    assert set(found) == {"alice", "bob"}
    text = found["alice"].letter.text
    partner = cast.cambridgeshire.partners["police"]
    assert text.startswith("Dear Alice,")
    assert "The last day is 17 July 2009, in 7 days." in text
    assert f"/assessment?partner={partner}&year=2009" in text
    assert "Still open:" in text
    assert text.rstrip().endswith("Carol")
    assert found["alice"].letter.subject == "Police: self-assessment 2009, please by 17 July 2009"


def test_a_letter_says_which_themes_are_theirs_and_their_own_last_day(cast, letters):
    delegate(cast.store, cast.carol, cast.police, "caf", "bob")
    set_partner_deadline(cast.store, cast.carol, cast.police, date(2009, 7, 11))
    bobs, alices = letters()["bob"].letter.text, letters()["alice"].letter.text
    title = cast.pack.theme("caf").title
    assert f"You were asked to answer {title}." in bobs
    assert "You were asked" not in alices
    assert "11 July 2009, tomorrow" in bobs


def test_a_letter_is_sent_and_the_list_says_when(cast, mail_server, letters):
    add_respondent(cast, "police", "eve", email="eve@example.org")
    assert send_reminder(cast.store, cast.carol, cast.police, "eve") == "Eve"
    (letter,) = mail_server.letters
    assert mail_server.receivers == ["eve@example.org"]
    assert "Dear Eve," in letter.get_content()
    assert "Use the link in your invitation" in letter.get_content()
    found = letters()
    assert clock.in_words(found["eve"].sent_at).startswith("10 July 2009, ")
    assert found["alice"].sent_at is None


def test_what_was_not_sent_is_not_said_to_be(cast, mail_server, letters):
    add_respondent(cast, "police", "eve", email="refused@example.org")
    with pytest.raises(MailFailed):
        send_reminder(cast.store, cast.carol, cast.police, "eve")
    assert letters()["eve"].sent_at is None


def test_nobody_without_an_address_or_anything_to_submit_is_sent_a_reminder(cast, mail_server):
    with pytest.raises(Refused, match="no e-mail address"):
        send_reminder(cast.store, cast.carol, cast.police, "alice")
    with pytest.raises(NotFound, match="no longer answers"):
        send_reminder(cast.store, cast.carol, cast.police, "ivan")
    add_respondent(cast, "police", "eve", email="eve@example.org")
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    with pytest.raises(Refused, match="has nothing left to submit"):
        send_reminder(cast.store, cast.carol, cast.police, "eve")
    assert mail_server.letters == []
