"""Packs with one thing changed, and what a PDF file says."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from owf.questionnaire import Pack

HOSTILE = (
    "#let x = 1",
    "#panic()",
    "$x^2$",
    "\\ \\n \\end",
    "*bold* _it_ `raw`",
    "\"double\" 'single' “curly” ’",
    "<label> @ref [body] {code} // no comment /* nor */ ~ --- ...",
    "${caf_1} instance('a')/root/item[name = 1]",
    "=SUM(A1) +1 -1 @x",
    "grin 😀 and 中文 and \u0001 and \ufffe and 0\u0483",
    "Llanfair" * 40,
    "https://example.org/" + "a" * 300,
    "naïve café Ελλάδα Привет",
    "&amp; <b>bold</b> ]]> --",
)


def change(pack: Pack, items: Mapping[str, Mapping[str, Any]], **fields: Any) -> Pack:
    """The same pack with other fields, and with other fields of these items."""
    written = pack.model_dump(by_alias=True) | fields
    for theme in written["themes"]:
        theme["items"] = [item | items.get(item["id"], {}) for item in theme["items"]]
    return Pack.model_validate(written)


def packs_in(words: st.SearchStrategy[str], pack: Pack) -> st.SearchStrategy[Pack]:
    """The pack with these words in place of its own."""
    words = words.filter(str.strip)
    item = st.fixed_dictionaries({"text": words, "hint": words, "guidance": words, "code": words})
    return st.builds(
        lambda one, title, source: change(pack, {"caf-1": one}, title=title, source=source),
        item,
        words,
        words,
    )


WITHIN_MARGINS = ("-x", "0", "-y", "66", "-W", "595", "-H", "721")
"""Of an A4 page in points, what lies between the heading and the page number."""


def words_of(pdf: Path | bytes, *where: str) -> str:
    """The text of a PDF file as a reader copies it out."""
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    return subprocess.run(
        ["pdftotext", *where, "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def facts_of(pdf: Path | bytes) -> Mapping[str, str]:
    """What a PDF file says of itself, such as ``Pages`` and ``Tagged``."""
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    told = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True)
    lines = (line.partition(":") for line in told.stdout.decode().splitlines())
    return {name: value.strip() for name, _, value in lines}
