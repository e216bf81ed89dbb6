"""Reopening: the signed version stays what others see until the next, and its readers are told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR, Actor, Role, audit
from owf.access.audit import Event
from owf.assessment.disclosure.trusts import read_year
from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale, Refused
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.signing.reopening import (
    reopen_round,
    reopened_for,
    reopened_in,
    sentence,
    who_relied,
)
from owf.assessment.signing.sign_off import carry_over, sign_off
from owf.assessment.signing.verifying import verify_versions
from owf.questionnaire import NonScore
from owf.settings import get_settings
from owf.store import moderation, people, results, rounds
from owf.store.answers import RoundAnswer
from owf.store.people import RoleHeld
from owf.store.results import Note, ScoreRow
from tests.cast import EAST_OF_ENGLAND

UNEQUAL = {"health": 2, "police": 3, "schools": 5}
TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)


@pytest.fixture
def signed_once(settle, sign):
    """Cambridgeshire 2009, signed at ten; gives the hash."""
    settle(UNEQUAL)
    with clock.stopped_at(TEN):
        return sign()


@pytest.fixture
def seen_outside(cast):
    """What others see of Cambridgeshire's year: version by its hash, and the agreed level."""

    def read():
        with cast.store.reading() as session:
            found = read_year(session, 2009)
            return found.trusts[873].digest, found.scores[873]["theme:caf"].agreed

    return read


@pytest.fixture
def replied(settle, reply, answer):
    """Everything is settled; the police reply to CAF 1, and are answered."""
    settle(UNEQUAL)
    return lambda words, said="", stands=False: answer(reply(words), said, stands=stands)


# Who may, and when.


@pytest.mark.parametrize(
    "name", ["alice", "carol", "dave", "frank", "grace", "heidi", "judy", "mallory"]
)
def test_only_the_trust_s_own_chair_reopens(cast, signed_once, reopen, signing, name):
    with pytest.raises(NotAllowed, match="Only the chair, who signs, can reopen"):
        reopen(who=getattr(cast, name))
    assert signing().round.status == "signed"


@pytest.mark.parametrize(
    ("reason", "said"), [(" \x00\n", "Write the reason"), ("x" * 501, "501 characters")]
)
def test_it_needs_a_reason_that_people_will_read(signed_once, reopen, signing, reason, said):
    with pytest.raises(OutsideScale, match=said):
        reopen(reason)
    assert signing().round.status == "signed"


def test_what_is_open_is_not_reopened(cast, settle, reopen, sign):
    settle(UNEQUAL)
    with pytest.raises(Locked, match="is already open"):
        reopen()
    sign()
    reopen()
    with pytest.raises(Locked, match="is already open"):
        reopen()
    with pytest.raises(NotFound):
        reopen_round(cast.store, cast.erin, 987654, "Wrong.")


def test_what_was_signed_elsewhere_has_nothing_to_agree_again(cast, reopen):
    cast.open_year(2008)
    given = [RoundAnswer(0, "police", item.id, 3, None) for item in cast.pack.items]
    carry_over(cast.store, OPERATOR, 2008, {873: given}, {873: "full"})
    with cast.store.reading() as session:
        round_id = rounds.round_of(session, 873, 2008).id
    with pytest.raises(Locked, match="signed elsewhere and carried over"):
        reopen_round(cast.store, cast.erin, round_id, "Wrong.")


# What is seen, by whom.


def test_others_see_the_signed_version_until_the_next_is_signed(
    signed_once, reopen, agree, sign, seen_outside
):
    before = seen_outside()
    reopen()
    agree(5, reason="Seen in the audit.", seen=1)
    assert seen_outside() == before == (signed_once, 3.0)
    again = sign()
    assert seen_outside() == (again, pytest.approx(11 / 3))
    assert again != signed_once


def test_the_trust_itself_compares_the_signed_version_meanwhile(
    cast, signed_once, reopen, agree, compare
):
    reopen()
    agree(5, reason="Seen in the audit.", seen=1)
    found = compare(cast.erin)
    assert (found.signature.version, found.signature.digest) == (1, signed_once)
    assert found.scores["theme:caf"].agreed == 3.0
    assert found.reopened.reason == "A level was wrong."
    assert found.reopened.signed_again_at is None


@pytest.mark.databases("sqlite", "postgresql")
def test_both_versions_verify_and_the_second_says_what_it_is(
    cast, signed_once, reopen, sign, signing
):
    reopen()
    again = sign(publication="headline")
    versions = verify_versions(cast.store, OPERATOR, 873, 2009)
    assert [(one.version, one.digest_now, one.holds) for one in versions] == [
        (2, again, True),
        (1, signed_once, True),
    ]
    assert (signing().signature.version, signing().signature.publication) == (2, "headline")


def test_a_reopened_round_verifies_while_it_is_open(cast, signed_once, reopen, agree):
    reopen()
    agree(5, reason="Seen in the audit.", seen=1)
    (only,) = verify_versions(cast.store, OPERATOR, 873, 2009)
    assert (only.version, only.holds) == (1, True)


def test_last_year_is_what_was_signed_even_while_it_is_open_again(cast, signed_once, reopen, agree):
    cast.open_year(2010)
    cast.again(cast.cambridgeshire, 2010)
    reopen()
    agree(5, reason="Seen in the audit.", seen=1)
    questions = open_moderation(cast.store, cast.carol, 873, 2010).questions
    assert {one.last_agreed for one in questions} == {3}


def test_what_nobody_rated_is_open_again_once_somebody_rates_it(cast, settle, sign, reopen, accept):
    chosen = {item.id: 3 for item in cast.pack.items} | {"caf-1": NonScore.DONT_KNOW}
    settle(dict.fromkeys(UNEQUAL, chosen))
    sign()
    reopen()
    with cast.store.writing() as session:
        session.execute(
            text("UPDATE answer SET level = 4, non_score = NULL WHERE item_id = 'caf-1'")
        )
    view = open_moderation(cast.store, cast.carol, 873, 2009)
    (left,) = view.open_questions
    assert (left.item.id, left.position.proposed) == ("caf-1", 4)
    assert accept({"caf-1": 4}) == ("caf-1",)
    assert len(sign()) == 64


def test_replies_and_notes_of_the_first_version_stay_in_it(cast, replied, sign, reopen, signing):
    place = cast.cambridgeshire
    replied("It is 4.", stands=True)
    keep_note(cast.store, cast.carol, place.round_id, Note("caf", "Late roll-out."))
    first = sign()
    reopen()
    (note,) = signing().read.notes
    keep_note(cast.store, cast.carol, place.round_id, Note("caf", "Later still.", id=note.id))
    replied("It is still 4.", "Thank you.")
    second = sign()
    assert [(one.version, one.text, one.stands) for one in signing().read.replies] == [
        (1, "It is 4.", True),
        (2, "It is still 4.", False),
    ]
    digests = {one.digest_now for one in verify_versions(cast.store, OPERATOR, 873, 2009)}
    assert digests == {first, second}


# Who is told.


def test_regional_lead_and_national_team_are_told_from_the_reopening_on(
    cast, signed_once, reopen, sign
):
    with clock.stopped_at(TEN + timedelta(days=1)):
        reopen("a level was wrong.")
        (frank,) = reopened_for(cast.store, cast.frank)
        assert reopened_for(cast.store, cast.grace) == (frank,)
        assert reopened_in(cast.store, cast.frank, EAST_OF_ENGLAND, 2009) == (frank,)
    assert sentence(frank) == (
        "Cambridgeshire 2009 was reopened on 11 July 2009, 11:00 because: a level was wrong. You "
        "will see version 1 until version 2 is signed."
    )
    with clock.stopped_at(TEN + timedelta(days=4)):
        sign()
        (now,) = reopened_for(cast.store, cast.frank)
    assert sentence(now) == (
        "Cambridgeshire 2009 was reopened on 11 July 2009, 11:00 because: a level was wrong. "
        "Version 2 was signed on 14 July 2009, 11:00 and is what you see now. Anything you "
        "copied from version 1 may be out of date."
    )
    with clock.stopped_at(TEN + timedelta(days=200)):
        assert reopened_for(cast.store, cast.frank) == ()
        assert reopened_in(cast.store, cast.grace, EAST_OF_ENGLAND, 2009) == (now,)


@pytest.mark.parametrize("name", ["alice", "carol", "erin", "heidi", "ivan", "judy", "mallory"])
def test_nobody_else_is_told(cast, signed_once, reopen, name):
    reopen()
    assert reopened_for(cast.store, getattr(cast, name)) == ()


def test_where_others_saw_no_figure_nobody_is_told(cast, settle, sign, reopen):
    settle(UNEQUAL)
    sign(publication="done")
    assert who_relied(cast.store, cast.erin, 873, 2009) == ()
    reopen()
    assert reopened_for(cast.store, cast.grace) == ()


def test_the_chair_sees_who_relied_on_it_and_who_took_files_away(cast, signed_once):

    with clock.stopped_at(TEN + timedelta(hours=2)), cast.store.writing() as session:
        audit.record(session, cast.frank, Event.EXPORTED, "file", "the region's tables")
    found = who_relied(cast.store, cast.erin, 873, 2009)
    assert [(one.name, one.role, one.downloaded_at) for one in found] == [
        ("Frank", "Regional lead", TEN + timedelta(hours=2)),
        ("Grace", "National team", None),
    ]


# Two at once.


@pytest.mark.databases("sqlite", "postgresql")
def test_reopening_twice_at_once_makes_one(cast, signed_once, reopen, while_another_waits, signing):

    def first(session):
        rounds.round_to_change(session, cast.cambridgeshire.round_id)
        moderation.add_reopening(
            session, cast.cambridgeshire.round_id, 1, "First.", by="erin", at=TEN
        )
        rounds.set_round_status(session, cast.cambridgeshire.round_id, "open", "full")

    outcome = while_another_waits(first, reopen)
    assert isinstance(outcome, Locked), outcome
    assert [one.reason for one in signing().reopenings] == ["First."]


@pytest.mark.databases("sqlite", "postgresql")
def test_of_two_chairs_at_once_one_signs_and_the_other_is_told(
    cast, settle, signing, while_another_waits
):

    settle(UNEQUAL)
    held = RoleHeld(Role.CHAIR, "trust", "873")
    with cast.store.writing() as session:
        people.add_person(session, "olga", "Olga", roles=[held])
    round_id = cast.cambridgeshire.round_id
    nothing = ScoreRow("overall", "overall", "leaders", 0, 0, None, None, None, {}, [], 0, 0, None)

    def erin_signs(session):
        rounds.round_to_change(session, round_id)
        results.write_snapshot(
            session, round_id, "digest", scores=[nothing],
            signed_by="erin", signed_at=TEN, publication="full",
        )  # fmt: skip
        rounds.set_round_status(session, round_id, "signed", "full")

    def olga_signs():
        return sign_off(cast.store, Actor("olga", "Olga", (held,)), round_id, "done")

    outcome = while_another_waits(erin_signs, olga_signs)
    assert isinstance(outcome, Locked), outcome
    assert "was already signed by Erin on 10 July 2009, 11:00" in str(outcome)
    assert "your signature was not needed" in str(outcome)
    assert (signing().signature.version, signing().signature.publication) == (1, "full")


def test_it_is_signed_only_under_the_chair_s_own_name(settle, sign, signing):

    settle(UNEQUAL)
    with pytest.raises(Refused, match="type your name as it is in your account: Erin"):
        sign(typed_name="Judy")
    assert signing().signature is None
    assert len(sign(typed_name=" eRIN ")) == 64


# By e-mail.


@pytest.fixture
def with_addresses(cast, environment, mail_server):
    """Frank, Grace and Heidi have addresses, and letters go out."""
    environment.setenv("OWF_SMTP_URL", mail_server.url)
    get_settings.cache_clear()
    with cast.store.writing() as session:
        for person in ("frank", "grace", "heidi"):
            session.execute(
                text("UPDATE person SET email = :email WHERE id = :person"),
                {"email": f"{person}@example.org", "person": person},
            )
    return mail_server


def test_who_relied_on_it_gets_a_letter_at_the_reopening_and_at_the_next_signature(
    with_addresses, signed_once, reopen, sign
):
    assert with_addresses.letters == []
    assert reopen("A level was wrong.") == ["Frank", "Grace"]
    sign()
    assert with_addresses.receivers == ["frank@example.org", "grace@example.org"] * 2
    first, *_, last = with_addresses.letters
    assert first["Subject"] == "Cambridgeshire 2009: signed results reopened"
    assert last["Subject"] == "Cambridgeshire 2009: a new version was signed"
    assert "because: A level was wrong." in first.get_content().replace("\n", " ")


def test_a_mail_server_that_is_away_undoes_nothing(
    with_addresses, environment, signed_once, reopen, signing
):
    environment.setenv("OWF_SMTP_URL", "smtp://127.0.0.1:1")
    get_settings.cache_clear()
    assert reopen() == []
    assert signing().round.is_reopened
