"""A server to be killed again and again, and soon there again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.nursery import Nursery, nursery
from benchmarks.servers import free_port, wait_until_ready


@dataclass
class Mortal:
    """The one server that lives on ``port`` at a time."""

    port: int
    _nursery: Nursery
    _environment: Mapping[str, str]
    _ahead: timedelta = timedelta()
    _pid: int = 0

    @property
    def lives(self) -> bool:
        """Whether nobody has killed it yet."""
        return self._pid != 0

    def start(self) -> None:
        """Start it, and wait until it serves."""
        self._pid = self._nursery.start(self.port, self._environment, Path(os.devnull), self._ahead)
        wait_until_ready(f"http://127.0.0.1:{self.port}", lambda: self._nursery.lives(self._pid))

    def kill(self) -> None:
        """End it as a power cut would, and wait until nothing of it is left."""
        if self.lives:
            self._nursery.kill(self._pid)
            self._pid = 0


@contextmanager
def mortal(environment: Mapping[str, str], ahead: timedelta = timedelta()) -> Iterator[Mortal]:
    """A server that can be started and killed as often as it takes.

    Args:
        environment: beside ours.
        ahead: of this machine's clock is the server's.
    """
    with nursery() as at:
        server = Mortal(free_port(), at, {**os.environ, **environment}, ahead)
        try:
            yield server
        finally:
            server.kill()
