"""What a snapshot keeps is enough: every rule gives the same from it as from the raw answers.

The raw side is worked out here by hand, with loops and plain means, from the answers alone.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass
from statistics import fmean

import pytest

from owf.access import OPERATOR
from owf.assessment.scoring import item_refs
from owf.assessment.signing.sign_off import carry_over
from owf.benchmark.agreement.partners import consensus, krippendorff_alpha
from owf.benchmark.agreement.practitioners import audience_gaps
from owf.benchmark.change.changes import change_by_kind, paired_scoring
from owf.benchmark.comparison.agreed_scores import compare_agreed
from owf.benchmark.comparison.compare import compare_by_kind
from owf.benchmark.comparison.strengths import strengths_of
from owf.benchmark.order.spread import like_for_like
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.scores.medians import proposed_level
from owf.benchmark.scores.unit_scores import Answer, score_groups
from owf.benchmark.tables.national import band_table, count_table, mean_table
from owf.questionnaire import Audience
from owf.store import signed_scores
from owf.store.answers import RoundAnswer
from tests.tiny_pack import SECTORS

TRUSTS = (380, 381, 382, 383, 384, 370, 371, 372)
YEARS = (2008, 2009)
OTHER_SECTORS = ("charity", "justice")


@dataclass(frozen=True)
class World:
    """Some Trusts' answers of two years, and what the database kept of them."""

    pack: object
    store: object
    raw: dict  # (year, trust) -> answers

    @property
    def groups(self):
        return groups_of(item_refs(self.pack))

    def trusts(self, year):
        with self.store.reading() as session:
            return signed_scores.signed_trusts(session, year)

    def rows(self, year, audience="leaders"):
        """Every row of every snapshot of a year: Trust -> group key -> row."""
        trusts = self.trusts(year)
        with self.store.reading() as session:
            found = signed_scores.scores_of(session, trusts.values(), audience)
            return {
                trust: {
                    **found[trust],
                    **signed_scores.item_scores_of(session, one.snapshot_id, audience),
                }
                for trust, one in trusts.items()
            }

    def respondents(self, year, trust):
        with self.store.reading() as session:
            return signed_scores.respondents_of(session, self.trusts(year)[trust].snapshot_id)

    def returns(self, year):
        with self.store.reading() as session:
            return signed_scores.returns_of(session, self.trusts(year).values())

    def units(self, year):
        """Group -> Trust -> sector -> score, as the database kept them."""
        rows = self.rows(year)
        return {
            group: {
                trust: of_trust[group.key].sector_scores
                for trust, of_trust in rows.items()
                if of_trust[group.key].sector_scores
            }
            for group in self.groups
        }

    def units_by_hand(self, year, items=None):
        """The same from the raw answers, on all items of a group or on some of them."""
        return {
            group: {
                trust: scores
                for trust in TRUSTS
                if (
                    scores := by_sector(
                        self.raw[year, trust], [one for one in ids if items is None or one in items]
                    )
                )
            }
            for group, ids in self.groups.items()
        }


def partners_scores(answers, ids):
    """Each partner's mean over the items that it gave a level to, with its sector."""
    levels = {}
    for one in answers:
        if one.item_id in ids and one.level is not None:
            levels.setdefault((one.sector_id, one.partner_id), []).append(one.level)
    return {partner: fmean(given) for partner, given in levels.items()}


def by_sector(answers, ids):
    sectors = {}
    for (sector, _), score in partners_scores(answers, ids).items():
        sectors.setdefault(sector, []).append(score)
    return {sector: fmean(scores) for sector, scores in sectors.items()}


def as_numbers(units):
    return {
        group: {str(trust): list(scores.values()) for trust, scores in of_group.items()}
        for group, of_group in units.items()
    }


def made_up(chance, pack):
    """One to three partners a sector, some of whom leave items out or give no score."""
    sectors = [*SECTORS, *chance.sample(OTHER_SECTORS, chance.randint(0, 2))]
    given, partner = [], 0
    for sector in sectors:
        for _ in range(chance.choice([1, 1, 2, 3])):
            partner += 1
            for item in pack.items:
                if chance.random() < 0.1:
                    continue
                level = chance.randint(1, 5) if chance.random() < 0.8 else None
                non_score = None if level else chance.choice(["dont_know", "not_applicable"])
                given.append(RoundAnswer(partner, sector, item.id, level, non_score))
    return given


@pytest.fixture(params=[1, 2, 3])
def world(request, cast):
    """A seeded world of eight Trusts and two years, signed."""
    chance = random.Random(request.param)
    cast.open_year(2008)
    raw = {(year, trust): made_up(chance, cast.pack) for year in YEARS for trust in TRUSTS}
    for year in YEARS:
        there = [trust for trust in TRUSTS if (year, trust) != (2009, 383)]
        carry_over(
            cast.store,
            OPERATOR,
            year,
            {trust: raw[year, trust] for trust in there},
            dict.fromkeys(there, "full"),
        )
    # Leeds has a round of its own in 2009 already, which is not signed.
    for trust in (383,):
        raw[2009, trust] = []
    return World(cast.pack, cast.store, raw)


def test_scores_counts_and_rates(world):
    for trust, of_trust in world.rows(2008).items():
        answers, respondents = world.raw[2008, trust], world.respondents(2008, trust)
        for group, ids in world.groups.items():
            row = of_trust[group.key]
            partners = partners_scores(answers, ids)
            sectors = by_sector(answers, ids)
            counts = Counter(one.level for one in answers if one.item_id in ids and one.level)
            assert row.sector_scores == pytest.approx(sectors)
            assert respondents[group.key] == Counter(sector for sector, _ in partners)
            assert row.mean == (pytest.approx(fmean(sectors.values())) if sectors else None)
            assert row.pooled_mean == (
                pytest.approx(fmean(partners.values())) if partners else None
            )
            assert (row.n_units, row.n_respondents) == (len(sectors), len(partners))
            assert list(row.level_counts) == [counts[level] for level in range(1, 6)]
            for non_score, number in (
                ("dont_know", row.dont_know),
                ("not_applicable", row.not_applicable),
            ):
                assert number == sum(
                    one.item_id in ids and one.non_score == non_score for one in answers
                )


def test_comparisons_with_their_limits_and_verdicts(world):
    kept, by_hand = as_numbers(world.units(2008)), as_numbers(world.units_by_hand(2008))
    for trust in map(str, TRUSTS):
        for group, found in compare_by_kind(kept, trust).items():
            expected = compare_by_kind(by_hand, trust)[group]
            assert found.verdict == expected.verdict
            assert (found.n, found.k, found.df) == (expected.n, expected.k, expected.df)
            assert found.p_adjusted == pytest.approx(expected.p_adjusted)
            assert found.ci95 == pytest.approx(expected.ci95)


def _both_years(before, now, trust):
    return {
        group: (before[group][trust], of_group[trust])
        for group, of_group in now.items()
        if trust in of_group and trust in before[group]
    }


def _changes(before, now, own):
    others = {
        group: {
            str(trust): (before[group][trust], sectors)
            for trust, sectors in of_group.items()
            if trust != own and trust in before[group]
        }
        for group, of_group in now.items()
    }
    return change_by_kind(_both_years(before, now, own), others)


def _same_changes(kept, by_hand):
    assert kept.keys() == by_hand.keys()
    for group, found in kept.items():
        assert found.verdict == by_hand[group].verdict
        assert found.mean_change == pytest.approx(by_hand[group].mean_change)
        assert found.ci95 == pytest.approx(by_hand[group].ci95)
        assert found.n == by_hand[group].n


def test_changes_since_last_year(world):
    _same_changes(
        _changes(world.units(2008), world.units(2009), 380),
        _changes(world.units_by_hand(2008), world.units_by_hand(2009), 380),
    )


def test_changes_on_comparable_items_alone(world):
    """A theme less one of its items: not to be had from the scores of its items."""
    comparable = {"caf-1", "caf-3", "ma-1", "ma-2"}
    items = [item for item in item_refs(world.pack) if item.id in comparable]
    levels = {level: level for level in world.pack.scale.values}
    scoring = paired_scoring(
        groups_of(items), [{item.id: levels} for item in items], [item.id for item in items]
    )

    def rescored(year):
        found = {}
        for trust, returns in world.returns(year).items():
            units = scoring.units([(one.sector, one.answers) for one in returns])
            for group, sectors in units.items():
                found.setdefault(group, {})[trust] = sectors
        return found

    def by_hand(year):
        every = world.units_by_hand(year, comparable)
        return {group: every[group] for group in groups_of(items)}

    _same_changes(
        _changes(rescored(2008), rescored(2009), 381), _changes(by_hand(2008), by_hand(2009), 381)
    )


def test_limits_of_each_trusts_own_score(world):
    overall = Group(GroupKind.OVERALL)
    kept = like_for_like(as_numbers(world.units(2008))[overall])
    by_hand = like_for_like(as_numbers(world.units_by_hand(2008))[overall])
    assert kept.keys() == by_hand.keys()
    for trust, found in kept.items():
        assert (found.interval.lower, found.interval.upper) == pytest.approx(
            (by_hand[trust].interval.lower, by_hand[trust].interval.upper)
        )


def test_strengths_and_weaknesses(world):
    kept, by_hand = (
        strengths_of(world.units(2008), 382),
        strengths_of(world.units_by_hand(2008), 382),
    )
    for aspect, found in kept.items():
        assert found.verdict == by_hand[aspect].verdict
        assert found.difference == pytest.approx(by_hand[aspect].difference)
        assert found.ci95 == pytest.approx(by_hand[aspect].ci95)


def test_agreed_scores_against_the_expected_range(world):
    agreed = {}
    for trust in TRUSTS:
        for item in world.pack.items:
            levels = [
                one.level
                for one in world.raw[2008, trust]
                if one.item_id == item.id and one.level is not None
            ]
            agreed[trust, item.id] = proposed_level(levels)
    rows = world.rows(2008)
    for group, ids in world.groups.items():
        by_hand = {}
        for trust in TRUSTS:
            levels = [agreed[trust, one] for one in ids if agreed[trust, one] is not None]
            by_hand[trust] = fmean(levels) if levels else None
        kept = {trust: rows[trust][group.key].agreed for trust in TRUSTS}
        assert kept == pytest.approx(by_hand)
        found = compare_agreed(kept[380], [kept[one] for one in TRUSTS[1:] if kept[one]])
        expected = compare_agreed(
            by_hand[380], [by_hand[one] for one in TRUSTS[1:] if by_hand[one]]
        )
        assert found.verdict == expected.verdict


def test_consensus_on_each_item_and_agreement_over_all(world):
    rows, returns = world.rows(2008), world.returns(2008)
    ids = [item.id for item in world.pack.items]
    for trust in TRUSTS:
        answers = world.raw[2008, trust]
        raters = {}
        for one in answers:
            raters.setdefault(one.partner_id, {})[one.item_id] = one.level
        for item in ids:
            levels = [given[item] for given in raters.values() if given.get(item)]
            if levels:
                counts = [levels.count(level) for level in range(1, 6)]
                kept = rows[trust][f"item:{item}"].level_counts
                assert consensus(kept) == pytest.approx(consensus(counts))
        kept = [
            [answer if isinstance(answer := one.answers.get(item), int) else None for item in ids]
            for one in returns[trust]
        ]
        by_hand = [[given.get(item) for item in ids] for given in raters.values()]
        assert krippendorff_alpha(kept) == pytest.approx(krippendorff_alpha(by_hand))


def test_the_tables_of_2009(world):
    rows = world.rows(2008)
    bands = [(band.lower, band.upper) for band in world.pack.scale.bands]

    class Kept:
        """A snapshot's row as the tables take it."""

        def __init__(self, row):
            self.units, self.mean, self.n_units = row.sector_scores, row.mean, row.n_units
            self.n_respondents, self.level_counts = row.n_respondents, row.level_counts
            self.dont_know, self.not_applicable = row.dont_know, row.not_applicable

    kept = {
        item.id: [Kept(rows[trust][f"item:{item.id}"]) for trust in TRUSTS]
        for item in world.pack.items
    }
    raw = {}
    for trust in TRUSTS:
        scored = score_groups(
            item_refs(world.pack),
            [
                Answer(str(one.partner_id), one.sector_id, one.item_id, one.level, one.non_score)
                for one in world.raw[2008, trust]
            ],
            {},
        )
        for one in scored:
            if one.group.item:
                raw.setdefault(one.group.item, []).append(one)
    assert band_table(kept, bands, 3) == band_table(raw, bands, 3)
    assert count_table(kept) == count_table(raw)
    assert mean_table({"leaders": kept}) == mean_table({"leaders": raw})


def test_the_gap_between_leaders_and_practitioners(cast, settle, respond, sign, rows):
    asked = [item.id for item in cast.pack.items_for(Audience.PRACTITIONERS)]
    leaders = {"health": 4, "police": 3, "schools": 5}
    said = {"health": 3, "police": 3, "schools": 2}
    settle(leaders)
    for sector, level in said.items():
        respond(6, sector, dict.fromkeys(asked, level) | {asked[0]: 1})
    sign()
    shared, practitioners = rows("leaders_shared"), rows("practitioners")
    groups = [
        group
        for group in groups_of(item_refs(cast.pack, Audience.PRACTITIONERS))
        if group.kind is not GroupKind.ITEM
    ]
    kept = audience_gaps(
        {group: shared[group.key].sector_scores for group in groups},
        {group: practitioners[group.key].sector_scores for group in groups},
    )
    ids = groups_of(item_refs(cast.pack, Audience.PRACTITIONERS))
    by_hand = audience_gaps(
        {group: {sector: float(level) for sector, level in leaders.items()} for group in groups},
        {
            group: {
                sector: fmean([1 if one == asked[0] else level for one in ids[group]])
                for sector, level in said.items()
            }
            for group in groups
        },
    )
    for group, found in kept.items():
        assert found.verdict == by_hand[group].verdict
        assert found.mean_gap == pytest.approx(by_hand[group].mean_gap)
    with cast.store.reading() as session:
        one = signed_scores.signed_trusts(session, 2009)[873]
        people = signed_scores.respondents_of(session, one.snapshot_id, "practitioners")
    assert people["overall"] == dict.fromkeys(SECTORS, 6)


def test_returns_are_kept_without_names_in_the_order_of_what_they_hold(world):
    for trust, returns in world.returns(2008).items():
        said = {}
        for one in world.raw[2008, trust]:
            answer = one.non_score if one.level is None else one.level
            said.setdefault((one.partner_id, one.sector_id), {})[one.item_id] = answer
        in_order = sorted(
            (sector, json.dumps(answers, sort_keys=True)) for (_, sector), answers in said.items()
        )
        kept = [(one.sector, json.dumps(dict(one.answers), sort_keys=True)) for one in returns]
        assert kept == in_order
