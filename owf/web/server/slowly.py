"""Work with passwords, which is slow on purpose, in a few threads of its own.

Each hash takes 64 MB while it is worked out. In the threads that all pages share, forty people who
sign in at once would take all of the machine's memory, and everybody else would wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

AT_ONCE = 4
_THREADS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
P = ParamSpec("P")
T = TypeVar("T")


async def slowly(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it when one of the threads is free."""
    done = partial(copy_context().run, partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_THREADS, done)
