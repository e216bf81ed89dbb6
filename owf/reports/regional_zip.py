"""All reports on a region's year in one file: its own, and those of its Trusts that published."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from owf import clock
from owf.access import Actor, Role
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.region import open_region
from owf.assessment.results.region_view import Participant, RegionView
from owf.exchange.csv_file import csv_file
from owf.reports.catalogue import CATALOGUE, Wanted, build_report
from owf.reports.model import Format, Kind, Report
from owf.reports.writing import file_of
from owf.store import Store
from owf.store.people import RoleHeld
from owf.texts import name_in_file

MANIFEST = "manifest.csv"
HEAD = (
    "Of", "DfE number", "Report", "Format", "File", "SHA-256", "Signed off",
    "Hash of what was signed", "Why there is none",
)  # fmt: skip
NOT_BY_NAME = "This Trust has not published its results in full."
KINDS_FOR_OTHERS = (Kind.BOARD, Kind.PUBLIC)
"""What somebody outside a Trust may have of it, the fullest first."""


@dataclass(frozen=True)
class Step:
    """``what`` was written last; ``done`` of all ``of`` files."""

    done: int
    of: int
    what: str


@dataclass(frozen=True)
class _Subject:
    """A region, or a Trust where there is a ``trust``; ``why_not``: it has no reports."""

    name: str
    trust: int | None = None
    why_not: str = ""


def regional_zip(store: Store, who: Actor, region_code: str, year: int, to: Path) -> Iterator[Step]:
    """Each step writes one file; the zip stands at ``to`` after the last, and not before.

    One report is in memory at a time. Whoever stops early closes the iterator, and nothing stays.
    The operator gets what the region's lead gets, so that it can be handed on.

    Raises, before the first step: NotAllowed, NotFound: as the page Region, in its sentences.
    OSError: it cannot be written there.
    """
    reader = _as_outside(who, region_code)
    view = open_region(store, reader, region_code, year)
    if not any(one.signed_at for one in view.participants):
        raise NotFound(f"No Trust of {view.region} has signed off {year}. Choose an earlier year.")
    return _steps(store, reader, view, to)


def zip_name(region_name: str, year: int) -> str:
    return f"{name_in_file(region_name)}-reports-{year}.zip"


def _as_outside(who: Actor, region_code: str) -> Actor:
    if not who.is_operator:
        return who
    lead = RoleHeld(Role.REGIONAL_LEAD, "region", region_code)
    return replace(who, is_operator=False, roles=(lead,))


def _steps(store: Store, who: Actor, view: RegionView, to: Path) -> Iterator[Step]:
    subjects = [_Subject(view.region_name), *map(_subject_of, view.participants)]
    of = len(Format) * sum(not one.why_not for one in subjects)
    unfinished = to.with_name(f".{to.name}.{os.getpid()}.unfinished")
    done = 0
    rows: list[tuple[str | int, ...]] = []
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file:
            for subject in subjects:
                made = _report_or_why_not(store, who, view, subject)
                if isinstance(made, str):
                    rows.append((subject.name, subject.trust or "", *[""] * 6, made))
                    if not subject.why_not:
                        done += len(Format)
                        yield Step(done, of, f"{subject.name}: none")
                    continue
                for file_format in Format:
                    rows.append(_add(file, subject, made, file_format))
                    done += 1
                    yield Step(done, of, f"{subject.name}, {file_format.upper()}")
            _write(file, MANIFEST, csv_file(HEAD, rows), clock.today())
        os.replace(unfinished, to)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _subject_of(one: Participant) -> _Subject:
    why_not = "" if one.is_named else NOT_BY_NAME if one.signed_at else f"{one.sentence}."
    return _Subject(one.name, one.trust, why_not)


def _report_or_why_not(
    store: Store, who: Actor, view: RegionView, subject: _Subject
) -> Report | str:
    if subject.why_not:
        return subject.why_not[:1].upper() + subject.why_not[1:]
    if subject.trust is None:
        wanted = Wanted(Kind.REGION, view.year, region_code=view.region_code)
        return build_report(store, who, wanted)
    return report_for_reader(store, who, subject.trust, view.year)


def report_for_reader(store: Store, who: Actor, trust: int, year: int) -> Report | str:
    """The fullest report on a Trust that somebody outside may have, or why there is none."""
    why_not = ""
    for kind in KINDS_FOR_OTHERS:
        try:
            return build_report(store, who, Wanted(kind, year, trust))
        except (NotAllowed, NotFound) as refused:
            why_not = why_not or str(refused)
    return why_not


def _add(
    file: zipfile.ZipFile, subject: _Subject, report: Report, file_format: Format
) -> tuple[str | int, ...]:
    """Its row of the manifest."""
    title = CATALOGUE[report.kind].title
    number = "" if subject.trust is None else f"-{subject.trust}"
    name = f"{name_in_file(subject.name)}{number}-{name_in_file(title)}-{report.about.year}"
    content = file_of(report, file_format)
    _write(file, f"{name}.{file_format}", content, report.about.made_on)
    return (
        subject.name,
        subject.trust or "",
        title,
        file_format,
        f"{name}.{file_format}",
        sha256(content).hexdigest(),
        report.about.signature,
        report.about.digest,
        "",
    )


def _write(file: zipfile.ZipFile, name: str, content: bytes, made_on: date) -> None:
    about = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
    about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    file.writestr(about, content)
