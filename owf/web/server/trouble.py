"""What a browser is shown when the database does not answer and no page can be made."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from owf.web.server.templates import TEMPLATES


def store_failed_response(
    _request: Request | None = None, _error: Exception | None = None
) -> Response:
    """A page that says what happened, that nothing saved is lost, and what to do."""
    html = TEMPLATES.get_template("trouble.html").render()
    return HTMLResponse(html, status_code=503, headers={"Retry-After": "30"})


async def store_failed(scope: Scope, receive: Receive, send: Send) -> None:
    """The same as an ASGI application."""
    await store_failed_response()(scope, receive, send)
