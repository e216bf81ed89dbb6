from dataclasses import replace

import pytest

from owf.benchmark.rules import Verdict
from owf.benchmark.words.findings import headline
from owf.benchmark.words.key_points import in_one_line, key_points

CAMBRIDGESHIRE = {
    "overall": Verdict.IN_LINE,
    "theme:multi-agency": Verdict.SLIGHTLY_AHEAD,
    "theme:lead-professional": Verdict.BEHIND,
    "theme:information-sharing": Verdict.IN_LINE,
    "theme:caf": Verdict.IN_LINE,
    "aspect:co-location": Verdict.AHEAD,
    "aspect:training": Verdict.NO_CLEAR_DIFFERENCE,
    "aspect:benefit": Verdict.BEHIND,
    "cell:multi-agency/co-location": Verdict.AHEAD,
    "cell:multi-agency/training": Verdict.SLIGHTLY_AHEAD,
    "cell:multi-agency/benefit": Verdict.BEHIND,
    "cell:lead-professional/training": Verdict.BEHIND,
    "cell:lead-professional/benefit": Verdict.BEHIND,
    "cell:information-sharing/training": Verdict.IN_LINE,
    "cell:caf/training": Verdict.NO_CLEAR_DIFFERENCE,
}
NOTES = {"lead-professional": ["Roll-out came after the survey"]}


def test_they_match_cambridgeshires_strategy(say):
    findings = say(CAMBRIDGESHIRE)
    assert key_points(findings, NOTES) == (
        headline(findings),
        "In multi-agency working, Cambridgeshire is ahead of the East of England on co-location.",
        "Cambridgeshire is slightly ahead of the East of England on multi-agency working.",
        "In multi-agency working, Cambridgeshire is slightly ahead of the East of England on "
        "training.",
        "Cambridgeshire is broadly in line with the East of England on information sharing and "
        "CAF.",
        "Cambridgeshire is behind the East of England on lead professional, on both aspects. "
        "Cambridgeshire's note: Roll-out came after the survey.",
        "Taken over all themes, Cambridgeshire is behind the East of England on evidence of "
        "benefit.",
        "In multi-agency working, Cambridgeshire is behind the East of England on evidence of its "
        "benefits.",
    )


def test_a_theme_that_points_one_way_throughout_is_one_point_and_tells_slight_from_clear(say):
    points = key_points(
        say({**CAMBRIDGESHIRE, "cell:lead-professional/benefit": Verdict.SLIGHTLY_BEHIND}), {}
    )
    on_it = [point for point in points if "lead professional" in point]
    assert on_it == [
        "Cambridgeshire is behind the East of England on lead professional, on both aspects at "
        "least slightly."
    ]


def test_a_theme_with_one_cell_of_another_verdict_names_its_cells(say):
    points = key_points(
        say({**CAMBRIDGESHIRE, "cell:lead-professional/benefit": Verdict.NO_CLEAR_DIFFERENCE}), {}
    )
    assert "Cambridgeshire is behind the East of England on lead professional." in points
    assert (
        "In lead professional, Cambridgeshire is behind the East of England on training." in points
    )


def test_an_aspect_that_stands_out_in_one_theme_alone_is_not_claimed_for_all_themes(say):
    verdicts = {
        **CAMBRIDGESHIRE,
        "cell:lead-professional/training": Verdict.NO_CLEAR_DIFFERENCE,
        "cell:lead-professional/benefit": Verdict.NO_CLEAR_DIFFERENCE,
    }
    assert not [p for p in key_points(say(verdicts), {}) if p.startswith("Taken over all themes")]


def test_no_clear_difference_is_kept_apart_from_being_alike(say):
    points = key_points(say({"theme:caf": Verdict.NO_CLEAR_DIFFERENCE}), {})
    assert points == (
        "There is no clear difference between Cambridgeshire and the East of England on CAF, with "
        "too few answers to tell.",
    )


def test_themes_that_are_not_compared_are_joined_by_reason(say, numbers):
    other = replace(numbers[Verdict.NOT_COMPARED], why_not="there is no variation")
    points = key_points(
        say(
            {
                "theme:caf": Verdict.NOT_COMPARED,
                "theme:information-sharing": Verdict.NOT_COMPARED,
                "theme:multi-agency": other,
            }
        ),
        {},
    )
    assert points == (
        "Cambridgeshire is not compared with the East of England on multi-agency working: "
        "there is no variation.",
        "Cambridgeshire is not compared with the East of England on information sharing and CAF: "
        "too few partners here (2 sectors have a score, at least 3 are needed).",
    )


def test_notes_on_the_whole_follow_the_headline_and_none_is_lost(say):
    notes = {
        None: ["the police joined in May.", " "],
        "caf": ["Piloted in Fenland", "Then everywhere"],
        "a-theme-of-old": ["No longer asked!"],
    }
    points = key_points(
        say({"overall": Verdict.IN_LINE, "theme:caf": Verdict.IN_LINE}, "St Helens"), notes
    )
    assert points[1] == "St Helens' note: The police joined in May."
    assert points[2].endswith(
        " on CAF. St Helens' note: Piloted in Fenland. St Helens' note: Then everywhere."
    )
    assert points[3] == "St Helens' note on a theme of old: No longer asked!"


def test_findings_of_nobody_or_of_two_trusts_are_refused(say):
    ours, theirs = say({"overall": Verdict.AHEAD}), say({"overall": Verdict.AHEAD}, "Essex")
    for findings in ((), ours + theirs):
        with pytest.raises(ValueError, match="one Trust against one comparator"):
            key_points(findings, {})


@pytest.fixture
def stand(say):
    """Findings on so many themes as there are verdicts."""

    def findings(*verdicts):
        (model,) = say({"theme:caf": Verdict.IN_LINE})
        return [
            replace(model, theme=f"t{place}", phrase=f"theme {place}", verdict=verdict)
            for place, verdict in enumerate(verdicts, 1)
        ]

    return findings


def test_a_few_themes_are_named_one_by_one_in_a_line(stand):
    assert in_one_line(stand(*[Verdict.IN_LINE] * 5)) == (
        "Broadly in line on theme 1, theme 2, theme 3, theme 4 and theme 5"
    )


def test_many_themes_that_are_neither_ahead_nor_behind_are_counted(stand):
    assert in_one_line(stand(*[Verdict.IN_LINE] * 12)) == "Broadly in line on all 12 themes"
    assert in_one_line(stand(*[Verdict.BEHIND] * 6, *[Verdict.NO_CLEAR_DIFFERENCE] * 6)) == (
        "Behind on theme 1, theme 2, theme 3, theme 4, theme 5 and theme 6; no clear difference "
        "on 6 of 12 themes"
    )
