"""The session cookie, network address and kind of the browser behind a request."""

import re

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import Response

from owf.access.sessions import COOKIE
from owf.settings import get_settings

_THIS_MACHINE = "127.0.0.1"
# The first that fits counts: Edge and Opera call themselves Chrome too, and Chrome Safari.
_BROWSERS = (
    (r"\bEdg(?:e|A|iOS)?/", "Edge"),
    (r"\bOPR/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\b(?:Firefox|FxiOS)/", "Firefox"),
    (r"(?:Chrome|Chromium|CriOS)/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
_SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "Chrome OS"),
    (r"\bMac OS X\b", "Mac"),
    (r"\bLinux\b", "Linux"),
)


def cookie_named(name: str) -> str:
    """Under https the prefix lets only this host set it; over plain http browsers refuse it."""
    return f"__Host-{name}" if get_settings().is_https else name


def keep_cookie(
    response: Response, name: str, value: str, *, max_age: int | None = None, path: str = "/"
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        httponly=True,
        samesite="lax",
        secure=get_settings().is_https,
    )


def session_of(connection: HTTPConnection) -> str | None:
    """The token of a request's session, if it has one; nothing says yet that it is live."""
    return connection.cookies.get(cookie_named(COOKIE))


def session_of_page() -> str | None:
    return st.context.cookies.get(cookie_named(COOKIE))


def address_of(connection: HTTPConnection) -> str:
    """Never from ``X-Forwarded-For``, which anybody can send; uvicorn's settings name proxies."""
    return connection.client.host if connection.client else ""


def address_of_page() -> str:
    """The network address of the page that runs; Streamlit gives none for this machine."""
    return st.context.ip_address or _THIS_MACHINE


def device_of(connection: HTTPConnection) -> str:
    said = connection.headers.get("user-agent", "")
    browser = next((name for shape, name in _BROWSERS if re.search(shape, said)), "A browser")
    system = next((name for shape, name in _SYSTEMS if re.search(shape, said)), "")
    return f"{browser} on {system}" if system else browser
