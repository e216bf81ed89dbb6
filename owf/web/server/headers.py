"""Security headers: they keep a browser from doing what no page of ours asks for."""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from owf.settings import get_settings
from owf.web.server.hosts import host_asked
from owf.web.server.plain import POLICY as PLAIN_POLICY
from owf.web.server.shell import shell

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
_PLAIN = ("/auth/", "/survey/")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
}


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(_PLAIN):
                    headers.setdefault("Content-Security-Policy", PLAIN_POLICY)
                    headers["Cache-Control"] = "no-store"
                else:
                    headers.setdefault("Content-Security-Policy", _policy(host_asked(scope)))
                if get_settings().is_https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _policy(host: str | None) -> str:
    # Not every browser takes 'self' to mean WebSockets as well.
    socket = f" {'wss' if get_settings().is_https else 'ws'}://{host}" if host else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_scripts_of_the_shell()}",
            # Its components write their styles into the page as they go.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{socket}",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


@lru_cache(maxsize=1)
def _scripts_of_the_shell() -> str:
    scripts = sorted(set(_INLINE_SCRIPT.findall(shell())))
    hashes = (b64encode(sha256(one.encode()).digest()).decode() for one in scripts)
    return " ".join(f"'sha256-{one}'" for one in hashes)
