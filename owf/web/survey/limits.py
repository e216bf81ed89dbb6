"""How much one address may do at the survey; counted in memory alone, so that none is kept."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from secrets import token_urlsafe
from threading import Lock, Thread
from typing import Any, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from owf.settings import get_settings
from owf.store import Store, get_store
from owf.web.session import keep_cookie

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
    return token_urlsafe(32)


def know_again(response: Response, device: str) -> None:
    keep_cookie(response, _name(), str(_signer().dumps(device)), max_age=_LASTS, path=PATH)


def _name() -> str:
    # Not `__Host-`, which browsers refuse on a path of its own.
    return "__Secure-owf_survey" if get_settings().is_https else "owf_survey"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="survey-device")


MOST_ADDRESSES = 10_000
"""Of more addresses, those that were quiet the longest are forgotten."""


class Counted:
    """Times at which something happened, by address, within the last so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def note(self, address: str) -> None:
        with self._lock:
            times = self._times.setdefault(address, deque(maxlen=self.most))
            times.append(time.monotonic())
            self._times.move_to_end(address)
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)

    def seconds_to_wait(self, address: str) -> int:
        with self._lock:
            times = self._times.get(address)
            if times is None or len(times) < self.most:
                return 0
            return max(0, int(times[0] + self.seconds - time.monotonic()) + 1)

    def is_crowd(self, address: str) -> bool:
        return self.seconds_to_wait(address) > 0

    def forget(self) -> None:
        with self._lock:
            self._times.clear()


GUESSES = Counted(30, 900)
"""Links that lead nowhere. Beyond this, an address waits before any link is looked up."""
STARTS = Counted(200, 600)
"""Practitioners who begin. A whole authority may share one address, and get its mail at nine."""
FINISHED = Counted(20, 3600)
"""Responses that were handed in. Beyond this in an hour they count among the oddities."""


MOST_TOGETHER = 16
"""More would let others, who write elsewhere, wait too long."""
T = TypeVar("T")
_READERS = ThreadPoolExecutor(4, thread_name_prefix="survey")
_WAITING: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
_STARTING = Lock()
_started = False


async def aside(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(
        _READERS, partial(copy_context().run, work)
    )


async def in_line(work: Callable[[], T]) -> T:
    """Do what writes in its turn; returns, or raises, once it is committed."""
    if not get_store().is_sqlite:
        return await aside(work)
    _start()
    told: Future[T] = Future()
    _WAITING.put((partial(copy_context().run, work), told))
    return await asyncio.wrap_future(told)


def _start() -> None:
    global _started  # noqa: PLW0603  one thread a process
    with _STARTING:
        if not _started:
            Thread(target=_work, name="survey", daemon=True).start()
            _started = True


def _work() -> None:
    while True:
        jobs = [_WAITING.get()]
        while len(jobs) < MOST_TOGETHER:
            try:
                jobs.append(_WAITING.get_nowait())
            except Empty:
                break
        _do_together(get_store(), jobs)


def _do_together(store: Store, jobs: list[tuple[Callable[[], Any], Future[Any]]]) -> None:
    done: list[Callable[[], None]] = []
    asked = [(work, told) for work, told in jobs if told.set_running_or_notify_cancel()]
    try:
        with store.writing_together():
            for work, told in asked:
                try:
                    done.append(partial(told.set_result, work()))
                except Exception as error:
                    done.append(partial(told.set_exception, error))
    except Exception as error:
        # Nothing of it was kept, whatever each of them said.
        done = [partial(told.set_exception, error) for _, told in asked]
    for tell in done:
        tell()
