"""HTML: what is put in stays text."""

import ast

import pytest
from markupsafe import Markup

from owf.settings import ROOT
from owf.web.markup import html

BAD = "<script>alert('1')</script> & \"more\""
SAFE = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &#34;more&#34;"


@pytest.fixture
def shown(monkeypatch):
    """What is put on the page."""
    parts = []
    monkeypatch.setattr("owf.web.markup.html.show", parts.append)
    return parts


def test_a_heading_is_escaped_and_is_the_only_one(shown):
    html.heading(BAD, above=BAD)
    (markup,) = shown
    assert markup.count(SAFE) == 2
    assert "<script>" not in markup
    assert markup.count("<h1>") == 1


def test_a_heading_without_a_line_above_has_no_empty_one(shown):
    html.heading("Compare")
    assert "<p" not in shown[0]


@pytest.mark.parametrize(
    ("kind", "role"), [("note", "status"), ("good", "status"), ("problem", "alert")]
)
def test_a_notice_is_escaped_and_only_a_problem_is_read_out_at_once(shown, kind, role):
    html.notice(BAD, kind)
    assert shown == [f'<div class="owf-notice owf-{kind}" role="{role}"><p>{SAFE}</p></div>']


def test_markup_in_a_notice_stays_markup():
    assert "<strong>Yes</strong>" in html.notice_markup(Markup("<strong>Yes</strong>"))


def test_every_text_of_a_table_is_escaped():
    table = html.table(BAD, (BAD, BAD), [(BAD, BAD)], css=BAD, region=BAD)
    assert "<script>" not in table
    # Frame: class and name; caption; two headings; row heading; cell with its label.
    assert table.count(SAFE) == 8


def test_markup_in_a_cell_stays_and_is_not_escaped_twice():
    table = html.table("Caption", ("A", "B"), [("x", Markup("<em>{}</em>").format("a & b"))])
    assert '<td data-label="B"><em>a &amp; b</em></td>' in table


def test_a_table_says_which_cells_are_headings_and_which_are_numbers():
    table = html.table("C", ("A", "B", "D"), [("x", "1", "y")], numeric=frozenset({1}))
    assert table.count('<th scope="col">') == 3
    assert '<th scope="row">x</th>' in table
    assert '<td class="owf-number" data-label="B">1</td><td data-label="D">y</td>' in table


def test_a_table_is_named_by_its_caption_unless_it_has_a_name_of_its_own():
    assert 'aria-label="Caption"' in html.table("Caption", ("A",), [])
    assert 'aria-label="Mine"' in html.table("Caption", ("A",), [], region="Mine")


def test_joining_nothing_gives_nothing():
    assert html.join([]) == ""
    assert html.join([Markup("<b>"), Markup("</b>")]) == "<b></b>"


def test_what_is_folded_away_has_an_escaped_summary_and_its_markup_inside():
    markup = html.fold(BAD, Markup("<p>inside</p>"))
    assert f"<summary>{SAFE}</summary><p>inside</p>" in markup


def test_a_template_that_is_written_holds_no_values_of_its_own():
    calls = [
        (path.name, node)
        for path in (ROOT / "owf").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("html.write", "html.given")
    ]
    assert len(calls) > 50
    assert [
        (name, node.lineno) for name, node in calls if not isinstance(node.args[0], ast.Constant)
    ] == []


def test_what_is_written_is_escaped(shown):
    html.write("<p>{}{}</p>", BAD, Markup("<b>x</b>"))
    assert shown == [f"<p>{SAFE}<b>x</b></p>"]
