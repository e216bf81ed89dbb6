"""Demonstrations to measure on, each built once for all parts of a run; copy them before use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.servers import ROOT

_FOLDER = tempfile.TemporaryDirectory(prefix="owf-bench-")


@dataclass(frozen=True)
class Built:
    """A demonstration: where it is, and what building it took. ``memory`` is the peak in MB.

    ``cpu``: seconds of the processor, which hardly depend on what else the machine does.
    """

    path: Path
    seconds: float
    cpu: float
    memory: float
    size: float


@cache
def built(*options: str) -> Built:
    """Build a demonstration in a process of its own, the first time that it is asked for."""
    path = Path(_FOLDER.name) / f"demo{''.join(options)}.db"
    began = time.perf_counter()
    command = [sys.executable, "-m", "owf", "demo", "--build-only", "--db", str(path), *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError("The demonstration could not be built.")
    seconds = time.perf_counter() - began
    return Built(
        path,
        seconds,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        path.stat().st_size / 2**20,
    )
