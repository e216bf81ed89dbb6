"""A document of ``docs/`` as a page shows it: its text, and its tables as those of other pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from textwrap import dedent

import streamlit as st

from owf.web.markup import html

_CAPTION = re.compile(r"\n*[ \t]*\*\*([^*\n]+)\*\*\s*\Z")


@dataclass(frozen=True)
class Table:
    """`numeric` are its columns that the document sets to the right."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int]


@dataclass(frozen=True)
class Document:
    """`parts` are text in Markdown, and tables, in their order."""

    title: str
    parts: Sequence[str | Table]


def read_document(path: Path) -> Document:
    """ValueError for a table without a caption: a line in bold before it."""
    heading, text = path.read_text(encoding="utf-8").split("\n", 1)
    parts = list(_parts(text, path.name))
    return Document(heading.removeprefix("# "), [one for one in parts if one])


def show_document(document: Document) -> None:
    """Below the heading, which the page gives."""
    for place, part in enumerate(document.parts):
        if isinstance(part, Table):
            shown = html.table(
                part.caption, part.head, part.rows, css="owf-document", numeric=part.numeric
            )
            html.show(shown)
        else:
            with st.container(key=f"document-{place}"):
                st.markdown(part)


def _parts(text: str, name: str) -> Iterator[str | Table]:
    blocks = [
        (is_table, "\n".join(lines))
        for is_table, lines in groupby(
            text.splitlines(), lambda line: line.lstrip().startswith("|")
        )
    ]
    caption = ""
    for (is_table, block), (has_table_next, _) in pairwise([*blocks, (False, "")]):
        if is_table:
            yield _table(block, caption)
        elif has_table_next:
            found = _CAPTION.search(block)
            if found is None:
                raise ValueError(f"A table of {name} has no caption: put a line in bold before it.")
            caption = found[1]
            yield dedent(block[: found.start()]).strip()
        else:
            yield dedent(block).strip()


def _table(block: str, caption: str) -> Table:
    head, marks, *rows = ([cell.strip() for cell in _cells(line)] for line in block.splitlines())
    numeric = frozenset(place for place, mark in enumerate(marks) if mark.endswith(":"))
    return Table(caption, head, rows, numeric)


def _cells(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")
