"""Opening a year: the national cycle with its frozen pack, a Trust's round, its returns."""

from collections.abc import Sequence
from datetime import date

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import Locked, NotFound, Refused
from owf.assessment.packs import keep_published
from owf.questionnaire import Pack
from owf.store import Session, Store, places, rounds
from owf.texts import clean_name

YEARS = range(2000, 2101)
NAME_LIMIT = 120


def open_cycle(
    store: Store, who: Actor, year: int, pack: Pack, *, opens: date, closes: date
) -> None:
    """Open the year's national exercise and freeze its pack; PackChanged as in publishing."""
    policy.require(policy.may_open_cycle(who))
    if year not in YEARS:
        raise Refused(
            f"{year} cannot be used. Choose a year from {YEARS[0]} to {YEARS[-1]}.", field="year"
        )
    if closes < opens:
        raise Refused("The last day is before the first day. Change one of them.", field="closes")
    with store.writing() as session:
        if rounds.pack_of_cycle(session, year) is not None:
            raise Refused(
                f"{year} is set up already. Choose another year. To give a Trust more time, use "
                "“More time for a Trust”.",
                field="year",
            )
        places.load_sectors(session, ((sector.id, sector.title) for sector in pack.sectors))
        kept = keep_published(session, pack)
        rounds.add_cycle(session, year, kept, opens, closes)
        audit.record(session, who, Event.CYCLE_OPENED, "cycle", year, pack=pack.name)


def add_partners(
    store: Store,
    who: Actor,
    trust: int,
    partners: Sequence[tuple[str, str]],
    *,
    round_id: int | None = None,
    joining: Sequence[int] = (),
) -> list[int]:
    """``(sector id, name)`` each; with ``round_id`` they take part, and so do ``joining``."""
    policy.require(policy.may_prepare_round(who, trust))
    named = [(sector_id, clean_name(name)) for sector_id, name in partners]
    with store.writing() as session:
        refuse_unfit_names(session, trust, [name for _, name in named])
        added = [rounds.add_partner(session, trust, sector_id, name) for sector_id, name in named]
        if round_id is not None:
            _add_returns(session, who, trust, round_id, [*added, *joining])
        if added:
            audit.record(
                session, who, Event.PARTNERS_ADDED, "trust", trust, trust=trust, partners=len(added)
            )
    return added


def _add_returns(
    session: Session, who: Actor, trust: int, round_id: int, partners: Sequence[int]
) -> None:
    in_round = rounds.round_to_change(session, round_id)
    if in_round is None or in_round.trust != trust:
        raise NotFound("There is no such round. Go back to the start page.")
    if in_round.status != "open":
        raise Locked(f"{in_round.trust_name} has signed {in_round.year}: nobody can join it.")
    of_trust = rounds.partner_ids_of_trust(session, trust)
    for partner in partners:
        if partner not in of_trust:
            raise NotFound("There is no such partner in your Trust. Reload the page.")
        if rounds.return_of_partner(session, partner, in_round.year) is not None:
            continue
        return_id = rounds.add_return(session, round_id, partner)
        audit.record(session, who, Event.PARTNER_JOINED, "return", return_id, trust=trust)


def open_round(store: Store, who: Actor, year: int, trust: int, partners: Sequence[int]) -> int:
    """Begin a Trust's part in a year with one return for each partner; gives the round's id."""
    policy.require(policy.may_prepare_round(who, trust))
    with store.writing() as session:
        if rounds.round_of(session, trust, year) is not None:
            raise Refused(f"Your round of {year} has already started. Reload the page.")
        round_id = rounds.add_round(session, year, trust)
        for partner_id in partners:
            rounds.add_return(session, round_id, partner_id)
        audit.record(
            session, who, Event.ROUND_OPENED, "round", round_id, trust=trust, partners=len(partners)
        )
    return round_id


def refuse_unfit_names(
    session: Session, trust: int, names: Sequence[str], *, but: int | None = None
) -> None:
    """``but`` is the partner that is to have the name; what it was called before is free to it."""
    others = [one for one in rounds.partners_of_trust(session, trust) if one.id != but]
    taken = {one.name.casefold() for one in others}
    before = {
        one.name.casefold(): one
        for one in rounds.names_over_years(session, trust)
        if one.partner_id != but
    }
    now = {one.id: one.name for one in others}
    for name in names:
        if not name or len(name) > NAME_LIMIT:
            raise Refused(f"Write a partner's name of 1 to {NAME_LIMIT} characters.", field="name")
        if name.casefold() in taken:
            raise name_taken(name)
        if (earlier := before.get(name.casefold())) is not None:
            raise Refused(
                f"{now[earlier.partner_id]} was called {earlier.name} in {earlier.year}, so "
                "another partner cannot have that name. Choose a name that tells them apart.",
                field="name",
            )
        taken.add(name.casefold())


def name_taken(name: str) -> Refused:
    return Refused(
        f"There is already a partner called {name}. Give this one another name.", field="name"
    )
