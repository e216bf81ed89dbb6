"""Practitioners in the demonstration: how many, how they rate, and where nothing is shown."""

from statistics import mean

import pytest

from owf.assessment.scoring import item_refs
from owf.demo.model import Model
from owf.demo.places import EAST_2008, EAST_2009, THURROCK
from owf.demo.sectors import partners_of
from owf.questionnaire import Audience, NonScore, load_named
from owf.settings import PACKS
from owf.store import Store, rounds, signed_scores, surveys

PACK = load_named(PACKS, "integrated-working@2008")
ITEMS = item_refs(PACK, Audience.PRACTITIONERS)
SECTORS = tuple(sector.id for sector in PACK.sectors)
EAST = "E12000006"
EAST_YEARS = [(trust, 2008) for trust in EAST_2008] + [(trust, 2009) for trust in EAST_2009]


def said(model, trust=881, year=2008):
    return model.practitioners(trust, year, SECTORS, ITEMS)


def persons(trust, year):
    """How many respond of each sector that the Trust has."""
    found = said(Model(), trust, year)
    return {
        sector: len(found[sector]) for sector in SECTORS if sector in partners_of(trust, SECTORS)
    }


def levels(model, keep, trusts=range(100, 130)):
    """All levels that practitioners give to the items that are kept."""
    return [
        choice
        for trust in trusts
        for given in said(model, trust).values()
        for choices in given
        for item, choice in zip(ITEMS, choices, strict=True)
        if not isinstance(choice, NonScore) and keep(item)
    ]


def leaders(model, keep, trusts=range(100, 130)):
    """All levels that leaders give to them."""
    return [
        choice
        for trust in trusts
        for choices in model.answers(trust, 2008, SECTORS, ITEMS).values()
        for item, choice in zip(ITEMS, choices, strict=True)
        if not isinstance(choice, NonScore) and keep(item)
    ]


# How many.


def test_a_sector_has_between_none_and_twelve_persons_often_fewer_than_five():
    numbers = [number for one in EAST_YEARS for number in persons(*one).values()]
    assert (min(numbers), max(numbers)) == (0, 12)
    assert numbers.count(0) > 20
    assert sum(0 < number < 5 for number in numbers) > 60
    assert sum(number >= 5 for number in numbers) > 60


def test_large_sectors_have_more_persons_than_small_ones():
    def average(sector):
        return mean(persons(*one).get(sector, 0) for one in EAST_YEARS)

    assert average("schools") > average("police") > average("lscb")


def test_every_trust_but_one_has_enough_persons_for_its_figures():
    few = [one for one in EAST_YEARS if sum(persons(*one).values()) < 5]
    assert few == [(THURROCK, 2008)]


def test_never_more_persons_than_is_said_respond():
    model = Model(persons=dict.fromkeys(SECTORS, 50.0), most_persons=7)
    assert {len(given) for given in said(model).values()} == {7}


# How they rate.


def is_lead_professional(item):
    return item.theme == "lead-professional" and item.aspect != "training"


def is_training(item):
    return item.aspect == "training"


def is_other(item):
    return not is_lead_professional(item) and not is_training(item)


@pytest.mark.parametrize(
    ("keep", "shift"), [(is_lead_professional, -0.7), (is_training, 0.0), (is_other, -0.3)]
)
def test_they_rate_lower_than_leaders_most_of_all_on_the_lead_professional(keep, shift):
    # Of some sectors more respond: what sectors add everywhere is no gap.
    model = Model(effects={}, partner_sd=0.0, sector_effects={})
    gap = mean(levels(model, keep)) - mean(leaders(model, keep))
    assert gap == pytest.approx(shift, abs=0.07)


def test_they_say_more_often_that_they_do_not_know():
    model = Model()
    given = [
        choice
        for trust in range(100, 130)
        for given in said(model, trust).values()
        for choices in given
        for choice in choices
    ]
    assert given.count(NonScore.DONT_KNOW) / len(given) == pytest.approx(0.08, abs=0.01)
    assert given.count(NonScore.NOT_APPLICABLE) / len(given) == pytest.approx(0.03, abs=0.01)
    assert set(given) <= {1, 2, 3, 4, 5, *NonScore}


def test_they_change_no_leader_s_answer():
    everybody = Model(
        practitioner_shift=-2.0, person_sd=2.0, persons=dict.fromkeys(SECTORS, 9.0), responses={}
    )
    said(everybody)
    assert everybody.answers(881, 2008, SECTORS, ITEMS) == Model().answers(
        881, 2008, SECTORS, ITEMS
    )


def test_the_same_seed_gives_the_same_and_another_year_others():
    assert said(Model()) == said(Model())
    assert said(Model()) != said(Model(), year=2009)
    assert said(Model(seed=7)) != said(Model(seed=8))


# What is kept of it.


@pytest.fixture(scope="module")
def demo(demo_path):
    """The demonstration, only to read."""
    store = Store(f"sqlite:///{demo_path}")
    yield store
    store.close()


def responses(store, trust, year):
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        return surveys.response_count(session, in_round.id)


def scores(store, year, audience):
    with store.reading() as session:
        trusts = signed_scores.signed_trusts(session, year)
        found = signed_scores.scores_of(session, trusts.values(), audience)
    return {trust: rows for trust, rows in found.items() if rows}


def test_all_that_they_say_in_the_east_of_england_is_kept(demo):
    for trust, year in EAST_YEARS:
        assert responses(demo, trust, year) == sum(persons(trust, year).values())


def test_elsewhere_nobody_was_asked(demo):
    for year, trusts in ((2008, EAST_2008), (2009, EAST_2009)):
        assert set(scores(demo, year, "practitioners")) == set(trusts) - (
            {873} if year == 2009 else set()
        )


def test_thurrock_2008_shows_how_few_they_are_and_no_figure(demo):
    found = scores(demo, 2008, "practitioners")[THURROCK]
    assert found["overall"].n_respondents == responses(demo, THURROCK, 2008) == 4
    for row in found.values():
        assert (row.mean, row.n_units, dict(row.sector_scores)) == (None, 0, {})
        assert set(row.level_counts) == {0}


def test_everywhere_else_practitioners_stand_below_their_leaders(demo):
    for year in (2008, 2009):
        theirs = scores(demo, year, "practitioners")
        leaders_too = scores(demo, year, "leaders_shared")
        for trust in theirs.keys() - ({THURROCK} if year == 2008 else set()):
            assert theirs[trust]["overall"].mean < leaders_too[trust]["overall"].mean


def test_cambridgeshire_s_are_waiting_in_the_round_that_is_open(demo):
    with demo.reading() as session:
        assert rounds.round_of(session, 873, 2009).status == "open"
    assert responses(demo, 873, 2009) == sum(persons(873, 2009).values()) > 50


def test_cambridgeshire_has_enough_sectors_to_put_beside_their_leaders(demo):
    for year in (2008, 2009):
        assert sum(number >= 5 for number in persons(873, year).values()) >= 5
        assert sum(0 < number < 5 for number in persons(873, year).values()) >= 3
    for row in scores(demo, 2008, "practitioners")[873].values():
        assert len(row.sector_scores) >= 3
