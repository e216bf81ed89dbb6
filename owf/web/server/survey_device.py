"""The cookie by which the survey knows a device again: a random token that we have signed."""

from __future__ import annotations

from secrets import token_urlsafe

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from owf.settings import get_settings

PATH = "/survey"
_LASTS = 120 * 24 * 3600
"""Seconds; no survey is open for longer on end."""


def device_of(request: Request) -> str:
    """The token of a request's device; empty where it has none that we gave it."""
    try:
        return str(_signer().loads(request.cookies.get(_name(), "")))
    except BadSignature:
        return ""


def new_device() -> str:
    """A token for a device that has none: 256 random bits."""
    return token_urlsafe(32)


def know_again(response: Response, device: str) -> None:
    """Let the browser keep the device's token."""
    response.set_cookie(
        _name(),
        _signer().dumps(device),
        max_age=_LASTS,
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=get_settings().is_https,
    )


def _name() -> str:
    # Not `__Host-`, which browsers refuse on a path of its own.
    return "__Secure-owf_survey" if get_settings().is_https else "owf_survey"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="survey-device")
