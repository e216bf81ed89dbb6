"""What a saved click costs: server CPU and waiting time, beside a bare page with the same widgets.

Bounds (issue 2): at most 15 ms of server CPU a save, 100 ms p95 to one person, and at most twice
the bare page in the same run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from pathlib import Path

from benchmarks.lines import Line, at_most
from benchmarks.servers import Measured, demonstration, serving
from benchmarks.visitor import Visitor, sign_in
from owf.demo.build import ensure_demo

CLICKS = 300
WARM_UP = 30
THEME = "information-sharing"


def _clicks(server: Measured, visitor: Visitor) -> tuple[float, list[float]]:
    """CPU seconds a click, and the seconds that each click took."""
    labels = list(visitor.radios)
    for number in range(WARM_UP):
        visitor.click(labels[number % len(labels)], number % 5)
    before = server.cpu_seconds()
    waits = [
        # Another option than the time before, so that every click is a change to save.
        visitor.click(labels[number % len(labels)], (number // len(labels) + number) % 5)
        for number in range(CLICKS)
    ]
    return (server.cpu_seconds() - before) / CLICKS, waits


def measure(rounds: int = 3) -> dict[str, float]:
    """Measure both in turn and give the medians: milliseconds, and ratios to the bare page."""
    os.environ.update(demonstration())
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        pristine = Path(folder) / "pristine.db"
        ensure_demo(pristine, until=2009).close()
        for number in range(rounds):
            database = Path(folder) / f"{number}.db"
            shutil.copy(pristine, database)
            with serving("benchmarks.bare_app:app", {}, "/_stcore/health") as server:
                with Visitor(server.port) as visitor:
                    bare_cpu, bare_waits = _clicks(server, visitor)
                with Visitor(server.port, "fragments=1") as visitor:
                    split_cpu, _ = _clicks(server, visitor)
            with serving("app:app", demonstration(database), "/readyz") as server:
                cookie = sign_in(server.port, "partner")
                query = f"theme={THEME}"
                with Visitor(server.port, query, "assessment", cookie) as visitor:
                    cpu, waits = _clicks(server, visitor)
            runs.append(
                {
                    "cpu_ms": cpu * 1000,
                    "bare_cpu_ms": bare_cpu * 1000,
                    "split_cpu_ms": split_cpu * 1000,
                    "p95_ms": statistics.quantiles(waits, n=20)[-1] * 1000,
                    "bare_p95_ms": statistics.quantiles(bare_waits, n=20)[-1] * 1000,
                    "cpu_ratio": cpu / bare_cpu,
                    "split_ratio": cpu / split_cpu,
                    "wait_ratio": statistics.median(waits) / statistics.median(bare_waits),
                }
            )
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    found = measure()
    print("A saved click on a theme of 14 questions (median of 3 runs of 300 clicks)")
    print(f"  server CPU   {found['cpu_ms']:6.1f} ms   bare page {found['bare_cpu_ms']:6.1f} ms")
    print(f"  p95 wait     {found['p95_ms']:6.1f} ms   bare page {found['bare_p95_ms']:6.1f} ms")
    print(f"  ratio        CPU {found['cpu_ratio']:.2f}, median wait {found['wait_ratio']:.2f}")
    print(
        f"  beside the bare page in fragments of one question ({found['split_cpu_ms']:.1f} ms): "
        f"CPU {found['split_ratio']:.2f}"
    )
    return [
        at_most("A saved click, CPU", found["cpu_ms"], 15, "ms", 1),
        at_most("A saved click, p95 of the wait", found["p95_ms"], 100, "ms", 1),
        at_most("A saved click, CPU beside a bare page", found["cpu_ratio"], 2, "times", 2),
    ]
