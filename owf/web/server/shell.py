"""The page in which Streamlit's frontend begins: its own, with what ours needs said at once.

Streamlit (1.67) looks for its server below the address of the page first, is told 404, and waits a
tenth of a second before it asks at the root; here it is told where its server is, and that nobody
else's page may talk to it. Our stylesheet comes with the page instead of with each run. What draws
a chart is read while the browser waits for the server anyway, and not when the first chart comes.
Small scripts of ours come with the page (decisions 31 and 34): they take readers to the heading of
what they opened, or to the place in it, let people at a keyboard choose before it is saved, and
name a narrow window's menu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from owf.web import stylesheet
from owf.web.server.sessions import is_page

_ASSETS = Path(__file__).parents[1] / "assets"
_STATIC = Path(streamlit.__file__).parent / "static"
_SCRIPTS = _STATIC / "static" / "js"
_WHERE = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin + '/', "
    "HOST_CONFIG: {allowedOrigins: [window.location.origin], useExternalAuthToken: false}};"
    # Weeks begin on Monday, whatever language a browser is set to: the frontend asks it for this
    # and has no setting of its own.
    "Object.defineProperty(navigator, 'language', {value: 'en-GB'})</script>"
)
_READ_AHEAD = (
    "<script>window.addEventListener('load', () => setTimeout(() => {"
    "for (const one of document.querySelectorAll('link[data-first]')) import(one.href)}))</script>"
)
_FIRST_DRAWN = ("Html", "purify.es", "PlotlyChart", "Selectbox", "ButtonGroup", "DownloadButton")
"""The parts of the frontend that the first screen of a page with charts is drawn with."""
WITH_CHARTS = frozenset({"/results", "/compare", "/region", "/national"})
"""The pages that begin with a chart."""
_OURS = re.compile(r"/[^/]*")
"""Pages lie side by side. What lies deeper is a file, or for Streamlit to send on."""
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


class Shell:
    """Answers a browser that opens a page; it stands behind what asks who it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not is_page(scope) or not _OURS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        page = shell(with_charts=scope["path"] in WITH_CHARTS)
        # Always asked for anew, as Streamlit has it: it names files that change with each version.
        response = HTMLResponse(page, headers={"Cache-Control": "no-cache"})
        await response(scope, receive, send)


async def look_page(request: Request) -> Response:
    """The stylesheet; one of another day is given as it is now, and not kept."""
    is_it = request.path_params["digest"] == stylesheet.digest()
    kept = "public, max-age=31536000, immutable" if is_it else "no-cache"
    return Response(stylesheet.stylesheet(), media_type="text/css", headers={"Cache-Control": kept})


@lru_cache(maxsize=2)
def shell(*, with_charts: bool) -> str:
    """Streamlit's own page with our additions; whatever of it is not found is left as it is.

    Args:
        with_charts: whether the page begins with a chart, so that what draws it is read ahead.
    """
    page = (_STATIC / "index.html").read_text(encoding="utf-8")
    page = page.replace("<title>Streamlit</title>", "<title>One Workforce</title>", 1)
    page = page.replace('<script type="module"', f'{_WHERE}<script type="module"', 1)
    # Behind everything that Streamlit writes into the head, so that ours has the last word.
    sheet = f'<link rel="stylesheet" href="{stylesheet.address()}">'
    page = page.replace("</body>", f"{sheet}{_scripts_of_ours()}</body>", 1)
    if not with_charts:
        return page
    ahead = "".join(
        f'<link rel="modulepreload" crossorigin{first} href="./static/js/{name}">'
        for name, first in _to_read()
        if name not in page
    )
    return page.replace("</head>", f"{ahead}{_READ_AHEAD}</head>", 1)


def _scripts_of_ours() -> str:
    """What the frontend leaves out, most of it for people at a keyboard."""
    files = sorted(_ASSETS.glob("*.js"))
    return "".join(f"<script>{one.read_text(encoding='utf-8')}</script>" for one in files)


def prepare_shell() -> None:
    """Make it before the first visitor: many of the frontend's files are read for it."""
    for with_charts in (False, True):
        shell(with_charts=with_charts)


def _to_read() -> Iterator[tuple[str, str]]:
    """The files of the parts drawn first, marked, and of all that they are made of; each once."""
    marked = [found.name for one in _FIRST_DRAWN for found in sorted(_SCRIPTS.glob(f"{one}.*.js"))]
    waiting = list(marked)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        path = _SCRIPTS / name
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        yield name, " data-first" if name in marked else ""
        waiting.extend(_IMPORTED.findall(path.read_text(encoding="utf-8")))
