"""How every command speaks: answers on standard output, sentences for people on standard error."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from pydantic import ValidationError

from owf.access import OPERATOR
from owf.access.audit import never_in_the_way, record_refusal
from owf.assessment.errors import NotAllowed, Refused
from owf.settings import Settings, UnreadableSettingFile
from owf.store import StoreFailed, get_store

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Give the answer as JSON.")]


_COMMAND: ContextVar[str] = ContextVar("command", default="")


def note_command(context: typer.Context) -> None:
    _COMMAND.set(context.invoked_subcommand or "")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201  people read it


def answer(text: str) -> None:
    print(text, flush=True)  # noqa: T201  the command's answer


def answer_json(content: object) -> None:
    answer(json.dumps(content, ensure_ascii=False, indent=2))


def write_file(file: Path, content: bytes) -> None:
    """Replaces a file of that name; raises ``Refused`` where it cannot be written there."""
    try:
        file.write_bytes(content)
    except OSError as failed:
        raise Refused(
            f"{file} could not be written: {failed.strerror}. Give a file in a folder that exists "
            "and that you can write to."
        ) from failed


@contextmanager
def refusing_in_words() -> Iterator[None]:
    """Exit 1; faults of ours stay loud. What the policy refused goes into the record."""
    try:
        yield
    except (Refused, StoreFailed, UnreadableSettingFile) as refused:
        if isinstance(refused, NotAllowed):
            with never_in_the_way():
                record_refusal(get_store(), OPERATOR, "command", _COMMAND.get())
        say(str(refused))
        raise typer.Exit(1) from refused
    except ValidationError as invalid:
        if invalid.title != Settings.__name__:
            raise
        for sentence in setting_sentences(invalid):
            say(sentence)
        raise typer.Exit(1) from invalid


def setting_sentences(invalid: ValidationError) -> Sequence[str]:
    found = []
    for error in invalid.errors():
        place = ".".join(str(part) for part in error["loc"])
        setting = f"OWF_{place.upper()}: " if place else ""
        found.append(setting + str(error["msg"]).removeprefix("Value error, "))
    return found
