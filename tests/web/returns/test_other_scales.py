"""Charts of questionnaires whose scale has not five levels."""

from __future__ import annotations

from itertools import pairwise

import pytest

from owf.benchmark.tables.item_standings import ItemStanding, PartnerAnswer, moderated, who_differs
from owf.benchmark.words.key_points import theme_card
from owf.charts.export.svg import as_svg
from owf.charts.partners.levels import BARS_END, partner_levels
from owf.charts.partners.moderation_moves import moderation_moves
from owf.charts.partners.who_differs import who_differs_chart
from owf.charts.theme import LEVELS, colours_of_level
from owf.charts.verdicts.audiences import TwoMarks, dumbbells
from owf.charts.years.small_multiples import small_multiples
from owf.web.results.sections import theme_cards
from tests.benchmark.words.test_theme_cards import finding
from tests.web.results_world import history

SCALES = pytest.mark.parametrize("levels", [(1, 2, 3, 4), tuple(range(1, 8)), (0, 1, 2, 3)])


def standing(levels, given, **more):
    return ItemStanding(
        item="caf-1",
        code="CAF 1",
        name="Guidance",
        theme="caf",
        levels=levels,
        labels=tuple(f"step {level}" for level in levels),
        counts=tuple(given.count(level) for level in levels),
        answers=tuple(
            PartnerAnswer(f"Partner {place}", level) for place, level in enumerate(given)
        ),
        **more,
    )


def every_level(levels, **more):
    return standing(levels, [*levels, levels[0]], **more)


@SCALES
def test_every_level_has_its_segment_and_its_name_in_the_key(levels):
    one = every_level(levels)
    chart = partner_levels([one])
    bars = [trace for trace in chart.figure.data if trace.type == "bar"]
    assert [bar.x[0] for bar in bars] == list(one.counts)
    assert [bar.name for bar in bars] == [f"level {level}" for level in levels]
    key = [note for note in chart.figure.layout.annotations if note.bgcolor and note.yshift == 44]
    assert [note.text for note in key] == [f"<b>&nbsp;{level}&nbsp;</b>" for level in levels]
    assert [note.bgcolor for note in key] == [bar.marker.color for bar in bars]
    # Beside each other on a phone, 358 pixels wide, over the bars.
    places = [note.x for note in key]
    assert all((after - before) * 358 >= 26 for before, after in pairwise(places))
    assert places[0] > 0
    assert places[-1] < BARS_END


@SCALES
def test_the_middle_of_the_scale_lies_on_the_line(levels):
    alike = standing(levels, list(levels))
    bars = [trace for trace in partner_levels([alike]).figure.data if trace.type == "bar"]
    assert bars[0].base[0] == -len(levels) / 2
    assert bars[-1].base[0] + bars[-1].x[0] == len(levels) / 2


@SCALES
def test_each_partner_s_level_stands_in_its_cell_with_its_colour(levels):
    cells, _ = who_differs_chart(who_differs([every_level(levels)])).figure.data
    given = [*levels, levels[0]]
    assert list(cells.text) == [f"<b>{level}</b>" for level in given]
    wanted = [colours_of_level(levels.index(level), len(levels)) for level in given]
    assert list(zip(cells.marker.color, cells.textfont.color, strict=True)) == wanted


@SCALES
def test_the_axes_reach_from_end_to_end_of_the_scale(levels):
    ends = (levels[0], levels[-1])
    pair = dumbbells([TwoMarks("CAF", float(levels[0]), float(levels[-1]))], levels)
    assert (pair.layout.xaxis.range, pair.layout.xaxis.tickvals) == (ends, levels)
    nothing = [history([None, None], region=False)]
    years = small_multiples(nothing, "Bedford", "the East of England", levels)
    assert years.figure.layout.yaxis.range == ends
    moved = moderated([standing(levels, [levels[-1]] * 3, agreed=levels[0])])
    assert moderation_moves(moved).figure.layout.xaxis.tickvals == levels


@SCALES
@pytest.mark.parametrize(("share", "along"), [(0.0, 0), (0.5, 50), (1.0, 100)])
def test_a_card_measures_its_score_on_the_pack_s_scale(levels, share, along):
    score = levels[0] + share * (levels[-1] - levels[0])
    card = theme_card(finding(score), {level: f"step {level}" for level in levels})
    said = theme_cards([card])
    assert f"<span>of {levels[-1]}</span>" in said
    assert f'style="width:{along}%"' in said


@SCALES
def test_the_figures_can_leave_the_page(levels):
    one = every_level(levels)
    for chart in (partner_levels([one]), who_differs_chart(who_differs([one]))):
        assert "CAF 1" in as_svg(chart.figure, chart.title, chart.alt)


@pytest.mark.parametrize("of", range(2, 12))
def test_the_ends_of_any_scale_have_the_colours_of_the_ends_and_mirror_each_other(of):
    found = [LEVELS.index(colours_of_level(place, of)[0]) for place in range(of)]
    assert (found[0], found[-1]) == (0, 4)
    assert found == sorted(found)
    assert found == [4 - one for one in reversed(found)]


@pytest.mark.parametrize(("place", "of"), [(5, 5), (-1, 5), (0, 1)])
def test_a_place_that_is_on_no_scale_is_refused(place, of):
    with pytest.raises(ValueError, match="is on no scale"):
        colours_of_level(place, of)
