"""Sign-in and sign-out, on plain pages."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.access import end_session
from owf.access.errors import MustWait, SignInRefused
from owf.access.sign_in import sign_in as sign_in_with_password
from owf.access.sign_in import sign_in_as
from owf.settings import get_settings
from owf.store import Store, get_store, people
from owf.store.tables import Person
from owf.web.accounts.known_browsers import browser_known_for, know_for
from owf.web.server.forms import EXPIRED, form_page, is_ours, read_form
from owf.web.server.sessions import safe_next, signed_in_response, signed_out_response, visitor
from owf.web.session import address_of, device_of, session_of

AT_ONCE = 4
_THREADS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
P = ParamSpec("P")
T = TypeVar("T")


async def slowly(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Hash a password in one of few threads, so that many sign-ins do not stop all else."""
    done = partial(copy_context().run, partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_THREADS, done)


BUTTONS: Mapping[str, tuple[str, str]] = {
    "partner": ("Partner", "Answers the self-assessment for the police in Cambridgeshire."),
    "coordinator": ("Coordinator", "Runs Cambridgeshire's round and leads moderation."),
    "steering": ("Steering group", "Agrees levels where partners differ, and compares results."),
    "chair": ("Chair", "Signs off Cambridgeshire's agreed levels."),
    "regional-lead": ("Regional lead", "Compares the Trusts of the East of England."),
    "national": ("National team", "Sees the figures for England and for each region."),
    "administrator": (
        "Administrator",
        "Looks after people and the system. Cannot see answers.",
    ),
}
"""Role of one of the demonstration's people -> the label of their button, and what they do."""


def _demo_people(store: Store) -> list[Person]:
    with store.reading() as session:
        return list(people.demo_people(session))


async def _sign_in_form(
    request: Request,
    wanted: str,
    *,
    problem: str = "",
    email: str | None = None,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page; ``email`` is what was typed, ``None`` where that form was not used."""
    found = await run_in_threadpool(_demo_people, get_store()) if get_settings().demo else []
    wanted = safe_next(wanted)
    return form_page(
        request,
        "sign-in.html",
        status_code=status_code,
        headers=headers,
        people=[(person, *BUTTONS.get(person.demo_role or "", ("", ""))) for person in found],
        next=wanted,
        needs_sign_in=wanted != "/" and not problem,
        problem=problem,
        problem_field="email" if problem and email is not None else "",
        email=email or "",
    )


async def sign_in_page(request: Request) -> Response:
    return await _sign_in_form(request, request.query_params.get("next", "/"))


async def sign_in(request: Request) -> Response:
    form = await read_form(request)
    wanted, email = form.get("next", "/"), form.get("email")
    if not is_ours(request, form):
        return await _sign_in_form(
            request, wanted, problem=f"{EXPIRED} Try again.", email=email, status_code=403
        )
    try:
        token = await _token_for(request, form)
    except MustWait as wait:
        return await _sign_in_form(
            request,
            wanted,
            problem=str(wait),
            email=email,
            status_code=429,
            headers={"Retry-After": str(wait.seconds)},
        )
    except SignInRefused as refused:
        return await _sign_in_form(
            request, wanted, problem=str(refused), email=email, status_code=403
        )
    response = await signed_in_response(request, token, wanted)
    if email and "person" not in form:
        know_for(response, request, email)
    return response


async def _token_for(request: Request, form: Mapping[str, str]) -> str:
    store, address, device = get_store(), address_of(request), device_of(request)
    if "person" in form:
        return await run_in_threadpool(
            sign_in_as, store, form["person"], address=address, device=device
        )
    return await slowly(
        sign_in_with_password,
        store,
        form.get("email", ""),
        form.get("password", ""),
        address=address,
        device=device,
        browser=browser_known_for(request, form.get("email", "")),
    )


async def still_signed_in(request: Request) -> Response:
    """204 for a page on which somebody types, which counts as using it; 401 once it is over."""
    return Response(status_code=401 if await visitor(request) is None else 204)


async def sign_out_page(request: Request) -> Response:
    """Sign out at once where our own page asked for it; ask first where another site did."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return await _sign_out(request)
    return form_page(request, "sign-out.html", who=await visitor(request))


async def sign_out(request: Request) -> Response:
    if not is_ours(request, await read_form(request)):
        return RedirectResponse("/auth/sign-out", status_code=303)
    return await _sign_out(request)


async def _sign_out(request: Request) -> Response:
    token = session_of(request)
    if token:
        await run_in_threadpool(end_session, get_store(), token, await visitor(request))
    return signed_out_response()
