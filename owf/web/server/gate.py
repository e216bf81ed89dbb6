"""What stands before every page: sign-in first."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from owf.store import StoreFailed
from owf.web.server.arriving import sign_in_first, visitor
from owf.web.server.trouble import store_failed

_OPEN = (
    "/auth/", "/survey/", "/healthz", "/readyz", "/_stcore/", "/static/", "/media/", "/component/",
)  # fmt: skip


class SignInFirst:
    """Sends a browser that opens a page without a live session to sign-in, and back after.

    This is a courtesy: each page asks again who is there before it reads anything.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not is_page(scope):
            await self._app(scope, receive, send)
            return
        try:
            who = await visitor(Request(scope))
        except StoreFailed:
            await store_failed(scope, receive, send)
            return
        if who is not None:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        response = sign_in_first(scope["path"] + (f"?{query}" if query else ""))
        await response(scope, receive, send)


def is_page(scope: Scope) -> bool:
    """Whether a browser opens what needs a session: a page, or a file of evidence."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    if path.startswith(_OPEN) or "." in path.rsplit("/", 1)[-1]:
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
