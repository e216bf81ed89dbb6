import json
from dataclasses import replace

import pytest

from owf.benchmark.change.changes import Change, ChangeVerdict, paired_change
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, ItemRef, groups_of
from owf.benchmark.words.findings import findings_of, headline
from owf.benchmark.words.wording import (
    Words,
    counted,
    limits_text,
    listed,
    number,
    possessive,
    signed,
    within_sentence,
)

CHANGE = Change(
    mean=0.8,
    n=11,
    first=2.3,
    second=3.1,
    ci95=(0.6, 1.0),
    ci90=(0.64, 0.96),
    p_value=1e-6,
    p_adjusted=1e-5,
    sd=0.3,
    df=90,
    se=0.1,
    others=9,
    verdict=ChangeVerdict.IMPROVED,
)


@pytest.mark.parametrize(
    ("key", "verdict", "sentence"),
    [
        (
            "theme:lead-professional",
            Verdict.BEHIND,
            "Cambridgeshire is behind the East of England on lead professional: "
            "2.3 against 3.2 for the same sectors, a difference of −0.90 (95% limits "
            "−1.10 to −0.70).",
        ),
        (
            "cell:multi-agency/co-location",
            Verdict.AHEAD,
            "In multi-agency working, Cambridgeshire is ahead of the East of England on "
            "co-location: 3.9 against 2.9 for the same sectors, a difference of +1.04 "
            "(95% limits +0.84 to +1.24; two questions).",
        ),
        (
            "cell:multi-agency/benefit",
            Verdict.SLIGHTLY_BEHIND,
            "In multi-agency working, Cambridgeshire is slightly behind the East of England on "
            "evidence of its benefits: 2.7 against 3.0 for the same sectors, a difference of −0.30 "
            "(95% limits −0.50 to −0.10; one question).",
        ),
        (
            "aspect:training",
            Verdict.SLIGHTLY_AHEAD,
            "Taken over all themes, Cambridgeshire is slightly ahead of the East of England on "
            "training: 3.2 against 2.9 for the same sectors, a difference of +0.30 "
            "(95% limits +0.10 to +0.50).",
        ),
        (
            "theme:caf",
            Verdict.IN_LINE,
            "Cambridgeshire is broadly in line with the East of England on CAF: 2.9 against "
            "3.0 for the same sectors, "
            "a difference of −0.05 (90% limits −0.22 to +0.12), so they differ by less than half "
            "a level.",
        ),
        (
            "overall",
            Verdict.NO_CLEAR_DIFFERENCE,
            "Overall in 2008, there is no clear difference between Cambridgeshire and the East "
            "of England: 2.6 against 3.0 for the same sectors, a difference of −0.40 "
            "(95% limits −1.00 to +0.20), "
            "with too few answers to tell.",
        ),
        (
            "theme:caf",
            Verdict.NOT_COMPARED,
            "Cambridgeshire is not compared with the East of England on CAF: too few partners "
            "here (2 sectors have a score, at least 3 are needed).",
        ),
        (
            "cell:caf/training",
            Verdict.NOT_COMPARED,
            "In CAF, Cambridgeshire is not compared with the East of England on training "
            "(one question): too few partners here (2 sectors have a score, at least 3 are "
            "needed).",
        ),
    ],
)
def test_each_verdict_has_its_sentence(say, key, verdict, sentence):
    (finding,) = say({key: verdict})
    assert finding.sentence == sentence
    assert finding.symbol == verdict.symbol


def test_an_aspect_that_one_theme_alone_has_is_not_claimed_for_all_themes(say):
    (finding,) = say({"aspect:co-location": Verdict.AHEAD})
    assert finding.sentence.startswith("In multi-agency working, Cambridgeshire is ahead")


def test_limits_clear_of_zero_without_a_verdict_are_put_down_to_the_number_of_tests(say, numbers):
    found = replace(numbers[Verdict.NO_CLEAR_DIFFERENCE], ci95=(-0.7, -0.01))
    (finding,) = say({"theme:caf": found})
    assert finding.sentence.endswith(
        "(95% limits −0.70 to −0.01), which chance can make when all themes are tested together."
    )


def test_a_contradicted_direction_says_why_there_is_none(say, numbers):
    found = replace(numbers[Verdict.NO_CLEAR_DIFFERENCE], contradicted=True)
    (finding,) = say({"theme:caf": found})
    assert finding.sentence.endswith(
        "with the means and the partners' own scores pointing different ways."
    )


def test_findings_come_in_the_packs_order_and_without_single_items(say):
    findings = say(
        {
            "cell:caf/training": Verdict.AHEAD,
            "item:caf-6": Verdict.AHEAD,
            "theme:caf": Verdict.AHEAD,
            "theme:multi-agency": Verdict.AHEAD,
            "overall": Verdict.IN_LINE,
        }
    )
    assert [finding.title for finding in findings] == [
        "Overall",
        "Multi-agency and co-located working",
        "Common Assessment Framework",
        "CAF: training",
    ]
    assert headline(findings) == findings[0].sentence


def test_without_an_overall_finding_there_is_no_headline(say):
    with pytest.raises(ValueError, match="compare the overall group"):
        headline(say({"theme:caf": Verdict.AHEAD}))


def test_json_has_the_shape_that_others_rely_on(say):
    (finding,) = say({"cell:multi-agency/co-location": Verdict.AHEAD})
    shown = finding.to_json()
    assert list(shown) == [
        "kind", "theme", "aspect", "verdict", "difference", "ci95", "ci90", "p_value",
        "p_adjusted", "n", "k", "score", "reference", "sentence", "working",
    ]  # fmt: skip
    assert shown["working"] == {
        "pooled_sd": 0.3,
        "residual_df": None,
        "own_sd": None,
        "own_df": None,
        "others_sd": None,
        "others_df": None,
        "spread_p": None,
        "own_weights": None,
        "other_weights": None,
        "own_spread_counts": False,
        "df": 98,
        "se": 0.1,
        "by_sector": True,
        "without_counterpart": [],
        "probability_of_superiority": 0.98,
        "partners_needed": 2,
        "n_items": 2,
        "why_not": None,
    }
    assert (shown["kind"], shown["ci95"]) == ("cell", [0.84, 1.24])
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


def test_json_of_what_is_not_compared_has_nulls(say):
    (finding,) = say({"overall": Verdict.NOT_COMPARED})
    shown = finding.to_json()
    assert (shown["theme"], shown["aspect"], shown["ci95"], shown["p_value"]) == (None,) * 4
    assert shown["working"]["why_not"].startswith("too few partners here")


def test_a_group_or_a_word_that_the_pack_lacks_is_refused(say):
    with pytest.raises(ValueError, match="theme:unknown not in the pack"):
        say({"theme:unknown": Verdict.AHEAD})
    with pytest.raises(ValueError, match="no title for the theme 'new'"):
        findings_of(
            "A",
            "B",
            2008,
            {Group.from_key("theme:new"): say({"overall": Verdict.AHEAD})[0].comparison},
            words=Words({}, {}),
            items=groups_of([ItemRef("n-1", "new", "training")]),
        )


@pytest.mark.parametrize(
    ("verdict", "ci95", "sentence"),
    [
        (
            ChangeVerdict.IMPROVED,
            (0.6, 1.0),
            "From 2008 to 2009, Cambridgeshire improved on lead professional: from 2.3 to 3.1 "
            "over the 11 sectors that answered in both years, a change of +0.80 "
            "(95% limits +0.60 to +1.00).",
        ),
        (
            ChangeVerdict.ABOUT_THE_SAME,
            (0.6, 1.0),
            "From 2008 to 2009, Cambridgeshire stayed about the same on lead professional: from "
            "2.3 to 3.1 over the 11 sectors that answered in both years, a change of +0.80 (90% "
            "limits +0.64 to +0.96), which is within half a level.",
        ),
        (
            ChangeVerdict.NO_CLEAR_CHANGE,
            (-0.1, 1.7),
            "From 2008 to 2009, there is no clear change for Cambridgeshire on lead professional: "
            "from 2.3 to 3.1 over the 11 sectors that answered in both years, a change of +0.80 "
            "(95% limits −0.10 to +1.70), with too few answers to tell.",
        ),
        (
            ChangeVerdict.SLIGHTLY_WORSE,
            (-0.6, -0.1),
            "From 2008 to 2009, Cambridgeshire became slightly worse on lead professional: from "
            "2.3 to 3.1 over the 11 sectors that answered in both years, a change of +0.80 "
            "(95% limits −0.60 to −0.10).",
        ),
    ],
)
def test_each_change_has_its_sentence(say_change, verdict, ci95, sentence):
    (finding,) = say_change(
        {"theme:lead-professional": replace(CHANGE, verdict=verdict, ci95=ci95)}
    )
    assert finding.sentence == sentence
    assert finding.symbol == verdict.symbol


def test_changes_of_cells_aspects_and_overall_say_where(say_change):
    sentences = [
        finding.sentence
        for finding in say_change(
            dict.fromkeys(["overall", "aspect:training", "cell:caf/training"], CHANGE)
        )
    ]
    assert sentences[0].startswith("From 2008 to 2009, Cambridgeshire improved overall: ")
    assert sentences[1].startswith("From 2008 to 2009 taken over all themes, Cambridgeshire")
    assert sentences[2].startswith("From 2008 to 2009 in CAF, Cambridgeshire improved on training")
    assert sentences[2].endswith("(95% limits +0.60 to +1.00; one question).")


def test_a_change_that_cannot_be_calculated_says_why(say_change):
    alike = paired_change({"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 4})
    (finding,) = say_change({"theme:caf": alike})
    assert finding.sentence == (
        "From 2008 to 2009, the change for Cambridgeshire on CAF cannot be calculated: "
        "all sectors moved alike, so no limits can be calculated."
    )
    assert finding.to_json()["ci95"] is None


def test_a_change_without_a_verdict_is_refused(say_change):
    with pytest.raises(ValueError, match="use change_by_kind"):
        say_change({"overall": paired_change({"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 5})})


def test_numbers_have_a_true_minus_and_no_minus_nothing():
    assert (number(-0.04, 1), number(-1.25, 2)) == ("0.0", "−1.25")
    assert (signed(0.4), signed(-0.9), signed(0.001), signed(-0.001)) == (
        "+0.40",
        "−0.90",
        "0.00",
        "0.00",
    )
    assert limits_text((-1.1, 0.2)) == "−1.10 to +0.20"


def test_names_and_lists_are_good_english():
    assert (listed([]), listed(["a"]), listed(["a", "b"])) == ("", "a", "a and b")
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (counted(1, "question"), counted(2, "question"), counted(14, "question")) == (
        "one question",
        "two questions",
        "14 questions",
    )
    assert (possessive("St Helens"), possessive("Essex")) == ("St Helens'", "Essex's")
    assert within_sentence("Lead professional") == "lead professional"
    assert within_sentence("CAF") == "CAF"
    assert within_sentence("Common Assessment Framework") == "Common Assessment Framework"
