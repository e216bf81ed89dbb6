"""Reading a pasted list of partners: name and sector a line, as Excel or Outlook paste it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from owf.access import Actor, policy
from owf.assessment.opening import NAME_LIMIT
from owf.assessment.refusals import NotAllowed
from owf.questionnaire import Pack
from owf.store import Store, rounds, running

MOST_LINES, MOST_CHARACTERS = 200, 40_000
_NAMES = frozenset({"name", "partner", "partners", "organisation", "organization", "its name"})
_SECTORS = frozenset({"sector", "sectors", "its sector", "type"})


@dataclass(frozen=True)
class PartnerLine:
    """One line of the list as it was read.

    Attributes:
        number: of the line, from 1.
        name: of the partner.
        sector: its sector's id; empty where none was found.
        words: the sector's title, or what stood in its place.
        known: the id of the partner that the Trust has by this name already.
        takes_part: whether it is in the round already.
        fault: what has to change first; empty where nothing has.
        note: what is worth knowing.
    """

    number: int
    name: str
    sector: str
    words: str
    known: int | None = None
    takes_part: bool = False
    fault: str = ""
    note: str = ""


@dataclass(frozen=True)
class PartnerPreview:
    """What a list comes to. Two previews are equal where they would do the same."""

    lines: tuple[PartnerLine, ...]
    problem: str = ""

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong, each with its line."""
        of_lines = [f"Line {one.number}: {one.fault}" for one in self.lines if one.fault]
        return [self.problem, *of_lines] if self.problem else of_lines

    @property
    def new(self) -> Sequence[tuple[str, str]]:
        """(sector id, name) of each partner to be added."""
        return [(one.sector, one.name) for one in self.lines if one.known is None]

    @property
    def joining(self) -> Sequence[int]:
        """The ids of partners that the Trust has already, and that are in no round yet."""
        return [one.known for one in self.lines if one.known is not None and not one.takes_part]


def read_partners(
    store: Store, who: Actor, trust: int, pack: Pack, text: str, *, year: int | None = None
) -> PartnerPreview:
    """Read a list of partners; a heading may say in which order its columns are.

    Args:
        store: knows the Trust's partners.
        who: wants to add them.
        trust: the Trust.
        pack: names the sectors.
        text: as it was pasted, cells apart by tabs, semicolons or commas.
        year: of the Trust's round, where that has begun: who is in it already is said.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
    """
    decision = policy.may_prepare_round(who, trust)
    if not decision:
        raise NotAllowed(decision.reason)
    if len(text) > MOST_CHARACTERS:
        return PartnerPreview((), "The list is too long: paste it in parts.")
    rows = _rows(text)
    if len(rows) > MOST_LINES:
        return PartnerPreview(
            (), f"The list has {len(rows)} lines: paste at most {MOST_LINES} at once."
        )
    with store.reading() as session:
        there = {one.name.casefold(): one for one in running.partners_of_trust(session, trust)}
        in_round = rounds.round_of(session, trust, year) if year is not None else None
        taking_part = (
            {one.partner_id for one in rounds.returns_of_round(session, in_round.id)}
            if in_round
            else set()
        )
    titles = {sector.id: sector.title for sector in pack.sectors}
    seen: dict[str, int] = {}
    lines = []
    for number, cells in rows:
        line = _line(titles, number, cells)
        partner = there.get(line.name.casefold())
        if line.name and (first := seen.setdefault(line.name.casefold(), number)) != number:
            line = replace(line, fault=f"{line.name} is on line {first} already: leave one out.")
        elif partner is not None:
            line = replace(
                line,
                sector=partner.sector_id,
                words=titles.get(partner.sector_id, partner.sector_id),
                known=partner.id,
                takes_part=partner.id in taking_part,
                fault="",
                note="Takes part already."
                if partner.id in taking_part
                else "Is one of your partners already.",
            )
        lines.append(line)
    return PartnerPreview(tuple(lines))


def _rows(text: str) -> list[tuple[int, tuple[str, str]]]:
    """Each line that is not empty: its number, and its name and sector."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows = [
        (number, _cells(line))
        for number, line in enumerate(plain.removeprefix("\ufeff").split("\n"), start=1)
    ]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    name, sector = 0, 1
    if rows:
        head = [cell.casefold().rstrip(":") for cell in rows[0][1]]
        is_head = any(cell in _SECTORS for cell in head) or (len(head) == 1 and head[0] in _NAMES)
        if is_head:
            rows = rows[1:]
            sector = next(place for place in range(len(head)) if head[place] in _SECTORS)
            name = next((place for place, cell in enumerate(head) if cell in _NAMES), 1 - sector)
    return [(number, (_cell(cells, name), _cell(cells, sector))) for number, cells in rows]


def _cells(line: str) -> list[str]:
    """The cells of a line: a comma is one's end only where neither tab nor semicolon is there."""
    separator = next((one for one in "\t;," if one in line), ",")
    cells = next(csv.reader([line], delimiter=separator), [])
    return [" ".join(cell.split()) for cell in cells]


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _line(titles: Mapping[str, str], number: int, cells: tuple[str, str]) -> PartnerLine:
    """What one line means by itself."""
    name, words = cells
    if not name:
        return PartnerLine(number, name, "", words, fault="the partner's name is missing.")
    if len(name) > NAME_LIMIT:
        return PartnerLine(
            number, name, "", words, fault=f"the name is longer than {NAME_LIMIT} characters."
        )
    found = _sector_called(titles, words) if words else _sector_in(titles, name)
    if found:
        note = "" if words else "Its sector is taken from its name."
        return PartnerLine(number, name, found, titles[found], note=note)
    fault = (
        f"“{words}” is no sector of this questionnaire: write one of those named above."
        if words
        else "its sector is missing: write it behind the name, after a semicolon."
    )
    return PartnerLine(number, name, "", words, fault=fault)


def _sector_called(titles: Mapping[str, str], words: str) -> str:
    """The sector that is called so, or the only one whose title begins so; empty for none."""
    wanted = words.casefold()
    exact = [one for one, title in titles.items() if wanted in (one.casefold(), title.casefold())]
    begun = [one for one, title in titles.items() if title.casefold().startswith(wanted)]
    found = exact or begun
    return found[0] if len(found) == 1 else ""


def _sector_in(titles: Mapping[str, str], name: str) -> str:
    """The only sector whose title stands in a partner's name, as in Cambridgeshire Police."""
    found = [one for one, title in titles.items() if title.casefold() in name.casefold()]
    return found[0] if len(found) == 1 else ""
