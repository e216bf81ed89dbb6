"""The practitioners' survey at its open link: plain pages, one theme a screen, no account."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypedDict
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from owf.assessment.asked_items import Choice
from owf.assessment.errors import (
    AnsweredAlready,
    NoSuchSurvey,
    NotBegun,
    OutsideScale,
    ResponseRefused,
    SurveyClosed,
)
from owf.assessment.survey import responding
from owf.assessment.survey.links import PATH
from owf.assessment.survey.responding import ROLE_TITLES, PractitionerRole
from owf.questionnaire import NonScore
from owf.store import get_store
from owf.web.server.forms import EXPIRED, is_ours, malformed, read_form
from owf.web.session import address_of
from owf.web.survey.limits import (
    FINISHED,
    GUESSES,
    STARTS,
    aside,
    device_of,
    in_line,
    know_again,
    new_device,
)
from owf.web.survey.pages import (
    ANSWER,
    answered_page,
    closed_page,
    nowhere_page,
    start_page,
    theme_page,
    wait_page,
)

_MOST_FIELDS = 200
_FIELDS = frozenset({"form_token", "theme", "go", "comment", "place", "role"})


async def survey_page(request: Request) -> Response:
    return await _survey_response(request, aside, _page_asked)


async def answer_survey(request: Request) -> Response:
    form = await read_form(request, _MOST_FIELDS)
    if any(name not in _FIELDS and not name.startswith(ANSWER) for name in form):
        raise malformed()
    return await _survey_response(request, in_line, partial(_answer, form))


async def _survey_response(
    request: Request,
    way: Callable[[Callable[[], Response]], Awaitable[Response]],
    work: Callable[[Request, str], Response],
) -> Response:
    address = address_of(request)
    device = device_of(request)
    # Somebody who has begun does not wait for what others behind the same address do.
    wait = 0 if device else GUESSES.seconds_to_wait(address)
    if wait:
        return wait_page(wait, "Too many addresses that lead nowhere were tried from here.")
    try:
        return await way(partial(work, request, device))
    except NoSuchSurvey:
        GUESSES.note(address)
        return nowhere_page()
    except SurveyClosed as closed:
        return closed_page(closed.title, str(closed))
    except AnsweredAlready:
        return answered_page(just_now="done" in request.query_params)
    except NotBegun:
        return _redirect(request)


def _page_asked(request: Request, device: str) -> Response:
    store, token = get_store(), request.path_params["token"]
    sitting = responding.open_survey(store, token, device)
    theme = request.query_params.get("theme", "")
    screen = sitting.screen_of(theme)
    if screen is None:
        return start_page(request, sitting, responding.partners_to_name(store, sitting))
    return theme_page(request, sitting, screen)


def _answer(form: Mapping[str, str], request: Request, device: str) -> Response:
    if "theme" not in form:
        return _begin(form, request, device)
    if not is_ours(request, form):
        problem = f"{EXPIRED} Your answers are still below: press the button again."
        return _screen_again(form, request, device, problem, 403)
    address = address_of(request)
    try:
        step = responding.answer_screen(
            get_store(),
            request.path_params["token"],
            device,
            form["theme"],
            _choices(form),
            comment=form.get("comment"),
            is_back=form.get("go") == "back",
            is_crowd=FINISHED.is_crowd(address),
        )
    except (OutsideScale, ResponseRefused) as refused:
        return _screen_again(form, request, device, str(refused), 400)
    if step.is_handed_in:
        FINISHED.note(address)
        return RedirectResponse(f"{_path(request)}?done=1", status_code=303)
    return _redirect(request, step.theme, has_grown=step.has_grown)


def _begin(form: Mapping[str, str], request: Request, device: str) -> Response:
    store, token = get_store(), request.path_params["token"]
    # Asked before anything else, so that a link that leads nowhere says only that.
    sitting = responding.open_survey(store, token, device)
    address = address_of(request)

    def again(problem: str, status_code: int, field: str = "") -> Response:
        return start_page(
            request,
            sitting,
            responding.partners_to_name(store, sitting),
            sent=form,
            problem=problem,
            problem_field=field,
            status_code=status_code,
        )

    if not is_ours(request, form):
        return again(f"{EXPIRED} Press the button again.", 403)
    place, role = form.get("place", ""), form.get("role", "")
    if not place:
        return again("Choose where you work.", 400, "place")
    if role not in ROLE_TITLES:
        return again("Choose what you do there.", 400, "role")
    if sitting.draft is None:
        wait = STARTS.seconds_to_wait(address)
        if wait:
            return wait_page(
                wait, "Very many people have begun from the same network as you just now."
            )
        STARTS.note(address)
    device = device or new_device()
    try:
        begun = responding.begin(
            store, token, device, **_workplace(place), role=PractitionerRole(role)
        )
    except OutsideScale:
        return again("Choose where you work from the list.", 400, "place")
    response = _redirect(request, begun.screens[0].theme.id if begun.screens else "")
    know_again(response, device)
    return response


def _screen_again(
    form: Mapping[str, str], request: Request, device: str, problem: str, status_code: int
) -> Response:
    sitting = responding.open_survey(get_store(), request.path_params["token"], device)
    screen = sitting.screen_of(form["theme"])
    if screen is None:
        return _redirect(request)
    return theme_page(request, sitting, screen, sent=form, problem=problem, status_code=status_code)


def _choices(form: Mapping[str, str]) -> dict[str, Choice]:
    """What was chosen, by item; what is neither a level nor a non-score is refused later."""
    found: dict[str, Choice] = {}
    for name, value in form.items():
        if name.startswith(ANSWER):
            try:
                found[name.removeprefix(ANSWER)] = (
                    int(value) if value.isascii() and value.isdigit() else NonScore(value)
                )
            except ValueError as error:
                raise OutsideScale("Choose one of the answers that are offered.") from error
    return found


class _Workplace(TypedDict):
    sector: str
    partner_id: int | None


def _workplace(place: str) -> _Workplace:
    """The sector, and the partner if one was named: ``police`` or ``police:12``."""
    sector, _, partner = place.partition(":")
    is_number = partner.isascii() and partner.isdigit() and len(partner) <= 9
    if partner and not is_number:
        raise OutsideScale("There is no such partner.")
    return {"sector": sector, "partner_id": int(partner) if partner else None}


def _path(request: Request) -> str:
    # From the token alone: what else stands in an address is not ours.
    return f"{PATH}{quote(request.path_params['token'], safe='')}"


def _redirect(request: Request, theme: str = "", *, has_grown: bool = False) -> Response:
    query = {"theme": theme} if theme else {}
    query |= {"more": "1"} if has_grown else {}
    return RedirectResponse(
        _path(request) + (f"?{urlencode(query)}" if query else ""), status_code=303
    )
