"""Opening a Trust's results of a year, year on year: from signed snapshots alone, read-only."""

from __future__ import annotations

from owf.access import Actor, policy
from owf.assessment.comparing import compare_with
from owf.assessment.partners_standing import partners_standing
from owf.assessment.trust_comparison import TrustComparison
from owf.assessment.trust_results import PartnersStanding, TrustResults, TrustYears
from owf.assessment.trust_years import trust_years
from owf.benchmark import (
    ChangeFinding,
    Finding,
    GroupKind,
    ThemeCard,
    Verdict,
    change_points,
    headline,
    kinds_of_points,
    moderated,
    theme_card,
    trend_points,
    verdict_counts,
    year_headline,
)
from owf.store import Store, signed


def trust_results(store: Store, who: Actor, trust: int, year: int) -> TrustResults:
    """A Trust's signed results of a year: beside its region, its own years, and inside itself.

    Whoever may open its comparison may open these; what partners answered is only for its people.

    Args:
        store: the database.
        who: the person asking.
        trust: DfE number.
        year: of the cycle.

    Raises:
        NotAllowed: this person may not see this Trust's results.
        NotFound: there is no such Trust, or it has not signed that year.
    """
    against = compare_with(store, who, trust, year)
    with store.reading() as session:
        years = trust_years(
            session,
            against.trust,
            year,
            against.signed_years,
            is_outside=against.seen_from_outside,
        )
        of_trust = signed.signed_trusts(session, year, against.trust.region_code)[trust]
        partners = partners_standing(
            session,
            of_trust,
            against.pack,
            is_outside=against.seen_from_outside,
            sees_who=bool(policy.may_see_agreement(who, trust)),
        )
    return _told(against, years, partners)


def _told(against: TrustComparison, years: TrustYears, partners: PartnersStanding) -> TrustResults:
    overall = against.findings[0]
    change = _change_on(against, overall)
    numbers = overall.sentence.removeprefix(overall.claim).lstrip(": ")
    moved = change_points(against.changes)
    on_cells = {
        text for kind, text in kinds_of_points(against.findings, {}) if kind is GroupKind.CELL
    }
    said = {*moved, *on_cells, headline(against.findings)}
    return TrustResults(
        against=against,
        headline=year_headline(overall, change),
        lead=numbers[:1].upper() + numbers[1:],
        key_points=(
            *moved,
            *trend_points(years.histories),
            *(point for point in against.key_points if point not in said),
        ),
        points_on_cells=tuple(point for point in against.key_points if point in on_cells),
        cards=tuple(
            _card(against, one)
            for one in against.findings
            if one.kind in {GroupKind.OVERALL, GroupKind.THEME}
        ),
        themes=verdict_counts(against.findings, GroupKind.THEME, Verdict),
        cells=verdict_counts(against.findings, GroupKind.CELL, Verdict),
        partners=partners,
        moderation=moderated(partners.items) if partners.items else None,
        years=years,
    )


def _card(against: TrustComparison, finding: Finding) -> ThemeCard:
    row = against.scores.get(f"theme:{finding.theme}" if finding.theme else "overall")
    return theme_card(
        finding,
        {one.value: one.label for one in against.pack.scale.levels},
        agreed=row.agreed if row else None,
        change=_change_on(against, finding),
        no_change_because=_why_unchanged(against, finding),
    )


def _change_on(against: TrustComparison, finding: Finding) -> ChangeFinding | None:
    return next(
        (one for one in against.changes if (one.kind, one.theme) == (finding.kind, finding.theme)),
        None,
    )


def _why_unchanged(against: TrustComparison, finding: Finding) -> str:
    """Why a theme has no change, in the fewest words: the section on change says it in full."""
    last, year = against.year - 1, against.year
    if not against.changes:
        is_signed = last in against.signed_years
        return (
            f"no change since {last} can be shown"
            if is_signed
            else f"nothing from {last} to compare with"
        )
    if nothing := against.change_notes.nothing_for.get(finding.theme or ""):
        return nothing
    if against.seen_from_outside:
        return f"fewer than {against.rules.min_units} sectors answered in both {last} and {year}"
    return f"no score in both {last} and {year}"
