"""The annual report: everything in order, the services' numbers, and no more than a reader's pages.

One copy of the demonstration a test costs a while, so each test asserts much.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import text

from owf import clock
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_results import trust_results
from owf.benchmark.scores.groups import GroupKind
from owf.improvement.plan.movement import open_movement
from owf.improvement.plan.opening import open_agreed_plan
from owf.reports.kinds.annual import annual_report
from owf.reports.model import Blank, Kind, Notice
from owf.reports.parts.plan import standing_of
from owf.reports.parts.verdicts import working_lines
from owf.reports.writers.pdf import pdf_file
from owf.settings import DEMO_TODAY
from tests.cast import CAMBRIDGESHIRE, LEEDS
from tests.reports.reading import (
    facts_of,
    headings,
    rows_of,
    section_of,
    table_called,
    words_of,
)

YEAR = 2011
ORDER = [
    "Summary",
    "How it was done",
    "Priorities",
    "Results by theme",
    "Agreed levels against the partners' own",
    "Where partners differ",
    "Leaders and practitioners",
    "What families said",
    "Disagreements that remain",
    "Against region and England",
    "Changes over the years",
    "The plan delivered, and its impact",
    "Learning",
    "Comment of the independent scrutineer",
    "Next priorities",
    "Signature",
    "How the results are worked out",
]
INSIDE = {
    "Agreed levels against the partners' own",
    "Where partners differ",
    "Disagreements that remain",
}
QUESTIONS = ": question by question"


@pytest.fixture
def annual(five_years, person):
    return lambda role, year=YEAR: annual_report(five_years, person(role), CAMBRIDGESHIRE, year)


def sections_of(report):
    return [one.heading for one in report.sections]


def titles_of(report):
    return {one.title for one in report.tables()}


def left_out(report):
    """The notices that say what this reader does not get."""
    return [
        block.text
        for section in report.all_sections()
        for block in section.blocks
        if isinstance(block, Notice) and block.text.startswith("Parts of this report")
    ]


def one_value(store, query, **values):
    with store.reading() as session:
        return session.execute(text(query), values).scalar_one()


def test_the_group_s_copy_has_every_section_in_order_with_a_claim_and_the_services_numbers(
    five_years, person, annual
):
    report = annual("chair")
    assert (report.kind, sections_of(report)) == (Kind.ANNUAL, ORDER)
    assert not [one.heading for one in report.all_sections() if not one.claim]
    assert not left_out(report)
    results = trust_results(five_years, person("chair"), CAMBRIDGESHIRE, YEAR)
    against = results.against
    england = compare_with(five_years, person("chair"), CAMBRIDGESHIRE, YEAR, "england")

    summary = section_of(report, "Summary")
    assert summary.claim == f"{results.headline}."
    assert summary.working == working_lines(against.findings[:1])
    assert set(results.key_points) <= set(words_of(report).splitlines())

    # The same findings as the page: against the region, against England, inside, over time.
    for title, found in (
        (f"Cambridgeshire against {against.comparator}, {YEAR}", against.headlines),
        (f"Cambridgeshire against England, {YEAR}", england.headlines),
    ):
        frame = table_called(report, title).frame
        assert list(frame["Difference"]) == [one.comparison.difference for one in found]
        assert list(frame["p, adjusted"]) == [one.comparison.p_adjusted for one in found]
        assert [one.rsplit(" ", 1)[-1] for one in frame["Verdict"]] == [
            str(one.verdict).rsplit(" ", 1)[-1] for one in found
        ]
    inside = table_called(report, "Aspects against Cambridgeshire's own overall score").frame
    assert list(inside["Difference"]) == [one.strength.difference for one in against.strengths]
    change = table_called(report, "Change from 2010 to 2011").frame
    assert list(change["Change"]) == [
        one.change.mean_change
        for one in against.changes
        if one.kind in (GroupKind.OVERALL, GroupKind.THEME)
    ]
    years = table_called(report, "Scores from 2008 to 2011").frame
    assert list(years.iloc[0])[1:5] == [one.score for one in results.years.histories[0].points]
    gaps = table_called(report, f"Leaders and practitioners, {YEAR}").frame
    overall = next(one for one in against.gaps if one.kind is GroupKind.OVERALL)
    assert (gaps.iloc[0]["Gap"], gaps.iloc[0]["Leaders"]) == (
        overall.gap.mean_gap,
        overall.gap.leaders,
    )
    matrix = table_called(report, f"Theme by aspect against {against.comparator}, {YEAR}").frame
    cells = [one for one in against.findings if one.kind is GroupKind.CELL]
    assert sum(map(bool, matrix.iloc[:, 2:].to_numpy().ravel())) == len(cells)


def test_every_question_has_what_partners_gave_and_what_was_agreed_as_it_was_signed(
    five_years, annual
):
    report = annual("coordinator")
    tables = [one for one in report.tables() if one.title.endswith(QUESTIONS)]
    assert len(tables) == 12
    rows = [row for one in tables for row in rows_of(one)]
    assert len(rows) == 98
    with five_years.reading() as session:
        signed = session.execute(
            text(
                "SELECT agreed, agreed_reason FROM snapshot_score "
                "JOIN signoff ON signoff.snapshot_id = snapshot_score.snapshot_id "
                "WHERE digest = :digest AND audience = 'leaders' AND kind = 'item'"
            ),
            {"digest": report.about.digest},
        ).all()
    agreed = sum(round(one.agreed) for one in signed if one.agreed is not None)
    assert len(signed) == 98
    assert sum(int(one["Agreed"]) for one in rows if one["Agreed"] != "none") == agreed
    reasons = {one.agreed_reason for one in signed if one.agreed_reason}
    assert {one["Reason"] for one in rows if one.get("Reason")} == reasons
    moved = rows_of(table_called(report, "Levels that moderation moved, and why"))
    assert {one["Reason"] for one in moved} <= reasons
    given = sum(int(one[f"Level {level}"]) for one in rows for level in range(1, 6))
    other = sum(int(one["Don't know"]) + int(one["Not applicable"]) for one in rows)
    assert given + other == 98 * 12


def test_it_tells_how_it_was_done_and_how_to_check_the_signature(five_years, annual):
    report = annual("steering")
    done = section_of(report, "How it was done")
    assert done.claim == "All 12 partners have submitted."
    assert len(rows_of(table_called(report, "Who answered"))) == 12
    facts = facts_of(done)
    assert facts["Questionnaire"].startswith("Integrated working 2010 (integrated-working@2010)")
    assert facts["The year opened"] == "1 June 2011"
    assert facts["Signed by"] == "the chair of the steering group"
    signature = facts_of(section_of(report, "Signature"))
    digest = one_value(
        five_years,
        "SELECT digest FROM signoff JOIN snapshot ON snapshot.id = signoff.snapshot_id "
        "JOIN round ON round.id = snapshot.round_id WHERE year = :year AND trust = :trust",
        year=YEAR,
        trust=CAMBRIDGESHIRE,
    )
    assert signature["Hash of everything that was signed"] == digest == report.about.digest
    words = words_of(report)
    assert "python -m owf verify 873 2011" in words
    today = clock.day_in_words(DEMO_TODAY)
    assert f"Checked on {today}: version 1 is unchanged since it was signed." in words
    (box, name) = section_of(report, "Comment of the independent scrutineer").blocks
    assert isinstance(box, Blank)
    assert isinstance(name, Blank)


def test_the_plan_has_its_impact_beside_questions_without_an_action(five_years, person, annual):
    report = annual("chair")
    chair = person("chair")
    movement = open_movement(five_years, chair, CAMBRIDGESHIRE, 2008, YEAR)
    delivered = section_of(report, "The plan delivered, and its impact")
    assert delivered.claim == movement.sentences[0]
    standing = standing_of(open_agreed_plan(five_years, chair, CAMBRIDGESHIRE, 2008))
    assert facts_of(delivered) == dict(standing.facts.pairs)
    assert len(rows_of(table_called(report, "Action by action, with its impact"))) == standing.total
    moved = table_called(report, "How many questions moved from 2008 to 2011").frame
    assert list(moved["In all"]) == [
        movement.of_verified.total,
        movement.of_done.total,
        movement.of_all.total,
        movement.without_action.total,
    ]
    assert movement.sentences[-1].startswith("This does not show that an action caused any change")
    assert movement.sentences[-1] in words_of(report)
    later = rows_of(table_called(report, "Left for later"))
    assert all(one["Reason"] for one in later)
    gaps = section_of(report, "Next priorities")
    assert gaps.claim == "The plan on the results of 2011 is being written and is not agreed yet."
    assert rows_of(table_called(report, "Gaps that wait"))


def test_a_partner_reads_counts_and_never_who_said_what(annual):
    theirs = annual("partner")
    assert sections_of(theirs) == [one for one in ORDER if one != "Disagreements that remain"]
    titles = titles_of(theirs)
    assert "Each partner against the others" not in titles
    assert "Who answered" not in titles
    assert "Gaps that wait" not in titles
    assert len([one for one in titles if one.endswith(QUESTIONS)]) == 12
    (notice,) = left_out(theirs)
    first, *reasons = notice.splitlines()
    assert first == "Parts of this report are left out for you."
    assert all(": " in one for one in reasons)
    assert "Which partner gave which level: Only the coordinator" in notice
    assert "Only the steering group, its chair and the Trust's coordinator" in notice
    assert "differs most from the others" not in words_of(theirs)


@pytest.mark.parametrize("role", ["regional-lead", "national"])
def test_outside_there_are_no_item_levels_and_nothing_of_the_inside(five_years, annual, role):
    report = annual(role)
    assert sections_of(report) == [one for one in ORDER if one not in INSIDE]
    titles = titles_of(report)
    assert not [one for one in titles if one.endswith(QUESTIONS)]
    assert titles.isdisjoint(
        {
            "Who answered",
            "Partners that answered, by sector",
            "Each partner against the others",
            "Action by action, with its impact",
            "The plan by priority",
            "Gaps that wait",
            "Gaps with an action",
        }
    )
    (notice,) = left_out(report)
    assert "Partners' answers to single questions are only for the Trust's own people" in notice
    with five_years.reading() as session:
        reasons = session.scalars(
            text("SELECT DISTINCT agreed_reason FROM snapshot_score WHERE agreed_reason <> ''")
        ).all()
    words = words_of(report)
    assert reasons
    assert not [one for one in reasons if one in words]
    assert "the agreed level is" not in words


def test_who_may_not_open_the_results_and_years_without_a_signature_get_the_words_of_the_page(
    five_years, person, annual
):
    with pytest.raises(NotAllowed, match="You can only open the results of your own Trust"):
        annual("administrator")
    # The chair of another Trust.
    with pytest.raises(NotAllowed, match="You can only open the results of your own Trust"):
        annual_report(five_years, person("chair"), LEEDS, YEAR)
    with pytest.raises(NotFound, match="has not signed off 2012 yet"):
        annual("chair", 2012)


def test_the_first_year_says_what_there_is_not_and_the_longest_has_at_most_thirty_pages(annual):
    first = annual("chair", 2008)
    assert sections_of(first) == ORDER
    assert section_of(first, "Change since 2007").claim
    assert (
        "had agreed no plan before" in section_of(first, "The plan delivered, and its impact").claim
    )
    assert "What changed in the questions" not in headings(first)
    with pikepdf.open(BytesIO(pdf_file(annual("chair")))) as pdf:
        assert len(pdf.pages) <= 30
