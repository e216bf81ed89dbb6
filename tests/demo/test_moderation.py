"""What there is to moderate in Cambridgeshire in 2009, and what was moderated the year before."""

import pytest

from owf.access import Actor, start_session, who_is_there
from owf.assessment.moderating import open_moderation
from owf.demo.build import PACK_NAMES
from owf.demo.disagreements import CAMBRIDGESHIRE_2009, DISAGREEMENTS
from owf.demo.signed_words import AGREED
from owf.demo.stated import CORE_THEMES
from owf.demo.words import COMMENTS
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import people, signed

PACK = load_named(PACKS, "integrated-working@2009")
DISPUTED = {item for _, item in CAMBRIDGESHIRE_2009}


def agreed_in(year):
    """The levels that were agreed with a reason, by item."""
    return {item_id: agreed for (agreed_in, item_id), agreed in AGREED.items() if agreed_in == year}


@pytest.fixture
def moderation(demo_store):
    """Cambridgeshire's round of a year, as its steering group sees it."""
    with demo_store.reading() as session:
        person = people.person_with_demo_role(session, "steering")
    who = who_is_there(demo_store, start_session(demo_store, person.id))
    assert isinstance(who, Actor)
    return lambda year: open_moderation(demo_store, who, 873, year)


def test_in_2009_nothing_is_agreed_yet(moderation):
    view = moderation(2009)
    assert view.is_open
    assert [one.position.agreement for one in view.questions] == [None] * 97


def test_one_question_of_each_core_theme_and_a_wider_one_are_disputed_before_all_others(moderation):
    view = moderation(2009)
    first, others = view.questions[:5], view.questions[5:]
    assert {one.item.id for one in first} == DISPUTED
    assert {one.theme.id for one in first} == CORE_THEMES | {"behaviours"}
    assert all(one.consensus < 0.55 and not one.is_high for one in first)
    assert all(one.spread == 4 for one in first)
    assert all(one.consensus > 0.65 for one in others)


def test_partners_on_both_sides_say_why(moderation):
    for one in moderation(2009).questions[:5]:
        wrote = [voice for voice in one.voices if voice.comment]
        assert len(wrote) >= 4
        assert any(voice.level >= 4 for voice in wrote)
        assert any(voice.level <= 2 for voice in wrote)


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
        snapshot = signed.signed_trusts(session, 2008)[873].snapshot_id
        found = signed.item_scores_of(session, snapshot)
    for item_id, (level, reason) in agreed_in(2008).items():
        row = found[f"item:{item_id}"]
        assert (row.agreed, row.agreed_reason) == (level, reason)
        assert sum(row.level_counts) == row.n_respondents
