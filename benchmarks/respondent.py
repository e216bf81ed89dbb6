"""Somebody who answers for a partner, at a browser that costs the machine next to nothing.

Hundreds of them share the machine with the server that is measured. So only the first run of the
page is taken apart; after that, messages are searched for the words that a person waits for.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.visitor import PATIENCE, Drawn, wish_for_a_run

_LARGEST_END = 200
"""Bytes; a message that a run is finished is never longer."""
_ENDS = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


def says_saved(code: str, place: int) -> bytes:
    """What the page shows where the option at ``place`` is saved as a question's answer."""
    return (
        f'owf-kept-{place}"><div class="owf-question-top"><h2 class="owf-code">{code}</h2>'
        '<p class="owf-saved" role="status">Saved '
    ).encode()


@dataclass
class Respondent:
    """One session at one page.

    Like a browser, it asks again by itself as often as the page wants. ``radios``: label -> what
    the page drew; ``shown``: all that the first run drew, as bytes.
    """

    port: int
    query: str = ""
    page: str = ""
    cookie: str = ""
    radios: dict[str, Drawn] = field(default_factory=dict)
    shown: bytes = b""
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _page_hash: str = ""
    _timer: tuple[str, float] = ("", 0.0)
    _awaited: bytes = b""
    _has_come: bool = False
    _is_over: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            max_size=None,
        )
        async with asyncio.timeout(PATIENCE):
            await self._send("")
            while not self._draws_last(await self._next()):
                pass
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._ask_again())]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._socket.close()

    async def answer(self, code: str, place: int) -> float:
        """Click an option of a question; gives the seconds until it says that it is saved.

        Raises:
            TimeoutError: it never did.
            ConnectionClosed: the server is gone.
        """
        label = next(label for label in self.radios if label.startswith(f"{code}: "))
        return await self._click(label, place, says_saved(code, place))

    async def click(self, label: str, place: int) -> float:
        """Click an option of a radio; gives the seconds until the run is finished."""
        return await self._click(label, place, b"")

    async def _click(self, label: str, place: int, awaited: bytes) -> float:
        radio = self.radios[label]
        self._states[radio.widget] = WidgetState(id=radio.widget, string_value=radio.options[place])
        self._awaited = awaited
        self._has_come = False
        self._is_over.clear()
        began = time.perf_counter()
        await self._send(radio.fragment)
        async with asyncio.timeout(PATIENCE):
            await self._is_over.wait()
        if not self._has_come:
            # The server went before it said so: what ended the listening tells how.
            await self._tasks[0]
        return time.perf_counter() - began

    async def _send(self, fragment: str, *, by_itself: bool = False) -> None:
        await self._socket.send(
            wish_for_a_run(
                self.query,
                self.page,
                self._page_hash,
                self._states.values(),
                fragment,
                by_itself=by_itself,
            )
        )

    async def _next(self) -> bytes:
        received = await self._socket.recv(decode=False)
        if isinstance(received, str):
            raise TypeError("Streamlit's stream is binary.")
        return received

    async def _listen(self) -> None:
        try:
            while True:
                received = await self._next()
                if self._awaited in received if self._awaited else _is_end(received):
                    self._has_come = True
                    self._is_over.set()
        finally:
            self._is_over.set()

    async def _ask_again(self) -> None:
        fragment, seconds = self._timer
        with suppress(ConnectionClosed):
            while fragment:
                await asyncio.sleep(seconds)
                await self._send(fragment, by_itself=True)

    def _draws_last(self, received: bytes) -> bool:
        """Take a message of the first run apart; gives whether it was the last."""
        message = ForwardMsg.FromString(received)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._timer = message.auto_rerun.fragment_id, message.auto_rerun.interval
        elif kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "radio":
                self.radios[element.radio.label] = Drawn(
                    element.radio.id, message.delta.fragment_id, tuple(element.radio.options)
                )
        self.shown += received
        return kind == "script_finished"


def _is_end(received: bytes) -> bool:
    if len(received) > _LARGEST_END:
        return False
    message = ForwardMsg.FromString(received)
    return message.WhichOneof("type") == "script_finished" and message.script_finished in _ENDS
