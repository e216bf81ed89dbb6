"""What reading costs with England of five years, page by page, and building it all.

Bounds: under 300 ms p95 for each page's script run (issue 8), waited for by a visitor of a server
with nobody else on it; building all of England under 10 minutes (issue 3), and what `make run`
builds in under 30 s of the processor (21 to 28 were measured, on two shared cores).
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.demonstrations import built
from benchmarks.lines import Line, at_most
from benchmarks.servers import Measured, demonstration, serving
from benchmarks.visitor import Visitor, sign_in
from owf.settings import DEMO_TODAY

RUNS = 30
SERVER_MS = 300
BUILD_S = 600
PLAIN_S = 30
EAST, CAMBRIDGESHIRE = "region=E12000006&year=2012", "trust=873&year=2011"
PAGES: Mapping[str, tuple[str, str, str]] = {
    "region": ("regional-lead", "region", f"{EAST}&part=whole"),
    "region, a theme": ("regional-lead", "region", f"{EAST}&theme=caf&part=whole"),
    "region, London": ("national", "region", "region=E12000007&year=2012&part=whole"),
    "region, overview": ("regional-lead", "region", EAST),
    "compare, region": ("regional-lead", "compare", "trust=926&year=2012&part=whole"),
    "compare, England": ("regional-lead", "compare", "trust=926&year=2012&with=england&part=whole"),
    "compare, overview": ("regional-lead", "compare", "trust=926&year=2012"),
    "national": ("national", "national", "year=2012&part=whole"),
    "results": ("chair", "results", f"{CAMBRIDGESHIRE}&part=whole"),
    "results, a theme": ("chair", "results", f"{CAMBRIDGESHIRE}&theme=multi-agency&part=whole"),
    "results, overview": ("chair", "results", CAMBRIDGESHIRE),
    "actions, gaps": ("chair", "actions", f"{CAMBRIDGESHIRE}&part=gaps"),
    "actions, board": ("chair", "actions", "trust=873&year=2008&part=board"),
    "actions, own": ("partner", "actions", "part=mine"),
    "actions, moved": ("chair", "actions", "trust=873&year=2008&part=moved"),
}
"""Name -> who opens it, the page, and what stands in the address.

With all parts on one page, which is the most that a run can be asked for; and as they are opened.
"""


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
        plain, full = built(), built("--england")
        print("Building the demonstration (seconds, peak memory, file)")
        for name, one in (("as `make run` does", plain), ("demo --england", full)):
            print(
                f"  {name:20s} {one.seconds:6.1f} s, CPU {one.cpu:6.1f} s, "
                f"{one.memory:6.0f} MB {one.size:6.1f} MB"
            )
        lines.append(
            at_most("Building five years as `make run` does, CPU", plain.cpu, PLAIN_S, "s")
        )
        lines.append(at_most("Building all of England", full.seconds, BUILD_S, "s"))
        database = Path(folder) / "served.db"
        shutil.copy(full.path, database)
        print(f"Reading with England of five years ({RUNS} whole runs a page)")
        bare = _bare_page()
        print(f"  {'a bare page':20s} CPU {bare:6.1f} ms")
        with serving("app:app", demonstration(database, DEMO_TODAY), "/readyz") as server:
            for name in PAGES:
                first, cpu, median, p95 = _measure(server, name)
                lines.append(at_most(f"A whole run of {name}, p95", p95, SERVER_MS, "ms"))
                print(
                    f"  {name:20s} CPU {cpu:6.1f} ms ({cpu / bare:4.1f} bare pages), wait "
                    f"{median:6.1f} ms, p95 {p95:6.1f} ms, very first {first:6.1f} ms"
                )
    return lines
