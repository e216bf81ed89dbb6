"""Each verdict on the pages of comparisons opens its whole working."""

from __future__ import annotations

import math
import re
from collections import Counter

import pytest
from scipy import stats

from owf.access import OPERATOR
from owf.assessment.results.region import open_region
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.scores.groups import GroupKind
from owf.charts.verdicts.grid import verdict_grid
from owf.markup.formatting import limits
from owf.markup.verdicts import verdict_with_working
from tests.web.rendered import CAMBRIDGESHIRE, CHAIR, EAST, LEAD, NATION, read_verdicts

EVERY = {"Verdict", "p", "Margins", "Largest adjusted p of a difference", "Rule version"}
COMPARISON = EVERY | {
    "Sectors with a score here (n)",
    "Other Trusts compared with (k)",
    "Spread between sectors within a Trust, pooled (s)",
    "Degrees of freedom of the spread",
    "Difference (d)",
    "Standard error of the difference",
    "95% limits of the difference",
    "90% limits of the difference",
    "Sectors needed to find a gap of half a level four times in five",
}
"""What METHOD 2 asks a comparison's working to name; "p adjusted over ..." has more words."""
CONTENTS = [
    COMPARISON,
    EVERY | {"Mean change", "Their mean in 2008", "Their mean in 2009", "95% limits of the change"},
    EVERY | {"Mean gap, leaders minus practitioners", "95% limits of the gap"},
    EVERY | {"Mean difference, aspect minus overall", "95% limits of the difference"},
    {"Verdict", "Agreed score here", "Mean of theirs", "Spread between them (SD)", "p"},
]


SPREADS = {
    "Spread here",
    "Spread in the other Trusts",
    "Chance of a spread here at least as much wider (F)",
    "Spread that counts",
}
"""What says whose spread counted, wherever other Trusts have one and limits can be calculated."""
NOT_CALCULATED = "cannot be calculated"


def is_whole(working):
    """Whether a working has all that its kind must name."""
    labels = {"p adjusted" if label.startswith("p adjusted") else label for label in working}
    wanted = [contents for contents in CONTENTS if contents <= labels]
    alone = (
        "Spread of gaps between sectors" in labels
        or "Agreed score here" in labels
        or working.get("The spread is pooled over", "").endswith("no other Trust has both years")
        or NOT_CALCULATED in {working[label] for label in labels if label.startswith("95% limits")}
    )
    return bool(wanted) and "p adjusted" in labels and (alone or labels >= SPREADS)


# The words of each kind in the order of METHOD 2's table, by what its difference is called.
WORDS = {
    "Difference (d)": (
        "ahead", "slightly ahead", "broadly in line", "no clear difference", "slightly behind",
        "behind",
    ),
    "Mean change": (
        "improved", "slightly improved", "about the same", "no clear change", "slightly worse",
        "worse",
    ),
    "Mean gap, leaders minus practitioners": (
        "leaders rate higher", "leaders rate slightly higher", "broadly in line",
        "no clear difference", "practitioners rate slightly higher", "practitioners rate higher",
    ),
    "Mean difference, aspect minus overall": (
        "a strength throughout", "a slight strength throughout", "about the same",
        "no clear difference", "a slight weakness throughout", "a weakness throughout",
    ),
}  # fmt: skip
PAIRS = {
    "Mean change": ("Sectors with a score in both years (n)",
                    "Spread of changes between sectors within a Trust"),
    "Mean gap, leaders minus practitioners": ("Sectors with a score from both (n)",
                                              "Spread of gaps between sectors"),
    "Mean difference, aspect minus overall": (
        "Sectors with both scores (n)", "Spread of differences between sectors within a Trust"),
}  # fmt: skip


def number(text):
    return float(text.replace("−", "-"))


def value_of(working, opening):
    """The value of the one line whose label begins so."""
    (found,) = [value for label, value in working.items() if label.startswith(opening)]
    return found


def assert_follows(shown):
    """From its working's own lines: standard error, limits, p, sectors needed, and the verdict."""
    working = shown.working
    between = value_of(working, "95% limits of") if "Margins" in working else NOT_CALCULATED
    if between == NOT_CALCULATED:
        return
    (name,) = [name for name in WORDS if name in working]
    d, se = number(working[name]), number(value_of(working, "Standard error of"))
    df = float(working["Degrees of freedom of the spread"])
    ci95, ci90 = ([number(end) for end in value_of(working, f"{level}% limits of").split(" to ")]
                  for level in (95, 90))  # fmt: skip
    for probability, ends in ((0.975, ci95), (0.95, ci90)):
        t = stats.t.ppf(probability, df)
        # Three places are shown of each number.
        assert ends == pytest.approx([d - t * se, d + t * se], abs=6e-4 * (2 + t)), shown
    if "Spread that counts" in working:
        tail = number_below(working["Chance of a spread here at least as much wider (F)"])
        own_counts = working["Spread that counts"].startswith("each side's own")
        assert own_counts == (tail <= 0.2), shown
    if name in PAIRS:
        n, spread = (working[label] for label in PAIRS[name])
        assert se == pytest.approx(number(spread) / math.sqrt(int(n)), abs=1.1e-3), shown
        if "Spread that counts" in working and own_counts:
            assert (spread, df) == (working["Spread here"], int(n) - 1), shown
    else:
        s = number(working["Spread between sectors within a Trust, pooled (s)"])
        own_df, others_df = pair(working["Degrees of freedom here and elsewhere"])
        weights = pair(working["Squared weights of the scores here and elsewhere"])
        if own_counts:
            spreads = number(working["Spread here"]), number(working["Spread in the other Trusts"])
            parts = [one**2 * weight for one, weight in zip(spreads, weights, strict=True)]
            welch = sum(parts) ** 2 / (parts[0] ** 2 / own_df + parts[1] ** 2 / others_df)
            assert df == pytest.approx(welch, rel=0.02), shown
        else:
            parts = [s**2 * weight for weight in weights]
        assert se == pytest.approx(math.sqrt(sum(parts)), abs=1.1e-3), shown
        k = int(working["Other Trusts compared with (k)"])
        needed = [max(3, math.ceil((2.8 * one / 0.5) ** 2 * (1 + 1 / k)))
                  for one in (s - 5e-4, s + 5e-4)]  # fmt: skip
        label = "Sectors needed to find a gap of half a level four times in five"
        assert needed[0] <= int(working[label]) <= needed[1], shown
    p_adjusted = number_below(value_of(working, "p adjusted over"))
    # A limit that is shown on a margin may lie on either side of it.
    words = {
        verdict_from_lines(working, widened(ci95, by), widened(ci90, by), p_adjusted, WORDS[name])
        for by in (-5e-4, 0, 5e-4)
    }
    assert working["Verdict"] in words, shown
    if shown.limits:
        assert [number(end) for end in shown.limits.split(" to ")] == pytest.approx(ci95, abs=6e-3)


def pair(text):
    return tuple(number(one) for one in text.split(" and "))


def number_below(text):
    return 0.0 if text == "below 0.0001" else float(text)


def widened(ends, by):
    return ends[0] - by, ends[1] + by


def verdict_from_lines(working, ci95, ci90, p_adjusted, words):
    """METHOD 2's table."""
    ahead, slightly_ahead, in_line, unclear, slightly_behind, behind = words
    if "Why no direction is given" in working:
        return unclear
    if p_adjusted <= 0.05 and ci95[0] > 0:
        return ahead if ci95[0] >= 0.25 else slightly_ahead
    if p_adjusted <= 0.05 and ci95[1] < 0:
        return behind if ci95[1] <= -0.25 else slightly_behind
    return in_line if ci90[0] > -0.5 and ci90[1] < 0.5 else unclear


def assert_plain(sentence):
    """One sentence, of no word that only statistics has."""
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert not re.search(r"\b(limits|pooled|adjusted|degrees|variance|p|n|k)\b", sentence), sentence


def assert_whole(shown):
    for one in shown:
        assert is_whole(one.working), one
        assert_plain(one.plain)
        assert_follows(one)
        assert one.link == "/method"
        # Of an aspect that one theme alone has, nothing is said throughout.
        assert one.working["Verdict"].removesuffix(" throughout") == one.word.removesuffix(
            " throughout"
        ), one


@pytest.mark.parametrize(
    ("who", "address"),
    [
        (CHAIR, {"trust": "873", "year": "2008"}),
        (CHAIR, {"trust": "873", "year": "2008", "with": "england"}),
        (LEAD, {"trust": "926", "year": "2009"}),
        (NATION, {"trust": "926", "year": "2009", "with": "peers", "peers": "919-935"}),
    ],
    ids=["region", "england", "two years, from outside", "too few peers"],
)
def test_every_verdict_on_the_compare_page_opens_its_whole_working(
    verdicts, site_store, who, address
):
    peers = [int(one) for one in address.get("peers", "").split("-") if one]
    view = compare_with(
        site_store, who, int(address["trust"]), int(address["year"]),
        address.get("with", "region"), peers=peers,
    )  # fmt: skip
    shown = verdicts("compare", who, **address)
    assert_whole(shown)
    short = {GroupKind.OVERALL, GroupKind.THEME}
    as_cells = {one.aspect for one in view.unusual if one.kind is GroupKind.CELL}
    expected = Counter(
        [str(one.verdict) for one in view.findings if one.kind in short]
        # The overall one again, above the Trusts with their limits.
        + [str(view.findings[0].verdict)]
        + [str(one.verdict) for one in view.findings if one.kind is GroupKind.CELL]
        + [str(one.verdict) for one in view.beside]
        + [str(one.verdict) for one in view.changes if one.kind in short]
        + [str(one.verdict) for one in view.strengths]
        + [str(one.verdict) for one in view.gaps if one.kind in short]
        + [
            str(one.verdict)
            for one in view.unusual
            if one.kind is not GroupKind.ASPECT or not (one.within and one.aspect in as_cells)
        ]
    )
    assert Counter(one.working["Verdict"] for one in shown) == expected


@pytest.mark.parametrize("address", [{"year": "2008", "theme": "caf"}, {"year": "2009"}])
def test_every_verdict_on_the_region_s_page_opens_its_whole_working(verdicts, site_store, address):
    view = open_region(site_store, LEAD, EAST, int(address["year"]))
    shown = verdicts("region", LEAD, region=EAST, **address)
    assert_whole(shown)
    trusts, subjects = len(view.trusts), 1 + len(view.pack.themes)
    changes = sum(len(one.changes) for one in view.trusts)
    pair = sum(one.kind is not GroupKind.ASPECT for one in view.trusts[0].findings)
    # Those overall or on the chosen theme are in the table of who moved, too.
    moved = sum(one.theme == address.get("theme") for trust in view.trusts for one in trust.changes)
    assert len(shown) == trusts * subjects + trusts + changes + moved + 2 * pair


def test_a_verdict_without_its_working_does_not_get_past_the_reader_of_these_tests():
    mark = '<span class="owf-verdict owf-up"><span aria-hidden="true">▲ </span>ahead</span>'
    with pytest.raises(AssertionError, match="verdicts that open nothing"):
        read_verdicts(f"<table><tr><td>{mark}</td></tr></table>")
    with pytest.raises(AssertionError, match="marks outside a verdict"):
        read_verdicts("<td>▼ behind</td>")


def test_the_word_itself_is_what_opens_the_working_and_says_so_to_a_screen_reader(site_store):
    view = compare_with(site_store, OPERATOR, CAMBRIDGESHIRE, 2008)
    one = view.findings[0]
    markup = verdict_with_working(one, view.rules)
    summary = markup.split("<summary>")[1].split("</summary>")[0]
    assert "broadly in line" in summary
    assert f'<span class="owf-limits">{limits(one.comparison.ci95)}</span>' in summary
    assert "owf-limits" not in verdict_with_working(one, view.rules, with_limits=False)
    assert '<span class="owf-ears"> (working)</span>' in summary
    assert markup.startswith('<details class="owf-why" name="owf-why"><summary>')
    assert len(read_verdicts(verdict_grid(view.findings, view.pack, view.rules))) == sum(
        found.kind is GroupKind.CELL for found in view.findings
    )
