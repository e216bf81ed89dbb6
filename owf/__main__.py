"""``python -m owf``."""

from owf.cli import app

app()
