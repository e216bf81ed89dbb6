"""Change on single questions between two signed years, against sums done here from raw answers."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from scipy import stats

from owf.assessment.errors import NotFound
from owf.improvement.plan.question_changes import Moved, question_changes
from owf.store import Store
from owf.store.answers import RoundAnswer
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from tests.movement_by_hand import AS_GIVEN, by_hand, differences, moved_by_hand, raw_answers
from tests.two_packs import (
    ALL,
    CONVERT,
    EAST,
    LAST,
    SECTORS,
    THIS,
    all_at,
    world_of,
)

ORIGINS = {
    "c-same": {"c-same": AS_GIVEN},
    "c-word-2": {"c-word": AS_GIVEN},
    "c-split-a": {"c-split": AS_GIVEN},
    "c-split-b": {"c-split": AS_GIVEN},
    "c-move": {"c-move": AS_GIVEN},
    "m-same": {"m-same": AS_GIVEN},
    "m-both": {"m-one": AS_GIVEN, "m-two": AS_GIVEN},
    "m-scale": {"m-scale": CONVERT},
    "s-1": {"s-1": AS_GIVEN},
    "s-2": {"s-2": AS_GIVEN},
}
"""Question of the later year -> those of the earlier one, and what their levels count as."""


@pytest.fixture
def world(cast):
    return world_of(cast)


def changes_in(store, before=LAST, now=THIS, trust=CAMBRIDGESHIRE):
    with store.reading() as session:
        return question_changes(session, trust, EAST_OF_ENGLAND, before, now)


def hold_against(found, own, others, origins):
    """All questions of ``found``; own and others are (returns before, returns now) of Trusts."""
    by_item = {
        item: by_hand(
            differences(*own, item, olds), [differences(*one, item, olds) for one in others]
        )
        for item, olds in origins.items()
    }
    tested = {item: one for item, one in by_item.items() if one is not None}
    adjusted = dict(
        zip(tested, stats.false_discovery_control([one[3] for one in tested.values()]), strict=True)
    )
    assert found.compared.keys() == origins.keys()
    for item, (mean, limits, narrower, p_value) in tested.items():
        change = found.compared[item].change
        assert change.mean == pytest.approx(mean)
        assert change.ci95 == pytest.approx(limits)
        assert change.ci90 == pytest.approx(narrower)
        assert change.p_value == pytest.approx(p_value)
        assert change.p_adjusted == pytest.approx(adjusted[item])
        assert found.compared[item].moved == moved_by_hand(limits, narrower, adjusted[item])
    return {found.compared[item].moved for item in tested}


def made_up(chance, pack, lift=0.0):
    """One or two partners a sector, who leave some questions out or do not know."""
    given, partner = [], 0
    for sector in SECTORS:
        for _ in range(chance.choice([1, 2])):
            partner += 1
            for item in pack.items:
                if chance.random() < 0.05:
                    continue
                level = min(5, max(1, round(chance.gauss(2.5 + lift, 0.7))))
                is_known = chance.random() < 0.9
                given.append(
                    RoundAnswer(
                        partner,
                        sector,
                        item.id,
                        level if is_known else None,
                        None if is_known else "dont_know",
                    )
                )
    return given


def as_returns(given):
    """(sector, item -> level) of each partner."""
    partners = defaultdict(dict)
    for one in given:
        partners[one.sector_id, one.partner_id][one.item_id] = one.level
    return [(sector, answers) for (sector, _), answers in partners.items()]


@pytest.mark.parametrize("seed", range(4))
def test_every_comparable_question_is_measured_with_p_over_all_of_them(world, seed):
    chance = random.Random(seed)
    before = {trust: made_up(chance, world.old) for trust in ALL}
    now = {trust: made_up(chance, world.new, 1.5 * (trust == CAMBRIDGESHIRE)) for trust in ALL}
    world.open()
    world.keep(LAST, before)
    world.keep(THIS, now)
    both = {trust: (as_returns(before[trust]), as_returns(now[trust])) for trust in ALL}
    own = both.pop(CAMBRIDGESHIRE)
    words = hold_against(changes_in(world.store), own, both.values(), ORIGINS)
    assert Moved.UP in words


def test_cambridgeshire_s_movement_from_2008_to_2011_as_from_its_raw_answers(five_years_path):
    own, others, origins = raw_answers(five_years_path)
    store = Store(f"sqlite:///{five_years_path}")
    found = changes_in(store, 2008, 2011)
    store.close()
    words = hold_against(found, own, others, origins)
    assert words >= {Moved.UP, Moved.STAYED, Moved.TOO_FEW}
    # The wider roll-out of lead professionals by 2011 is the demonstration's story.
    assert all(
        one.moved is Moved.UP for item, one in found.compared.items() if item in {"lp-01", "lp-05"}
    )
    assert set(found.not_compared) == {"lp-14", "is-11"}


# What became of a question.


@pytest.fixture
def both_years(world):
    """Everybody a level higher in the later year; the police move otherwise in each Trust."""
    world.open()
    for year, pack, level in ((LAST, world.old, 2), (THIS, world.new, 3)):
        answers = {}
        for number, trust in enumerate(ALL):
            given = all_at(level, pack)
            answers[trust] = [
                one._replace(level=1 + number % 3)
                if year == THIS and one.sector_id == "police"
                else one
                for one in given
            ]
        world.keep(year, answers)
    return changes_in(world.store)


def test_a_question_that_is_asked_no_more_says_so_with_the_reason(both_years):
    (found,) = both_years.of("c-gone")
    assert (found.moved, found.now, found.finding) == (Moved.NOT_COMPARED, None, None)
    assert found.sentence.endswith(
        "cannot be compared between 2007 and 2008: Tiny 2008 does not ask it any more (Because of "
        "removed.)."
    )


def test_a_question_that_changed_too_much_says_so_with_the_reason(both_years):
    (found,) = both_years.of("c-no")
    assert found.moved is Moved.NOT_COMPARED
    assert "Tiny 2008 changed it too much (Because of reworded.)" in found.sentence


def test_a_question_that_was_split_is_shown_by_each_of_its_parts(both_years):
    assert [one.now for one in both_years.of("c-split")] == ["c-split-a", "c-split-b"]
    assert {one.then for one in both_years.of("c-split")} == {("c-split",)}


def test_questions_that_were_merged_lead_to_the_same_one(both_years):
    (one,), (other,) = both_years.of("m-one"), both_years.of("m-two")
    assert one == other
    assert (one.then, one.now) == (("m-one", "m-two"), "m-both")
    assert one.note == "Because of merged."


def test_what_is_compared_with_care_has_its_note(both_years):
    (found,) = both_years.of("c-word")
    assert found.note == "Because of reworded."
    assert both_years.of("c-same")[0].note == ""


def test_a_question_that_the_year_never_asked_says_so(both_years):
    (found,) = both_years.of("nothing-of-ours")
    assert found.moved is Moved.NOT_COMPARED
    assert "it is not a question of 2007" in found.sentence


def test_agreed_levels_of_both_years_are_on_the_later_scale(both_years):
    rescaled = both_years.compared["m-scale"]
    # Level 2 counts as 1 on the new scale.
    assert (rescaled.agreed_then, rescaled.agreed_now) == (1.0, 3.0)
    assert both_years.compared["c-same"].agreed_then == 2.0


def test_the_sentence_is_that_of_a_change_with_the_question_s_name(both_years):
    found = both_years.compared["c-same"]
    assert found.sentence == found.finding.sentence
    assert found.sentence.startswith("From 2007 to 2008, ")
    assert f" on {found.code}, " in found.sentence
    assert "over the four sectors that answered in both years" in found.sentence
    assert "(95% limits " in found.sentence or "(90% limits " in found.sentence


def test_where_no_record_joins_two_questionnaires_nothing_is_compared(world):
    unrelated = world.tiny
    world.open(this=unrelated)
    world.keep(LAST, {trust: all_at(2, world.old) for trust in ALL})
    world.keep(THIS, {trust: all_at(3, unrelated) for trust in ALL})
    found = changes_in(world.store)
    assert found.compared == {}
    assert set(found.not_compared) == {item.id for item in world.old.items}
    assert "no record of which are the same" in found.of("c-same")[0].sentence


def test_with_one_questionnaire_every_question_is_compared(world):
    world.open(this=world.old)
    for year, level in ((LAST, 2), (THIS, 4)):
        world.keep(year, {trust: all_at(level, world.old) for trust in ALL})
    found = changes_in(world.store)
    assert set(found.compared) == {item.id for item in world.old.items}
    assert found.not_compared == {}


# Who enters, and when nothing can be told.


def keep_both(world, trusts, publication, *, chance):
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: made_up(chance, pack) for trust in trusts}, publication)


@pytest.mark.parametrize("publication", ["headline", "done"])
def test_a_trust_that_is_not_published_in_full_enters_no_figure(world, publication):
    chance = random.Random(7)
    world.open()
    keep_both(world, ALL[:6], "full", chance=chance)
    named_only = changes_in(world.store)
    keep_both(world, ALL[6:], publication, chance=chance)
    assert changes_in(world.store) == named_only
    assert max(one.change.others for one in named_only.compared.values()) == 5


def test_a_trust_that_is_published_in_full_in_one_of_the_years_alone_does_not_enter(world):
    chance = random.Random(8)
    world.open()
    keep_both(world, ALL[:5], "full", chance=chance)
    for year, pack, publication in ((LAST, world.old, "full"), (THIS, world.new, "headline")):
        world.keep(year, {ALL[5]: made_up(chance, pack)}, publication)
    found = changes_in(world.store)
    assert max(one.change.others for one in found.compared.values()) == 4


def test_an_unnamed_trust_is_told_its_own_movement(world):
    chance = random.Random(9)
    world.open()
    keep_both(world, EAST, "full", chance=chance)
    keep_both(world, [CAMBRIDGESHIRE], "done", chance=chance)
    found = changes_in(world.store)
    assert all(one.change.n for one in found.compared.values())


def test_fewer_than_three_sectors_are_too_few_to_tell(world):
    world.open()
    for year, level, pack in ((LAST, 2, world.old), (THIS, 5, world.new)):
        world.keep(year, {trust: all_at(level, pack) for trust in EAST})
        few = [one for one in all_at(level, pack) if one.sector_id in SECTORS[:2]]
        world.keep(year, {CAMBRIDGESHIRE: few})
    found = changes_in(world.store).compared["c-same"]
    assert (found.moved, found.change.n) == (Moved.TOO_FEW, 2)
    assert "only 2 sectors have a score in both years, 3 are needed" in found.sentence
    # Two sectors on one question are nearly who said what: no score of them goes out.
    assert (found.score_then, found.score_now, found.change.mean) == (None, None, None)


def test_where_all_move_alike_nothing_can_be_told(world):
    world.open()
    for year, level, pack in ((LAST, 2, world.old), (THIS, 5, world.new)):
        world.keep(year, {trust: all_at(level, pack) for trust in ALL})
    found = changes_in(world.store).compared["c-same"]
    assert found.moved is Moved.CANNOT_BE_TOLD
    assert "all sectors moved alike" in found.sentence


def test_results_signed_without_answers_cannot_be_told_and_the_sentence_says_so(world):
    world.open()
    world.keep(LAST, {trust: all_at(3, world.old) for trust in EAST})
    world.keep_bare(CAMBRIDGESHIRE, all_at(2, world.old))
    world.keep(THIS, {trust: all_at(3, world.new) for trust in ALL})
    found = changes_in(world.store).compared["c-same"]
    assert found.moved is Moved.CANNOT_BE_TOLD
    assert "results of 2007 were signed without the answers behind the scores" in found.sentence


def test_before_the_next_signature_the_refusal_says_what_is_missing(world):
    world.open()
    world.keep(LAST, {trust: all_at(2, world.old) for trust in ALL})
    with pytest.raises(NotFound, match="has not signed off 2008"):
        changes_in(world.store)


def test_years_in_the_wrong_order_are_refused(world):
    with pytest.raises(ValueError, match="give the earlier year first"):
        changes_in(world.store, THIS, LAST)
