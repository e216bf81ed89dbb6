"""docs/method.md says what the code does: words, margins, figures, and its worked example."""

from __future__ import annotations

import re
from math import sqrt

import pytest

from benchmarks.honesty import CONDITIONS
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.change.trend import FEWEST_FOR_A_BAND, FEWEST_TRUSTS, POINTS, TrendOutcome
from owf.benchmark.comparison.agreed_scores import AgreedVerdict
from owf.benchmark.comparison.compare import compare
from owf.benchmark.comparison.strengths import StrengthVerdict
from owf.benchmark.order.spread import FEWEST_TO_ORDER, LEAST_RANKABILITY
from owf.benchmark.rules import DEFAULT_RULES, RULES_1, Verdict
from owf.benchmark.tables.item_standings import FEWEST_TO_AGREE
from owf.improvement.plan.gaps import disputed_from
from owf.improvement.plan.question_changes import Moved
from owf.settings import METHOD
from owf.web.markup.document import Table, read_document

TEXT = " ".join(METHOD.read_text(encoding="utf-8").replace("−", "-").split())
TABLES = {one.caption: one for one in read_document(METHOD).parts if isinstance(one, Table)}
SCORES = TABLES["Scores, and the parts that make them up"]
LEFT_OVER = TABLES["What is left over of each score"]
ALARMS = TABLES["False alarms (in brackets: under version 1)"]
NUMBER = r"([+-]?\d+(?:\.\d+)?)"
WORDS = {3: "three", 4: "four", 5: "five", 6: "six"}


def number(cell):
    return float(cell.replace("−", "-"))


def numbers(pattern):
    """What stands for each ``#`` of a sentence."""
    found = re.search(re.escape(pattern).replace(r"\#", NUMBER), TEXT)
    assert found, f"the document does not say: {pattern}"
    return [float(one) for one in found.groups()]


def by_trust(table):
    """Trust -> sector -> number, in the order of the table."""
    sectors = table.head[1:6]
    return {
        row[0]: {
            sector: number(cell)
            for sector, cell in zip(sectors, row[1:6], strict=True)
            if cell != "–"
        }
        for row in table.rows
    }


# Words and settings


def test_it_is_about_the_rules_that_apply():
    assert f"This is version {DEFAULT_RULES.version} of the rules." in TEXT


def test_the_seven_verdicts_are_those_of_the_rule_with_their_symbols():
    described = {(row[0], row[1]) for row in TABLES["The seven verdicts"].rows}
    assert described == {(str(one), one.symbol) for one in Verdict}


def test_the_margins_and_the_largest_p_are_those_of_the_rule():
    margins = numbers("Two margins turn limits into words: # of a level and # of a level")
    assert margins == [DEFAULT_RULES.slight_margin, DEFAULT_RULES.in_line_margin]
    assert numbers("**adjusted p**, and it must be at most #.") == [DEFAULT_RULES.alpha]
    meanings = {row[0]: row[2] for row in TABLES["The seven verdicts"].rows}
    for word in ("ahead", "slightly ahead", "slightly behind", "behind"):
        assert f"{DEFAULT_RULES.slight_margin} of a level" in meanings[word]
    assert f"{DEFAULT_RULES.in_line_margin} of a level" in meanings["broadly in line"]


def test_the_smallest_numbers_are_those_of_the_code():
    few, others = WORDS[DEFAULT_RULES.min_units], WORDS[DEFAULT_RULES.min_others]
    assert f"at least {others} others have scores from at least {few} sectors each" in TEXT
    assert f"**Fewer than {few} sectors:**" in TEXT
    assert f"**Fewer than {WORDS[FEWEST_PERSONS]} persons**" in TEXT
    assert f"uses the latest {WORDS[POINTS]} yearly scores" in TEXT
    assert f"at least {WORDS[FEWEST_TRUSTS]} of them need all {WORDS[POINTS]} years" in TEXT
    assert f"shown from {WORDS[FEWEST_FOR_A_BAND]} years on" in TEXT
    ordered = f"at least {WORDS[FEWEST_TO_ORDER]} Trusts and at least {LEAST_RANKABILITY:.0%}"
    assert ordered in TEXT
    assert DEFAULT_RULES.own_spread_tail == 1 / 5
    assert "in at most one case in five" in TEXT
    assert DEFAULT_RULES.power == 4 / 5
    assert "a true gap of half a level four times in five" in TEXT


def test_other_words_are_those_of_the_code():
    changes = [one for one in ChangeVerdict if one is not ChangeVerdict.CANNOT_BE_CALCULATED]
    assert f"*{', '.join(changes)}*" in TEXT
    trends = [one for one in TrendOutcome if one is not TrendOutcome.NO_SIGNIFICANT_CHANGE]
    others = (*trends, AgreedVerdict.HIGH, AgreedVerdict.LOW)
    others += (StrengthVerdict.STRENGTH, StrengthVerdict.WEAKNESS)
    assert [one for one in others if str(one) not in TEXT.lower()] == []


def test_what_the_plan_must_answer_is_that_of_the_code():
    limit = numbers("if half of them were two levels from the other half (# on five levels)")
    assert limit == [round(disputed_from(5), 3)]
    assert f"at least {WORDS[FEWEST_TO_AGREE]} partners rated a question" in TEXT
    words = {"up", "stayed", "down", "too few to tell", "cannot be compared"}
    assert [one for one in words if f"**{one}**" not in TEXT] == []
    assert words == set(Moved) - {Moved.CANNOT_BE_TOLD}


# The worked example


@pytest.fixture(scope="module")
def units():
    """Trust -> sector -> score, as the document has them."""
    return {name: row for name, row in by_trust(SCORES).items() if len(name) == 1}


@pytest.fixture(scope="module")
def found(units):
    return compare(units, "A")


def test_the_parts_add_up_to_what_is_expected_and_what_is_left_over(units):
    of_sectors = by_trust(SCORES)["Part of the sector"]
    of_trusts = {row[0]: number(row[7]) for row in SCORES.rows if len(row[0]) == 1}
    left_over = by_trust(LEFT_OVER)
    assert left_over.keys() == units.keys()
    for trust, scores in units.items():
        expected = {
            one: of_trusts[trust] + of_sectors[one] + left_over[trust][one] for one in scores
        }
        assert expected == pytest.approx(scores)
        assert sum(left_over[trust].values()) == pytest.approx(0)
    for sector in of_sectors:
        assert sum(one.get(sector, 0) for one in left_over.values()) == pytest.approx(0)


def test_the_means_of_the_table_are_those_of_its_scores(units):
    means = {row[0]: number(row[6]) for row in SCORES.rows if row[6]}
    for trust, scores in units.items():
        assert sum(scores.values()) / len(scores) == pytest.approx(means[trust])
    others = [scores for trust, scores in units.items() if trust != "A"]
    for sector, mean in by_trust(SCORES)["Mean of B to F"].items():
        assert sum(one[sector] for one in others) / len(others) == pytest.approx(mean)
    assert sum(means[trust] for trust in "BCDEF") / 5 == pytest.approx(means["Mean of B to F"])


def test_the_difference_is_that_of_the_comparison(found):
    own, others, difference = numbers("The difference is # - # = #.")
    assert (found.score, found.reference, found.difference) == pytest.approx(
        (own, others, difference)
    )
    assert found.by_sector
    assert not found.own_spread_counts


def test_the_spread_and_the_standard_error_are_those_of_the_comparison(found):
    [squares] = numbers("The squares of these 28 numbers add up to #.")
    left = [one for row in by_trust(LEFT_OVER).values() for one in row.values()]
    assert len(left) == 28
    assert sum(one**2 for one in left) == pytest.approx(squares)
    sum_of_squares, df, spread = numbers("The spread is √(# ÷ #) = #.")
    assert sum_of_squares == squares
    assert found.df == found.residual_df == df
    assert found.pooled_sd == pytest.approx(sqrt(squares / df))
    assert round(found.pooled_sd, 3) == spread
    n, k = numbers("A has # sectors, and there are # other Trusts.")
    assert (found.n, found.k) == (n, k)
    assert found.se == pytest.approx(found.pooled_sd * sqrt(1 / n * (1 + 1 / k)))
    assert numbers("× √(⅓ × (1 + ⅕)) = #.") == [round(found.se, 3)]


def test_the_limits_are_those_of_the_comparison(found):
    difference, half, low, high = numbers("The 95% limits are # ± #, that is # to #.")
    assert difference == round(found.difference, 2)
    assert half == round(found.ci95[1] - found.difference, 3)
    assert (low, high) == tuple(round(one, 2) for one in found.ci95)
    assert numbers("The 90% limits are # to #.") == [round(one, 2) for one in found.ci90]
    df, t95, t90 = numbers("With # degrees of freedom, Student's t is # for 95% and # for 90%")
    assert df == found.df
    assert t95 == round((found.ci95[1] - found.difference) / found.se, 3)
    assert t90 == round((found.ci90[1] - found.difference) / found.se, 3)
    assert numbers("The p value is #.") == [round(found.p_value, 4)]


def test_the_verdict_is_that_of_the_comparison(found, units):
    assert f"The verdict is: {found.verdict.symbol} **{found.verdict}**." in TEXT
    before = compare({trust: list(one.values()) for trust, one in units.items()}, "A", RULES_1)
    [difference] = numbers("it gave a difference of # and said")
    assert before.difference == pytest.approx(difference)
    assert f"said *{before.verdict}*" in TEXT


# How often it is wrong


def test_the_table_has_a_row_for_each_condition_that_is_simulated():
    assert [row[0] for row in ALARMS.rows] == [name for name, *_ in CONDITIONS]
    cells = [cell for row in ALARMS.rows for cell in row[1:]]
    assert [one for one in cells if not re.fullmatch(r"\d+\.\d% \(\d+\.\d%\)", one)] == []


def test_what_is_above_the_wish_is_said_plainly():
    above = []
    for row, (*_, bound) in zip(ALARMS.rows, CONDITIONS, strict=True):
        shares = [cell.split(" ")[0] for cell in row[1:4]]
        above += [one for one in shares if float(one.strip("%")) > bound]
    said = TEXT.split("**Where this is not good enough.**")[1].split("What is there")[0]
    assert above == re.findall(r"\d+\.\d%", said)
