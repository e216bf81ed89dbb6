"""What signing in costs on purpose, and what it costs to know at each click who is there.

Bounds (issue 5): at least 50 ms in argon2 at sign-in; the look-up of a session under 1 ms.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.lines import Line, at_least, at_most
from benchmarks.servers import demonstration
from owf.access import start_session, who_is_there
from owf.access.passwords import hash_password, is_password
from owf.demo.build import ensure_demo
from owf.settings import get_settings

SIGN_INS, CLICKS = 20, 2000
LEAST_MS, MOST_MS = 50, 1
PASSWORD = "kettle orbit plum fence"  # noqa: S105  made up


def _median_ms(what: Callable[[], object], times: int) -> float:
    def once() -> float:
        began = time.perf_counter()
        what()
        return time.perf_counter() - began

    return statistics.median(once() for _ in range(times)) * 1000


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    os.environ.update(demonstration())
    get_settings.cache_clear()
    hashed = hash_password(PASSWORD)
    slow = _median_ms(lambda: is_password(hashed, PASSWORD), SIGN_INS)
    with tempfile.TemporaryDirectory() as folder:
        store = ensure_demo(Path(folder) / "demo.db", until=2009)
        token = start_session(store, "demo-1-partner")
        who_is_there(store, token)
        quick = _median_ms(lambda: who_is_there(store, token, "192.0.2.1"), CLICKS)
        store.close()
    print("Signing in, and staying signed in (medians)")
    print(f"  argon2 at sign-in       {slow:8.2f} ms of {SIGN_INS}")
    print(f"  who is there, a click   {quick:8.2f} ms of {CLICKS}")
    return [
        at_least("A password's hash at sign-in", slow, LEAST_MS, "ms", 1),
        at_most("Who is there, a click", quick, MOST_MS, "ms", 2),
    ]
