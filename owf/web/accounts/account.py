"""A person's own account: roles, password, and the browsers they are signed in at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from owf.access import Actor
from owf.access.details import address_waiting
from owf.access.errors import MustWait, PasswordRefused, WrongPassword
from owf.access.mail import can_send
from owf.access.one_time_links import change_password
from owf.access.roles import roles_in_words
from owf.access.sessions import end_own_sessions, hash_of, own_sessions
from owf.store import Store, accounts, get_store
from owf.store.tables import Person, UserSession
from owf.web.accounts.one_time_links import DIFFER, RULES
from owf.web.accounts.sign_in import slowly
from owf.web.server.forms import EXPIRED, form_page, is_ours, malformed, read_form
from owf.web.server.sessions import ACCOUNT, sign_in_first, signed_out_response, visitor
from owf.web.session import session_of


def _account_roles_sessions(
    store: Store, who: Actor
) -> tuple[Person | None, tuple[str, ...], Sequence[UserSession]]:
    with store.reading() as session:
        account = accounts.account_of(session, who.id)
    return account, roles_in_words(store, who.all_roles), own_sessions(store, who)


@dataclass(frozen=True)
class Problem:
    sentence: str
    field: str = ""
    status_code: int = 400


PAGE_EXPIRED = Problem(f"{EXPIRED} Try again.", status_code=403)


async def account_page(request: Request) -> Response:
    who = await visitor(request)
    return sign_in_first(ACCOUNT) if who is None else await show_account(request, who)


async def change_own_password(request: Request) -> Response:
    opened = await own_form(request)
    if isinstance(opened, Response):
        return opened
    who, form = opened
    problem = await _change_problem(request, who, form)
    if problem is not None:
        return await show_account(request, who, problem=problem)
    return await show_account(
        request,
        who,
        done="Your password has been changed. You have been signed out of every other browser.",
    )


async def _change_problem(request: Request, who: Actor, form: Mapping[str, str]) -> Problem | None:
    if form.get("password", "") != form.get("again", ""):
        return Problem(DIFFER, "again")
    old, new = form.get("old", ""), form.get("password", "")
    try:
        await slowly(change_password, get_store(), who, old, new, keep_token=session_of(request))
    except MustWait as wait:
        return Problem(str(wait), "old", 429)
    except WrongPassword as refused:
        return Problem(str(refused), "old", 403)
    except PasswordRefused as refused:
        return Problem(str(refused), "password")
    return None


async def own_form(request: Request) -> tuple[Actor, Mapping[str, str]] | Response:
    """Who sent a form of the account page, with its fields; else the answer to give."""
    form = await read_form(request)
    who = await visitor(request)
    if who is None:
        return sign_in_first(ACCOUNT)
    if not is_ours(request, form):
        return await show_account(request, who, problem=PAGE_EXPIRED, typed=form)
    return who, form


async def end_sessions(request: Request) -> Response:
    opened = await own_form(request)
    if isinstance(opened, Response):
        return opened
    who, form = opened
    where = form.get("where")
    if where == "everywhere":
        await run_in_threadpool(end_own_sessions, get_store(), who)
        return signed_out_response()
    if where != "elsewhere":
        raise malformed()
    await run_in_threadpool(end_own_sessions, get_store(), who, session_of(request))
    return await show_account(request, who, done="You have been signed out of every other browser.")


async def show_account(
    request: Request,
    who: Actor,
    *,
    problem: Problem | None = None,
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    """``typed`` are the fields of a form that was refused."""
    account, roles, sessions = await run_in_threadpool(_account_roles_sessions, get_store(), who)
    waiting = await run_in_threadpool(address_waiting, get_store(), who)
    this = hash_of(session_of(request) or "")
    return form_page(
        request,
        "account.html",
        status_code=problem.status_code if problem else 200,
        account=account,
        has_password=account is not None and account.password_hash is not None,
        is_of_demonstration=account is not None and account.demo_role is not None,
        roles=roles,
        sessions=[(one, one.token_hash == this) for one in sessions],
        rules=RULES,
        typed=typed or {},
        waiting=waiting,
        can_send=can_send(),
        problem=problem.sentence if problem else "",
        problem_field=problem.field if problem else "",
        done=done,
    )
