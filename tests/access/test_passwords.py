"""Passwords: argon2id, long enough, and none that is guessed first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from owf.access.errors import PasswordRefused
from owf.access.passwords import (
    LONGEST,
    SHORTEST,
    check_new_password,
    hash_password,
    is_outdated,
    is_password,
)

GOOD = "kettle orbit plum fence"


def test_a_hash_is_argon2id_salted_and_knows_its_password():
    one, other = hash_password(GOOD), hash_password(GOOD)
    assert one.startswith("$argon2id$")
    assert one != other
    assert is_password(one, GOOD)
    assert not is_password(one, GOOD + " ")
    assert not is_outdated(one)


def test_no_hash_and_a_broken_one_are_nobodys_password():
    assert not is_password(None, GOOD)
    assert not is_password(None, "nobody has this one")
    assert not is_password("$argon2id$broken", GOOD)


def test_an_accent_may_be_typed_as_one_character_or_as_two():
    assert is_password(hash_password("cafe\u0301 orbit plum"), "caf\u00e9 orbit plum")


def test_a_hash_of_weaker_settings_is_outdated():
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$0wp0uPFkvaNQJzqXbTkvGA"
    assert is_outdated(weak)


@pytest.mark.parametrize(
    "password",
    [GOOD, "x9!kLm2#pQz7", "zwölf Zeichen!", "correcthorsebatterystaple", "ab cd ef gh ij"],
)
def test_a_long_one_that_nobody_guesses_is_taken_whatever_it_is_made_of(password):
    check_new_password(password, "Alice Ackroyd", "alice@example.org")


def test_eleven_characters_are_too_few_and_the_sentence_says_how_many_are_needed():
    with pytest.raises(PasswordRefused, match=r"has 11 characters\. Choose one with at least 12\."):
        check_new_password("kettle orbi")
    check_new_password("kettle orbit")


def test_a_password_that_is_a_book_is_refused():
    with pytest.raises(PasswordRefused, match=f"at most {LONGEST}"):
        check_new_password("kettle " * 60)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2009!",
        "passwordpassword",
        "qwertyuiop[]",
        "1q2w3e4r5t6y",
        "iloveyouiloveyou",
        "aaaaaaaaaaaa",
        "123456789012",
        "abcdefghijkl",
        "210987654321",
        "oneworkforce",
        "OneWorkforce2009",
        "alice.ackroyd",
        "ackroyd1234567",
        "alice@example.org",
    ],
)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(PasswordRefused, match="easy to guess"):
        check_new_password(password, "Alice Ackroyd", "alice@example.org")


@given(st.text(min_size=0, max_size=40))
@settings(max_examples=300)
def test_any_text_is_taken_or_refused_in_a_sentence(password):
    try:
        check_new_password(password, "Bob", "bob@example.org")
    except PasswordRefused as refused:
        assert str(refused).endswith(".")  # noqa: PT017  either way is right
    else:
        assert len(password) >= SHORTEST // 4
