"""A person corrects their own name, and their e-mail address once it is confirmed by a link."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.access import Actor
from owf.access.details import (
    address_of_link,
    ask_for_own_email,
    cancel_own_email,
    change_own_name,
    confirm_email,
)
from owf.access.errors import LinkRefused, MustWait, PersonRefused, WrongPassword
from owf.access.one_time_links import PATH_OF_AN_ADDRESS, right_token
from owf.store import get_store
from owf.web.accounts.account import Problem, own_form, show_account
from owf.web.accounts.known_browsers import know_for
from owf.web.accounts.sign_in import slowly
from owf.web.server.forms import EXPIRED, form_page, is_ours, read_form
from owf.web.server.plain import problem_page
from owf.web.server.sessions import visitor
from owf.web.session import address_of


async def change_name(request: Request) -> Response:
    opened = await own_form(request)
    if isinstance(opened, Response):
        return opened
    who, form = opened
    try:
        is_new = await run_in_threadpool(change_own_name, get_store(), who, form.get("name", ""))
    except PersonRefused as refused:
        problem = Problem(str(refused), refused.field)
        return await show_account(request, who, problem=problem, typed=form)
    done = "Your name has been changed." if is_new else "Your name is as it was."
    return await show_account(request, who, done=done)


async def change_email(request: Request) -> Response:
    """Ask for another address, or cancel that."""
    opened = await own_form(request)
    if isinstance(opened, Response):
        return opened
    who, form = opened
    if form.get("cancel"):
        return await _address_cancelled(request, who)
    problem = await _address_problem(who, form)
    if problem is not None:
        return await show_account(request, who, problem=problem, typed=form)
    return await show_account(
        request, who, done="We have sent a link to the new address. Open it to confirm the address."
    )


async def _address_cancelled(request: Request, who: Actor) -> Response:
    try:
        has_waited = await run_in_threadpool(cancel_own_email, get_store(), who)
    except PersonRefused as refused:
        return await show_account(request, who, problem=Problem(str(refused)))
    done = (
        "Your e-mail address stays as it is. The link we sent no longer works."
        if has_waited
        else "No other address was waiting any more. Your e-mail address is shown below."
    )
    return await show_account(request, who, done=done)


async def _address_problem(who: Actor, form: Mapping[str, str]) -> Problem | None:
    email, password = form.get("email", ""), form.get("current", "")
    try:
        await slowly(ask_for_own_email, get_store(), who, email, password)
    except MustWait as wait:
        return Problem(str(wait), "email", 429)
    except WrongPassword as refused:
        return Problem(str(refused), "current", 403)
    except PersonRefused as refused:
        return Problem(str(refused), refused.field)
    return None


async def address_page(request: Request) -> Response:
    """What the link would do; opening it does nothing, because mail programs open links too."""
    token = request.path_params["token"]
    try:
        return await _form(request, token)
    except LinkRefused as refused:
        whole = await run_in_threadpool(right_token, get_store(), token)
        if whole is not None and whole != token:
            return RedirectResponse(f"{PATH_OF_AN_ADDRESS}{whole}", status_code=303)
        return await _dead_link(request, refused)


async def confirm_address(request: Request) -> Response:
    form = await read_form(request)
    token = request.path_params["token"]
    try:
        if not is_ours(request, form):
            return await _form(request, token, problem=f"{EXPIRED} Try again.", status=403)
        person_id, email = await run_in_threadpool(
            confirm_email, get_store(), token, address=address_of(request)
        )
    except LinkRefused as refused:
        return await _dead_link(request, refused)
    who = await visitor(request)
    is_theirs = who is not None and who.id == person_id
    response = form_page(
        request,
        "address.html",
        heading="Your e-mail address has been changed",
        is_done=True,
        email=email,
        is_signed_in=is_theirs,
    )
    if is_theirs:
        know_for(response, request, email)
    return response


async def _form(request: Request, token: str, *, problem: str = "", status: int = 200) -> Response:
    waiting = await run_in_threadpool(address_of_link, get_store(), token)
    return form_page(
        request,
        "address.html",
        status_code=status,
        heading="Confirm your new e-mail address",
        name=waiting.name,
        email=waiting.email,
        problem=problem,
    )


async def _dead_link(request: Request, refused: LinkRefused) -> Response:
    is_signed_in = await visitor(request) is not None
    return problem_page(
        "Your e-mail address was not changed",
        str(refused),
        status_code=410,
        to_account=is_signed_in,
        to_sign_in=not is_signed_in,
    )
