"""Sign-in and sign-out: plain HTML with the product's look, served without Streamlit.

Today only the demonstration's people can sign in, one click each. An account of its own brings
another way to learn who somebody is; from ``start_session`` on everything is the same.
"""

from __future__ import annotations

import re
from secrets import compare_digest, token_urlsafe

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from owf import clock
from owf.access import end_session, start_session, who_is_there
from owf.access.sessions import COOKIE, LIFETIME
from owf.settings import get_settings
from owf.store import Store, get_store, people
from owf.store.people import PersonFacts
from owf.web.server.templates import TEMPLATES

_OUR_PATH = re.compile(r"/([a-z0-9-]+)?")
"""Addresses of our pages have one plain part, so nothing in them can lead elsewhere."""
_CSRF_COOKIE = "owf_form"

WHAT_THEY_DO = {
    "partner": "Answers the self-assessment for the police in Cambridgeshire.",
    "coordinator": "Looks after Cambridgeshire's round, and moderates.",
    "steering": "Settles what partners dispute, and compares.",
    "chair": "Signs Cambridgeshire's agreed position.",
    "regional-lead": "Compares the Trusts of the East of England.",
    "national": "Reads England's figures, and each region's.",
    "administrator": "Looks after people and system; sees no answers.",
}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="form")


def safe_next(wanted: str) -> str:
    """The page to go to after sign-in: one of ours, or the start page."""
    path = wanted.split("?", 1)[0]
    is_ours = _OUR_PATH.fullmatch(path) is not None and not path.startswith("/auth")
    return wanted if is_ours else "/"


def _page(request: Request, template: str, *, status_code: int = 200, **values: object) -> Response:
    token = request.cookies.get(_CSRF_COOKIE) or token_urlsafe(24)
    html = TEMPLATES.get_template(template).render(
        form_token=_signer().dumps(token),
        is_demo=get_settings().demo,
        today=f"{clock.today().day} {clock.today():%B %Y}",
        **values,
    )
    response = HTMLResponse(html, status_code=status_code, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        _CSRF_COOKIE, token, httponly=True, samesite="lax", secure=get_settings().is_https
    )
    return response


async def _is_our_form(request: Request) -> bool:
    form = await request.form()
    try:
        token = _signer().loads(str(form.get("form_token", "")))
    except BadSignature:
        return False
    return compare_digest(
        str(token).encode(), request.cookies.get(_CSRF_COOKIE, "").encode("utf-8", "replace")
    )


def _demo_people(store: Store) -> list[PersonFacts]:
    with store.reading() as session:
        return list(people.demo_people(session))


async def _sign_in_form(request: Request, *, problem: str = "", status_code: int = 200) -> Response:
    found = await run_in_threadpool(_demo_people, get_store()) if get_settings().demo else []
    wanted = safe_next(request.query_params.get("next", "/"))
    return _page(
        request,
        "sign-in.html",
        status_code=status_code,
        people=[(person, WHAT_THEY_DO.get(person.demo_role or "", "")) for person in found],
        next=wanted,
        needs_sign_in=wanted != "/",
        problem=problem,
    )


async def sign_in_page(request: Request) -> Response:
    """The sign-in page."""
    return await _sign_in_form(request)


async def sign_in(request: Request) -> Response:
    """Sign the chosen demonstration person in, and go where they wanted to."""
    form = await request.form()
    if not await _is_our_form(request):
        return await _sign_in_form(
            request, problem="The page had expired. Choose again.", status_code=403
        )
    store = get_store()
    person = (
        await run_in_threadpool(_person_for, store, str(form.get("person", "")))
        if get_settings().demo
        else None
    )
    if person is None:
        return await _sign_in_form(
            request, problem="There is nobody of that name to sign in.", status_code=403
        )
    old = request.cookies.get(COOKIE)
    if old:
        await run_in_threadpool(end_session, store, old)
    token = await run_in_threadpool(start_session, store, person.id)
    response = RedirectResponse(safe_next(str(form.get("next", "/"))), status_code=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=get_settings().is_https,
    )
    return response


def _person_for(store: Store, demo_role: str) -> PersonFacts | None:
    with store.reading() as session:
        return people.person_with_demo_role(session, demo_role)


async def sign_out_page(request: Request) -> Response:
    """Sign out at once where our own page asked for it; ask first where another site did."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return await _signed_out(request)
    who = await run_in_threadpool(who_is_there, get_store(), request.cookies.get(COOKIE))
    return _page(request, "sign-out.html", who=who)


async def sign_out(request: Request) -> Response:
    """End the session."""
    if not await _is_our_form(request):
        return RedirectResponse("/auth/sign-out", status_code=303)
    return await _signed_out(request)


async def _signed_out(request: Request) -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        await run_in_threadpool(end_session, get_store(), token)
    response = RedirectResponse("/auth/sign-in", status_code=303)
    response.delete_cookie(COOKIE)
    return response
