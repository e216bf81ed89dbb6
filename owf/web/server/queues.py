"""The survey's work with the database, in few threads of its own (decision 39).

Thousands may answer within a minute. In the threads that all pages share, they would keep everybody
else waiting, and each thread would open a connection of its own. With SQLite each write would also
wait for the disk by itself: so writes are done one after the other, and committed together.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from owf.store import Store, get_store

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
