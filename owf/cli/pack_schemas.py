"""``packs schema``: what editors need to complete and check a pack as one types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from owf.assessment.refusals import Refused
from owf.cli.speaking import answer, refusing_in_words
from owf.questionnaire.problems import shown_path
from owf.questionnaire.schema import FILES, schema_text
from owf.settings import PACKS


def write_schemas(
    to: Annotated[Path, typer.Option(metavar="DIR", help=("The folder to write them to."))] = PACKS
    / "schema",
) -> None:
    """Write the JSON Schemas of a pack's files, from the same models that ``packs check`` uses."""
    with refusing_in_words():
        for name in FILES:
            answer(_write(to / name, schema_text(name)))


def _write(file: Path, text: str) -> str:
    """Write a file; gives its path.

    Raises:
        Refused: it cannot be written there.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"{shown_path(file)} cannot be written ({error.strerror}). Name another folder."
        ) from error
    return shown_path(file)
