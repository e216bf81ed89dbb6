"""How questions are rated: levels, what they look like, and answers that are no number."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
PackName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[a-z0-9]+(-[a-z0-9]+)*$")
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
WholeNumber = Annotated[int, Field(strict=True)]


class Part(BaseModel):
    """Something in a pack: never changed once it is there, and with no other keys than its own.

    The line below each field is what the JSON Schema, and so an editor, says of it.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )


BUTTON_LIMIT = 20
"""Characters that fit on an answer button at 390 pixels."""


class NonScore(StrEnum):
    """An answer that is not a number: counted as a rate, never averaged (METHOD 1)."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


class Level(Part):
    """One step of the scale."""

    value: WholeNumber
    """Its number. Levels go up one by one."""
    label: Text
    """Its full words, such as “making some progress”."""
    short: Annotated[Text, Field(max_length=BUTTON_LIMIT)]
    """Words that fit a button."""


class Band(Part):
    """A range of Trust averages for the 2009 tables (METHOD 5)."""

    lower: Number
    """Where it begins, in levels; inside the band."""
    upper: Number
    """Where it ends; outside the band, except in the last one. The next band begins here."""
    label: Text
    """What heads its column, such as “2.0 to under 2.5”."""


class NonScoreOption(Part):
    """A non-score that is offered beside the levels."""

    value: NonScore
    """Which one."""
    label: Text
    """Its words on the button."""


class Scale(Part):
    """The levels that questions are rated on, and what they look like in each theme."""

    id: Id
    """What an item calls it under `scale`."""
    levels: tuple[Level, ...]
    """The lowest first. All scales of a pack have the same numbers."""
    midpoint: Number
    """In levels. From here up a Trust counts as making progress; the same in all scales."""
    bands: tuple[Band, ...]
    """They cover the scale from end to end, without gaps or overlaps."""
    non_scores: tuple[NonScoreOption, ...]
    """What may be answered instead of a level."""
    descriptors: Mapping[Id, Mapping[WholeNumber, Text]]
    """By theme: what the lowest, the middle and the highest level look like there. The first scale
    needs them for every theme, a further one for those that use it."""

    @property
    def values(self) -> tuple[int, ...]:
        """Lowest first."""
        return tuple(level.value for level in self.levels)

    def contains(self, level: int) -> bool:
        return level in self.values

    def level(self, value: int) -> Level:
        """KeyError where the scale has none."""
        for level in self.levels:
            if level.value == value:
                return level
        raise KeyError(f"the scale {self.id} has no level {value}")
