"""Servers to measure, as processes of their own, and what they cost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def demonstration(database: Path | None = None, today: date = date(2009, 7, 10)) -> dict[str, str]:
    """The settings of the demonstration, on a database of its own and on a day of its last year."""
    settings = {
        "OWF_DEMO": "1",
        "OWF_TODAY": today.isoformat(),
        "OWF_SECRET_KEY": "a secret of the benchmark, made up and long enough",
    }
    return settings | ({"OWF_DATABASE_URL": f"sqlite:///{database}"} if database else {})


@dataclass(frozen=True)
class Measured:
    """A running server: its port, its process id."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """CPU time that the process has used so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_mb(self) -> float:
        """Memory that the process holds at the moment, in MB of 1,000,000 bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * _PAGE / 1e6


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(
    address: str, lives: Callable[[], bool], *, asks: str = "/readyz", seconds: float = 120
) -> None:
    """Wait until a server answers.

    Args:
        address: of the server, ``http://127.0.0.1:8501``.
        lives: whether its process is still there.
        asks: the path that answers 200 once it is ready.
        seconds: how long a loaded machine may take to import everything and to serve.

    Raises:
        RuntimeError: it ended, or did not answer by then.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and lives():
        with suppress(httpx2.HTTPError):
            if httpx2.get(f"{address}{asks}", timeout=5).status_code == 200:
                return
        # Not a wait for something to happen by then: the only way to ask a process whether it
        # is ready is to knock, and knocking without pause starves it.
        time.sleep(0.02)
    raise RuntimeError(f"The server at {address} did not get ready.")


@contextmanager
def serving(app: str, environment: dict[str, str], ready: str) -> Iterator[Measured]:
    """Serve an ASGI app (``module:app``) on loopback until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error",
            "--ws-max-size", str(2**24),
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", lambda: process.poll() is None, asks=ready)
        yield Measured(port, process.pid)
    finally:
        process.terminate()
        process.wait()
