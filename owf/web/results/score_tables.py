"""Tables of a Trust's scores: other means, non-scores, strengths and agreed scores."""

from markupsafe import Markup

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.comparison.agreed_scores import AgreedFinding
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.markup.formatting import limits, score, signed
from owf.markup.tables import theme_tables
from owf.markup.verdicts import verdict_with_working
from owf.web.markup import html


def own_scores_table(view: TrustComparison) -> Markup:
    return html.table(
        "Means, and the share of answers without a level",
        ("Theme", "Over sectors", "Over partners", "Don't know", "Not applicable"),
        ((one.title, *_means_and_non_scores(one, view)) for one in view.headlines),
        css="owf-stack owf-means",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _means_and_non_scores(finding: Finding, view: TrustComparison) -> tuple[str | Markup, ...]:
    row = view.scores.get(_group_key(finding))
    if row is None:
        return ("too few partners",) * 4
    asked = sum(row.level_counts) + row.dont_know + row.not_applicable
    return (
        f"{score(row.mean, 2)} (n = {row.n_units})",
        f"{score(row.pooled_mean, 2)} (n = {row.n_respondents})",
        _share(row.dont_know, asked),
        _share(row.not_applicable, asked),
    )


def unusual_table(view: TrustComparison) -> Markup:
    """An aspect that one theme alone has is there as its cell, where that is unusual too.

    It may be unusual among the aspects and not among the more numerous cells.
    """
    as_cells = {one.aspect for one in view.unusual if one.kind is GroupKind.CELL}
    unusual = [
        one
        for one in view.unusual
        if one.kind is GroupKind.CELL
        or (one.kind is GroupKind.ASPECT and not (one.within and one.aspect in as_cells))
    ]
    if not unusual:
        return html.NOTHING
    table = html.table(
        "Aspects on which the agreed score is unusual compared with other Trusts",
        ("Aspect", "Agreed", "Expected", "Finding"),
        (
            (
                _title_with_theme(one) if one.kind is GroupKind.ASPECT else one.title,
                score(one.agreed.score, 2),
                " to ".join(score(end, 2) for end in one.agreed.expected or ()),
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
    """Over sectors, over partners, by sector (METHOD 1.5); empty for people outside the Trust."""
    shown = {_group_key(one): one for one in view.headlines}
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
            _mean_with_n(row.mean, row.n_units),
            _mean_with_n(row.pooled_mean, row.n_respondents),
            *(
                _mean_with_n(
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
        ("Mean of", *(_short_title(shown[key], view) for key in rows)),
        ((name, *means) for name, *means in zip(names, *columns, strict=True)),
        before=2,
        css="owf-sectors",
        are_numbers=True,
    )


def _short_title(finding: Finding, view: TrustComparison) -> str:
    return next((one.short_title for one in view.pack.themes if one.id == finding.theme), "Overall")


def _mean_with_n(value: float | None, n: int | None) -> Markup:
    """A mean with its n, which a database without the answers behind a snapshot lacks."""
    if value is None:
        return Markup('<span class="owf-none">none</span>')
    count = Markup(' <span class="owf-small">n = {}</span>').format(n) if n else html.NOTHING
    return Markup("{}{}").format(score(value, 2), count)


def _share(number: int, of: int) -> str:
    return "no answers" if of == 0 else f"{100 * number / of:.0f}% ({number} of {of})"


def _group_key(finding: Finding) -> str:
    return "overall" if finding.theme is None else f"theme:{finding.theme}"


def _title_with_theme(found: AgreedFinding | StrengthFinding) -> Markup:
    within = (
        Markup(' <span class="owf-small">only in {}</span>').format(found.within)
        if found.within
        else html.NOTHING
    )
    return Markup("{}{}").format(found.title, within)


def strengths_table(view: TrustComparison) -> Markup:
    return html.table(
        f"Aspects against {view.trust.name}'s own overall score",
        ("Aspect", "Aspect's score", "Overall", "Difference", "95% limits", "Finding"),
        (
            (
                _title_with_theme(one),
                score(one.strength.aspect_score, 2),
                score(one.strength.overall_score, 2),
                signed(one.strength.difference),
                limits(one.strength.ci95),
                _with_region(
                    verdict_with_working(one, view.rules, _verdict_word(one), with_limits=False),
                    one,
                ),
            )
            for one in view.strengths
        ),
        css="owf-stack",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _with_region(verdict: Markup, found: StrengthFinding) -> Markup:
    return html.with_small(verdict, found.as_elsewhere) if found.alike else verdict


def _verdict_word(found: StrengthFinding) -> str:
    """The verdict's word, without "throughout" for an aspect that one theme alone has."""
    return found.verdict.removesuffix(" throughout") if found.within else found.verdict
