"""Files of evidence: sent as attachments to people who may open them, never shown in place."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from owf.access.audit import never_in_the_way, record_refusal
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.evidence.library import read_file
from owf.store import get_store
from owf.web.server.plain import problem_page
from owf.web.server.sessions import sign_in_first, visitor
from owf.web.session import address_of


async def hand_out_file(request: Request) -> Response:
    """Sent as an attachment; a missing file and a closed one get the same answer."""
    who = await visitor(request)
    if who is None:
        return sign_in_first(request.url.path)
    try:
        found = await run_in_threadpool(read_file, get_store(), who, request.path_params["id"])
    except (NotAllowed, NotFound) as refused:
        with never_in_the_way():
            await run_in_threadpool(
                record_refusal, get_store(), who, "route", "/files/{id}",
                address=address_of(request),
            )  # fmt: skip
        return problem_page(
            "File not found",
            str(refused),
            status_code=404,
            to_do="Go back to the page with the link and reload it.",
        )
    return Response(
        found.content,
        headers={
            "Content-Type": found.media_type,
            "Content-Disposition": attachment(found.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def attachment(name: str) -> str:
    """The header that lets a browser keep a file under its name, whatever that is (RFC 6266)."""
    plain = "".join(
        one if one.isascii() and one.isprintable() and one not in '"\\%;' else "_" for one in name
    )
    exact = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
