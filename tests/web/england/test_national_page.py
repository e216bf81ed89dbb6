"""Question by question on England's page: the chosen tables, in numbers that are the view's."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from owf.access import OPERATOR, Actor, Role
from owf.assessment.results.england import percent
from owf.assessment.results.item_tables import open_item_tables
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import rounds, signed_scores
from owf.store.people import RoleHeld
from owf.web.england.item_tables import as_csv
from tests.web.rendered import html_of

EAST, LONDON = "E12000006", "E12000007"
LEAD = Actor("lead", "Lead", (RoleHeld(Role.REGIONAL_LEAD, "region", EAST),))
NATION = Actor("nation", "Nation", (RoleHeld(Role.NATIONAL, "all", ""),))
PACK = load_named(PACKS, "integrated-working@2009")


@pytest.fixture
def visit(open_page_at):
    """The page at an address, as somebody sees it."""
    return lambda who=NATION, **address: open_page_at("national", who, **address)


@pytest.fixture
def view(site_store):
    """The tables that the page is to show."""
    return lambda region=None, year=2009: open_item_tables(site_store, OPERATOR, year, region)


@pytest.fixture
def publish(site_store):
    """Change what all Trusts of a year show to others, but for some."""

    def publish_all(level, *, but=(), year=2009):
        with site_store.writing() as session:
            for trust in signed_scores.signed_trusts(session, year):
                if trust not in but:
                    in_round = rounds.round_of(session, trust, year)
                    rounds.set_round_status(session, in_round.id, "signed", level)

    return publish_all


def table(page, caption):
    """The rows of the table with this caption, as a reader sees them."""
    (found,) = [
        one
        for one in re.findall(r"<table>.*?</table>", html_of(page), flags=re.S)
        if re.search(rf"<caption>{caption}", one)
    ]
    return [
        [
            unescape(re.sub(r"<[^>]*>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", found.split("<tbody>")[1], flags=re.S)
    ]


def select(page, label):
    (found,) = [one for one in page.selectbox if one.label == label]
    return found


def test_the_numbers_of_a_question_are_the_view_s(visit, view):
    page = visit(region=EAST, theme="lead-professional", question="lp-09")
    assert not page.exception
    one = view(EAST).questions["lp-09"]
    assert one.sentence in html_of(page)
    assert one.item.text in html_of(page)
    bands = table(page, f"LP 9: averages of {one.n} Trusts")
    assert [row[1] for row in bands] == [*map(str, one.bands.counts), str(one.bands.above_midpoint)]
    assert bands[-1] == ["Above 3, the midpoint", "5", "83%"]
    counts = table(
        page, f"LP 9: {one.counts.answers} answers of partners in 6 Trusts; their levels"
    )
    assert [int(row[1]) for row in counts] == [
        *one.counts.level_counts,
        one.counts.dont_know,
        one.counts.not_applicable,
    ]
    assert [row[0] for row in counts[-2:]] == ["Don't know", "Not applicable"]
    means = table(page, "LP 9: mean of Trusts")
    assert means[0] == ["All leaders", f"{one.leaders.mean:.2f}", str(one.n)]
    assert means[1] == [
        "All practitioners",
        f"{one.practitioners.mean:.2f}",
        str(one.practitioners.n),
    ]
    shown = {row[0]: row[1:] for row in means}
    assert shown["Health"] == [f"{one.sectors[2].mean:.2f}", "6"]


def test_a_sector_of_too_few_trusts_and_one_held_back_with_it_are_said_in_words(visit, view):
    page = visit(region=EAST, theme="lead-professional", question="lp-09")
    hidden = {one.title: one for one in view(EAST).questions["lp-09"].sectors if one.mean is None}
    assert {one.is_held_back for one in hidden.values()} == {True, False}
    shown = {row[0]: row[1] for row in table(page, "LP 9: mean of Trusts")}
    for title, one in hidden.items():
        assert shown[title] == ("not shown" if one.is_held_back else "too few Trusts to show")
    assert "may be left out so that its figures cannot be worked out" in html_of(page)


def test_the_whole_theme_stands_beneath_with_a_link_for_each_question(visit, view):
    page = visit(theme="information-sharing", question="is-03")
    rows = table(page, "All questions of Information sharing, England 2009")
    questions = view().of_theme(PACK.theme("information-sharing"))
    assert [row[1:] for row in rows] == [
        [f"{one.leaders.mean:.2f}", str(one.n), f"{percent(one.bands.above_midpoint, one.n)}%"]
        for one in questions
    ]
    said = html_of(page)
    for one in questions:
        assert (
            f"region=england&amp;theme=information-sharing&amp;question={one.item.id}"
            "&amp;part=whole#question-by-question" in said
        )
    assert said.count('aria-current="true"') == 1
    assert 'question=is-03&amp;part=whole#question-by-question" target="_self" aria-current' in said


def test_a_choice_of_question_is_kept_in_the_address(visit):
    page = visit(theme="caf")
    assert select(page, "Question").value == "caf-01"
    select(page, "Question").set_value("caf-05").run()
    assert not page.exception
    assert page.query_params["question"] in ("caf-05", ["caf-05"])
    assert PACK.item("caf-05").text in html_of(page)
    select(page, "Theme").set_value("multi-agency").run()
    assert select(page, "Question").value == PACK.theme("multi-agency").items[0].id


@pytest.mark.parametrize(
    "address",
    [
        {"region": "E99", "theme": "none", "question": "caf-99"},
        {"theme": "caf", "question": "lp-01"},
        {"region": "<script>", "theme": "", "question": ""},
    ],
)
def test_an_address_with_odd_choices_falls_back_to_what_there_is(visit, address):
    page = visit(**address)
    assert not page.exception
    assert select(page, "Where").value == "england"
    assert select(page, "Question").value == "caf-01"


def test_a_regional_lead_chooses_between_england_and_the_own_region(visit):
    page = visit(LEAD, region=LONDON)
    assert list(select(page, "Where").options) == ["England", "East of England"]
    assert select(page, "Where").value == "england"
    assert len(select(visit(NATION), "Where").options) == 10


def test_questions_for_leaders_only_say_so_and_how_many_had_none_answering(visit, view):
    page = visit(theme="caf", question="caf-01")
    assert "CAF 1, asked of leaders only" in html_of(page)
    assert "No Trust was without leaders answering." in html_of(page)
    assert table(page, "CAF 1: mean of Trusts")[1][1:] == ["not asked", "none"]


def test_too_few_trusts_are_said_in_words_and_nothing_else_is_shown(visit, publish, view):
    publish("done", but=(874, 926, 881))
    page = visit(region=EAST, theme="caf", question="caf-04")
    assert not page.exception
    assert "Too few Trusts to show CAF 4 for the East of England in 2009" in html_of(page)
    assert "averages of" not in html_of(page)
    rows = table(page, "All questions of Common Assessment Framework")
    assert {row[1] for row in rows} == {"too few Trusts to show"}
    assert {one.leaders.mean for one in view(EAST).questions.values()} == {None}


def test_a_region_where_nobody_has_signed_yet_says_so(visit, site_store, view):
    with site_store.writing() as session:
        for trust in signed_scores.signed_trusts(session, 2009, LONDON):
            in_round = rounds.round_of(session, trust, 2009)
            rounds.set_round_status(session, in_round.id, "open", "done")
    page = visit(region=LONDON)
    assert not page.exception
    assert "No Trust here has signed off 2009 yet." in html_of(page)
    assert view(LONDON).signed == 0


def test_practitioners_of_nobody_are_said_in_words(visit):
    page = visit(region=LONDON, theme="caf", question="caf-04")
    assert table(page, "CAF 4: mean of Trusts")[1] == [
        "All practitioners",
        "too few Trusts to show",
        "none",
    ]


# The file of all questions.


def lines(view, *, made_up=True):
    text = as_csv(view, made_up=made_up).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_a_line_for_each_question_with_the_same_figures(view):
    england = view()
    found = lines(england)
    assert [one["Question"] for one in found] == [item.code for item in PACK.items]
    one, line = england.questions["lp-05"], next(row for row in found if row["Question"] == "LP 5")
    assert line["In words"] == one.sentence
    assert line["Trusts in the figures"] == str(one.n)
    assert float(line["Mean of Trusts, leaders"]) == pytest.approx(one.leaders.mean, abs=0.0005)
    assert line["Trusts above 3, the midpoint"] == str(one.bands.above_midpoint)
    assert line["Trusts averaging 3.0 to under 3.5"] == str(one.bands.counts[3])
    assert line["Answers 4 Good progress"] == str(one.counts.level_counts[3])
    assert line["Trusts in the mean of Police"] == str(one.sectors[6].n)
    assert {row["Made up"] for row in found} == {"yes"}
    assert {row["Made up"] for row in lines(england, made_up=False)} == {"no"}


def test_what_is_not_shown_stands_in_the_file_in_words(view, publish):
    line = next(row for row in lines(view(EAST)) if row["Question"] == "LP 9")
    hidden = {
        one.title: one.is_held_back
        for one in view(EAST).questions["lp-09"].sectors
        if one.mean is None
    }
    for title, is_held_back in hidden.items():
        said = line[f"Mean of {title}, leaders"]
        assert said == ("not shown" if is_held_back else "too few Trusts to show")
    publish("headline")
    nothing = lines(view(EAST))[3]
    for column in ("Mean of Trusts, leaders", "Answers 4 Good progress", "Mean of Police, leaders"):
        assert nothing[column] == "too few Trusts to show"
    assert lines(view(EAST))[0]["Mean of Trusts, practitioners"] == "not asked"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_file_is_taken_for_a_formula(view, begin):
    written = as_csv(replace(view(), name=f"{begin}SUM(A1)"), made_up=True)
    text = written.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{begin}SUM(A1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_page_offers_the_file(visit):
    labels = [one.proto.label for one in visit(region=EAST).get("download_button")]
    assert "Download all 97 questions, East of England 2009 (CSV)" in labels


def test_each_chart_can_be_taken_along_as_a_figure_and_as_numbers(visit):
    labels = [one.proto.label for one in visit().get("download_button")]
    for name in ("Participation", "Bands", "Regions", "Workforce", "Vacancies"):
        assert {f"{name}: figure (SVG)", f"{name}: numbers (CSV)"} <= set(labels)


def test_the_regions_stand_side_by_side_on_the_score_of_the_address(visit):
    text = html_of(visit(score="theme:caf"))
    assert "Common Assessment Framework (CAF): regions’ means run from" in text
