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
    (CAMBRIDGESHIRE, 2009): [
        Note(
            "lead-professional",
            "Three of five localities had begun with the role by June 2009, two begin in autumn.",
        )
    ],
    (CAMBRIDGESHIRE, 2010): [
        Note(
            "lead-professional",
            "All localities work with the role since January 2010. Families were asked for the "
            "first time this spring.",
            "lp-16",
        )
    ],
    (CAMBRIDGESHIRE, 2011): [
        Note(
            "multi-agency",
            "Figures on what joint work brings cover the two localities that share a base.",
        )
    ],
    (NORFOLK, 2011): [
        Note(
            "",
            "A joint service for families opened in autumn 2010 and met needs that no agency had "
            "known of. Partners rated with these families in mind.",
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
    (2009, "caf-08"): (
        2,
        "Those who see children early rate it high. Those who see them late know how many were "
        "missed, and the review of cases that came late bears them out.",
    ),
    (2009, "lp-07"): (
        2,
        "True in three localities of five. Every child means every child, so we wait for the "
        "other two.",
    ),
    (2010, "lp-16"): (
        2,
        "Twelve families have told us so far. We go higher when more have been asked.",
    ),
    (2011, "ma-15"): (
        2,
        "The figures are good and cover two localities. We cannot show it for the others yet.",
    ),
}
"""(year, item) -> the level that Cambridgeshire agreed outside its partners' middle, and why."""
