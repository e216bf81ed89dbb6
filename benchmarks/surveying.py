"""What the practitioners' survey bears: whole responses by real HTTP against one served process.

Bound (issue 7): 2,000 responses of 40 items in 60 s on one process, and nothing lost.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.servers import demonstration, serving
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
_FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_THEME = re.compile(r'name="theme" value="([^"]+)"')
_QUESTION = re.compile(r'name="(answer-[^"]+)"')
_NUMBERS = count()


@dataclass(frozen=True)
class Kept:
    """What stands in the database: responses of the round, their answers, drafts."""

    responses: int
    answers: int
    drafts: int


class Practitioner:
    """A browser on a device of its own, at an address of its own on this machine."""

    def __init__(self, port: int) -> None:
        # As many addresses as there would be workplaces: the survey slows down a single one.
        source = f"127.0.{1 + next(_NUMBERS) % 200}.1"
        self._connection = HTTPConnection("127.0.0.1", port, source_address=(source, 0))
        self._cookies: dict[str, str] = {}

    def respond(self, path: str) -> int:
        """Open the link and answer everything; gives how many items were answered."""
        page = self._get(path)
        page = self._post(path, page, {"place": "police", "role": "manages"})
        answered = 0
        while found := _THEME.search(page):
            names = list(dict.fromkeys(_QUESTION.findall(page)))
            answers = {name: str(1 + place % 5) for place, name in enumerate(names)}
            page = self._post(path, page, {"theme": found[1], "go": "on", **answers})
            answered += len(names)
        if "Thank you" not in page:
            raise RuntimeError(f"A response did not come to its end: {page[:2000]}")
        self._connection.close()
        return answered

    def _post(self, path: str, page: str, fields: dict[str, str]) -> str:
        found = _FORM_TOKEN.search(page)
        token = found[1] if found else ""
        status, body, to = self._ask("POST", path, urlencode({"form_token": token, **fields}))
        if status != 303:
            raise RuntimeError(f"A form was answered with {status}: {body[:2000]}")
        return self._get(to)

    def _get(self, path: str) -> str:
        status, body, _ = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{status} instead of a page: {body[:2000]}")
        return body

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("set-cookie") or ():
            name, _, text = line.partition(";")[0].partition("=")
            self._cookies[name] = text
        return answer.status, answer.read().decode(), answer.headers.get("location", "")


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


def _respond_all(port: int, path: str) -> Iterator[tuple[float, int]]:
    """Seconds that each response took, and its items."""

    def one(_number: int) -> tuple[float, int]:
        began = time.perf_counter()
        answered = Practitioner(port).respond(path)
        return time.perf_counter() - began, answered

    with ThreadPoolExecutor(AT_ONCE) as browsers:
        yield from browsers.map(one, range(RESPONSES))


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
            cpu, began = server.cpu_seconds(), time.perf_counter()
            found = list(_respond_all(server.port, path))
            seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
        after = _kept(database)
    items = min(answered for _, answered in found)
    lost = RESPONSES - (after.responses - before.responses)
    lost_answers = sum(answered for _, answered in found) - (after.answers - before.answers)
    kept = seconds <= SECONDS and items >= LEAST_ITEMS and not lost and not lost_answers
    kept = kept and after.drafts == 0
    print(f"{RESPONSES} survey responses of {items} items, {AT_ONCE} at once, by HTTP")
    print(f"  all of them  {seconds:6.1f} s   server CPU {1000 * cpu / RESPONSES:.1f} ms each")
    print(f"  lost         {lost} responses, {lost_answers} answers; drafts left {after.drafts}")
    print(f"  bounds       {SECONDS} s, nothing lost: {'kept' if kept else 'NOT KEPT'}")
    return kept
