import json
from dataclasses import replace

import pytest

from owf.benchmark.comparison.strengths import (
    Strength,
    StrengthVerdict,
    strength_findings_of,
    strength_points,
)
from owf.benchmark.comparison.workings import working_of
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, groups_of
from owf.benchmark.words.key_points import key_points

NUMBERS = {
    StrengthVerdict.STRENGTH: (0.7, 3.9, 3.2, (0.5, 0.9), (0.53, 0.87)),
    StrengthVerdict.SLIGHT_STRENGTH: (0.3, 3.5, 3.2, (0.1, 0.5), (0.13, 0.47)),
    StrengthVerdict.ABOUT_THE_SAME: (0.1, 3.3, 3.2, (-0.1, 0.3), (-0.07, 0.27)),
    StrengthVerdict.NO_CLEAR_DIFFERENCE: (0.4, 3.6, 3.2, (-0.2, 1.0), (-0.1, 0.9)),
    StrengthVerdict.SLIGHT_WEAKNESS: (-0.3, 2.9, 3.2, (-0.5, -0.1), (-0.47, -0.13)),
    StrengthVerdict.WEAKNESS: (-0.7, 2.5, 3.2, (-0.9, -0.5), (-0.87, -0.53)),
}


def strength(verdict):
    if verdict is StrengthVerdict.CANNOT_BE_CALCULATED:
        return Strength(n=0, why_not="no sector has a score on it, 3 are needed")
    difference, aspect, overall, ci95, ci90 = NUMBERS[verdict]
    return Strength(
        mean=difference,
        n=11,
        second=aspect,
        first=overall,
        ci95=ci95,
        ci90=ci90,
        p_value=0.01,
        p_adjusted=0.02,
        sd=0.3,
        df=90,
        se=0.1,
        others=9,
        verdict=verdict,
    )


@pytest.fixture(scope="module")
def say_strength(pack):
    words, items = pack

    def findings(verdicts, trust="Cambridgeshire", year=2008):
        strengths = {
            Group.from_key(f"aspect:{aspect}"): found
            if isinstance(found, Strength)
            else strength(found)
            for aspect, found in verdicts.items()
        }
        return strength_findings_of(trust, year, strengths, words=words, items=groups_of(items))

    return findings


@pytest.mark.parametrize(
    ("aspect", "verdict", "sentence"),
    [
        (
            "training",
            StrengthVerdict.STRENGTH,
            "In Cambridgeshire in 2008, training is a strength throughout: 3.9 against 3.2 overall "
            "over 11 sectors, a difference of +0.70 (95% limits +0.50 to +0.90).",
        ),
        (
            "training",
            StrengthVerdict.SLIGHT_STRENGTH,
            "In Cambridgeshire in 2008, training is a slight strength throughout: 3.5 against 3.2 "
            "overall over 11 sectors, a difference of +0.30 (95% limits +0.10 to +0.50).",
        ),
        (
            "training",
            StrengthVerdict.ABOUT_THE_SAME,
            "In Cambridgeshire in 2008, training is about the same as the overall score: 3.3 "
            "against 3.2 overall over 11 sectors, a difference of +0.10 (90% limits −0.07 to "
            "+0.27), so they differ by less than half a level.",
        ),
        (
            "benefit",
            StrengthVerdict.NO_CLEAR_DIFFERENCE,
            "In Cambridgeshire in 2008, there is no clear difference between evidence of benefit "
            "and the overall score: 3.6 against 3.2 overall over 11 sectors, a difference of +0.40 "
            "(95% limits −0.20 to +1.00), with too few answers to tell.",
        ),
        (
            "benefit",
            StrengthVerdict.WEAKNESS,
            "In Cambridgeshire in 2008, evidence of benefit is a weakness throughout: 2.5 against "
            "3.2 overall over 11 sectors, a difference of −0.70 (95% limits −0.90 to −0.50).",
        ),
        (
            "training",
            StrengthVerdict.CANNOT_BE_CALCULATED,
            "In Cambridgeshire in 2008, there is not enough to say whether training is a "
            "strength or a weakness: no sector has a score on it, 3 are needed.",
        ),
    ],
)
def test_each_verdict_has_its_sentence(say_strength, aspect, verdict, sentence):
    (found,) = say_strength({aspect: verdict})
    assert found.sentence == sentence
    assert found.symbol == verdict.symbol


def test_an_aspect_of_one_theme_alone_is_not_called_throughout(say_strength):
    (found,) = say_strength({"co-location": StrengthVerdict.STRENGTH})
    assert found.sentence.startswith(
        "In Cambridgeshire in 2008, co-location in multi-agency working is a strength: 3.9"
    )


def test_too_many_aspects_tested_together_are_the_reason_where_limits_miss_zero(say_strength):
    slight = strength(StrengthVerdict.SLIGHT_STRENGTH)
    (found,) = say_strength(
        {"training": replace(slight, verdict=StrengthVerdict.NO_CLEAR_DIFFERENCE)}
    )
    assert found.sentence.endswith("when all aspects are tested together.")


def test_findings_come_in_the_order_of_the_pack_and_as_json(say_strength):
    findings = say_strength(
        {"benefit": StrengthVerdict.WEAKNESS, "training": StrengthVerdict.STRENGTH}
    )
    assert [found.aspect for found in findings] == ["training", "benefit"]
    shown = json.loads(json.dumps(findings[0].to_json()))
    assert shown["verdict"] == "a strength throughout"
    assert (shown["kind"], shown["theme"], shown["aspect"]) == ("aspect", None, "training")
    assert (shown["ci95"], shown["sentence"]) == ([0.5, 0.9], findings[0].sentence)
    assert shown["working"]["other_trusts"] == 9


def test_several_strengths_and_weaknesses_are_one_point(say_strength):
    findings = say_strength(
        {"training": StrengthVerdict.STRENGTH, "benefit": StrengthVerdict.SLIGHT_WEAKNESS}
    )
    assert strength_points(findings) == (
        "Against Cambridgeshire's own overall score, training is a strength throughout; evidence "
        "of benefit is a slight weakness throughout.",
    )
    alike = say_strength(dict.fromkeys(["training", "benefit"], StrengthVerdict.STRENGTH))
    assert strength_points(alike) == (
        "Against Cambridgeshire's own overall score, training and evidence of benefit are "
        "strengths throughout.",
    )


def test_no_strength_is_no_point_and_one_theme_is_not_throughout(say_strength):
    assert strength_points(()) == ()
    for verdicts in (
        {
            "training": StrengthVerdict.ABOUT_THE_SAME,
            "benefit": StrengthVerdict.NO_CLEAR_DIFFERENCE,
        },
        {"co-location": StrengthVerdict.STRENGTH},
    ):
        assert strength_points(say_strength(verdicts)) == ()


def test_the_point_closes_the_key_learning_points(say, say_strength):
    findings = say({"overall": Verdict.IN_LINE, "theme:caf": Verdict.IN_LINE})
    strengths = say_strength({"training": StrengthVerdict.STRENGTH})
    points = key_points(findings, {}, strengths)
    assert points == (*key_points(findings, {}), *strength_points(strengths))


def test_strengths_of_another_trust_or_year_are_refused(say, say_strength):
    findings = say({"overall": Verdict.IN_LINE})
    for other in ({"trust": "Essex"}, {"year": 2009}):
        with pytest.raises(ValueError, match="Give the strengths of the Trust"):
            key_points(findings, {}, say_strength({"training": StrengthVerdict.STRENGTH}, **other))


def test_the_working_lists_what_the_verdict_rests_on(say_strength):
    lines = dict(working_of(say_strength({"training": StrengthVerdict.STRENGTH})[0]))
    assert lines["Sectors with both scores (n)"] == "11"
    assert lines["Mean difference, aspect minus overall"] == "+0.700"
    assert lines["The spread is pooled over"] == "this Trust and 9 other Trusts with both scores"
    assert lines["p adjusted over all aspects"] == "0.0200"
    none = dict(working_of(say_strength({"training": StrengthVerdict.CANNOT_BE_CALCULATED})[0]))
    assert none["95% limits of the difference"] == "cannot be calculated"
    assert none["Why it cannot be calculated"].startswith("no sector has a score")
