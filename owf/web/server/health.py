"""Whether the process lives, and whether it can do its work."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from owf.store import get_store
from owf.store.migration import is_current


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
