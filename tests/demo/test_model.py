"""The model of the demonstration: repeatable, on the scale, and stable when something is added."""

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from statistics import mean, stdev

import pytest

from owf.assessment.scoring import item_refs
from owf.demo.model import Model
from owf.demo.places import CAMBRIDGESHIRE_2008, EAST_2008, EAST_2009
from owf.demo.ratings import CAMBRIDGESHIRE_2009
from owf.demo.sectors import partners_of
from owf.questionnaire import NonScore, load_named
from owf.settings import PACKS

PACK = load_named(PACKS, "integrated-working@2008")
ITEMS = item_refs(PACK)
ITEMS_2009 = item_refs(load_named(PACKS, "integrated-working@2009"))
SECTORS = tuple(sector.id for sector in PACK.sectors)


def made(model, trust=881, year=2008, sectors=SECTORS, items=ITEMS):
    return model.answers(trust, year, sectors, items)


def levels(model, trusts, year=2008, keep=lambda item: True):
    """All levels of several Trusts for the items that are kept."""
    return [
        choice
        for trust in trusts
        for choices in made(model, trust, year).values()
        for item, choice in zip(ITEMS, choices, strict=True)
        if not isinstance(choice, NonScore) and keep(item)
    ]


def test_the_same_seed_gives_the_same_answers():
    assert made(Model(seed=7)) == made(Model(seed=7))


@pytest.mark.parametrize("other", [{"trust": 882}, {"year": 2009}])
def test_another_trust_or_year_answers_otherwise(other):
    assert made(Model()) != made(Model(), **other)


def test_another_seed_gives_other_answers():
    assert made(Model(seed=7)) != made(Model(seed=8))


def test_a_further_trust_or_year_changes_nothing_that_was_there():
    alone = made(Model())
    among_others = Model()
    for trust in (874, 882, 99):
        for year in (2007, 2008, 2010):
            made(among_others, trust, year)
    assert made(among_others) == alone


def test_effects_on_another_trust_or_year_change_nothing_here():
    effects = {(882, 2008): CAMBRIDGESHIRE_2008, (881, 2009): CAMBRIDGESHIRE_2008}
    assert made(Model(effects={}), 883) == made(Model(effects=effects), 883)


def test_a_further_partner_changes_no_other_partner_s_answers():
    fewer = made(Model(), sectors=SECTORS[:5])
    everybody = made(Model())
    assert {sector: everybody[sector] for sector in fewer} == fewer


def test_every_answer_is_on_the_scale_or_a_non_score_even_at_its_ends():
    wild = Model(answer_sd=3.0)
    given = {choice for choices in made(wild).values() for choice in choices}
    assert given <= {1, 2, 3, 4, 5, *NonScore}
    assert {1, 5} <= given
    assert all(type(choice) in (int, NonScore) for choice in given)


def test_non_scores_come_as_often_as_is_said():
    model = Model(dont_know=0.2, not_applicable=0.1)
    choices = [
        choice for trust in range(100, 110) for row in made(model, trust).values() for choice in row
    ]
    assert choices.count(NonScore.DONT_KNOW) / len(choices) == pytest.approx(0.2, abs=0.02)
    assert choices.count(NonScore.NOT_APPLICABLE) / len(choices) == pytest.approx(0.1, abs=0.02)


def test_an_effect_moves_its_items_by_about_that_much_and_no_others():
    def is_moved(item):
        return item.theme == "caf"

    effects = {(trust, 2008): {("caf", None): 1.0} for trust in range(100, 120)}
    # Trusts with effects have no difference of their own; without them neither, to compare alike.
    plain, moved = (Model(effects={}, trust_sd=0.0), Model(effects=effects, trust_sd=0.0))
    trusts = range(100, 120)
    difference = mean(levels(moved, trusts, keep=is_moved)) - mean(
        levels(plain, trusts, keep=is_moved)
    )
    assert difference == pytest.approx(1.0, abs=0.1)
    assert levels(moved, trusts, keep=lambda item: not is_moved(item)) == levels(
        plain, trusts, keep=lambda item: not is_moved(item)
    )


def test_progress_is_seen_from_year_to_year():
    model = Model(yearly_progress=0.5, effects={})
    trusts = range(100, 120)
    assert mean(levels(model, trusts, 2009)) - mean(levels(model, trusts)) == pytest.approx(
        0.5, abs=0.1
    )


def test_partners_differ_by_about_what_is_said_and_keep_their_habit():
    model = Model(partner_sd=0.8, answer_sd=0.2, effects={}, dont_know=0, not_applicable=0)

    def means(year):
        return [
            mean(choices)
            for trust in range(100, 110)
            for choices in made(model, trust, year).values()
        ]

    before, after = means(2008), means(2009)
    assert 0.6 < stdev(before) < 1.0
    changes = [now - then for then, now in zip(before, after, strict=True)]
    assert stdev(changes) < 0.2


def test_the_parameters_that_the_issue_states_are_the_default_ones():
    model = Model()
    assert (model.partner_sd, model.answer_sd) == (0.3, 0.5)
    assert {abs(effect) for effect in CAMBRIDGESHIRE_2008.values()} == {1.0}
    assert model == replace(model)


# What the core's leaders answer in the East of England changes only where that is meant: it did
# when sectors began to rate differently, and some Trusts to lack some or to have many of one.


def digest(model, trusts, year):
    """One hash over all that the leaders of these Trusts answer."""
    found = sha256()
    for trust in sorted(trusts):
        given = {
            partner: [str(choice) for choice in choices]
            for partner, choices in made(
                model, trust, year, sectors=partners_of(trust, SECTORS)
            ).items()
        }
        found.update(json.dumps([year, trust, given], sort_keys=True).encode())
    return found.hexdigest()


def test_no_answer_of_the_east_of_england_in_2008_has_changed():
    assert digest(Model(), EAST_2008, 2008) == (
        "0a324432937b6e34baa0894a31d1ec7813c8053e00cef32e30c85b676c0ab6bd"
    )


def test_none_of_2009_has_changed_but_for_the_disagreements():
    assert digest(Model(disagreements={}), EAST_2009, 2009) == (
        "93cddc24c3fb63594abed66d18f4270e88ce1e9af594d37fba3adc0e95e00b3a"
    )
    others = [trust for trust in EAST_2009 if trust != 873]
    assert digest(Model(), others, 2009) == digest(Model(disagreements={}), others, 2009)


@pytest.mark.parametrize("year", [2008, 2009])
def test_the_wider_themes_change_no_answer_on_the_core(year):
    for trust in (873, 881, 301):
        with_wider = made(Model(), trust, year, items=ITEMS_2009)
        core = {sector: choices[: len(ITEMS)] for sector, choices in with_wider.items()}
        assert core == made(Model(), trust, year)
        assert {len(choices) for choices in with_wider.values()} == {97}


def test_cambridgeshire_shares_a_purpose_and_knows_little_of_results():
    def average(trust, theme):
        model = Model(dont_know=0, not_applicable=0, unsure={})
        given = made(model, trust, 2009, items=ITEMS_2009)
        return mean(
            choice
            for choices in given.values()
            for item, choice in zip(ITEMS_2009, choices, strict=True)
            if item.theme == theme
        )

    others = [trust for trust in EAST_2009 if trust != 873]
    for theme, direction in (("shared-identity", 1), ("outcomes-focused", -1)):
        difference = average(873, theme) - mean(average(trust, theme) for trust in others)
        assert difference * direction > 0.5


def test_a_disagreement_moves_one_partner_on_one_item_and_nothing_else():
    plain, moved = (
        made(model, 873, 2009, items=ITEMS_2009) for model in (Model(disagreements={}), Model())
    )
    changes = {
        (sector, item.id): after - before
        for sector in SECTORS
        for item, before, after in zip(ITEMS_2009, plain[sector], moved[sector], strict=True)
        if before != after
    }
    assert changes == CAMBRIDGESHIRE_2009


# How much a Trust publishes.


def levels_of(model, trusts, year=2008):
    return Counter(model.publication_of(trust, year) for trust in trusts)


def test_publication_levels_come_as_often_as_is_said():
    found = levels_of(Model(headline=0.3, done=0.2, publication={}), range(1000, 3000))
    assert found["headline"] / 2000 == pytest.approx(0.3, abs=0.03)
    assert found["done"] / 2000 == pytest.approx(0.2, abs=0.03)
    assert found["full"] == 2000 - found["headline"] - found["done"]


def test_a_trust_that_nothing_is_stated_of_keeps_its_level():
    model = Model(headline=0.4, done=0.4)
    for trust in range(301, 321):
        assert model.publication_of(trust, 2008) == model.publication_of(trust, 2009)


def test_what_is_stated_comes_before_chance():
    model = Model(done=1.0, publication={(301, 2008): "headline"})
    assert model.publication_of(301, 2008) == "headline"
    assert model.publication_of(301, 2009) == "done"
