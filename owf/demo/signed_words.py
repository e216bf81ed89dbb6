"""What Trusts of the demonstration signed in words: all made up but the first note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf.demo.stated import CAMBRIDGESHIRE, NORFOLK
from owf.store.notes import Note

LEAD_PROFESSIONAL_NOTE = (
    "The roll-out of the lead professional role in Cambridgeshire came after this survey."
)
"""The fact, not the wording, is from Cambridgeshire's Children's Workforce Strategy 2009-12."""

NOTES: Mapping[tuple[int, int], Sequence[Note]] = {
    (CAMBRIDGESHIRE, 2008): [Note("lead-professional", LEAD_PROFESSIONAL_NOTE)],
    (NORFOLK, 2011): [
        Note(
            "",
            "A joint family service opened in autumn 2010. It met needs that no agency had known "
            "of, and partners rated this year's answers with those families in mind.",
        )
    ],
}
"""(Trust, year) -> what readers of its results must know."""

AGREED: dict[tuple[int, str], tuple[int, str]] = {
    (2008, "is-05"): (
        4,
        "The safeguarding desk answers the same day. Partners that rated it lower had not heard "
        "of it yet, and have its number now.",
    ),
    (2008, "is-14"): (
        2,
        "Good examples were told at the meeting, but nobody has written one down. We go higher "
        "when we can show them.",
    ),
}
"""(year, item) -> the level that Cambridgeshire agreed outside its partners' middle, and why."""
