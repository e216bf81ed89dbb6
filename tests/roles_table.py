"""The table of roles in ``docs/roles.md``, read as it stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from owf.settings import ROOT

TEXT = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
CELLS = {"own", "yes", "no", "–"}


@dataclass(frozen=True)
class Row:
    """One line of a table: what is done, in which case, and the cell of each role."""

    name: str
    case: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.name} ({self.case})" if self.case else self.name


def table(section: str) -> list[Row]:
    """The rows of a section's table."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", TEXT, flags=re.S | re.M)[1]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    _, *roles = _cells(lines[0])
    rows = []
    for line in lines[2:]:
        first, *cells = _cells(line)
        name, case = re.fullmatch(r"`([^`]+)`(?: \((.+)\))?", first).groups()
        assert len(cells) == len(roles), line
        assert set(cells) <= CELLS, line
        rows.append(Row(name, case or "", dict(zip(roles, cells, strict=True))))
    keys = [(row.name, row.case) for row in rows]
    assert len(keys) == len(set(keys)), "a row is there twice"
    return rows


def is_allowed(cell: str, *, is_own: bool) -> bool:
    """What a cell says of one's own place, or of another's."""
    return cell == "yes" or (cell == "own" and is_own)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
