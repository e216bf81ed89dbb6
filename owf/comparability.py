"""Comparability over a change (METHOD 4): shared by questionnaires and scores."""

from enum import StrEnum


class Comparability(StrEnum):
    """Whether answers before and after a change may be compared."""

    YES = "yes"
    WITH_CARE = "with_care"
    NO = "no"
