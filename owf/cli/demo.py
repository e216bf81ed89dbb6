"""``demo``: the demonstration with its own settings, database and secret."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from owf.cli.output import refusing_in_words, say
from owf.cli.serve import Port, run_server
from owf.demo.build import Count, Say, ensure_demo
from owf.settings import DATA, DEMO_DATABASE, DEMO_TODAY, get_settings
from owf.store import get_store

ENGLAND_DATABASE = DATA / "demo-england.db"


def demo(
    build_only: Annotated[
        bool, typer.Option("--build-only", help="Build the database and stop.")
    ] = False,
    db: Annotated[
        Path | None,
        typer.Option(
            help="The demonstration's database.",
            show_default="data/demo.db, with --england data/demo-england.db",
        ),
    ] = None,
    england: Annotated[
        bool,
        typer.Option("--england", help="With the answers of all of England, not of one region."),
    ] = False,
    port: Port = 8501,
) -> None:
    """Serve the demonstration: a made-up England, on 10 July 2012."""
    with refusing_in_words():
        become_the_demonstration(
            db or (ENGLAND_DATABASE if england else DEMO_DATABASE), england=england
        )
    if not build_only:
        say(f"One Workforce, demonstration: http://127.0.0.1:{port} (Ctrl+C stops it)")
        run_server("127.0.0.1", port)


def become_the_demonstration(db: Path = DEMO_DATABASE, *, england: bool = False) -> None:
    _set_demo_settings(db)
    with _progress(with_bar=england) as (tell, count):
        ensure_demo(db, say=tell, england=england, count=count).close()


@contextmanager
def _progress(*, with_bar: bool) -> Iterator[tuple[Say, Count]]:
    """How a build says what it makes up and how far it is: a bar, or lines where none can be."""
    console = Console(stderr=True)
    if not (with_bar and console.is_terminal):
        yield lambda what: say(f"  making up {what}"), lambda _done, _of: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        # Seen once something is made: a demonstration that is there needs no bar.
        task = bar.add_task("", total=None, visible=False)
        yield (
            lambda what: bar.update(task, description=f"making up {what}", visible=True),
            lambda done, of: bar.update(task, completed=done, total=of),
        )


def _set_demo_settings(db: Path) -> None:
    """Settings of the demonstration, where the environment does not set them otherwise."""
    os.environ["OWF_DEMO"] = "1"
    os.environ["OWF_DATABASE_URL"] = f"sqlite:///{db.resolve()}"
    if "OWF_TODAY_FILE" not in os.environ:
        os.environ.setdefault("OWF_TODAY", DEMO_TODAY.isoformat())
    if not {"OWF_SECRET_KEY", "OWF_SECRET_KEY_FILE"} & os.environ.keys():
        os.environ["OWF_SECRET_KEY"] = _machine_secret(DATA / "secret-key")
    get_settings.cache_clear()
    get_store.cache_clear()


def _machine_secret(path: Path) -> str:
    """A secret of this machine's own, so that a restart signs nobody out."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
