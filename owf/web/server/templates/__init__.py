"""The plain pages' templates; every value put into them is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from owf.settings import get_settings

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape()
)
TEMPLATES.globals["has_single_sign_on"] = lambda: get_settings().has_single_sign_on
