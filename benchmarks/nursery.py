"""Servers forked from a process that has imported everything: ready in one second, not in four.

What they do is what ``python -m owf serve`` does. As a program (``python -m benchmarks.nursery``)
this is that process: it reads an order a line, as JSON, and answers each with a line.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.servers import ROOT


@dataclass(frozen=True)
class Nursery:
    """Where servers come from, and where they are buried."""

    _parent: subprocess.Popen[str]

    def start(
        self,
        port: int,
        environment: Mapping[str, str],
        log: Path,
        ahead: timedelta = timedelta(),
    ) -> int:
        """Start a server on a port; gives its process id before it serves.

        Args:
            port: of this machine.
            environment: all that it finds in its environment.
            log: where what it says is added.
            ahead: of this machine's clock is the server's, for tests of one time of day.
        """
        order = {"port": port, "environment": {**environment}, "log": str(log)}
        return int(self._tell({**order, "ahead": ahead.total_seconds()}))

    def lives(self, pid: int) -> bool:
        """Whether a server that was not buried is still there."""
        return self._tell({"lives": pid}) == "yes"

    def kill(self, pid: int) -> None:
        """End a server as a power cut would, and wait until nothing of it is left."""
        os.kill(pid, signal.SIGKILL)
        self._tell({"bury": pid})

    def _tell(self, order: object) -> str:
        if self._parent.stdin is None or self._parent.stdout is None:
            raise RuntimeError("Nobody starts servers here.")
        self._parent.stdin.write(f"{json.dumps(order)}\n")
        self._parent.stdin.flush()
        return self._parent.stdout.readline().strip()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A process to fork servers from; whoever starts one ends it."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        yield Nursery(parent)


def _serve(port: int, environment: Mapping[str, str], log: str, ahead: float) -> None:
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(said, stream)
    os.environ.clear()
    os.environ.update(environment)

    from streamlit import config  # noqa: PLC0415  here and below: what only the other process needs

    from owf import clock  # noqa: PLC0415
    from owf.cli.serve import run_server  # noqa: PLC0415

    clock._running = lambda: datetime.now(UTC) + timedelta(seconds=ahead)
    # It was read when Streamlit was imported, in another environment.
    config.get_config_options(force_reparse=True)
    run_server("127.0.0.1", port)


def _fork_when_told() -> None:
    import plotly.graph_objects  # noqa: F401, PLC0415
    import scipy.special  # noqa: F401, PLC0415
    import statsmodels.stats.meta_analysis  # noqa: F401, PLC0415
    import uvicorn  # noqa: F401, PLC0415

    import owf.cli  # noqa: PLC0415
    import owf.web.server  # noqa: F401, PLC0415

    dead = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "port" in order:
            pid = os.fork()
            if pid == 0:
                _serve(order["port"], order["environment"], order["log"], order["ahead"])
                os._exit(0)
            print(pid, flush=True)
            continue
        pid = order.get("bury") or order["lives"]
        if pid not in dead:
            ended, _ = os.waitpid(pid, 0 if "bury" in order else os.WNOHANG)
            dead |= {pid} if ended else set()
        print("no" if pid in dead else "yes", flush=True)


if __name__ == "__main__":
    _fork_when_told()
