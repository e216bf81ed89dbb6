"""``neighbours``: whose statistical neighbours are whose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.neighbouring import load_neighbours
from owf.cli.database import open_store
from owf.cli.speaking import refusing_in_words, say


def neighbours(
    file: Annotated[
        Path, typer.Argument(help="CSV: a Trust's DfE number, then up to ten, nearest first.")
    ],
) -> None:
    """Load the statistical neighbours of all Trusts, replacing the earlier ones."""
    with refusing_in_words(), open_store() as store:
        number = load_neighbours(store, OPERATOR, file)
    say(f"{number} Trusts have statistical neighbours now.")
