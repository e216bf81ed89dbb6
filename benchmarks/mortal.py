"""A server to be killed again and again: each is forked from a process that has imported it all.

Starting one takes a second so, and not five. What it does with the database is the same. As a
program (``python -m benchmarks.mortal PORT``) this is that process: it reads a line to start a
server, whose process id it answers with, and another to see it buried.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from benchmarks.servers import ROOT, free_port

_START = 120
"""Seconds that a loaded machine may take to import everything, or to serve."""


@dataclass
class Mortal:
    """The one server that lives on ``port`` at a time."""

    port: int
    _parent: subprocess.Popen[str]
    _pid: int = 0

    @property
    def lives(self) -> bool:
        """Whether nobody has killed it yet."""
        return self._pid != 0

    def start(self) -> None:
        """Start it, and wait until it serves."""
        self._pid = int(self._tell("start"))
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            try:
                answer = httpx2.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5)
                if answer.status_code == 200:
                    return
            except httpx2.HTTPError:
                # The only way to ask whether it listens is to knock.
                time.sleep(0.02)
        raise RuntimeError("The server did not get ready.")

    def kill(self) -> None:
        """End it as a power cut would, and wait until nothing of it is left."""
        if self.lives:
            os.kill(self._pid, signal.SIGKILL)
            self._tell("bury")
            self._pid = 0

    def _tell(self, word: str) -> str:
        if self._parent.stdin is None or self._parent.stdout is None:
            raise RuntimeError("Nobody starts servers here.")
        self._parent.stdin.write(f"{word}\n")
        self._parent.stdin.flush()
        return self._parent.stdout.readline()


@contextmanager
def mortal(environment: Mapping[str, str]) -> Iterator[Mortal]:
    """A server that can be started and killed as often as it takes."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mortal", str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        server = Mortal(port, parent)
        try:
            yield server
        finally:
            server.kill()


def _serve(port: int) -> None:
    import uvicorn  # noqa: PLC0415  here and below: what only the other process needs

    from app import app  # noqa: PLC0415

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", ws_max_size=2**24)


def _fork_when_told(port: int) -> None:
    import plotly.graph_objects  # noqa: F401, PLC0415
    import scipy.special  # noqa: F401, PLC0415
    import statsmodels.stats.meta_analysis  # noqa: F401, PLC0415

    import app  # noqa: F401, PLC0415

    pid = 0
    for line in sys.stdin:
        if line.strip() == "start":
            pid = os.fork()
            if pid == 0:
                # What it says is not what the process that asked for it reads.
                os.dup2(2, 1)
                _serve(port)
                os._exit(0)
            print(pid, flush=True)
        else:
            os.waitpid(pid, 0)
            print("buried", flush=True)


if __name__ == "__main__":
    _fork_when_told(int(sys.argv[1]))
