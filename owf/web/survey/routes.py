"""The practitioners' survey at its open link: plain pages, one theme a screen, no account.

Several people may share a browser. Its cookie has a device's token for each of them, the present
one last; a form says whose it is, so that two of its windows do not mix two people's answers.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from owf.assessment.survey.links import PATH, right_token
from owf.assessment.survey.responding import ROLE_TITLES, PractitionerRole, Sitting
from owf.questionnaire import NonScore
from owf.store import get_store
from owf.web.server.forms import EXPIRED, is_ours, malformed, read_form
from owf.web.session import address_of
from owf.web.survey.limits import (
    FINISHED,
    GUESSES,
    STARTS,
    aside,
    devices_of,
    in_line,
    know_again,
    new_device,
    tag_of,
)
from owf.web.survey.pages import (
    ANSWER,
    NOTHING,
    answered_page,
    begun_page,
    closed_page,
    nowhere_page,
    start_page,
    thanks_page,
    theme_page,
    wait_page,
)

_MOST_FIELDS = 200
NOBODY_YET = ""
_FIELDS = frozenset({"form_token", "theme", "go", "comment", "place", "role", "who", "again"})


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
    work: Callable[[Request, Sequence[str]], Response],
) -> Response:
    devices = devices_of(request)
    try:
        return await way(partial(work, request, devices))
    except NoSuchSurvey:
        return await aside(partial(_elsewhere, request))
    except SurveyClosed as closed:
        return closed_page(closed.title, str(closed))
    except AnsweredAlready:
        return answered_page(request)
    except NotBegun:
        return _redirect(request)


def _elsewhere(request: Request) -> Response:
    """Lead from a link with a mark too many or too few to the right one, or say what to do."""
    found = right_token(get_store(), request.path_params["token"])
    if found is not None:
        return RedirectResponse(f"{PATH}{found}", status_code=303)
    address = address_of(request)
    wait = GUESSES.seconds_to_wait(address)
    GUESSES.note(address, request.path_params["token"])
    if wait:
        return wait_page(
            wait,
            "This link leads nowhere, and very many others that lead nowhere were tried from the "
            "same network as yours.",
            "If you have the whole link, open it: it works. If not, ask the person who sent it to "
            "you for it again.",
        )
    return nowhere_page()


def _page_asked(request: Request, devices: Sequence[str]) -> Response:
    store, token = get_store(), request.path_params["token"]
    device = devices[-1] if devices else ""
    has_said_who = bool(device) or not devices
    if has_said_who and not request.query_params.keys().isdisjoint(("theme", "where")):
        sitting = responding.open_survey(store, token, device)
        screen = sitting.screen_of(request.query_params.get("theme", ""))
        if screen is not None:
            return theme_page(request, sitting, screen, tag=tag_of(device))
        if "where" in request.query_params:
            return _start_page(request, sitting, device)
    there = responding.computer_at(store, token, devices)
    if there.has_answered and "done" in request.query_params:
        return thanks_page(request)
    if there.unfinished:
        response = begun_page(
            request, [(tag_of(one), sitting) for one, sitting in there.unfinished.items()]
        )
        if has_said_who:
            # Until they say, going back shows nobody's answers.
            know_again(response, (*devices, NOBODY_YET))
        return response
    if there.has_answered:
        return answered_page(request)
    return _start_page(request, responding.open_survey(store, token, ""), "")


def _start_page(
    request: Request,
    sitting: Sitting,
    device: str,
    *,
    sent: Mapping[str, str] = NOTHING,
    problem: str = "",
    field: str = "",
    status_code: int = 200,
) -> Response:
    return start_page(
        request,
        sitting,
        responding.partners_to_name(get_store(), sitting),
        tag=tag_of(device),
        sent=sent,
        problem=problem,
        problem_field=field,
        status_code=status_code,
    )


def _answer(form: Mapping[str, str], request: Request, devices: Sequence[str]) -> Response:
    devices = _with_last(devices, form.get("who"))
    if "again" in form:
        return _let_another_begin(form, request, devices)
    device = devices[-1] if devices else ""
    if "theme" in form:
        response = _answer_screen(form, request, device, devices[:-1])
    elif "go" in form:
        response = _go_on(form, request, device)
    else:
        return _begin(form, request, devices)
    if devices:
        # Also where nobody else takes over: a browser that gets a cookie keeps no page to go back
        # to as somebody left it.
        know_again(response, devices)
    return response


def _answer_screen(
    form: Mapping[str, str], request: Request, device: str, others: Sequence[str]
) -> Response:
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
            same_computer=others,
        )
    except (OutsideScale, ResponseRefused) as refused:
        return _screen_again(form, request, device, str(refused), 400)
    if step.is_handed_in:
        FINISHED.note(address)
        return _redirect(request, done="1")
    if not step.theme:
        return _redirect(request, where="1")
    return _redirect(request, theme=step.theme, **({"more": "1"} if step.has_grown else {}))


def _go_on(form: Mapping[str, str], request: Request, device: str) -> Response:
    sitting = responding.open_survey(get_store(), request.path_params["token"], device)
    screen = sitting.first_open_screen
    if screen is None or not is_ours(request, form):
        return _redirect(request)
    return _redirect(request, theme=screen.theme.id)


def _let_another_begin(
    form: Mapping[str, str], request: Request, devices: Sequence[str]
) -> Response:
    """A form without anything in it; what others began stays theirs."""
    if not is_ours(request, form):
        return _redirect(request)
    there = responding.computer_at(get_store(), request.path_params["token"], devices[-1:])
    is_used = there.unfinished or there.has_answered
    response = _redirect(request, where="1")
    if devices:
        know_again(response, (*devices, new_device()) if is_used else devices)
    return response


def _begin(form: Mapping[str, str], request: Request, devices: Sequence[str]) -> Response:
    store, token = get_store(), request.path_params["token"]
    device = devices[-1] if devices else ""
    # Asked before anything else, so that a link that leads nowhere says only that.
    sitting = responding.open_survey(store, token, device)
    address = address_of(request)
    again = partial(_start_page, request, sitting, device, sent=form)
    if not is_ours(request, form):
        return again(problem=f"{EXPIRED} Press the button again.", status_code=403)
    place, role = form.get("place", ""), form.get("role", "")
    if not place:
        return again(problem="Choose where you work.", field="place", status_code=400)
    if role not in ROLE_TITLES:
        return again(problem="Choose what you do there.", field="role", status_code=400)
    if sitting.draft is None:
        wait = STARTS.seconds_to_wait(address)
        if wait:
            return wait_page(
                wait,
                "Very many people have begun from the same network as you just now.",
                "Go back and press the button again then. Nothing that was answered is lost.",
            )
        STARTS.note(address)
    if not device:
        devices = (*devices[:-1], new_device())
    try:
        begun = responding.begin(
            store, token, devices[-1], **_workplace(place), role=PractitionerRole(role)
        )
    except OutsideScale:
        return again(problem="Choose where you work from the list.", field="place", status_code=400)
    first = begun.screens[0].theme.id if begun.screens else ""
    response = _redirect(request, theme=first)
    know_again(response, devices)
    return response


def _screen_again(
    form: Mapping[str, str], request: Request, device: str, problem: str, status_code: int
) -> Response:
    sitting = responding.open_survey(get_store(), request.path_params["token"], device)
    screen = sitting.screen_of(form["theme"])
    if screen is None:
        return _redirect(request)
    return theme_page(
        request,
        sitting,
        screen,
        tag=tag_of(device),
        sent=form,
        problem=problem,
        status_code=status_code,
    )


def _with_last(devices: Sequence[str], tag: str | None) -> tuple[str, ...]:
    """The devices, that of a form's tag last: whoever sends it is there now."""
    known = [one for one in devices if one]
    if tag is None:
        return tuple(known)
    theirs = [one for one in known if tag_of(one) == tag]
    return (*(one for one in known if one not in theirs), *theirs) if theirs else tuple(devices)


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


def _redirect(request: Request, **query: str) -> Response:
    return RedirectResponse(
        _path(request) + (f"?{urlencode(query)}" if query else ""), status_code=303
    )
