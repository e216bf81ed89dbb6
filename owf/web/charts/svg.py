"""A figure as an SVG file."""

from __future__ import annotations

from typing import Any


def as_svg(figure: Any, title: str, alt: str, caption: str = "", width: int = 960) -> str:
    """A figure as an SVG file; being written."""
    raise NotImplementedError
