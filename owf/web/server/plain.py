"""Plain pages: HTML with the product's look, without Streamlit and without any script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from starlette.responses import HTMLResponse

from owf import clock
from owf.settings import get_settings
from owf.web.server.templates import STYLE, TEMPLATES

_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_STYLE_HASH}'",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Nothing but the one style that stands in the page, the mark in the tab, and our own forms."""


def plain_page(
    template: str,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """A page from a template; every value that is put in is escaped.

    No browser keeps it, and no address of ours is told to whatever it links to.
    """
    day = clock.today()
    html = TEMPLATES.get_template(template).render(
        style=STYLE, is_demo=get_settings().demo, today=f"{day.day} {day:%B %Y}", **values
    )
    return HTMLResponse(
        html,
        status_code=status_code,
        headers={
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            **(headers or {}),
        },
    )


def problem_page(
    title: str,
    sentence: str,
    *,
    status_code: int,
    to_do: str = "",
    to_sign_in: bool = False,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page that says what went wrong, and what to do."""
    return plain_page(
        "problem.html",
        status_code=status_code,
        headers=headers,
        heading=title,
        sentence=sentence,
        to_do=to_do,
        to_sign_in=to_sign_in,
    )
