"""What stands behind a Trust's scores: other means, non-scores, strengths and agreed scores."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.comparison.agreed_scores import Agreed
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed
from owf.web.markup.tables import theme_tables
from owf.web.markup.verdicts import verdict_with_working

_SHOWN = {GroupKind.OVERALL, GroupKind.THEME}


def own_scores_table(view: TrustComparison) -> Markup:
    """Each theme's mean over sectors and over partners, and the non-scores."""
    return html.table(
        "Means, and the share of answers without a level",
        ("Theme", "Over sectors", "Over partners", "Don't know", "Not applicable"),
        ((one.title, *_cells(one, view)) for one in view.findings if one.kind in _SHOWN),
        css="owf-stack owf-means",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _cells(finding: Finding, view: TrustComparison) -> tuple[str | Markup, ...]:
    row = view.scores.get(_key(finding))
    if row is None:
        return ("too few partners",) * 4
    asked = sum(row.level_counts) + row.dont_know + row.not_applicable
    return (
        f"{score(row.mean, 2)} (n = {row.n_units})",
        f"{score(row.pooled_mean, 2)} (n = {row.n_respondents})",
        _share(row.dont_know, asked),
        _share(row.not_applicable, asked),
    )


def _expected(agreed: Agreed) -> str:
    return " to ".join(score(end, 2) for end in agreed.expected or ())


def unusual_table(view: TrustComparison) -> Markup:
    """Agreed scores on aspects and cells that lie outside the expected range; empty if none.

    An aspect that one theme alone has is told as its cell.
    """
    unusual = [
        one
        for one in view.unusual
        if one.kind is GroupKind.CELL or (one.kind is GroupKind.ASPECT and one.within is None)
    ]
    if not unusual:
        return html.NOTHING
    table = html.table(
        "Aspects on which the agreed score is unusual compared with other Trusts",
        ("Aspect", "Agreed", "Expected", "Finding"),
        (
            (
                one.title,
                score(one.agreed.score, 2),
                _expected(one.agreed),
                verdict_with_working(one),
            )
            for one in unusual
        ),
        css="owf-stack",
        numeric=frozenset({1, 2}),
    )
    return Markup('<details class="owf-fold"><summary>{}</summary>{}</details>').format(
        f"Unusual agreed scores on single aspects: {len(unusual)}", table
    )


def sectors_table(view: TrustComparison) -> Markup:
    """The means over sectors, over partners and by sector, side by side (METHOD 1.5).

    Empty for people who are not of the Trust: they are shown no sector.
    """
    shown = {_key(one): one for one in view.findings if one.kind in _SHOWN}
    rows = {key: view.scores[key] for key in shown if key in view.scores}
    sectors = [
        sector
        for sector in view.pack.sectors
        if any(sector.id in row.sector_scores for row in rows.values())
    ]
    if not sectors:
        return html.NOTHING
    columns = [
        (
            _mean(row.mean, row.n_units),
            _mean(row.pooled_mean, row.n_respondents),
            *(
                _mean(
                    row.sector_scores.get(sector.id),
                    view.partners_by_sector.get(key, {}).get(sector.id),
                )
                for sector in sectors
            ),
        )
        for key, row in rows.items()
    ]
    names = ("All sectors", "All partners", *(sector.title for sector in sectors))
    return theme_tables(
        "Mean over sectors, over partners, and of each sector",
        ("Mean of", *(_short(shown[key], view) for key in rows)),
        ((name, *means) for name, *means in zip(names, *columns, strict=True)),
        before=2,
        css="owf-sectors",
        are_numbers=True,
    )


def _short(finding: Finding, view: TrustComparison) -> str:
    return next((one.short_title for one in view.pack.themes if one.id == finding.theme), "Overall")


def _mean(value: float | None, n: int | None) -> Markup:
    """A mean with its n, which a database without the answers behind a snapshot lacks."""
    if value is None:
        return Markup('<span class="owf-none">none</span>')
    count = Markup(' <span class="owf-small">n = {}</span>').format(n) if n else html.NOTHING
    return Markup("{}{}").format(score(value, 2), count)


def _share(number: int, of: int) -> str:
    return "no answers" if of == 0 else f"{100 * number / of:.0f}% ({number} of {of})"


def _key(finding: Finding) -> str:
    return "overall" if finding.theme is None else f"theme:{finding.theme}"


def _titled(found: StrengthFinding) -> Markup:
    within = (
        Markup(' <span class="owf-small">only in {}</span>').format(found.within)
        if found.within
        else html.NOTHING
    )
    return Markup("{}{}").format(found.title, within)


def strengths_table(view: TrustComparison) -> Markup:
    """Each aspect across themes against the Trust's own overall score, with its working."""
    return html.table(
        f"Aspects against {view.trust.name}'s own overall score",
        ("Aspect", "Aspect's score", "Overall", "Difference", "95% limits", "Finding"),
        (
            (
                _titled(one),
                score(one.strength.aspect_score, 2),
                score(one.strength.overall_score, 2),
                signed(one.strength.difference),
                limits(one.strength.ci95),
                verdict_with_working(one, view.rules, _said(one)),
            )
            for one in view.strengths
        ),
        css="owf-stack",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _said(found: StrengthFinding) -> str:
    """The verdict's word; of an aspect that one theme alone has, nothing is said throughout."""
    return found.verdict.removesuffix(" throughout") if found.within else found.verdict
