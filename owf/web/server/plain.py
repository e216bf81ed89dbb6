"""Plain pages: HTML with the product's look, without Streamlit and without any script."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from owf import clock
from owf.access import who_is_there
from owf.access.audit import never_in_the_way, record_refusal
from owf.settings import get_settings
from owf.store import get_store
from owf.store.migration import is_current
from owf.web.server.templates import STYLE, TEMPLATES
from owf.web.session import address_of, session_of

_LOG = structlog.get_logger()
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_STYLE_HASH}'",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def plain_page(
    template: str,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """No browser keeps it, and links from it carry no referrer."""
    day = clock.today()
    html = TEMPLATES.get_template(template).render(
        style=STYLE, is_demo=get_settings().demo, today=f"{day.day} {day:%B %Y}", **values
    )
    return HTMLResponse(
        html,
        status_code=status_code,
        headers={
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            **(headers or {}),
        },
    )


def problem_page(
    title: str,
    sentence: str,
    *,
    status_code: int,
    to_do: str = "",
    to_sign_in: bool = False,
    to_account: bool = False,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    return plain_page(
        "problem.html",
        status_code=status_code,
        headers=headers,
        heading=title,
        sentence=sentence,
        to_do=to_do,
        to_sign_in=to_sign_in,
        to_account=to_account,
    )


def store_failed_response(
    _request: Request | None = None, error: Exception | None = None
) -> Response:
    _LOG.error("store_failed", kind=type(error).__name__ if error else "")
    return plain_page("trouble.html", status_code=503, headers={"Retry-After": "30"})


async def no_such_page(_request: Request) -> Response:
    return problem_page(
        "Page not found",
        "The address is incomplete or has a typing mistake.",
        status_code=404,
        to_do=(
            "If it came in an e-mail, copy all of it into the address bar. Some programs break "
            "long addresses in two."
        ),
    )


def not_allowed_response(request: Request, error: Exception) -> Response:
    with never_in_the_way():
        _record_refusal(request)
    return problem_page("This page is not open to you", str(error), status_code=403)


def _record_refusal(request: Request) -> None:
    address = address_of(request)
    store = get_store()
    trust = request.query_params.get("trust", "")
    record_refusal(
        store,
        who_is_there(store, session_of(request), address),
        "route",
        # The pattern, not what stands in it: that may be a token.
        request.scope["route"].path,
        trust=int(trust) if trust.isascii() and trust.isdigit() and len(trust) <= 9 else None,
        address=address,
    )


async def healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> Response:
    """200 when the database answers and has the schema that this code expects, else 503."""
    status = await run_in_threadpool(_readiness)
    return JSONResponse({"status": status}, status_code=200 if status == "ok" else 503)


def _readiness() -> str:
    store = get_store()
    if not store.is_reachable():
        return "the database cannot be reached"
    if not is_current(store):
        return "the database needs `python -m owf migrate`"
    return "ok"
