"""What the practitioners' survey bears: whole responses by real HTTP against one served process.

Bound (issue 7): 2,000 responses of 40 items in 60 s on one process, and nothing lost. The floor is
a bare Starlette application that answers as many requests with as large a page.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import Line, at_least, at_most, none
from benchmarks.practitioner import Practitioner
from benchmarks.servers import Measured, demonstration, serving
from owf.demo.build import ensure_demo
from owf.settings import get_settings
from owf.store import Store, rounds, surveys

RESPONSES = 2000
SECONDS = 60
AT_ONCE = 24
"""Browsers that wait for an answer at the same time."""
LEAST_ITEMS = 40
TRUST, YEAR = 873, 2009
ADDRESSES = 200
"""As many as there would be workplaces: the survey slows down a single one."""


@dataclass(frozen=True)
class Kept:
    """What stands in the database: responses of the round, their answers, drafts."""

    responses: int
    answers: int
    drafts: int


@dataclass(frozen=True)
class Answered:
    """A run: its seconds, the server's CPU seconds, items of each response, seconds a click."""

    seconds: float
    cpu: float
    items: list[int]
    waits: list[float]

    @property
    def cpu_ms(self) -> float:
        """Of the server, for each response."""
        return 1000 * self.cpu / len(self.items)

    @property
    def p95_ms(self) -> float:
        """Within which 95 of 100 clicks led to their screen."""
        return 1000 * statistics.quantiles(self.waits, n=20)[-1]


def _link_in(database: Path) -> str:
    """The path of the link to the survey, which is open."""
    store = Store(f"sqlite:///{database}")
    with store.reading() as session:
        in_round = rounds.round_of(session, TRUST, YEAR)
    if in_round is None:
        raise RuntimeError("The demonstration has no such round.")
    with store.reading() as session:
        found = surveys.link_of_round(session, in_round.id)
    store.close()
    return f"/survey/{found.token if found else ''}"


def _kept(database: Path) -> Kept:
    from sqlalchemy import text  # noqa: PLC0415  the one look past the services

    store = Store(f"sqlite:///{database}")
    counted = (
        "SELECT count(*) FROM survey_response",
        "SELECT count(*) FROM survey_answer",
        "SELECT count(*) FROM survey_draft",
    )
    with store.reading() as session:
        responses, answers, drafts = (session.scalar(text(one)) or 0 for one in counted)
    store.close()
    return Kept(responses, answers, drafts)


def _answer_all(server: Measured, path: str, responses: int = RESPONSES) -> Answered:
    """Let that many practitioners respond, so many at once."""
    waiting = [
        Practitioner(server.port, f"127.0.{1 + number % ADDRESSES}.1")
        for number in range(responses)
    ]
    everybody = tuple(waiting)
    items: list[int] = []

    async def answer() -> None:
        while waiting:
            items.append(await waiting.pop().respond(path))

    async def at_once() -> None:
        await asyncio.gather(*(answer() for _ in range(AT_ONCE)))

    cpu, began = server.cpu_seconds(), time.perf_counter()
    asyncio.run(at_once())
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    return Answered(seconds, cpu, items, [wait for one in everybody for wait in one.waits])


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    os.environ.update(demonstration())
    get_settings.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        pristine, database = Path(folder) / "pristine.db", Path(folder) / "served.db"
        ensure_demo(pristine, until=2009).close()
        shutil.copy(pristine, database)
        path = _link_in(database)
        before = _kept(database)
        with serving("app:app", demonstration(database), "/readyz") as server:
            found = _answer_all(server, path)
        after = _kept(database)
    with serving("benchmarks.bare_form:app", {}, "/readyz") as server:
        bare = _answer_all(server, "/survey/bare")
    items, drafts = min(found.items), after.drafts - before.drafts
    lost = RESPONSES - (after.responses - before.responses)
    lost_answers = sum(found.items) - (after.answers - before.answers)
    print(f"{RESPONSES} survey responses of {items} items, {AT_ONCE} at once, by HTTP")
    for name, one in (("the survey", found), ("bare pages", bare)):
        print(
            f"  {name}   {one.seconds:6.1f} s   {RESPONSES / one.seconds:4.0f} a second   "
            f"server CPU {one.cpu_ms:5.1f} ms a response   "
            f"p95 {one.p95_ms:4.0f} ms from a click to the next screen"
        )
    print(
        f"  ratio to bare pages: time {found.seconds / bare.seconds:.1f}, "
        f"CPU {found.cpu_ms / bare.cpu_ms:.1f}"
    )
    print(f"  lost {lost} responses and {lost_answers} answers; drafts left {drafts}")
    return [
        at_most(f"{RESPONSES:,} survey responses on one process", found.seconds, SECONDS, "s", 1),
        at_least("  items of each", items, LEAST_ITEMS, ""),
        none("  responses lost", lost),
        none("  answers lost", lost_answers),
        none("  drafts left behind", drafts),
    ]
