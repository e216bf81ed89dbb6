"""The plain pages' templates; every value put into them is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from owf import clock
from owf.charts.theme import css_by_preference
from owf.settings import get_settings

_FOLDER = Path(__file__).parent

# They do not change while the product runs: looking at each file again costs more than a page.
TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=select_autoescape(), auto_reload=False
)
TEMPLATES.filters["moment"] = clock.in_words
STYLE = f"{css_by_preference()}\n{(_FOLDER / 'plain.css').read_text(encoding='utf-8')}"
"""The one style of all plain pages. It stands in each, so that a page is one request."""
TEMPLATES.globals["has_single_sign_on"] = lambda: get_settings().has_single_sign_on
