"""Tables with a column a theme: as few parts as keep them readable, and nothing lost between."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from owf.markup.tables import MOST_ROWS, MOST_THEMES, theme_tables

NONE = Markup("<i>not asked</i>")


def tables_of(markup):
    """Each table's caption, and its rows as text, the head first."""
    return [
        (
            unescape(re.search(r"<caption>(.*?)</caption>", table)[1]),
            [
                [
                    unescape(re.sub("<[^>]+>", "", cell))
                    for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
                ]
                for row in re.findall(r"<tr>(.*?)</tr>", table)
            ],
        )
        for table in str(markup).split("<table>")[1:]
    ]


def made(themes, rows=3, before=2, **more):
    head = ["Trust", "Overall"][:before] + [f"Theme {one}" for one in range(1, themes + 1)]
    cells = [[f"T{row}", *(f"{row}/{name}" for name in head[1:])] for row in range(rows)]
    return head, cells, theme_tables("What it shows", head, cells, before=before, **more)


@pytest.mark.parametrize("themes", [1, 4, 5])
def test_few_themes_stand_in_one_table_under_its_own_caption(themes):
    head, cells, markup = made(themes)
    assert tables_of(markup) == [("What it shows", [head, *cells])]


def test_twelve_themes_stand_in_three_tables_that_each_name_their_rows_and_themes():
    _, _, markup = made(12)
    tables = tables_of(markup)
    assert [caption for caption, _ in tables] == [
        "What it shows: overall, theme 1, theme 2, theme 3 and theme 4",
        "What it shows: theme 5, theme 6, theme 7 and theme 8",
        "What it shows: theme 9, theme 10, theme 11 and theme 12",
    ]
    for _, rows in tables:
        assert [row[0] for row in rows] == ["Trust", "T0", "T1", "T2"]
    assert tables[1][1][2] == ["T1", "1/Theme 5", "1/Theme 6", "1/Theme 7", "1/Theme 8"]
    labels = re.findall(r'aria-label="(.*?)"', markup)
    assert len(set(labels)) == len(labels) == 3


@given(st.integers(1, 30), st.integers(1, 2))
def test_each_cell_stands_once_and_no_part_is_wider_than_can_be_read(themes, before):
    head, cells, markup = made(themes, before=before)
    tables = [rows for _, rows in tables_of(markup)]
    widths = [len(rows[0]) - 1 - (before - 1 if rows is tables[0] else 0) for rows in tables]
    assert max(widths) <= MOST_THEMES
    assert max(widths) - min(widths) <= 1
    for place, row in enumerate([head, *cells]):
        assert [cell for rows in tables for cell in rows[place][1:]] == row[1:]


def test_a_part_leaves_out_the_rows_that_say_nothing_of_its_themes():
    head = ["Aspect", *"ABCDEFGH"]
    rows = [["Training", *"12345678"], ["Co-location", "1", *[NONE] * 7]]
    first, second = tables_of(theme_tables("Verdicts", head, rows, nothing=NONE))
    assert [row[0] for row in first[1]] == ["Aspect", "Training", "Co-location"]
    assert [row[0] for row in second[1]] == ["Aspect", "Training"]


def test_of_long_tables_the_first_stands_open_and_the_others_are_folded_under_their_themes():
    _, _, short = made(12, rows=MOST_ROWS)
    assert "<details" not in short
    _, _, long = made(12, rows=MOST_ROWS + 1)
    assert re.findall(r"<summary>(.*?)</summary>", long) == [
        "Theme 5, theme 6, theme 7 and theme 8",
        "Theme 9, theme 10, theme 11 and theme 12",
    ]
    assert long.index("<table>") < long.index("<details")
    _, _, one = made(4, rows=40)
    assert "<details" not in one


def test_what_is_put_in_stays_text():
    markup = theme_tables("<b>", ["<i>", "<u>"], [["<s>", "<em>"]])
    assert not re.search("<(b|i|u|s|em)>", markup)
