"""A region's Trusts in tables and figures, as the page Region has them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from owf.assessment.results.england import NationView, Part
from owf.assessment.results.region_sentences import who_stands_out
from owf.assessment.results.region_view import RegionView
from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.assessment.results.standings import Standing, why_nothing
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.wording import capitalised, counted
from owf.charts.theme import LIGHT
from owf.charts.trusts.caterpillar import caterpillar, mean_of_region
from owf.charts.trusts.region_weaknesses import region_weak
from owf.markup.formatting import score, signed
from owf.reports.model import (
    Column,
    Figure,
    Native,
    NativeChart,
    NumberFormat,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.figures import native
from owf.reports.parts.verdicts import limits_words, verdict_words

TOO_FEW_TRUSTS = "too few Trusts"
ABOUT_RANKS = "“Rank” says between which ranks a Trust may truly stand. "
NO_SCORE_IN_BOTH = "no score in both years"


def against_england_table(view: RegionView, nation: NationView, part: Part) -> Table:
    """The means of the page England; not tested against each other."""
    columns = (
        Column("Theme", width=2.4),
        Column(view.region_name, NumberFormat.SCORE, 1.3),
        Column("Trusts", NumberFormat.COUNT),
        Column("England", NumberFormat.SCORE),
        Column("Trusts of England", NumberFormat.COUNT, 1.2),
        Column("Difference", NumberFormat.DIFFERENCE),
    )
    rows: list[tuple[Value, ...]] = []
    for line in nation.lines:
        here, there = part.means[line.key], line.mean
        both = here.value is not None and there.value is not None
        rows.append(
            (
                line.title,
                TOO_FEW_TRUSTS if here.value is None else here.value,
                here.n,
                TOO_FEW_TRUSTS if there.value is None else there.value,
                there.n,
                (here.value or 0) - (there.value or 0) if both else "",
            )
        )
    return table_of(
        f"{capitalised(view.region)} beside England, {view.year}",
        columns,
        rows,
        note=(
            "Means over Trusts, each counted once. England's include the region's own Trusts. "
            "Nothing here is tested: a difference may be chance."
        ),
        sheet="Beside England",
    )


def participants_table(view: RegionView) -> Table:
    columns = (
        Column("Trust", width=2),
        Column("Signed off", width=2),
        Column("What it shows of this year", width=2.4),
    )
    rows = [
        (
            one.name,
            one.sentence,
            ""
            if one.signed_at is None
            else "everything, by name"
            if one.is_named
            else "not named here",
        )
        for one in view.participants
    ]
    return table_of(f"Trusts of {view.region}, {view.year}", columns, rows, sheet="Who took part")


def standing_figure(view: RegionView, standing: Standing) -> Figure | None:
    """None where no named Trust has a score."""
    mean = mean_of_region(standing, view.region)
    drawn = [one for one in standing.places if one.drawn is not None]
    if not drawn:
        return None
    claim = who_stands_out(standing.findings)
    chart = caterpillar(standing, claim, mean, view.rules)
    names = [one.name for one in drawn]
    scores: list[float | None] = [one.drawn for one in drawn]
    if mean.value is not None:
        names.append(f"Mean of {view.region}")
        scores.append(mean.value)
    values = view.pack.scale.values
    return Figure(
        replace(chart, title=f"{_about(view, standing)}: the Trusts' scores, like for like"),
        native(
            Native.BARS,
            names,
            {"Score, like for like": scores},
            (LIGHT.ahead,),
            ends=(values[0], values[-1]),
            axis="Score, as if all Trusts had the same sectors",
        ),
    )


def standing_table(view: RegionView, standing: Standing) -> Table:
    """Each named Trust with the numbers that its verdict rests on, in the standing's order."""
    theme = standing.group.theme
    short = view.pack.theme(theme).short_title if theme else "Overall"
    ranks = [Column("Rank", width=0.9)] if standing.by_score else []
    columns = (
        Column("Trust", width=1.8),
        Column("Sectors (n)", NumberFormat.COUNT, 0.8),
        Column("Trusts (k)", NumberFormat.COUNT, 0.8),
        Column("Score", NumberFormat.SCORE, 0.8),
        *ranks,
        Column("Others", NumberFormat.SCORE, 0.8),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.6),
        Column("p, adjusted", NumberFormat.CHANCE),
        Column("Verdict", width=2),
    )
    rows: list[tuple[Value, ...]] = []
    for place in standing.places:
        if place.finding is None:
            continue
        found = place.finding.comparison
        rank = ["{} to {}".format(*place.ranks) if place.ranks else "none"] if ranks else []
        rows.append(
            (
                place.name,
                found.n,
                found.k,
                place.why_nothing if found.score is None else found.score,
                *rank,
                "too few" if found.reference is None else found.reference,
                found.difference,
                limits_words(found.ci95),
                found.p_adjusted,
                _verdict_and_why(place.finding),
            )
        )
    return table_of(
        f"{_about(view, standing)}: each Trust against the rest of {view.region}, {view.year}",
        columns,
        rows,
        note=(
            "“Others” are the other Trusts, for the same sectors. "
            f"{ABOUT_RANKS if ranks else ''}{standing.why} "
            f"{mean_of_region(standing, view.region).sentence}"
        ),
        sheet=f"Trusts {short}"[:31],
    )


def _about(view: RegionView, standing: Standing) -> str:
    theme = standing.group.theme
    return view.pack.theme(theme).title if theme else "Overall"


def _verdict_and_why(finding: Finding) -> str:
    why = why_nothing(finding.comparison)
    return f"{verdict_words(finding)}: {why}" if why else verdict_words(finding)


def themes_of_trusts_table(view: RegionView) -> Table:
    """Each named Trust's score and verdict on each theme, and the region's means below."""
    columns = (
        Column("Trust", width=1.6),
        *(Column(title, width=1.4) for title in _subjects(view)),
    )
    rows: list[tuple[Value, ...]] = [
        (one.name, *(_score_and_symbol(found) for found in one.headline)) for one in view.trusts
    ]
    means = [
        TOO_FEW_TRUSTS
        if one.mean.value is None
        else f"{score(one.mean.value, 2)} ({_of_trusts(one.mean.trusts, one.mean.unnamed)})"
        for one in view.standings
    ]
    rows.append((f"Mean of {view.region}", *means))
    return table_of(
        f"Overall and by theme, {view.region}, {view.year}",
        columns,
        rows,
        note=(
            f"{_symbols_in_words(Verdict)}. Each compares one Trust with the others, for the same "
            "sectors. The tables by theme have all of it in words and with its numbers."
        ),
        sheet="Trusts and themes",
    )


def _subjects(view: RegionView) -> tuple[str, ...]:
    return ("Overall", *(theme.short_title for theme in view.pack.themes))


def _score_and_symbol(finding: Finding) -> str:
    value = finding.comparison.score
    return (
        why_nothing(finding.comparison) if value is None else f"{score(value, 2)} {finding.symbol}"
    )


def _symbols_in_words(verdicts: Iterable[Verdict | ChangeVerdict]) -> str:
    return ", ".join(f"{one.symbol} {one}" for one in verdicts)


def _of_trusts(trusts: int, unnamed: int) -> str:
    return f"{trusts} Trusts" + (f", {unnamed} unnamed" if unnamed else "")


def change_tables(view: RegionView) -> Iterator[Table]:
    """Overall with the numbers, then each theme in words; for a region with two years."""
    before, now = view.year - 1, view.year
    columns = (
        Column("Trust", width=1.8),
        Column("Sectors in both (n)", NumberFormat.COUNT),
        Column(str(before), NumberFormat.SCORE),
        Column(str(now), NumberFormat.SCORE),
        Column("Change", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.6),
        Column("p, adjusted", NumberFormat.CHANCE),
        Column("Verdict", width=2),
    )
    by_name = sorted(view.trusts, key=lambda one: one.name.casefold())
    rows: list[tuple[Value, ...]] = []
    for trust in by_name:
        overall = [one for one in trust.changes if one.kind is GroupKind.OVERALL]
        if not overall:
            why = trust.no_change_because or NO_SCORE_IN_BOTH
            rows.append((trust.name, None, None, None, None, "", None, why))
        for one in overall:
            change = one.change
            rows.append(
                (
                    trust.name,
                    change.n,
                    change.before,
                    change.after,
                    change.mean_change,
                    limits_words(change.ci95),
                    change.p_adjusted,
                    verdict_words(one),
                )
            )
    yield table_of(
        f"Overall change from {before} to {now}, in levels", columns, rows, sheet="Change overall"
    )
    yield _themes_changed(view)


def _themes_changed(view: RegionView) -> Table:
    nothing = view.change_notes.nothing_for
    subjects = {
        one.group: title
        for one, title in zip(view.standings, _subjects(view), strict=True)
        if one.group.theme not in nothing
    }
    rows: list[tuple[Value, ...]] = []
    for trust in sorted(view.trusts, key=lambda one: one.name.casefold()):
        found = {one.theme: one for one in trust.changes}
        why = trust.no_change_because or NO_SCORE_IN_BOTH
        rows.append(
            (
                trust.name,
                *(
                    _change_and_symbol(found[group.theme]) if group.theme in found else why
                    for group in subjects
                ),
            )
        )
    means = [view.changed_means[one] for one in subjects]
    rows.append(
        (
            f"Mean of {view.region}",
            *(
                TOO_FEW_TRUSTS
                if one.before is None or one.after is None
                else f"{signed(one.change)} ({_of_trusts(one.trusts, one.unnamed)})"
                for one in means
            ),
        )
    )
    return table_of(
        f"Change from {view.year - 1} to {view.year} by theme, in levels",
        (Column("Trust", width=1.6), *(Column(one, width=1.4) for one in subjects.values())),
        rows,
        note=(
            f"{_symbols_in_words(ChangeVerdict)}. Too few partners: fewer than "
            f"{counted(view.rules.min_units, 'sector')} answered in both years."
        ),
        sheet="Change by theme",
    )


def _change_and_symbol(finding: ChangeFinding) -> str:
    moved = finding.change.mean_change
    return "too few partners" if moved is None else f"{signed(moved)} {finding.symbol}"


def weak_figures(view: RegionView) -> Iterator[Figure]:
    """Of themes and of aspects, as far as Trusts are enough."""
    for kind, subject in ((GroupKind.THEME, "Themes"), (GroupKind.ASPECT, "Aspects across themes")):
        parts = [one for one in view.parts if one.group.kind is kind]
        if any(one.difference is not None for one in parts):
            chart = region_weak(parts, view.region)
            title = f"{subject} against the same Trusts' overall score, lowest first"
            yield Figure(replace(chart, title=title), _natively_weak(view, parts))


def where_low_in_a_sentence(view: RegionView) -> str:
    return region_weak(view.parts, view.region).title


def _natively_weak(view: RegionView, parts: Iterable[PartOfRegion]) -> NativeChart:
    shown = sorted(
        (one for one in parts if one.difference is not None), key=lambda one: one.difference or 0.0
    )
    values = view.pack.scale.values
    return native(
        Native.BARS,
        [one.title for one in shown],
        {
            "On this theme or aspect": [one.mean for one in shown],
            "Overall, the same Trusts": [one.overall for one in shown],
        },
        (LIGHT.ahead, LIGHT.quiet),
        ends=(values[0], values[-1]),
        axis="Mean over Trusts that publish in full",
    )


def low_table(view: RegionView) -> Table:
    columns = (
        Column("Theme or aspect", width=2.2),
        Column("Kind", width=1.6),
        Column("Trusts (n)", NumberFormat.COUNT),
        Column("Mean", NumberFormat.SCORE),
        Column("Overall", NumberFormat.SCORE),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.6),
        Column("England", NumberFormat.DIFFERENCE),
        Column("Trusts of England", NumberFormat.COUNT),
    )
    rows: list[tuple[Value, ...]] = []
    for one in sorted(
        view.parts,
        key=lambda part: (
            part.group.kind is not GroupKind.THEME,
            part.difference is None,
            part.difference or 0.0,
        ),
    ):
        kind = f"only in {one.within}" if one.within else str(one.group.kind)
        if one.difference is None:
            rows.append((one.title, kind, one.n, *[TOO_FEW_TRUSTS] * 3, "", None, None))
            continue
        england = TOO_FEW_TRUSTS if one.england is None else one.england
        limits = limits_words(one.ci95)
        rows.append(
            (one.title, kind, one.n, one.mean, one.overall, one.difference, limits, england,
             one.n_england)
        )  # fmt: skip
    return table_of(
        "Themes and aspects against the same Trusts' overall score, lowest first",
        columns,
        rows,
        note="Over the Trusts that publish in full. A region has no verdict.",
        sheet="Where it is low",
    )
