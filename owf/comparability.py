"""Whether answers before and after a change of a question may be compared (METHOD 4)."""

from enum import StrEnum


class Comparability(StrEnum):
    """``with_care`` joins a line over the years dashed, with a note; ``no`` breaks it."""

    YES = "yes"
    WITH_CARE = "with_care"
    NO = "no"
