"""Tokens in links, as mail and chat programs hand them on."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from owf.access.tokens import new_token, possible_tokens

PLAIN = ascii_letters + digits
new = st.text(PLAIN, min_size=32, max_size=43)
older = st.binary(min_size=24, max_size=32).map(
    lambda some: urlsafe_b64encode(some).rstrip(b"=").decode()
)
"""As they were made before: any of them may begin and end with a mark."""
marks = st.text(".,;:!?)]}>\"'»”’*_-/\\ \n\t\u200b\u00ad\ufeff…|&", max_size=4)


def test_a_token_is_of_letters_and_digits_and_no_two_are_alike():
    found = {new_token() for _ in range(500)}
    assert len(found) == 500
    assert all(re.fullmatch("[A-Za-z0-9]{43}", one) for one in found)


@given(token=st.one_of(new, older))
def test_a_whole_token_is_tried_first(token):
    assert next(possible_tokens(token)) == token


@given(token=new, before=st.sampled_from(["", "<", "(", '"', " "]), after=marks)
def test_what_stands_around_a_token_is_left_out(token, before, after):
    assert token in list(possible_tokens(f"{before}{token}{after}"))


@given(token=older.filter(lambda one: one[-2] not in "-_"), after=st.sampled_from("…,.)>"))
def test_a_token_of_before_is_found_though_its_last_mark_was_left_out(token, after):
    handed_on = token.rstrip("-_")
    assert token in list(possible_tokens(handed_on))
    assert token in list(possible_tokens(token + after))


@given(token=new, place=st.integers(1, 31), gap=st.sampled_from([" ", "\n", "\r\n", "\u200b"]))
def test_a_token_that_was_broken_is_put_together(token, place, gap):
    assert token in list(possible_tokens(token[:place] + gap + token[place:]))


@given(token=new, missing=st.integers(1, 31))
def test_a_token_without_its_end_is_never_completed(token, missing):
    assert token not in list(possible_tokens(token[:-missing]))


@given(text=st.text(max_size=2000))
def test_no_text_leads_to_many_looks(text):
    found = list(possible_tokens(text))
    assert len(found) <= 5
    assert "" not in found
