"""Reading a pasted list of people to invite: what each line means, and what is wrong with it."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from owf import clock
from owf.access import policy
from owf.access.actor import Actor, Role
from owf.access.errors import PersonRefused, Refused
from owf.access.mail import checked_email
from owf.access.people import checked_name
from owf.access.policy import SCOPE_OF
from owf.access.roles import TITLES, in_words, partners_of_newest_round, place_to_give
from owf.store import Session, Store, accounts, people, places
from owf.store.people import PersonRecord, RoleHeld


def pasted_rows(text: str, separator: str = "") -> list[tuple[int, Sequence[str]]]:
    """Each line that is not empty, as its number and its cells, trimmed and with single spaces."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows = [
        (number, _cells(line, separator or separator_of(line)))
        for number, line in enumerate(plain.removeprefix("\ufeff").split("\n"), start=1)
    ]
    # A row of empty cells is what a spreadsheet leaves below a table.
    return [(number, cells) for number, cells in rows if any(cells)]


def separator_of(line: str) -> str:
    """A tab or else a semicolon, where the line has one; otherwise a comma."""
    return next((one for one in "\t;" if one in line), ",")


def _cells(line: str, separator: str) -> Sequence[str]:
    cells = next(csv.reader([line], delimiter=separator), [])
    return [" ".join(cell.split()) for cell in cells]


_NAMED_AT_MOST = 12


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


_ROLES: Mapping[str, Role] = {
    **{_fold(title): role for role, title in TITLES.items()},
    **{_fold(role): role for role in Role},
    "steering group member": Role.STEERING,
    "partner": Role.RESPONDENT,
    "admin": Role.ADMINISTRATOR,
}

_TO_WRITE = {**TITLES, Role.RESPONDENT: "Partner"}


def role_named(text: str) -> Role:
    """Raises ``PersonRefused`` where there is no such role."""
    found = _ROLES.get(_fold(text))
    if found is None:
        known = ", ".join(title.lower() for title in _TO_WRITE.values())
        said = f"there is no role “{text[:40]}”" if text else "the role is missing"
        raise PersonRefused(f"{said[:1].upper()}{said[1:]}: write {known}.")
    return found


class Finder:
    """Finds what ``who`` may give; ``trust`` is the one that is meant where none is named."""

    def __init__(self, session: Session, who: Actor, trust: int | None = None) -> None:
        self._session = session
        self._who = who
        self._trust = trust
        self._names = places.trust_names(session)
        self._found: dict[tuple[Role, str], tuple[RoleHeld, str] | Refused] = {}

    def role(self, role: Role, where: str) -> tuple[RoleHeld, str]:
        """Raises ``PersonRefused`` where there is no such place."""
        key = (role, where)
        if key not in self._found:
            try:
                held = RoleHeld(role, SCOPE_OF[role], self._place(SCOPE_OF[role], where))
                place = place_to_give(self._session, self._who, held)
                self._found[key] = held, in_words(held, {held: place})
            except Refused as refused:
                self._found[key] = refused
        found = self._found[key]
        if isinstance(found, Refused):
            raise found
        return found

    def _place(self, kind: str, where: str) -> str:
        if kind == "trust":
            return str(self._trust_named(where))
        if kind == "partner":
            return self._partner_named(where)
        if kind == "region":
            regions = places.region_names(self._session)
            for code, name in regions.items():
                if where and _fold(where) in (_fold(code), _fold(name)):
                    return code
            raise PersonRefused(f"{_no_such('region', where)}: write one of {_names(regions)}.")
        if where:
            raise PersonRefused(f"This role does not need a place. Leave out “{where[:40]}”.")
        return ""

    def _trust_named(self, where: str) -> int:
        if not where and self._trust is not None:
            return self._trust
        there = places.trusts_in_year(self._session, clock.today().year)
        for trust in there:
            if where and _fold(where) in (_fold(trust.name), str(trust.dfe_number)):
                return trust.dfe_number
        raise PersonRefused(f"{_no_such('Trust', where)}: write its name or its DfE number.")

    def _partner_named(self, where: str) -> str:
        trust, name = self._trust, where
        if trust is not None:
            found = self._partners(trust, where)
            if found:
                return found
        before, colon, after = where.partition(":")
        if colon:
            trust, name = self._trust_named(before.strip()), after.strip()
            found = self._partners(trust, name)
            if found:
                return found
        if trust is None:
            raise PersonRefused(
                f"{_no_such('partner', where)}: write the Trust and the partner, as in "
                "Cambridgeshire: Police."
            )
        there = partners_of_newest_round(self._session, trust)
        if not there:
            raise PersonRefused(
                f"{self._names[trust]} has no partners yet. Its coordinator must start the round "
                "first."
            )
        raise PersonRefused(
            f"{_no_such('partner', name)} in {self._names[trust]}'s newest round: write one of "
            f"{_names(there)}."
        )

    def _partners(self, trust: int, name: str) -> str:
        """Empty where there is none; raises ``PersonRefused`` where two have the name."""
        there = partners_of_newest_round(self._session, trust)
        found = [one for one, called in there.items() if name and _fold(called) == _fold(name)]
        if len(found) > 1:
            raise PersonRefused(
                f"Two partners are called “{name[:40]}”. Invite this person on their own, not "
                "from a list."
            )
        return found[0] if found else ""


def find_role(store: Store, who: Actor, role: Role, where: str) -> RoleHeld:
    with store.reading() as session:
        return Finder(session, who).role(role, where)[0]


def _no_such(what: str, where: str) -> str:
    return f"There is no {what} “{where[:60]}”" if where else f"The {what} is missing"


def _names(named: Mapping[str, str]) -> str:
    names = list(named.values())
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


MOST_LINES, MOST_CHARACTERS = 500, 100_000
COLUMNS = ("name", "email", "role", "where")
_HEADINGS: Mapping[str, str] = {
    "name": "name",
    "full name": "name",
    "e-mail": "email",
    "email": "email",
    "e-mail address": "email",
    "email address": "email",
    "role": "role",
    "where": "where",
    "place": "where",
    "trust": "where",
    "partner": "where",
    "organisation": "where",
    "region": "where",
}


@dataclass(frozen=True)
class Line:
    """``faults`` keep it from being done; ``note`` is worth knowing."""

    number: int
    name: str
    email: str
    words: str
    held: RoleHeld | None
    faults: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class ToInvite:
    email: str
    name: str
    roles: tuple[RoleHeld, ...]


@dataclass(frozen=True)
class Preview:
    """What a list comes to. Two previews are equal where they would do the same."""

    lines: tuple[Line, ...]
    problem: str = ""

    @property
    def faults(self) -> Sequence[str]:
        of_lines = [f"line {line.number}: {one}" for line in self.lines for one in line.faults]
        return [self.problem, *of_lines] if self.problem else of_lines

    @property
    def people(self) -> Sequence[ToInvite]:
        found: dict[str, ToInvite] = {}
        for line in self.lines:
            if line.held is not None and not line.faults:
                before = found.get(line.email, ToInvite(line.email, line.name, ()))
                found[line.email] = ToInvite(before.email, before.name, (*before.roles, line.held))
        return list(found.values())


def read_list(store: Store, who: Actor, text: str, trust: int | None = None) -> Preview:
    """``trust`` is the one that is meant where a line names none."""
    policy.require(policy.may_see_people(who, trust))
    if len(text) > MOST_CHARACTERS:
        return Preview((), "the list is too long. Paste it in parts.")
    rows, columns = _rows(text)
    if len(rows) > MOST_LINES:
        return Preview((), f"the list has {len(rows)} lines. Paste at most {MOST_LINES} at a time.")
    with store.reading() as session:
        finder = Finder(session, who, trust)
        lines = _cross_checked([_parsed(finder, number, cells, columns) for number, cells in rows])
        known: dict[str, PersonRecord] = {}
        for email in {line.email for line in lines}:
            account = accounts.account_by_email(session, email)
            record = people.record_of(session, account.id) if account else None
            if record is not None:
                known[email] = record
    return Preview(
        tuple(
            _with_account(who, line, known[line.email]) if line.email in known else line
            for line in lines
        )
    )


def _rows(text: str) -> tuple[Sequence[tuple[int, Sequence[str]]], Mapping[str, int]]:
    """Each line that is not empty with its number and cells, and in which column each thing is."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = pasted_rows(text, separator_of(first))
    headings = [_HEADINGS.get(cell.casefold().rstrip(":")) for cell in rows[0][1]] if rows else []
    if "email" in headings:
        return rows[1:], {name: place for place, name in enumerate(headings) if name}
    return rows, {name: place for place, name in enumerate(COLUMNS)}


def _parsed(finder: Finder, number: int, cells: Sequence[str], columns: Mapping[str, int]) -> Line:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    faults: list[str] = []
    name, email, words = cell("name"), cell("email"), cell("role")
    held = None
    try:
        name = checked_name(name)
    except Refused as refused:
        faults.append(_as_clause(refused))
    try:
        email = checked_email(email) if email else email
    except Refused as refused:
        faults.append(_as_clause(refused))
    if not email:
        faults.append("the e-mail address is missing.")
    try:
        held, words = finder.role(role_named(cell("role")), cell("where"))
    except Refused as refused:
        faults.append(_as_clause(refused))
    return Line(number, name, email, words, held, tuple(faults))


def _cross_checked(lines: Sequence[Line]) -> Sequence[Line]:
    """Name what lines say twice, or differently, of one person."""
    first: dict[str, Line] = {}
    asked: dict[tuple[str, RoleHeld | None], int] = {}
    found = []
    for line in lines:
        if not line.email:
            found.append(line)
            continue
        faults = list(line.faults)
        before = first.setdefault(line.email, line)
        if before.name.casefold() != line.name.casefold():
            faults.append(f"line {before.number} gives this e-mail address to another name.")
        if line.held is not None:
            earlier = asked.setdefault((line.email, line.held), line.number)
            if earlier != line.number:
                faults.append(f"it is the same as line {earlier}. Leave one of them out.")
        found.append(replace(line, faults=tuple(faults)))
    return found


def _with_account(who: Actor, line: Line, record: PersonRecord) -> Line:
    if record.id == who.id:
        return replace(line, faults=(*line.faults, "you cannot give yourself a role."))
    if record.disabled_at is not None:
        said = "this person is disabled. Ask an administrator to enable them first."
        return replace(line, faults=(*line.faults, said))
    link = "" if record.can_sign_in else " A new link replaces the one they have."
    if line.held in record.roles:
        note = f"Already has this role.{link or ' Nothing changes.'}"
    else:
        note = f"Already has an account, and will get this role too.{link}"
    return replace(line, note=note)


def _as_clause(refused: Refused) -> str:
    text = str(refused)
    return text[:1].lower() + text[1:]
