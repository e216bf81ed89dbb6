"""A hundred servers killed at random moments while people answer: what said "Saved" is there.

Bound (issue 7): nothing lost. People click over Streamlit's own WebSocket as fast as the page says
"Saved"; `make test` kills some more servers below a real browser.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from benchmarks.crowd import Answering, build, in_theme
from benchmarks.lines import Line, at_least, none
from benchmarks.mortal import Mortal, mortal
from benchmarks.respondent import Respondent, says_saved
from benchmarks.servers import demonstration
from owf.settings import get_settings

KILLS, SEED = 100, 2009
PEOPLE = 4
LIVES = (0.0, 1.2)
"""Seconds from the first click to the kill, by chance."""


@dataclass
class Died:
    """How often a server died; answers that said "Saved", were lost, and were shown no more."""

    kills: int = 0
    said: int = 0
    lost: int = 0
    unseen: int = 0


def kill_again_and_again(
    folder: Path, kills: int, seed: int = SEED, ahead: timedelta = timedelta()
) -> Died:
    """Let people answer, kill their server, look what is kept and shown; so many times.

    Args:
        folder: for the database.
        kills: how many.
        seed: of chance.
        ahead: of this machine's clock is the caller's, by which people were signed in.
    """
    database, chance, found = folder / "mortal.db", random.Random(seed), Died()
    answering = Answering(build(database, PEOPLE))
    with mortal(demonstration(database), ahead) as server:
        for _ in range(kills):
            server.start()
            asyncio.run(_live_and_die(server, answering, chance, found))
            found.kills += 1
            found.lost += answering.lost(database)
        server.start()
        asyncio.run(_live(server, answering, found))
    return found


async def _live(server: Mortal, answering: Answering, found: Died) -> None:
    """Only look what is shown."""
    async with AsyncExitStack() as everybody:
        await _look(everybody, server, answering, found)


async def _live_and_die(
    server: Mortal, answering: Answering, chance: random.Random, found: Died
) -> None:
    """See what is shown, then click until the server is dead."""
    async with AsyncExitStack() as everybody:
        browsers = await _look(everybody, server, answering, found)

        async def click(browser: Respondent, number: int, own: random.Random) -> None:
            try:
                while True:
                    await answering.click(browser, number, own)
                    found.said += 1
            except ConnectionClosed:
                if server.lives:
                    raise

        asyncio.get_running_loop().call_later(chance.uniform(*LIVES), server.kill)
        await asyncio.gather(
            *(
                click(browser, number, random.Random(chance.random()))
                for number, browser in enumerate(browsers)
            )
        )


async def _look(
    everybody: AsyncExitStack, server: Mortal, answering: Answering, found: Died
) -> list[Respondent]:
    """Open everybody's page, and count what it does not show of what said "Saved" before."""
    browsers = [
        await everybody.enter_async_context(one) for one in in_theme(server.port, answering.crowd)
    ]
    found.unseen += sum(
        says_saved(code, level - 1) not in browser.shown
        for browser, one in zip(browsers, answering.crowd, strict=True)
        for code, level in answering.saved.get(one.partner, {}).items()
    )
    return browsers


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    os.environ.update(demonstration())
    get_settings.cache_clear()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = kill_again_and_again(Path(folder), KILLS)
    seconds = time.perf_counter() - began
    print(f"{found.kills} servers killed while {PEOPLE} people answer by WebSocket (seed {SEED})")
    print(f'  said "Saved"  {found.said} answers, in {seconds:.0f} s')
    print(f"  lost          {found.lost}; not shown by the next server {found.unseen}")
    return [
        at_least("Servers killed while people answer", found.kills, KILLS, ""),
        at_least('  answers that said "Saved" before', found.said, 10 * KILLS, ""),
        none("  lost", found.lost),
        none("  not shown as saved by the next server", found.unseen),
    ]
