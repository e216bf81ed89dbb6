"""Which accounts were signed in to at a browser: there what others do elsewhere makes nobody wait.

The cookie signs nobody in. It holds no address, only what shows that an address is one of its own.
"""

import hmac
from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from owf.access.mail import normal_email
from owf.access.tokens import new_token
from owf.settings import get_settings
from owf.web.session import keep_cookie

PATH = "/auth"
MOST_ACCOUNTS = 20
"""Of more accounts at a shared browser, those signed in to the longest ago are forgotten."""
_LASTS = 180 * 24 * 3600


def browser_known_for(request: Request, email: str) -> str:
    """What the browser's failures count under; empty where nobody signed in here with ``email``."""
    browser, accounts = _kept(request)
    return browser if _mark(browser, email) in accounts else ""


def know_for(response: Response, request: Request, email: str) -> None:
    browser, accounts = _kept(request)
    browser = browser or new_token()
    mark = _mark(browser, email)
    marks = [*(one for one in accounts if one != mark), mark][-MOST_ACCOUNTS:]
    value = str(_signer().dumps({"browser": browser, "accounts": marks}))
    keep_cookie(response, _name(), value, max_age=_LASTS, path=PATH)


def _kept(request: Request) -> tuple[str, list[str]]:
    try:
        kept = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return "", []
    if not isinstance(kept, Mapping):
        return "", []
    return str(kept.get("browser", "")), [str(one) for one in kept.get("accounts", [])]


def _mark(browser: str, email: str) -> str:
    text = f"known-browser:{browser}:{normal_email(email)}".encode()
    return hmac.digest(_secret().encode(), text, "sha256").hex()[:32]


def _name() -> str:
    # Not `__Host-`, which browsers refuse on a path of its own.
    return "__Secure-owf_known" if get_settings().is_https else "owf_known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_secret(), salt="known-browser")


def _secret() -> str:
    return get_settings().secret_key.get_secret_value()
