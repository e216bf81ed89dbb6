"""Change since last year over two questionnaires: on comparable questions alone (METHOD 4).

What is expected is worked out here with loops over the raw answers.
"""

import random
from dataclasses import dataclass
from datetime import date
from statistics import fmean

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.carrying import carry_over
from owf.assessment.comparing import compare_with
from owf.assessment.nation import open_nation
from owf.assessment.opening import open_cycle
from owf.assessment.regions import open_region
from owf.assessment.scoring import leaders_rows
from owf.benchmark import Group, GroupKind, change_by_kind
from owf.questionnaire import Pack
from owf.store import Store, results, rounds
from owf.store.answers import RoundAnswer
from tests.cast import EAST_OF_ENGLAND
from tests.later_packs import lineage_of, pack_with

EAST = (821, 822, 823, 874, 881, 882, 883, 919)
CAMBRIDGESHIRE = 873
ALL = (CAMBRIDGESHIRE, *EAST)
SECTORS = ("health", "police", "schools", "charity")
LAST, THIS = 2007, 2008
OVERALL, CAF, MULTI = (
    Group.from_key(key) for key in ("overall", "theme:caf", "theme:multi-agency")
)

# Counting one database is enough: what differs between the two kinds is tested elsewhere.
pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

BEFORE = {
    "caf": [
        ("c-same", "training"),
        ("c-word", "training"),
        ("c-split", "coaching"),
        ("c-move", "benefit"),
        ("c-gone", "benefit"),
        ("c-no", "coaching"),
    ],
    "multi-agency": [
        ("m-same", "training"),
        ("m-one", "co-location"),
        ("m-two", "co-location"),
        ("m-scale", "benefit"),
    ],
    "steady": [("s-1", "training"), ("s-2", "training")],
}
NOW = {
    "caf": [
        ("c-same", "training"),
        ("c-word-2", "training"),
        ("c-split-a", "coaching"),
        ("c-split-b", "coaching"),
        ("c-no-2", "coaching"),
        ("c-new", "coaching"),
    ],
    "multi-agency": [
        ("m-same", "training"),
        ("m-both", "co-location"),
        ("m-scale", "benefit"),
        ("c-move", "benefit"),
    ],
    "lead": [("l-new", "training")],
    "steady": [("s-1", "training"), ("s-2", "training")],
}
CONVERT = {1: 1, 2: 1, 3: 3, 4: 5, 5: 5}
CHANGES = (
    {"kind": "same", "from": ["c-same", "m-same", "s-1", "s-2"]},
    {"kind": "reworded", "from": "c-word", "to": "c-word-2", "comparable": "with_care"},
    {"kind": "split", "from": "c-split", "to": ["c-split-a", "c-split-b"], "comparable": "yes"},
    {"kind": "moved", "from": "c-move", "comparable": "yes"},
    {"kind": "removed", "from": "c-gone"},
    {"kind": "reworded", "from": "c-no", "to": "c-no-2", "comparable": "no"},
    {"kind": "added", "to": ["c-new", "l-new"]},
    {"kind": "merged", "from": ["m-one", "m-two"], "to": "m-both", "comparable": "with_care"},
    {"kind": "rescaled", "from": "m-scale", "comparable": "yes", "convert": CONVERT},
)
# theme, aspect -> the questions as either year asked them: each tuple is one question.
LINES = {
    ("caf", "training"): [(("c-same",), ("c-same",)), (("c-word",), ("c-word-2",))],
    ("caf", "coaching"): [(("c-split",), ("c-split-a", "c-split-b"))],
    ("multi-agency", "training"): [(("m-same",), ("m-same",))],
    ("multi-agency", "co-location"): [(("m-one", "m-two"), ("m-both",))],
    ("multi-agency", "benefit"): [(("m-scale",), ("m-scale",)), (("c-move",), ("c-move",))],
    ("steady", "training"): [(("s-1",), ("s-1",)), (("s-2",), ("s-2",))],
}


@dataclass(frozen=True)
class World:
    """A questionnaire of 2007, one of 2008 made from it, and what Trusts signed of them."""

    store: Store
    tiny: Pack
    old: Pack
    new: Pack

    def later(self, themes, *changes, **more):
        """A questionnaire of 2008 made from that of 2007: what is in no change is removed."""
        kept = {
            old
            for one in changes
            for old in ([one["from"]] if isinstance(one.get("from"), str) else one.get("from", []))
        }
        gone = {"kind": "removed", "from": [one.id for one in self.old.items if one.id not in kept]}
        return pack_with(self.tiny, "2008", themes, lineage_of(self.old, *changes, gone), **more)

    def open(self, last=None, this=None):
        """Open both years, each with its questionnaire."""
        for year, pack in ((LAST, last or self.old), (THIS, this or self.new)):
            opens, closes = date(year, 6, 1), date(year, 7, 17)
            open_cycle(self.store, OPERATOR, year, pack, opens=opens, closes=closes)

    def keep(self, year, answers_of, publication="full"):
        """Keep what Trusts answered and signed, at a publication level."""
        carry_over(self.store, OPERATOR, year, answers_of, dict.fromkeys(answers_of, publication))

    def keep_bare(self, trust, given, publication="full"):
        """Keep the scores that a Trust signed in 2007, without the answers behind them."""
        with self.store.writing() as session:
            round_id = rounds.add_round(session, LAST, trust)
            results.write_snapshot(
                session,
                round_id,
                self.old.digest(),
                scores=leaders_rows(self.old, given, {}),
                signed_by=OPERATOR.id,
                signed_at=clock.now(),
                publication=publication,
            )
            rounds.set_round_status(session, round_id, "signed", publication)

    def compare(self, trust=CAMBRIDGESHIRE):
        """A Trust in 2008 against its region."""
        return compare_with(self.store, OPERATOR, trust, THIS)

    def region(self, year=THIS):
        """The East of England."""
        return open_region(self.store, OPERATOR, EAST_OF_ENGLAND, year)

    def nation(self):
        """England in 2008."""
        return open_nation(self.store, OPERATOR, THIS)


@pytest.fixture
def world(cast):
    old = pack_with(cast.pack, "2007", BEFORE)
    new = pack_with(cast.pack, "2008", NOW, lineage_of(old, *CHANGES), rescaled=["m-scale"])
    return World(cast.store, cast.pack, old, new)


def made_up(chance, pack):
    """One or two partners a sector, some of whom leave items out or give no score."""
    given, partner = [], 0
    for sector in SECTORS:
        for _ in range(chance.choice([1, 2])):
            partner += 1
            for item in pack.items:
                if chance.random() < 0.1:
                    continue
                level = chance.randint(1, 5) if chance.random() < 0.85 else None
                given.append(
                    RoundAnswer(partner, sector, item.id, level, None if level else "dont_know")
                )
    return given


def all_at(level, pack, **others):
    """Four sectors, one partner each, at one level; other items at others (``c_new=1``)."""
    levels = {item.id: level for item in pack.items}
    levels |= {name.replace("_", "-"): one for name, one in others.items()}
    return [
        RoundAnswer(partner, sector, item, one, None)
        for partner, sector in enumerate(SECTORS)
        for item, one in levels.items()
    ]


def by_hand(given, lines, side):
    """Sector -> score on these lines, from one year's answers."""
    partners = {}
    for one in given:
        partners.setdefault((one.sector_id, one.partner_id), {})[one.item_id] = one.level
    sectors = {}
    for (sector, _), said in partners.items():
        on_lines = []
        for line in lines:
            levels = []
            for item in line[side]:
                level = said.get(item)
                if level is not None:
                    converted = side == 0 and item == "m-scale"
                    levels.append(CONVERT[level] if converted else level)
            if levels:
                on_lines.append(fmean(levels))
        if on_lines:
            sectors.setdefault(sector, []).append(fmean(on_lines))
    return {sector: fmean(scores) for sector, scores in sectors.items()}


def lines_of(group):
    return [
        line
        for (theme, aspect), lines in LINES.items()
        for line in lines
        if group.theme in {None, theme} and group.aspect in {None, aspect}
    ]


def groups():
    cells = [Group(GroupKind.CELL, theme=theme, aspect=aspect) for theme, aspect in LINES]
    themes = dict.fromkeys(one.theme for one in cells)
    aspects = dict.fromkeys(one.aspect for one in cells)
    return [
        OVERALL,
        *(Group(GroupKind.THEME, theme=one) for one in themes),
        *(Group(GroupKind.ASPECT, aspect=one) for one in aspects),
        *cells,
    ]


def expected(raw, own, trusts=ALL):
    def both(group, trust):
        lines = lines_of(group)
        return by_hand(raw[LAST][trust], lines, 0), by_hand(raw[THIS][trust], lines, 1)

    return change_by_kind(
        {group: both(group, own) for group in groups()},
        {
            group: {str(trust): both(group, trust) for trust in trusts if trust != own}
            for group in groups()
        },
    )


def found_by_group(changes):
    return {Group(one.kind, theme=one.theme, aspect=one.aspect): one.change for one in changes}


def same_changes(changes, by_group):
    found = found_by_group(changes)
    assert found.keys() == by_group.keys()
    for group, change in found.items():
        other = by_group[group]
        assert (change.verdict, change.n, change.others) == (other.verdict, other.n, other.others)
        assert change.mean_change == pytest.approx(other.mean_change)
        assert (change.before, change.after) == pytest.approx((other.before, other.after))
        assert change.ci95 == pytest.approx(other.ci95)
        assert change.p_adjusted == pytest.approx(other.p_adjusted)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_change_is_that_of_the_raw_answers_on_what_both_years_asked(world, seed):
    chance = random.Random(seed)
    world.open()
    raw = {
        year: {trust: made_up(chance, pack) for trust in ALL}
        for year, pack in ((LAST, world.old), (THIS, world.new))
    }
    for year, answers_of in raw.items():
        world.keep(year, answers_of)
    same_changes(world.compare().changes, expected(raw, CAMBRIDGESHIRE))
    # The second time they come from memory.
    same_changes(world.compare(EAST[0]).changes, expected(raw, EAST[0]))


def test_a_change_never_crosses_a_break(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old, c_no=1, c_gone=1) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, world.new, c_no_2=5, c_new=5, l_new=5) for trust in ALL})
    found = world.compare()
    changes = found_by_group(found.changes)
    assert {round(one.mean_change, 9) for one in changes.values()} == {0.0}
    assert Group(GroupKind.THEME, theme="lead") not in changes
    # The year's own scores have them all the same.
    assert found.scores["theme:caf"].mean == pytest.approx(22 / 6)


def test_an_item_counts_where_it_is_now(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old, c_move=1) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, world.new, c_move=5) for trust in ALL})
    changes = found_by_group(world.compare().changes)
    assert changes[CAF].mean_change == pytest.approx(0.0)
    assert changes[MULTI].mean_change == pytest.approx(1.0)


def test_what_is_compared_is_said_with_what_changed(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, world.new) for trust in ALL})
    notes = world.compare().change_notes
    assert notes.sentence == (
        "Change is worked out on 10 of the 13 questions of 2008: two questions are new, and one "
        "question was changed too much to be compared. Of those compared, two questions were "
        "changed and are compared with care. Two questions of 2007 have nothing to stand beside "
        "and are left out. So these scores can differ from those on each year's own page."
    )
    assert notes.nothing_for == {"lead": "new in 2008: nothing to compare with"}
    assert notes.changed == (
        ("caf", "C WORD 2, C WORD 2: compared with care. Because of reworded."),
        ("caf", "C NO 2, C NO 2: not compared. Because of reworded."),
        ("multi-agency", "M BOTH, M BOTH: compared with care. Because of merged."),
    )
    said = world.compare().to_json(made_up=False)["notes"]
    assert {"theme": "lead", "text": "new in 2008: nothing to compare with"} in said
    assert {"theme": None, "text": notes.sentence} in said


def test_a_cell_says_on_how_many_questions_its_change_rests(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, world.new) for trust in ALL})
    found = {(one.theme, one.aspect): one for one in world.compare().changes}
    assert found["caf", "coaching"].n_items == 1
    assert found["caf", "training"].n_items == 2


def test_where_nothing_may_be_compared_it_says_so(world):
    other = world.later({"lead": [("l-new", "training")]}, {"kind": "added", "to": "l-new"})
    world.open(this=other)
    world.keep(LAST, {trust: all_at(3, world.old) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, other) for trust in ALL})
    why = "No question of 2008 can be compared with one of 2007, so no change is worked out."
    assert (world.compare().changes, world.compare().no_change_because) == ((), why)
    assert world.region().no_change_because == why
    assert world.nation().since_sentence == why


def test_the_lineage_is_followed_over_a_questionnaire_in_between(world):
    between = world.later(
        {"caf": [("c-same", "training"), ("c-word-2", "training"), ("m-scale", "benefit")]},
        {"kind": "same", "from": "c-same"},
        {"kind": "reworded", "from": "c-word", "to": "c-word-2", "comparable": "with_care"},
        {"kind": "rescaled", "from": "m-scale", "comparable": "yes", "convert": CONVERT},
        rescaled=["m-scale"],
    )
    last = pack_with(
        world.tiny,
        "2008-b",
        {"caf": [("c-same", "training"), ("c-word-3", "training"), ("m-part", "benefit")]},
        lineage_of(
            between,
            {"kind": "same", "from": "c-same"},
            {"kind": "reworded", "from": "c-word-2", "to": "c-word-3", "comparable": "no"},
            {
                "kind": "rescaled",
                "from": "m-scale",
                "to": "m-part",
                "comparable": "with_care",
                "convert": {1: 5, 2: 4, 3: 3, 4: 2, 5: 1},
            },
        ),
    )
    with world.store.writing() as session:
        rounds.keep_pack(session, between.name, between.digest(), between.to_json())
    world.open(this=last)
    world.keep(LAST, {trust: all_at(4, world.old, m_scale=2) for trust in ALL})
    world.keep(THIS, {trust: all_at(4, last) for trust in ALL})
    found = world.compare()
    changes = found_by_group(found.changes)
    # 2 counts as 1 in between, and that as 5 now; the reworded question breaks the line.
    benefit = changes[Group(GroupKind.CELL, theme="caf", aspect="benefit")]
    assert (benefit.before, benefit.after) == pytest.approx((5.0, 4.0))
    assert changes[CAF].before == pytest.approx(4.5)
    assert "Change is worked out on 2 of the 3 questions of 2008" in found.change_notes.sentence


def test_a_trust_signed_without_answers_is_compared_only_where_questions_are_the_same(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old) for trust in EAST})
    world.keep_bare(CAMBRIDGESHIRE, all_at(2, world.old))
    world.keep(THIS, {trust: all_at(3, world.new) for trust in ALL})
    found = world.compare()
    steady = Group(GroupKind.THEME, theme="steady")
    assert [one.theme for one in found.changes if one.kind is GroupKind.THEME] == ["steady"]
    assert found_by_group(found.changes)[steady].mean_change == pytest.approx(1.0)
    assert "The results of one Trust were signed without the answers" in found.change_notes.said
    assert OVERALL in found_by_group(world.compare(EAST[0]).changes)
    # On the region's page it is in the mean of the theme that stayed, and in no other.
    means = world.region().changed_means
    assert (means[steady].trusts, means[CAF].trusts) == (9, 8)


def test_a_trust_that_has_nothing_to_be_scored_from_hears_why(world):
    fewer = world.later({"caf": [("c-same", "training")]}, {"kind": "same", "from": "c-same"})
    world.open(this=fewer)
    world.keep(LAST, {trust: all_at(3, world.old) for trust in EAST})
    world.keep_bare(CAMBRIDGESHIRE, all_at(2, world.old))
    world.keep(THIS, {trust: all_at(3, fewer) for trust in ALL})
    assert world.compare().changes == ()
    assert "signed without the answers behind the scores" in world.compare().no_change_because
    why = {one.name: one.no_change_because for one in world.region().trusts}
    assert why["Cambridgeshire"] == "signed without the answers behind the scores"
    assert why["Bedford"] == ""


# Who enters whose figures.


def test_the_region_s_mean_is_over_what_both_years_asked(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old, c_gone=5, c_no=5) for trust in ALL})
    world.keep(THIS, {trust: all_at(4, world.new, c_new=1, l_new=1) for trust in ALL})
    view = world.region()
    assert view.changed_means[CAF].change == pytest.approx(1.0)
    assert view.changed_means[CAF].trusts == 9
    assert world.region(LAST).standings[0].mean.value != pytest.approx(
        view.changed_means[OVERALL].before
    )
    assert view.change_notes.nothing_for == {"lead": "new in 2008: nothing to compare with"}
    for one in view.trusts:
        assert [change.theme for change in one.changes] == [None, "caf", "multi-agency", "steady"]


def test_trusts_at_done_are_in_no_change(world):
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:6]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[6:]}, "done")
    assert world.region().changed_means[OVERALL].trusts == 6


@pytest.mark.parametrize(("number", "counted"), [(1, 0), (2, 0), (3, 3)])
def test_unnamed_trusts_enter_in_threes(world, number, counted):
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:6]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[6 : 6 + number]}, "headline")
    mean = world.region().changed_means[OVERALL]
    assert (mean.trusts, mean.unnamed) == (6 + counted, counted)


def test_a_block_of_which_one_cannot_be_scored_anew_stays_out_whole(world):
    """Three of four unnamed Trusts: beside the year's own mean they would tell the fourth."""
    world.open()
    named, unnamed = ALL[:5], ALL[5:]
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(3, pack) for trust in named})
        if year == THIS:
            world.keep(year, {trust: all_at(5, pack) for trust in unnamed}, "headline")
    world.keep(LAST, {trust: all_at(5, world.old) for trust in unnamed[:3]}, "headline")
    world.keep_bare(unnamed[3], all_at(5, world.old), "headline")
    assert world.region(LAST).standings[0].mean.unnamed == 4
    means = world.region().changed_means
    assert {(one.trusts, one.unnamed) for one in means.values()} == {(5, 0)}
    since = world.nation().since
    assert [one.mean.n for one in since] == [5, 5]


def test_unnamed_trusts_are_in_no_change_on_a_single_question_of_a_theme(world):
    one_left = world.later(
        {"caf": [("c-same", "training"), ("c-new", "benefit")], "steady": BEFORE["steady"]},
        {"kind": "same", "from": ["c-same", "s-1", "s-2"]},
        {"kind": "added", "to": "c-new"},
    )
    world.open(this=one_left)
    for year, pack in ((LAST, world.old), (THIS, one_left)):
        world.keep(year, {trust: all_at(3, pack) for trust in ALL[:5]})
        world.keep(year, {trust: all_at(5, pack) for trust in ALL[5:]}, "headline")
    means = world.region().changed_means
    assert (means[OVERALL].unnamed, means[CAF].unnamed) == (4, 0)
    assert means[Group(GroupKind.THEME, theme="steady")].unnamed == 4


# England.


def test_england_s_change_is_over_what_both_years_asked(world):
    world.open()
    world.keep(LAST, {trust: all_at(2, world.old, c_gone=5, c_no=5) for trust in ALL})
    world.keep(THIS, {trust: all_at(4, world.new, c_new=1) for trust in ALL})
    view = world.nation()
    # Level 2 of the question with another scale counts as 1: ten questions, one of them lower.
    assert [one.mean.value for one in view.since] == pytest.approx([(8 * 2 + 1) / 9, 4.0])
    assert view.shares_since == (0, 100)
    assert "10 of the 13 questions" in view.since_notes.sentence
    assert view.to_json(made_up=False)["since_notes"] == view.since_notes.to_json()
