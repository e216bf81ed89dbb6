"""Each verdict on the pages of comparisons opens its whole working."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from owf.access import OPERATOR
from owf.assessment.results.region import open_region
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.scores.groups import GroupKind
from owf.web.charts.verdicts.grid import verdict_grid
from owf.web.markup.verdicts import verdict_with_working
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
    "Partners needed to settle a gap of half a level",
}
"""What METHOD 2 asks a comparison's working to name; "p adjusted over ..." has more words."""
CONTENTS = [
    COMPARISON,
    EVERY | {"Mean change", "Their mean in 2008", "Their mean in 2009", "95% limits of the change"},
    EVERY | {"Mean gap, leaders minus practitioners", "95% limits of the gap"},
    EVERY | {"Mean difference, aspect minus overall", "95% limits of the difference"},
    {"Verdict", "Agreed score here", "Mean of theirs", "Spread between them (SD)"},
]


def is_whole(working):
    """Whether a working has all that its kind must name."""
    labels = {"p adjusted" if label.startswith("p adjusted") else label for label in working}
    wanted = [contents for contents in CONTENTS if contents <= labels]
    return bool(wanted) and ("p adjusted" in labels or "Agreed score here" in labels)


def assert_plain(sentence):
    """One sentence, of no word that only statistics has."""
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert not re.search(r"\b(limits|pooled|adjusted|degrees|variance|p|n|k)\b", sentence), sentence


def assert_whole(shown):
    for one in shown:
        assert is_whole(one.working), one
        assert_plain(one.plain)
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
            if one.kind is not GroupKind.ASPECT or not one.within
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
    assert '<span class="owf-ears"> (working)</span>' in summary
    assert markup.startswith('<details class="owf-why" name="owf-why"><summary>')
    assert len(read_verdicts(verdict_grid(view.findings, view.pack, view.rules))) == sum(
        found.kind is GroupKind.CELL for found in view.findings
    )
