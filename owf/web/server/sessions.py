"""Giving a browser its session, taking it away, and asking for one before a page opens."""

import re
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from owf.access import Actor, end_session, who_is_there
from owf.access.sessions import COOKIE, LIFETIME
from owf.settings import get_settings
from owf.store import StoreFailed, get_store
from owf.web.server.plain import store_failed_response
from owf.web.session import address_of, cookie_named, keep_cookie, session_of

ACCOUNT = "/auth/account"
_OUR_PATH = re.compile(r"/([a-z0-9-]+)?")
"""Addresses of our pages have one plain part, so nothing in them can lead elsewhere."""
_LONGEST = 2000


def safe_next(wanted: str) -> str:
    path = wanted.split("?", 1)[0]
    is_ours = _OUR_PATH.fullmatch(path) is not None and not path.startswith("/auth")
    return wanted if (is_ours or wanted == ACCOUNT) and len(wanted) <= _LONGEST else "/"


def sign_in_first(wanted: str) -> Response:
    return RedirectResponse(f"/auth/sign-in?next={quote(wanted, safe='')}", status_code=303)


async def visitor(connection: HTTPConnection) -> Actor | None:
    return await run_in_threadpool(
        who_is_there, get_store(), session_of(connection), address_of(connection)
    )


async def signed_in_response(request: Request, token: str, wanted: str) -> Response:
    old = session_of(request)
    if old:
        await run_in_threadpool(end_session, get_store(), old)
    response = RedirectResponse(safe_next(wanted), status_code=303)
    keep_cookie(response, cookie_named(COOKIE), token, max_age=int(LIFETIME.total_seconds()))
    return response


def signed_out_response() -> Response:
    response = RedirectResponse("/auth/sign-in", status_code=303)
    # Typed words that wait in the browser go too: whoever signs out leaves nothing behind.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(
        cookie_named(COOKIE), httponly=True, samesite="lax", secure=get_settings().is_https
    )
    return response


_OPEN = (
    "/auth/", "/survey/", "/healthz", "/readyz", "/_stcore/", "/static/", "/media/", "/component/",
)  # fmt: skip


class SignInFirst:
    """A courtesy: each page asks again who is there before it reads anything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_page(scope):
            await self._app(scope, receive, send)
            return
        try:
            who = await visitor(Request(scope))
        except StoreFailed as failed:
            await store_failed_response(Request(scope), failed)(scope, receive, send)
            return
        if who is not None:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        response = sign_in_first(scope["path"] + (f"?{query}" if query else ""))
        await response(scope, receive, send)


def is_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    if path.startswith(_OPEN) or "." in path.rsplit("/", 1)[-1]:
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
