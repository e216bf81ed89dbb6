"""Change since last year over two questionnaires: on comparable questions alone (METHOD 4).

What is expected is worked out here with loops over the raw answers.
"""

import random
from statistics import fmean

import pytest

from owf.benchmark.change.changes import change_by_kind
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import Lineage, load_named
from owf.settings import PACKS
from owf.store import rounds
from owf.store.answers import RoundAnswer
from tests.later_packs import lineage_of, pack_with
from tests.two_packs import (
    ALL,
    CAF,
    CAMBRIDGESHIRE,
    CONVERT,
    EAST,
    LAST,
    MULTI,
    OVERALL,
    SECTORS,
    THIS,
    all_at,
    found_by_group,
    world_of,
)

# Counting one database is enough: what differs between the two kinds is tested elsewhere.


@pytest.fixture
def world(cast):
    return world_of(cast)


# theme, aspect -> the questions as either year asked them: each tuple is one question.
LINES = {
    ("caf", "training"): [(("c-same",), ("c-same",)), (("c-word",), ("c-word-2",))],
    ("caf", "coaching"): [(("c-split",), ("c-split-a", "c-split-b"))],
    ("multi-agency", "training"): [(("m-same",), ("m-same",))],
    ("multi-agency", "co-location"): [(("m-one", "m-two"), ("m-both",))],
    ("multi-agency", "benefit"): [(("m-scale",), ("m-scale",)), (("c-move",), ("c-move",))],
    ("steady", "training"): [(("s-1",), ("s-1",)), (("s-2",), ("s-2",))],
}


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
        "Change is calculated on 10 of the 13 questions of 2008: two questions are new, and one "
        "question was changed too much to be compared. Of those compared, two questions were "
        "changed and are compared with care. Two questions of 2007 have no matching question and "
        "are left out. These scores can therefore differ from those on each year's own page."
    )
    assert notes.nothing_for == {"lead": "new in 2008, so there is nothing to compare with"}
    assert notes.changed == (
        ("caf", "C WORD 2, C WORD 2: compared with care. Because of reworded."),
        ("caf", "C NO 2, C NO 2: not compared. Because of reworded."),
        ("multi-agency", "M BOTH, M BOTH: compared with care. Because of merged."),
    )
    said = world.compare().to_json(made_up=False)["notes"]
    assert {"theme": "lead", "text": "new in 2008, so there is nothing to compare with"} in said
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
    why = "No question of 2008 can be compared with one of 2007, so no change can be calculated."
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
    assert "Change is calculated on 2 of the 3 questions of 2008" in found.change_notes.sentence


@pytest.mark.parametrize(
    "lineage",
    [
        pytest.param({"since": "tiny@1999"}, id="from one that is nowhere"),
        pytest.param({"since": "tiny@2008"}, id="from itself"),
        pytest.param(
            {"since": "tiny@2007", "changes": [{"kind": "same", "from": ["not-there"]}]},
            id="from another text of the same name",
        ),
    ],
)
def test_where_the_lineage_does_not_lead_to_last_year_no_change_is_worked_out(world, lineage):
    lost = Lineage.model_validate({"changes": [{"kind": "same", "from": ["c-same"]}]} | lineage)
    pack = pack_with(world.tiny, "2008", {"caf": [("c-same", "training")]}, lost)
    world.open(this=pack)
    world.keep(LAST, {trust: all_at(3, world.old) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, pack) for trust in ALL})
    why = "The questions of 2007 were different, so no change can be calculated."
    assert (world.compare().changes, world.compare().no_change_because) == ((), why)


def test_a_questionnaire_in_between_that_was_never_used_is_read_from_the_product_s_own(world):
    before, after = (load_named(PACKS, f"integrated-working@{year}") for year in (2008, 2010))
    world.open(last=before, this=after)
    world.keep(LAST, {trust: all_at(3, before) for trust in ALL[:2]})
    world.keep(THIS, {trust: all_at(4, after) for trust in ALL[:2]})
    found = world.compare()
    changes = found_by_group(found.changes)
    assert changes[OVERALL].mean_change == pytest.approx(1.0)
    assert "Change is calculated on 55 of the 98 questions of 2008" in found.change_notes.sentence
    assert found.change_notes.nothing_for["participation"].startswith("new in 2008")
