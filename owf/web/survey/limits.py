"""How much one address may do at the survey; counted in memory alone, so that none is kept."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from hashlib import sha256
from queue import Empty, SimpleQueue
from secrets import token_urlsafe
from threading import Lock, Thread
from typing import Any, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from owf.access.tokens import new_token
from owf.access.waits import network_of
from owf.settings import get_settings
from owf.store import Store, get_store
from owf.web.session import keep_cookie

PATH = "/survey"
_LASTS = 120 * 24 * 3600
"""Seconds; no survey is open for longer on end."""


MOST_PEOPLE = 20
"""Of more people at one browser, those who used it the longest ago are forgotten."""


def devices_of(request: Request) -> tuple[str, ...]:
    """The tokens of those who used a browser, the present one last; none that we did not give.

    The last is empty where somebody opened the link and has not said yet which of them they are.
    """
    try:
        kept = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return ()
    # Before several people could use a browser, it kept one token.
    found = kept if isinstance(kept, list) else [kept]
    return tuple(map(str, found))


def new_device() -> str:
    return new_token()


def tag_of(device: str) -> str:
    """What a page's form says of who it is for; it tells nothing of the token."""
    return sha256(device.encode()).hexdigest()[:16]


def know_again(response: Response, devices: Sequence[str]) -> None:
    value = str(_signer().dumps(list(devices[-MOST_PEOPLE:])))
    keep_cookie(response, _name(), value, max_age=_LASTS, path=PATH)


def _name() -> str:
    # Not `__Host-`, which browsers refuse on a path of its own.
    return "__Secure-owf_survey" if get_settings().is_https else "owf_survey"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="survey-device")


MOST_ADDRESSES = 10_000
"""Of more addresses, those that were quiet the longest are forgotten."""


class Counted:
    """Things that happened, by address, within the last so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: OrderedDict[str, OrderedDict[str, float]] = OrderedDict()
        self._lock = Lock()

    def note(self, address: str, what: str | None = None) -> None:
        """``what`` counts once, however often it happens; without it each time counts."""
        key = token_urlsafe(8) if what is None else sha256(what.encode()).hexdigest()
        with self._lock:
            times = self._times.setdefault(network_of(address), OrderedDict())
            self._forget_old(times)
            if key not in times:
                times[key] = time.monotonic()
            while len(times) > self.most:
                times.popitem(last=False)
            self._times.move_to_end(network_of(address))
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)

    def seconds_to_wait(self, address: str) -> int:
        with self._lock:
            times = self._times.get(network_of(address))
            if times is None:
                return 0
            self._forget_old(times)
            if len(times) < self.most:
                return 0
            first = next(iter(times.values()))
            return max(0, int(first + self.seconds - time.monotonic()) + 1)

    def is_crowd(self, address: str) -> bool:
        return self.seconds_to_wait(address) > 0

    def forget(self) -> None:
        with self._lock:
            self._times.clear()

    def _forget_old(self, times: OrderedDict[str, float]) -> None:
        oldest = time.monotonic() - self.seconds
        while times and next(iter(times.values())) <= oldest:
            times.popitem(last=False)


GUESSES = Counted(30, 900)
"""Different links that lead nowhere: one that is cut off counts once, however many open it.

Beyond this an address is told to wait. A link that leads to a survey opens all the same: nobody
finds one of 2**190 by guessing, and many who have the right one may share the address.
"""
STARTS = Counted(600, 60)
"""Practitioners who begin. A whole authority may share one address, and get its mail at nine: the
next one waits for less than a minute."""
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
