"""A visitor over a real WebSocket: opens a Streamlit page and clicks, as a browser would."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect


def sign_in(port: int, role: str) -> str:
    """The session cookie of one of the demonstration's people."""
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        page = client.get("/auth/sign-in")
        token = page.text.split('name="form_token" value="', 1)[1].split('"', 1)[0]
        client.post("/auth/sign-in", data={"form_token": token, "person": role, "next": "/"})
        return f"owf_session={client.cookies['owf_session']}"


PATIENCE = 20.0
"""Seconds after which a server that does not answer is a failure."""


@dataclass(frozen=True)
class Drawn:
    """A radio as the page drew it."""

    widget: str
    fragment: str
    options: tuple[str, ...]


def wish_for_a_run(
    query: str,
    page: str,
    page_hash: str,
    states: Iterable[WidgetState],
    fragment: str = "",
    *,
    by_itself: bool = False,
) -> bytes:
    """What a browser sends for a run of the page, or of one fragment; ``by_itself``: its timer."""
    message = BackMsg()
    asked = message.rerun_script
    asked.query_string = query
    asked.page_name = page
    asked.page_script_hash = page_hash
    asked.fragment_id = fragment
    asked.is_auto_rerun = by_itself
    asked.widget_states.widgets.extend(states)
    return message.SerializeToString()


@dataclass
class Visitor:
    """One session.

    ``radios``: label -> what the page says of that radio; ``first``: seconds of the first run;
    ``heading``: the page's, as it was last drawn.
    """

    port: int
    query: str = ""
    page: str = ""
    cookie: str = ""
    radios: dict[str, Drawn] = field(default_factory=dict)
    first: float = 0.0
    heading: str = ""
    _socket: ClientConnection | None = None
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _page_hash: str = ""

    def __enter__(self) -> Self:
        self._socket = connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            max_size=None,
        )
        self.first = self.run()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            self._socket.close()

    def click(self, label: str, place: int) -> float:
        """Choose an option of a radio; gives the seconds until the page was drawn again."""
        radio = self.radios[label]
        self._states[radio.widget] = WidgetState(id=radio.widget, string_value=radio.options[place])
        return self.run(radio.fragment)

    def run(self, fragment: str = "") -> float:
        """Ask for a run and wait until it is finished; gives the seconds."""
        if self._socket is None:
            raise RuntimeError("The visitor is not connected.")
        wish = wish_for_a_run(
            self.query, self.page, self._page_hash, self._states.values(), fragment
        )
        began = time.perf_counter()
        self._socket.send(wish)
        while not self._is_last(ForwardMsg.FromString(self._next())):
            pass
        return time.perf_counter() - began

    def _next(self) -> bytes:
        received = self._socket.recv(timeout=PATIENCE) if self._socket else b""
        if isinstance(received, str):
            raise TypeError("Streamlit's stream is binary.")
        return received

    def _is_last(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        if kind == "navigation":
            # Which page it is, of the several that one script navigates between.
            self._page_hash = message.navigation.page_script_hash
        if kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "html" and "<h1>" in element.html.body:
                self.heading = element.html.body.split("<h1>", 1)[1].split("</h1>", 1)[0]
            if element.WhichOneof("type") == "radio":
                self.radios[element.radio.label] = Drawn(
                    element.radio.id, message.delta.fragment_id, tuple(element.radio.options)
                )
        return kind == "script_finished" and message.script_finished in {
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        }
