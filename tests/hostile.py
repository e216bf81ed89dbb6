"""The demonstration in which all that somebody may type is full of signs that programs obey."""

from __future__ import annotations

import json
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
    "good_practice": ("title", "what", "with_whom", "what_it_took", "evidence", "contact"),
    "practice_request": ("text", "answer"),
    "plan_priority": ("title", "objective"),
    "gap_not_now": ("title", "finding", "reason"),
    "action": (
        "objective",
        "what",
        "resources",
        "risk",
        "mitigation",
        "measure",
        "baseline",
        "target",
    ),
    "action_finding": ("title", "finding"),
    "milestone": ("text", "dropped_why"),
    "milestone_promise": ("note",),
    "milestone_reached": ("note",),
    "action_update": ("changed", "impact"),
    "action_check": ("note",),
    "plan_meeting": ("attended", "decisions"),
    "reopening": ("reason",),
    "return_reopening": ("reason",),
    "snapshot_return": ("partner_name",),
    "snapshot_score": ("agreed_reason",),
}
"""Table -> its columns of words that somebody has typed."""


def hostile(number: int) -> str:
    """A name of at most 50 letters; no two of them are the same."""
    return f"{MARKS[number % len(MARKS)]} {number}"


def _hostile_body(body: str) -> str:
    """An agreed plan in which all that was typed is full of signs."""
    content = json.loads(body)
    number = 0
    for action in content["actions"]:
        for name in (*_TEXTS["action"], "priority", "lead_partner"):
            number += 1
            action[name] = hostile(number) if action[name] else ""
        for milestone in action["milestones"]:
            number += 1
            milestone["text"] = hostile(number)
    for left in content["not_now"]:
        number += 1
        left |= {"title": hostile(number), "reason": hostile(number)}
    return json.dumps(content)


def _offer_and_ask(database: sqlite3.Connection) -> None:
    """Where the demonstration ends before anybody offers good practice: some, and requests."""
    at = "2009-07-01 09:00:00.000000"
    for _ in MARKS:
        database.execute(
            "insert into good_practice (trust, year, item_id, title, what, with_whom, "
            "what_it_took, evidence, contact, visible_to, until, is_withdrawn, offered_at, "
            "version) values (926, 2009, 'caf-08', 'x', 'x', 'x', 'x', 'x', 'x', 'england', "
            "'2013-01-01', 0, ?, 1)",
            (at,),
        )
        for asked, asking in ((873, 926), (926, 873)):
            database.execute(
                "insert into practice_request (of_trust, from_trust, practice_id, year, "
                "item_id, text, asked_at, answer, answered_at) "
                "values (?, ?, 1, 2009, 'caf-08', 'x', ?, 'x', ?)",
                (asked, asking, at, at),
            )


def make_hostile(demonstration: Path, path: Path) -> None:
    shutil.copy(demonstration, path)
    with closing(sqlite3.connect(path)) as database:
        # What is signed is never changed again; here it is to be read only.
        triggers = database.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'drop trigger "{name}"')
        _offer_and_ask(database)
        database.create_function("hostile", 1, hostile)
        for table, columns in _TEXTS.items():
            there = {row[1] for row in database.execute(f"pragma table_info({table})")}
            for column in there & {*columns}:
                database.execute(
                    f"update {table} set {column} = hostile(rowid) where {column} <> ''"  # noqa: S608
                )
        database.create_function("hostile_body", 1, _hostile_body)
        database.execute("update plan_version set body = hostile_body(body)")
        database.commit()
