"""Streamlit's stream without a browser: what anybody can send who writes messages by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

PATIENCE = 20.0
FINISHED = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
}


def texts_in(message: Message) -> Iterator[str]:
    """Every text in a message, however deep."""
    for one, value in message.ListFields():
        values = value if one.is_repeated else [value]
        if one.message_type is not None and one.message_type.GetOptions().map_entry:
            values = [text for text in value.values() if isinstance(text, Message)]
            yield from (text for text in value.values() if isinstance(text, str))
        for each in values:
            if one.type == FieldDescriptor.TYPE_MESSAGE:
                yield from texts_in(each)
            elif one.type == FieldDescriptor.TYPE_STRING:
                yield each


@dataclass
class Raw:
    """A connection; ``pages``: path -> hash of its script; ``seen``: messages of the last run."""

    socket: ClientConnection
    address: str = ""
    cookie: str = ""
    session: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    seen: list[ForwardMsg] = field(default_factory=list)

    def send(self, asked: BackMsg) -> None:
        self.socket.send(asked.SerializeToString())

    def receive(self) -> ForwardMsg:
        return ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE))

    def run(
        self,
        query: str = "",
        *,
        page: str = "",
        page_hash: str = "",
        fragment: str = "",
        states: Iterable[WidgetState] = (),
    ) -> str:
        """Ask for a run; gives all the text that came."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = page_hash
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(states)
        self.send(asked)
        return self.until_finished()

    def until_finished(self) -> str:
        self.seen = []
        while True:
            message = self.receive()
            self.seen.append(message)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            if kind == "navigation":
                self.pages = {
                    one.url_pathname: one.page_script_hash for one in message.navigation.app_pages
                }
            if kind == "script_finished" and message.script_finished in FINISHED:
                return self.text()

    def text(self) -> str:
        return "\n".join(text for one in self.seen for text in texts_in(one))

    def shown(self) -> str:
        """The text of what was drawn, without what says how it is drawn."""
        return "\n".join(
            text for one in self.seen if one.WhichOneof("type") == "delta"
            for text in texts_in(one)
        )  # fmt: skip

    def elements(self, kind: str) -> list[tuple[Message, str]]:
        """Elements of one kind, each with the fragment that drew it."""
        return [
            (getattr(one.delta.new_element, kind), one.delta.fragment_id)
            for one in self.seen
            if one.WhichOneof("type") == "delta"
            and one.delta.new_element.WhichOneof("type") == kind
        ]


@contextmanager
def raw_connection(
    address: str, cookie: str = "", *, origin: str | None = None, goes_on_with: str = ""
) -> Iterator[Raw]:
    named = ["streamlit", "x", goes_on_with] if goes_on_with else ["streamlit"]
    with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=named,
        additional_headers={"Cookie": cookie} if cookie else {},
        origin=origin or address,
        max_size=None,
    ) as socket:
        yield Raw(socket, address, cookie)
