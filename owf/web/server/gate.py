"""What stands before every page: security headers, and sign-in first."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from owf.access import who_is_there
from owf.access.sessions import COOKIE
from owf.settings import get_settings
from owf.store import StoreFailed, get_store
from owf.web.server.trouble import store_failed

_OPEN = ("/auth/", "/healthz", "/readyz", "/_stcore/", "/static/", "/media/", "/component/")

# Streamlit's page carries an inline script of its own, and its components write inline styles.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)


class SecurityHeaders:
    """Adds the headers that keep a browser from doing what no page of ours asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                if get_settings().is_https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SignInFirst:
    """Sends a browser that opens a page without a live session to sign-in, and back after.

    This is a courtesy: each page asks again who is there before it reads anything.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _is_page(scope):
            await self._app(scope, receive, send)
            return
        try:
            signed_in = await run_in_threadpool(_is_signed_in, scope)
        except StoreFailed:
            await store_failed(scope, receive, send)
            return
        if signed_in:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        wanted = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
        response = RedirectResponse(f"/auth/sign-in?next={wanted}", status_code=303)
        await response(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    if path.startswith(_OPEN) or "." in path.rsplit("/", 1)[-1]:
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_signed_in(scope: Scope) -> bool:
    # Not the standard library's parser: it stops at the first cookie that is not to its taste,
    # and other services of the same host may have set one.
    return who_is_there(get_store(), Request(scope).cookies.get(COOKIE)) is not None
