"""What there is to moderate in Cambridgeshire's open year, and what was moderated before."""

import pytest

from owf.access import Actor, start_session, who_is_there
from owf.assessment.moderation.agreeing import open_moderation
from owf.demo.build import PACK_NAMES
from owf.demo.places import CORE_THEMES
from owf.demo.ratings import DISAGREEMENTS
from owf.demo.words import AGREED, COMMENTS
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import people, signed_scores
from tests.databases import sqlite_copy


def agreed_in(year):
    """The levels that were agreed with a reason, by item."""
    return {item_id: agreed for (agreed_in, item_id), agreed in AGREED.items() if agreed_in == year}


def as_the_steering_group(store):
    """Reads Cambridgeshire's round of a year, as its steering group sees it."""
    with store.reading() as session:
        person = people.person_with_demo_role(session, "steering")
    who = who_is_there(store, start_session(store, person.id))
    assert isinstance(who, Actor)
    return lambda year: open_moderation(store, who, 873, year)


@pytest.fixture
def moderation(demo_store):
    """The rounds of the demonstration that ends in 2009."""
    return as_the_steering_group(demo_store)


@pytest.fixture
def five_years(small_five_years_path, tmp_path):
    """The rounds of all five years."""
    with sqlite_copy(small_five_years_path, tmp_path / "five.db") as (_, store):
        yield as_the_steering_group(store)


@pytest.fixture(params=[2009, 2012])
def at_work(request):
    """The round of the year that is open, where the demonstration ends with it."""
    rounds_of = request.getfixturevalue("moderation" if request.param == 2009 else "five_years")
    return rounds_of(request.param)


def test_nothing_is_agreed_yet_in_the_open_year(at_work):
    assert at_work.is_open
    assert {one.position.agreement for one in at_work.questions} == {None}
    assert len(at_work.questions) == {2009: 97, 2012: 98}[at_work.round.year]


def test_one_question_of_each_core_theme_and_a_wider_one_are_disputed_before_all_others(at_work):
    year = at_work.round.year
    first, others = at_work.questions[:5], at_work.questions[5:]
    assert {one.item.id for one in first} == {item for _, item in DISAGREEMENTS[873, year]}
    wider = {2009: "behaviours", 2012: "participation"}[year]
    assert {one.theme.id for one in first} == CORE_THEMES | {wider}
    assert all(one.consensus < 0.55 and not one.is_high for one in first)
    assert all(one.spread == 4 for one in first)
    assert all(one.consensus > 0.6 for one in others)


def test_partners_on_both_sides_say_why(at_work):
    for one in at_work.questions[:5]:
        wrote = [answer for answer in one.given if answer.comment]
        assert len(wrote) >= 4
        assert any(answer.level >= 4 for answer in wrote)
        assert any(answer.level <= 2 for answer in wrote)


def test_there_is_evidence_to_look_at_on_a_disputed_question(at_work):
    behind = {piece.title for one in at_work.questions[:5] for v in one.given for piece in v.things}
    assert len(behind) >= 2


@pytest.mark.parametrize("year", [2009, 2010, 2011])
def test_what_was_agreed_outside_the_middle_in_later_years_has_its_reason(five_years, year):
    questions = {one.item.id: one.position for one in five_years(year).questions}
    outside = {
        item_id: (one.level, one.agreement.reason)
        for item_id, one in questions.items()
        if one.needs_reason(one.level)
    }
    assert outside == agreed_in(year)
    assert outside


def test_every_comment_belongs_to_a_partner_and_a_question_that_are_there():
    packs = {year: load_named(PACKS, name) for year, name in PACK_NAMES.items()}
    sectors = {year: {sector.id for sector in pack.sectors} for year, pack in packs.items()}
    items = {year: {item.id for item in pack.items} for year, pack in packs.items()}
    for year, sector, item in COMMENTS:
        assert sector in sectors[year]
        assert item in items[year], (year, item)
    for (trust, year), disagreement in DISAGREEMENTS.items():
        assert trust == 873
        for sector, item in disagreement:
            assert sector in sectors[year]
            assert item in items[year], (year, item)


def test_in_2008_two_levels_were_agreed_outside_the_middle_with_their_reasons(moderation):
    questions = {one.item.id: one for one in moderation(2008).questions}
    outside = {
        item_id: (one.position.level, one.position.agreement.reason)
        for item_id, one in questions.items()
        if one.position.needs_reason(one.position.level)
    }
    assert outside == agreed_in(2008)
    assert len(outside) == 2
    assert all(
        one.position.level == one.position.proposed
        for one in questions.values()
        if one.item.id not in outside
    )
    assert all(one.is_settled for one in questions.values())


def test_they_were_signed_with_their_reasons(demo_store):
    with demo_store.reading() as session:
        snapshot = signed_scores.signed_trusts(session, 2008)[873].snapshot_id
        found = signed_scores.item_scores_of(session, snapshot)
    for item_id, (level, reason) in agreed_in(2008).items():
        row = found[f"item:{item_id}"]
        assert (row.agreed, row.agreed_reason) == (level, reason)
        assert sum(row.level_counts) == row.n_respondents
