"""The board summary: two pages that say what the pages say, and no more to anybody."""

from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import text

from owf.access import OPERATOR
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import compare_with
from owf.improvement.plan.board import Concern
from owf.improvement.plan.gaps import open_gaps
from owf.reports.kinds.board import MOST_NAMED, board_report
from owf.reports.model import Points, Table
from owf.reports.parts.plan import plan_followed, standing_of
from owf.reports.writers.pdf import pdf_file
from tests.cast import CAMBRIDGESHIRE, LEEDS
from tests.reports.texts import texts_of

YEAR = 2011


@pytest.fixture
def board(five_years, person):
    return lambda role, year=YEAR: board_report(five_years, person(role), CAMBRIDGESHIRE, year)


def section(report, heading):
    return next(one for one in report.sections if one.heading == heading)


def tables(report):
    return {one.title: one for one in report.tables()}


def test_it_has_everything_that_a_board_asks_for_in_order(board):
    assert [one.heading for one in board("chair").sections] == [
        "Where we stand",
        "Over the years",
        "Every theme",
        "Strengths",
        "Gaps",
        "Where partners differ",
        "Leaders and practitioners",
        "Evidence",
        "The plan",
        "Actions that need the board",
        "Decisions asked",
    ]


@pytest.mark.parametrize("year", [2008, 2009, 2010, 2011])
def test_it_fits_on_two_pages(board, year):
    with pikepdf.open(BytesIO(pdf_file(board("chair", year)))) as pdf:
        assert len(pdf.pages) == 2


def test_its_themes_have_the_numbers_of_the_findings_and_the_agreed_scores_of_the_snapshot(
    five_years, board
):
    against = compare_with(five_years, OPERATOR, CAMBRIDGESHIRE, YEAR)
    england = compare_with(five_years, OPERATOR, CAMBRIDGESHIRE, YEAR, "england")
    verdicts = {one.theme: str(one.verdict) for one in england.headlines}
    frame = tables(board("chair"))[f"Overall and by theme, {YEAR}"].frame
    assert len(frame) == len(against.headlines) == 13
    with five_years.reading() as session:
        rows = dict(
            session.execute(
                text(
                    "SELECT group_key, agreed FROM snapshot_score "
                    "WHERE snapshot_id = :snapshot AND audience = 'leaders'"
                ),
                {"snapshot": against.signature.snapshot_id},
            ).all()
        )
    for (_, row), finding in zip(frame.iterrows(), against.headlines, strict=True):
        found = finding.comparison
        assert (row["Sectors"], row["Score here"], row["Others"], row["Difference"]) == (
            found.n, found.score, found.reference, found.difference,
        )  # fmt: skip
        assert row[f"Against {against.comparator}"].endswith(str(finding.verdict))
        assert row["Against England"].endswith(verdicts[finding.theme])
        key = f"theme:{finding.theme}" if finding.theme else "overall"
        assert row["Agreed"] == pytest.approx(rows[key])


def test_its_gaps_are_the_first_of_the_page_actions(five_years, board):
    gaps = open_gaps(five_years, OPERATOR, CAMBRIDGESHIRE, YEAR).gaps
    (points,) = [one for one in section(board("chair"), "Gaps").blocks if isinstance(one, Points)]
    assert points.texts == tuple(one.reasons[0].sentence for one in gaps[:MOST_NAMED])


def test_the_plan_counts_what_the_page_of_the_board_counts(five_years, person, board):
    plan = plan_followed(five_years, person("chair"), CAMBRIDGESHIRE, YEAR)
    standing = standing_of(plan)
    said = section(board("chair"), "The plan")
    assert f"{standing.concerns[Concern.LATE]} of {standing.total} actions are late" in said.claim
    assert standing.claim == said.claim


def test_a_partner_reads_how_many_differ_and_not_who_or_how_actions_go_beyond_its_pages(board):
    whole, theirs = board("chair"), board("partner")
    assert section(theirs, "Where partners differ").claim.startswith("Partners agree on")
    assert {one.heading for one in theirs.sections} <= {
        *(one.heading for one in whole.sections),
        "What is not in it",
    }


def test_a_lead_of_the_region_reads_nothing_of_the_inside(five_years, person, board):
    lead = person("regional-lead")
    report = board_report(five_years, lead, CAMBRIDGESHIRE, YEAR)
    words = " ".join(texts_of(report))
    assert "Partners' answers to single questions are only for the Trust's own people" in words
    assert "Partners agree on" not in words
    assert {"Evidence", "Actions that need the board", "Decisions asked"}.isdisjoint(
        one.heading for one in report.sections
    )
    assert section(report, "What is not in it")
    inside = open_gaps(five_years, OPERATOR, CAMBRIDGESHIRE, YEAR).gaps
    levels = [
        reason.sentence
        for gap in inside
        for reason in gap.reasons
        if "agreed level is" in reason.sentence
    ]
    assert levels
    assert not [one for one in levels if one in words]


@pytest.mark.parametrize("role", ["administrator"])
def test_who_may_not_open_the_results_gets_no_report(five_years, person, role):
    with pytest.raises(NotAllowed):
        board_report(five_years, person(role), CAMBRIDGESHIRE, YEAR)


def test_another_trusts_people_get_no_report(five_years, person):
    with pytest.raises((NotAllowed, NotFound)):
        board_report(five_years, person("chair"), LEEDS, YEAR)


def test_a_year_without_a_signature_is_refused_in_the_words_of_the_page(board):
    with pytest.raises(NotFound, match="has not signed off 2012 yet"):
        board("chair", 2012)


def test_the_first_year_says_that_there_is_nothing_before_it(board):
    report = board("chair", 2008)
    assert "Over the years" not in {one.heading for one in report.sections}
    frame = tables(report)["Overall and by theme, 2008"].frame
    assert set(frame["Since last year"]) == {"nothing from 2007 to compare with"}
    assert all(isinstance(one, Table) for one in report.tables())
