"""A real nginx on loopback, with the configuration that a test gives it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
AROUND = """
daemon off;
master_process off;
pid {folder}/pid;
error_log stderr error;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {servers}
}}
"""


@contextmanager
def running_nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """Serve what a file of ``conf.d`` would hold, until the block ends."""
    program = shutil.which("nginx", path=PLACES)
    assert program, "These tests need nginx: run tests/ensure_tools.sh"
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, servers=servers))
    process = subprocess.Popen(
        [program, "-p", str(folder), "-e", "stderr", "-c", str(file)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.kill()
        process.communicate()


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        # As for the product: the only way to ask whether it listens is to knock.
        time.sleep(0.01)
    process.kill()
    raise RuntimeError(f"nginx did not get ready: {process.communicate()[1]}")
