"""Behind the scores: agreed scores beside what is to be expected, and the Trust's own sectors."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.scores.groups import GroupKind
from owf.store import Store
from owf.web.results.score_tables import sectors_table, unusual_table
from tests.web.rendered import CAMBRIDGESHIRE, CHAIR, NATION, NORFOLK, read_verdicts


@pytest.fixture(scope="module")
def seen(demo_path):
    """Cambridgeshire 2008 as its chair and as the national team see it, and Norfolk 2009."""
    store = Store(f"sqlite:///{demo_path}")
    found = {
        "inside": compare_with(store, CHAIR, CAMBRIDGESHIRE, 2008),
        "outside": compare_with(store, NATION, CAMBRIDGESHIRE, 2008),
        "norfolk": compare_with(store, NATION, NORFOLK, 2009),
    }
    store.close()
    return found


def rows_of(markup):
    """The plain text of each row's cells, workings closed."""
    opens = r'<span class="owf-ears">.*?</span>|<div class="owf-working">.*?</div>'
    closed = re.sub(opens, "", str(markup), flags=re.S)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", closed, flags=re.S)
    ]


def test_unusual_agreed_scores_on_aspects_have_a_list_and_where_there_are_none_nothing_is_said(
    seen,
):
    table = unusual_table(seen["inside"])
    shown = read_verdicts(table)
    assert f"Unusual agreed scores on single aspects: {len(shown)}" in table
    titles = [one.row for one in shown]
    assert titles == [
        "Leadership",
        "Evidence of benefit",
        "Lead professional: clear definition",
        "Lead professional: leadership",
        "Lead professional: day-to-day practice",
        "Multi-agency working: commitment",
        "Multi-agency working: co-location",
    ]
    assert unusual_table(replace(seen["inside"], unusual=())) == ""


def test_an_aspect_of_one_theme_alone_is_told_once_where_its_cell_is_unusual_too(seen):
    view = seen["inside"]
    title = "Multi-agency working: co-location"
    aspect, cell = (one for one in view.unusual if one.aspect == "co-location")
    assert (aspect.kind, cell.kind, cell.title) == (GroupKind.ASPECT, GroupKind.CELL, title)

    def rows(unusual):
        return [one.row for one in read_verdicts(unusual_table(replace(view, unusual=unusual)))]

    assert rows((aspect, cell)) == [title]
    assert rows((aspect,)) == ["Co-location only in multi-agency working"]


def test_the_three_means_stand_side_by_side_each_with_its_n(seen):
    view = seen["inside"]
    head, over_sectors, over_partners, *by_sector = rows_of(sectors_table(view))
    assert head == ["Mean of", "Overall", "CAF", "Lead professional", "Information sharing",
                    "Multi-agency working"]  # fmt: skip
    row = view.scores["theme:caf"]
    assert over_sectors[2] == f"{row.mean:.2f} n = {row.n_units}"
    assert over_partners[2] == f"{row.pooled_mean:.2f} n = {row.n_respondents}"
    assert [one[0] for one in by_sector] == [sector.title for sector in view.pack.sectors]
    police = next(one for one in by_sector if one[0] == "Police")
    assert police[2] == f"{row.sector_scores['police']:.2f} n = 1"


def test_a_sector_without_a_score_on_a_theme_says_so(seen):
    view = seen["inside"]
    row = view.scores["theme:caf"]
    others = {sector: one for sector, one in row.sector_scores.items() if sector != "police"}
    found = replace(view, scores={**view.scores, "theme:caf": replace(row, sector_scores=others)})
    police = next(one for one in rows_of(sectors_table(found)) if one[0] == "Police")
    assert police[2] == "none"
    assert police[1] != "none"


def test_nobody_outside_is_shown_a_sector(seen):
    assert sectors_table(seen["outside"]) == ""
    assert sectors_table(seen["norfolk"]) == ""
