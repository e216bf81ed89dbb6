"""What a browser is shown where no page can be made, or there is none."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from owf.web.server.plain import plain_page, problem_page


def store_failed_response(
    _request: Request | None = None, _error: Exception | None = None
) -> Response:
    """A page that says what happened, that nothing saved is lost, and what to do."""
    return plain_page("trouble.html", status_code=503, headers={"Retry-After": "30"})


async def store_failed(scope: Scope, receive: Receive, send: Send) -> None:
    """The same as an ASGI application."""
    await store_failed_response()(scope, receive, send)


async def no_such_page(_request: Request) -> Response:
    """The page for an address below ``/auth/`` that leads nowhere."""
    return problem_page(
        "Page not found",
        "The address is incomplete or has a typing mistake.",
        status_code=404,
        to_do=(
            "If it came in an e-mail, copy all of it into the address bar. Some programs break "
            "long addresses in two."
        ),
    )
