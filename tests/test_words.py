"""Plain English for the people who read it: turns of phrase that must not come back, and what to
write instead.

What a person can read is every string of the product with a space in it, its templates and its
guides. Docstrings, comments and the questionnaires' own texts are not looked at.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWF = ROOT / "owf"

INSTEAD = {
    r"\bso here\b": "true here",
    r"\b[Mm]end(s|ed|ing)?\b": "correct",
    r"\banew\b": "again",
    r"\bbears?\b": "has",
    r"\b[Ss]hall\b": "will, or say what to do",
    r"\bknock": "say what is tried again",
    r"\b(is|are) told\b": "say what the person sees",
    r"\bsaid of\b": "about",
    r"\b[Mm]eanwhile\b": "while you were …, or in the meantime",
    r"\b[Ww]hoever\b": "the person who",
    r"\bstands? behind\b": "supports",
    r"\bstands? (here|beside|there)\b": "is shown here",
    r"\b(takes?|took|taken) [^.]{0,20}\baway\b": "remove",
    r"\b(takes?|took|taken) [^.]{0,20}\bback\b": "undo, or remove",
    r": the database did not answer": ", because we could not reach the database",
    r"needs the answers of": "Please complete the self-assessment for",
    r"they are to do": "will do",
    r"Not kept": "Not saved, or not sent",
    r"\bgood until\b": "valid until",
    r"\b(bring|brings|brought) [^.]{0,20}\bback\b": "upload",
    r"\bthe page [A-Z]": "the … page",
    r"\b[Rr]espondents\b|\bRespondent\b": "people who answer for a partner",
    r"\blest\b": "so that … not",
    r"\bfor ever\b": "always",
    r"no longer there\b": "no longer exists",
    r"thrown away": "deleted",
    r"\bnothing is drawn\b": "there is no chart",
    r"could not be drawn": "cannot be shown",
    r"(waits|waited) for [^.]{0,30}\bany ?more\b": "no longer needed",
    r"\bNobody (gives|disables|erases)\b": "You cannot",
    r"\b[Oo]pens nothing\b": "does not work",
    r"(?<![Tt]here )is no (address|e-mail|level|number|pack|question|year)\b": "is not a …",
    r"(lies|stands|lie) (furthest|farthest)": "differ most",
}
"""A turn of phrase -> what to write in its place."""

KEPT = {
    # Said by spreadsheets that went out earlier; only compared with.
    "How far is this so here?",
    "Evidence is good until",
}


def _strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string of a module but its docstrings; an f-string as one, with ``{}`` for values."""
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [one for one in node.values if isinstance(one, ast.Constant)]
            inside |= {id(one) for one in parts}
            text = "".join(
                str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values
            )
            yield node.lineno, text
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs | inside
        ):
            yield node.lineno, node.value


def _to_read() -> Iterator[tuple[Path, int, str]]:
    """What people can read: where it is, and its words."""
    for path in sorted(OWF.rglob("*.py")):
        if {"demo", "migrations"} & set(path.parts):
            continue
        for line, text in _strings(ast.parse(path.read_text(encoding="utf-8"))):
            if " " in text.strip() and text not in KEPT:
                yield path, line, re.sub(r"<[^>]*>", " ", text)
    pages = [*OWF.rglob("*.html"), *OWF.rglob("*.typ"), ROOT / "README.md"]
    for path in sorted([*pages, *(ROOT / "docs").glob("*.md")]):
        text = re.sub(r"```.*?```", lambda code: re.sub(r"[^\n]", " ", code[0]),
                      path.read_text(encoding="utf-8"), flags=re.S)  # fmt: skip
        for line, words in enumerate(text.splitlines(), start=1):
            yield path, line, re.sub(r"`[^`]*`|<!--.*?-->|\{#.*?#\}|\{%.*?%\}", "", words)


TO_READ = tuple(_to_read())


@pytest.mark.parametrize("phrase", INSTEAD)
def test_what_people_read_is_in_plain_present_day_english(phrase):
    found = [
        f"{path.relative_to(ROOT)}:{line}: write “{INSTEAD[phrase]}” in “{text[:100]}”"
        for path, line, text in TO_READ
        if re.search(phrase, text)
    ]
    assert not found, "\n".join(found)


def test_a_phrase_in_a_string_with_values_is_read_as_one():
    tree = ast.parse('"""About it."""\nx = f"Mend {count} faults."')
    assert [text for _, text in _strings(tree)] == ["Mend {} faults."]


NOT_IN_CODE = (
    r"(?i)\banew\b|\b(?:is|are) told of\b|what is said of\b|\blest\b|\bwherein\b|\bthereof\b"
)
"""Turns that no name, docstring or comment has either; migrations are never edited."""


def test_code_is_written_in_present_day_english():
    files = [
        path
        for folder in ("owf", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts and path != Path(__file__)
    ]
    assert len(files) > 400
    found = {
        str(path.relative_to(ROOT)): re.findall(NOT_IN_CODE, path.read_text(encoding="utf-8"))
        for path in files
    }
    assert {path: turns for path, turns in found.items() if turns} == {}
