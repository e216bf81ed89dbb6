"""Single sign-on with OpenID Connect: Authlib speaks it; issuer, keys and limits are set here."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import lru_cache
from secrets import compare_digest
from typing import Any

import httpx2
import structlog
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.integrations.starlette_client import OAuthError, StarletteIntegration
from authlib.integrations.starlette_client import StarletteOAuth2App as StarletteClient
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.access.errors import SignInRefused
from owf.access.provider import ALGORITHMS, discovery_address, is_signing_key, needed_endpoints
from owf.access.sessions import hash_of
from owf.access.single_sign_on import (
    SKEW,
    may_be_vouched_for,
    record_failed_single_sign_on,
    sign_in_vouched_for,
)
from owf.settings import get_settings, is_private_way
from owf.store import get_store
from owf.web.server.plain import plain_page
from owf.web.server.sessions import safe_next, signed_in_response
from owf.web.session import address_of, device_of, keep_cookie, session_of

PATIENCE = 10.0
"""Seconds for one answer of the provider, from the first byte to the last."""
LARGEST = 256 * 1024
"""Bytes of one answer."""
KEPT_FOR = 3600.0
"""Seconds for which what the provider publishes is not asked again."""
CALLBACK = "/auth/oidc/callback"
FLOW_COOKIE, FLOW_PATH = "owf_single_sign_on", "/auth/oidc"
FLOW_LASTS = 600
"""Seconds to sign in at the provider."""
FLOWS_KEPT = 6000
"""Characters of the cookies of all flows of a browser: proxies take a line of 8,192."""
LONGEST_NEXT = 1500
"""Characters of an address to go back to: the cookie must fit."""
_LONGEST_SAID = 300
_LOG = structlog.get_logger()


class ProviderFailed(Exception):
    """The provider did not answer, or not as the standard says. The text is for the log."""


class TokenRefused(Exception):
    """Something about a token does not hold. The text is for the log: it repeats nothing of it."""


@dataclass(frozen=True)
class Flow:
    """One beginning, of one tab.

    ``verifier`` goes to the provider alone (PKCE): a code caught on its way is of no use.
    ``session`` is a hash of the browser's session when it began, to see whether another tab has
    signed in since.
    """

    state: str
    nonce: str
    verifier: str
    next: str
    session: str

    @property
    def cookie(self) -> str:
        return _cookie_of(self.state)


def _cookie_of(state: str) -> str:
    return f"{FLOW_COOKIE}_{state[:12]}"


class _CarefulClient(AsyncOAuth2Client):  # type: ignore[misc]  # authlib has no types
    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Raises: ProviderFailed: it took too long, was too large, led elsewhere, or gave none."""
        request.headers["Accept-Encoding"] = "identity"
        body = bytearray()
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await super().send(request, **{**options, "stream": True})
                # As it comes: what was packed could be far larger once unpacked.
                async for part in answer.aiter_raw():
                    body += part
                    if len(body) > LARGEST:
                        raise ProviderFailed("too large an answer")
        except (httpx2.HTTPError, OSError) as error:
            raise ProviderFailed(type(error).__name__) from error
        if answer.status_code != 200:
            raise ProviderFailed(f"status {answer.status_code}")
        try:
            is_object = isinstance(json.loads(body), dict)
        except (ValueError, RecursionError) as error:
            raise ProviderFailed("an answer that is not JSON") from error
        if not is_object:
            raise ProviderFailed("an answer that is no object")
        return httpx2.Response(200, content=bytes(body), request=request)


class _Provider(StarletteClient):  # type: ignore[misc]  # authlib has no types
    client_cls = _CarefulClient
    server_metadata: dict[str, Any]

    async def load_server_metadata(self) -> dict[str, Any]:
        if time.time() < self.server_metadata.get("until", 0):
            return self.server_metadata
        async with self._get_session() as client:
            answer = await client.request("GET", self._server_metadata_url, withhold_token=True)
        published = answer.json()
        issuer = self.server_metadata["issuer"]
        if published.get("issuer") != issuer:
            # One that answers for another could pose as it.
            raise ProviderFailed("another issuer than in the settings")
        named = needed_endpoints(published)
        for name in named:
            # On the way to any other, somebody could listen.
            if not is_private_way(str(published.get(name))):
                raise ProviderFailed(f"no usable {name}")
        methods = published.get("token_endpoint_auth_methods_supported")
        in_body = isinstance(methods, list) and "client_secret_basic" not in methods
        self.server_metadata = {
            **{name: published[name] for name in named},
            "issuer": issuer,
            "id_token_signing_alg_values_supported": ALGORITHMS,
            "token_endpoint_auth_method": f"client_secret_{'post' if in_body else 'basic'}",
            "until": time.time() + KEPT_FOR,
        }
        return self.server_metadata

    async def fetch_jwk_set(self, force: bool = False) -> dict[str, Any]:
        listed = (await super().fetch_jwk_set(force)).get("keys")
        keys = [one for one in listed if is_signing_key(one)] if isinstance(listed, list) else []
        # Where there is none, they are asked for again at the next sign-in.
        self.server_metadata["jwks"] = {"keys": keys} if keys else {}
        return {"keys": keys}


@lru_cache(maxsize=1)
def provider_of(issuer: str, client_id: str, client_secret: str) -> _Provider:
    return _Provider(
        StarletteIntegration("oidc"),
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=discovery_address(issuer),
        client_kwargs={
            "scope": "openid email", "code_challenge_method": "S256", "timeout": PATIENCE,
        },
        issuer=issuer,
    )  # fmt: skip


def _provider() -> _Provider:
    settings = get_settings()
    secret = settings.oidc_client_secret.get_secret_value()
    return provider_of(settings.oidc_issuer, settings.oidc_client_id, secret)


def _redirect_uri() -> str:
    return get_settings().base_url.rstrip("/") + CALLBACK


async def _claims_for(code: str, flow: Flow) -> Mapping[str, object]:
    """Raises: _Stopped: no answer, or the code not taken; TokenRefused: the token does not hold."""
    provider = _provider()
    with _asking_provider():
        tokens = await provider.fetch_access_token(
            _redirect_uri(), code=code, code_verifier=flow.verifier
        )
        published = await provider.load_server_metadata()
    required = {"iss": published["issuer"], "aud": provider.client_id, "nonce": flow.nonce}
    rules = {name: {"essential": True, "value": value} for name, value in required.items()}
    try:
        claims = await provider.parse_id_token(
            tokens, flow.nonce, {**rules, "sub": {"essential": True}}, leeway=SKEW
        )
    except ProviderFailed as failed:
        raise _not_reached(failed) from failed
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        why = f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()
        raise TokenRefused(why) from error
    if claims is None:
        raise TokenRefused("no token")
    if may_be_vouched_for(claims) or "userinfo_endpoint" not in published:
        return dict(claims)
    # Some providers leave the e-mail address, or whether it is verified, out of the token
    # (OpenID Connect Core 5.4).
    with _asking_provider():
        told = await provider.userinfo(token=tokens)
    if told.get("sub") != claims["sub"]:
        raise TokenRefused("userinfo of another")
    # Both from one place: an address must not count for what another is called.
    return dict(told if "email" in told else claims)


class _Stopped(Exception):
    """Nobody is signed in. ``said`` is what the provider says about it, to be shown as text."""

    def __init__(self, problem: str, status_code: int, *, said: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.status_code = status_code
        self.said = said


_FINISHED: dict[str, float] = {}
"""The state of each flow that came back to this process lately, and when it can be forgotten."""


def _is_first_return(flow: Flow) -> bool:
    """Note that a flow came back; the provider itself also takes each code only once."""
    now = time.time()
    for state in [state for state, until in _FINISHED.items() if until <= now]:
        del _FINISHED[state]
    is_first = flow.state not in _FINISHED
    _FINISHED[flow.state] = now + FLOW_LASTS
    return is_first


@contextmanager
def _asking_provider() -> Iterator[None]:
    try:
        yield
    except (ProviderFailed, OAuthError, httpx2.InvalidURL, ValueError, TypeError) as error:
        raise _not_reached(error) from error


async def start_single_sign_on(request: Request) -> Response:
    wanted = safe_next(request.query_params.get("next", "/"))
    flow = Flow(
        generate_token(43),
        generate_token(43),
        generate_token(64),
        wanted if len(wanted) <= LONGEST_NEXT else "/",
        _session_hash(request),
    )
    try:
        _refuse_where_there_is_none()
        with _asking_provider():
            made = await _provider().create_authorization_url(
                _redirect_uri(), state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier
            )
    except _Stopped as stopped:
        return _stopped_page(stopped, flow)
    response = RedirectResponse(made["url"], status_code=303, headers={"Cache-Control": "no-store"})
    signed = str(_signer().dumps(astuple(flow)))
    for name in _flows_without_room(request, len(flow.cookie) + len(signed)):
        response.delete_cookie(name, path=FLOW_PATH)
    keep_cookie(response, flow.cookie, signed, max_age=FLOW_LASTS, path=FLOW_PATH)
    return response


async def finish_single_sign_on(request: Request) -> Response:
    flow = _flow_of(request)
    try:
        response = await _signed_in(request, flow)
    except _Stopped as stopped:
        response = _stopped_page(stopped, flow)
    if flow is not None:
        response.delete_cookie(flow.cookie, path=FLOW_PATH)
    return response


async def _signed_in(request: Request, flow: Flow | None) -> Response:
    _refuse_where_there_is_none()
    flow = _own_flow(request, flow)
    code = _code_in(request.query_params)
    address = address_of(request)
    store = get_store()
    current = session_of(request) if _session_hash(request) != flow.session else None
    try:
        claims = await _claims_for(code, flow)
        token = await run_in_threadpool(
            sign_in_vouched_for,
            store,
            claims,
            address=address,
            device=device_of(request),
            current=current,
        )
    except TokenRefused as refused:
        _LOG.warning("single_sign_on_refused", why=str(refused))
        await run_in_threadpool(record_failed_single_sign_on, store, address)
        raise _Stopped(
            "You were not signed in, because the answer from your sign-in service was not valid. "
            "Try again. If it still does not work, tell the person who runs this service.",
            403,
        ) from refused
    except SignInRefused as refused:
        raise _Stopped(str(refused), 403) from refused
    if token == current:
        # Another tab has signed in meanwhile, and its page goes on.
        response: Response = RedirectResponse(safe_next(flow.next), status_code=303)
    else:
        response = await signed_in_response(request, token, flow.next)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refuse_where_there_is_none() -> None:
    if not get_settings().has_single_sign_on:
        raise _Stopped("Single sign-on is not set up here. Sign in another way.", 404)


def _own_flow(request: Request, flow: Flow | None) -> Flow:
    if flow is None and not any(_flow_beginnings(request).values()):
        raise _Stopped(
            "You were not signed in, because this sign-in was started in another browser, took "
            "more than 10 minutes, or was already used. Start again.",
            400,
        )
    # Providers that name themselves (RFC 9207) must be the one that was asked.
    from_whom = request.query_params.get("iss", get_settings().oidc_issuer)
    if flow is None or from_whom != get_settings().oidc_issuer:
        raise _Stopped(
            "This sign-in was not started in this browser. If you did not start it, close this "
            "page: somebody may be trying to sign you in to their account. If you did, start "
            "again.",
            400,
        )
    if not _is_first_return(flow):
        raise _Stopped("This sign-in was already used. Each one works only once. Start again.", 400)
    return flow


def _code_in(came_back: Mapping[str, str]) -> str:
    if came_back.get("error") == "access_denied":
        raise _Stopped(
            "You were not signed in, because your sign-in service or you did not allow it. Try "
            "again, or sign in another way.",
            403,
            said=came_back.get("error_description", ""),
        )
    if "error" in came_back or not came_back.get("code"):
        _LOG.warning("single_sign_on_failed", why="the provider sent an error")
        raise _Stopped(
            "Your sign-in service could not sign you in. Try again, or sign in another way. If "
            "it still does not work, tell the person who runs this service what it says.",
            502,
            said=came_back.get("error_description") or came_back.get("error", ""),
        )
    return came_back["code"]


def _not_reached(error: Exception) -> _Stopped:
    why = str(error) if isinstance(error, ProviderFailed) else type(error).__name__
    _LOG.warning("single_sign_on_failed", why=why)
    return _Stopped(
        "You were not signed in, because your sign-in service is not working as it should. Try "
        "again in a minute, or sign in another way. If it still does not work, tell the person "
        "who runs this service.",
        502,
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        get_settings().secret_key.get_secret_value(), salt="single-sign-on"
    )


def _flow_of(request: Request) -> Flow | None:
    """The flow that the provider's answer belongs to, where it began in this browser."""
    state = request.query_params.get("state", "")
    try:
        kept = request.cookies.get(_cookie_of(state), "")
        flow = Flow(*_signer().loads(kept, max_age=FLOW_LASTS))
    except (BadSignature, TypeError):
        return None
    is_same = compare_digest(state.encode("utf-8", "replace"), flow.state.encode())
    return flow if is_same else None


def _session_hash(request: Request) -> str:
    """Of the browser's session, enough to see that it is another."""
    return hash_of(session_of(request) or "")[:16]


def _flow_beginnings(request: Request) -> dict[str, float]:
    """When each flow of this browser began, by its cookie; 0 where it is over or made up."""
    found = {}
    for name, value in request.cookies.items():
        if not name.startswith(f"{FLOW_COOKIE}_"):
            continue
        try:
            _, at = _signer().loads(value, max_age=FLOW_LASTS, return_timestamp=True)
            found[name] = at.timestamp()
        except BadSignature:
            found[name] = 0.0
    return found


def _flows_without_room(request: Request, new: int) -> list[str]:
    """The cookies of the oldest flows where all would be too long for one line of a request."""
    began = _flow_beginnings(request)
    leaving, room = [], FLOWS_KEPT - new
    # Of one second, browsers send the older first.
    for name in sorted(began, key=lambda one: began[one])[::-1]:
        room -= len(name) + len(request.cookies[name])
        if room < 0 or not began[name]:
            leaving.append(name)
    return leaving


def _stopped_page(stopped: _Stopped, flow: Flow | None) -> Response:
    return plain_page(
        "single-sign-on-stopped.html",
        status_code=stopped.status_code,
        problem=stopped.problem,
        said=stopped.said[:_LONGEST_SAID],
        next=safe_next(flow.next) if flow else "/",
    )
