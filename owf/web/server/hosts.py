"""The host names at which the product answers, and the origins from which WebSockets may come."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from owf.settings import get_settings
from owf.web.server.plain import problem_page

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HEALTH = frozenset({"/healthz", "/readyz"})
"""Whatever watches the process calls it by a number or a container's name, or by none."""
_HOST = re.compile(r"([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
_NOT_ALLOWED = 1008
"""What a WebSocket is closed with: against the policy."""


class OurHostsOnly:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and host_asked(scope) is None and scope["path"] not in _HEALTH:
            await _send_wrong_address(scope, receive, send)
        elif scope["type"] == "websocket" and not _is_from_our_page(scope):
            await send({"type": "websocket.close", "code": _NOT_ALLOWED})
        else:
            await self._app(scope, receive, send)


def host_asked(scope: Scope) -> str | None:
    named = Headers(scope=scope).getlist("host")
    host = named[0].lower() if len(named) == 1 else ""
    found = _HOST.fullmatch(host)
    if found is None:
        return None
    return host if found[1] in _own_host_names() else None


def _own_host_names() -> frozenset[str]:
    settings = get_settings()
    found = _HOST.fullmatch(_authority(settings.base_url))
    name = found[1] if found else ""
    return _LOOPBACK | {name} if settings.demo or name in _LOOPBACK else frozenset({name})


def _is_from_our_page(scope: Scope) -> bool:
    """The port counts, because cookies do not know ports: another service here is another site."""
    host = host_asked(scope)
    origins = Headers(scope=scope).getlist("origin")
    if host is None or len(origins) > 1:
        return False
    ours = {_without_usual_port(host), _authority(get_settings().base_url)}
    return not origins or _authority(origins[0]) in ours


def _authority(address: str) -> str:
    """Host and port of an address; empty where it is none, such as ``null``."""
    try:
        found = urlsplit(address.lower())
    except ValueError:
        return ""
    return _without_usual_port(found.netloc) if found.scheme in {"http", "https"} else ""


def _without_usual_port(authority: str) -> str:
    return authority.removesuffix(":80").removesuffix(":443")


async def _send_wrong_address(scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_page(
        "Not at this address",
        f"One Workforce is at {get_settings().base_url}, and you opened another address.",
        status_code=400,
        to_do=(
            "Open that address. If it is wrong, the person who runs this service can correct it "
            "in OWF_BASE_URL."
        ),
    )
    await response(scope, receive, send)
