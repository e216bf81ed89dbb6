"""Lists as people paste them: rows of a spreadsheet, or people from the address line of a letter.

Only what the text says is read: whether an address or a name can be used is for others to check.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from owf.texts import clean_line

_LONGEST_CELL_IN_LINES = 20


def pasted_rows(text: str, separator: str = "") -> list[tuple[int, Sequence[str]]]:
    """Each row with a cell that is not empty: the number of its first line, and its cells.

    A cell in quotes may go over several lines, as in Excel; its line breaks are spaces here.
    """
    return [(one.number, one.cells) for one in _records(_lines_of(text), separator)]


@dataclass(frozen=True)
class _Record:
    number: int
    text: str
    cells: Sequence[str]


def _lines_of(text: str) -> Sequence[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")


_QUOTED = re.compile('"[^"]*"')


def _separator_at(lines: Sequence[str], place: int) -> str:
    """A tab or else a semicolon, where the record has one outside quotes; otherwise a comma."""
    height = _height_of_record(lines, place, ",")
    outside = _QUOTED.sub("", "\n".join(lines[place : place + height]))
    return next((one for one in "\t;" if one in outside), ",")


def _records(lines: Sequence[str], separator: str) -> list[_Record]:
    found, place = [], 0
    while place < len(lines):
        mark = separator or _separator_at(lines, place)
        height = _height_of_record(lines, place, mark)
        whole = "\n".join(lines[place : place + height])
        cells = _cells(whole, mark)
        # A row of empty cells is what a spreadsheet leaves below a table.
        if any(cells):
            found.append(_Record(place + 1, whole, cells))
        place += height
    return found


def _height_of_record(lines: Sequence[str], place: int, mark: str) -> int:
    """How many lines the record has; one where a quote at the start of a cell is never closed."""
    record = lines[place]
    for more, line in enumerate(lines[place + 1 : place + _LONGEST_CELL_IN_LINES], start=1):
        if not _ends_within_quotes(record, mark):
            return more
        record = f"{record}\n{line}"
    return 1 if _ends_within_quotes(record, mark) else record.count("\n") + 1


def _ends_within_quotes(record: str, mark: str) -> bool:
    """Whether a quote at the start of a cell is not closed."""
    cell = re.compile(rf'"(?:[^"]|"")*+(?P<end>"?)[^{mark}]*+|[^{mark}]*+')
    place = 0
    while place <= len(record) and (found := cell.match(record, place)):
        if found["end"] == "":
            return True
        place = found.end() + 1
    return False


def _cells(record: str, mark: str) -> Sequence[str]:
    if not _ends_within_quotes(record, mark):
        with suppress(csv.Error):
            return list(map(_plain_cell, next(csv.reader([record], delimiter=mark), [])))
    return [_plain_cell(cell.strip().strip('"')) for cell in record.split(mark)]


def _plain_cell(cell: str) -> str:
    return clean_line(" ".join(cell.split()))


_ADDRESS = r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"]+"
_ALONE = re.compile(
    rf"[<'\"]?(?:mailto:)?(?P<email>{_ADDRESS})[>'\"]?\.?(?=\s*(?:[,;\t\n]|$))", re.I
)
_NAMED = re.compile(
    rf"""(?P<name>"[^"]*"\s*|[^<>;\t"]*)
    <\s*(?:mailto:)?(?P<email>{_ADDRESS})\s*(?:\?[^<>]*)?(?:<mailto:[^<>]*>)?\s*>""",
    re.I | re.X,
)
_FIELD_OF_LETTER = re.compile(r"\s*(?:to|cc|bcc|from)\s*:\s*", re.I)
_BETWEEN = " ,;\t\n"


@dataclass(frozen=True)
class PastedPerson:
    """What a list says of one person, by column; ``place`` is such as ``line 3``."""

    number: int
    place: str
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")


def people_in_list(text: str, headings: Mapping[str, str], order: Sequence[str]) -> "PastedPeople":
    """Rows below a heading, rows in this order, or what stands in the address line of a letter.

    ``headings``: what a column may be called -> the column, of which ``name``, ``first``,
    ``last`` and ``email`` are known here.
    """
    lines = _lines_of(text)
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    records = _records(lines, _separator_at(lines, first))
    titles = (
        [headings.get(_plain_heading(cell), "") for cell in records[0].cells] if records else []
    )
    if "email" in titles:
        table = [(one, dict(zip(titles, one.cells, strict=False))) for one in records[1:]]
        return PastedPeople([_person_of_row(one, columns) for one, columns in table], "")
    is_heading = sum(map(bool, titles)) > 1 and "@" not in records[0].text
    if is_heading:
        return PastedPeople(
            [], f"line {records[0].number} is a heading without the e-mail address. Call that "
            "column E-mail.",
        )  # fmt: skip
    return PastedPeople([person for one in records for person in _people_of_record(one, order)], "")


@dataclass(frozen=True)
class PastedPeople:
    """``problem`` is why the whole list cannot be read."""

    people: Sequence[PastedPerson]
    problem: str


def _plain_heading(cell: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", cell.casefold()).replace("e mail", "email").split())


def _people_of_record(record: _Record, order: Sequence[str]) -> Iterator[PastedPerson]:
    addressed = _addressed(record.text)
    for person, (name, email) in enumerate(addressed, start=1):
        place = f"line {record.number}" + (f", person {person}" if len(addressed) > 1 else "")
        yield PastedPerson(record.number, place, {"name": name, "email": email})
    if not addressed:
        yield _person_of_row(record, dict(zip(order, _with_name_and_email(record), strict=False)))


def _addressed(text: str) -> Sequence[tuple[str, str]]:
    """The name and e-mail address of each person; none where anything else is there too."""
    rest = _FIELD_OF_LETTER.sub("", text, count=1) if _FIELD_OF_LETTER.match(text) else text
    found = []
    while rest := rest.lstrip(_BETWEEN):
        one = _first_person(rest)
        if one is None:
            return []
        found.append((one.name, one.email))
        rest = one.rest
    return found


@dataclass(frozen=True)
class _FirstPerson:
    name: str
    email: str
    rest: str


def _first_person(text: str) -> _FirstPerson | None:
    if alone := _ALONE.match(text):
        return _FirstPerson("", alone["email"].rstrip("."), text[alone.end() :])
    if named := _NAMED.match(text):
        return _FirstPerson(name_in_order(named["name"]), named["email"], text[named.end() :])
    return None


def _with_name_and_email(record: _Record) -> Sequence[str]:
    """Its cells; a first one like ``Jo Smith <jo@example.org>`` or an address alone makes two."""
    first = _first_person(record.text)
    rest = first.rest.lstrip(" ") if first else ""
    if first is None or rest[:1] not in tuple(",;\t"):
        return record.cells
    if not first.name and "@" in "".join(record.cells[1:2]):
        return record.cells
    return [first.name, first.email, *_cells(rest[1:], rest[0])]


def _person_of_row(record: _Record, columns: Mapping[str, str]) -> PastedPerson:
    named, email = name_and_email(columns.get("email", ""))
    whole = " ".join(filter(None, (columns.get("first", ""), columns.get("last", ""))))
    name = columns.get("name", "") or whole or named
    return PastedPerson(
        record.number,
        f"line {record.number}",
        {**columns, "name": name, "email": email},
    )


def name_and_email(cell: str) -> tuple[str, str]:
    """Of ``Jo Smith <jo@example.org>``, ``mailto:jo@example.org`` and the like."""
    found = _first_person(cell.strip())
    is_whole = found is not None and not found.rest.strip(_BETWEEN + ".")
    return (found.name, found.email) if found is not None and is_whole else ("", cell)


_UNIT = re.compile(r"(.*?)(\s*\([^()]*\))?", re.S)
"""A name, and the organisation that Outlook puts behind it."""


def name_in_order(name: str) -> str:
    """``Smith, Jo`` as ``Jo Smith``; what is no surname and first name stays as it is."""
    plain = clean_line(name).strip("<>,; ")
    for quote in ('"', "'"):
        if len(plain) > 1 and plain[0] == plain[-1] == quote:
            plain = plain[1:-1].strip()
    if "@" in plain:
        return ""
    plain, unit = _UNIT.fullmatch(plain).groups("")  # type: ignore[union-attr]  # it always matches
    surname, comma, first = (part.strip() for part in plain.partition(","))
    has_honours = any(len(one) > 1 and one.isupper() for one in first.split())
    is_plain = comma and surname and first and not re.search(r"[,()/\d]| - ", surname + first)
    if is_plain and (surname.isupper() or not has_honours):
        plain = f"{first} {surname}"
    return plain + unit
