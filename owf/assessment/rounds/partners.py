"""Who takes part in a round: joining, apologies, leaving, reopening, and pasted lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.deadlines import is_over, last_day
from owf.assessment.errors import Locked, NotFound, Refused
from owf.assessment.rounds.deadlines import return_to_run
from owf.assessment.rounds.opening import NAME_LIMIT, name_taken, refuse_unfit_names
from owf.assessment.texts import refuse_longer
from owf.pasted_lists import pasted_rows
from owf.questionnaire import Pack
from owf.store import Store, participation, rounds
from owf.store.rounds import ReturnFacts
from owf.texts import clean_line, clean_name, clean_text

APOLOGY_LIMIT = 200


def waited_for(returns: Sequence[ReturnFacts]) -> tuple[ReturnFacts, ...]:
    """The returns that are neither submitted nor with apologies."""
    return tuple(one for one in returns if one.status != "submitted" and not one.apology)


def join_round(store: Store, who: Actor, round_id: int, partner_id: int) -> None:
    with store.writing() as session:
        in_round = rounds.round_to_change(session, round_id)
        if in_round is None:
            raise NotFound("This round does not exist. Go back to Start.")
        policy.require(policy.may_run_round(who, in_round.trust))
        if in_round.status != "open":
            raise Locked(
                f"{in_round.trust_name} has signed {in_round.year}, so no partner can be added."
            )
        partner = rounds.partner_by_id(session, partner_id)
        if partner is None or partner.trust != in_round.trust:
            raise NotFound("This partner is not in your Trust. Reload the page.")
        if rounds.return_of_partner(session, partner_id, in_round.year) is not None:
            raise Refused(f"{partner.name} is already taking part.")
        return_id = rounds.add_return(session, round_id, partner_id)
        audit.record(session, who, Event.PARTNER_JOINED, "return", return_id, trust=in_round.trust)


def note_apologies(store: Store, who: Actor, return_id: int, why: str) -> None:
    """Sign-off does not wait for it; what it answered stays, and does not count."""
    why = clean_line(why)
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if key.status == "submitted":
            raise Refused("This partner has submitted, so it does not need apologies.")
        if not why:
            raise Refused("Say why, such as “merged with the PCT” or “cannot this year”.")
        refuse_longer("The reason", why, APOLOGY_LIMIT)
        participation.set_apology(session, return_id, why)
        audit.record_on(session, who, Event.APOLOGIES_NOTED, key)


def take_back_apologies(store: Store, who: Actor, return_id: int) -> None:
    """Wait for a partner again; all its answers are there as before."""
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if not key.apology:
            raise Refused("This partner no longer has apologies. Reload the page.")
        participation.set_apology(session, return_id, "")
        audit.record_on(session, who, Event.APOLOGIES_TAKEN_BACK, key)


def take_out(store: Store, who: Actor, return_id: int) -> None:
    """Remove a partner from a round, if nobody has answered anything for it."""
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        partner = rounds.partner_by_id(session, key.partner_id)
        name = partner.name if partner else "This partner"
        if key.status == "submitted" or participation.has_answers(session, return_id):
            raise Refused(
                f"{name} has already answered, and answers are not deleted. If it is no longer "
                "taking part, note apologies. Then it is not waited for, and its answers do not "
                "count."
            )
        participation.delete_return(session, return_id)
        audit.record(
            session,
            who,
            Event.PARTNER_TAKEN_OUT,
            "round",
            key.round_id,
            trust=key.trust,
            partner=name,
        )


def rename_partner(store: Store, who: Actor, partner_id: int, name: str) -> bool:
    """Gives whether it is another name. Years that were signed, or are past, keep the earlier one.

    Raises:
        Refused: the name is empty, too long, or another partner's, now or in a year of before.
    """
    name = clean_name(name)
    with store.writing() as session:
        known = rounds.partner_by_id(session, partner_id)
        if known is None:
            raise NotFound("This partner does not exist. Go back to Start.")
        policy.require(policy.may_prepare_round(who, known.trust))
        held = rounds.rounds_of_trust(session, known.trust)
        # Locked before the partner: a signature that is being made has one name or the other.
        newest = rounds.round_to_change(session, held[0].id) if held else None
        partner = rounds.partner_to_change(session, partner_id)
        if partner is None or partner.name == name:
            return False
        before, trust = partner.name, partner.trust
        refuse_unfit_names(session, trust, [name], but=partner_id)
        keeps = newest is not None and not newest.shows_signed
        kept = {one.id for one in held} - ({newest.id} if newest and keeps else set())
        rounds.keep_name_in_years(session, partner_id, before, kept)
        try:
            rounds.rename_partner(session, partner_id, name)
        except rounds.NameTaken as taken:
            raise name_taken(name) from taken
        audit.record(
            session, who, Event.PARTNER_RENAMED, "partner", partner_id,
            trust=trust, before=before, partner=name,
        )  # fmt: skip
    return True


REASON_LIMIT = 500


def reopen_return(store: Store, who: Actor, return_id: int, reason: str) -> None:
    """Its answers stay, and count again once it is submitted again."""
    reason = clean_text(reason)
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if key.status != "submitted":
            raise Refused("It is already open. The partner can change it.")
        closes = last_day(key.closes, key.trust_closes)
        if is_over(closes):
            raise Refused(
                f"The last day for answers was {clock.day_in_words(closes)}. Give this partner "
                "more time first, then reopen it."
            )
        if not reason:
            raise Refused("Write why you are reopening it. The partner will read this.")
        refuse_longer("The reason", reason, REASON_LIMIT)
        by = None if who.is_operator else who.id
        participation.mark_reopened(session, return_id, reason, by, clock.now())
        audit.record_on(session, who, Event.RETURN_REOPENED, key)


MOST_LINES, MOST_CHARACTERS = 200, 40_000
_NAMES = frozenset({"name", "partner", "partners", "organisation", "organization", "its name"})
_SECTORS = frozenset({"sector", "sectors", "its sector", "type"})


@dataclass(frozen=True)
class PartnerLine:
    """``sector`` is an id, empty for none found; ``known`` the id of the Trust's partner.

    ``words`` are the sector's title, or what was written. A ``fault`` has to change first.
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
    """What a list amounts to. Two previews are equal where they would do the same."""

    lines: tuple[PartnerLine, ...]
    problem: str = ""

    @property
    def faults(self) -> Sequence[str]:
        of_lines = [f"Line {one.number}: {one.fault}" for one in self.lines if one.fault]
        return [self.problem, *of_lines] if self.problem else of_lines

    @property
    def new(self) -> Sequence[tuple[str, str]]:
        """(sector id, name) of each partner to be added."""
        return [(one.sector, one.name) for one in self.lines if one.known is None]

    @property
    def joining(self) -> Sequence[int]:
        return [one.known for one in self.lines if one.known is not None and not one.takes_part]


def read_partners(
    store: Store, who: Actor, trust: int, pack: Pack, text: str, *, year: int | None = None
) -> PartnerPreview:
    """A heading may order the columns; with ``year`` the list says who is in that round."""
    policy.require(policy.may_prepare_round(who, trust))
    if len(text) > MOST_CHARACTERS:
        return PartnerPreview((), "The list is too long: paste it in parts.")
    rows = _names_and_sectors(text)
    if len(rows) > MOST_LINES:
        return PartnerPreview(
            (), f"The list has {len(rows)} lines: paste at most {MOST_LINES} at once."
        )
    with store.reading() as session:
        partners = rounds.partners_of_trust(session, trust)
        names = rounds.names_over_years(session, trust)
        in_round = rounds.round_of(session, trust, year) if year is not None else None
        taking_part = (
            {one.partner_id for one in rounds.returns_of_round(session, in_round.id)}
            if in_round
            else set()
        )
    by_id = {one.id: one for one in partners}
    there = {one.name.casefold(): by_id[one.partner_id] for one in names}
    there |= {one.name.casefold(): one for one in partners}
    titles = {sector.id: sector.title for sector in pack.sectors}
    seen: dict[str, int] = {}
    lines = []
    for number, cells in rows:
        line = _partner_line(titles, number, cells)
        partner = there.get(line.name.casefold())
        name = partner.name if partner else line.name
        if name and (first := seen.setdefault(name.casefold(), number)) != number:
            line = replace(line, fault=f"{name} is on line {first} already: leave one out.")
        elif partner is not None:
            line = replace(
                line,
                sector=partner.sector_id,
                words=titles.get(partner.sector_id, partner.sector_id),
                known=partner.id,
                takes_part=partner.id in taking_part,
                fault="",
                note=_note_on_known(line.name, partner.name, partner.id in taking_part),
            )
        lines.append(line)
    return PartnerPreview(tuple(lines))


def _note_on_known(written: str, name: str, takes_part: bool) -> str:
    stands = "Takes part already." if takes_part else "Is one of your partners already."
    return stands if written.casefold() == name.casefold() else f"{stands} It is now called {name}."


def _names_and_sectors(text: str) -> list[tuple[int, tuple[str, str]]]:
    """Each line that is not empty: its number, and its name and sector."""
    rows = pasted_rows(text)
    name, sector = 0, 1
    if rows:
        head = [cell.casefold().rstrip(":") for cell in rows[0][1]]
        is_head = any(cell in _SECTORS for cell in head) or (len(head) == 1 and head[0] in _NAMES)
        if is_head:
            rows = rows[1:]
            sector = next((place for place, cell in enumerate(head) if cell in _SECTORS), 1)
            name = next((place for place, cell in enumerate(head) if cell in _NAMES), 1 - sector)
    numbered = [(number, dict(enumerate(cells))) for number, cells in rows]
    return [(number, (cells.get(name, ""), cells.get(sector, ""))) for number, cells in numbered]


def _partner_line(titles: Mapping[str, str], number: int, cells: tuple[str, str]) -> PartnerLine:
    name, words = cells
    if not name:
        return PartnerLine(number, name, "", words, fault="the partner's name is missing.")
    if len(name) > NAME_LIMIT:
        return PartnerLine(
            number, name, "", words, fault=f"the name is longer than {NAME_LIMIT} characters."
        )
    found = _sector_named(titles, words) if words else _sector_in_name(titles, name)
    if found:
        note = "" if words else "Its sector is taken from its name."
        return PartnerLine(number, name, found, titles[found], note=note)
    fault = (
        f"“{words}” is no sector of this questionnaire: write one of those named above."
        if words
        else "its sector is missing: write it behind the name, after a semicolon."
    )
    return PartnerLine(number, name, "", words, fault=fault)


def _sector_named(titles: Mapping[str, str], words: str) -> str:
    """The sector of this id or title, or the only one whose title begins so; empty for none."""
    wanted = words.casefold()
    exact = [one for one, title in titles.items() if wanted in (one.casefold(), title.casefold())]
    begun = [one for one, title in titles.items() if title.casefold().startswith(wanted)]
    return _only_one_of(exact or begun)


def _sector_in_name(titles: Mapping[str, str], name: str) -> str:
    """The only sector whose title is part of a partner's name, as in Cambridgeshire Police."""
    return _only_one_of(
        [one for one, title in titles.items() if title.casefold() in name.casefold()]
    )


def _only_one_of(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else ""
