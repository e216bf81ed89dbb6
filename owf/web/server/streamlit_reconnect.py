"""After every new connection, the first run is of the whole page (decision 3)."""

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_STREAM = "/_stcore/stream"


class WholeRunFirst:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket" or not scope["path"].endswith(_STREAM):
            await self._app(scope, receive, send)
            return
        drawn = False

        async def receive_whole() -> Message:
            message = await receive()
            body = message.get("bytes")
            if drawn or message["type"] != "websocket.receive" or not body:
                return message
            return {**message, "bytes": _for_the_whole_page(body)}

        async def send_and_watch(message: Message) -> None:
            nonlocal drawn
            body = message.get("bytes")
            if not drawn and message["type"] == "websocket.send" and body:
                drawn = _ends_a_whole_run(body)
            await send(message)

        await self._app(scope, receive_whole, send_and_watch)


def _for_the_whole_page(body: bytes) -> bytes:
    request = BackMsg()
    try:
        request.ParseFromString(body)
    except DecodeError:
        return body
    if request.WhichOneof("type") != "rerun_script" or not request.rerun_script.fragment_id:
        return body
    request.rerun_script.fragment_id = ""
    return bytes(request.SerializeToString())


def _ends_a_whole_run(body: bytes) -> bool:
    answer = ForwardMsg()
    try:
        answer.ParseFromString(body)
    except DecodeError:
        return False
    return (
        answer.WhichOneof("type") == "script_finished"
        and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )
