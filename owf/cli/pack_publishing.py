"""``packs publish``: keep a questionnaire as it is, so that every later change is noticed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from owf.assessment.refusals import Refused
from owf.cli.packs import folder_called, report_on
from owf.cli.speaking import answer, refusing_in_words
from owf.questionnaire.frozen import PUBLISHED, published_text
from owf.questionnaire.problems import shown_path

_STATUS = re.compile(r"""^(status:[ \t]*)(["']?)draft\2(?=\s|$)""", flags=re.M)


def publish(
    pack: Annotated[
        str,
        typer.Argument(metavar="PACK@VERSION", help="Such as integrated-working@2010."),
    ],
) -> None:
    """Publish a pack of ``questions/``: write published.json beside its files."""
    with refusing_in_words():
        answer(_publish(pack, folder_called(pack)))


def _publish(name: str, folder: Path) -> str:
    """Publish the pack in a folder; gives what was done, in a sentence.

    Raises:
        Refused: it has errors, among them everything that differs from what was published.
    """
    report = report_on(folder)
    if report.errors or report.pack is None:
        problems = "\n".join(map(str, report.errors))
        raise Refused(f"{name} is not published, because it has errors:\n{problems}")
    file = folder / PUBLISHED
    if file.is_file():
        return f"{name} is already published and has not changed since."
    head = folder / "pack.yaml"
    text = head.read_text(encoding="utf-8")
    if report.pack.status != "published":
        text, changed = _STATUS.subn(r"\1published", text)
        if changed != 1:
            raise Refused(
                f"{name} is not published. Write `status: published` in {shown_path(head)}, then "
                "publish it again."
            )
    file.write_text(published_text(report.pack), encoding="utf-8")
    head.write_text(text, encoding="utf-8")
    return (
        f"{name} is published and kept in {shown_path(file)}. Commit that file. Any later change "
        "needs a new version."
    )
