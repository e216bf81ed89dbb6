"""Streamlit's first page with our stylesheet and small scripts in it (decisions 31 and 34)."""

import re
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
_WHERE = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin + '/', "
    "HOST_CONFIG: {allowedOrigins: [window.location.origin], useExternalAuthToken: false}};"
    # Weeks begin on Monday, whatever language a browser is set to: the frontend asks it for this
    # and has no setting of its own.
    "Object.defineProperty(navigator, 'language', {value: 'en-GB'})</script>"
)
_OURS = re.compile(r"/[^/]*")
"""Pages lie side by side. What lies deeper is a file, or for Streamlit to send on."""


class Shell:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_page(scope) or not _OURS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        # Kept by no browser: "Back" after signing out must not show what was there.
        response = HTMLResponse(shell(), headers={"Cache-Control": "no-store"})
        await response(scope, receive, send)


async def look_page(request: Request) -> Response:
    """The stylesheet; one of another day is given as it is now, and not kept."""
    is_it = request.path_params["digest"] == stylesheet.digest()
    kept = "public, max-age=31536000, immutable" if is_it else "no-cache"
    return Response(stylesheet.stylesheet(), media_type="text/css", headers={"Cache-Control": kept})


@lru_cache(maxsize=1)
def shell() -> str:
    """Streamlit's own page with our additions; whatever of it is not found is left as it is."""
    page = (_STATIC / "index.html").read_text(encoding="utf-8")
    page = page.replace("<title>Streamlit</title>", "<title>One Workforce</title>", 1)
    page = page.replace('<script type="module"', f'{_WHERE}<script type="module"', 1)
    # Behind everything that Streamlit writes into the head, so that ours has the last word.
    sheet = f'<link rel="stylesheet" href="{stylesheet.address()}">'
    return page.replace("</body>", f"{sheet}{_own_scripts()}</body>", 1)


def _own_scripts() -> str:
    files = sorted(_ASSETS.glob("*.js"))
    return "".join(f"<script>{one.read_text(encoding='utf-8')}</script>" for one in files)
