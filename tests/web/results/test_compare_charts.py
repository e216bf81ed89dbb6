"""The charts of the page Compare: figure, text, table and file have the findings' own numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from owf.access import OPERATOR
from owf.assessment.results.standings import Place, Standing
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.comparison.agreed_scores import compare_agreed
from owf.benchmark.order.funnel import funnel_of
from owf.benchmark.rules import Interval
from owf.benchmark.scores.groups import Group, GroupKind
from owf.charts.of_comparison import agreed_rows
from owf.charts.theme import LIGHT
from owf.charts.trusts.caterpillar import MOST_LABELLED, MeanLine, caterpillar
from owf.charts.trusts.funnel import funnel
from owf.charts.verdicts.agreed_range import HIGHEST, LOWEST, AgreedRow, agreed_range
from owf.store import Store
from owf.web.results.single_items import MOST_OPEN, questions_that_stand_out
from tests.web.rendered import CAMBRIDGESHIRE, NORFOLK, read_verdicts

CAF = Group(GroupKind.THEME, theme="caf")
LONG = "Bournemouth, Christchurch and Poole"
OTHERS = MeanLine(3.0, "mean of the 32 others", "The mean of the 32 other Trusts (k) is 3.00.")


@pytest.fixture(scope="module")
def seen(demo_path):
    """Cambridgeshire 2008, and Norfolk 2009 against England."""
    store = Store(f"sqlite:///{demo_path}")
    found = {
        "cambridgeshire": compare_with(store, OPERATOR, CAMBRIDGESHIRE, 2008),
        "england": compare_with(store, OPERATOR, NORFOLK, 2009, "england"),
    }
    store.close()
    return found


@pytest.fixture
def cambridgeshire(seen):
    return seen["cambridgeshire"]


def cells(markup):
    """The plain text of each row's cells, workings closed."""
    opens = r'<span class="owf-ears">.*?</span>|<div class="owf-working">.*?</div>'
    closed = re.sub(opens, "", str(markup), flags=re.S)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", closed, flags=re.S)[1:]
    ]


def by_name(chart):
    return {row[0]: row[1:] for row in cells(chart.table)}


def has_no_odd_number(chart):
    drawn = chart.figure.to_json() + str(chart.table) + chart.alt + chart.caption
    return not re.search(r"NaN|Infinity|\bnan\b|\binf\b|\bNone\b", drawn)


def marks_of(chart, symbol):
    return [trace for trace in chart.figure.data if trace.marker.symbol == symbol]


# Agreed scores against the expected range.


def test_each_agreed_score_stands_over_its_expected_range_with_the_partners_score(cambridgeshire):
    rows = agreed_rows(cambridgeshire)
    chart = agreed_range(rows, "Cambridgeshire")
    boxes = [(shape.x0, shape.x1) for shape in chart.figure.layout.shapes]
    assert boxes == [
        tuple(min(max(end, LOWEST), HIGHEST) for end in one.agreed.expected) for one in rows
    ]
    drawn = [trace.x[0] for trace in chart.figure.data if trace.marker.color == LIGHT.ahead]
    assert drawn == [one.agreed.score for one in rows]
    quiet = [trace.x[0] for trace in marks_of(chart, "circle-open")]
    assert quiet == [one.finding.comparison.score for one in rows]
    assert has_no_odd_number(chart)


def test_an_agreed_score_has_a_word_and_its_working_only_where_it_is_unusual(cambridgeshire):
    chart = agreed_range(agreed_rows(cambridgeshire), "Cambridgeshire")
    found = by_name(chart)
    assert found["Overall"][:2] == ["2.95", "2.72 to 3.41"]
    assert found["Overall"][-1] == "within the expected range"
    lead = found["Lead professional and team around the child"]
    assert lead[:2] == ["2.14", "2.60 to 3.61"]
    assert [one.word for one in read_verdicts(chart.table)] == ["unusually low"]
    assert len(marks_of(chart, "diamond")) == 1
    assert "on lead professional (unusually low)" in chart.title


def test_an_agreed_score_that_is_not_compared_says_why_and_one_that_is_not_there_is_none(
    cambridgeshire,
):
    for score, cell in ((3.0, "3.00"), (None, "none")):
        agreed = {**cambridgeshire.agreed, CAF: compare_agreed(score, [3.0])}
        chart = agreed_range(agreed_rows(replace(cambridgeshire, agreed=agreed)), "Here")
        row = by_name(chart)["Common Assessment Framework (CAF)"]
        assert row[0] == cell
        assert "too few comparators" in row[-1] or "no level was agreed here" in row[-1]
        assert has_no_odd_number(chart)


def test_overall_and_every_theme_are_said_only_where_all_of_them_were_looked_at(cambridgeshire):
    def title(*agreed):
        rows = [
            AgreedRow(finding, one)
            for finding, one in zip(cambridgeshire.findings, agreed, strict=False)
        ]
        return agreed_range(rows, "Here").title

    within = compare_agreed(3.0, [2.5, 2.8, 3.0, 3.2, 3.5])
    without_range, without_score = compare_agreed(3.0, [3.0]), compare_agreed(None, [3.0] * 5)
    assert title(within, within).endswith("to be expected, overall and on every theme.")
    for missing in (without_range, without_score):
        assert title(within, missing, within) == (
            "What was agreed lies within the range to be expected, on the two scores that can be "
            "compared."
        )
    assert title(within, without_range).endswith("on the one score that can be compared.")


# The caterpillar: one Trust among others.


def trusts(names, own, score=lambda place: 2.0 + place / 20):
    places = []
    for place, name in enumerate(names):
        value = score(place)
        finding = replace(own, trust=name) if place == 0 else None
        places.append(
            Place(
                place,
                name,
                3 + place % 6,
                value,
                finding,
                value,
                Interval(value, value - 0.4, value + 0.5, 3),
            )
        )
    return Standing(Group(GroupKind.OVERALL), tuple(places), False, "In alphabetical order.", None)


def test_the_trust_itself_has_its_verdict_s_mark_and_the_others_are_quiet(cambridgeshire):
    standing = cambridgeshire.standings.on("lead-professional")
    (own,) = standing.findings
    chart = caterpillar(standing, own.sentence, OTHERS)
    loud = [trace for trace in chart.figure.data if trace.marker.color == LIGHT.behind]
    assert [trace.x[0] for trace in loud] == [own.comparison.score]
    (quiet,) = [trace for trace in chart.figure.data if trace.marker.color == LIGHT.quiet]
    others = [place for place in standing.places if place.finding is None]
    assert list(quiet.x) == [place.like_for_like for place in others]
    bars = [tuple(trace.x) for trace in chart.figure.data if trace.mode == "lines"]
    assert bars == [(place.limits.lower, place.limits.upper) for place in standing.places]
    bold = [one.text for one in chart.figure.layout.annotations if "<b>" in one.text]
    assert bold == [f"<b>Cambridgeshire</b>  {own.comparison.score:.1f} {own.symbol} {own.verdict}"]
    rows = chart.numbers
    assert [row["Score"] for row in rows] == [place.score for place in standing.places]
    assert [row["Like for like"] for row in rows] == [
        place.like_for_like for place in standing.places
    ]
    assert [row["Verdict"] for row in rows if row["Verdict"]] == [str(own.verdict)]


def test_the_sectors_of_the_caption_are_those_behind_the_bars(cambridgeshire):
    places = list(trusts(["Here", "There", "Elsewhere"], cambridgeshire.findings[0]).places)
    places[0] = replace(places[0], n=5)
    places[1] = replace(places[1], n=4)
    places[2] = replace(places[2], n=2, limits=None)

    def caption(*drawn):
        standing = Standing(Group(GroupKind.OVERALL), tuple(drawn), False, "", None)
        return caterpillar(standing, "A title.", OTHERS).caption

    assert "which rests on 4 to 5 sectors (n)" in caption(*places)
    assert caption(places[2]).startswith("No score here has limits, so no bar is drawn.")


def test_only_trusts_published_in_full_are_named_among_the_others(seen):
    view = seen["england"]
    names = {place.name for place in view.standings.on(None).places}
    assert names - {view.trust.name} <= {name for _, name in view.to_pick_from}


def test_scores_drawn_towards_the_mean_lie_between_the_mean_and_themselves(seen):
    places = seen["england"].standings.on("caf").places
    middle = sum(place.shrunken for place in places) / len(places)
    for place in places:
        low, high = sorted((place.score, middle))
        assert low - 0.02 <= place.shrunken <= high + 0.02


def test_labels_of_33_boroughs_and_the_longest_name_never_cover_a_bar_or_each_other(cambridgeshire):
    names = [LONG, *(f"Royal Borough of Kensington {place}" for place in range(32))]
    standing = trusts(names, cambridgeshire.findings[0])
    chart = caterpillar(standing, "A title.", OTHERS)
    layout = chart.figure.layout
    low, high = layout.yaxis.range
    pixels = (layout.height - layout.margin.t - layout.margin.b) / (high - low)
    labels = [one for one in layout.annotations if one.xref == "paper"]
    assert len(labels) == 33
    assert min((above.y - below.y) * pixels for above, below in pairwise(labels)) >= 40
    for label, place in zip(labels, range(33), strict=True):
        assert (label.y + place) * pixels >= 14
    # About seven pixels a letter at 13: the label of the Trust itself has its verdict too.
    assert (
        max(len(re.sub(r"<[^>]+>", "", one.text)) * 7 for one in labels if one.font.size < 15) < 430
    )


def test_of_all_england_s_trusts_only_the_own_has_a_label_and_the_figure_stays_short(
    cambridgeshire,
):
    names = [f"Trust {place:03d}" for place in range(150)]
    standing = trusts(names, cambridgeshire.findings[0], lambda place: 3.0)
    chart = caterpillar(standing, "A title.", OTHERS)
    assert len(names) > MOST_LABELLED
    labels = [one.text for one in chart.figure.layout.annotations if one.xref == "paper"]
    assert len(labels) == 1
    assert "Trust 000" in labels[0]
    assert chart.figure.layout.height < 1600
    assert len(cells(chart.table)) == 150


# The funnel.


@pytest.fixture
def some():
    """A funnel about 3.0 with Trusts of three to nine sectors, one far out on either side."""
    scores = {
        "Inside": (4, 3.1), "Also inside": (4, 3.12), "Far above": (9, 4.2), "Below": (4, 2.2),
        LONG: (3, 1.2),
    }  # fmt: skip
    return funnel_of(scores, 3.0, 0.7, 60)


def test_the_funnel_has_each_trust_at_its_sectors_and_score_between_the_findings_lines(some):
    chart = funnel(some, "A title.", "Inside", "mean of the 9 others")
    drawn = {
        (x, y)
        for trace in chart.figure.data
        if trace.mode == "markers+text"
        for x, y in zip(trace.x, trace.y, strict=True)
    }
    assert drawn == {(one.n, one.score) for one in some.points}
    lines = [trace for trace in chart.figure.data if trace.mode == "lines"]
    assert len(lines) == 4
    for trace, (confidence, side) in zip(
        lines, [(0.95, 0), (0.95, 1), (0.998, 0), (0.998, 1)], strict=True
    ):
        for x, y in zip(trace.x, trace.y, strict=True):
            assert y == pytest.approx(some.limits(x, confidence)[side])
    for row, one in zip(chart.numbers, some.points, strict=True):
        assert (row["95% lower"], row["95% upper"]) == one.inner
        assert row["It lies"] == one.in_words
    assert "60 degrees of freedom" in chart.caption


def test_the_funnel_names_the_trust_itself_and_those_outside(some):
    chart = funnel(some, "A title.", "Inside", "mean of the 9 others")
    texts = [one.text for one in chart.figure.layout.annotations]
    for name in ("<b>Inside</b>", "Far above", "Below", LONG):
        assert name in texts
    assert "Also inside" not in texts


def test_trusts_of_one_score_stay_at_their_number_of_sectors_and_are_counted():
    same = {f"Trust {place}": (5, 3.0) for place in range(6)} | {"Other": (6, 3.0)}
    chart = funnel(funnel_of(same, 3.0, 0.7, 60), "A title.", "Trust 0", "mean of the 6 others")
    others, own = [trace for trace in chart.figure.data if trace.mode == "markers+text"]
    assert set(others.x) == {5, 6}
    assert [text.strip() for text in others.text] == ["5", "5", "5", "5", "5", ""]
    # Drawn last and open, so that the circle under it is seen.
    assert (own.x, own.marker.symbol) == ((5,), "diamond-open")
    assert "how many Trusts have that score" in chart.caption


# Single questions.


def test_the_list_of_questions_has_those_that_stand_out_and_no_verdict(cambridgeshire, monkeypatch):
    shown = []
    monkeypatch.setattr("owf.web.markup.html.show", shown.append)
    questions_that_stand_out(cambridgeshire)
    (markup,) = shown
    assert read_verdicts(markup) == []
    loud = cambridgeshire.items.standing_out
    rows = [row for row in cells(markup) if row[0] != "Question"]
    assert len(loud) > MOST_OPEN
    assert f"{len(loud) - MOST_OPEN} more questions that stand out" in markup
    assert [row[0] for row in rows] == [f"{one.item.code} {one.item.short_name}" for one in loud]
    for row, one in zip(rows, loud, strict=True):
        assert row[1] == f"{one.comparison.score:.2f} n = {one.comparison.n}"
        assert one.comparison.p_adjusted <= 0.05
    assert f"adjusted over all {cambridgeshire.items.compared} questions" in markup
