"""Making a report, keeping its file and fetching it again; each goes into the record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.access.errors import NotAllowed, NotFound
from owf.access.policy import TRUST_ROLES
from owf.reports.catalogue import CATALOGUE, Wanted, build_report, is_of_group, may_make
from owf.reports.model import Format, Kind
from owf.reports.writing import file_of
from owf.store import Session, Store, reports, signed_scores
from owf.store.plans import agreed
from owf.store.reports import NewReport, ReportFacts
from owf.texts import name_in_file

KEPT_OF_EACH = 3
"""Files that are kept of a kind, format, year and subject; older ones go."""
MOST_LISTED = 40

NO_SUCH_REPORT = (
    "This report is not in your list, or is not kept any more. Make it again on the Reports page, "
    "where all that you may have are listed."
)
IS_OUT_OF_DATE = (
    "What this report was made from has changed since: results were signed again, or are published "
    "in another way. Make it again on the Reports page."
)


@dataclass(frozen=True)
class MadeFile:
    """``format`` is the ending of its name: a `Format`'s, or ``zip``."""

    title: str
    file_name: str
    format: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def make_report(
    store: Store, who: Actor, wanted: Wanted, file_format: Format, *, is_kept: bool = True
) -> MadeFile:
    """Raises: NotAllowed, NotFound: as the page with the same content, in its sentences."""
    basis = basis_of(store, wanted)
    report = build_report(store, who, wanted)
    content = file_of(report, file_format)
    name = file_name_of(wanted, report.about.author, file_format)
    made = MadeFile(report.title, name, file_format.value, content)
    keep_file(store, who, wanted, made, basis if is_kept else None)
    return made


def keep_file(store: Store, who: Actor, wanted: Wanted, made: MadeFile, basis: str | None) -> None:
    """``basis`` is that of before it was made; without one, it is recorded and not kept."""
    new = NewReport(
        kind=wanted.kind.value,
        format=made.format,
        trust=wanted.trust,
        region_code=wanted.region_code,
        partner_id=wanted.partner,
        year=wanted.year,
        title=made.title[:300],
        file_name=made.file_name,
        is_for_group=is_of_group(who, wanted),
        basis=basis or "",
        sha256=made.sha256,
    )
    report_id = None
    with store.writing() as session:
        if basis is not None:
            report_id = reports.keep_report(session, new, made.content, by=who.id, at=clock.now())
            reports.drop_older(session, new, by=who.id, keep=KEPT_OF_EACH)
        _record(session, who, Event.REPORT_MADE, report_id, new)


def _record(
    session: Session, who: Actor, event: Event, report_id: int | None, about: NewReport
) -> None:
    audit.record(
        session,
        who,
        event,
        "report",
        report_id or "",
        trust=about.trust,
        report=f"{CATALOGUE[Kind(about.kind)].title.lower()} of {about.year}",
        format=about.format,
        hash=about.sha256[:12],
    )


def file_name_of(wanted: Wanted, author: str, file_format: str) -> str:
    subject = name_in_file(author)
    kind = name_in_file(CATALOGUE[wanted.kind].title)
    return f"{subject}-{kind}-{wanted.year}.{file_format}"


def basis_of(store: Store, wanted: Wanted) -> str:
    with store.reading() as session:
        return _basis_of(session, wanted)


def _basis_of(session: Session, wanted: Wanted) -> str:
    """A hash of what is signed, and how it is published, within the report's reach."""
    signed = [
        (one.trust, one.digest, one.publication)
        for one in signed_scores.signed_trusts(session, wanted.year, wanted.region_code).values()
        if wanted.trust in (None, one.trust)
    ]
    plans = [(one.plan_id, one.version, one.publication) for one in agreed.newest_versions(session)]
    return sha256(json.dumps([sorted(signed), sorted(plans)]).encode()).hexdigest()


@dataclass(frozen=True)
class KeptReport:
    """``fetched``: name -> how often, for the Trust's group; ``is_newest``: still as it was."""

    facts: ReportFacts
    fetched: Mapping[str, int]
    is_newest: bool


def kept_reports(store: Store, who: Actor) -> Sequence[KeptReport]:
    """Newest first: what somebody made, and what was made for the groups that they belong to."""
    groups = [int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust")]
    with store.reading() as session:
        found = reports.reports_of(session, made_by=who.id, group_of=groups, limit=MOST_LISTED)
        fetched = reports.fetched_by(session, [one.id for one in found], Event.REPORT_FETCHED)
        bases = {wanted: _basis_of(session, wanted) for wanted in {*map(_wanted, found)}}
    # Several files of one report: what their maker may have is asked once.
    theirs = {wanted: may_make(store, who, wanted) for wanted in _made_alone(found, who)}
    return [
        KeptReport(
            one,
            fetched.get(one.id, {}) if one.trust in groups else {},
            bases[_wanted(one)] == one.basis,
        )
        for one in found
        if (one.trust in groups if one.is_for_group else theirs.get(_wanted(one)))
    ]


def _made_alone(found: Sequence[ReportFacts], who: Actor) -> set[Wanted]:
    return {_wanted(one) for one in found if not one.is_for_group and one.made_by == who.id}


def _wanted(facts: ReportFacts) -> Wanted:
    return Wanted(Kind(facts.kind), facts.year, facts.trust, facts.region_code, facts.partner_id)


def may_fetch(store: Store, who: Actor, facts: ReportFacts) -> bool:
    """The group's files are for whoever belongs to it now; others fetch what they made and may."""
    if facts.is_for_group:
        return bool(policy.may_see_agreement(who, facts.trust or 0))
    return facts.made_by == who.id and may_make(store, who, _wanted(facts))


def fetch_report(store: Store, who: Actor, report_id: int) -> tuple[ReportFacts, bytes]:
    """The same file as it was made.

    Raises: NotFound: there is none, or it is not for them, which they cannot tell apart.
        NotAllowed: somebody outside the Trust's group asks, and it is out of date.
    """
    with store.reading() as session:
        found = reports.report_by_id(session, report_id)
        if found is None:
            raise NotFound(NO_SUCH_REPORT)
        basis = _basis_of(session, _wanted(found[0]))
    facts, content = found
    if not may_fetch(store, who, facts):
        raise NotFound(NO_SUCH_REPORT)
    if not facts.is_for_group and basis != facts.basis:
        raise NotAllowed(IS_OUT_OF_DATE)
    with store.writing() as session:
        _record(session, who, Event.REPORT_FETCHED, facts.id, facts)
    return facts, content
