"""One-time links: the person who opens one chooses a password and is signed in."""

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.access.errors import LinkRefused, MustWait, PasswordRefused, PersonRefused
from owf.access.mail import can_send, checked_email
from owf.access.one_time_links import (
    PATH,
    Purpose,
    accept,
    person_of_link,
    refuse_to_write_often,
    right_token,
    write_to_who_forgot,
)
from owf.access.passwords import SHORTEST
from owf.store import get_store
from owf.store.tables import Person
from owf.web.accounts.known_browsers import know_for
from owf.web.accounts.sign_in import slowly
from owf.web.server.forms import EXPIRED, form_page, is_ours, read_form
from owf.web.server.plain import problem_page
from owf.web.server.sessions import signed_in_response
from owf.web.session import address_of, device_of

RULES = (
    f"At least {SHORTEST} characters, and hard to guess. Three or four words that do not belong "
    "together are easy to remember."
)
DIFFER = "The two passwords are different. Type the same password in both fields."


async def accept_page(request: Request) -> Response:
    """Whose link it is, and the form for the password; opening it does not use the link up."""
    try:
        account, purpose = await _account_and_purpose(request)
    except LinkRefused as refused:
        # Mail programs take the mark after a link for a part of it, or leave its last one out.
        whole = await run_in_threadpool(right_token, get_store(), request.path_params["token"])
        if whole is not None and whole != request.path_params["token"]:
            return RedirectResponse(f"{PATH}{whole}", status_code=303)
        return _dead_link_page(refused)
    return _password_form(request, account, purpose)


async def accept_link(request: Request) -> Response:
    form = await read_form(request)
    try:
        account, purpose = await _account_and_purpose(request)
        if not is_ours(request, form):
            return _password_form(
                request, account, purpose, problem=f"{EXPIRED} Try again.", status=403
            )
        if form.get("password", "") != form.get("again", ""):
            return _password_form(
                request, account, purpose, problem=DIFFER, field="again", status=400
            )
        token = await slowly(
            accept,
            get_store(),
            request.path_params["token"],
            form.get("password", ""),
            address=address_of(request),
            device=device_of(request),
        )
    except LinkRefused as refused:
        return _dead_link_page(refused)
    except PasswordRefused as refused:
        return _password_form(
            request, account, purpose, problem=str(refused), field="password", status=400
        )
    response = await signed_in_response(request, token, "/")
    know_for(response, request, account.email or "")
    return response


async def _account_and_purpose(request: Request) -> tuple[Person, Purpose]:
    return await run_in_threadpool(person_of_link, get_store(), request.path_params["token"])


def _password_form(
    request: Request,
    account: Person,
    purpose: Purpose,
    *,
    problem: str = "",
    field: str = "",
    status: int = 200,
) -> Response:
    is_invitation = purpose is Purpose.INVITATION
    return form_page(
        request,
        "accept.html",
        status_code=status,
        heading="Welcome: choose a password" if is_invitation else "Choose a new password",
        account=account,
        is_invitation=is_invitation,
        rules=RULES,
        problem=problem,
        problem_field=field,
    )


def _dead_link_page(refused: LinkRefused) -> Response:
    return problem_page("This link does not work", str(refused), status_code=410, to_sign_in=True)


async def forgotten_page(request: Request) -> Response:
    return form_page(request, "forgotten.html", can_send=can_send())


async def send_link(request: Request) -> Response:
    """Say that an e-mail is on its way, and only then look whether there is such an account."""
    form = await read_form(request)
    email, address = form.get("email", ""), address_of(request)
    if not can_send():
        return form_page(request, "forgotten.html", status_code=409, can_send=False)
    if not is_ours(request, form):
        return _forgotten_problem(request, f"{EXPIRED} Try again.", email, 403)
    try:
        checked_email(email)
        await run_in_threadpool(refuse_to_write_often, get_store(), email, address=address)
    except PersonRefused as refused:
        return _forgotten_problem(request, str(refused), email, 400)
    except MustWait as wait:
        response = _forgotten_problem(request, str(wait), email, 429)
        response.headers["Retry-After"] = str(wait.seconds)
        return response
    response = form_page(request, "forgotten.html", is_sent=True)
    response.background = BackgroundTask(write_to_who_forgot, get_store(), email, address=address)
    return response


def _forgotten_problem(request: Request, problem: str, email: str, status_code: int) -> Response:
    return form_page(
        request,
        "forgotten.html",
        status_code=status_code,
        can_send=True,
        problem=problem,
        problem_field="email",
        email=email,
    )
