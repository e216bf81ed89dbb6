"""How many findings have which verdict."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.key_points import verdict_counts


def finding(verdict, kind=GroupKind.CELL, title="CAF: training"):
    return Finding(
        kind=kind,
        theme="caf",
        aspect="training" if kind is GroupKind.CELL else None,
        n_items=1,
        title=title,
        sentence="",
        trust="Borsetshire",
        verdict=verdict,
        comparison=Comparison(verdict=verdict, n=8, k=9),
        claim="",
        comparator="the West",
        year=2011,
    )


@given(st.lists(st.sampled_from(list(Verdict)), max_size=40))
def test_every_finding_of_the_kind_is_counted_once_under_its_word(words):
    findings = [finding(one) for one in words] + [finding(Verdict.AHEAD, GroupKind.THEME)]
    found = verdict_counts(findings, GroupKind.CELL, Verdict)
    assert [one.verdict for one in found.counts] == list(Verdict)
    assert {one.verdict: one.count for one in found.counts if one.count} == Counter(words)
    assert found.total == len(words)


def test_like_and_unknown_are_never_counted_together():
    words = [Verdict.IN_LINE, Verdict.NO_CLEAR_DIFFERENCE, Verdict.NO_CLEAR_DIFFERENCE]
    found = verdict_counts([finding(one) for one in words], GroupKind.CELL, Verdict)
    assert (
        found.sentence == "Of three aspects of themes: 1 broadly in line and 2 no clear difference."
    )


def test_titles_stand_in_the_order_of_the_pack():
    findings = [finding(Verdict.AHEAD, title=title) for title in ("B", "A")]
    (ahead,) = [
        one for one in verdict_counts(findings, GroupKind.CELL, Verdict).counts if one.count
    ]
    assert ahead.titles == ("B", "A")


def test_where_there_is_nothing_it_says_so():
    assert verdict_counts([], GroupKind.THEME, Verdict).sentence == "There is no verdict to count."


def test_it_refuses_to_count_single_questions():
    with pytest.raises(ValueError, match="not counted"):
        verdict_counts([], GroupKind.ITEM, Verdict)
