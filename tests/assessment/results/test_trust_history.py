"""A Trust over its signed years: on comparable questions, with breaks, lineage and its region."""

import pytest

from owf.access import OPERATOR
from owf.benchmark.change.trend import TrendOutcome
from tests.many_years import (
    BEDFORD,
    BEDFORDSHIRE,
    CAMBRIDGESHIRE,
    EAST,
    answered,
    joins,
    scores,
    years_of,
)

# Counting one database is enough: what differs between the two kinds is tested elsewhere.

FIRST = {"caf": [("c-1", "training"), ("c-2", "coaching")], "lead": [("l-1", "training")]}


@pytest.fixture
def years(cast):
    return years_of(cast)


def alike(pack, level, trusts=EAST):
    return {trust: answered(pack, level) for trust in trusts}


def wobbling(pack, year, trusts=EAST):
    """At 3 and a little more, in other years at other Trusts: no line is straight."""
    return {
        trust: answered(
            pack, {"": 3, "c-1": 3 + (number + year) % 2, "l-1": 3 + (number + year) // 2 % 2}
        )
        for number, trust in enumerate(trusts)
    }


def unsure(pack):
    return [one._replace(level=None, non_score="dont_know") for one in answered(pack, 3)]


# One questionnaire.


def test_five_years_of_one_questionnaire_make_a_line_and_a_trend(years):
    pack = years.pack("a", FIRST)
    years.open(dict.fromkeys((2003, 2004, 2005, 2006, 2007), pack))
    for level, year in enumerate((2003, 2004, 2005, 2006), 1):
        years.keep(
            year, wobbling(pack, year) | {CAMBRIDGESHIRE: answered(pack, level, apart=False)}
        )
    years.keep(2007, wobbling(pack, 2007) | {CAMBRIDGESHIRE: answered(pack, 5, apart=False)})
    found = years.history(2007)
    assert scores(found) == {2003: 1.0, 2004: 2.0, 2005: 3.0, 2006: 4.0, 2007: 5.0}
    assert set(joins(found).values()) == {"yes"}
    assert found.trend.outcome is TrendOutcome.INCREASING
    assert found.trend.trusts == 1 + len(EAST)
    assert (
        years.results(2007)
        .key_points[1]
        .startswith("Over the latest five years: increasing and getting better overall")
    )


def test_limits_come_from_the_spread_within_the_region_s_trusts(years):
    """All partners here agree, and the score has limits all the same (METHOD 2, pooling)."""
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    years.keep(2007, alike(pack, 3) | {CAMBRIDGESHIRE: answered(pack, 4, apart=False)})
    (point,) = years.history(2007).points
    assert point.n == 4
    assert point.lower < point.score < point.upper


def test_where_nobody_differs_anywhere_there_are_no_limits_and_it_says_so(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    years.keep(2007, {one: answered(pack, 3, apart=False) for one in (CAMBRIDGESHIRE, *EAST)})
    (point,) = years.history(2007).points
    assert (point.lower, point.why_not) == (None, "no limits: nobody differs from anybody")


def test_a_year_shows_what_was_known_then_and_no_later_year(years):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    for year in (2006, 2007):
        years.keep(year, {CAMBRIDGESHIRE: answered(pack, 3)})
    assert years.results(2006).years.years == (2006,)
    assert years.results(2007).years.years == (2006, 2007)


def test_one_year_only_has_no_line_and_says_so(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    years.keep(2007, {CAMBRIDGESHIRE: answered(pack, 3)})
    found = years.results(2007).years
    assert not found.has_a_line
    assert found.sentence == (
        "Cambridgeshire has one signed year to show, 2007. A line starts with the next."
    )


def test_a_year_that_was_not_signed_leaves_a_gap_in_words(years):
    pack = years.pack("a", FIRST)
    years.open(dict.fromkeys((2004, 2006, 2007), pack))
    for year in (2004, 2007):
        years.keep(year, {CAMBRIDGESHIRE: answered(pack, 3)})
    found = years.history(2007)
    assert scores(found) == {2004: 3.0, 2005: None, 2006: None, 2007: 3.0}
    assert [point.why_not for point in found.points[1:3]] == [
        "no self-evaluation",
        "not signed off",
    ]


def test_two_sectors_are_shown_to_the_trust_itself_and_make_no_trend(years, cast):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    years.keep(2006, alike(pack, 3) | {CAMBRIDGESHIRE: answered(pack, 4, ("health", "police"))})
    years.keep(2007, alike(pack, 3) | {CAMBRIDGESHIRE: answered(pack, 3)})
    first, _ = years.history(2007, who=cast.erin).points
    assert (first.score, first.n, first.why_not) == (4.0, 2, "too few partners")
    assert (first.lower, first.upper) == (None, None)
    outside, _ = years.history(2007, who=cast.frank).points
    assert (outside.score, outside.why_not) == (None, "too few partners")


# Three questionnaires.

SECOND = {"caf": [("c-1", "training"), ("c-2b", "coaching")], "lead": [("l-1", "training")]}


def test_a_question_that_breaks_leaves_the_line_on_those_that_stayed(years):
    first = years.pack("a", FIRST)
    second = years.pack(
        "b",
        SECOND,
        first,
        {"kind": "same", "from": ["c-1", "l-1"]},
        {"kind": "reworded", "from": "c-2", "to": "c-2b", "comparable": "no"},
    )
    years.open({2006: first, 2007: second})
    years.keep(2006, {CAMBRIDGESHIRE: answered(first, {"": 3, "c-2": 2})})
    years.keep(2007, {CAMBRIDGESHIRE: answered(second, {"": 3, "c-2b": 4})})
    caf = years.history(2007, "caf")
    assert scores(caf) == {2006: 3.0, 2007: 3.0}
    assert (joins(caf), caf.items, caf.asked) == ({2007: "yes"}, 1, 2)


def test_where_no_question_of_a_theme_stayed_its_line_breaks_and_goes_on_before(years):
    first = years.pack("a", {"caf": [("c-1", "training")], "lead": [("l-1", "training")]})
    second = years.pack(
        "b",
        {"caf": [("c-9", "training")], "lead": [("l-1", "training")]},
        first,
        {"kind": "same", "from": ["l-1"]},
        {"kind": "reworded", "from": "c-1", "to": "c-9", "comparable": "no"},
    )
    years.open({2005: first, 2006: first, 2007: second})
    for year, pack, level in ((2005, first, 2), (2006, first, 3), (2007, second, 4)):
        years.keep(year, {CAMBRIDGESHIRE: answered(pack, {"": 3, "c-1": level, "c-9": level})})
    caf = years.history(2007, "caf")
    assert scores(caf) == {2005: 2.0, 2006: 3.0, 2007: 4.0}
    assert joins(caf) == {2006: "yes", 2007: "no"}
    assert [point.year for point in caf.newest] == [2007]
    assert caf.notes == ((2007, "C 1, C 9: not compared. Because of reworded."),)
    # Overall goes on without it.
    assert scores(years.history(2007)) == {2005: 3.0, 2006: 3.0, 2007: 3.0}
    assert set(joins(years.history(2007)).values()) == {"yes"}


def test_what_is_compared_with_care_is_joined_so_with_its_note(years):
    first = years.pack("a", FIRST)
    second = years.pack(
        "b",
        SECOND,
        first,
        {"kind": "same", "from": ["c-1", "l-1"]},
        {"kind": "reworded", "from": "c-2", "to": "c-2b", "comparable": "with_care"},
    )
    years.open({2006: first, 2007: second})
    years.keep(2006, {CAMBRIDGESHIRE: answered(first, 3)})
    years.keep(2007, {CAMBRIDGESHIRE: answered(second, 3)})
    assert joins(years.history(2007, "caf")) == {2007: "with_care"}
    assert joins(years.history(2007, "lead")) == {2007: "yes"}
    assert years.history(2007, "caf").notes == (
        (2007, "C 2B, C 2B: compared with care. Because of reworded."),
    )


def test_a_theme_that_is_new_begins_its_line_with_its_first_year(years):
    first = years.pack("a", {"caf": [("c-1", "training")]})
    second = years.pack(
        "b", FIRST, first,
        {"kind": "same", "from": ["c-1"]}, {"kind": "added", "to": ["c-2", "l-1"]},
    )  # fmt: skip
    years.open({2006: first, 2007: second})
    years.keep(2006, alike(first, 3) | {CAMBRIDGESHIRE: answered(first, 3)})
    years.keep(2007, alike(second, 3) | {CAMBRIDGESHIRE: answered(second, 3)})
    lead = years.history(2007, "lead")
    assert [point.words for point in lead.points] == ["not asked", "3.0"]
    assert joins(lead) == {}
    # Its region is drawn over the year that it was asked.
    assert [point.year for point in lead.region.points] == [2007]


def test_over_three_questionnaires_every_year_rests_on_the_same_questions(years):
    """A split in one and a merger in the next: what was one question once counts once in all."""
    first = years.pack("a", {"caf": [("c-1", "training"), ("c-2", "training")]})
    second = years.pack(
        "b",
        {"caf": [("c-1a", "training"), ("c-1b", "training"), ("c-2", "training")]},
        first,
        {"kind": "split", "from": "c-1", "to": ["c-1a", "c-1b"], "comparable": "yes"},
        {"kind": "same", "from": ["c-2"]},
    )
    third = years.pack(
        "c",
        {"caf": [("c-1a", "training"), ("c-1b", "training"), ("c-2", "training"),
                 ("c-3", "training")]},
        second,
        {"kind": "same", "from": ["c-1a", "c-1b", "c-2"]},
        {"kind": "added", "to": ["c-3"]},
    )  # fmt: skip
    years.open({2005: first, 2006: second, 2007: third})
    # Whoever answers as before does not move: 2 on what was one question, 4 on the other.
    years.keep(2005, {CAMBRIDGESHIRE: answered(first, {"c-1": 2, "": 4})})
    years.keep(2006, {CAMBRIDGESHIRE: answered(second, {"c-1a": 2, "c-1b": 2, "": 4})})
    years.keep(2007, {CAMBRIDGESHIRE: answered(third, {"c-1a": 2, "c-1b": 2, "": 4, "c-3": 4})})
    caf = years.history(2007, "caf")
    assert scores(caf) == {2005: 3.0, 2006: 3.0, 2007: 3.0}
    assert (caf.items, caf.asked) == (2, 4)


def test_levels_of_another_scale_are_converted_on_the_way(years):
    first = years.pack("a", {"caf": [("c-1", "training")]})
    turned = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
    second = years.pack(
        "b",
        {"caf": [("c-1", "training")]},
        first,
        {"kind": "rescaled", "from": "c-1", "comparable": "yes", "convert": turned},
    )
    years.open({2006: first, 2007: second})
    years.keep(2006, {CAMBRIDGESHIRE: answered(first, 2)})
    years.keep(2007, {CAMBRIDGESHIRE: answered(second, 4)})
    assert scores(years.history(2007)) == {2006: 4.0, 2007: 4.0}


def test_where_no_lineage_leads_back_everything_breaks(years):
    first = years.pack("a", FIRST)
    second = years.pack("b", FIRST)
    years.open({2006: first, 2007: second})
    years.keep(2006, {CAMBRIDGESHIRE: answered(first, 2)})
    years.keep(2007, {CAMBRIDGESHIRE: answered(second, 4)})
    for theme in (None, "caf", "lead"):
        found = years.history(2007, theme)
        assert (scores(found), joins(found)) == ({2006: 2.0, 2007: 4.0}, {2007: "no"})
    ((year, note),) = years.history(2007).notes
    assert (year, note.startswith("the earlier questions were different")) == (2007, True)


# Lineage of Trusts.


def test_a_predecessor_is_shown_behind_and_never_joined(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack, 2008: pack, 2010: pack})
    for year, trust, level in (
        (2007, BEDFORDSHIRE, 2),
        (2008, BEDFORDSHIRE, 3),
        (2010, BEDFORD, 4),
    ):
        years.keep(year, {trust: answered(pack, level)})
    found = years.history(2010, trust=BEDFORD)
    assert [point.words for point in found.points] == [
        "no such Trust yet", "no such Trust yet", "not signed off", "4.0",
    ]  # fmt: skip
    (behind,) = found.behind
    assert behind.trust == "Bedfordshire"
    assert [(one.year, one.score) for one in behind.points] == [(2007, 2.0), (2008, 3.0)]


@pytest.mark.parametrize("level", ["headline", "done"])
def test_a_predecessor_that_was_not_published_in_full_is_not_shown(years, level):
    pack = years.pack("a", FIRST)
    years.open({2008: pack, 2010: pack})
    years.keep(2008, {BEDFORDSHIRE: answered(pack, 2)}, level)
    years.keep(2010, {BEDFORD: answered(pack, 4)})
    assert years.history(2010, trust=BEDFORD).behind == ()


# Findings over all years.


def test_the_title_says_where_the_overall_score_went_and_whether_that_is_a_trend(years):
    pack = years.pack("a", FIRST)
    years.open(dict.fromkeys((2003, 2004, 2005, 2006, 2007), pack))
    for level, year in zip((2, 2, 3, 3, 4), (2003, 2004, 2005, 2006, 2007), strict=True):
        years.keep(year, wobbling(pack, year) | {CAMBRIDGESHIRE: answered(pack, level)})
    assert years.results(2006).years.sentence == (
        "Cambridgeshire's overall score was 2.0 in 2003 and 3.0 in 2006. A trend cannot be "
        "calculated, overall or on any theme: a trend needs 5 yearly points and there are 4 "
        "yearly points."
    )
    assert years.results(2007).years.sentence.startswith(
        "Cambridgeshire's overall score was 2.0 in 2003 and 4.0 in 2007: over the latest five "
        "years, increasing and getting better, +0.50 a year (95% limits "
    )


def test_the_title_says_nothing_over_a_break(years):
    first, second = years.pack("a", FIRST), years.pack("b", FIRST)
    years.open({2006: first, 2007: second})
    years.keep(2006, {CAMBRIDGESHIRE: answered(first, 2)})
    years.keep(2007, {CAMBRIDGESHIRE: answered(second, 4)})
    assert years.results(2007).years.sentence == (
        "Cambridgeshire's overall score was 4.0 in 2007: the questions of the years before cannot "
        "be compared."
    )


def test_where_the_years_after_a_break_have_no_score_the_title_says_so(years):
    first, second = years.pack("a", FIRST), years.pack("b", FIRST)
    years.open({2005: first, 2006: first, 2007: second})
    for year, level in ((2005, 2), (2006, 3)):
        years.keep(year, {CAMBRIDGESHIRE: answered(first, level)})
    years.keep(2007, {CAMBRIDGESHIRE: unsure(second)})
    assert years.results(2007).years.sentence == (
        "Cambridgeshire has no overall score to show since the questions changed: no score in "
        "2007. The scores of the years before, 2.0 in 2005 and 3.0 in 2006, cannot be compared "
        "with what comes next."
    )


def test_where_no_year_has_a_score_none_is_said_to_be_there(years):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    for year in (2006, 2007):
        years.keep(year, {CAMBRIDGESHIRE: unsure(pack)})
    assert years.results(2007).years.sentence == (
        "Cambridgeshire has no overall score to show: no score in 2006 and no score in 2007."
    )


def test_a_score_of_a_year_before_the_newest_is_said_with_its_own_year(years):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    years.keep(2006, {CAMBRIDGESHIRE: answered(pack, 2)})
    years.keep(2007, {CAMBRIDGESHIRE: unsure(pack)})
    assert years.results(2007).years.sentence == (
        "Cambridgeshire has one overall score to show, 2.0 in 2006; after it, no score in 2007."
    )


# The region behind it.


def test_the_region_is_drawn_over_the_trusts_of_all_shown_years_with_their_number(years):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    levels = dict(zip((*EAST, CAMBRIDGESHIRE), (2, 2, 3, 3, 4, 4, 3), strict=True))
    before = {trust: answered(pack, level) for trust, level in levels.items()}
    years.keep(2006, before)
    # One is gone: over the others nothing has changed.
    years.keep(2007, {trust: given for trust, given in before.items() if trust != EAST[0]})
    region = years.history(2007).region
    assert region.trusts == 6
    assert [(one.lower_quartile, one.median, one.upper_quartile) for one in region.points] == [
        (3.0, 3.0, 3.75)
    ] * 2


def test_unnamed_trusts_enter_no_quartile(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    every = alike(pack, 3) | {CAMBRIDGESHIRE: answered(pack, 3)}
    unnamed = dict.fromkeys(EAST[:3], "headline")
    years.keep(2007, every, dict.fromkeys(every, "full") | unnamed)
    region = years.history(2007).region
    assert (region.points, region.trusts) == ((), 4)
    assert region.why_not.startswith("only four Trusts have a score to show")


def test_a_trust_of_two_sectors_enters_no_quartile(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    few = {EAST[0]: answered(pack, 4, ("health", "police"))}
    years.keep(2007, alike(pack, 3) | few | {CAMBRIDGESHIRE: answered(pack, 3)})
    assert years.history(2007).region.trusts == 6


# Who looks.


def test_a_year_that_was_not_published_in_full_is_closed_to_others(years, cast):
    pack = years.pack("a", FIRST)
    years.open({2006: pack, 2007: pack})
    years.keep(2006, {CAMBRIDGESHIRE: answered(pack, 2)}, "headline")
    years.keep(2007, {CAMBRIDGESHIRE: answered(pack, 4)})
    assert scores(years.history(2007, who=cast.erin)) == {2006: 2.0, 2007: 4.0}
    for who in (cast.frank, cast.grace):
        assert scores(years.history(2007, who=who)) == {2007: 4.0}


def test_between_two_open_years_a_closed_one_is_said_to_be_closed(years, cast):
    pack = years.pack("a", FIRST)
    years.open(dict.fromkeys((2005, 2006, 2007), pack))
    for year, level in ((2005, "full"), (2006, "done"), (2007, "full")):
        years.keep(year, {CAMBRIDGESHIRE: answered(pack, 3)}, level)
    points = years.history(2007, who=cast.frank).points
    assert [point.words for point in points] == ["3.0", "not published in full", "3.0"]


# What is kept in memory.


def test_what_was_worked_out_once_is_there_at_the_next_look(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    years.keep(2007, {CAMBRIDGESHIRE: answered(pack, 3)})
    assert years.results(2007).years is years.results(2007).years


def test_another_trust_s_signature_is_seen_at_once(years):
    pack = years.pack("a", FIRST)
    years.open({2007: pack})
    years.keep(2007, alike(pack, 3, EAST[:4]))
    years.keep(2007, {CAMBRIDGESHIRE: answered(pack, 3)})
    assert years.history(2007, who=OPERATOR).region.trusts == 5
    years.keep(2007, {EAST[4]: answered(pack, 3)})
    assert years.history(2007, who=OPERATOR).region.trusts == 6
