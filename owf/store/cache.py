"""A bounded memory, shared by threads, for values that never change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Args = ParamSpec("Args")


class Cache(Generic[Key, Value]):
    """The least recently used goes first. Shared between threads: values must not be changed.

    A key holds the hashes of all that its value depends on, so that no value can be out of date.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


class _Cached(Generic[Args, Value]):
    def __init__(
        self, function: Callable[Args, Value], size: int, key: Callable[..., Hashable]
    ) -> None:
        self.cache: Cache[Hashable, Value] = Cache(size)
        self._function = function
        self._key = key
        update_wrapper(self, function)

    def __call__(self, *args: Args.args, **kwargs: Args.kwargs) -> Value:
        key = self._key(*args, **kwargs)
        found = self.cache.get(key)
        if found is None:
            found = self._function(*args, **kwargs)
            self.cache.put(key, found)
        return found


def cached(
    size: int, key: Callable[..., Hashable]
) -> Callable[[Callable[Args, Value]], _Cached[Args, Value]]:
    """Keep what a function gives, under ``key`` of its arguments; its values are never ``None``."""
    return lambda function: _Cached(function, size, key)
