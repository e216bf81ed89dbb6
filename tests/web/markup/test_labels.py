"""Labels: what somebody has called a thing stands in them as it is written, and everywhere."""

from __future__ import annotations

import ast

import pytest

from owf.settings import ROOT
from owf.web.markup.labels import as_label

WIDGETS = frozenset(
    {
        "button", "caption", "checkbox", "date_input", "dialog", "download_button", "error",
        "expander", "file_uploader", "form_submit_button", "header", "info", "link_button",
        "markdown", "metric", "multiselect", "number_input", "page_link", "pills", "popover",
        "radio", "segmented_control", "selectbox", "slider", "spinner", "status", "subheader",
        "success", "tabs", "text_area", "text_input", "time_input", "title", "toast", "toggle",
        "warning", "write",
    }
)  # fmt: skip
"""What of Streamlit reads Markdown in its label."""
OPTIONS_ARE_READ = frozenset({"radio", "segmented_control", "pills", "tabs"})
DOCUMENT = "owf/web/markup/document.py"
"""Draws pages of our own documentation, which are Markdown."""


def calls():
    for path in sorted((ROOT / "owf/web").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(one, ast.Call)
                and isinstance(one.func, ast.Attribute)
                and one.func.attr in WIDGETS
                and not (isinstance(one.func.value, ast.Name) and one.func.value.id == "html")
                and place != DOCUMENT
            ):
                yield f"{place}:{one.lineno}", one.func.attr, one


def label_of(name, call):
    named = next((one.value for one in call.keywords if one.arg in ("label", "body")), None)
    position = 1 if name == "page_link" else 0
    return named or (call.args[position] if len(call.args) > position else None)


def is_plain(node):
    """Whether no more can stand in it than the program says, or it is escaped as a whole."""
    if isinstance(node, ast.IfExp):
        return is_plain(node.body) and is_plain(node.orelse)
    is_escaped = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "as_label"
    )
    return is_escaped or isinstance(node, ast.Constant)


def test_every_label_is_fixed_or_escaped():
    found = [(place, label_of(name, call)) for place, name, call in calls()]
    assert len(found) > 60
    assert [place for place, label in found if label is None or not is_plain(label)] == []


def test_every_option_and_hint_that_is_read_as_markdown_is_escaped():
    wrong = []
    for place, name, call in calls():
        for one in call.keywords:
            is_option = one.arg == "format_func" and name in OPTIONS_ARE_READ
            if is_option and not (isinstance(one.value, ast.Lambda) and is_plain(one.value.body)):
                wrong.append(place)
            if one.arg == "help" and not is_plain(one.value):
                wrong.append(place)
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Download the spreadsheet (Excel)", "IS 1: One agreement, or two?", "Bath & North East",
        "St. Mary's – “Trust” 2009/10", "Comment on IS 3 (optional). Saved when you leave the box.",
    ],
)  # fmt: skip
def test_usual_words_stay_as_they_are(text):
    assert as_label(text) == text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("*A* _b_ `c` $d$", r"\*A\* \_b\_ \`c\` \$d\$"),
        (":red[hot]", r"\:red\[hot\]"),
        (":smile:", "\\:\u2060smile:"),
        (":material/delete:", r"\:material\/delete:"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("a -> b", "a -\u2060\\> b"),
        ("www.evil.example", "www\u2060.evil.example"),
        ("https://evil.example", "https\\:\u2060//evil.example"),
        ("a@b.example", "a\u2060@b.example"),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_signs_of_markup_are_written_out(text, label):
    assert as_label(text) == label
