"""Which sections stand side by side."""

from collections.abc import Sequence

from owf.reports.model import Section


def in_rows(sections: Sequence[Section], *, is_compact: bool) -> list[list[Section]]:
    """In a compact report two neighbours that are halves make one row; else each is its own."""
    rows: list[list[Section]] = []
    for one in sections:
        beside = rows[-1] if rows else []
        if is_compact and one.is_half and [other.is_half for other in beside] == [True]:
            beside.append(one)
        else:
            rows.append([one])
    return rows
