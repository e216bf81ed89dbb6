"""One workbook that the operator brings back, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from owf.access import OPERATOR
from owf.assessment.filled import Standing
from owf.assessment.importing import import_return, preview_import
from owf.assessment.refusals import Locked, NotAllowed, Refused
from owf.assessment.taking_along import Destination, find_destination
from owf.exchange.workbook.faults import Fault
from owf.store import Store


@dataclass
class Outcome:
    """What came of one file.

    Attributes:
        path: the file.
        to: the return that it is for, once that is known.
        counts: how many questions stand how.
        conflicts: codes of questions that were changed here too.
        faults: what must be mended; nothing of the file was saved.
        notes: what was left unread.
        saved: how many answers were written.
        took_file: whether the workbook's answers were kept where there was a conflict.
    """

    path: Path
    to: Destination | None = None
    counts: Mapping[Standing, int] = field(default_factory=dict)
    conflicts: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    notes: Sequence[str] = ()
    saved: int = 0
    took_file: bool = False

    @property
    def is_done(self) -> bool:
        """Whether the file had no fault."""
        return not self.faults

    @property
    def _name(self) -> str:
        if self.to is None:
            return str(self.path)
        return f"{self.path}: {self.to.partner_name}, {self.to.trust_name} {self.to.year}"

    def lines(self, *, dry_run: bool) -> Sequence[str]:
        """What people read: a line for the file, or one for each fault."""
        if self.faults:
            return [f"{self.path}: {one}" for one in self.faults]
        counted = ", ".join(
            f"{self.counts.get(one, 0)} {one.value}"
            for one in (Standing.NEW, Standing.CHANGED, Standing.CONFLICTING, Standing.UNCHANGED)
        )
        done = "nothing saved (dry run)" if dry_run else f"{self.saved} saved"
        found = [f"{self._name}: {counted}; {done}"]
        if self.conflicts:
            kept = (
                "the spreadsheet's answers were kept"
                if self.took_file
                else ("the answers here were kept")
            )
            found.append(
                f"{self.path}: changed here since it was downloaded, so {kept}: "
                f"{', '.join(self.conflicts)}"
            )
        return found + [f"{self.path}: {note}" for note in self.notes]

    def to_json(self) -> dict[str, object]:
        """What machines read."""
        to = self.to
        return {
            "file": str(self.path),
            "trust": to.trust if to else None,
            "partner": to.partner_name if to else None,
            "partner_id": to.partner_id if to else None,
            "year": to.year if to else None,
            **{one.value: self.counts.get(one, 0) for one in Standing},
            "conflicts": list(self.conflicts),
            "faults": [vars(one) for one in self.faults],
            "notes": list(self.notes),
            "saved": self.saved,
            "done": self.is_done,
        }


def bring_back(store: Store, path: Path, limit: int, *, dry_run: bool, take_file: bool) -> Outcome:
    """Read one workbook and save what it says, in one transaction of its own.

    Args:
        store: the database.
        path: the file.
        limit: the largest that is taken, in bytes.
        dry_run: whether to save nothing.
        take_file: whether the workbook's answers count where there is a conflict.

    Raises:
        NotAllowed: never for the operator.
    """
    outcome = Outcome(path, took_file=take_file)
    try:
        _bring_back(store, outcome, limit, dry_run=dry_run)
    except NotAllowed:
        raise
    except Refused as refused:
        outcome.faults = [Fault("", "", str(refused))]
    return outcome


def _bring_back(store: Store, outcome: Outcome, limit: int, *, dry_run: bool) -> None:
    from owf.exchange.workbook.archive import refuse_too_large  # noqa: PLC0415
    from owf.exchange.workbook.reading import (  # noqa: PLC0415  slow to import
        open_workbook,
        read_return,
    )

    try:
        refuse_too_large(outcome.path.stat().st_size, limit)
        content = outcome.path.read_bytes()
    except OSError as failed:
        raise Refused(f"The file cannot be read: {failed.strerror}.") from failed
    opened = open_workbook(content, limit)
    to = find_destination(store, OPERATOR, opened.owner.partner_id, opened.owner.year)
    reading = read_return(opened, to)
    outcome.to, outcome.notes = to, reading.notes
    outcome.faults = reading.faults
    if reading.filled is None:
        return
    preview = preview_import(store, OPERATOR, reading.filled)
    outcome.counts = {one: len(preview.of(one)) for one in Standing}
    conflicting = preview.of(Standing.CONFLICTING)
    outcome.conflicts = [line.item.code for line in conflicting]
    if to.is_locked:
        raise Locked(
            f"The self-assessment of {to.partner_name} was submitted and is locked, so nothing "
            "was saved. Ask the Trust's coordinator to reopen it."
        )
    if not dry_run:
        take = {line.item.id for line in conflicting} if outcome.took_file else set()
        outcome.saved = import_return(store, OPERATOR, preview, take=take)
