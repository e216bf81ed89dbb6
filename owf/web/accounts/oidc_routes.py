"""Single sign-on with OpenID Connect: out to the provider, and back with what it says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from secrets import compare_digest

import structlog
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.access.errors import SignInRefused
from owf.access.sign_in import record_failed_single_sign_on, sign_in_vouched_for
from owf.settings import get_settings
from owf.store import get_store
from owf.web.accounts.oidc_provider import (
    Flow,
    ProviderFailed,
    TokenRefused,
    get_provider,
    new_flow,
)
from owf.web.server.plain import plain_page
from owf.web.server.sessions import safe_next, signed_in_response
from owf.web.session import address_of, device_of

FLOW_COOKIE, FLOW_PATH = "owf_single_sign_on", "/auth/oidc"
FLOW_LASTS = 600
"""Seconds to sign in at the provider."""
LONGEST_NEXT = 1500
"""Characters of an address to go back to: the cookie must fit."""
_LONGEST_SAID = 300
_LOG = structlog.get_logger()


class _Stopped(Exception):
    """Nobody is signed in. ``said`` is what the provider says about it, to be shown as text."""

    def __init__(self, problem: str, status_code: int, *, said: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.status_code = status_code
        self.said = said


@dataclass
class _Finished:
    """The flows that came back lately: each does so once.

    Of this process alone; behind it stands the provider, which takes each code once.
    """

    until: dict[str, float] = field(default_factory=dict)

    def note(self, flow: Flow) -> bool:
        """Note that a flow came back; gives whether it was the first time."""
        now = time.time()
        self.until = {state: until for state, until in self.until.items() if until > now}
        is_first = flow.state not in self.until
        self.until[flow.state] = now + FLOW_LASTS
        return is_first


_FINISHED = _Finished()


async def start_single_sign_on(request: Request) -> Response:
    """Send the browser to the provider, with a cookie by which it is known when it comes back."""
    wanted = safe_next(request.query_params.get("next", "/"))
    flow = new_flow(wanted if len(wanted) <= LONGEST_NEXT else "/")
    try:
        _refuse_where_there_is_none()
        address = await get_provider().address_to_sign_in(flow)
    except ProviderFailed as failed:
        return _stopped_page(_not_reached(failed), flow)
    except _Stopped as stopped:
        return _stopped_page(stopped, flow)
    response = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        FLOW_COOKIE,
        _signer().dumps(astuple(flow)),
        max_age=FLOW_LASTS,
        path=FLOW_PATH,
        httponly=True,
        samesite="lax",
        secure=get_settings().is_https,
    )
    return response


async def finish_single_sign_on(request: Request) -> Response:
    """Sign in who came back from the provider, and go where they wanted to."""
    flow = _flow_of(request)
    try:
        response = await _signed_in(request, flow)
    except _Stopped as stopped:
        response = _stopped_page(stopped, flow)
    response.delete_cookie(FLOW_COOKIE, path=FLOW_PATH)
    return response


async def _signed_in(request: Request, flow: Flow | None) -> Response:
    _refuse_where_there_is_none()
    flow = _this_browsers(request, flow)
    code = _code(request.query_params)
    address = address_of(request)
    store = get_store()
    try:
        claims = await get_provider().claims_for(code, flow)
        token = await run_in_threadpool(
            sign_in_vouched_for, store, claims, address=address, device=device_of(request)
        )
    except ProviderFailed as failed:
        raise _not_reached(failed) from failed
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
    response = await signed_in_response(request, token, flow.next)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refuse_where_there_is_none() -> None:
    if not get_settings().has_single_sign_on:
        raise _Stopped("Single sign-on is not set up here. Sign in another way.", 404)


def _this_browsers(request: Request, flow: Flow | None) -> Flow:
    """The flow that came back, if it is this browser's and comes back for the first time."""
    if flow is None:
        raise _Stopped(
            "You were not signed in, because this sign-in was started in another browser, took "
            "more than 10 minutes, or was already used. Start again.",
            400,
        )
    came_back = request.query_params.get("state", "")
    # Providers that name themselves (RFC 9207) must be the one that was asked.
    from_whom = request.query_params.get("iss", get_settings().oidc_issuer)
    if (
        not compare_digest(came_back.encode("utf-8", "replace"), flow.state.encode())
        or from_whom != get_settings().oidc_issuer
    ):
        raise _Stopped(
            "This sign-in was not started in this browser. If you did not start it, close this "
            "page: somebody may be trying to sign you in to their account. If you did, start "
            "again.",
            400,
        )
    if not _FINISHED.note(flow):
        raise _Stopped("This sign-in was already used. Each one works only once. Start again.", 400)
    return flow


def _code(came_back: Mapping[str, str]) -> str:
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


def _not_reached(failed: ProviderFailed) -> _Stopped:
    _LOG.warning("single_sign_on_failed", why=str(failed))
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
    try:
        return Flow(*_signer().loads(request.cookies.get(FLOW_COOKIE, ""), max_age=FLOW_LASTS))
    except BadSignature:
        return None


def _stopped_page(stopped: _Stopped, flow: Flow | None) -> Response:
    return plain_page(
        "single-sign-on-stopped.html",
        status_code=stopped.status_code,
        problem=stopped.problem,
        said=stopped.said[:_LONGEST_SAID],
        next=safe_next(flow.next) if flow else "/",
    )
