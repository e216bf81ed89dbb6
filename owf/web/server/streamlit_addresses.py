"""Streamlit's own addresses: each answers only what a page of ours asks for (decision 46).

Streamlit knows connections and no people. Which connection is whose is learnt here from what goes
over it, so that files and uploads belong to one person.
"""

import asyncio
from dataclasses import dataclass

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from owf.access import Actor
from owf.store import StoreFailed
from owf.web.handed_out import connected_person, was_made_for
from owf.web.server.plain import problem_page, store_failed_response
from owf.web.server.sessions import visitor

_STREAM = "/_stcore/stream"
_UPLOADS = "/_stcore/upload_file/"
_MEDIA = "/media/"
_OPEN = frozenset({"/_stcore/health", "/_stcore/host-config"})
"""What the frontend asks for before and while it connects; neither says anything about anybody."""
_CLOSED = ("/_stcore/", "/component/", "/app/static/")
_ASKED_BY_PAGES = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
"""Messages of Streamlit's frontend that our pages need, beside the request for a download."""
_PROTOCOL = "sec-websocket-protocol"
KEPT_FOR = 300.0
"""Seconds for which it is known whose a closed connection was; Streamlit keeps its own for 120."""
_UNSUPPORTED, _MALFORMED = 1003, 1002


@dataclass(frozen=True, eq=False)
class Owner:
    """Whose connection goes on with a session of Streamlit's; each connection has its own."""

    person_id: str


class OwnAddresses:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owners: dict[str, Owner] = {}

    def _owns(self, who: Actor | None, session: str) -> bool:
        owner = self._owners.get(session)
        return who is not None and owner is not None and owner.person_id == who.id

    def _forget(self, session: str, owner: Owner | None) -> None:
        """Unless a later connection has gone on with it."""
        if self._owners.get(session) is owner:
            del self._owners[session]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path == _STREAM:
            await self._connect(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _MALFORMED})
        elif scope["type"] != "http" or path in _OPEN:
            await self._app(scope, receive, send)
        elif path.startswith((_MEDIA, _UPLOADS)):
            await self._only_for_the_owner(scope, receive, send)
        elif path.startswith(_CLOSED):
            await _no_such_file()(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _only_for_the_owner(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            who = await visitor(HTTPConnection(scope))
        except StoreFailed as failed:
            await store_failed_response(Request(scope), failed)(scope, receive, send)
            return
        if who is not None and scope["path"].startswith(_MEDIA):
            await self._send_own_file(who, scope, receive, send)
        elif self._owns(who, _session_in(scope["path"])):
            await self._app(scope, receive, send)
        else:
            await _no_such_file()(scope, receive, send)

    async def _send_own_file(self, who: Actor, scope: Scope, receive: Receive, send: Send) -> None:
        """Files lie in memory: one is read whole, told by its content, and only then sent."""
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        # A part of a file, or a packed one, would not say which file it is.
        headers = [one for one in scope["headers"] if one[0] not in (b"range", b"accept-encoding")]
        if scope["method"] == "GET":
            await self._app({**scope, "headers": headers}, receive, keep)
        content = b"".join(one.get("body", b"") for one in sent)
        start: Message = sent[0] if sent else {"status": 404}
        if start["status"] != 200 or not was_made_for(content, who.id):
            await _no_such_file()(scope, receive, send)
            return
        answer = MutableHeaders(raw=list(start["headers"]))
        answer["Cache-Control"] = "private, no-store"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        await send({**start, "headers": answer.raw})
        await send({"type": "http.response.body", "body": content})

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            who = await visitor(HTTPConnection(scope))
        except StoreFailed:
            # The page itself says that the database cannot be reached.
            who = None
        owner = Owner(who.id) if who else None
        begun: list[str] = []
        connected_person.set(who.id if who else "")

        async def receive_asked() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                wrong = _what_is_wrong(message)
                if wrong is None:
                    return message
                if wrong:
                    await send({"type": "websocket.close", "code": wrong})
                    return {"type": "websocket.disconnect", "code": wrong}

        async def send_and_learn(message: Message) -> None:
            if owner is not None and not begun and message.get("bytes"):
                begun.extend(_session_begun(message["bytes"]))
                self._owners.update(dict.fromkeys(begun, owner))
            await send(message)

        try:
            await self._app(
                self._without_anothers_session(scope, who), receive_asked, send_and_learn
            )
        finally:
            for session in begun:
                asyncio.get_running_loop().call_later(KEPT_FOR, self._forget, session, owner)

    def _without_anothers_session(self, scope: Scope, who: Actor | None) -> Scope:
        """A browser names the session that it goes on with, which may have been another's."""
        named = [one.strip() for one in Headers(scope=scope).get(_PROTOCOL, "").split(",")]
        if len(named) < 3 or self._owns(who, named[2]):
            return scope
        headers = [pair for pair in scope["headers"] if pair[0] != _PROTOCOL.encode()]
        kept = ", ".join(named[:2])
        return {**scope, "headers": [*headers, (_PROTOCOL.encode(), kept.encode("latin-1"))]}


def _session_in(path: str) -> str:
    return path.removeprefix(_UPLOADS).partition("/")[0]


def _session_begun(body: bytes) -> list[str]:
    answer = ForwardMsg()
    try:
        answer.ParseFromString(body)
    except DecodeError:
        return []
    return [found] if (found := answer.new_session.initialize.session_id) else []


def _what_is_wrong(message: Message) -> int | None:
    """``None`` for a message of our pages, 0 for one to leave out, else why the connection ends."""
    body = message.get("bytes")
    if body is None:
        return _UNSUPPORTED
    asked = BackMsg()
    try:
        asked.ParseFromString(body)
    except DecodeError:
        return _MALFORMED
    kind = asked.WhichOneof("type")
    is_download = kind == "backend_operation_request" and asked.backend_operation_request.HasField(
        "deferred_file"
    )
    return None if is_download or kind in _ASKED_BY_PAGES else 0


def _no_such_file() -> Response:
    return problem_page(
        "File not found",
        "This address opens no file for you. A file can be downloaded for ten minutes by the "
        "person it was made for.",
        status_code=404,
        to_do="Go back to the page with the file and download it there.",
    )
