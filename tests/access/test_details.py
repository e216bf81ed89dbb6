"""Names and e-mail addresses: a person's own, somebody's who is looked after, and who may not."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, text

from owf import clock
from owf.access import OPERATOR, Role, start_session, who_is_there
from owf.access.accounts import disable, erase
from owf.access.details import (
    address_of_link,
    address_waiting,
    ask_for_own_email,
    cancel_own_email,
    change_own_name,
    change_person,
    confirm_email,
)
from owf.access.errors import (
    LinkRefused,
    MustWait,
    NotAllowed,
    NotFound,
    PersonRefused,
    SignInRefused,
    WrongPassword,
)
from owf.access.invitations import invite, resend
from owf.access.one_time_links import LASTS, Purpose, accept, make_link, person_of_link
from owf.access.people import State, checked_name, give_role, open_person
from owf.access.sign_in import sign_in
from owf.access.waits import FREE_FOR_AN_ACCOUNT
from owf.assessment.audit.reading import whole_record
from owf.store import accounts, people
from owf.store.audit import EventsWanted
from owf.store.people import RoleHeld
from tests.access.conftest import EVERYWHERE, steering

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
GOOD = "kettle orbit plum fence"
HOME = "192.0.2.1"
NEW = "anna@new.example"


@pytest.fixture
def invited(cast):
    """Anna, whom the coordinator invited to the steering group."""
    return invite(cast.store, cast.carol, "anna@example.org", "Anna", [steering()])


@pytest.fixture
def anna(cast, invited):
    """Anna, who has accepted; gives her session's token."""
    return accept(cast.store, invited.link.token, GOOD, address=HOME)


@pytest.fixture
def her(cast, anna):
    """Anna as she is signed in."""
    return who_is_there(cast.store, anna, HOME)


def ask(cast, her, email=NEW, password=GOOD):
    ask_for_own_email(cast.store, her, email, password)


def link_in(letter):
    return re.search(r"/auth/(?:email|accept)/([A-Za-z0-9]+)", letter.get_content())[1]


def confirm(cast, token):
    return confirm_email(cast.store, token, address=HOME)


def email_of(cast, person_id):
    return open_person(cast.store, cast.heidi, person_id).email


def said(cast):
    """What the record says of people, the newest first."""
    lines = whole_record(cast.store, cast.heidi, EventsWanted())
    return [one.sentence for one in lines if one.event.object_kind == "person"]


def everything_kept(cast):
    """Every cell of every table, as text."""
    with cast.store.reading() as session:
        return "\n".join(
            str(cell)
            for table in inspect(session.connection()).get_table_names()
            for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for cell in row
        )


# The story: somebody is invited at a wrong address


def test_a_mistyped_address_is_corrected_and_the_invitation_reaches_its_person(cast, mail_server):
    wrong = invite(cast.store, cast.carol, "anna@exmaple.org", "Ana", [steering()])
    done = change_person(
        cast.store, cast.carol, wrong.person_id, name="Anna", email="anna@example.org"
    )
    assert mail_server.receivers == ["anna@exmaple.org", "anna@example.org", "anna@exmaple.org"]
    _, right, to_the_stranger = mail_server.letters
    assert "Anna" not in to_the_stranger.get_content()
    assert "the link in it no longer works" in to_the_stranger.get_content()
    assert "anna@example.org" not in to_the_stranger.get_content()
    with pytest.raises(LinkRefused):
        accept(cast.store, wrong.link.token, GOOD, address=HOME)
    assert done.invited.was_sent
    assert done.words == (
        "The name is now Anna. The e-mail address has been changed. Every earlier link has ended."
    )
    resend(cast.store, cast.carol, wrong.person_id)
    assert mail_server.receivers[-1] == "anna@example.org"
    with pytest.raises(LinkRefused):
        accept(cast.store, link_in(right), GOOD, address=HOME)
    token = accept(cast.store, link_in(mail_server.letters[-1]), GOOD, address=HOME)
    assert who_is_there(cast.store, token).name == "Anna"
    assert sign_in(cast.store, "anna@example.org", GOOD, address=HOME)
    with pytest.raises(SignInRefused):
        sign_in(cast.store, "anna@exmaple.org", GOOD, address=HOME)
    assert said(cast)[:5] == [
        "Carol invited Anna",
        "Carol invited Anna",
        "Carol changed the e-mail address of Anna",
        "Carol changed the name of Anna",
        "Carol invited Anna",
    ]


def test_a_stranger_who_accepted_in_the_meantime_is_out_and_their_password_with_them(cast, anna):
    changed = change_person(
        cast.store, cast.carol, who_is_there(cast.store, anna).id, email=NEW, forget_password=True
    )
    assert who_is_there(cast.store, anna) is None
    with pytest.raises(SignInRefused):
        sign_in(cast.store, NEW, GOOD, address=HOME)
    assert changed.invited.link.purpose is Purpose.INVITATION
    accept(cast.store, changed.invited.link.token, "seven quiet lamps uphill", address=HOME)
    assert "Carol changed the e-mail address of Anna and ended their password" in said(cast)


# Their own name


def test_one_s_own_name_changes_at_once(cast, her, anna):
    assert change_own_name(cast.store, her, "  Anna\u200b  O’Neill ")
    assert who_is_there(cast.store, anna).name == "Anna O’Neill"
    assert said(cast)[0] == "Anna O’Neill changed their name"
    assert not change_own_name(cast.store, her, "Anna O’Neill")


@pytest.mark.parametrize("name", ["", " \u200b\x02 ", "A" * 121])
def test_a_name_that_cannot_be_kept_is_refused_as_elsewhere(cast, her, name):
    with pytest.raises(PersonRefused) as expected:
        checked_name(name)
    for change in (
        lambda: change_own_name(cast.store, her, name),
        lambda: change_person(cast.store, cast.heidi, her.id, name=name, email=NEW),
    ):
        with pytest.raises(PersonRefused) as refused:
            change()
        assert (str(refused.value), refused.value.field) == (str(expected.value), "name")
    found = open_person(cast.store, cast.heidi, her.id)
    assert (found.name, found.email) == ("Anna", "anna@example.org")


# Their own address


def test_a_new_address_counts_once_its_link_is_used_and_both_addresses_are_told(
    cast, her, mail_server
):
    ask(cast, her, " Anna@New.example\u200b ")
    assert mail_server.receivers == [NEW, "anna@example.org"]
    to_new, to_old = mail_server.letters
    assert NEW not in to_old.get_content()
    assert "cancel the change" in to_old.get_content()
    waiting = address_waiting(cast.store, her)
    assert (waiting.email, email_of(cast, her.id)) == (NEW, "anna@example.org")
    assert address_of_link(cast.store, link_in(to_new)) == waiting
    assert confirm(cast, link_in(to_new)) == (her.id, NEW)
    assert address_waiting(cast.store, her) is None
    assert sign_in(cast.store, NEW, GOOD, address=HOME)
    with pytest.raises(SignInRefused):
        sign_in(cast.store, "anna@example.org", GOOD, address=HOME)
    assert mail_server.receivers[2:] == ["anna@example.org"]
    assert "no longer signs you in" in mail_server.letters[-1].get_content()
    assert said(cast)[:2] == [
        "Anna confirmed their new e-mail address",
        "Anna asked to change their e-mail address",
    ]


def test_the_link_works_once_and_ends_every_other(cast, her, mail_server):
    with cast.store.writing() as session:
        reset = make_link(session, her.id, Purpose.RESET)
    ask(cast, her, "first@new.example")
    ask(cast, her)
    first, last = link_in(mail_server.letters[0]), link_in(mail_server.letters[2])
    with pytest.raises(LinkRefused, match="a newer one has replaced it"):
        confirm(cast, first)
    # Asking has ended no link for a password.
    person_of_link(cast.store, reset.token)
    confirm(cast, last)
    for token, words in ((last, "already been used"), (first, "does not work")):
        for use in (confirm, lambda cast, token: address_of_link(cast.store, token)):
            with pytest.raises(LinkRefused, match=words):
                use(cast, token)
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, reset.token)


def test_a_link_for_an_address_lasts_its_time_and_no_longer(cast, her, mail_server):
    with clock.stopped_at(NINE):
        ask(cast, her)
        token = link_in(mail_server.letters[0])
    with clock.stopped_at(NINE + LASTS[Purpose.EMAIL] - timedelta(seconds=1)):
        assert address_waiting(cast.store, her)
        address_of_link(cast.store, token)
    with clock.stopped_at(NINE + LASTS[Purpose.EMAIL]):
        assert address_waiting(cast.store, her) is None
        with pytest.raises(LinkRefused, match="expired"):
            confirm(cast, token)


def test_links_for_a_password_and_for_an_address_never_stand_in_for_each_other(
    cast, her, mail_server
):
    ask(cast, her)
    token = link_in(mail_server.letters[0])
    with pytest.raises(LinkRefused, match="not for a password"):
        accept(cast.store, token, "seven quiet lamps uphill", address=HOME)
    with cast.store.writing() as session:
        reset = make_link(session, her.id, Purpose.RESET)
    with pytest.raises(LinkRefused):
        confirm(cast, reset.token)
    # Choosing a new password ends what whoever was there before may have asked for.
    accept(cast.store, reset.token, "seven quiet lamps uphill", address=HOME)
    with pytest.raises(LinkRefused):
        confirm(cast, token)


def test_it_is_cancelled_and_its_link_opens_nothing(cast, her, mail_server):
    ask(cast, her)
    assert cancel_own_email(cast.store, her)
    assert not cancel_own_email(cast.store, her)
    with pytest.raises(LinkRefused, match="cancelled"):
        confirm(cast, link_in(mail_server.letters[0]))
    assert said(cast)[0] == "Anna cancelled the change of their e-mail address"


def test_a_stranger_s_address_makes_no_difference_that_could_be_seen(cast, her, mail_server):
    invite(cast.store, cast.heidi, "eve@example.org", "Eve", [steering(383)])
    ask(cast, her, "eve@example.org")
    assert address_waiting(cast.store, her).email == "eve@example.org"
    to_eve, to_anna = mail_server.letters[-2:]
    assert (to_eve["to"], to_anna["to"]) == ("eve@example.org", "anna@example.org")
    assert "It already has an account" in " ".join(to_eve.get_content().split())
    assert "/auth/email/" not in to_eve.get_content()
    assert "Anna" not in to_eve.get_content()


def test_an_address_that_somebody_was_given_meanwhile_is_not_confirmed(cast, her, mail_server):
    ask(cast, her)
    token = link_in(mail_server.letters[0])
    invite(cast.store, cast.heidi, NEW, "Eve", [steering(383)])
    with pytest.raises(LinkRefused, match="cannot be used for this account") as refused:
        confirm(cast, token)
    assert "Eve" not in str(refused.value)
    assert email_of(cast, her.id) == "anna@example.org"


NO_ADDRESS = PersonRefused, "is not an e-mail address", "email"
NOT_THE_PASSWORD = WrongPassword, "not your current password", ""


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (("no address", GOOD), NO_ADDRESS),
        (("", GOOD), NO_ADDRESS),
        ((f"{'a' * 250}@example.org", GOOD), NO_ADDRESS),
        (("strauß@example.org", GOOD), (PersonRefused, "“ß”", "email")),
        (("ANNA@example.org", GOOD), (PersonRefused, "your e-mail address already", "email")),
        ((NEW, ""), NOT_THE_PASSWORD),
        ((NEW, "a wrong one"), NOT_THE_PASSWORD),
    ],
)
def test_an_address_that_will_not_do_is_refused(cast, her, sent, expected, mail_server):
    error, words, field = expected
    with pytest.raises(error, match=words) as refused:
        ask(cast, her, *sent)
    assert refused.value.field == field
    assert address_waiting(cast.store, her) is None
    assert mail_server.letters == []


def test_a_letter_that_cannot_be_delivered_changes_nothing_and_says_so(cast, her, mail_server):
    with pytest.raises(PersonRefused, match=r"nothing was sent to refused@new\.example") as refused:
        ask(cast, her, "refused@new.example")
    assert refused.value.field == "email"
    assert address_waiting(cast.store, her) is None
    assert mail_server.letters == []


def test_without_a_mail_server_it_says_whom_to_ask(cast, her):
    with pytest.raises(PersonRefused, match="coordinator or an administrator"):
        ask(cast, her)


def test_nobody_writes_to_strangers_without_end(cast, her, mail_server):
    for number in range(FREE_FOR_AN_ACCOUNT):
        ask(cast, her, f"stranger{number}@new.example")
    with pytest.raises(MustWait, match="entered too many times"):
        ask(cast, her)
    assert len(mail_server.letters) == 2 * FREE_FOR_AN_ACCOUNT


def test_who_has_no_password_needs_none(cast, mail_server):
    with cast.store.writing() as session:
        people.set_email(session, "dave", "dave@example.org")
    ask(cast, cast.dave, "dave@new.example", "")
    confirm(cast, link_in(mail_server.letters[0]))
    assert email_of(cast, "dave") == "dave@new.example"


@pytest.mark.parametrize("change", ["disabled", "erased", "corrected"])
def test_a_waiting_address_ends_with_what_is_done_to_its_person(cast, her, mail_server, change):
    ask(cast, her)
    token = link_in(mail_server.letters[0])
    if change == "disabled":
        disable(cast.store, cast.heidi, her.id)
    elif change == "erased":
        erase(cast.store, cast.heidi, her.id)
    else:
        change_person(cast.store, cast.heidi, her.id, email="other@new.example")
    with pytest.raises(LinkRefused):
        confirm(cast, token)


def test_a_waiting_address_is_no_invitation(cast, her, mail_server):
    ask(cast, her)
    give_role(cast.store, cast.heidi, her.id, EVERYWHERE)
    assert address_waiting(cast.store, her)
    assert open_person(cast.store, cast.heidi, her.id).state is State.ACTIVE
    with cast.store.reading() as session:
        assert people.record_of(session, her.id).invited_until is None


# Somebody else's


def test_another_address_ends_links_and_sessions_and_the_password_stays(
    cast, her, anna, mail_server
):
    with cast.store.writing() as session:
        link = make_link(session, her.id, Purpose.RESET)
    changed = change_person(cast.store, cast.heidi, her.id, email=NEW)
    assert who_is_there(cast.store, anna) is None
    with pytest.raises(LinkRefused):
        accept(cast.store, link.token, "seven quiet lamps uphill", address=HOME)
    assert sign_in(cast.store, NEW, GOOD, address=HOME)
    # A link was waiting, so a new one goes to the new address.
    assert changed.invited.letter.to == NEW
    assert sorted(mail_server.receivers) == ["anna@example.org", NEW]


def test_who_has_a_password_is_told_at_both_addresses(cast, her, mail_server):
    changed = change_person(cast.store, cast.carol, her.id, email=NEW)
    assert (changed.invited, mail_server.receivers) == (None, ["anna@example.org", NEW])
    to_old, to_new = (" ".join(one.get_content().split()) for one in mail_server.letters)
    assert "Carol has changed the e-mail address of your account" in to_old
    assert NEW not in to_old
    assert "Carol has made this the e-mail address of your account" in to_new
    assert changed.words.endswith("We have told them at both addresses.")


def test_without_a_mail_server_it_says_to_tell_them(cast, her):
    changed = change_person(cast.store, cast.carol, her.id, email=NEW)
    assert "cannot send e-mail, so tell them which address" in changed.words


def test_a_new_address_that_takes_no_letter_is_told(cast, her, mail_server):
    changed = change_person(cast.store, cast.carol, her.id, email="refused@new.example")
    assert "No letter could be sent to the new one. Check it" in changed.words


def test_a_name_alone_ends_nothing(cast, her, anna, mail_server):
    changed = change_person(cast.store, cast.carol, her.id, name="Anna Bell")
    assert (changed.words, changed.invited) == ("The name is now Anna Bell.", None)
    assert who_is_there(cast.store, anna).name == "Anna Bell"
    assert mail_server.letters == []
    same = change_person(cast.store, cast.carol, her.id, name="Anna Bell", email="anna@example.org")
    assert same.words.startswith("Nothing was changed")


def test_who_is_disabled_is_corrected_without_a_link(cast, invited):
    disable(cast.store, cast.heidi, invited.person_id)
    changed = change_person(cast.store, cast.heidi, invited.person_id, email=NEW)
    assert changed.invited is None
    assert email_of(cast, invited.person_id) == NEW


def test_nobody_changes_their_own_around_the_confirmation(cast, her):
    for who in (cast.heidi, cast.carol):
        with pytest.raises(NotAllowed, match="on your account page"):
            change_person(cast.store, who, who.id, email=NEW)


def test_a_coordinator_corrects_nobody_whose_roles_they_do_not_all_give(cast, her):
    for held in (EVERYWHERE, RoleHeld(Role.CHAIR, "trust", "873"), steering(383)):
        with cast.store.writing() as session:
            people.give_role(session, her.id, held)
        with pytest.raises(NotAllowed, match="a role that you do not manage"):
            change_person(cast.store, cast.carol, her.id, email=NEW)
        with cast.store.writing() as session:
            people.take_role(session, her.id, held)
    with pytest.raises(NotAllowed):
        change_person(cast.store, cast.carol, "erin", email=NEW)
    with pytest.raises(NotFound):
        change_person(cast.store, cast.carol, "ivan", email=NEW)
    assert change_person(cast.store, cast.carol, her.id, email=NEW)


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "mallory"])
def test_nobody_else_corrects_anybody(cast, name):
    with pytest.raises(NotFound):
        change_person(cast.store, getattr(cast, name), "bob", name="Robert")


def test_an_address_that_somebody_has_is_refused_without_their_name(cast, her):
    invite(cast.store, cast.heidi, "eve@example.org", "Eve", [steering(383)])
    with pytest.raises(PersonRefused, match="There is already an account") as refused:
        change_person(cast.store, cast.carol, her.id, name="Anna Bell", email="EVE@example.org")
    assert (refused.value.field, "Eve" in str(refused.value)) == ("email", False)
    found = open_person(cast.store, cast.heidi, her.id)
    assert (found.name, found.email) == ("Anna", "anna@example.org")


def test_the_people_of_the_demonstration_keep_theirs(cast):
    with cast.store.writing() as session:
        people.add_person(session, "demo-1", "Demo", demo_role="partner", roles=[steering()])
    token = start_session(cast.store, "demo-1")
    demo = who_is_there(cast.store, token)
    for change in (
        lambda: change_own_name(cast.store, demo, "Other"),
        lambda: change_person(cast.store, cast.heidi, "demo-1", name="Other"),
    ):
        with pytest.raises(PersonRefused, match="keep their names"):
            change()


@pytest.mark.databases("sqlite", "postgresql")
def test_of_two_who_are_given_one_address_at_once_one_has_it_and_one_is_told(cast):
    ids = [
        invite(cast.store, OPERATOR, f"{name}@example.org", name, [steering()]).person_id
        for name in ("ann", "ben")
    ]
    start, outcomes = threading.Barrier(2), []

    def give(person_id):
        start.wait()
        try:
            change_person(cast.store, OPERATOR, person_id, email=NEW)
            outcomes.append("done")
        except PersonRefused as refused:
            outcomes.append(str(refused))

    threads = [threading.Thread(target=give, args=(one,)) for one in ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one == "done" for one in outcomes) == [False, True]
    assert any("There is already an account with this e-mail address" in one for one in outcomes)
    with cast.store.reading() as session:
        assert accounts.account_by_email(session, NEW).id in ids


@pytest.mark.databases("sqlite", "postgresql")
def test_the_link_for_an_address_is_used_by_one_of_two_who_open_it_at_once(cast, her, mail_server):
    ask(cast, her)
    token = link_in(mail_server.letters[0])
    start, outcomes = threading.Barrier(2), []

    def use():
        start.wait()
        try:
            outcomes.append(confirm(cast, token)[1])
        except LinkRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == [NEW, "refused"]


def test_erasing_leaves_no_address_and_no_name_that_the_person_ever_had(cast, her, mail_server):
    ask(cast, her, "never@confirmed.example")
    ask(cast, her)
    confirm(cast, link_in(mail_server.letters[2]))
    change_own_name(cast.store, her, "Annabel Second")
    change_person(cast.store, cast.heidi, her.id, name="Annabel Third", email="third@new.example")
    ask_again = who_is_there(cast.store, start_session(cast.store, her.id), HOME)
    ask(cast, ask_again, "fourth@new.example")
    erase(cast.store, cast.heidi, her.id)
    kept = everything_kept(cast)
    for gone in ("@example.org", ".example", "Annabel", "Second", "Third"):
        assert gone not in kept
    assert "Heidi changed the e-mail address of an erased person" in "\n".join(said(cast))
