"""What the pages show as a verdict's working can be worked out again by hand.

From the sectors' scores that were signed, with plain arithmetic and scipy's tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from statistics import fmean, variance

import numpy as np
import pytest
from scipy import stats

from owf.access import OPERATOR
from owf.assessment.results.trust_comparison import compare_with
from owf.demo.places import ESSEX, SUFFOLK, THURROCK
from owf.store import signed_scores
from tests.web.rendered import CAMBRIDGESHIRE, CHAIR, EAST, LEAD, NATION

Sectors = Mapping[str, float]
Read = Callable[[int, str, str], Mapping[int, Sectors]]


@pytest.fixture
def sectors(site_store) -> Read:
    """The signed scores of a year's Trusts in the East of England, by sector, on one group."""

    def read(year, key, audience="leaders"):
        with site_store.reading() as session:
            trusts = signed_scores.signed_trusts(session, year, EAST)
            scores = signed_scores.scores_of(session, trusts.values(), audience)
        return {
            trust: scores[trust][key].sector_scores
            for trust, one in trusts.items()
            if one.publication != "done" and key in scores[trust]
        }

    return read


THEMES = ("caf", "lead-professional", "information-sharing", "multi-agency")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def ends(text: str) -> list[float]:
    return [number(end) for end in text.split(" to ")]


def pooled(samples: Sequence[Sequence[float]]) -> tuple[float, int]:
    """The spread within samples, and its degrees of freedom."""
    squares = sum((len(one) - 1) * variance(one) for one in samples)
    df = sum(len(one) - 1 for one in samples)
    return math.sqrt(squares / df), df


def verdict_by_hand(ci95, ci90, p_adjusted, words):
    """METHOD 2's table; ``words`` in its order, from ahead to behind."""
    ahead, slightly_ahead, in_line, unclear, slightly_behind, behind = words
    if p_adjusted <= 0.05 and ci95[0] > 0:
        return ahead if ci95[0] >= 0.25 else slightly_ahead
    if p_adjusted <= 0.05 and ci95[1] < 0:
        return behind if ci95[1] <= -0.25 else slightly_behind
    return in_line if ci90[0] > -0.5 and ci90[1] < 0.5 else unclear


def limits_by_hand(d, se, df):
    """95% and 90% limits, and p."""
    t95, t90 = stats.t.ppf(0.975, df), stats.t.ppf(0.95, df)
    return (
        (d - t95 * se, d + t95 * se),
        (d - t90 * se, d + t90 * se),
        2 * stats.t.sf(abs(d) / se, df),
    )


def own_spread_counts(own, own_df, others, others_df):
    """Whether a variance is wider than the others' beyond chance, and the chance of it."""
    tail = float(stats.f.sf(own / others, own_df, others_df))
    return tail <= 0.2, tail


def assert_worked_out(shown, by_hand, words, *, d, what):
    """Hold what the page shows of a family to what was worked out by hand."""
    adjusted = stats.false_discovery_control([one["p"] for one in by_hand])
    assert len(shown) == len(by_hand)
    for one, hand, p_adjusted in zip(shown, by_hand, adjusted, strict=True):
        lines = one.working
        assert number(lines[d]) == pytest.approx(hand["d"], abs=6e-4)
        assert float(lines["Degrees of freedom of the spread"]) == pytest.approx(
            hand["df"], rel=6e-4
        )
        assert number(lines[f"Standard error of the {what}"]) == pytest.approx(hand["se"], abs=6e-4)
        assert ends(lines[f"95% limits of the {what}"]) == pytest.approx(hand["ci95"], abs=6e-4)
        assert ends(lines[f"90% limits of the {what}"]) == pytest.approx(hand["ci90"], abs=6e-4)
        (adjusted_label,) = [label for label in lines if label.startswith("p adjusted over")]
        ps = [("p", hand["p"]), (adjusted_label, p_adjusted)]
        if "tail" in hand:
            ps.append(("Chance of a spread here at least as much wider (F)", hand["tail"]))
            assert_spreads(lines, hand)
        for label, p in ps:
            small = lines[label] == "below 0.0001"
            assert p < 1e-4 if small else float(lines[label]) == pytest.approx(p, abs=6e-5)
        assert one.word == verdict_by_hand(hand["ci95"], hand["ci90"], p_adjusted, words)


def assert_spreads(lines, hand):
    """The spreads of both sides, and whose counted."""
    assert number(lines["Spread here"]) == pytest.approx(hand["own_sd"], abs=6e-4)
    assert number(lines["Spread in the other Trusts"]) == pytest.approx(hand["others_sd"], abs=6e-4)
    counted = lines["Spread that counts"]
    assert counted.startswith("each side's own" if hand["own_counts"] else "the pooled one")


def paired_by_hand(own: tuple[Sectors, Sectors], others: Sequence[tuple[Sectors, Sectors]]):
    """The mean of the second less the first over the sectors of both.

    The spread is that over all Trusts, or the own where it is wider than the others'.
    """

    def differences(pair):
        first, second = pair
        return [second[sector] - first[sector] for sector in first if sector in second]

    mine = differences(own)
    theirs = [found for pair in others if len(found := differences(pair)) >= 3]
    sd, df = pooled([mine, *theirs])
    compared = {}
    if theirs:
        (own_sd, own_df), (others_sd, others_df) = pooled([mine]), pooled(theirs)
        own_counts, tail = own_spread_counts(own_sd**2, own_df, others_sd**2, others_df)
        if own_counts:
            sd, df = own_sd, own_df
        compared = {
            "own_sd": own_sd, "others_sd": others_sd, "tail": tail, "own_counts": own_counts,
        }  # fmt: skip
    d, se = fmean(mine), sd / math.sqrt(len(mine))
    ci95, ci90, p = limits_by_hand(d, se, df)
    return {
        "n": len(mine),
        "d": d,
        "sd": sd,
        "df": df,
        "se": se,
        "ci95": ci95,
        "ci90": ci90,
        "p": p,
    } | compared


def like_with_like_by_hand(scores: Mapping[int, Sectors], own: int):
    """METHOD 2, version 2: least squares on a column for each Trust and each sector."""
    trusts = list(scores)
    kinds = list(dict.fromkeys(sector for units in scores.values() for sector in units))
    cells = [(trust, sector) for trust, units in scores.items() for sector in units]
    y = np.array([scores[trust][sector] for trust, sector in cells])
    columns = [*trusts, *kinds]
    x = np.array([[one in cell for one in columns] for cell in cells], dtype=float)
    solve = np.linalg.pinv(x)
    effects = solve @ y
    left = y - x @ effects
    free = 1 - np.diag(x @ solve)
    here = np.array([trust == own for trust, _ in cells])
    k = len(trusts) - 1
    wanted = [(1 if one == own else -1 / k) if one in trusts else 0 for one in columns]
    weights = np.array(wanted) @ solve
    d = float(weights @ y)
    df = len(y) - np.linalg.matrix_rank(x)
    s = math.sqrt(left @ left / df)
    own_df, others_df = free[here].sum(), free[~here].sum()
    own_square = left[here] @ left[here] / own_df
    others_square = left[~here] @ left[~here] / others_df
    own_counts, tail = own_spread_counts(own_square, own_df, others_square, others_df)
    if own_counts:
        of_own = own_square * (weights[here] @ weights[here])
        of_others = others_square * (weights[~here] @ weights[~here])
        se = math.sqrt(of_own + of_others)
        df = se**4 / (of_own**2 / own_df + of_others**2 / others_df)
    else:
        se = s * math.sqrt(weights @ weights)
    ci95, ci90, p = limits_by_hand(d, se, df)
    of_sector = dict(zip(columns, effects, strict=True))
    less = np.round(y - [of_sector[sector] for _, sector in cells], 9)
    pairs = [(a > b) + (a == b) / 2 for a, b in product(less[here], less[~here])]
    return {
        "d": d, "s": s, "k": k, "df": df, "se": se, "ci95": ci95, "ci90": ci90, "p": p,
        "own_sd": math.sqrt(own_square), "others_sd": math.sqrt(others_square),
        "tail": tail, "own_counts": own_counts, "superiority": fmean(pairs),
    }  # fmt: skip


COMPARED = ("ahead", "slightly ahead", "broadly in line", "no clear difference",
            "slightly behind", "behind")  # fmt: skip


@pytest.mark.parametrize("family", ["overall", "themes"])
@pytest.mark.parametrize("trust", [CAMBRIDGESHIRE, ESSEX, THURROCK])
def test_a_comparison_on_the_page_can_be_worked_out_again_by_hand(verdicts, sectors, trust, family):
    keys = ["overall"] if family == "overall" else [f"theme:{theme}" for theme in THEMES]
    page = verdicts("compare", NATION, trust=str(trust), year="2008")
    rows = [one for one in page if one.table == "The same in numbers" and one.column == "Verdict"]
    shown = rows[:1] if family == "overall" else rows[1:]
    by_hand = []
    for one, key in zip(shown, keys, strict=True):
        scores = sectors(2008, key)
        own, hand = scores[trust], like_with_like_by_hand(scores, trust)
        by_hand.append(hand)
        lines, k, s = one.working, hand["k"], hand["s"]
        assert int(lines["Sectors with a score here (n)"]) == len(own)
        assert int(lines["Other Trusts compared with (k)"]) == k == 9
        mean = fmean(own.values())
        assert number(lines["Score here: mean of its sectors"]) == pytest.approx(mean, abs=6e-4)
        assert number(lines["The other Trusts, for the same sectors"]) == pytest.approx(
            mean - hand["d"], abs=6e-4
        )
        assert number(lines["Spread between sectors within a Trust, pooled (s)"]) == pytest.approx(
            s, abs=6e-4
        )
        needed = max(3, math.ceil((2.8 * s / 0.5) ** 2 * (1 + 1 / k)))
        label = "Sectors needed to find a gap of half a level four times in five"
        assert int(lines[label]) == needed
        share = round(100 * hand["superiority"])
        times = "once" if share == 1 else f"{share} times"
        assert f"elsewhere {times} in 100" in lines["Partner against partner"]
        assert "Why no direction is given" not in lines
    assert_worked_out(shown, by_hand, COMPARED, d="Difference (d)", what="difference")
    # Essex's partners quarrel: there each side's own spread counts.
    assert {hand["own_counts"] for hand in by_hand} == {trust == ESSEX}
    # Thurrock lacks two sectors that all others have.
    assert {len(own), max(map(len, scores.values()))} == {10 if trust == THURROCK else 12, 12}


@pytest.mark.parametrize("trust", [ESSEX, SUFFOLK])
def test_a_change_on_the_page_can_be_worked_out_again_by_hand(verdicts, sectors, trust):
    page = verdicts("compare", LEAD, trust=str(trust), year="2009")
    shown = [one for one in page if "Mean change" in one.working][1:]
    by_hand = []
    for theme in THEMES:
        before, now = (sectors(year, f"theme:{theme}") for year in (2008, 2009))
        both = {one: (before[one], now[one]) for one in before if one in now}
        own = both.pop(trust)
        by_hand.append(paired_by_hand(own, list(both.values())))
        assert len(both) == 6
    for one, hand in zip(shown, by_hand, strict=True):
        assert int(one.working["Sectors with a score in both years (n)"]) == hand["n"]
        over = (
            "this Trust alone, because it differs more"
            if hand["own_counts"]
            else "this Trust and 6 other Trusts"
        )
        assert one.working["The spread is pooled over"].startswith(over)
    assert {hand["own_counts"] for hand in by_hand} == {trust == ESSEX}
    words = ("improved", "slightly improved", "about the same", "no clear change",
             "slightly worse", "worse")  # fmt: skip
    assert_worked_out(shown, by_hand, words, d="Mean change", what="change")
    assert trust == ESSEX or "slightly improved" in {one.word for one in shown}


def test_a_gap_on_the_page_can_be_worked_out_again_by_hand(verdicts, sectors):
    page = verdicts("compare", CHAIR, trust="873", year="2008")
    label = "Mean gap, leaders minus practitioners"
    shown = [one for one in page if label in one.working][1:]
    by_hand = []
    for theme in THEMES:
        key = f"theme:{theme}"
        leaders = sectors(2008, key, "leaders_shared")[CAMBRIDGESHIRE]
        practitioners = sectors(2008, key, "practitioners")[CAMBRIDGESHIRE]
        by_hand.append(paired_by_hand((practitioners, leaders), []))
    for one, hand in zip(shown, by_hand, strict=True):
        assert int(one.working["Sectors with a score from both (n)"]) == hand["n"]
        assert number(one.working["Spread of gaps between sectors"]) == pytest.approx(
            hand["sd"], abs=6e-4
        )
    words = ("leaders rate higher", "leaders rate slightly higher", "broadly in line",
             "no clear difference", "practitioners rate slightly higher",
             "practitioners rate higher")  # fmt: skip
    assert_worked_out(shown, by_hand, words, d=label, what="gap")


def test_a_strength_on_the_page_can_be_worked_out_again_by_hand(verdicts, sectors, site_store):
    page = verdicts("compare", CHAIR, trust="873", year="2008")
    label = "Mean difference, aspect minus overall"
    shown = [one for one in page if label in one.working]
    view = compare_with(site_store, OPERATOR, CAMBRIDGESHIRE, 2008)
    overall = sectors(2008, "overall")
    by_hand = []
    for one in view.strengths:
        aspect = sectors(2008, f"aspect:{one.aspect}")
        pairs = {trust: (overall[trust], aspect[trust]) for trust in overall}
        by_hand.append(paired_by_hand(pairs.pop(CAMBRIDGESHIRE), list(pairs.values())))
    for one in shown:
        # Of an aspect that one theme alone has the page says no more than "a strength".
        one.word = one.working["Verdict"]
    words = ("a strength throughout", "a slight strength throughout", "about the same",
             "no clear difference", "a slight weakness throughout",
             "a weakness throughout")  # fmt: skip
    assert_worked_out(shown, by_hand, words, d=label, what="difference")


def test_an_agreed_score_s_range_on_the_page_can_be_worked_out_again_by_hand(verdicts, site_store):
    page = verdicts("compare", CHAIR, trust="873", year="2008")
    shown = {one.row: one for one in page if "Agreed score here" in one.working}
    with site_store.reading() as session:
        trusts = signed_scores.signed_trusts(session, 2008, EAST)
        scores = signed_scores.scores_of(session, trusts.values())
    for key, row in (
        ("theme:lead-professional", "Lead professional and team around the child"),
        ("cell:multi-agency/commitment", "Multi-agency working: commitment"),
    ):
        working = shown[row].working
        agreed = {trust: scores[trust][key].agreed for trust in trusts}
        own = agreed.pop(CAMBRIDGESHIRE)
        others = [agreed[trust] for trust, one in trusts.items()
                  if trust in agreed and one.publication == "full"]  # fmt: skip
        k, mean, sd = len(others), fmean(others), math.sqrt(variance(others))
        half = stats.t.ppf(0.975, k - 1) * math.sqrt(1 + 1 / k) * sd
        assert int(working["Other Trusts that show an agreed score (k)"]) == k
        assert number(working["Agreed score here"]) == pytest.approx(own, abs=6e-4)
        assert number(working["Mean of theirs"]) == pytest.approx(mean, abs=6e-4)
        assert number(working["Spread between them (SD)"]) == pytest.approx(sd, abs=6e-4)
        expected = ends(working["Expected range: mean ± t × √(1 + 1/k) × SD"])
        assert expected == pytest.approx([mean - half, mean + half], abs=6e-4)
        word = (
            "unusually low" if own < mean - half else "unusually high" if own > mean + half else ""
        )
        assert word
        t = (own - mean) / (math.sqrt(1 + 1 / k) * sd)
        assert float(working["p"]) == pytest.approx(2 * stats.t.sf(abs(t), k - 1), abs=6e-5)
        assert working["Verdict"] == shown[row].word.strip() == word
