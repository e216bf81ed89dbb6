"""``packs``: the questionnaires that are there, and whether they can be used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from owf.assessment.refusals import Refused
from owf.cli.speaking import AsJson, answer, answer_json, refusing_in_words, say
from owf.questionnaire import (
    Audience,
    Pack,
    PackErrors,
    PackProblem,
    PackReport,
    check_named,
    check_pack,
    find_packs,
    folder_of,
    name_of,
)
from owf.questionnaire.frozen import PUBLISHED
from owf.questionnaire.problems import shown_path
from owf.settings import PACKS

app = typer.Typer(help="List and check questionnaires.")


def packs_to_use() -> Sequence[Path]:
    """The folders of all packs in ``questions/``.

    Raises:
        Refused: there are none.
    """
    folders = find_packs(PACKS)
    if not folders:
        raise Refused(f"There is no pack in {PACKS}. Put one in a folder questions/<id>/<version>.")
    return folders


def folder_called(given: str) -> Path:
    """The folder of a pack that people call by its name, or by the folder itself.

    Raises:
        Refused: there is no such pack.
    """
    if Path(given).exists():
        return Path(given)
    try:
        return folder_of(PACKS, given)
    except PackErrors as errors:
        raise Refused(str(errors)) from errors


def report_on(folder: Path) -> PackReport:
    """What is to be said of the pack in a folder; one below ``questions/`` must bear its name."""
    is_ours = folder.resolve() in {one.resolve() for one in find_packs(PACKS)}
    return check_named(folder.resolve()) if is_ours else check_pack(folder)


def read_pack(folder: Path) -> Pack:
    """The pack in a folder; one below ``questions/`` must bear its folder's name.

    Raises:
        PackErrors: with everything that is wrong with it.
    """
    report = report_on(folder)
    if report.errors or report.pack is None:
        raise PackErrors(report.errors)
    return report.pack


def problems_of(folder: Path) -> Sequence[PackProblem]:
    """Everything that is wrong with the pack in a folder."""
    return report_on(folder).errors


@app.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """List the packs in ``questions/``, whether each is published, and which it follows."""
    with refusing_in_words():
        folders = packs_to_use()
    packs, broken = {}, []
    for folder in folders:
        try:
            packs[folder] = read_pack(folder)
        except PackErrors:
            broken.append(name_of(folder))
    if as_json:
        answer_json({"packs": [_facts(folder, pack) for folder, pack in packs.items()]})
    else:
        for folder, pack in packs.items():
            answer(_line(folder, pack))
    for name in broken:
        say(f"{name} cannot be used. Run `python -m owf packs check` to see what is wrong.")
    if broken:
        raise typer.Exit(1)


def _facts(folder: Path, pack: Pack) -> dict[str, object]:
    return {
        "name": pack.name,
        "title": pack.title,
        "status": pack.status,
        "is_frozen": _is_frozen(folder),
        "since": pack.lineage.since if pack.lineage else None,
        "themes": len(pack.themes),
        "questions": len(pack.items),
        "for_practitioners": len(pack.items_for(Audience.PRACTITIONERS)),
        "digest": pack.digest(),
    }


def _is_frozen(folder: Path) -> bool:
    """Whether the pack is kept as it was published; read, it does not differ from that."""
    return (folder / PUBLISHED).is_file()


def _line(folder: Path, pack: Pack) -> str:
    is_only_called_so = pack.status == "published" and not _is_frozen(folder)
    status = f"marked as published, but has no {PUBLISHED}" if is_only_called_so else pack.status
    since = f"follows {pack.lineage.since}" if pack.lineage else "follows none"
    return (
        f"{pack.name}: {pack.title} ({status}, {since}), {len(pack.themes)} themes, "
        f"{len(pack.items)} questions, {len(pack.items_for(Audience.PRACTITIONERS))} of them for "
        f"practitioners too, digest {pack.digest()[:12]}"
    )


@app.command("check")
def check_packs(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help=("Folders of packs. Leave out to check all in questions/.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show everything that is wrong with packs, with file and line. Warnings do not fail it."""
    with refusing_in_words():
        folders = _all_there(paths) if paths else packs_to_use()
    found = {folder: report_on(folder) for folder in folders}
    if as_json:
        answer_json(
            {
                "packs": [
                    {
                        "path": shown_path(folder),
                        "ok": not report.errors,
                        "problems": [vars(problem) for problem in report.errors],
                        "warnings": [vars(problem) for problem in report.warnings],
                    }
                    for folder, report in found.items()
                ]
            }
        )
    for folder, report in found.items():
        if not report.errors and not as_json:
            answer(f"{shown_path(folder)}: fine{_with_warnings(report)}")
        for problem in report.errors:
            say(str(problem))
        for problem in report.warnings:
            say(problem.as_warning())
    if any(report.errors for report in found.values()):
        raise typer.Exit(1)


def _with_warnings(report: PackReport) -> str:
    number = len(report.warnings)
    return f", with {number} warning{'s' if number > 1 else ''}" if number else ""


def _all_there(paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.exists():
            raise Refused(
                f"There is no {path}. Name a folder with a pack.yaml in it, such as "
                "questions/integrated-working/2008."
            )
    return paths
