"""Inviting people one by one: links, letters, and who is known already."""

import socket
from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import OPERATOR, Role, start_session
from owf.access.accounts import disable
from owf.access.errors import LinkRefused, NotAllowed, NotFound, PersonRefused
from owf.access.invitations import add_person, invite, resend
from owf.access.one_time_links import Purpose, accept, person_of_link
from owf.access.people import State, give_role, open_person
from owf.settings import get_settings
from owf.store import accounts, people
from owf.store.people import EmailTaken, RoleHeld
from tests.access.conftest import EVERYWHERE, answers_for, steering

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
GOOD = "kettle orbit plum fence"


@pytest.fixture
def anna(cast):
    """Anna, whom the coordinator invited to the steering group at nine."""
    with clock.stopped_at(NINE):
        return invite(cast.store, cast.carol, "Anna@Example.org ", "  Anna Ackroyd ", [steering()])


def signed_up(cast, invited):
    with clock.stopped_at(NINE):
        accept(cast.store, invited.link.token, GOOD, address="192.0.2.1")


def test_an_invitation_makes_a_person_a_role_and_a_link(cast, anna, recorded):
    with clock.stopped_at(NINE):
        account, purpose = person_of_link(cast.store, anna.link.token)
    assert (account.name, account.email) == ("Anna Ackroyd", "anna@example.org")
    assert (purpose, anna.is_new) == (Purpose.INVITATION, True)
    with cast.store.reading() as session:
        assert people.roles_of(session, anna.person_id) == [steering()]
    assert recorded() == [
        ("invited", "carol", anna.person_id, 873),
        ("role_given", "carol", anna.person_id, 873),
    ]


def test_without_a_mail_server_the_letter_is_text_to_copy(anna):
    assert not anna.was_sent
    assert "Copy the text and send it yourself" in anna.words
    assert anna.letter.to == "anna@example.org"
    assert anna.letter.text == (
        "Dear Anna Ackroyd,\n\nCarol has invited you to One Workforce. Partners in a Children's "
        "Trust use One Workforce once a year to assess how far they work as one.\n\nWhat you "
        "will do:\n- Steering group, Cambridgeshire\n\nOpen this link in your browser and "
        f"choose a password:\n\n{anna.link.url}\n\nThe link works once, until 24 July 2009, "
        "10:00. It is only for you, so please do not pass it on. If it has expired, ask Carol "
        "for a new one.\n\nAfter that, sign in at http://127.0.0.1:8501 with this e-mail address "
        "and your password.\n"
    )


def test_a_mail_server_that_cannot_be_reached_loses_nothing(cast, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but it does not listen
        environment.setenv("OWF_SMTP_URL", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        get_settings.cache_clear()
        invited = invite(cast.store, cast.carol, "anna@example.org", "Anna", [steering()])
    assert not invited.was_sent
    assert "Copy the text and send it yourself" in invited.words
    assert invited.link.url in invited.letter.text
    assert person_of_link(cast.store, invited.link.token)[0].name == "Anna"


def test_somebody_who_can_sign_in_gets_the_role_and_no_link(cast, anna):
    signed_up(cast, anna)
    again = invite(cast.store, cast.heidi, "ANNA@example.org", "Another Name",
                   [RoleHeld(Role.CHAIR, "trust", "383")])  # fmt: skip
    assert (again.person_id, again.name) == (anna.person_id, "Anna Ackroyd")
    assert (again.is_new, again.link) == (False, None)
    assert "What you will now also do:\n- Chair, Leeds" in again.letter.text
    assert "/auth/accept/" not in again.letter.text


def test_somebody_who_came_by_single_sign_on_gets_no_link_either(cast, anna):
    start_session(cast.store, anna.person_id)
    again = invite(cast.store, cast.heidi, "anna@example.org", "Anna", [steering(383)])
    assert again.link is None
    assert again.letter is not None


def test_somebody_who_waits_gets_a_new_link_and_the_older_one_dies(cast, anna):
    partner = answers_for(cast.cambridgeshire.partners["police"])
    again = invite(cast.store, cast.carol, "anna@example.org", "Anna", [partner])
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, anna.link.token)
    assert person_of_link(cast.store, again.link.token)[0].id == anna.person_id
    assert "- Answers for Police (Cambridgeshire)" in again.letter.text


def test_a_role_that_is_held_already_is_nothing_to_write_about(cast, anna):
    signed_up(cast, anna)
    again = invite(cast.store, cast.carol, "anna@example.org", "Anna", [steering()])
    assert (again.link, again.letter) == (None, None)
    assert "already have this role" in again.words


def test_no_coordinator_makes_a_link_for_somebody_who_is_more_than_they_could_make_them(cast):
    """Whoever has the link can sign in as that person."""
    invite(cast.store, OPERATOR, "root@example.org", "Root", [EVERYWHERE])
    drawn_in = invite(cast.store, cast.carol, "root@example.org", "Root", [steering()])
    assert drawn_in.link is None
    assert "Ask an administrator" in drawn_in.words
    with pytest.raises(NotAllowed, match="a role that you do not manage"):
        resend(cast.store, cast.carol, drawn_in.person_id)
    with pytest.raises(NotAllowed, match="a role that you do not manage"):
        resend(cast.store, cast.carol, "erin")
    assert resend(cast.store, cast.heidi, drawn_in.person_id).link is not None


def test_a_new_link_is_for_a_first_password_or_for_a_new_one(cast, anna, recorded):
    first = resend(cast.store, cast.carol, anna.person_id)
    assert first.link.purpose is Purpose.INVITATION
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, anna.link.token)
    accept(cast.store, first.link.token, GOOD, address="192.0.2.1")
    second = resend(cast.store, cast.carol, anna.person_id)
    assert second.link.purpose is Purpose.RESET
    assert "choose a new password" in second.letter.text
    assert recorded()[0] == ("reset_asked", "carol", anna.person_id, 873)


def test_a_new_link_is_refused_where_it_would_open_nothing(cast, anna):
    with pytest.raises(NotFound):
        resend(cast.store, cast.carol, "ivan")
    with pytest.raises(PersonRefused, match="has no e-mail address"):
        resend(cast.store, cast.heidi, "alice")
    disable(cast.store, cast.heidi, anna.person_id)
    for change in (
        lambda: resend(cast.store, cast.heidi, anna.person_id),
        lambda: invite(cast.store, cast.heidi, "anna@example.org", "Anna", [steering(383)]),
    ):
        with pytest.raises(PersonRefused, match="Anna Ackroyd is disabled"):
            change()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "name is missing"),
        ("   ", "name is missing"),
        ("\u200b\ufeff", "name is missing"),
        ("A" * 121, "has 121 characters"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(cast, name, why):
    with pytest.raises(PersonRefused, match=why):
        invite(cast.store, cast.carol, "anna@example.org", name, [steering()])
    with cast.store.reading() as session:
        assert accounts.account_by_email(session, "anna@example.org") is None


@pytest.mark.parametrize(
    "email",
    ["", "anna", "anna@example", "anna@@example.org", "anna@example.org\r\nBcc: x@example.org",
     "a b@example.org", "a..b@example.org", "anna@b..org", ".anna@example.org",
     "anna@example.org,bob@example.org", f"{'a' * 250}@example.org"],
)  # fmt: skip
def test_an_address_that_no_letter_reaches_is_refused(cast, email):
    with pytest.raises(PersonRefused, match="is not an e-mail address"):
        invite(cast.store, cast.carol, email, "Anna", [steering()])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna\r\nBcc: all@example.org", "Anna Bcc: all@example.org"),
        ("Anna\u202egro.elpmaxe", "Annagro.elpmaxe"),
        ("Anna\x00 \u200bAckroyd", "Anna Ackroyd"),
        ("سارا می\u200cخواه", "سارا می\u200cخواه"),
    ],
)
def test_a_name_is_kept_as_it_is_seen_on_one_line(cast, typed, kept):
    invited = invite(cast.store, cast.carol, "anna@example.org", typed, [steering()])
    assert open_person(cast.store, cast.carol, invited.person_id).name == kept


@pytest.mark.parametrize("email", ["strauß@example.org", "ｊo@example.org", "jo@müller.example"])
def test_an_address_with_a_letter_that_few_deliver_to_is_never_written_as_another(cast, email):
    with pytest.raises(PersonRefused, match=f"“{email}” has the character “[ßｊü]”"):
        invite(cast.store, cast.carol, email, "Anna", [steering()])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200bAnna@Example.org\ufeff", "anna@example.org"),
        (" anna@exam\u00adple.org\x02", "anna@example.org"),
    ],
)
def test_an_address_is_written_to_as_it_is_seen(cast, typed, kept):
    invited = invite(cast.store, cast.carol, typed, "Anna", [steering()])
    assert invited.letter.to == kept
    with cast.store.reading() as session:
        assert accounts.account_by_email(session, kept) is not None


def test_a_name_is_kept_as_it_is_written_whatever_it_looks_like(cast):
    name = "<b>Anna</b> *O’Néill* [x](javascript:1) 王"
    invited = invite(cast.store, cast.carol, "anna@example.org", name, [steering()])
    assert open_person(cast.store, cast.carol, invited.person_id).name == name
    assert invited.letter.text.startswith(f"Dear {name},\n")


def test_a_role_must_be_chosen_and_must_be_theirs_to_give(cast):
    with pytest.raises(PersonRefused, match="Choose a role for the person"):
        invite(cast.store, cast.carol, "anna@example.org", "Anna", [])
    for who, held in ((cast.carol, EVERYWHERE), (cast.carol, steering(383)),
                      (cast.dave, steering()), (cast.mallory, steering())):  # fmt: skip
        with pytest.raises(NotAllowed):
            invite(cast.store, who, "anna@example.org", "Anna", [steering(), held])
    with cast.store.reading() as session:
        assert accounts.account_by_email(session, "anna@example.org") is None


@pytest.mark.databases("sqlite", "postgresql")
def test_two_who_add_the_same_address_at_once_add_one_person(cast, anna):
    with pytest.raises(EmailTaken), cast.store.writing() as session:
        people.add_person(session, "other", "Other", email="anna@example.org")
    with cast.store.reading() as session:
        assert people.name_of(session, "other") is None


def test_somebody_may_be_added_without_any_link(cast, recorded):
    person = add_person(cast.store, OPERATOR, "anna@example.org", "Anna", [steering()])
    assert open_person(cast.store, cast.carol, person).state is State.NEVER
    assert recorded() == [("role_given", "operator", person, 873)]
    give_role(cast.store, cast.heidi, person, steering(383))
