"""What reports cost: Cambridgeshire's annual report in each format, and the zip of its region.

Bounds (issue 21), on a server that has made one before: at most 2 s to write the PDF, and 3 s each
for Word, PowerPoint and Excel; putting the report together comes first and is printed beside them.
At most 60 s for the regional zip of eleven Trusts in all formats, in a process that has made
nothing before. Only one report is in memory at a time, so the zip's peak is that of the region's
own report, the largest: the reports of the Trusts may add a tenth. A report without content,
measured in the same run, says what the libraries take by themselves.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.demonstrations import built
from benchmarks.lines import Line, at_most
from benchmarks.servers import ROOT, demonstration
from owf.access import OPERATOR
from owf.reports.catalogue import Wanted, build_report
from owf.reports.model import Format, Kind, Section
from owf.reports.regional_zip import regional_zip
from owf.reports.writing import file_of
from owf.settings import DEMO_TODAY
from owf.store import Store

TRUST, EAST, YEAR = 873, "E12000006", 2011
TURNS = 3
SECONDS = {
    Format.HTML: None, Format.PDF: 2.0, Format.DOCX: 3.0, Format.PPTX: 3.0, Format.XLSX: 3.0
}  # fmt: skip
"""At most, from the report to the file; HTML has no bound of its own."""
ZIP_SECONDS, ZIP_MEMORY = 60.0, 1.1
ANNUAL = Wanted(Kind.ANNUAL, YEAR, TRUST)


def measure_annual(path: Path) -> dict[str, float]:
    """Seconds a format: the first time, later, and of a report without content."""
    store = Store(f"sqlite:///{path}")
    figures = {"first_s": _timed(lambda: build_report(store, OPERATOR, ANNUAL))}
    figures["built_s"] = statistics.median(
        _timed(lambda: build_report(store, OPERATOR, ANNUAL)) for _ in range(TURNS)
    )
    report = build_report(store, OPERATOR, ANNUAL)
    empty = replace(report, sections=(Section("Nothing"),))
    for one in Format:
        figures[f"{one}_first_s"] = _timed(lambda one=one: file_of(report, one))
        figures[f"{one}_s"] = statistics.median(
            _timed(lambda one=one: file_of(report, one)) for _ in range(TURNS)
        )
        figures[f"{one}_empty_s"] = statistics.median(
            _timed(lambda one=one: file_of(empty, one)) for _ in range(TURNS)
        )
        figures[f"{one}_kb"] = len(file_of(report, one)) / 1000
    store.close()
    return figures


def measure_zip(path: Path) -> dict[str, float]:
    store = Store(f"sqlite:///{path}")
    to = path.with_suffix(".zip")
    peaks: list[float] = []
    began, cpu = time.perf_counter(), time.process_time()
    for _ in regional_zip(store, OPERATOR, EAST, YEAR, to):
        peaks.append(_peak_mb())
    figures = {
        "zip_s": time.perf_counter() - began,
        "zip_cpu_s": time.process_time() - cpu,
        "region_mb": peaks[len(Format) - 1],
        "zip_mb": peaks[-1],
        "size_mb": to.stat().st_size / 1e6,
    }
    with zipfile.ZipFile(to) as file:
        figures["files"] = len(file.namelist())
    store.close()
    return figures


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.db"
        path.write_bytes(built().path.read_bytes())
        annual, whole = _in_a_process("annual", path), _in_a_process("zip", path)
    print(
        f"Cambridgeshire's annual report of {YEAR} (median of {TURNS} from the click to the file)"
    )
    for one in Format:
        print(
            f"  {one.upper():5s} {annual[f'{one}_s']:6.2f} s  the first time "
            f"{annual[f'{one}_first_s']:6.2f} s  without content {annual[f'{one}_empty_s']:5.2f} s"
            f"  {annual[f'{one}_kb']:7,.0f} kB"
        )
    print(f"The zip of the East of England {YEAR} ({whole['files']:.0f} files)")
    print(f"  {whole['zip_s']:6.1f} s, CPU {whole['zip_cpu_s']:.1f} s, {whole['size_mb']:.1f} MB")
    print(
        f"  peak memory {whole['zip_mb']:6.0f} MB, after the region's own report "
        f"{whole['region_mb']:.0f} MB"
    )
    return [
        *(
            at_most(f"The annual report as {one.upper()}", annual[f"{one}_s"], bound, "s", 2)
            for one, bound in SECONDS.items()
            if bound is not None
        ),
        at_most("The regional zip of eleven Trusts", whole["zip_s"], ZIP_SECONDS, "s", 1),
        at_most(
            "Memory of the whole zip, of the region's own report",
            whole["zip_mb"] / whole["region_mb"],
            ZIP_MEMORY,
            "times",
            digits=2,
        ),
    ]


def _in_a_process(what: str, path: Path) -> dict[str, float]:
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.reporting", what, str(path)],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **demonstration(path, DEMO_TODAY)},
    ).stdout  # fmt: skip
    figures: dict[str, float] = json.loads(output)
    return figures


if __name__ == "__main__":
    print(
        json.dumps({"annual": measure_annual, "zip": measure_zip}[sys.argv[1]](Path(sys.argv[2])))
    )
