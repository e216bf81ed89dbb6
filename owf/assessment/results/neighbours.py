"""Loading the statistical neighbours of Trusts from a file."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import Unreadable
from owf.store import Store, places
from owf.store.trust_names import NoSuchTrust, TrustNames, plain_words
from owf.texts import clean_line

MOST = 10
"""Neighbours of a Trust: the tables that authorities know name ten."""


def load_neighbours(store: Store, who: Actor, path: Path) -> int:
    """Replaces all; gives how many Trusts have some now. Unreadable names each faulty line.

    CSV with a heading, as the DfE publishes it or Excel saves it: a Trust, then up to ten more,
    nearest first, by number, by name or by both; further columns are not read.
    """
    policy.require(policy.may_load_reference_data(who))
    rows = _rows_of(path)
    with store.writing() as session:
        names = places.names_in_year(session, clock.today().year)
        any_time = places.names_in_year(session, None)
        found = _neighbours_by_trust(path.name, rows, names, any_time)
        places.replace_neighbours(session, found)
        audit.record(session, who, Event.NEIGHBOURS_LOADED, trusts=len(found))
    return len(found)


_Rows = Sequence[tuple[int, Sequence[str]]]
"""Each row that is not empty: its line, and its cells."""


def _rows_of(path: Path) -> _Rows:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}.", (str(error),)) from error
    if content.startswith(b"PK"):
        problem = "this is an Excel workbook"
        raise Unreadable(
            f"{path.name} cannot be read: {problem}. Save the sheet with the neighbours as CSV "
            "and give that file.",
            (problem,),
        )
    try:
        text = _decoded(content)
        reader = csv.reader(text.splitlines(keepends=True), delimiter=_separator_of(text))
        rows = [(reader.line_num, [clean_line(cell) for cell in row]) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(
            f"{path.name} cannot be read. Give a CSV file, such as Excel saves.", (str(error),)
        ) from error
    return [(line, cells) for line, cells in rows if any(cells)]


def _decoded(content: bytes) -> str:
    """Raises ``UnicodeDecodeError`` where it is not text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # As Excel on Windows saves CSV.
        return content.decode("cp1252")


def _separator_of(text: str) -> str:
    """What stands most often between cells: Excel writes semicolons where 1,5 is one and a half."""
    counted = Counter(one for one in text if one in ",;\t")
    return counted.most_common(1)[0][0] if counted else ","


_LEFT_OUT = re.compile(r"\b(region|distance|prox|proximity|closeness|rank|band|type|gss|ons)\b")
"""Words in the heading of a column that names no Trust."""
_HOW_FAR = re.compile(
    r"(?!\d{3}\.0+$)\d+[.,]\d+|(extremely |very |somewhat |not )?close", re.IGNORECASE
)
"""What some tables say beside a neighbour, also without a heading of its own."""
_A_NUMBER = re.compile(r"\d{3}(\.0+)?")
_WITH_NUMBER = re.compile(r"\(?\d{3}\b.*|.*\b\d{3}\)?")


def _neighbours_by_trust(
    name: str, rows: _Rows, names: TrustNames, any_time: TrustNames
) -> Mapping[int, Sequence[int]]:
    problems: list[str] = []
    found: dict[int, Sequence[int]] = {}
    for line, cells in _cells_below_heading(rows, names):
        try:
            trust, *others = _trusts_of_row(cells, names, any_time)
            if trust in found:
                raise _Faulty(f"{trust} has two lines: keep one")
            if not others:
                raise _Faulty(f"{trust} has no neighbour: remove the line")
            if trust in others or len(set(others)) < len(others):
                raise _Faulty(f"{trust} or one of its neighbours is on this line twice")
        except _Faulty as faulty:
            problems.append(f"{name}:{line}: {faulty}")
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


class _Faulty(Exception):
    """What is wrong with a line."""


def _cells_below_heading(rows: _Rows, names: TrustNames) -> Iterator[tuple[int, Sequence[str]]]:
    """The cells that are not empty of each row that names a Trust, also wrongly.

    Titles above the table, notes below it and columns about something else are left out.
    """
    begun, left_out = False, frozenset[int]()
    for line, row in rows:
        cells = [cell for cell in row if cell]
        begun = begun or _begins_table(cells, names)
        if begun and (len(cells) > 1 or _names_a_trust(cells[0], names)):
            yield line, [cell for at, cell in enumerate(row) if cell and at not in left_out]
        elif not begun and len(cells) > 1:
            words = map(plain_words, row)
            left_out = frozenset(at for at, one in enumerate(words) if _LEFT_OUT.search(one))


def _begins_table(cells: Sequence[str], names: TrustNames) -> bool:
    """A first line whose only name is misspelt is a line of the table and no title."""
    is_misspelt = len(cells) > 1 and any(map(names.is_nearly_spelt, cells))
    return is_misspelt or any(_names_a_trust(cell, names) for cell in cells)


def _names_a_trust(cell: str, names: TrustNames) -> bool:
    return bool(_WITH_NUMBER.fullmatch(cell)) or names.is_name(cell)


@dataclass(frozen=True)
class _Named:
    """A Trust, and how it is named: by its number, its name or both."""

    trust: int
    cell: str
    by_number: bool
    by_name: bool


def _trusts_of_row(cells: Sequence[str], names: TrustNames, any_time: TrustNames) -> Sequence[int]:
    """The Trust and its nearest; raises ``_Faulty``."""
    found: list[_Named] = []
    strange: list[str] = []
    for cell in cells:
        pair = _pair(found[-1], cell, any_time) if found and not strange else None
        if pair is not None:
            found[-1] = pair
        elif len(found) + len(strange) > MOST:
            break
        elif not (found and _HOW_FAR.fullmatch(cell)):
            try:
                found.append(_named(cell, names, any_time))
            except _Faulty as faulty:
                strange.append(str(faulty))
    if strange:
        raise _Faulty("; ".join(strange))
    _refuse_names_beside_other_numbers(found[1:], any_time)
    return [one.trust for one in found]


def _pair(before: _Named, cell: str, any_time: TrustNames) -> _Named | None:
    """``before`` by number and name, where the cell behind it has the other of the two."""
    is_number, is_both = bool(_A_NUMBER.fullmatch(cell)), before.by_number and before.by_name
    if is_both or is_number is before.by_number or not any_time.is_called(before.trust, cell):
        return None
    return replace(before, by_number=True, by_name=True)


def _named(cell: str, names: TrustNames, any_time: TrustNames) -> _Named:
    by_number = bool(_WITH_NUMBER.fullmatch(cell))
    try:
        trust = (any_time if by_number else names).number_of(cell)
    except NoSuchTrust as unknown:
        if cell.isdigit() or _A_NUMBER.fullmatch(cell):
            raise _Faulty(f"not the DfE number of a Trust: {cell}") from unknown
        raise _Faulty(unknown.as_clause.rstrip(".")) from unknown
    return _Named(trust, cell, by_number, not _A_NUMBER.fullmatch(cell))


def _refuse_names_beside_other_numbers(others: Sequence[_Named], any_time: TrustNames) -> None:
    """Raises ``_Faulty``: some neighbours have only a number and others only a name."""
    if len({(one.by_number, one.by_name) for one in others}) < 2:
        return
    for one, other in pairwise(others):
        if one.by_number is not other.by_number and one.by_name is not other.by_name:
            raise _Faulty(f"“{one.cell}” is beside “{other.cell}”, which is another Trust")
    raise _Faulty("some neighbours have a name beside their number and some have not")
