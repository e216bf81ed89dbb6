"""Commands: ``python -m owf ...``. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from owf.access import OPERATOR
from owf.assessment.comparing import TrustComparison, compare_with_region, find_trust
from owf.assessment.refusals import Refused
from owf.demo.build import ensure_demo
from owf.settings import (
    DATA,
    DEMO_DATABASE,
    DEMO_TODAY,
    ROOT,
    UnreadableSettingFile,
    get_settings,
)
from owf.store import Store, StoreFailed, get_store
from owf.store.migration import is_current, migrate

app = typer.Typer(
    name="owf",
    help="One Workforce: the yearly self-evaluation of a Children's Trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Port = Annotated[int, typer.Option(help="Where to listen, on this machine only.")]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201  people read it


@contextmanager
def _refusing_in_words() -> Iterator[None]:
    """Turn what was refused into its sentence and exit 1; faults of ours stay loud."""
    try:
        yield
    except (Refused, StoreFailed, UnreadableSettingFile) as refused:
        _say(str(refused))
        raise typer.Exit(1) from refused
    except ValidationError as invalid:
        for error in invalid.errors():
            place = ".".join(str(part) for part in error["loc"])
            setting = f"OWF_{place.upper()}: " if place else ""
            _say(setting + str(error["msg"]).removeprefix("Value error, "))
        raise typer.Exit(1) from invalid


@app.command()
def demo(
    build_only: Annotated[
        bool, typer.Option("--build-only", help="Build the database and stop.")
    ] = False,
    db: Annotated[Path, typer.Option(help="The demonstration's database.")] = DEMO_DATABASE,
    port: Port = 8501,
) -> None:
    """Serve the demonstration: a made-up Eastern Region, on 10 July 2009."""
    _be_the_demonstration(db)
    with _refusing_in_words():
        ensure_demo(db, say=lambda what: _say(f"  making up {what}")).close()
    if not build_only:
        _say(f"One Workforce, demonstration: http://127.0.0.1:{port} (Ctrl+C stops it)")
        _serve("127.0.0.1", port)


def _be_the_demonstration(db: Path) -> None:
    """Settings of the demonstration, where the environment does not set them otherwise."""
    os.environ["OWF_DEMO"] = "1"
    os.environ["OWF_DATABASE_URL"] = f"sqlite:///{db.resolve()}"
    if "OWF_TODAY_FILE" not in os.environ:
        os.environ.setdefault("OWF_TODAY", DEMO_TODAY.isoformat())
    if not {"OWF_SECRET_KEY", "OWF_SECRET_KEY_FILE"} & os.environ.keys():
        os.environ["OWF_SECRET_KEY"] = _kept_secret(DATA / "secret-key")
    get_settings.cache_clear()
    get_store.cache_clear()


def _kept_secret(path: Path) -> str:
    """A secret of this machine's own, so that a restart signs nobody out."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8501,
) -> None:
    """Serve the product with the settings of the environment."""
    with _refusing_in_words():
        get_settings()
    _serve(host, port)


def _serve(host: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415  other commands start without a web server

    # Streamlit reads .streamlit/config.toml from the folder it is started in.
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    uvicorn.run(
        "app:app", host=host, port=port, log_level="warning", access_log=False, ws_max_size=2**24
    )


@app.command("migrate")
def migrate_database() -> None:
    """Bring the database to the newest schema, keeping its data."""
    with _refusing_in_words():
        store = get_store()
        migrate(store)
    _say("The database has the newest schema.")


@app.command()
def compare(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The cycle's year.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say how a Trust stands against its region, with the working behind each verdict."""
    with _refusing_in_words(), _store() as store:
        found = find_trust(store, trust, year)
        comparison = compare_with_region(store, OPERATOR, found.dfe_number, year)
    made_up = get_settings().demo
    text = (
        json.dumps(comparison.to_json(made_up=made_up), ensure_ascii=False, indent=2)
        if as_json
        else _in_words(comparison, made_up=made_up)
    )
    print(text)  # noqa: T201  the command's answer


def _in_words(comparison: TrustComparison, *, made_up: bool) -> str:
    lines = [f"{comparison.trust.name} {comparison.year} against {comparison.comparator}"]
    if made_up:
        lines.append("Demonstration: all figures are made up.")
    lines += [f"- {point}" for point in comparison.key_points]
    return "\n".join(lines)


@contextmanager
def _store() -> Iterator[Store]:
    """The database of the settings; the demonstration's where there is none at all."""
    is_set = "OWF_DATABASE_URL" in os.environ or "OWF_DATABASE_URL_FILE" in os.environ
    if not is_set and not (DATA / "one-workforce.db").exists():
        _say("There is no database yet, so this is the demonstration.")
        _be_the_demonstration(DEMO_DATABASE)
        ensure_demo(DEMO_DATABASE, say=lambda what: _say(f"  making up {what}")).close()
    store = get_store()
    if not is_current(store):
        raise Refused(
            "The database has no schema of this version: run `python -m owf migrate` first."
        )
    try:
        yield store
    finally:
        store.close()
