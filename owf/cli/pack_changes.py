"""``packs diff``: what changed from one questionnaire to another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Annotated

import typer

from owf.assessment.refusals import Refused
from owf.cli.packs import folder_called, report_on
from owf.cli.speaking import AsJson, answer, answer_json, refusing_in_words
from owf.questionnaire import Pack, PackProblem, PackReport
from owf.questionnaire.differences import PackDifferences, Step, differences
from owf.questionnaire.telling import tell

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
        (before, _), (now, report) = _read(old), _read(new)
    found = differences(before, now)
    disagreements = [one for one in report.errors if one.file.endswith("changes.yaml")]
    if as_json:
        answer_json(_for_machines(found, disagreements))
        return
    for line in _in_words(found, disagreements):
        answer(line)


def _read(given: str) -> tuple[Pack, PackReport]:
    """A pack by its name or folder, as far as it can be read, with what is wrong with it."""
    report = report_on(folder_called(given))
    if report.pack is None:
        problems = "\n".join(map(str, report.errors))
        raise Refused(f"{given} cannot be read:\n{problems}")
    return report.pack, report


def _in_words(found: PackDifferences, disagreements: Sequence[PackProblem]) -> Iterator[str]:
    told = tell(found)
    yield fill(" ".join(told.sentences), WIDTH)
    for section in told.sections:
        yield f"\n{section.title}"
        if section.why:
            yield _indented(section.why, "  ")
        for entry in section.entries:
            yield _indented(entry.line, "  ")
            yield from (_indented(line, "      ") for line in entry.below)
    if disagreements:
        yield "\nchanges.yaml does not agree:"
        yield from (f"  {problem}" for problem in disagreements)
    elif found.is_led_from:
        yield "\nchanges.yaml agrees."


def _indented(text: str, before: str) -> str:
    return fill(text, WIDTH, initial_indent=before, subsequent_indent=f"{before}  ")


def _for_machines(
    found: PackDifferences, disagreements: Sequence[PackProblem]
) -> dict[str, object]:
    return {
        "old": found.old.name,
        "new": found.new.name,
        "leads_from_old": found.is_led_from,
        "agrees": found.is_led_from and not disagreements,
        "summary": list(tell(found).sentences),
        "changes": [_step(found, step) for step in found.steps],
        "disagreements": [vars(problem) for problem in disagreements],
    }


def _step(found: PackDifferences, step: Step) -> dict[str, object]:
    said = step.said
    return {
        "kinds": [str(kind) for kind in step.kinds],
        "from": {item.id: item.text for item in step.old},
        "to": {item.id: item.text for item in step.new},
        "comparable": str(step.comparable) if step.old and step.new else None,
        "reason": said.reason if said else None,
        "decided_by": said.decided_by if said else None,
        "date": said.date.isoformat() if said and said.date else None,
    }
