"""Who sees which offers, in which order, and on which questions of another year."""

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.signing.sign_off import sign_off
from owf.improvement.good_practice.levels import trusts_ahead
from owf.improvement.good_practice.offering import withdraw_offer
from owf.improvement.good_practice.offers import (
    offers_by_question,
    offers_for,
    open_offer,
    open_offers,
)
from owf.improvement.good_practice.questions import Questions
from owf.improvement.good_practice.viewpoint import Place
from owf.questionnaire import NonScore
from owf.store import good_practice
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from tests.examples import example
from tests.roles_world import YORKSHIRE
from tests.two_packs import LAST, THIS, all_at, world_of

NORFOLK, LUTON, ESSEX = 926, 821, 881


def strengths(cast, trust=CAMBRIDGESHIRE, items=("caf-1",), year=2009):
    """Question -> (Trust, agreed level or None) of its offers, in order."""
    with cast.store.reading() as session:
        found = offers_for(session, items, year, trust)
    return {
        item_id: [(one.facts.trust_name, one.level.agreed if one.level else None) for one in offers]
        for item_id, offers in found.items()
    }


# Who sees them.


def test_an_offer_to_a_region_is_seen_there_and_not_elsewhere(cast, sign, offer, titles):
    offer(sign(NORFOLK, caf_1=4), title="Near", visible_to="region")
    assert titles(cast.carol) == titles(cast.alice) == titles(cast.frank) == ["Near"]
    assert titles(cast.judy) == titles(cast.ivan) == titles(cast.grace) == []


def test_an_offer_to_england_is_seen_everywhere(cast, sign, offer, titles):
    offer(sign(NORFOLK, caf_1=4), title="Far")
    for who in (cast.carol, cast.alice, cast.frank, cast.grace, cast.judy, cast.ivan):
        assert titles(who) == ["Far"]


def test_the_national_team_reads_a_region_as_it_is_offered_there(cast, sign, offer, titles):
    offer(sign(NORFOLK, caf_1=4), title="Near", visible_to="region")
    assert titles(cast.grace, Place(region_code=EAST_OF_ENGLAND)) == ["Near"]
    assert titles(cast.grace, Place(CAMBRIDGESHIRE)) == ["Near"]
    assert titles(cast.grace, Place(region_code=YORKSHIRE)) == []


def test_ones_own_offer_is_not_among_those_of_others(sign, offer, titles):
    place = sign(NORFOLK, caf_1=4)
    offer(place)
    assert titles(place.chair) == []


def test_a_withdrawn_offer_is_gone_and_its_page_says_so(cast, sign, offer, titles):
    place = sign(NORFOLK, caf_1=4)
    practice_id = offer(place)
    withdraw_offer(cast.store, place.chair, practice_id, seen_version=1)
    assert titles(cast.carol) == []
    assert not open_offer(cast.store, cast.carol, practice_id).is_open


def test_an_offer_ends_by_itself_after_its_last_day(cast, sign, offer, titles):
    offer(sign(NORFOLK, caf_1=4), until=date(2009, 7, 31))
    with clock.stopped_at(datetime(2009, 7, 31, 22, tzinfo=UTC)):
        assert titles(cast.carol) == ["One form for all"]
    # In London it is August already.
    with clock.stopped_at(datetime(2009, 7, 31, 23, 30, tzinfo=UTC)):
        assert titles(cast.carol) == []
        assert strengths(cast) == {}


def test_an_offer_of_another_region_is_as_one_that_does_not_exist(cast, sign, offer):
    practice_id = offer(sign(NORFOLK, caf_1=4), visible_to="region")
    with pytest.raises(NotFound) as hidden:
        open_offer(cast.store, cast.judy, practice_id)
    with pytest.raises(NotFound) as missing:
        open_offer(cast.store, cast.judy, 99)
    assert str(hidden.value) == str(missing.value)


@pytest.mark.parametrize("name", ["heidi", "mallory"])
def test_administrators_and_people_without_a_role_see_none(cast, name):
    with pytest.raises(NotAllowed, match="Your own pages are in the menu"):
        open_offers(cast.store, getattr(cast, name))


@pytest.mark.parametrize("place", [Place(383), Place(99), Place(None, YORKSHIRE), Place(0)])
def test_nobody_reads_as_another_trust_or_region(cast, place):
    for who in (cast.carol, cast.alice, cast.frank, cast.heidi):
        with pytest.raises(NotAllowed):
            open_offers(cast.store, who, place)


def test_a_region_that_does_not_exist_is_not_found(cast):
    with pytest.raises(NotFound):
        open_offers(cast.store, cast.grace, Place(None, "E1\x00"))


# Filters.


def test_words_are_looked_for_in_title_text_trust_and_question(cast, sign, offer):
    offer(sign(NORFOLK, caf_1=4), title="Straße", what="One form.")
    read = open_offers(cast.store, cast.carol)
    for words in ("strasse", "FORM", "norfolk form", "caf 1", ""):
        assert len(read.matching("", words)) == 1, words
    assert read.matching("", "norfolk elephant") == []
    assert len(read.matching("caf", "")) == 1
    assert read.matching("multi-agency", "") == []
    assert read.themes == {"caf": "Common Assessment Framework"}


# Strength.


def test_the_strongest_come_first_and_unpublished_levels_are_never_shown(cast, sign, offer):
    offer(sign(NORFOLK, caf_1=4))
    offer(sign(ESSEX, caf_1=5))
    offer(sign(LUTON, "headline", caf_1=5))
    offer(sign(822, "done", caf_1=5))
    assert strengths(cast) == {
        "caf-1": [("Essex", 5), ("Norfolk", 4), ("Bedford", None), ("Luton", None)]
    }


def test_a_level_of_too_few_sectors_is_not_shown(cast):
    place = cast.open_trust(NORFOLK)
    given = {item.id: 4 for item in cast.pack.items}
    unknown = given | {"caf-1": NonScore.DONT_KNOW}
    cast.sign(place, {"health": given, "police": given, "schools": unknown})
    with cast.store.writing() as session:
        for item_id in ("caf-1", "caf-2"):
            good_practice.add_practice(
                session, NORFOLK, 2009, item_id, example(), by=place.chair.id, at=clock.now()
            )
    assert strengths(cast, items=("caf-1", "caf-2")) == {
        "caf-1": [("Norfolk", None)],
        "caf-2": [("Norfolk", 4)],
    }
    with cast.store.reading() as session:
        assert set(trusts_ahead(Questions(session), 2009, ("caf-1", "caf-2"))) == {"caf-2"}


def test_a_level_is_that_of_the_newest_signed_year_or_none(cast, sign, offer):
    place = sign(NORFOLK, caf_1=5)
    offer(place)
    cast.open_year(2010)
    later = cast.again(place, 2010)
    cast.submit_all(later, dict.fromkeys(later.returns, 4))
    cast.accept_all(later)
    assert strengths(cast) == {"caf-1": [("Norfolk", 5)]}
    sign_off(cast.store, place.chair, later.round_id, "headline")
    assert strengths(cast) == {"caf-1": [("Norfolk", None)]}


def test_trusts_that_are_ahead_are_named_only_if_they_publish_in_full(cast, sign):
    sign(NORFOLK, caf_1=4)
    sign(ESSEX, caf_1=5)
    sign(LUTON, "headline", caf_1=5)
    sign(CAMBRIDGESHIRE, caf_1=3)
    with cast.store.reading() as session:
        found = trusts_ahead(Questions(session), 2009, ["caf-1", "caf-2"])
        without = trusts_ahead(Questions(session), 2009, ["caf-1"], ESSEX)
    assert {item: [one.name for one in those] for item, those in found.items()} == {
        "caf-1": ["Essex", "Norfolk"]
    }
    assert [one.name for one in without["caf-1"]] == ["Norfolk"]


# Another year's questionnaire.


@pytest.fixture
def two_years(cast):
    """A questionnaire of 2007 and the one of 2008 made from it; Norfolk has signed both."""
    world = world_of(cast)
    world.open()
    world.keep(LAST, {NORFOLK: all_at(4, world.old)})
    world.keep(THIS, {NORFOLK: all_at(4, world.new)})

    def offered(year, *item_ids):
        with cast.store.writing() as session:
            for item_id in item_ids:
                good_practice.add_practice(
                    session, NORFOLK, year, item_id, example(title=item_id), by="erin",
                    at=clock.now(),
                )  # fmt: skip

    return offered


def on_questions(cast, year, items):
    with cast.store.reading() as session:
        found = good_practice.practices_to_see(session, clock.today(), EAST_OF_ENGLAND)
        by_question = offers_by_question(Questions(session), found, items, year)
    return {
        item_id: sorted(one.facts.title for one in offers)
        for item_id, offers in by_question.items()
    }


def test_an_offer_is_followed_to_the_question_of_a_later_year(cast, two_years):
    two_years(LAST, "c-same", "c-word", "c-split", "c-no", "c-gone", "m-one", "m-two")
    asked = ("c-same", "c-word-2", "c-split-a", "c-split-b", "c-no-2", "c-new", "m-both")
    assert on_questions(cast, THIS, asked) == {
        "c-same": ["c-same"],
        "c-word-2": ["c-word"],
        "c-split-a": ["c-split"],
        "c-split-b": ["c-split"],
        "m-both": ["m-one", "m-two"],
    }


def test_an_offer_is_followed_to_the_question_of_an_earlier_year(cast, two_years):
    two_years(THIS, "c-word-2", "c-split-a", "c-new", "m-both")
    assert on_questions(cast, LAST, ("c-word", "c-split", "m-one", "m-two", "c-gone")) == {
        "c-word": ["c-word-2"],
        "c-split": ["c-split-a"],
        "m-one": ["m-both"],
        "m-two": ["m-both"],
    }


def test_a_retired_question_keeps_its_offer_without_a_level(cast, two_years, titles):
    two_years(LAST, "c-gone")
    (one,) = open_offers(cast.store, cast.carol).offers
    assert (one.item.id, one.theme.id, one.level) == ("c-gone", "caf", None)


def test_years_that_nothing_joins_share_no_offer(cast, two_years):
    two_years(LAST, "c-same")
    assert on_questions(cast, 2009, ("caf-1",)) == {}
