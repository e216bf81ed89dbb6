"""What the charts of office programs share."""

from collections.abc import Mapping

import pandas as pd

from owf.charts.theme import LIGHT

_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722


def ink_on(colour: str) -> str:
    """Of dark and white letters, those with more contrast on the colour (WCAG's luminance)."""
    ground = _luminance(colour)
    dark, white = _luminance(LIGHT.ink), _luminance(LIGHT.on_blue)
    return LIGHT.ink if (ground + 0.05) ** 2 > (dark + 0.05) * (white + 0.05) else LIGHT.on_blue


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return _RED * red + _GREEN * green + _BLUE * blue


def label_places(frame: pd.DataFrame) -> Mapping[str, str]:
    """Where the numbers of each line stand: of two lines the higher above and the lower below.

    ``right``: more lines have only their last number, because more would hide one another.
    """
    means = frame.astype("Float64").mean().fillna(0.0)
    names = [str(one) for one in frame.columns]
    if len(names) > 2:
        return dict.fromkeys(names, "right")
    if len(names) == 1:
        return {names[0]: "above"}
    first, second = (float(one) for one in means)
    return dict(
        zip(names, ("above", "below") if first >= second else ("below", "above"), strict=True)
    )
