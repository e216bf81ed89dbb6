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
from datetime import date
from pathlib import Path

from benchmarks.practitioner import Practitioner
from benchmarks.servers import Measured, demonstration, serving
from owf.access import OPERATOR
from owf.assessment.survey_links import make_link
from owf.demo.build import ensure_demo
from owf.settings import get_settings
from owf.store import Store, rounds, survey_links

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


def _link_in(database: Path) -> str:
    """Make the survey's link; gives its path."""
    store = Store(f"sqlite:///{database}")
    with store.reading() as session:
        in_round = rounds.round_of(session, TRUST, YEAR)
    if in_round is None:
        raise RuntimeError("The demonstration has no such round.")
    make_link(store, OPERATOR, in_round.id, date(2009, 7, 31))
    with store.reading() as session:
        found = survey_links.link_of_round(session, in_round.id)
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


def report() -> bool:
    """Print the figures; gives whether they keep the bounds."""
    os.environ.update(demonstration())
    get_settings.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        pristine, database = Path(folder) / "pristine.db", Path(folder) / "served.db"
        ensure_demo(pristine).close()
        shutil.copy(pristine, database)
        path = _link_in(database)
        before = _kept(database)
        with serving("app:app", demonstration(database), "/readyz") as server:
            found = _answer_all(server, path)
        after = _kept(database)
    items = min(found.items)
    lost = RESPONSES - (after.responses - before.responses)
    lost_answers = sum(found.items) - (after.answers - before.answers)
    kept = found.seconds <= SECONDS and items >= LEAST_ITEMS and not lost and not lost_answers
    kept = kept and after.drafts == 0
    each, p95 = found.cpu / RESPONSES, statistics.quantiles(found.waits, n=20)[-1]
    print(f"{RESPONSES} survey responses of {items} items, {AT_ONCE} at once, by HTTP")
    print(f"  all of them  {found.seconds:6.1f} s   {RESPONSES / found.seconds:.0f} a second")
    print(f"  server CPU   {each * 1000:6.1f} ms a response")
    print(f"  p95 wait     {p95 * 1000:6.0f} ms from a click to the next screen")
    print(f"  lost         {lost} responses, {lost_answers} answers; drafts left {after.drafts}")
    print(f"  bounds       {SECONDS} s, nothing lost: {'kept' if kept else 'NOT KEPT'}")
    return kept
