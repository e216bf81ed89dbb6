"""The region's chart and tables: the figure, the text that replaces it and the table agree."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.disclosure.trusts import comparison_from_outside
from owf.assessment.results.region_view import Participant, RegionView, TrustInRegion
from owf.assessment.results.standings import MeanOfTwoYears, standing_of
from owf.assessment.results.steps import compare_units, words_of
from owf.assessment.scoring import item_refs
from owf.benchmark.change.changes import change_by_kind
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import GroupKind, groups_of
from owf.benchmark.words.findings import change_findings_of, findings_of
from owf.charts.theme import LIGHT
from owf.charts.trusts.caterpillar import caterpillar, mean_of_region, ranks_in_words
from owf.markup.formatting import limits
from owf.web.region.tables import (
    change_grid,
    meaning_of_words,
    pair_table,
    participation_list,
    standing_grid,
)

REGION = "the East of England"
DAY = datetime(2009, 7, 6, 14, 30, tzinfo=UTC)
NAMES = {
    821: "Luton",
    822: "Bedford",
    823: "Central Bedfordshire",
    874: "Peterborough",
    881: "Essex",
    882: "Southend-on-Sea",
    883: "Bath and North East Somerset",
}
SPREAD = {
    821: (1.0, 2.0, 1.0),
    822: (3.0, 3.0, 2.0),
    823: (3.0, 4.0, 3.0),
    874: (3.0, 3.0, 3.0),
    881: (3.0, 4.0, 4.0),
    882: (5.0, 5.0, 4.0),
}
# The same mean, of other sectors' scores in turn: a comparison needs sectors that differ otherwise.
ALIKE = dict(zip(SPREAD, [(3.0, 2.0, 3.0), (2.0, 3.0, 3.0), (3.0, 3.0, 2.0)] * 2, strict=True))
HIDDEN = {101: (4.11, 4.12, 4.13), 102: (4.26, 4.27, 4.28), 103: (4.31, 4.32, 4.33)}


def sectors(scores):
    return dict(zip(("health", "police", "schools"), scores, strict=False))


@pytest.fixture
def make(tiny_pack):
    """A region in which each Trust has the same scores on every group of items."""

    def make_view(named, unnamed=(), last=None, participants=()):
        groups = {
            group: items
            for group, items in groups_of(item_refs(tiny_pack)).items()
            if group.kind is not GroupKind.ITEM
        }
        scores = {**named, **dict(unnamed)}
        units = {
            group: {trust: sectors(of_trust) for trust, of_trust in scores.items() if of_trust}
            for group in groups
        }
        words = words_of(tiny_pack)
        short = [group for group in groups if group.kind in (GroupKind.OVERALL, GroupKind.THEME)]
        findings, changes = {}, {}
        for trust in named:
            found = compare_units(units, trust)
            findings[trust] = findings_of(
                NAMES[trust],
                REGION,
                2009,
                {group: comparison_from_outside(one) for group, one in found.items()},
                words=words,
                items=groups,
            )
            moved = (
                change_by_kind(
                    {group: (sectors(last[trust]), units[group][trust]) for group in short}, {}
                )
                if last and trust in last
                else {}
            )
            changes[trust] = change_findings_of(
                NAMES[trust], (2008, 2009), moved, words=words, items=groups
            )
        standings = tuple(
            standing_of(
                group,
                {
                    trust: next(
                        one for one in found if (one.kind, one.theme) == (group.kind, group.theme)
                    )
                    for trust, found in findings.items()
                },
                units[group],
                frozenset(dict(unnamed)),
            )
            for group in short
        )
        return RegionView(
            region_code="E12000006",
            region_name="East of England",
            region=REGION,
            year=2009,
            pack=tiny_pack,
            participants=tuple(participants),
            trusts=tuple(
                TrustInRegion(
                    place.trust,
                    NAMES[place.trust],
                    findings[place.trust][: len(short)],
                    changes[place.trust],
                    "" if changes[place.trust] else "no results for 2008",
                    lambda place=place: findings[place.trust],
                )
                for place in standings[0].places
            ),
            standings=standings,
            changed_means={group: MeanOfTwoYears(3.0, 3.25, 6, 0) for group in short},
            no_change_because="",
        )

    return make_view


@pytest.fixture
def draw():
    """The chart of a view's overall standing."""
    return lambda view: caterpillar(
        view.standings[0], "A title.", mean_of_region(view.standings[0], REGION)
    )


def rows_of(markup):
    """The plain text of each row's cells, as long as no verdict's working is opened."""
    opens = r'<span class="owf-ears">.*?</span>|<div class="owf-working">.*?</div>'
    closed = re.sub(opens, "", str(markup), flags=re.S)
    rows = re.findall(r"<tr>(.*?)</tr>", closed, flags=re.S)[1:]
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S)
        ]
        for row in rows
    ]


def labels_of(chart):
    return [one.text for one in chart.figure.layout.annotations]


def label_of(chart, name):
    (found,) = [one for one in labels_of(chart) if f"<b>{name}</b>" in one]
    return found


def markers_of(chart):
    return [trace for trace in chart.figure.data if trace.mode == "markers"]


def test_every_trust_has_its_score_its_limits_and_a_mark_for_its_verdict(make, draw):
    view = make(SPREAD)
    chart = draw(view)
    places = view.standings[0].places
    lines = [trace for trace in chart.figure.data if trace.mode == "lines"]
    assert [tuple(one.x) for one in lines] == [
        (one.limits.lower, one.limits.upper) for one in places
    ]
    assert [one.x[0] for one in markers_of(chart)] == [
        one.finding.comparison.score for one in places
    ]
    shapes = {
        one.finding.trust: (mark.marker.symbol, mark.marker.color)
        for one, mark in zip(places, markers_of(chart), strict=True)
    }
    assert shapes["Southend-on-Sea"] == ("triangle-up", LIGHT.ahead)
    assert shapes["Luton"] == ("triangle-down", LIGHT.behind)
    assert shapes["Peterborough"] in {("square", LIGHT.neutral), ("circle-open", LIGHT.neutral)}


def test_each_label_names_its_trust_with_its_score_and_its_verdict(make, draw):
    view = make(SPREAD)
    chart = draw(view)
    for one in view.standings[0].places:
        label = label_of(chart, one.finding.trust)
        assert f"{one.finding.comparison.score:.1f} {one.finding.symbol} {one.finding.verdict}" in (
            label
        )
    assert "the region's mean: 3.11" in labels_of(chart)


def test_a_long_label_is_written_smaller_so_that_it_fits_on_a_phone(make, draw):
    chart = draw(make(ALIKE | {883: (3.0, 2.0, 3.0)}))
    sizes = {one.text: one.font.size for one in chart.figure.layout.annotations}
    assert sizes[label_of(chart, "Bath and North East Somerset")] == 13
    # One size for all of them: a label is no smaller than its neighbours for being longer.
    assert sizes[label_of(chart, "Central Bedfordshire")] == 13


def test_the_text_that_replaces_the_figure_says_all_that_it_shows(make, draw):
    view = make(SPREAD)
    chart = draw(view)
    assert chart.alt.startswith("A title. ")
    for one in view.standings[0].places:
        assert (
            f"{one.finding.trust}: {one.finding.comparison.score:.2f}, 95% limits "
            f"{one.limits.lower:.2f} to {one.limits.upper:.2f}, {ranks_in_words(one.ranks)}; "
            f"{one.finding.verdict}."
        ) in chart.alt
    assert chart.alt.endswith("The mean of the East of England over 6 Trusts is 3.11.")


def test_the_table_has_the_same_order_and_ranks_only_where_there_is_an_order(make, draw):
    ranked, unranked = make(SPREAD), make(ALIKE)
    for view in (ranked, unranked):
        rows = rows_of(draw(view).table)
        assert [row[0] for row in rows] == [one.finding.trust for one in view.standings[0].places]
    assert "Rank of 6" in draw(ranked).table
    assert rows_of(draw(ranked).table)[0][4] == "1st"
    assert "Rank" not in draw(unranked).table


def test_unnamed_trusts_are_not_drawn_and_their_scores_are_nowhere(make, draw):
    view = make(SPREAD, HIDDEN)
    chart = draw(view)
    assert len(markers_of(chart)) == 6
    everything = chart.alt + str(chart.table) + chart.figure.to_json() + str(standing_grid(view))
    assert not re.search(r"4\.(12|27|32)\b|\b10[123]\b", everything)
    assert "over 9 Trusts (3 unnamed)" in chart.alt
    assert "9 Trusts, 3 unnamed" in standing_grid(view)


@pytest.mark.parametrize(("scores", "words"), [((4.5, 4.5), "too few partners"), ((), "no score")])
def test_too_few_partners_and_no_score_are_words_and_no_mark(make, draw, scores, words):
    view = make(SPREAD | {883: scores})
    chart = draw(view)
    assert len(markers_of(chart)) == 6
    name = "Bath and North East Somerset"
    assert label_of(chart, name).endswith(words)
    assert f"{name}: {words}." in chart.alt
    (row,) = [row for row in rows_of(chart.table) if row[0] == name]
    assert row[1:] == [
        words, "none", "none", "no rank", row[5], "not compared", f"▨ not compared {words}"
    ]  # fmt: skip
    (row,) = [row for row in rows_of(standing_grid(view)) if row[0] == name]
    assert row[1:] == [f"▨ not compared {words}"] * 3
    assert "4.5" not in chart.alt + str(chart.table)


def test_no_cell_is_blank_and_nothing_is_no_number(make, draw):
    for view in (
        make(SPREAD, HIDDEN),
        make(ALIKE | {883: ()}),
        make({trust: SPREAD[trust] for trust in (821, 822)}),
        make(dict.fromkeys(SPREAD, (3.0, 3.0, 3.0))),
    ):
        chart = draw(view)
        for markup in (chart.table, standing_grid(view), change_grid(view)):
            assert all(cell for row in rows_of(markup) for cell in row)
        drawn = chart.figure.to_json() + str(chart.table) + chart.alt
        assert not re.search(r"NaN|Infinity|\bnan\b|\binf\b|\bNone\b", drawn)


def test_where_sectors_never_differ_the_scores_are_drawn_without_limits(make, draw):
    view = make(dict.fromkeys(SPREAD, (3.0, 3.0, 3.0)))
    chart = draw(view)
    assert {trace.mode for trace in chart.figure.data} == {"markers"}
    assert {row[2] for row in rows_of(chart.table)} == {"none"}
    assert "no variation" in rows_of(chart.table)[0][-1]


def test_the_axis_holds_everything_and_is_never_so_short_that_little_looks_large(make, draw):
    for view in (make(SPREAD), make(ALIKE)):
        chart = draw(view)
        low, high = chart.figure.layout.xaxis.range
        ends = [x for trace in chart.figure.data for x in trace.x]
        assert low <= min(ends)
        assert max(ends) <= high
        assert high - low >= 2.0


def test_the_region_s_mean_is_a_line_and_of_too_few_trusts_there_is_none(make, draw):
    view = make(SPREAD)
    (line,) = draw(view).figure.layout.shapes
    assert line.x0 == view.standings[0].mean.value
    few = make({trust: SPREAD[trust] for trust in (821, 822)})
    assert len(draw(few).figure.layout.shapes) == 0
    assert "Too few Trusts for a mean" in draw(few).alt
    assert rows_of(standing_grid(few))[-1][1:] == ["too few Trusts"] * 3


def test_a_region_without_a_named_trust_can_be_drawn(make, draw):
    view = make({}, {**HIDDEN, 104: (1.0, 2.0, 3.0), 105: (1.0, 2.0, 3.0)})
    assert markers_of(draw(view)) == []
    (mean,) = rows_of(standing_grid(view))
    assert mean[0] == "Mean of the East of England"


@pytest.mark.parametrize(
    ("ranks", "words"),
    [
        ((2, 6), "between 2nd and 6th"),
        ((1, 3), "between 1st and 3rd"),
        ((4, 4), "4th"),
        ((11, 13), "between 11th and 13th"),
        ((21, 112), "between 21st and 112th"),
    ],
)
def test_ranks_are_said_in_words(ranks, words):
    assert ranks_in_words(ranks) == words


def test_the_grid_has_each_trust_with_a_link_its_verdicts_and_its_scores(make):
    view = make(SPREAD)
    rows = rows_of(standing_grid(view))
    for row, one in zip(rows[:-1], view.trusts, strict=True):
        assert row[0].startswith(one.name)
        assert row[1:] == [
            f"{found.symbol} {found.verdict} {limits(found.comparison.ci95)} "
            f"{found.comparison.score:.1f}"
            for found in one.headline
        ]
    assert 'href="/compare?trust=821&amp;year=2009" target="_self"' in standing_grid(view)
    assert rows[-1] == ["Mean of the East of England", *["3.1 6 Trusts"] * 3]
    # An order by score stands beside how sure it is.
    assert rows[0][0] == "Southend-on-Sea ranked 1st"


def test_the_changes_have_words_for_a_trust_without_last_year(make):
    moved = {trust: tuple(one - 1 for one in SPREAD[trust]) for trust in (822, 823)}
    view = make(ALIKE | {822: (3.0, 3.5, 3.0), 823: (2.0, 3.0, 2.5)}, last=moved)
    rows = {row[0]: row[1:] for row in rows_of(change_grid(view))}
    assert rows["Luton"] == ["no results for 2008"] * 3
    by_name = {one.name: one for one in view.trusts}
    for name in ("Bedford", "Central Bedfordshire"):
        for cell, one in zip(rows[name], by_name[name].changes, strict=True):
            assert cell.startswith(f"{one.symbol} {one.verdict}")
    assert rows["Mean of the East of England"] == ["+0.25 3.00 to 3.25, 6 Trusts"] * 3


def test_the_changes_leave_out_a_theme_that_has_nothing_to_be_compared_with(make):
    moved = {trust: tuple(one - 1 for one in SPREAD[trust]) for trust in SPREAD}
    view = make(SPREAD, last=moved)
    notes = ChangeNotes(nothing_for={"caf": "new in 2009, so there is nothing to compare with"})
    rows = rows_of(change_grid(replace(view, change_notes=notes)))
    all_of_it = rows_of(change_grid(view))
    assert rows == [[row[0], row[1], row[3]] for row in all_of_it]


def test_two_trusts_stand_side_by_side_theme_by_theme_with_the_aspects_below(make):
    view = make(SPREAD)
    left, right = view.trusts[0], view.trusts[-1]
    rows = rows_of(pair_table(view, left, right))
    assert [row[0] for row in rows] == [
        "Overall",
        "Common Assessment Framework",
        "Training one question",
        "Coaching one question",
        "Benefit one question",
        "Multi-agency working",
        "Training one question",
        "Co-Location one question",
        "Benefit one question",
    ]
    for row in rows:
        assert row[1].endswith("4.7")
        assert row[2].endswith("1.3")


def test_the_list_says_who_has_signed_and_who_is_not_named(make):
    people = [
        Participant(821, "Luton", DAY, True),
        Participant(822, "Bedford", DAY, False),
        Participant(823, "Central <Bedfordshire>", None, False),
    ]
    said = re.sub(r"<[^>]+>", " ", str(participation_list(people)))
    said = " ".join(said.split())
    assert said == (
        "Luton signed on 6 July 2009 Bedford signed on 6 July 2009, not named here "
        "Central &lt;Bedfordshire&gt; not signed off yet"
    )


def test_every_word_of_the_verdicts_is_explained_with_the_margins_in_force(make):
    said = str(meaning_of_words(make(SPREAD)))
    for words in ("ahead, behind", "broadly in line", "no clear difference", "not compared"):
        assert words in said
    assert f"{DEFAULT_RULES.slight_margin:g} of a level" in said
    assert f"fewer than {DEFAULT_RULES.min_others} other Trusts" in said
