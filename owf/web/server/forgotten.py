"""A forgotten password: ask for a letter with a link, if this service sends any."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from owf.access.emails import checked_email
from owf.access.mail import can_send
from owf.access.refusals import MustWait, PersonRefused
from owf.access.resetting import refuse_to_write_often, write_to_who_forgot
from owf.store import get_store
from owf.web.server.forms import EXPIRED, form_page, is_ours, read_form
from owf.web.visiting import address_of


async def forgotten_page(request: Request) -> Response:
    """The form for the e-mail address; where no mail server is set up, whom to ask instead."""
    return form_page(request, "forgotten.html", can_send=can_send())


async def send_link(request: Request) -> Response:
    """Say that a letter is on its way, whoever asked for it, and only then see whether it is."""
    form = await read_form(request)
    email, address = form.get("email", ""), address_of(request)
    if not can_send():
        return form_page(request, "forgotten.html", status_code=409, can_send=False)
    if not is_ours(request, form):
        return _refused(request, f"{EXPIRED} Try again.", email, 403)
    try:
        checked_email(email)
        await run_in_threadpool(refuse_to_write_often, get_store(), email, address=address)
    except PersonRefused as refused:
        return _refused(request, str(refused), email, 400)
    except MustWait as wait:
        response = _refused(request, str(wait), email, 429)
        response.headers["Retry-After"] = str(wait.seconds)
        return response
    response = form_page(request, "forgotten.html", is_sent=True)
    response.background = BackgroundTask(write_to_who_forgot, get_store(), email, address=address)
    return response


def _refused(request: Request, problem: str, email: str, status_code: int) -> Response:
    return form_page(
        request,
        "forgotten.html",
        status_code=status_code,
        can_send=True,
        problem=problem,
        problem_field="email",
        email=email,
    )
