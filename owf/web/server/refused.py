"""What a browser is shown when the policy says no to a plain page or a file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from owf.access import who_is_there
from owf.access.audit import never_in_the_way, record_refusal
from owf.store import get_store
from owf.web.server.plain import problem_page
from owf.web.visiting import address_of, session_of


def not_allowed_response(request: Request, error: Exception) -> Response:
    """A page that says why not; the refusal goes into the record."""
    with never_in_the_way():
        _record(request)
    return problem_page("This page is not open to you", str(error), status_code=403)


def _record(request: Request) -> None:
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
