"""The annual report of a Trust: all that the year found, what was done since, and what is next."""

from owf.access import Actor
from owf.reports.kinds.annual.comparisons import over_the_years, region_and_england
from owf.reports.kinds.annual.ending import learning, scrutineers_comment, signature
from owf.reports.kinds.annual.how_done import how_it_was_done, summary
from owf.reports.kinds.annual.plan import next_priorities, plan_delivered, priorities
from owf.reports.kinds.annual.source import AnnualSource, read_annual
from owf.reports.kinds.annual.what_was_found import (
    families,
    leaders_and_practitioners,
    moderation,
    results_by_theme,
    standing_dissent,
    where_partners_differ,
)
from owf.reports.model import Kind, Report, Section
from owf.reports.parts.about import about_of
from owf.reports.parts.method import method_section
from owf.store import Store


def annual_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """Raises: NotAllowed, NotFound: as the page Results, in its sentences."""
    source = read_annual(store, who, trust, year)
    against = source.against
    return Report(
        Kind.ANNUAL,
        f"{against.trust.name}: annual report of {year}",
        source.results.headline,
        about_of(against, _readers(source)),
        _sections(source),
        keywords=("self-assessment", "Children's Trust", against.trust.name, str(year)),
    )


def _readers(source: AnnualSource) -> str:
    name = source.against.trust.name
    if not source.is_inside:
        return f"For readers outside {name}, as far as it has published"
    if source.sign_off is not None:
        return f"For the steering group of {name}"
    return f"For the partners of {name}"


def _sections(source: AnnualSource) -> tuple[Section, ...]:
    return (
        summary(source),
        how_it_was_done(source),
        priorities(source),
        results_by_theme(source),
        *moderation(source),
        *where_partners_differ(source),
        leaders_and_practitioners(source),
        families(source),
        *standing_dissent(source),
        region_and_england(source),
        over_the_years(source),
        plan_delivered(source),
        learning(source),
        scrutineers_comment(),
        next_priorities(source),
        signature(source),
        method_section(source.against),
    )
