"""The floor of the survey: as many screens of the same size by bare Starlette, and no more.

Nothing is looked up, checked, escaped or kept.
"""

from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

SCREENS, QUESTIONS = 4, 11
BYTES = 20_000
"""About what a screen of the survey has."""


def _page(body: str) -> str:
    return f"<html>{body}{' ' * (BYTES - len(body))}</html>"


START = _page('<input name="form_token" value="bare">')
THANKS = _page("<h1>Thank you</h1>")
THEMES = [
    _page(
        f'<input name="form_token" value="bare"><input name="theme" value="{screen}">'
        + "".join(
            f'<input name="answer-{screen}-{question}" value="1">' for question in range(QUESTIONS)
        )
    )
    for screen in range(SCREENS)
]


async def _show(request: Request) -> Response:
    asked = request.query_params
    if "done" in asked:
        return HTMLResponse(THANKS)
    return HTMLResponse(THEMES[int(asked["theme"])] if "theme" in asked else START)


async def _take(request: Request) -> Response:
    form = dict(parse_qsl((await request.body()).decode()))
    following = int(form.get("theme", -1)) + 1
    to = f"theme={following}" if following < SCREENS else "done=1"
    return RedirectResponse(f"{request.url.path}?{to}", status_code=303)


async def _ready(_request: Request) -> Response:
    return PlainTextResponse("ready")


app = Starlette(
    routes=[
        Route("/readyz", _ready),
        Route("/survey/{token}", _show, methods=["GET"]),
        Route("/survey/{token}", _take, methods=["POST"]),
    ]
)
