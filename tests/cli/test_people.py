"""``people``: what whoever holds the database can do for people."""

import json

import pytest

from owf.access import OPERATOR, start_session, who_is_there
from owf.access.people import PeopleWanted, State, list_people
from owf.store import people

POLICE = ("--role", "respondent", "--where", "Cambridgeshire: police")


@pytest.fixture
def anna(cast_database, owf):
    """Anna, who was invited; gives what the command said."""
    return owf("people", "invite", "anna@example.org", "--name", "Anna", *POLICE)


def shown(cast, text="anna@example.org"):
    (found,) = list_people(cast.store, OPERATOR, PeopleWanted(text=text))
    return found


def test_somebody_is_invited_with_a_link_on_standard_output(cast, anna):
    assert anna.exit_code == 0, anna.output
    assert anna.stdout.startswith("https://workforce.example/auth/accept/")
    assert anna.stderr == (
        "Anna: This service cannot send e-mail. Copy the text and send it yourself.\n"
    )
    assert [role.words for role in shown(cast).roles] == ["Answers for Police (Cambridgeshire)"]


def test_without_a_role_a_new_link_is_made_and_the_older_one_dies(cast, anna, owf):
    again = owf("people", "invite", "ANNA@example.org")
    assert again.exit_code == 0
    assert again.stdout not in ("", anna.stdout)
    read = json.loads(owf("people", "invite", "anna@example.org", "--json").stdout)
    assert read["link"].startswith("https://workforce.example/auth/accept/")
    assert (read["is_new"], read["was_sent"]) == (False, False)


def test_somebody_is_added_without_a_link(cast, cast_database, owf):
    found = owf("people", "add", "ben@example.org", "--name", "Ben", "--role", "Steering group",
                "--where", 873)  # fmt: skip
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == "Ben: Steering group, Cambridgeshire. Never signed in.\n"


def test_an_address_may_be_given_as_a_letter_names_it(cast, cast_database, owf):
    chair = ("--role", "chair", "--where", "Cambs County Council")
    found = owf("people", "add", "Brown, Ben <mailto:ben@example.org>", *chair)
    assert found.stderr == "Ben Brown: Chair, Cambridgeshire. Never signed in.\n"
    listed = json.loads(owf("people", "list", "--trust", "Cambridgeshire", "--json").stdout)
    assert "ben@example.org" in {one["email"] for one in listed["people"]}
    refused = owf("people", "list", "--trust", "Newcastle")
    assert "Did you mean Newcastle upon Tyne (391)?" in refused.stderr


def test_the_list_alone_prints_addresses(cast, anna, owf):
    line = next(one for one in owf("people", "list").stdout.splitlines() if "Anna" in one)
    assert line == (
        f"{shown(cast).id}  Anna <anna@example.org>: Answers for Police (Cambridgeshire). "
        f"{shown(cast).state_in_words}."
    )
    for words in (("disable", "anna@example.org"), ("enable", "anna@example.org"),
                  ("erase", "anna@example.org", "--yes")):  # fmt: skip
        found = owf("people", *words)
        assert found.exit_code == 0
        assert "example.org" not in found.output


def test_a_machine_reads_the_list_of_one_trust(cast, cast_database, owf):
    read = json.loads(owf("people", "list", "--trust", 383, "--json").stdout)
    assert [one["name"] for one in read["people"]] == ["Ivan", "Judy"]
    assert read["people"][1] == {
        "id": "judy",
        "name": "Judy",
        "email": "",
        "state": "never",
        "roles": [{"role": "chair", "where": "383", "words": "Chair, Leeds"}],
        "last_seen": None,
    }


def test_somebody_is_disabled_and_enabled_by_address_or_id(cast, anna, owf):
    token = start_session(cast.store, shown(cast).id)
    assert owf("people", "disable", "anna@example.org").exit_code == 0
    assert who_is_there(cast.store, token) is None
    assert shown(cast).state is State.DISABLED
    found = owf("people", "enable", shown(cast).id, "--json")
    assert json.loads(found.stdout)["state"] == "active"


def test_a_mistyped_address_is_corrected_and_a_new_link_made(cast, anna, owf):
    found = owf(
        "people", "change", "anna@example.org", "--name", "Ann", "--email", "ANN@right.example"
    )
    assert found.exit_code == 0
    assert found.stdout.startswith("https://workforce.example/auth/accept/")
    assert found.stderr == (
        "Ann: The name is now Ann. The e-mail address has been changed. Every earlier link has "
        "ended.\nAnn: This service cannot send e-mail. Copy the text and send it yourself.\n"
    )
    assert shown(cast, "ann@right.example").name == "Ann"
    read = json.loads(
        owf("people", "change", "ann@right.example", "--email", "anna@example.org", "--json").stdout
    )
    assert read["link"].startswith("https://workforce.example/auth/accept/")
    assert (read["id"], read["state"]) == (shown(cast).id, "invited")


def test_a_name_alone_is_corrected_and_the_password_can_be_ended_with_an_address(cast, anna, owf):
    person = shown(cast).id
    token = start_session(cast.store, person)
    assert owf("people", "change", person, "--name", "Ann").stderr == "Ann: The name is now Ann.\n"
    assert who_is_there(cast.store, token).name == "Ann"
    again = owf("people", "change", person, "--name", "Ann")
    assert "Nothing was changed" in again.stderr
    found = owf("people", "change", person, "--email", "b@right.example", "--forget-password")
    assert "/auth/accept/" in found.stdout
    assert who_is_there(cast.store, token) is None


def test_erasing_says_what_stays_and_wants_a_yes(cast, anna, owf):
    person = shown(cast).id
    asked = owf("people", "erase", person)
    assert asked.exit_code == 1
    assert "events in the record stay" in asked.stderr
    assert asked.stderr.endswith("Anna was not erased. Add --yes to erase them.\n")
    done = owf("people", "erase", person, "--yes")
    assert done.exit_code == 0
    assert done.stderr.startswith("Anna has been erased: name, e-mail address, password")
    with cast.store.reading() as session:
        assert people.name_of(session, person) is None
    assert owf("people", "erase", person, "--yes").exit_code == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("disable", "nobody@example.org"), "There is nobody with this e-mail address or id"),
        (("disable", ""), "There is nobody with this e-mail address or id"),
        (("disable", "heidi"), "last administrator"),
        (("erase", "heidi", "--yes"), "last administrator"),
        (("invite", "heidi"), "has no e-mail address"),
        (("invite", "a@example.org", "--role", "king"), "There is no role “king”"),
        (("invite", "a@example.org", "--role", "chair", "--where", "Atlantis"), "no Trust"),
        (("invite", "a@example.org", "--role", "administrator"), "The name is missing"),
        (("invite", "a@example.org", "--where", "Leeds"), "Name the role with --role"),
        (("change", "heidi"), "Give --name, --email or both"),
        (("change", "heidi", "--name", "H", "--forget-password"), "Give it with --email"),
        (("change", "nobody@example.org", "--name", "N"), "There is nobody with this e-mail"),
        (("change", "heidi", "--name", " "), "The name is missing"),
        (("change", "heidi", "--email", "heidi"), "is not an e-mail address"),
        (("add", "a", "--name", "A", "--role", "administrator"), "is not an e-mail address"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(cast_database, owf, words, why):
    found = owf("people", *words)
    assert (found.exit_code, found.stdout) == (1, "")
    assert why in found.stderr


def test_an_empty_place_says_that_nobody_is_there(cast_database, owf):
    found = owf("people", "list", "--trust", 881)
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "There is nobody yet.\n")
