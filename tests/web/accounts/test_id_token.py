"""Tokens of a provider: one that does not hold in every way signs nobody in."""

import base64
import hmac
import json
import time

import pytest
import time_machine

from owf import clock
from owf.access.single_sign_on import SKEW
from tests.web.made_up_provider import CLIENT_ID, CLIENT_SECRET
from tests.web.single_sign_on import DOES_NOT_HOLD, events, person, sign_in, stopped


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": [1]},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": [CLIENT_ID, "another"]},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"aud": None},
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": float("nan")},
        {"exp": "2999-01-01"},
        {"iat": 32503680000},
        {"nbf": 32503680000},
        {"sub": None},
        {"sub": ""},
        {"at_hash": "another"},
        {"at_hash": [1]},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_signs_nobody_in(visitor, made_up, claims):
    made_up.claims = claims
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)
    assert events()[0] == ("sign_in_failed", None, {"way": "single sign-on"})


def test_clocks_may_be_a_little_apart_but_not_more(visitor, made_up):
    now = int(clock.now().timestamp())
    with time_machine.travel(now, tick=False):
        made_up.claims = {"exp": now - SKEW + 1, "iat": now + SKEW - 1, "nbf": now + SKEW - 1}
        sign_in(visitor, made_up)
        assert person(visitor) == "anna"
        visitor.cookies.clear()
        for wrong in ({"exp": now - SKEW}, {"iat": now + SKEW + 1}, {"nbf": now + SKEW + 1}):
            made_up.claims = wrong
            stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_provider_whose_clock_is_a_minute_and_a_half_off_signs_people_in(
    visitor, made_up, seconds
):
    made_up.clock_is_ahead = seconds
    made_up.claims = {"nbf": int(time.time()) + seconds}
    sign_in(visitor, made_up)
    assert person(visitor) == "anna"


def _unsigned(claims, alg="none"):
    parts = (json.dumps(one).encode() for one in ({"alg": alg, "typ": "JWT"}, claims))
    head, body = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    return f"{head}.{body}."


def test_an_unsigned_token_signs_nobody_in(visitor, made_up):
    for alg in ("none", "None", "NONE", "", "RS256"):
        made_up.sign = lambda claims, alg=alg: _unsigned(claims, alg)
        stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


@pytest.mark.parametrize("secret", ["public key", "client secret"])
def test_a_token_signed_with_what_others_know_signs_nobody_in(
    visitor, made_up, provider_key, secret
):
    known = provider_key.as_pem(private=False) if secret == "public key" else CLIENT_SECRET.encode()

    def sign_with_secret(claims):
        text = _unsigned(claims, "HS256").removesuffix(".")
        signature = hmac.digest(known, text.encode(), "sha256")
        return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    made_up.sign = sign_with_secret
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


def test_a_token_signed_with_another_key_of_the_same_name_signs_nobody_in(
    visitor, made_up, other_key
):
    made_up.sign = lambda claims: made_up.signed(claims, other_key)
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


def test_a_key_that_the_token_brings_along_counts_for_nothing(visitor, made_up, other_key):
    made_up.sign = lambda claims: made_up.signed(
        claims, other_key, jwk=other_key.as_dict(private=False), kid="brought along"
    )
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


def test_keys_that_may_not_sign_or_are_too_short_are_passed_over(visitor, made_up, provider_key):
    # Short keys are warned of where they are made; this one only has the looks of one.
    short = {"kty": "RSA", "kid": "first", "n": "AQAB" * 43, "e": "AQAB", "use": "sig"}
    secret = {"kty": "oct", "kid": "first", "k": "c2VjcmV0"}
    wrong_use = {**provider_key.as_dict(private=False), "use": "enc"}
    made_up.published = [short, secret, wrong_use, {"kty": "new"}, {"kty": "RSA"}, "none", 1]
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)
    made_up.published.append(provider_key.as_dict(private=False))
    sign_in(visitor, made_up)
    assert person(visitor) == "anna"


@pytest.mark.parametrize("token", ["", "a.b.c", "a.b.c.d.e", 1, None, {"a": 1}, "x" * 200_000])
def test_what_is_no_token_signs_nobody_in(visitor, made_up, token):
    made_up.sign = lambda _claims: token
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)
