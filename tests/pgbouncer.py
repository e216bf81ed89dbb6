"""A real PgBouncer in transaction mode before the tests' PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from psycopg.conninfo import conninfo_to_dict

from benchmarks.servers import free_port

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


@contextmanager
def running_pgbouncer(postgres: Callable[[str], str], **options: object) -> Iterator[int]:
    """Starts one with options beside or instead of ours; gives its port."""
    program = shutil.which("pgbouncer", path=PLACES)
    assert program, "These tests need PgBouncer: run tests/ensure_tools.sh"
    found = conninfo_to_dict(postgres("postgres"))
    # It does not run as root; whose the database is may read its socket.
    owner = (Path(str(found["host"])) / "base").stat()
    port = free_port()
    settings = {
        "listen_addr": "127.0.0.1",
        "listen_port": port,
        "unix_socket_dir": "",
        "auth_type": "any",
        "pool_mode": "transaction",
        "default_pool_size": 5,
        "max_client_conn": 50,
        **options,
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    with TemporaryDirectory(prefix="owf-pgbouncer-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "pgbouncer.ini"
        database = f"* = host={found['host']} user={found['user']}"
        file.write_text("\n".join(("[databases]", database, "[pgbouncer]", *lines, "")))
        process = subprocess.Popen(
            [program, "--quiet", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **({"user": owner.st_uid, "group": owner.st_gid} if os.getuid() == 0 else {}),
        )
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        # As for the product: the only way to ask whether it listens is to knock.
        time.sleep(0.01)
    raise RuntimeError("PgBouncer did not get ready.")


def address_through(port: int, database: str) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/{database}"


@pytest.fixture(scope="session")
def pgbouncer(postgres: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Call it with a database's name for its address through PgBouncer."""
    with running_pgbouncer(postgres) as port:
        yield lambda database: address_through(port, database)
