"""Reading a pasted list of people to invite: what each line means, and what is wrong with it."""

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
from owf.pasted_lists import PastedPerson, people_in_list
from owf.store import Session, Store, accounts, people, places
from owf.store.people import PersonRecord, RoleHeld
from owf.store.trust_names import NoSuchTrust, plain_words

_NAMED_AT_MOST = 12


_ROLES: Mapping[str, Role] = {
    **{plain_words(title): role for role, title in TITLES.items()},
    **{plain_words(role): role for role in Role},
    "steering group member": Role.STEERING,
    "partner": Role.RESPONDENT,
    "admin": Role.ADMINISTRATOR,
}

_TO_WRITE = {**TITLES, Role.RESPONDENT: "Partner"}


def role_named(text: str) -> Role:
    """Raises ``PersonRefused`` where there is no such role."""
    found = _ROLES.get(plain_words(text))
    if found is None:
        known = ", ".join(title.lower() for title in _TO_WRITE.values())
        said = f"there is no role “{text[:40]}”" if text else "the role is missing"
        raise PersonRefused(f"{said[:1].upper()}{said[1:]}: write {known}.")
    return found


class Finder:
    """Finds what ``who`` may give.

    ``trust`` and ``otherwise`` are what is meant where no Trust, or no role, is named.
    """

    def __init__(
        self,
        session: Session,
        who: Actor,
        trust: int | None = None,
        otherwise: RoleHeld | None = None,
    ) -> None:
        self._session = session
        self._otherwise = otherwise
        self._who = who
        self._trust = trust
        self._names = places.trust_names(session)
        self._written_names = places.names_in_year(session, clock.today().year)
        self._found: dict[tuple[Role, str], tuple[RoleHeld, str] | Refused] = {}

    def role_written(self, words: str, where: str) -> tuple[RoleHeld, str]:
        """As ``role``, by the role's name; raises ``PersonRefused`` too where there is none."""
        if words:
            return self.role(role_named(words), where)
        if self._otherwise is None:
            raise PersonRefused(
                "The role is missing: write it behind the e-mail address, or choose one above "
                "the list."
            )
        return self.role(Role(self._otherwise.role), where)

    def role(self, role: Role, where: str) -> tuple[RoleHeld, str]:
        """Raises ``PersonRefused`` where there is no such place."""
        key = (role, where)
        if key not in self._found:
            try:
                held = self._held(role, where)
                place = place_to_give(self._session, self._who, held)
                self._found[key] = held, in_words(held, {held: place})
            except Refused as refused:
                self._found[key] = refused
        found = self._found[key]
        if isinstance(found, Refused):
            raise found
        return found

    def _held(self, role: Role, where: str) -> RoleHeld:
        if self._otherwise is not None and not where and role == self._otherwise.role:
            return self._otherwise
        return RoleHeld(role, SCOPE_OF[role], self._place(SCOPE_OF[role], where))

    def _place(self, kind: str, where: str) -> str:
        if kind == "trust":
            return str(self._trust_named(where))
        if kind == "partner":
            return self._partner_named(where)
        if kind == "region":
            regions = places.region_names(self._session)
            for code, name in regions.items():
                if where and plain_words(where) in (plain_words(code), plain_words(name)):
                    return code
            raise PersonRefused(f"{_no_such('region', where)}: write one of {_names(regions)}.")
        if where:
            raise PersonRefused(f"This role does not need a place. Leave out “{where[:40]}”.")
        return ""

    def _trust_named(self, where: str) -> int:
        if not where and self._trust is not None:
            return self._trust
        if not where:
            raise PersonRefused("The Trust is missing: give its full name or its DfE number.")
        try:
            return self._written_names.number_of(where)
        except NoSuchTrust as unknown:
            raise PersonRefused(f"T{unknown.as_clause[1:]}") from unknown

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
        wanted = plain_words(name)
        found = [one for one, called in there.items() if wanted and plain_words(called) == wanted]
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
    "name": "name", "full name": "name", "first name": "first", "forename": "first",
    "forenames": "first", "given name": "first", "surname": "last", "last name": "last",
    "family name": "last", "email": "email", "email address": "email", "work email": "email",
    "role": "role", "where": "where", "place": "where", "trust": "trust",
    "local authority": "trust", "partner": "where", "organisation": "where", "region": "where",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """``faults`` keep it from being done; ``note`` is worth knowing; ``place``: ``line 3``."""

    number: int
    name: str
    email: str
    words: str
    held: RoleHeld | None
    faults: tuple[str, ...]
    note: str = ""
    place: str = ""


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
        of_lines = [f"{line.place}: {one}" for line in self.lines for one in line.faults]
        return [self.problem, *of_lines] if self.problem else of_lines

    @property
    def people(self) -> Sequence[ToInvite]:
        found: dict[str, ToInvite] = {}
        for line in self.lines:
            if line.held is not None and not line.faults:
                before = found.get(line.email, ToInvite(line.email, line.name, ()))
                found[line.email] = ToInvite(before.email, before.name, (*before.roles, line.held))
        return list(found.values())


def read_list(
    store: Store,
    who: Actor,
    text: str,
    trust: int | None = None,
    otherwise: RoleHeld | None = None,
) -> Preview:
    """``trust`` and ``otherwise`` are what is meant where a line names no Trust or no role."""
    policy.require(policy.may_see_people(who, trust))
    if len(text) > MOST_CHARACTERS:
        return Preview((), "the list is too long. Paste it in parts.")
    pasted = people_in_list(text, _HEADINGS, COLUMNS)
    if pasted.problem:
        return Preview((), pasted.problem)
    number = len(pasted.people)
    if number > MOST_LINES:
        return Preview((), f"the list has {number} lines. Paste at most {MOST_LINES} at a time.")
    with store.reading() as session:
        finder = Finder(session, who, trust, otherwise)
        lines = _cross_checked([_parsed(finder, one) for one in pasted.people])
        known: dict[str, PersonRecord] = {}
        for email in {line.email for line in lines}:
            account = accounts.account_by_email(session, email)
            record = people.record_of(session, account.id) if account else None
            if record is not None:
                known[email] = record
    return Preview(
        tuple(
            _with_account(who, line, known[line.email]) if line.email in known else _named(line)
            for line in lines
        )
    )


def _parsed(finder: Finder, one: PastedPerson) -> Line:
    faults: list[str] = []
    name, email, words = one["name"], one["email"], one["role"]
    held = None
    try:
        name = checked_name(name) if name else name
    except Refused as refused:
        faults.append(_as_clause(refused))
    try:
        email = checked_email(email) if email else email
    except Refused as refused:
        faults.append(_as_clause(refused))
    if not email:
        faults.append("the e-mail address is missing.")
    try:
        held, words = finder.role_written(one["role"], _place_written(one))
    except Refused as refused:
        faults.append(_as_clause(refused))
    return Line(one.number, name, email, words, held, tuple(faults), place=one.place)


def _place_written(one: PastedPerson) -> str:
    """A list may have the Trust and the partner in two columns."""
    return ": ".join(filter(None, (one["trust"], one["where"])))


def _named(line: Line) -> Line:
    if line.name:
        return line
    missing = "the name is missing: write the person's name."
    return replace(line, faults=(missing, *line.faults))


def _cross_checked(lines: Sequence[Line]) -> Sequence[Line]:
    """Name what lines say twice, or differently, of one person."""
    first: dict[str, Line] = {}
    asked: dict[tuple[str, RoleHeld | None], str] = {}
    found = []
    for line in lines:
        if not line.email:
            found.append(line)
            continue
        faults = list(line.faults)
        before = first.setdefault(line.email, line)
        if not before.name:
            before = first[line.email] = replace(before, name=line.name)
        name = line.name or before.name
        if before.name.casefold() != name.casefold():
            faults.append(f"{before.place} gives this e-mail address to another name.")
        if line.held is not None:
            earlier = asked.setdefault((line.email, line.held), line.place)
            if earlier != line.place:
                faults.append(f"it is the same as {earlier}. Leave one of them out.")
        found.append(replace(line, name=name, faults=tuple(faults)))
    # A name may come only on a later line.
    return [
        replace(one, name=one.name or first[one.email].name) if one.email else one for one in found
    ]


def _with_account(who: Actor, line: Line, record: PersonRecord) -> Line:
    line = replace(line, name=line.name or record.name)
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
