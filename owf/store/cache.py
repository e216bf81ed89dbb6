"""A small memory for what never changes: the newest so many, whatever is asked of it at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by what they were made from; what was not asked for the longest goes first.

    A key holds the hashes of all that its value depends on, so that nothing kept can be out of
    date. Values are shared between threads: they must not be changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """What is kept for a key; ``None`` where nothing is."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, and let go of the one not asked for the longest where it is too many."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Let go of everything, to measure what it saves."""
        with self._lock:
            self._values.clear()
