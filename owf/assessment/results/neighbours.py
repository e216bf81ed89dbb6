"""Loading the statistical neighbours of Trusts from a file."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import Unreadable
from owf.store import Store, places

MOST = 10
"""Neighbours of a Trust: the tables that authorities know name ten."""


def load_neighbours(store: Store, who: Actor, path: Path) -> int:
    """Replaces all; gives how many Trusts have some now. Unreadable names each faulty line.

    CSV in UTF-8 with a heading: DfE number, then up to ten more, nearest first; further columns are
    not read.
    """
    policy.require(policy.may_load_reference_data(who))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(
            f"{path.name} cannot be read. Give a CSV file in UTF-8.", (str(error),)
        ) from error
    with store.writing() as session:
        found = _neighbours_by_trust(path.name, rows, places.known_numbers(session))
        places.replace_neighbours(session, found)
        audit.record(session, who, Event.NEIGHBOURS_LOADED, trusts=len(found))
    return len(found)


def _neighbours_by_trust(
    name: str, rows: Sequence[Sequence[str]], known: frozenset[int]
) -> Mapping[int, Sequence[int]]:
    problems: list[str] = []
    found: dict[int, list[int]] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row[: MOST + 1] if cell.strip()]
        if not cells:
            continue
        strange = [
            cell
            for cell in cells
            if not (cell.isascii() and cell.isdigit()) or int(cell) not in known
        ]
        if strange:
            problems.append(f"{name}:{line}: not the DfE number of a Trust: {', '.join(strange)}")
            continue
        trust, *others = (int(cell) for cell in cells)
        if trust in found:
            problems.append(f"{name}:{line}: {trust} has two lines: keep one")
        elif not others:
            problems.append(f"{name}:{line}: {trust} has no neighbour: remove the line")
        elif trust in others or len(set(others)) < len(others):
            problems.append(
                f"{name}:{line}: {trust} or one of its neighbours is on this line twice"
            )
        else:
            found[trust] = others
    if not found and not problems:
        problems.append(f"{name}: no Trusts. Give a heading, then one line for each Trust")
    if problems:
        number = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        raise Unreadable(
            f"Nothing was loaded: {name} has {number}. "
            + "; ".join(problems[:5])
            + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
            + ".",
            tuple(problems),
        )
    return found
