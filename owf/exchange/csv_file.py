"""Tables as CSV that a spreadsheet opens without taking typed text for a formula."""

from collections.abc import Iterable, Sequence

from pandas import DataFrame

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """In UTF-8 with its mark; text that spreadsheets take for a formula gets an apostrophe."""
    # As objects: a column of whole numbers with gaps stays one of whole numbers.
    table = DataFrame([list(map(_as_text, row)) for row in rows], columns=list(head), dtype=object)
    file: str = table.rename(columns=_as_text).to_csv(index=False, lineterminator="\r\n")
    return file.encode("utf-8-sig")


def _as_text(cell: str | int | float) -> str | int | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
