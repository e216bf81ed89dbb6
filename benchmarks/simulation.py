"""Made-up regions of which the truth is known: how often the verdicts are wrong, or blind.

Seeded, so that the numbers come back. `make bench` prints it; a test runs it with fewer regions.
A partner has a leaning of its own, overall and on each theme, and
around it answers every question by chance, in whole levels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from owf.benchmark.change.changes import change_by_kind
from owf.benchmark.change.trend import TrendOutcome, trends_by_kind
from owf.benchmark.comparison.agreed_scores import agreed_by_kind, compare_agreed
from owf.benchmark.comparison.compare import compare_all_by_kind, compare_by_kind
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import DEFAULT_RULES, RULES_1, Rules, mean_interval
from owf.benchmark.scores.groups import Group, GroupKind, ItemRef, groups_of

FAMILIES = (GroupKind.THEME, GroupKind.ASPECT, GroupKind.CELL)
SECTORS = 12
YEARS = 5
Units = Mapping[Group, Mapping[str, Mapping[str, float]]]
Levels = NDArray[np.float64]


@dataclass(frozen=True)
class Rate:
    """A share of many Trusts with its Monte Carlo standard error, Trusts of a region together."""

    share: float
    se: float


@dataclass(frozen=True)
class Shape:
    """What a made-up region looks like; spreads are in levels.

    Each Trust has from so many to so many of the twelve sectors, at random. `sectors` is how far
    sectors differ everywhere, overall and again on each theme; `quarrel` multiplies all spreads in
    the first Trust. Where `only_high`, the first Trust has only the sectors that rate highest.
    """

    trusts: int = 10
    partners: tuple[int, int] = (3, 12)
    themes: int = 4
    aspects: int = 8
    items_a_cell: int = 1
    levels: int = 5
    centre: float = 3.0
    leaning: float = 0.45
    leaning_on_a_theme: float = 0.35
    chance: float = 0.8
    sectors: float = 0.0
    quarrel: float = 1.0
    only_high: bool = False
    groups: Mapping[Group, tuple[str, ...]] = field(init=False)
    items: tuple[ItemRef, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the pack."""
        items = tuple(
            ItemRef(f"{theme}-{aspect}-{place}", f"theme{theme}", f"aspect{aspect}")
            for theme in range(self.themes)
            for aspect in range(self.aspects)
            for place in range(self.items_a_cell)
        )
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "groups", groups_of(items))

    def answers(self, chance: np.random.Generator, raised: Levels, factor: float) -> Levels:
        """Draw the levels of one Trust's partners: a row each, a column an item.

        Args:
            chance: to draw with.
            raised: by how much each partner's sector rates higher, a row each, a column a theme.
            factor: of all spreads.
        """
        theme_of = [int(item.theme.removeprefix("theme")) for item in self.items]
        partners = len(raised)
        leaning = self.leaning * chance.standard_normal((partners, 1))
        on_theme = self.leaning_on_a_theme * chance.standard_normal((partners, self.themes))
        by_chance = self.chance * chance.standard_normal((partners, len(self.items)))
        own = leaning + on_theme[:, theme_of] + by_chance
        drawn = self.centre + raised[:, theme_of] + factor * own
        return np.clip(np.round(drawn), 1, self.levels)

    def region(self, chance: np.random.Generator) -> Units:
        """Draw a region of Trusts that are alike but for chance: scores by group, Trust, sector."""
        low, high = self.partners
        raised = (
            self.sectors
            * (
                chance.standard_normal((SECTORS, 1))
                + chance.standard_normal((SECTORS, self.themes))
            )
            / sqrt(2)
        )
        column = {item.id: place for place, item in enumerate(self.items)}
        wanted = {group: ids for group, ids in self.groups.items() if group.kind in FAMILIES}
        members = np.zeros((len(self.items), len(wanted)))
        for place, ids in enumerate(wanted.values()):
            members[[column[item] for item in ids], place] = 1 / len(ids)
        trusts = {}
        for row in range(self.trusts):
            there = chance.permutation(SECTORS)[: chance.integers(low, high + 1)]
            if self.only_high and not row:
                there = np.argsort(raised.mean(axis=1))[-len(there) :]
            factor = self.quarrel if not row else 1.0
            trusts[f"T{row}"] = there, self.answers(chance, raised[there], factor) @ members
        return {
            group: {
                name: {f"s{one}": score for one, score in zip(there, scores[:, place], strict=True)}
                for name, (there, scores) in trusts.items()
            }
            for place, group in enumerate(wanted)
        }


def rate_of(by_region: list[list[bool]]) -> Rate:
    """Take the share over all Trusts, its error from the differences between regions."""
    shares = np.array([np.mean(trusts) for trusts in by_region])
    return Rate(float(shares.mean()), float(shares.std(ddof=1)) / sqrt(len(shares)))


def called(found: Mapping[Group, Comparison], kind: GroupKind | None) -> bool:
    """Say whether a Trust is called ahead or behind, slightly included, on any group of a kind."""
    return any(
        one.verdict.direction != 0
        for group, one in found.items()
        if kind is None or group.kind is kind
    )


def false_alarms(
    regions: int,
    seed: int,
    shape: Shape | None = None,
    rules: Rules = DEFAULT_RULES,
    *,
    first_alone: bool = False,
) -> dict[str, Rate]:
    """Say how many Trusts are called ahead or behind where all Trusts are alike.

    Args:
        regions: how many to draw.
        seed: of the draws.
        shape: of the regions.
        rules: of the verdicts.
        first_alone: whether only the first Trust counts, which is the one that quarrels or lacks
            sectors.

    Returns:
        The share of Trusts with any such call, by family ("theme", "aspect", "cell") and over
        all families ("any").
    """
    shape = shape or Shape()
    chance = np.random.default_rng(seed)
    kinds: dict[str, GroupKind | None] = {str(kind): kind for kind in FAMILIES} | {"any": None}
    alarms: dict[str, list[list[bool]]] = {name: [] for name in kinds}
    for _ in range(regions):
        units = shape.region(chance)
        everyone = (
            {"T0": compare_by_kind(units, "T0", rules)}
            if first_alone
            else compare_all_by_kind(units, rules)
        )
        for name, kind in kinds.items():
            alarms[name].append([called(found, kind) for found in everyone.values()])
    return {name: rate_of(by_region) for name, by_region in alarms.items()}


@dataclass(frozen=True)
class Gap:
    """How often a true gap is found, and how often the wrong way round."""

    found: float
    wrong: float


def gaps_found(
    regions: int,
    seed: int,
    *,
    gap: float = 1.0,
    units: int = 10,
    sd: float = 0.7,
    sectors: float = 0.0,
    themes: int = 4,
    trusts: int = 10,
    rules: Rules = DEFAULT_RULES,
) -> Gap:
    """Say how often a true gap in one theme is found, the other themes being alike.

    Args:
        regions: how many to draw, in every other one the gap is upwards.
        seed: of the draws.
        gap: of one Trust in one theme, in levels.
        units: sectors of every Trust.
        sd: of a sector's score on a theme about its Trust's and its sector's, in levels.
        sectors: how far sectors differ everywhere, in levels.
        themes: that are tested together.
        trusts: of the region.
        rules: of the verdicts.
    """
    chance = np.random.default_rng(seed)
    groups = [Group(GroupKind.THEME, theme=f"theme{place}") for place in range(themes)]
    found = wrong = 0
    for region in range(regions):
        way = 1 if region % 2 else -1
        scores = 3 + sd * chance.standard_normal((themes, trusts, units))
        scores += sectors * chance.standard_normal((themes, 1, units))
        scores[0, 0] += way * gap
        by_group = {
            group: {
                f"T{row}": {f"s{place}": score for place, score in enumerate(of_trust)}
                for row, of_trust in enumerate(of_theme.tolist())
            }
            for group, of_theme in zip(groups, scores, strict=True)
        }
        direction = compare_by_kind(by_group, "T0", rules)[groups[0]].verdict.direction
        found += direction == way
        wrong += direction == -way
    return Gap(found / regions, wrong / regions)


@dataclass(frozen=True)
class TrendRates:
    """How often a true rise is found in one theme, and a trend is called where there is none."""

    found: float
    false: float


def trends_found(
    regions: int,
    seed: int,
    *,
    rise: float = 0.1,
    sectors: int = 12,
    themes: int = 4,
    trusts: int = 10,
    questions: int = 14,
    wobble: float = 0.0,
) -> TrendRates:
    """Say how often a rise of one Trust in one theme over five years is called a trend.

    Args:
        regions: how many to draw, in every other one the Trust falls.
        seed: of the draws.
        rise: a year, in levels.
        sectors: of every Trust, with leanings of their own that stay.
        themes: that are tested together.
        trusts: of the region; all others go nowhere.
        questions: of a theme, each answered by chance within 0.8 of a level; the questionnaire of
            2008 has 14.
        wobble: how far what moves a whole Trust in one year moves it, in levels.
    """
    chance = np.random.default_rng(seed)
    groups = [Group(GroupKind.THEME, theme=f"theme{place}") for place in range(themes)]
    found = false = 0
    for region in range(regions):
        way = 1 if region % 2 else -1
        scores = 3 + 0.6 * chance.standard_normal((themes, trusts, 1, 1))
        moved = 0.8 / sqrt(questions) * chance.standard_normal((themes, trusts, YEARS, sectors))
        moved += wobble * chance.standard_normal((themes, trusts, YEARS, 1))
        yearly = (scores + moved).mean(axis=3)
        yearly[0, 0] += way * rise * np.arange(YEARS)
        by_group = {
            group: {f"T{row}": of_trust for row, of_trust in enumerate(of_theme)}
            for group, of_theme in zip(groups, yearly.tolist(), strict=True)
        }
        trends = trends_by_kind(by_group, "T0")
        wanted = TrendOutcome.INCREASING if way > 0 else TrendOutcome.DECREASING
        found += trends[groups[0]].outcome is wanted
        calm = trends_by_kind(by_group, "T1")
        false += any(one.has_direction for one in calm.values())
    return TrendRates(found / regions, false / regions)


@dataclass(frozen=True)
class MovedRates:
    """How often a true rise of single questions is found, and how many calls of a page are wrong.

    `false` is the mean over pages: where nothing rose, the share of pages with any call.
    """

    found: float
    false: float


def questions_moved(
    pages: int,
    seed: int,
    *,
    rise: float = 0.0,
    rising: int = 8,
    questions: int = 55,
    sectors: int = 12,
    trusts: int = 6,
) -> MovedRates:
    """Say how often a change on single questions between two years is called one (decision 48).

    Args:
        pages: how many to draw; the first Trust's is looked at.
        seed: of the draws.
        rise: of its first questions, in levels; no other Trust moves.
        rising: how many of its questions rise.
        questions: that are tested together; 55 of 2008 and 2011 can be compared.
        sectors: of every Trust. Each has its place on each question, moves by chance within 0.5 of
            a level each year, and on all questions together within 0.2.
        trusts: of the region.
    """
    chance = np.random.default_rng(seed)
    groups = [Group(GroupKind.ITEM, item=f"q{place}") for place in range(questions)]
    rises = np.where(np.arange(questions) < rising, rise, 0.0)
    names = [f"s{place}" for place in range(sectors)]
    found, false = 0, 0.0
    for _ in range(pages):
        places = 3 + 0.5 * chance.standard_normal((trusts, 1, sectors, questions))
        yearly = places + 0.5 * chance.standard_normal((trusts, 2, sectors, questions))
        yearly += 0.2 * chance.standard_normal((trusts, 2, sectors, 1))
        yearly[0, 1] += rises
        by_group = [
            {
                f"T{trust}": tuple(
                    dict(zip(names, one, strict=True))
                    for one in np.clip(np.rint(yearly[trust, :, :, place]), 1, 5).tolist()
                )
                for trust in range(trusts)
            }
            for place in range(questions)
        ]
        changes = change_by_kind(
            {group: by_trust.pop("T0") for group, by_trust in zip(groups, by_group, strict=True)},
            dict(zip(groups, by_group, strict=True)),
        )
        calls = np.array([changes[group].verdict.direction for group in groups])
        right = int((calls[rises > 0] > 0).sum())
        found += right
        called_at_all = int(np.abs(calls).sum())
        false += (called_at_all - right) / max(1, called_at_all)
    return MovedRates(found / (pages * rising), false / pages)


def agreed_named(regions: int, seed: int, *, shape: Shape | None = None) -> float:
    """Say on how many pages of identical Trusts an agreed score is called unusual.

    Args:
        regions: how many to draw; the first Trust's page is looked at.
        seed: of the draws.
        shape: of the regions; what partners gave on average stands for what was agreed.
    """
    shape = shape or Shape(partners=(8, 12))
    chance = np.random.default_rng(seed)
    named = 0
    for _ in range(regions):
        found = agreed_by_kind(
            {
                group: compare_agreed(
                    fmean(of_group["T0"].values()),
                    [fmean(one.values()) for name, one in of_group.items() if name != "T0"],
                )
                for group, of_group in shape.region(chance).items()
            }
        )
        named += any(one.is_unusual for one in found.values())
    return named / regions


def rules_compared(regions: int, seed: int) -> dict[str, float]:
    """Say how often simpler rules, and this one, call Trusts different that are alike.

    Ten Trusts of three to eight partners, six themes of six questions on four levels, as the
    acceptance case `simulation_error_rates` has them. Names are the case's. How its levels were
    drawn is not told; ours give its rates for a gap of 0.1, on themes and on single items.

    Args:
        regions: how many to draw.
        seed: of the draws.
    """
    shape = Shape(
        partners=(3, 8), themes=6, aspects=6, levels=4, centre=2.5, leaning=0.0,
        leaning_on_a_theme=0.4, chance=0.7,
    )  # fmt: skip
    chance = np.random.default_rng(seed)
    calls: dict[str, list[bool]] = {}
    for _ in range(regions):
        units = {
            group: {trust: list(scores.values()) for trust, scores in of_group.items()}
            for group, of_group in shape.region(chance).items()
        }
        themes = {group: found for group, found in units.items() if group.kind is GroupKind.THEME}
        items = {group: found for group, found in units.items() if group.kind is GroupKind.CELL}
        # Each theme as a family of its own: its p is adjusted over nothing.
        raw = [compare_all_by_kind({group: found}, RULES_1) for group, found in themes.items()]
        for trust, adjusted in compare_all_by_kind(themes, RULES_1).items():
            flagged = [called(of_theme[trust], GroupKind.THEME) for of_theme in raw]
            calls.setdefault("pooled_sd_vs_others", []).extend(flagged)
            calls.setdefault("any_of_6_themes_flagged", []).append(any(flagged))
            calls.setdefault("any_of_6_themes_after_BH", []).append(
                called(adjusted, GroupKind.THEME)
            )
        for prefix, groups in (("", themes), ("single_item_", items)):
            for of_group in groups.values():
                for trust, own in of_group.items():
                    interval = mean_interval(own)
                    reference = fmean(
                        fmean(theirs) for other, theirs in of_group.items() if other != trust
                    )
                    # A limit of a hair's width is of none.
                    flat = interval.upper - interval.lower < 1e-9
                    outside = not interval.lower <= reference <= interval.upper
                    gap = abs(interval.estimate - reference) > 0.1
                    calls.setdefault(f"{prefix}gap_over_0.1_rule", []).append(gap)
                    calls.setdefault(f"{prefix}own_t_interval", []).append(outside)
                    calls.setdefault(f"{prefix}zero_width_intervals", []).append(flat)
    return {name: fmean(answers) for name, answers in calls.items()}
