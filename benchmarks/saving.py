"""What a saved click costs: server CPU and waiting time, beside a bare page with the same widgets.

Bounds (issue 2): at most 15 ms of server CPU a save, 100 ms p95 to one person, and at most twice
the bare page in the same run. All of last year's answers that hold, taken over in one step: at most
half a second, which is a click's work for every question at once (issue 16).
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.lines import Line, at_most
from benchmarks.servers import Measured, demonstration, serving
from benchmarks.visitor import Visitor, sign_in
from owf.access import Actor, Role, start_session, who_is_there
from owf.assessment.returns.answering import open_return
from owf.assessment.returns.taking_over import offer_of, take_back, take_over
from owf.demo.build import ensure_demo
from owf.store import Store, people

CLICKS = 300
WARM_UP = 30
THEME = "information-sharing"
STEPS = 20


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


def _taking_over() -> tuple[int, float]:
    """How many answers of last year still hold for the partner, and milliseconds to take them."""
    with tempfile.TemporaryDirectory() as folder:
        store = ensure_demo(Path(folder) / "demo.db", until=2009)
        who = _partner(store)
        partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
        waits, number = [], 0
        for _ in range(STEPS):
            view = open_return(store, who, partner, 2009)
            wanted = [one.item.id for one in offer_of(view).takes]
            began = time.perf_counter()
            number = len(take_over(store, who, view.facts.id, wanted))
            waits.append(time.perf_counter() - began)
            take_back(store, who, view.facts.id)
        store.close()
        return number, statistics.quantiles(waits, n=20)[-1] * 1000


def _partner(store: Store) -> Actor:
    with store.reading() as session:
        person = people.person_with_demo_role(session, "partner")
    who = who_is_there(store, start_session(store, person.id)) if person else None
    if who is None:
        raise RuntimeError("The demonstration has no partner who could sign in.")
    return who


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    found = measure()
    number, step_ms = _taking_over()
    print("A saved click on a theme of 14 questions (median of 3 runs of 300 clicks)")
    print(f"  server CPU   {found['cpu_ms']:6.1f} ms   bare page {found['bare_cpu_ms']:6.1f} ms")
    print(f"  p95 wait     {found['p95_ms']:6.1f} ms   bare page {found['bare_p95_ms']:6.1f} ms")
    print(f"  ratio        CPU {found['cpu_ratio']:.2f}, median wait {found['wait_ratio']:.2f}")
    print(
        f"  beside the bare page in fragments of one question ({found['split_cpu_ms']:.1f} ms): "
        f"CPU {found['split_ratio']:.2f}"
    )
    print(f"  {number} of last year's answers taken over in one step: {step_ms:.1f} ms (p95)")
    return [
        at_most("Last year's answers taken over in one step, p95", step_ms, 500, "ms", 1),
        at_most("A saved click, CPU", found["cpu_ms"], 15, "ms", 1),
        at_most("A saved click, p95 of the wait", found["p95_ms"], 100, "ms", 1),
        at_most("A saved click, CPU beside a bare page", found["cpu_ratio"], 2, "times", 2),
    ]
