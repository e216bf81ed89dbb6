"""Event loops in tests, on a thread of their own: a browser's tests leave one running on ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Given = TypeVar("Given")


def apart(call: Callable[[], Given]) -> Given:
    """What this gives, called on another thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def run(coroutine: Coroutine[Any, Any, Given]) -> Given:
    """What this coroutine gives, run to its end on another thread."""
    return apart(lambda: asyncio.run(coroutine))
