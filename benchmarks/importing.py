"""Taking workbooks back: one return of 97 questions, and a thousand at once by command.

Bounds (issue 6): reading, preview and saving of one in under 0.5 s; a thousand in under 60 s, with
a progress bar; memory growing by under 100 MB. Built and measured in processes of their own.
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
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from sqlalchemy import text

from benchmarks.lines import Line, at_most
from benchmarks.servers import ROOT, demonstration
from owf.access import OPERATOR
from owf.assessment.returns.workbook_import import open_to_take_along
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.cli import app
from owf.cli.returns import bring_back
from owf.exchange.workbook.layout import COLUMNS, ID_FACTS, IDENTITY, PLACE, sheet_names
from owf.exchange.workbook.writing import workbook_of
from owf.questionnaire import Pack, load_named
from owf.settings import DATA, PACKS
from owf.store import Store, places
from owf.store.migration import migrate

PACK = "integrated-working@2009"
YEAR, PARTNERS, RETURNS, ONE_BY_ONE = 2009, 12, 1000, 20
LIMIT = 10 * 2**20
BOUNDS = {
    "one_ms": ("A workbook, read, compared and saved", 500, "ms"),
    "all_s": ("All workbooks by one command", 60, "s"),
    "growth_mb": ("Memory that this adds", 100, "MB"),
}
"""Figure -> what it is, the most that it may be, and its unit."""
_TRUST, _PARTNER = "THE-TRUST", "THE-PARTNER"


def build(folder: Path) -> dict[str, float]:
    """A year with more than a thousand returns, and a filled workbook for a thousand of them."""
    store = Store(f"sqlite:///{folder / 'returns.db'}")
    migrate(store)
    pack = load_named(PACKS, PACK)
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    open_cycle(store, OPERATOR, YEAR, pack, opens=date(YEAR, 6, 1), closes=date(YEAR, 7, 17))
    partners = list(_partners(store, pack))
    _, first = partners[0]
    filled = _filled(workbook_of(open_to_take_along(store, OPERATOR, first, YEAR)), pack)
    for name, chosen in (("one", partners[:ONE_BY_ONE]), ("all", partners[ONE_BY_ONE:])):
        (folder / name).mkdir()
        for trust, partner in chosen:
            file = folder / name / f"{trust}-{partner}.xlsx"
            file.write_bytes(_for(filled, {_TRUST: str(trust), _PARTNER: str(partner)}))
    store.close()
    return {"size_kb": len(filled) / 1024}


def _partners(store: Store, pack: Pack) -> Iterator[tuple[int, int]]:
    """(Trust, partner) of as many returns as are wanted, their rounds open."""
    sectors = [(sector.id, sector.title) for sector in pack.sectors][:PARTNERS]
    with store.reading() as session:
        trusts = [one.dfe_number for one in places.trusts_in_year(session, YEAR)]
    wanted = RETURNS + ONE_BY_ONE
    for trust in trusts:
        ids = add_partners(store, OPERATOR, trust, sectors)
        open_round(store, OPERATOR, YEAR, trust, ids)
        for partner in ids[:wanted]:
            yield trust, partner
        wanted -= len(ids)
        if wanted <= 0:
            return


def _filled(content: bytes, pack: Pack) -> bytes:
    """The workbook with an answer and a comment on every question, for a partner to be put in."""
    book = openpyxl.load_workbook(BytesIO(content))
    for name in sheet_names(pack).values():
        page = book[name]
        for row in range(1, page.max_row + 1):
            item_id = page.cell(row, 1).value
            if item_id and item_id != COLUMNS["id"].title:
                page.cell(row, PLACE["choice"] + 1).value = "3 Some progress"
                page.cell(row, PLACE["comment"] + 1).value = f"What we do about {item_id}. " * 5
    identity = book[IDENTITY]
    identity.cell(ID_FACTS.index("trust") + 1, 2).value = _TRUST
    identity.cell(ID_FACTS.index("partner") + 1, 2).value = _PARTNER
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _for(content: bytes, names: Mapping[str, str]) -> bytes:
    """The workbook for one partner: openpyxl takes too long to write a thousand."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            body = before.read(part)
            for placeholder, name in names.items():
                body = body.replace(placeholder.encode(), name.encode())
            after.writestr(part, body)
    return made.getvalue()


def measure(folder: Path) -> dict[str, float]:
    """What one file costs, then a thousand by the command's own code, in this process."""
    store = Store(f"sqlite:///{folder / 'returns.db'}")
    waits = []
    for path in sorted((folder / "one").iterdir()):
        began = time.perf_counter()
        outcome = bring_back(store, path, LIMIT, dry_run=False, take_file=False)
        waits.append(time.perf_counter() - began)
        if outcome.saved != len(load_named(PACKS, PACK).items):
            raise RuntimeError(f"{path.name}: {outcome.lines(dry_run=False)}")
    store.close()
    before = _resident_mb()
    began, cpu = time.perf_counter(), time.process_time()
    app(["returns", "import", str(folder / "all")], standalone_mode=False)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    store = Store(f"sqlite:///{folder / 'returns.db'}")
    with store.reading() as session:
        kept = session.execute(text("SELECT count(*) FROM answer")).scalar_one()
    store.close()
    if kept != (RETURNS + ONE_BY_ONE) * len(load_named(PACKS, PACK).items):
        raise RuntimeError(f"{kept} answers were kept.")
    return {
        "one_cold_ms": waits[0] * 1000,
        "one_ms": statistics.median(waits) * 1000,
        "all_s": took,
        "all_cpu_s": used,
        "growth_mb": peak - before,
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = _in_a_process("build", folder)
        figures = _in_a_process("measure", folder)
    print(f"Workbooks that come back: 97 questions each, {built['size_kb']:.0f} kB, on SQLite")
    print(f"  one, read, compared and saved       {figures['one_ms']:7.0f} ms   at most 500 ms")
    print(f"    the very first, with all imports  {figures['one_cold_ms']:7.0f} ms")
    print(
        f"  {RETURNS} by one command, with a bar    {figures['all_s']:7.1f} s    at most 60 s "
        f"({figures['all_cpu_s']:.1f} s CPU)"
    )
    print(f"  memory that this adds               {figures['growth_mb']:7.0f} MB   at most 100 MB")
    return [
        at_most(what, figures[name], bound, unit) for name, (what, bound, unit) in BOUNDS.items()
    ]


def _in_a_process(what: str, folder: Path) -> dict[str, float]:
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", what, str(folder)],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={
            **os.environ,
            **demonstration(folder / "returns.db"),
            # The bar is drawn, though nobody watches.
            "FORCE_COLOR": "1",
            # As in production: only packages of the tests bring defusedxml along, with which
            # openpyxl parses in Python. What it guards against never gets that far here.
            "OPENPYXL_DEFUSEDXML": "False",
        },
    ).stdout  # fmt: skip
    # The command's own lines stand before.
    figures: dict[str, float] = json.loads(output.strip().splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps({"build": build, "measure": measure}[sys.argv[1]](Path(sys.argv[2]))))
