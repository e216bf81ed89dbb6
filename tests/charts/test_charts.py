"""Charts: the figure, the text that replaces it and the table say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from owf.access import OPERATOR
from owf.assessment.results.steps import words_of
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.scoring import item_refs
from owf.benchmark.change.changes import ChangeVerdict, change_by_kind
from owf.benchmark.comparison.compare import compare_by_kind
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind, groups_of
from owf.benchmark.scores.medians import FiveNumbers
from owf.benchmark.words.findings import change_findings_of, findings_of
from owf.charts import CONFIG
from owf.charts.theme import LIGHT, colour_of
from owf.charts.verdicts.grid import verdict_grid
from owf.charts.verdicts.slopes import theme_changes
from owf.charts.verdicts.spine import SpineRow, spine
from owf.settings import ROOT
from owf.store import Store

PETERBOROUGH = 874
LINE = 16
"""Pixels that a line of a label takes at least, at 13 pixels a letter."""


@pytest.fixture(scope="module")
def compared(demo_path):
    """Cambridgeshire 2008, and a Trust that signed two years."""
    store = Store(f"sqlite:///{demo_path}")
    found = {
        (trust, year): compare_with(store, OPERATOR, trust, year)
        for trust, year in ((873, 2008), (PETERBOROUGH, 2009))
    }
    store.close()
    return found


@pytest.fixture
def cambridgeshire(compared):
    return compared[873, 2008]


@pytest.fixture
def two_years(compared):
    return compared[PETERBOROUGH, 2009]


def of_kind(found, *kinds):
    return [one for one in found if one.kind in kinds]


def spine_of(found, spread=None, against=None):
    return spine([SpineRow(one, spread, against) for one in found], "A title", "England")


def themes(comparison):
    return of_kind(comparison.findings, GroupKind.OVERALL, GroupKind.THEME)


def table_rows(markup):
    """The plain text of each row's cells."""
    rows = re.findall(r"<tr>(.*?)</tr>", str(markup), flags=re.S)[1:]
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def has_no_odd_number(chart):
    drawn = chart.figure.to_json()
    return not re.search(r"NaN|Infinity|\bnan\b|\binf\b", drawn + str(chart.table) + chart.alt)


@pytest.fixture
def not_compared(cambridgeshire):
    """The same themes where only one other Trust has signed."""
    pack = cambridgeshire.pack
    groups = groups_of(item_refs(pack))
    wanted = [group for group in groups if group.kind in (GroupKind.OVERALL, GroupKind.THEME)]
    scores = {group: {"873": [3.0, 3.5, 4.0], "1": [3.0, 3.0, 3.0]} for group in wanted}
    found = findings_of(
        "Cambridgeshire",
        "the East of England",
        2008,
        compare_by_kind(scores, "873"),
        words=words_of(pack),
        items=groups,
    )
    assert {one.verdict for one in found} == {Verdict.NOT_COMPARED}
    return found


def test_the_text_that_replaces_the_spine_is_the_findings_own_sentences(cambridgeshire):
    found = themes(cambridgeshire)
    chart = spine_of(found)
    assert chart.title == "A title"
    assert chart.alt == " ".join(one.sentence for one in found)


def test_the_table_beside_the_spine_has_each_finding_with_its_verdict(cambridgeshire):
    found = list(cambridgeshire.findings)
    rows = table_rows(spine_of(found).table)
    assert [row[0] for row in rows] == [one.title for one in found]
    for row, one in zip(rows, found, strict=True):
        assert str(one.verdict) in row[6]
        assert one.comparison.score is None or row[1].startswith(f"{one.comparison.score:.2f}")


def test_the_figure_has_each_theme_s_limits_around_its_difference(cambridgeshire):
    found = themes(cambridgeshire)
    traces = spine_of(found).figure.data
    lines = [trace for trace in traces if trace.mode == "lines"]
    markers = [trace for trace in traces if trace.mode == "markers"]
    assert [tuple(trace.x) for trace in lines] == [
        limits for one in found for limits in (one.comparison.ci95, one.comparison.ci90)
    ]
    assert [trace.x[0] for trace in markers] == [one.comparison.difference for one in found]
    for trace, one in zip(markers, found, strict=True):
        assert trace.marker.color == colour_of(one.verdict.direction)


def test_the_figure_names_each_theme_with_its_symbol_and_its_word(cambridgeshire):
    found = themes(cambridgeshire)
    labels = [one.text for one in spine_of(found).figure.layout.annotations]
    assert len(labels) == len(found)
    for label, one in zip(labels, found, strict=True):
        assert f"{one.symbol} {one.verdict}" in label


SPREAD = FiveNumbers(2.0, 2.5, 2.75, 3.0, 4.5, 6)


def test_the_others_spread_and_england_stand_around_the_same_centre(cambridgeshire):
    (overall,) = of_kind(cambridgeshire.findings, GroupKind.OVERALL)
    (england,) = of_kind(cambridgeshire.beside, GroupKind.OVERALL)
    chart = spine_of([overall], SPREAD, england)
    centre = overall.comparison.reference
    whiskers = [trace.x for trace in chart.figure.data if trace.line.color == LIGHT.quiet]
    assert [tuple(round(x + centre, 9) for x in ends) for ends in whiskers] == [
        (2.0, 2.5), (3.0, 4.5)
    ]  # fmt: skip
    (box,) = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert (box.x0 + centre, box.x1 + centre) == pytest.approx((2.5, 3.0))
    (diamond,) = [trace for trace in chart.figure.data if trace.marker.symbol == "diamond"]
    assert diamond.x[0] + centre == pytest.approx(england.comparison.reference)
    assert "The 6 other named Trusts lie between 2.0 and 4.5." in chart.alt
    assert chart.caption.endswith(
        "The diamond is the mean of England, Cambridgeshire's own score left out."
    )
    (row,) = table_rows(chart.table)
    assert row[5] == "2.00 to 4.50"
    assert str(england.verdict) in row[7]


def test_where_fewer_than_five_others_are_named_no_spread_is_drawn_and_it_says_so(cambridgeshire):
    chart = spine_of(themes(cambridgeshire))
    assert not [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert "their spread is not drawn" in chart.caption
    assert {row[5] for row in table_rows(chart.table)} == {"too few named"}


def test_the_spine_s_file_has_the_findings_own_numbers(cambridgeshire):
    found = themes(cambridgeshire)
    rows = spine_of(found, SPREAD).numbers
    for row, one in zip(rows, found, strict=True):
        assert row["Difference"] == one.comparison.difference
        assert (row["95% lower"], row["95% upper"]) == one.comparison.ci95
        assert (row["Sectors (n)"], row["Other Trusts (k)"]) == (one.comparison.n, one.comparison.k)
        assert (row["Lowest of them"], row["Highest"]) == (2.0, 4.5)


def test_no_limit_is_cut_off_by_the_figure_s_edge(cambridgeshire):
    figure = spine_of(cambridgeshire.findings).figure
    low, high = figure.layout.xaxis.range
    ends = [x for trace in figure.data for x in trace.x]
    assert low <= min(ends)
    assert max(ends) <= high


def test_what_is_not_compared_has_its_words_and_no_mark(not_compared):
    chart = spine_of(not_compared)
    assert len(chart.figure.data) == 0
    assert len(chart.figure.layout.annotations) == len(not_compared)
    assert has_no_odd_number(chart)
    for row in table_rows(chart.table):
        assert "not compared" in row[6]


def test_compared_and_not_compared_stand_in_one_figure(cambridgeshire, not_compared):
    found = [*themes(cambridgeshire), *not_compared]
    chart = spine_of(found)
    assert len(chart.figure.data) == 3 * len(themes(cambridgeshire))
    assert len(table_rows(chart.table)) == len(found)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_drawn(cambridgeshire, verdict):
    (overall,) = of_kind(cambridgeshire.findings, GroupKind.OVERALL)
    chart = spine_of([replace(overall, verdict=verdict)])
    assert verdict.symbol in chart.figure.layout.annotations[0].text


def test_nothing_at_all_can_be_drawn():
    assert spine_of([]).alt == ""
    assert theme_changes([], "A title").alt == ""


def test_no_figure_or_table_holds_what_is_no_number(compared):
    for comparison in compared.values():
        assert has_no_odd_number(spine_of(comparison.findings))
        assert has_no_odd_number(theme_changes(comparison.changes, "A title"))


def test_blue_is_ahead_orange_behind_and_grey_the_rest():
    assert [colour_of(one) for one in (1, -1, 0)] == [LIGHT.ahead, LIGHT.behind, LIGHT.neutral]


def test_no_figure_is_put_together_piece_by_piece():
    # Plotly checks all that a figure has again at each addition: 30 ms a chart.
    additions = re.compile(r"\.(add_(trace|annotation|vline|hline)|update_(x|y)axes)\(")
    modules = (ROOT / "owf/charts").rglob("*.py")
    assert [one.name for one in modules if additions.search(one.read_text())] == []


def test_plotly_shows_no_buttons_without_names():
    assert CONFIG["displayModeBar"] is False


def test_the_text_that_replaces_the_changes_is_their_own_sentences(two_years):
    found = of_kind(two_years.changes, GroupKind.THEME)
    assert len(found) == 4
    assert theme_changes(found, "A title").alt == " ".join(one.sentence for one in found)


def test_each_theme_has_a_row_from_last_year_s_score_to_this_year_s(two_years):
    overall = of_kind(two_years.changes, GroupKind.OVERALL)
    found = of_kind(two_years.changes, GroupKind.THEME)
    chart = theme_changes(found, "A title", overall)
    lines = [trace for trace in chart.figure.data if trace.mode == "lines"]
    assert [tuple(trace.x) for trace in lines] == [
        (one.change.before, one.change.after) for one in (*overall, *found)
    ]
    rows = table_rows(chart.table)
    assert [row[0] for row in rows] == [one.title for one in (*overall, *found)]
    for row, one in zip(rows, (*overall, *found), strict=True):
        assert str(one.verdict) in row[5]


def test_a_theme_s_label_stands_at_its_line_and_equal_scores_are_rows_apart(two_years):
    one = of_kind(two_years.changes, GroupKind.THEME)[0]
    alike = replace(one, change=replace(one.change, first=3.0, second=3.0))
    chart = theme_changes([alike] * 8, "A title")
    layout = chart.figure.layout
    row = (layout.height - layout.margin.t - layout.margin.b) / (
        layout.yaxis.range[1] - layout.yaxis.range[0]
    )
    labels = [label.y for label in layout.annotations]
    lines = [trace.y[0] for trace in chart.figure.data if trace.mode == "lines"]
    assert len(labels) == len(lines) == 8
    for label, line in zip(labels, lines, strict=True):
        assert LINE <= (label - line) * row <= 2 * LINE
    assert min(above - below for above, below in pairwise(lines)) * row >= 3 * LINE
    first, second = [trace.marker for trace in chart.figure.data if trace.mode != "lines"][:2]
    assert first.symbol != second.symbol
    assert first.size > second.size


def test_a_theme_with_a_question_compared_with_care_has_a_dotted_line(two_years):
    found = of_kind(two_years.changes, GroupKind.THEME)
    chart = theme_changes(found, "A title", dashed=frozenset({found[1].theme}))
    lines = [trace for trace in chart.figure.data if trace.mode == "lines"]
    assert [trace.line.dash for trace in lines] == ["solid", "dot", "solid", "solid"]


def test_a_change_that_cannot_be_calculated_is_in_the_table_in_words(two_years):
    pack = two_years.pack
    groups = groups_of(item_refs(pack))
    wanted = [group for group in groups if group.kind is GroupKind.THEME]
    own = {group: ({"police": 3.0}, {"police": 4.0}) for group in wanted}
    changes = change_findings_of(
        "Here", (2008, 2009), change_by_kind(own, {}), words=words_of(pack), items=groups
    )
    assert {one.verdict for one in changes} == {ChangeVerdict.CANNOT_BE_CALCULATED}
    chart = theme_changes(changes, "A title")
    assert has_no_odd_number(chart)
    rows = table_rows(chart.table)
    assert [row[0] for row in rows] == [theme.title for theme in pack.themes]
    assert all("cannot be calculated" in row[5] for row in rows)


def test_the_grid_has_every_aspect_of_every_theme_with_its_verdict(cambridgeshire):
    pack = cambridgeshire.pack
    rows = table_rows(verdict_grid(cambridgeshire.findings, pack))
    assert [row[0] for row in rows] == [aspect.title for aspect in pack.aspects]
    cells = {
        (one.theme, one.aspect): one for one in of_kind(cambridgeshire.findings, GroupKind.CELL)
    }
    for row, aspect in zip(rows, pack.aspects, strict=True):
        for text, theme in zip(row[1:], pack.themes, strict=True):
            found = cells.get((theme.id, aspect.id))
            expected = "not asked" if found is None else f"{found.symbol} {found.verdict}"
            assert text.startswith(expected)
