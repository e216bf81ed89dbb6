"""What makes the demonstration's Trusts hard to compare: each is in the model and in what it keeps.

Sectors that rate differently everywhere, Trusts without some sectors, forty schools in one Trust,
one whose partners quarrel, and partners who often say "don't know".
"""

from collections import Counter
from itertools import product
from statistics import mean

import pytest
from sqlalchemy import text

from benchmarks.cambridgeshire import asked, comparisons
from owf.benchmark.scores.groups import GroupKind
from owf.demo.model import Model
from owf.demo.places import (
    CAMBRIDGESHIRE,
    CORE_THEMES,
    EAST_2008,
    EAST_2009,
    ESSEX,
    HERTFORDSHIRE,
    LUTON,
    SOUTHEND,
    THURROCK,
    WIDER_THEMES,
)
from owf.demo.sectors import (
    QUARREL,
    SECTOR_EFFECTS,
    SEVERAL,
    UNSURE,
    WITHOUT,
    called,
    partner_name,
    partners_of,
    sector_of,
)
from owf.questionnaire import NonScore, load_named
from owf.settings import PACKS
from owf.store import Store, signed_scores

SECTORS, ITEMS = asked()
TITLES = {one.id: one.title for one in load_named(PACKS, "integrated-working@2008").sectors}


@pytest.fixture(scope="module")
def demo(demo_path):
    """The demonstration, only to read."""
    store = Store(f"sqlite:///{demo_path}")
    yield store
    store.close()


def counted(store, question):
    with store.reading() as session:
        return [tuple(row) for row in session.execute(text(question))]


PARTNERS = """SELECT o.trust, o.year, p.sector_id, p.name FROM "return" r
    JOIN round o ON o.id = r.round_id JOIN partner p ON p.id = r.partner_id ORDER BY r.id"""


# What partners are called.


def test_the_second_of_a_sector_is_called_so():
    assert called(["police", "schools", "schools", "sport", "schools"]) == [
        "police",
        "schools",
        "schools 2",
        "sport",
        "schools 3",
    ]
    assert [sector_of(one) for one in ("schools", "schools 40")] == ["schools", "schools"]


def test_forty_schools_have_forty_names_and_all_others_the_title_of_their_sector():
    schools = [one for one in partners_of(HERTFORDSHIRE, SECTORS) if sector_of(one) == "schools"]
    names = {partner_name(HERTFORDSHIRE, one, "Schools") for one in schools}
    assert len(schools) == len(names) == 40
    assert partner_name(ESSEX, "schools", "Schools") == "Schools"


# Sectors that rate differently everywhere.


def test_sectors_add_and_take_away_alike_so_that_a_trust_with_all_of_them_stays():
    assert {sector for sector, _ in SECTOR_EFFECTS} == set(SECTORS)
    assert {theme for _, theme in SECTOR_EFFECTS} <= {None, *CORE_THEMES, *WIDER_THEMES}
    for theme in {theme for _, theme in SECTOR_EFFECTS}:
        of_theme = [added for (_, on), added in SECTOR_EFFECTS.items() if on == theme]
        assert sum(of_theme) == pytest.approx(0)


def average(model, sector, theme=None, trusts=range(100, 150)):
    """The mean level of a sector over many Trusts."""
    return mean(
        choice
        for trust in trusts
        for item, choice in zip(
            ITEMS, model.answers(trust, 2008, [sector], ITEMS)[sector], strict=True
        )
        if not isinstance(choice, NonScore) and theme in (None, item.theme)
    )


def test_the_police_rate_lower_than_the_council_everywhere_and_less_so_on_information():
    model = Model(trust_sd=0.0)
    council, police = "council-workforce", "police"
    assert average(model, council) - average(model, police) == pytest.approx(0.85, abs=0.15)
    on_information = "information-sharing"
    gap = average(model, council, on_information) - average(model, police, on_information)
    assert gap == pytest.approx(0.7, abs=0.15)


def test_they_do_in_every_region_of_what_is_kept(demo):
    with demo.reading() as session:
        signed = signed_scores.signed_trusts(session, 2008)
        scores = signed_scores.scores_of(session, signed.values())
        regions = {}
        for trust, one in signed.items():
            units = scores[trust]["overall"].sector_scores
            regions.setdefault(one.region_code, []).append(
                units["council-workforce"] - units["police"]
            )
    assert len(regions) == 9
    assert all(mean(gaps) > 0.4 for gaps in regions.values())


# Trusts without some sectors.


def test_three_other_trusts_of_the_region_lack_a_sector_or_two(demo):
    found = {}
    for trust, year, sector, _ in counted(demo, PARTNERS):
        found.setdefault((trust, year), set()).add(sector)
    assert {trust: set(SECTORS) - found[trust, 2008] for trust in WITHOUT} == {
        LUTON: {"voluntary"},
        SOUTHEND: {"sport", "youth-offending"},
        THURROCK: {"childrens-hr", "organisational-development"},
    }
    assert WITHOUT.keys() <= set(EAST_2008) - {CAMBRIDGESHIRE}
    for trust, year in [*product(EAST_2008, [2008]), *product(EAST_2009, [2009])]:
        assert found[trust, year] == set(SECTORS) - WITHOUT.get(trust, set())


def test_no_practitioner_responds_of_a_sector_that_a_trust_lacks(demo):
    question = """SELECT DISTINCT o.trust, s.sector_id FROM survey_response s
        JOIN round o ON o.id = s.round_id"""
    assert not {
        (trust, sector)
        for trust, sector in counted(demo, question)
        if sector in WITHOUT.get(trust, ())
    }


def overall(model, trust):
    (found,) = [
        one for group, one in comparisons(model, trust).items() if group.kind is GroupKind.OVERALL
    ]
    return found


def test_a_trust_that_lacks_high_raters_is_set_against_the_others_for_its_own_sectors():
    found = overall(Model(), THURROCK)
    assert found.n == 10
    # What sectors add changes rounding alone.
    alike = overall(Model(sector_effects={}), THURROCK)
    assert found.difference == pytest.approx(alike.difference, abs=0.05)


# Forty schools in one Trust.


def test_forty_schools_take_part_in_one_trust_every_year_and_at_most_two_of_a_sector_elsewhere(
    demo,
):
    found = Counter((trust, year, sector) for trust, year, sector, _ in counted(demo, PARTNERS))
    several = {one: number for one, number in found.items() if number > 1}
    assert several == {
        (trust, year, sector): 40 if trust == HERTFORDSHIRE else 2
        for trust, sector in SEVERAL
        for year in (2008, 2009)
    }
    assert len(several) == 8


def test_they_are_one_unit_of_twelve(demo):
    with demo.reading() as session:
        signed = signed_scores.signed_trusts(session, 2008)
        row = signed_scores.scores_of(session, signed.values())[HERTFORDSHIRE]["overall"]
    assert (row.n_units, row.n_respondents) == (12, 51)
    assert len(row.sector_scores) == 12


# One Trust whose partners quarrel.


def test_one_trust_s_partners_differ_twice_as_much_and_its_own_spread_counts():
    assert {ESSEX: 2.0} == QUARREL
    for trust in EAST_2008:
        own = {
            group.key
            for group, one in comparisons(Model(), trust).items()
            if group.kind in (GroupKind.OVERALL, GroupKind.THEME) and one.own_spread_counts
        }
        if trust == ESSEX:
            assert own == {"overall", *(f"theme:{theme}" for theme in CORE_THEMES)}
        else:
            assert len(own) <= 3


def test_it_does_so_with_other_seeds_too():
    found = 0
    for seed in range(10):
        of_groups = comparisons(Model(seed=seed), ESSEX)
        found += all(
            one.own_spread_counts
            for group, one in of_groups.items()
            if group.kind is GroupKind.THEME
        )
    assert found >= 6


# Partners who often say "don't know".


def test_some_partners_do_not_know_more_than_a_third_and_no_others_do(demo):
    question = """SELECT o.trust, o.year, p.name, avg(coalesce(a.non_score, '') = 'dont_know')
        FROM answer a JOIN "return" r ON r.id = a.return_id JOIN partner p ON p.id = r.partner_id
        JOIN round o ON o.id = r.round_id WHERE r.status = 'submitted' GROUP BY r.id"""
    often = {(trust, name) for trust, _, name, share in counted(demo, question) if share > 1 / 3}
    assert often == {
        (trust, partner_name(trust, partner, TITLES[sector_of(partner)]))
        for trust, partner in UNSURE
    }
    assert len(often) == 4
