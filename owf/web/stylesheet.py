"""The stylesheet of all pages, which browsers keep until it changes."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from owf.charts.theme import css_of_figures, css_variables

ASSETS = Path(__file__).parent / "assets"
LOGO = ASSETS / "logo.svg"


@lru_cache(maxsize=1)
def stylesheet() -> str:
    files = sorted(ASSETS.glob("*.css"), key=lambda path: (path.stem != "style", path.stem))
    css = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return f"{css_variables()}\n{css_of_figures()}\n{css}"


@lru_cache(maxsize=1)
def digest() -> str:
    return sha256(stylesheet().encode()).hexdigest()[:16]


def address() -> str:
    return f"/look/{digest()}.css"
