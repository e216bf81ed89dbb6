"""The provider: what it publishes, and what happens where it does not answer as it should."""

import asyncio
import threading
from datetime import timedelta

import httpx2
import pytest
import time_machine
from joserfc.jwk import RSAKey

from benchmarks.servers import free_port
from owf.settings import get_settings
from owf.web.accounts import oidc
from tests.loops import run
from tests.web.browsers import HOME
from tests.web.made_up_provider import ANNA, CLIENT_SECRET, Answer
from tests.web.single_sign_on import (
    DOES_NOT_ANSWER,
    DOES_NOT_HOLD,
    person,
    sign_in,
    start,
    stopped,
)

DISCOVERY = "/.well-known/openid-configuration"


def test_an_address_that_stands_beside_the_token_is_taken_with_it(visitor, made_up):
    made_up.person, made_up.userinfo = {"sub": "0001"}, dict(ANNA)
    sign_in(visitor, made_up)
    assert person(visitor) == "anna"


def test_an_address_of_another_beside_the_token_is_not(visitor, made_up):
    made_up.person, made_up.userinfo = {"sub": "0002"}, dict(ANNA)
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_HOLD, 403)


@pytest.mark.parametrize(
    "instead",
    [
        Answer({"id_token": "x"}, 307, {"Location": "/token-elsewhere"}),
        Answer({"id_token": "x"}, 302, {"Location": "https://evil.example/"}),
        Answer({"error": "invalid_client"}, 401),
        Answer(b"<html>Down for maintenance</html>", 503),
        Answer(b"<html>Fine</html>"),
        Answer(b"[" * 100_000),
        Answer([]),
        Answer({"id_token": "x" * 300_000}),
        Answer(b"\x1f\x8b", 200, {"Content-Encoding": "gzip"}),
    ],
    ids=["led on", "led away", "refused", "down", "a page", "deep", "a list", "large", "packed"],
)
def test_a_token_address_that_answers_otherwise_signs_nobody_in(visitor, made_up, instead):
    made_up.instead["/token"] = instead
    stopped(visitor, sign_in(visitor, made_up), DOES_NOT_ANSWER, 502)
    assert made_up.asked["/token-elsewhere"] == 0


def test_a_provider_that_is_down_is_told_at_once(visitor, made_up, environment):
    environment.setenv("OWF_OIDC_ISSUER", f"http://127.0.0.1:{free_port()}")
    get_settings.cache_clear()
    stopped(visitor, start(visitor, "/compare"), DOES_NOT_ANSWER, 502)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": "http://evil.example/keys"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_a_provider_that_publishes_something_else_is_not_gone_to(visitor, made_up, metadata):
    made_up.metadata = metadata
    stopped(visitor, start(visitor), DOES_NOT_ANSWER, 502)


def test_an_issuer_that_differs_by_a_slash_is_another(visitor, made_up):
    made_up.metadata = {"issuer": f"{made_up.issuer}/"}
    stopped(visitor, start(visitor), DOES_NOT_ANSWER, 502)


def test_what_is_published_is_kept_for_an_hour(visitor, made_up):
    sign_in(visitor, made_up)
    sign_in(visitor, made_up)
    assert (made_up.asked[DISCOVERY], made_up.asked["/keys"]) == (1, 1)
    with time_machine.travel(timedelta(seconds=oidc.KEPT_FOR + 1)):
        sign_in(visitor, made_up)
    assert (made_up.asked[DISCOVERY], made_up.asked["/keys"]) == (2, 2)


def test_a_new_key_is_learned_when_a_token_first_names_it(visitor, made_up):
    sign_in(visitor, made_up)
    made_up.key = RSAKey.generate_key(2048, parameters={"kid": "second"})
    visitor.cookies.clear()
    sign_in(visitor, made_up)
    assert person(visitor) == "anna"
    assert made_up.asked["/keys"] == 2


def test_a_secret_goes_into_the_body_where_the_provider_wants_it_there(visitor, made_up):
    made_up.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    made_up.instead["/token"] = Answer({"error": "seen"}, 400)
    sign_in(visitor, made_up)
    assert made_up.asked["/token"] == 1
    assert made_up.last_form["client_secret"] == CLIENT_SECRET


def test_a_provider_that_keeps_silent_is_given_up_and_keeps_nobody_else_waiting(
    made_up, product, monkeypatch
):
    monkeypatch.setattr(oidc, "PATIENCE", 1.0)
    made_up.holds = threading.Event()

    async def both():
        transport = httpx2.ASGITransport(product)
        async with httpx2.AsyncClient(transport=transport, base_url=HOME) as visitor:
            waiting = asyncio.create_task(visitor.get("/auth/oidc/start"))
            assert await asyncio.to_thread(made_up.reached.wait, 30), "nobody asked the provider"
            health = await visitor.get("/healthz")
            was_waiting = not waiting.done()
            return health, was_waiting, await waiting

    health, was_waiting, answer = run(both())
    made_up.holds.set()
    assert health.status_code == 200
    assert was_waiting
    assert answer.status_code == 502
    assert DOES_NOT_ANSWER in answer.text
