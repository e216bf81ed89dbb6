"""Evidence in the demonstration: pieces of some of Cambridgeshire's partners, all made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.evidence.file_types import checked_file
from owf.demo.people import sign_in_within
from owf.demo.places import CAMBRIDGESHIRE
from owf.store import Session, Store, evidence, rounds
from owf.store.evidence import Described, NewFile

_NOTE = """MADE UP FOR THE DEMONSTRATION

Briefings on the lead professional role, January to May 2009

Date        Where          Officers
14 January  Cambridge      12
11 February Huntingdon      9
18 March    Wisbech        11
22 April    Ely             7
20 May      March           8
"""
_REGISTER = """made up for the demonstration,,
month,families offered a CAF by a health visitor,families who took it up
2009-01,41,29
2009-02,38,30
2009-03,52,41
2009-04,49,40
2009-05,61,52
"""
_COURSES = """MADE UP FOR THE DEMONSTRATION

Courses on the lead professional role, January to May 2012

Date        Where          Officers
18 January  Cambridge       8
15 February Huntingdon      6
21 March    Wisbech         9
16 May      Ely             7
"""
_FAMILY_CENTRE = """made up for the demonstration,,
month,families expected,families who came
2012-01,30,24
2012-02,40,43
2012-03,40,52
2012-04,45,47
2012-05,45,44
"""


@dataclass(frozen=True)
class _Piece:
    """``behind``: (year, item), never of a year before ``added``: what is submitted is locked."""

    added: int
    sector: str
    title: str
    what: str | tuple[str, str]
    behind: tuple[tuple[int, str], ...]
    dated: date | None = None
    expires: date | None = None

    @property
    def id(self) -> str:
        """The same in every build."""
        return sha256(f"demonstration:{self.title}".encode()).hexdigest()[:32]

    def concerns(self, year: int) -> bool:
        return self.added == year or any(answered_in == year for answered_in, _ in self.behind)


PIECES = (
    _Piece(
        2008,
        "police",
        "Neighbourhood teams' guide to the CAF",
        "https://example.org/police/caf-guide",
        ((2008, "caf-02"), (2008, "caf-03"), (2009, "caf-02")),
        dated=date(2008, 4, 2),
        expires=date(2010, 3, 31),
    ),
    _Piece(
        2009,
        "police",
        "Briefings on the lead professional role",
        ("briefings-lead-professional-2009.txt", _NOTE),
        ((2009, "lp-05"),),
        dated=date(2009, 5, 25),
    ),
    _Piece(
        2008,
        "police",
        "Information sharing agreement with health",
        "https://example.org/police/information-sharing-agreement",
        ((2008, "is-05"),),
        dated=date(2006, 5, 12),
        expires=date(2009, 5, 12),
    ),
    _Piece(
        2009,
        "health",
        "Families offered a CAF by health visitors, month by month",
        ("health-visitors-caf-2009.csv", _REGISTER),
        ((2009, "caf-08"),),
        dated=date(2009, 6, 3),
        expires=date(2009, 8, 31),
    ),
    _Piece(
        2009,
        "social-care",
        "Review of cases that came late",
        "https://example.org/social-care/review-2009",
        ((2009, "caf-08"), (2009, "lp-07")),
        dated=date(2009, 3, 19),
    ),
    _Piece(
        2010,
        "police",
        "Neighbourhood teams' guide to the CAF, second edition",
        "https://example.org/police/caf-guide-2",
        ((2010, "caf-02"), (2011, "caf-02"), (2012, "caf-02")),
        dated=date(2010, 4, 6),
        expires=date(2012, 3, 31),
    ),
    _Piece(
        2012,
        "police",
        "Neighbourhood teams' guide to the CAF, third edition",
        "https://example.org/police/caf-guide-3",
        ((2012, "caf-02"),),
        dated=date(2012, 4, 10),
        expires=date(2014, 3, 31),
    ),
    _Piece(
        2012,
        "police",
        "Courses on the lead professional role",
        ("courses-lead-professional-2012.txt", _COURSES),
        ((2012, "lp-05"),),
        dated=date(2012, 6, 1),
    ),
    _Piece(
        2012,
        "council-workforce",
        "Agreement with neighbouring areas on CAFs",
        "https://example.org/council/caf-across-borders",
        ((2012, "caf-17"),),
        dated=date(2011, 11, 3),
        expires=date(2012, 10, 31),
    ),
    _Piece(
        2012,
        "health",
        "Families met by the Wisbech family centre, month by month",
        ("wisbech-family-centre-2012.csv", _FAMILY_CENTRE),
        ((2012, "ma-16"),),
        dated=date(2012, 6, 4),
        expires=date(2012, 8, 31),
    ),
    _Piece(
        2012,
        "schools",
        "Pupils who live outside the county",
        "https://example.org/schools/pupils-across-the-border",
        ((2012, "caf-17"), (2012, "lp-08")),
        dated=date(2012, 1, 19),
    ),
)


def add_evidence(
    store: Store,
    partners: Sequence[tuple[int, str]],
    leads: Mapping[str, Actor],
    year: int,
) -> None:
    """``partners`` are ``(partner, sector)``; their ``leads`` by sector add the pieces."""
    for partner_id, sector in partners:
        pieces = [one for one in PIECES if one.sector == sector and one.concerns(year)]
        if not pieces:
            continue
        with (
            clock.stopped_at(datetime(year, 6, 9, 11, 20, tzinfo=UTC)),
            store.writing() as session,
        ):
            sign_in_within(session, leads[sector])
            for piece in pieces:
                if piece.added == year:
                    _add(session, partner_id, leads[sector], piece)
            _link(session, partner_id, leads[sector], pieces, year)


def _add(session: Session, partner_id: int, lead: Actor, piece: _Piece) -> None:
    evidence.add_evidence(
        session,
        piece.id,
        partner_id,
        Described(piece.title, lead.id, piece.dated, piece.expires),
        _address_or_file(piece),
        by=lead.id,
        at=clock.now(),
    )
    audit.record(session, lead, Event.EVIDENCE_ADDED, "evidence", piece.id, trust=CAMBRIDGESHIRE)


def _link(
    session: Session, partner_id: int, lead: Actor, pieces: Sequence[_Piece], year: int
) -> None:
    found = rounds.return_of_partner(session, partner_id, year)
    behind = [
        (piece.id, item)
        for piece in pieces
        for answered_in, item in piece.behind
        if answered_in == year
    ]
    if found is not None and evidence.change_links(session, found.id, behind, []):
        audit.record(
            session,
            lead,
            Event.EVIDENCE_LINKED,
            "return",
            found.id,
            trust=CAMBRIDGESHIRE,
            added=len(behind),
            dropped=0,
        )


def _address_or_file(piece: _Piece) -> str | NewFile:
    if isinstance(piece.what, str):
        return piece.what
    name, text = piece.what
    return checked_file(name, text.encode(), 2**20)
