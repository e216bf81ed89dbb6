"""The demonstration in which all that somebody may type is full of signs that programs obey."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

MARKS = (
    "<u>U</u><script>x()</script>",
    "*a* _b_ ~~c~~ `d`",
    "$x$ $$y$$ \\alpha",
    ":red[e] :material/delete: :smile:",
    "[l](javascript:1) ![](//e.example/i)",
    "\"q\" 'r' {b} {0} %s %(a)s",
    "=1+1",
    "&lt;i&gt; &amp; <a href=//e.example>",
    "f -> g -- www.e.example",
    "\u202eabc\u202c \u200fdef",
    "#let #panic() @ref <img src=x onerror=x()>",
)
_TEXTS = {
    "trust": ("name",),
    "person": ("name",),
    "partner": ("name",),
    "evidence": ("title",),
    "evidence_file": ("name",),
    "answer": ("comment", "evidence"),
    "agreed_score": ("reason",),
    "context_note": ("text",),
    "reply": ("text", "answer"),
    "voice": ("source", "messages"),
    "delegation": ("note",),
    "reopening": ("reason",),
    "return_reopening": ("reason",),
    "snapshot_return": ("partner_name",),
    "snapshot_score": ("agreed_reason",),
}
"""Table -> its columns of words that somebody has typed."""


def hostile(number: int) -> str:
    """A name of at most 50 letters; no two of them are the same."""
    return f"{MARKS[number % len(MARKS)]} {number}"


def make_hostile(demonstration: Path, path: Path) -> None:
    shutil.copy(demonstration, path)
    with closing(sqlite3.connect(path)) as database:
        # What is signed is never changed again; here it is to be read only.
        triggers = database.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'drop trigger "{name}"')
        database.create_function("hostile", 1, hostile)
        for table, columns in _TEXTS.items():
            there = {row[1] for row in database.execute(f"pragma table_info({table})")}
            for column in there & {*columns}:
                database.execute(
                    f"update {table} set {column} = hostile(rowid) where {column} <> ''"  # noqa: S608
                )
        database.commit()
