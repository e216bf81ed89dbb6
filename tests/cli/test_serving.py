"""``serve``: the product as a web server, started as its operators start it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import httpx2
import pytest

from benchmarks.servers import free_port, wait_until_ready
from owf.settings import ROOT

pytestmark = pytest.mark.usefixtures("environment")


def test_it_serves_until_it_is_told_to_stop_and_knows_its_address(demo_path, tmp_path):
    # A copy, for others copy the demonstration while this one is written to.
    database = tmp_path / "demo.db"
    shutil.copy(demo_path, database)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = {name: given for name, given in os.environ.items() if name != "OWF_BASE_URL"}
    log = tmp_path / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "owf", "serve", "--port", str(port)],
            cwd=tmp_path,
            env={**told, "OWF_DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=said,
        )
    try:
        wait_until_ready(address, lambda: server.poll() is None)
        assert "One Workforce" in httpx2.get(f"{address}/auth/sign-in").text
        # Where nobody says otherwise, letters and links lead to where it listens.
        elsewhere = httpx2.get(f"{address}/auth/sign-in", headers={"Host": "elsewhere.example"})
        assert f"One Workforce is at {address}," in elsewhere.text
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    assert "Application shutdown complete" in log.read_text()
