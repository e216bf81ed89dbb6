"""``packs export``: a questionnaire as a blank form, to print, to type into or for KoboToolbox."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from owf.assessment.refusals import Refused
from owf.cli.speaking import refusing_in_words, say
from owf.exchange.blank_forms import blank_file
from owf.questionnaire import Audience, Pack, PackErrors, load_named
from owf.settings import PACKS


def export_pack(
    pack: Annotated[
        str, typer.Argument(metavar="PACK@VERSION", help="Such as integrated-working@2008.")
    ],
    to: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="The file to write: .pdf, .docx, .xlsx, or .xlsform.xlsx for Kobo or ODK.",
        ),
    ],
    audience: Annotated[Audience, typer.Option(help="Who will fill it in.")] = Audience.LEADERS,
) -> None:
    """Write a questionnaire as a blank form. A file of that name is replaced."""
    with refusing_in_words():
        content = blank_file(_named(pack), audience, to.name)
        _write(to, content)
    say(f"{to}: {pack} as a blank form for {audience}, {len(content) / 1000:,.0f} kB.")


def _named(name: str) -> Pack:
    try:
        return load_named(PACKS, name)
    except PackErrors as errors:
        raise Refused(str(errors)) from errors


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as failed:
        raise Refused(
            f"{file} could not be written: {failed.strerror}. Give a file in a folder that exists "
            "and that you can write to."
        ) from failed
