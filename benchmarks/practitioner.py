"""A practitioner who answers the survey, at a browser that costs the machine next to nothing.

Whoever asks shares the machine with the server that is measured, so requests are written, and
answers read, by hand: a client library's comfort would be measured with the server.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

_FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_THEME = re.compile(r'name="theme" value="([^"]+)"')
_QUESTION = re.compile(r'name="(answer-[^"]+)" value="1"')
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_PACKED = b"\r\ncontent-encoding: gzip"
_COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)


@dataclass
class Practitioner:
    """A browser on a device of its own, at an address of its own on this machine.

    ``waits``: seconds from each click to the whole page that it led to.
    """

    port: int
    source: str
    waits: list[float] = field(default_factory=list)
    _cookies: dict[str, str] = field(default_factory=dict)

    async def respond(self, path: str) -> int:
        """Open the link and answer everything; gives how many items were answered.

        Raises:
            RuntimeError: the server answered with anything but the survey's next page.
        """
        self._reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(self.source, 0)
        )
        try:
            page = await self._click("GET", path)
            page = await self._send(path, page, {"place": "police", "role": "manages"})
            answered = 0
            while found := _THEME.search(page):
                names = _QUESTION.findall(page)
                answers = {name: str(1 + place % 5) for place, name in enumerate(names)}
                page = await self._send(path, page, {"theme": found[1], "go": "on", **answers})
                answered += len(names)
            if "Thank you" not in page:
                raise RuntimeError(f"A response did not come to its end: {page[:2000]}")
            return answered
        finally:
            self._writer.close()

    async def _send(self, path: str, page: str, fields: dict[str, str]) -> str:
        found = _FORM_TOKEN.search(page)
        return await self._click(
            "POST", path, urlencode({"form_token": found[1] if found else "", **fields})
        )

    async def _click(self, method: str, path: str, form: str = "") -> str:
        """The page that a click leads to, as a browser would show it."""
        began = time.perf_counter()
        status, head, body = await self._ask(method, path, form)
        if status == 303 and (to := _LOCATION.search(head)):
            status, _, body = await self._ask("GET", to[1].decode())
        if status != 200:
            raise RuntimeError(f"{method} {path} was answered with {status}: {body[:2000]!r}")
        self.waits.append(time.perf_counter() - began)
        return body.decode()

    async def _ask(self, method: str, path: str, form: str = "") -> tuple[int, bytes, bytes]:
        cookies = "; ".join(f"{name}={text}" for name, text in self._cookies.items())
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if form else ""
        self._writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
            f"Accept-Encoding: gzip\r\n{kind}Content-Length: {len(form)}\r\n\r\n{form}".encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self._reader.readexactly(int(length[1]) if length else 0)
        if _PACKED in head.lower():
            body = gzip.decompress(body)
        for name, text in _COOKIE.findall(head):
            self._cookies[name.decode()] = text.decode()
        return int(head[9:12]), head, body
