"""``serve``: the product as a web server, started as its operators start it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import httpx2
import pytest

from owf.settings import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.usefixtures("environment")


def _wait_until_ready(server, address):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx2.get(f"{address}/readyz", timeout=5).status_code == 200:
                return
        except httpx2.HTTPError:
            # The only way to ask whether it listens is to knock.
            time.sleep(0.05)
    raise AssertionError("The server did not get ready.")


def test_it_serves_until_it_is_told_to_stop(demo_path, tmp_path):
    # A copy, for others copy the demonstration while this one is written to.
    database = tmp_path / "demo.db"
    shutil.copy(demo_path, database)
    port = free_port()
    told = {
        "OWF_DATABASE_URL": f"sqlite:///{database}",
        "OWF_BASE_URL": f"http://127.0.0.1:{port}",
    }
    log = tmp_path / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "owf", "serve", "--port", str(port)],
            cwd=tmp_path,
            env={**os.environ, **told, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=said,
        )
    try:
        _wait_until_ready(server, told["OWF_BASE_URL"])
        assert "One Workforce" in httpx2.get(f"{told['OWF_BASE_URL']}/auth/sign-in").text
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    assert "Application shutdown complete" in log.read_text()
