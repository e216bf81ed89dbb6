"""What reading costs with England of five years: `region` and `compare`, and building it all.

Bounds (issue 3): under 300 ms of server time for each page; building under 10 minutes.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import Line, at_most
from benchmarks.servers import ROOT, Measured, demonstration, serving
from benchmarks.visitor import Visitor, sign_in
from owf.settings import DEMO_TODAY

RUNS = 30
SERVER_MS = 300
BUILD_S = 600
PAGES: Mapping[str, tuple[str, str, str]] = {
    "region": ("regional-lead", "region", "region=E12000006&year=2012"),
    "region, a theme": ("regional-lead", "region", "region=E12000006&year=2012&theme=caf"),
    "region, London": ("national", "region", "region=E12000007&year=2012"),
    "compare, region": ("regional-lead", "compare", "trust=926&year=2012"),
    "compare, England": ("regional-lead", "compare", "trust=926&year=2012&with=england"),
    "national": ("national", "national", "year=2012"),
}
"""Name -> who opens it, the page, and what stands in the address."""


@dataclass(frozen=True)
class Built:
    """A demonstration: what building it took. ``memory`` is the peak in MB."""

    seconds: float
    memory: float
    size: float


def build(path: Path, *options: str) -> Built:
    """Build a demonstration in a process of its own."""
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
    return Built(seconds, used.ru_maxrss / 1024, path.stat().st_size / 2**20)


def _measure(server: Measured, name: str) -> tuple[float, float, float, float]:
    """The first run, then CPU a run, median and p95 of the wait: all in milliseconds."""
    role, page, query = PAGES[name]
    with Visitor(server.port, query, page, sign_in(server.port, role)) as visitor:
        first, heading = visitor.first, visitor.heading
        visitor.run()
        before = server.cpu_seconds()
        waits = [visitor.run() for _ in range(RUNS)]
        cpu = (server.cpu_seconds() - before) / RUNS
        if not heading or visitor.heading != heading:
            raise RuntimeError(f"{name}: not the page that was meant, but “{visitor.heading}”.")
    return (
        first * 1000,
        cpu * 1000,
        statistics.median(waits) * 1000,
        statistics.quantiles(waits, n=20)[-1] * 1000,
    )


def _bare_page() -> float:
    """CPU milliseconds of a whole run of a bare Streamlit page: the floor of this machine."""
    with (
        serving("benchmarks.bare_app:app", {}, "/_stcore/health") as server,
        Visitor(server.port) as visitor,
    ):
        visitor.run()
        before = server.cpu_seconds()
        for _ in range(RUNS):
            visitor.run()
        return (server.cpu_seconds() - before) / RUNS * 1000


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        plain = build(Path(folder) / "plain.db")
        england = Path(folder) / "england.db"
        full = build(england, "--england")
        print("Building the demonstration (seconds, peak memory, file)")
        for name, one in (("as `make run` does", plain), ("demo --england", full)):
            print(f"  {name:20s} {one.seconds:6.1f} s {one.memory:6.0f} MB {one.size:6.1f} MB")
        lines.append(at_most("Building all of England", full.seconds, BUILD_S, "s"))
        database = Path(folder) / "served.db"
        shutil.copy(england, database)
        print(f"Reading with England of five years ({RUNS} whole runs a page)")
        bare = _bare_page()
        print(f"  {'a bare page':20s} CPU {bare:6.1f} ms")
        with serving("app:app", demonstration(database, DEMO_TODAY), "/readyz") as server:
            for name in PAGES:
                first, cpu, median, p95 = _measure(server, name)
                lines.append(at_most(f"A whole run of {name}, CPU", cpu, SERVER_MS, "ms"))
                print(
                    f"  {name:20s} CPU {cpu:6.1f} ms ({cpu / bare:4.1f} bare pages), wait "
                    f"{median:6.1f} ms, p95 {p95:6.1f} ms, very first {first:6.1f} ms"
                )
    return lines
