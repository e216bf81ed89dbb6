"""``packs``: the questionnaires that are there, and whether they can be used."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from owf.assessment.errors import Refused
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say, write_file
from owf.exchange.blank_forms import blank_file
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
    load_named,
    name_of,
)
from owf.questionnaire.change_summary import summarise
from owf.questionnaire.differences import PackDifferences, Step, differences
from owf.questionnaire.file_shapes import FILES, schema_text
from owf.questionnaire.problems import shown_path
from owf.questionnaire.published import PUBLISHED, published_text
from owf.settings import PACKS

app = typer.Typer(help="List and check questionnaires.")


def packs_to_use() -> Sequence[Path]:
    folders = find_packs(PACKS)
    if not folders:
        raise Refused(f"There is no pack in {PACKS}. Put one in a folder questions/<id>/<version>.")
    return folders


def folder_called(given: str) -> Path:
    if Path(given).exists():
        return Path(given)
    try:
        return folder_of(PACKS, given)
    except PackErrors as errors:
        raise Refused(str(errors)) from errors


def report_on(folder: Path) -> PackReport:
    """What is wrong with the pack in a folder; one below ``questions/`` must bear its name."""
    is_ours = folder.resolve() in {one.resolve() for one in find_packs(PACKS)}
    return check_named(folder.resolve()) if is_ours else check_pack(folder)


def read_pack(folder: Path) -> Pack:
    """Raises ``PackErrors`` with everything that is wrong with it."""
    report = report_on(folder)
    if report.errors or report.pack is None:
        raise PackErrors(report.errors)
    return report.pack


def problems_of(folder: Path) -> Sequence[PackProblem]:
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
        answer_json({"packs": [_pack_json(folder, pack) for folder, pack in packs.items()]})
    else:
        for folder, pack in packs.items():
            answer(_pack_line(folder, pack))
    for name in broken:
        say(f"{name} cannot be used. Run `python -m owf packs check` to see what is wrong.")
    if broken:
        raise typer.Exit(1)


def _pack_json(folder: Path, pack: Pack) -> dict[str, object]:
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
    return (folder / PUBLISHED).is_file()


def _pack_line(folder: Path, pack: Pack) -> str:
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
        folders = _existing_paths(paths) if paths else packs_to_use()
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
            answer(f"{shown_path(folder)}: fine{_warning_count(report)}")
        for problem in report.errors:
            say(str(problem))
        for problem in report.warnings:
            say(problem.as_warning())
    if any(report.errors for report in found.values()):
        raise typer.Exit(1)


def _warning_count(report: PackReport) -> str:
    number = len(report.warnings)
    return f", with {number} warning{'s' if number > 1 else ''}" if number else ""


def _existing_paths(paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.exists():
            raise Refused(
                f"There is no {path}. Name a folder with a pack.yaml in it, such as "
                "questions/integrated-working/2008."
            )
    return paths


WIDTH = 92


def diff_packs(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help=("A pack, such as integrated-working@2008, or its folder.")
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.")],
    as_json: AsJson = False,
) -> None:
    """Show what changed from one pack to another, and whether changes.yaml agrees."""
    with refusing_in_words():
        (before, _), (now, report) = _pack_and_report(old), _pack_and_report(new)
    found = differences(before, now)
    disagreements = [one for one in report.errors if one.file.endswith("changes.yaml")]
    if as_json:
        answer_json(_differences_json(found, disagreements))
        return
    for line in _diff_lines(found, disagreements):
        answer(line)


def _pack_and_report(given: str) -> tuple[Pack, PackReport]:
    """A pack by its name or folder, as far as it can be read, with what is wrong with it."""
    report = report_on(folder_called(given))
    if report.pack is None:
        problems = "\n".join(map(str, report.errors))
        raise Refused(f"{given} cannot be read:\n{problems}")
    return report.pack, report


def _diff_lines(found: PackDifferences, disagreements: Sequence[PackProblem]) -> Iterator[str]:
    summary = summarise(found)
    yield fill(" ".join(summary.sentences), WIDTH)
    for section in summary.sections:
        yield f"\n{section.title}"
        if section.why:
            yield _indented(section.why, "  ")
        for entry in section.entries:
            yield _indented(entry.line, "  ")
            yield from (_indented(line, "      ") for line in entry.below)
    if disagreements:
        yield "\nchanges.yaml does not agree:"
        yield from (f"  {problem}" for problem in disagreements)
    elif found.has_lineage:
        yield "\nchanges.yaml agrees."


def _indented(text: str, before: str) -> str:
    return fill(text, WIDTH, initial_indent=before, subsequent_indent=f"{before}  ")


def _differences_json(
    found: PackDifferences, disagreements: Sequence[PackProblem]
) -> dict[str, object]:
    return {
        "old": found.old.name,
        "new": found.new.name,
        "leads_from_old": found.has_lineage,
        "agrees": found.has_lineage and not disagreements,
        "summary": list(summarise(found).sentences),
        "changes": [_step_json(found, step) for step in found.steps],
        "disagreements": [vars(problem) for problem in disagreements],
    }


def _step_json(found: PackDifferences, step: Step) -> dict[str, object]:
    change = step.change
    return {
        "kinds": [str(kind) for kind in step.kinds],
        "from": {item.id: item.text for item in step.old},
        "to": {item.id: item.text for item in step.new},
        "comparable": str(step.comparable) if step.old and step.new else None,
        "reason": change.reason if change else None,
        "decided_by": change.decided_by if change else None,
        "date": change.date.isoformat() if change and change.date else None,
    }


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


def write_schemas(
    to: Annotated[Path, typer.Option(metavar="DIR", help=("The folder to write them to."))] = PACKS
    / "schema",
) -> None:
    """Write the JSON Schemas of a pack's files, from the same models that ``packs check`` uses."""
    with refusing_in_words():
        for name in FILES:
            answer(_write_schema(to / name, schema_text(name)))


def _write_schema(file: Path, text: str) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"{shown_path(file)} cannot be written ({error.strerror}). Name another folder."
        ) from error
    return shown_path(file)


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
        content = blank_file(_load_pack(pack), audience, to.name)
        write_file(to, content)
    say(f"{to}: {pack} as a blank form for {audience}, {len(content) / 1000:,.0f} kB.")


def _load_pack(name: str) -> Pack:
    try:
        return load_named(PACKS, name)
    except PackErrors as errors:
        raise Refused(str(errors)) from errors
