"""The charts of one Trust's comparison, drawn alike on pages and in reports."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from owf.assessment.disclosure.trusts import HEADLINE_KINDS
from owf.assessment.results.steps import region_in_a_sentence
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears
from owf.benchmark.agreement.practitioners import GapFinding
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.key_points import changes_in_one_line, in_one_line
from owf.charts import Chart
from owf.charts.verdicts.agreed_range import AgreedRow, agreed_range
from owf.charts.verdicts.audiences import audiences
from owf.charts.verdicts.slopes import theme_changes
from owf.charts.verdicts.spine import SpineRow, spine
from owf.charts.years.small_multiples import small_multiples

Draw: TypeAlias = Callable[..., Chart]
"""Calls its first argument with the others; pages keep what it gave for the next reader."""


def drawn_at_once(draw: Callable[..., Chart], *findings: object, **more: object) -> Chart:
    return draw(*findings, **more)


def themes_against(view: TrustComparison, draw: Draw = drawn_at_once) -> Chart:
    against = {one.theme: one for one in view.beside}
    rows = tuple(
        SpineRow(one, view.spreads.get(Group(one.kind, one.theme)), against.get(one.theme))
        for one in view.headlines
    )
    name = view.beside[0].comparator if view.beside else "England"
    return draw(spine, rows, f"{in_one_line(view.findings)}.", name, view.rules)


def changes_since_last_year(view: TrustComparison, draw: Draw = drawn_at_once) -> Chart:
    """For a view with ``changes``."""
    themes = tuple(one for one in view.changes if one.kind is GroupKind.THEME)
    overall = tuple(one for one in view.changes if one.kind is GroupKind.OVERALL)
    claim = f"{changes_in_one_line(view.changes)}."
    dashed = view.change_notes.with_care
    return draw(theme_changes, themes, claim, overall, view.rules, dashed=dashed)


def headline_gaps(view: TrustComparison) -> list[GapFinding]:
    """Leaders against practitioners, overall and by theme; empty where nothing is shown."""
    if not view.practitioners:
        return []
    return [one for one in view.gaps if one.kind in HEADLINE_KINDS]


def why_no_gaps(view: TrustComparison) -> str:
    if view.practitioners:
        return f"Too few partners of {view.trust.name} have both, so nothing is shown here."
    nobody = f"No practitioner of {view.trust.name} responded in {view.year}."
    if view.seen_from_outside:
        return nobody
    return f"{nobody} The coordinator can open the survey on the Survey page."


def leaders_beside_practitioners(view: TrustComparison, draw: Draw = drawn_at_once) -> Chart:
    """For a view with `headline_gaps`."""
    shown = headline_gaps(view)
    first = next((one for one in shown if one.kind is GroupKind.OVERALL), shown[0])
    levels = view.pack.scale.values
    return draw(audiences, shown, view.practitioners, first.sentence, levels, view.rules)


def agreed_rows(view: TrustComparison) -> tuple[AgreedRow, ...]:
    unusual = {(one.kind, one.theme): one for one in view.unusual}
    return tuple(
        AgreedRow(one, view.agreed[Group(one.kind, one.theme)], unusual.get((one.kind, one.theme)))
        for one in view.headlines
    )


def agreed_and_expected(view: TrustComparison, draw: Draw = drawn_at_once) -> Chart:
    return draw(agreed_range, agreed_rows(view), view.trust.name)


def all_years(years: TrustYears, against: TrustComparison, draw: Draw = drawn_at_once) -> Chart:
    """For years with a line."""
    region = region_in_a_sentence(against.trust.region_name)
    levels = against.pack.scale.values
    chart = draw(small_multiples, years.histories, against.trust.name, region, levels)
    return replace(chart, title=years.sentence)
