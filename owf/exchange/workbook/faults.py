"""What is wrong in a workbook that came back, and what it says where nothing is."""

from __future__ import annotations

from dataclasses import dataclass

from owf.assessment.filled import FilledReturn


@dataclass(frozen=True)
class Fault:
    """Something in a workbook that must be mended: where, and what to do.

    ``cell`` is empty where it concerns a whole sheet, ``sheet`` where it concerns the file.
    """

    sheet: str
    cell: str
    words: str

    def __str__(self) -> str:
        if not self.sheet:
            return self.words
        where = f"sheet “{self.sheet}”" + (f", cell {self.cell}" if self.cell else "")
        return f"{where}: {self.words}"


@dataclass(frozen=True)
class Reading:
    """What a workbook says: ``filled`` where it has no fault, and what was left unread."""

    filled: FilledReturn | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
