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
    find_packs,
    load_named,
    load_pack,
)
from owf.questionnaire.problems import shown_path
from owf.settings import PACKS

app = typer.Typer(help="The questionnaires: what there is, and whether it can be used.")


def packs_to_use() -> Sequence[Path]:
    """The folders of all packs in ``questions/``.

    Raises:
        Refused: there are none.
    """
    folders = find_packs(PACKS)
    if not folders:
        raise Refused(
            f"There is no pack in {PACKS}: put one into a folder questions/<id>/<version> there."
        )
    return folders


def read_pack(folder: Path) -> Pack:
    """The pack in a folder; one below ``questions/`` must bear its folder's name.

    Raises:
        PackErrors: with everything that is wrong with it.
    """
    if folder.resolve() in {one.resolve() for one in find_packs(PACKS)}:
        return load_named(PACKS, _called(folder))
    return load_pack(folder)


def problems_of(folder: Path) -> Sequence[PackProblem]:
    """Everything that is wrong with the pack in a folder."""
    try:
        read_pack(folder)
    except PackErrors as errors:
        return errors.problems
    return ()


def _called(folder: Path) -> str:
    """What people call the pack in a folder of ``questions/``."""
    return f"{folder.resolve().parent.name}@{folder.resolve().name}"


@app.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """List the packs in ``questions/``."""
    with refusing_in_words():
        folders = packs_to_use()
    packs, broken = [], []
    for folder in folders:
        try:
            packs.append(read_pack(folder))
        except PackErrors:
            broken.append(_called(folder))
    if as_json:
        answer_json({"packs": [_facts(pack) for pack in packs]})
    else:
        for pack in packs:
            answer(_line(pack))
    for name in broken:
        say(f"{name} cannot be used: run `python -m owf packs check` to see what is wrong.")
    if broken:
        raise typer.Exit(1)


def _facts(pack: Pack) -> dict[str, object]:
    return {
        "name": pack.name,
        "title": pack.title,
        "status": pack.status,
        "themes": len(pack.themes),
        "questions": len(pack.items),
        "for_practitioners": len(pack.items_for(Audience.PRACTITIONERS)),
        "digest": pack.digest(),
    }


def _line(pack: Pack) -> str:
    return (
        f"{pack.name}: {pack.title} ({pack.status}), {len(pack.themes)} themes, "
        f"{len(pack.items)} questions, {len(pack.items_for(Audience.PRACTITIONERS))} of them for "
        f"practitioners too, digest {pack.digest()[:12]}"
    )


@app.command("check")
def check_packs(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Folders of packs; all in questions/ where none is."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with packs, with file and line."""
    with refusing_in_words():
        folders = _all_there(paths) if paths else packs_to_use()
    found = {folder: problems_of(folder) for folder in folders}
    if as_json:
        answer_json(
            {
                "packs": [
                    {
                        "path": shown_path(folder),
                        "ok": not problems,
                        "problems": [vars(problem) for problem in problems],
                    }
                    for folder, problems in found.items()
                ]
            }
        )
    for folder, problems in found.items():
        if not problems and not as_json:
            answer(f"{shown_path(folder)}: fine")
        for problem in problems:
            say(str(problem))
    if any(found.values()):
        raise typer.Exit(1)


def _all_there(paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.exists():
            raise Refused(
                f"There is no {path}: name a folder with a pack.yaml in it, "
                "such as questions/integrated-working/2008."
            )
    return paths
