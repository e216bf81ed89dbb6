"""Three hundred people who answer at the same time on one process, each with a return of their own.

Bounds (issue 7): 300 respondents with 8 s between clicks: 95 of 100 clicks say "Saved" within
250 ms, no error, nothing lost, under 1 MB a session. Each browser also asks by itself every ten
seconds, as the page wants. The floor is the bare page with as many people and clicks.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil, inf
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from benchmarks.lines import Line, at_least, at_most, none
from benchmarks.respondent import Respondent
from benchmarks.servers import Measured, demonstration, serving
from owf.access import OPERATOR, Role, start_session
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.questionnaire import load_named
from owf.settings import DATA, PACKS, get_settings
from owf.store import Store, answers, people, places
from owf.store.migration import migrate
from owf.store.people import RoleHeld

PEOPLE, IN_A_TRUST = 300, 12
CLICKS, BARE_CLICKS = 10, 4
SECONDS = (6.0, 10.0)
"""Between one's clicks, by chance: 8 on average."""
OPENING = 4
"""Browsers that open their page at the same time."""
SEED = 2009
YEAR, THEME = 2009, "information-sharing"
P95_MS, SESSION_MB = 250, 1.0
PACK = load_named(PACKS, "integrated-working@2009")
ITEMS = PACK.theme(THEME).items
CODES = [item.code for item in ITEMS]
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Somebody:
    """A person with a return of their own, and the cookie that they are signed in by."""

    partner: int
    cookie: str


@dataclass
class Clicked:
    """What a crowd met with: seconds of each click, what went wrong, what it cost the server.

    ``opening_s``: until everybody had their page, some opening it at a time.
    """

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cpu_ms: float = 0.0
    session_mb: float = 0.0
    opening_s: float = 0.0

    @property
    def p95_ms(self) -> float:
        """Within which 95 of 100 clicks were answered."""
        return 1000 * statistics.quantiles(self.waits, n=20)[-1] if len(self.waits) > 1 else inf


@dataclass
class Answering:
    """What people choose, and what said "Saved": partner -> question's code -> level."""

    crowd: Sequence[Somebody]
    saved: dict[int, dict[str, int]] = field(default_factory=dict)

    async def click(self, browser: Respondent, number: int, chance: random.Random) -> float:
        """Choose another level than before for a question, so that it is something to save."""
        mine = self.saved.setdefault(self.crowd[number].partner, {})
        code = chance.choice(CODES)
        level = chance.choice([level for level in LEVELS if level != mine.pop(code, None)])
        seconds = await browser.answer(code, level - 1)
        mine[code] = level
        return seconds

    def lost(self, database: Path) -> int:
        """How many answers said "Saved" and do not stand in the database as they were chosen."""
        store = Store(f"sqlite:///{database}")
        lost = 0
        with store.reading() as session:
            for partner, mine in self.saved.items():
                kept = answers.answers_of_partner(session, partner, YEAR)
                stored = {item.code: kept[item.id].level for item in ITEMS if item.id in kept}
                lost += sum(stored.get(code) != level for code, level in mine.items())
        store.close()
        return lost


def build(path: Path, number: int) -> list[Somebody]:
    """A year that is open in as many Trusts as it takes, with one person for each partner."""
    store = Store(f"sqlite:///{path}")
    migrate(store)
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    open_cycle(store, OPERATOR, YEAR, PACK, opens=date(YEAR, 6, 1), closes=date(YEAR, 7, 31))
    with store.reading() as session:
        trusts = [one.dfe_number for one in places.trusts_in_year(session, YEAR)]
    found = []
    for trust in trusts[: ceil(number / IN_A_TRUST)]:
        sectors = [PACK.sectors[place % len(PACK.sectors)] for place in range(IN_A_TRUST)]
        named = [(sector.id, f"{sector.title} {n}") for n, sector in enumerate(sectors)]
        partners = add_partners(store, OPERATOR, trust, named)
        open_round(store, OPERATOR, YEAR, trust, partners)
        found += [_somebody(store, partner) for partner in partners]
    store.close()
    return found[:number]


def _somebody(store: Store, partner: int) -> Somebody:
    held = RoleHeld(Role.RESPONDENT, "partner", str(partner))
    with store.writing() as session:
        people.add_person(session, f"person-{partner}", f"Person {partner}", roles=[held])
    return Somebody(partner, f"owf_session={start_session(store, f'person-{partner}')}")


def in_theme(port: int, crowd: Sequence[Somebody]) -> list[Respondent]:
    """A browser for everybody, with the theme to open."""
    return [Respondent(port, f"theme={THEME}", "assessment", one.cookie) for one in crowd]


Click = Callable[[Respondent, int, random.Random], Awaitable[float]]


async def _crowd(
    server: Measured, browsers: Sequence[Respondent], clicks: int, click: Click
) -> Clicked:
    """Let everybody open their page, and then click so often, each at their own pace."""
    chance, found = random.Random(SEED), Clicked()

    async def at_their_pace(browser: Respondent, number: int, own: random.Random) -> None:
        await asyncio.sleep(own.uniform(0, SECONDS[1]))
        for _ in range(clicks):
            try:
                found.waits.append(await click(browser, number, own))
            except (OSError, TimeoutError, ConnectionClosed) as error:
                found.errors.append(repr(error))
            await asyncio.sleep(own.uniform(*SECONDS))

    async with AsyncExitStack() as everybody:
        waiting, before, began = list(browsers), server.memory_mb(), time.perf_counter()

        async def open_one_by_one() -> None:
            while waiting:
                await everybody.enter_async_context(waiting.pop())

        await asyncio.gather(*(open_one_by_one() for _ in range(OPENING)))
        found.session_mb = (server.memory_mb() - before) / len(browsers)
        found.opening_s, cpu = time.perf_counter() - began, server.cpu_seconds()
        await asyncio.gather(
            *(
                at_their_pace(browser, number, random.Random(chance.random()))
                for number, browser in enumerate(browsers)
            )
        )
        found.cpu_ms = 1000 * (server.cpu_seconds() - cpu) / max(len(found.waits), 1)
    return found


async def _warmed_up(server: Measured, first: Respondent) -> None:
    """What the process keeps of its first page ever is nobody's session."""
    async with first:
        pass


def _answering(server: Measured, crowd: Sequence[Somebody]) -> tuple[Clicked, Answering]:
    answering = Answering(crowd)
    browsers = in_theme(server.port, crowd)
    asyncio.run(_warmed_up(server, replace(browsers[0])))
    return asyncio.run(_crowd(server, browsers, CLICKS, answering.click)), answering


def _bare(server: Measured) -> Clicked:
    async def click(browser: Respondent, _number: int, chance: random.Random) -> float:
        return await browser.click(chance.choice(list(browser.radios)), chance.randrange(5))

    browsers = [Respondent(server.port, "fragments=1") for _ in range(PEOPLE)]
    return asyncio.run(_crowd(server, browsers, BARE_CLICKS, click))


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    os.environ.update(demonstration())
    get_settings.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "crowd.db"
        crowd = build(database, PEOPLE)
        with serving("app:app", demonstration(database), "/readyz") as server:
            found, answering = _answering(server, crowd)
        lost = answering.lost(database)
    with serving("benchmarks.bare_app:app", {}, "/_stcore/health") as server:
        bare = _bare(server)
    print(f"{PEOPLE} respondents on one process, 8 s between clicks, {len(found.waits)} clicks")
    print(
        f'  click to "Saved", p95 {found.p95_ms:6.0f} ms   median '
        f"{1000 * statistics.median(found.waits):.0f} ms   bare page {bare.p95_ms:.0f} ms p95"
    )
    print(f"  server CPU a click    {found.cpu_ms:6.1f} ms   bare page {bare.cpu_ms:.1f} ms")
    print(
        f"  memory a session      {found.session_mb:6.2f} MB   bare page {bare.session_mb:.2f} MB"
    )
    print(
        f"  all pages opened in   {found.opening_s:6.1f} s    bare page {bare.opening_s:.1f} s, "
        f"{OPENING} at a time"
    )
    print(f"  errors {len(found.errors)}, lost {lost} {' '.join(found.errors[:3])}")
    return [
        at_least('Clicks of 300 people that said "Saved"', len(found.waits), PEOPLE * CLICKS, ""),
        at_most('  p95 from the click to "Saved"', found.p95_ms, P95_MS, "ms"),
        at_most("  memory a session", found.session_mb, SESSION_MB, "MB", 2),
        none("  errors", len(found.errors)),
        none("  lost", lost),
    ]
