import json
from dataclasses import replace

import pytest

from owf.benchmark.agreement.practitioners import Gap, GapVerdict, audience_gaps, gap_findings_of
from owf.benchmark.comparison.workings import working_of
from owf.benchmark.rules import Rules
from owf.benchmark.scores.groups import Group, GroupKind, groups_of

GAP = Gap(
    mean=0.5,
    n=8,
    second=3.42,
    first=2.92,
    ci95=(0.21, 0.79),
    ci90=(0.26, 0.74),
    p_value=0.004,
    p_adjusted=0.02,
    sd=0.35,
    df=7,
    se=0.12,
    verdict=GapVerdict.LEADERS_HIGHER,
)
TURNED = replace(GAP, mean=-0.5, second=2.92, first=3.42, ci95=(-0.79, -0.21), ci90=(-0.74, -0.26))


@pytest.fixture
def say_gap(pack):
    """Put gaps by group key into findings on the pack of eight items."""
    words, items = pack

    def findings(gaps, rules=None):
        return gap_findings_of(
            "Cambridgeshire",
            2009,
            {Group.from_key(key): gap for key, gap in gaps.items()},
            words=words,
            items=groups_of(items),
            **({"rules": rules} if rules else {}),
        )

    return findings


@pytest.mark.parametrize(
    ("key", "gap", "sentence"),
    [
        (
            "theme:lead-professional",
            GAP,
            "On lead professional in 2009, Cambridgeshire's leaders rate higher than its "
            "practitioners: 3.4 against 2.9 over the eight sectors that both answered for, a gap "
            "of +0.50 (95% limits +0.21 to +0.79), on the questions that both were asked.",
        ),
        (
            "theme:caf",
            replace(GAP, verdict=GapVerdict.LEADERS_SLIGHTLY_HIGHER),
            "On CAF in 2009, Cambridgeshire's leaders rate slightly higher than its "
            "practitioners: 3.4 against 2.9 over the eight sectors that both answered for, a gap "
            "of +0.50 (95% limits +0.21 to +0.79), on the one question that both were asked.",
        ),
        (
            "overall",
            replace(
                GAP,
                mean=0.05,
                first=3.37,
                ci95=(-0.25, 0.35),
                ci90=(-0.2, 0.3),
                verdict=GapVerdict.IN_LINE,
            ),
            "Overall in 2009, Cambridgeshire's leaders and practitioners are broadly in line: "
            "3.4 against 3.4 over the eight sectors that both answered for, a gap of +0.05 (90% "
            "limits −0.20 to +0.30), so they differ by less than half a level, on the questions "
            "that both were asked.",
        ),
        (
            "aspect:training",
            replace(GAP, ci95=(-0.1, 1.1), verdict=GapVerdict.NO_CLEAR_DIFFERENCE),
            "On training in 2009, taken over all themes, there is no clear difference between "
            "Cambridgeshire's leaders and its practitioners: 3.4 against 2.9 over the eight "
            "sectors that both answered for, a gap of +0.50 (95% limits −0.10 to +1.10), with too "
            "few answers to tell, on the questions that both were asked.",
        ),
        (
            "cell:multi-agency/co-location",
            replace(TURNED, verdict=GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER),
            "In multi-agency working in 2009, on co-location, Cambridgeshire's practitioners rate "
            "slightly higher than its leaders: 3.4 against 2.9 over the eight sectors that both "
            "answered for, a gap of −0.50 (95% limits −0.79 to −0.21; leaders minus "
            "practitioners), on the two questions that both were asked.",
        ),
        (
            "theme:multi-agency",
            replace(TURNED, verdict=GapVerdict.PRACTITIONERS_HIGHER),
            "On multi-agency working in 2009, Cambridgeshire's practitioners rate higher than its "
            "leaders: 3.4 against 2.9 over the eight sectors that both answered for, a gap of "
            "−0.50 (95% limits −0.79 to −0.21; leaders minus practitioners), on the questions "
            "that both were asked.",
        ),
        (
            "theme:caf",
            Gap(n=0, why_not="no sector has a score from both, 3 are needed"),
            "On CAF in 2009, the gap between Cambridgeshire's leaders and its practitioners "
            "cannot be calculated: no sector has a score from both, 3 are needed.",
        ),
        (
            "cell:multi-agency/benefit",
            Gap(
                mean=0.3,
                n=4,
                second=3.3,
                first=3.0,
                sd=0.0,
                df=3,
                why_not="the gap is the same in all sectors",
            ),
            "In multi-agency working in 2009, on evidence of its benefits, the gap between "
            "Cambridgeshire's leaders and its practitioners cannot be calculated (one question): "
            "the gap is the same in all sectors.",
        ),
    ],
)
def test_each_gap_has_its_sentence(say_gap, key, gap, sentence):
    (finding,) = say_gap({key: gap})
    assert finding.sentence == sentence
    assert (finding.verdict, finding.symbol) == (gap.verdict, gap.verdict.symbol)


def test_an_aspect_that_one_theme_alone_has_is_not_claimed_for_all_themes(say_gap):
    (finding,) = say_gap({"aspect:co-location": GAP})
    assert finding.sentence.startswith("In multi-agency working in 2009, on co-location, ")
    assert finding.within == "multi-agency working"


def test_limits_clear_of_zero_without_a_verdict_are_put_down_to_the_number_of_tests(say_gap):
    (finding,) = say_gap({"theme:caf": replace(GAP, verdict=GapVerdict.NO_CLEAR_DIFFERENCE)})
    assert "which chance can make when all themes are tested together" in finding.sentence


def test_the_margin_in_a_sentence_is_the_one_in_force(say_gap):
    alike = replace(GAP, verdict=GapVerdict.IN_LINE)
    (finding,) = say_gap({"overall": alike}, Rules(in_line_margin=0.8))
    assert "differ by less than 0.8 of a level" in finding.sentence


def test_gaps_come_in_the_packs_order_and_without_single_items(say_gap):
    findings = say_gap(
        dict.fromkeys(["cell:caf/training", "item:caf-6", "theme:caf", "overall"], GAP)
    )
    assert [finding.title for finding in findings] == [
        "Overall",
        "Common Assessment Framework",
        "CAF: training",
    ]


def test_json_has_the_shape_of_the_other_findings(say_gap):
    (finding,) = say_gap({"cell:multi-agency/co-location": GAP})
    shown = finding.to_json()
    assert list(shown) == [
        "kind", "theme", "aspect", "verdict", "year", "mean_gap", "ci95", "ci90", "p_value",
        "p_adjusted", "n", "leaders", "practitioners", "sentence", "working",
    ]  # fmt: skip
    assert shown["working"] == {
        "sd_of_gaps": 0.35,
        "df": 7,
        "se": 0.12,
        "n_items": 2,
        "why_not": None,
    }
    assert (shown["kind"], shown["verdict"]) == ("cell", "leaders rate higher")
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


def test_a_group_that_the_pack_lacks_is_refused(say_gap):
    with pytest.raises(ValueError, match="theme:unknown not in the pack"):
        say_gap({"theme:unknown": GAP})


def test_the_working_says_what_the_verdict_rests_on(say_gap):
    (finding,) = say_gap({"theme:lead-professional": GAP})
    working = dict(working_of(finding))
    assert working["Verdict"] == "leaders rate higher"
    assert working["Mean gap, leaders minus practitioners"] == "+0.500"
    assert working["95% limits of the gap"] == "+0.210 to +0.790"
    assert working["p adjusted over all themes"] == "0.0200"
    assert "Why it cannot be calculated" not in working


def test_the_working_of_what_cannot_be_calculated_says_why(say_gap):
    group = Group(GroupKind.OVERALL)
    gaps = audience_gaps({group: {"police": 3.0}}, {})
    (finding,) = say_gap({group.key: gaps[group]})
    working = dict(working_of(finding))
    assert working["Mean gap, leaders minus practitioners"] == "cannot be calculated"
    assert working["Why it cannot be calculated"].startswith("no sector has a score from both")
