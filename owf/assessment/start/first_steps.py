"""The first steps of an installation and of a Trust's round; a step is done where its result is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from owf.access import Actor, Role
from owf.assessment.packs import pack_of
from owf.assessment.rounds.partners import waited_for
from owf.assessment.states import year_in_words
from owf.assessment.texts import first_few
from owf.benchmark.words.wording import listed
from owf.store import Session, Store, participation, people, places, rounds
from owf.store.participation import CycleFacts
from owf.store.people import Holder

_NAMED = 3
"""Trusts or partners that are named one by one."""


class Way(StrEnum):
    INVITE = "invite"
    """A form for one person; its ``choices`` fill it."""
    INVITE_MANY = "invite_many"
    OPEN_YEAR = "open_year"
    RUN_ROUND = "run_round"


@dataclass(frozen=True)
class FirstStep:
    """``way`` is ``None`` where somebody else does it; ``can_wait``: all else works without."""

    title: str
    found: str
    is_done: bool
    way: Way | None = None
    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    can_wait: bool = False


@dataclass(frozen=True)
class FirstSteps:
    """Steps in their order; ``is_kept`` where the list stays visible once it is complete."""

    title: str
    steps: tuple[FirstStep, ...]
    is_kept: bool = False

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.steps)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left but what can wait."""
        return all(one.is_done or one.can_wait for one in self.steps)


def open_first_steps(store: Store, who: Actor) -> tuple[FirstSteps, ...]:
    with store.reading() as session:
        newest = next(iter(participation.cycles(session)), None)
        found = []
        if who.has(Role.ADMINISTRATOR):
            steps = tuple(_installation_steps(session, who, newest))
            found.append(FirstSteps("First steps of this installation", steps, is_kept=True))
        for trust in who.scopes(Role.COORDINATOR, scope_kind="trust"):
            facts = places.trust_by_number(session, int(trust))
            if facts is not None:
                steps = tuple(_trust_steps(session, int(trust), newest))
                found.append(FirstSteps(f"First steps of {facts.name}", steps))
    return tuple(found)


def who_invites_the_chair(store: Store, who: Actor, trust: int) -> str:
    """Who can invite a Trust's chair, for its coordinator; empty where it has one."""
    if not who.holds(Role.COORDINATOR, "trust", trust):
        return ""
    with store.reading() as session:
        if people.holders(session, Role.CHAIR, str(trust)):
            return ""
        return f"Your Trust has no chair yet, so nobody can sign. {_who_invites_a_chair(session)}"


def _who_invites_a_chair(session: Session) -> str:
    there = people.holders(session, Role.ADMINISTRATOR)
    names = [f"{one.name} ({one.email})" if one.email else one.name for one in there]
    ask = listed(names) or "the person who runs this service"
    return f"Only an administrator can invite a chair. Ask {ask}."


def _installation_steps(
    session: Session, who: Actor, newest: CycleFacts | None
) -> Iterator[FirstStep]:
    nation = people.holders(session, Role.NATIONAL)
    yield FirstStep(
        "Invite the national team",
        f"{_names_in_words(nation)}: they publish the questionnaire and open the year."
        if nation
        else "Nobody yet. They publish the questionnaire and open the year.",
        is_done=bool(nation),
        way=Way.INVITE,
        label="Invite the national team",
        choices={"give": Role.NATIONAL},
    )
    yield _year_step(session, who, newest)
    yield from _steps_of_all_trusts(session, newest)
    leads = people.holders(session, Role.REGIONAL_LEAD)
    yield FirstStep(
        "Invite regional leads",
        f"{_names_in_words(leads)}."
        if leads
        else "Nobody yet. They compare Trusts once the first chairs have signed, so this can wait.",
        is_done=bool(leads),
        way=Way.INVITE,
        label="Invite a regional lead",
        choices={"give": Role.REGIONAL_LEAD},
        can_wait=True,
    )


def _year_step(session: Session, who: Actor, newest: CycleFacts | None) -> FirstStep:
    title = "Open the year"
    if newest is not None:
        days = year_in_words(newest.opens, newest.closes)
        pack = pack_of(session, newest.pack_snapshot_id)
        words = f"{newest.year} is set up with {pack.title_and_version}. {days}"
        return FirstStep(title, words, is_done=True)
    if who.has(Role.NATIONAL):
        words = "No year is set up yet. You belong to the national team, so you can open one."
        return FirstStep(title, words, is_done=False, way=Way.OPEN_YEAR, label="Open the year")
    words = "No year is set up yet. The national team can open one on its Round page."
    return FirstStep(title, words, is_done=False)


def _steps_of_all_trusts(session: Session, newest: CycleFacts | None) -> Iterator[FirstStep]:
    names = places.trust_names(session)
    run = {one.scope_id for one in people.holders(session, Role.COORDINATOR)}
    chaired = {one.scope_id for one in people.holders(session, Role.CHAIR)}
    without = sorted(run - chaired, key=lambda trust: names.get(int(trust), ""))
    yield FirstStep(
        "Invite a coordinator for each Trust that takes part",
        f"{_trusts_in_words(len(run))} one. They list the partners and begin the round."
        if run
        else "No Trust has one yet. They list the partners and begin the round.",
        is_done=bool(run),
        way=Way.INVITE,
        label="Invite a coordinator",
        choices={"give": Role.COORDINATOR},
    )
    missing = [names.get(int(trust), trust) for trust in without]
    yield FirstStep(
        "Invite the chair of each of these Trusts",
        (
            f"Without a chair, who alone can sign: {_first_names(missing)}."
            if missing
            else "Each of these Trusts has its chair."
        )
        if run
        else "The chair signs in the end. Only you can invite one; coordinators cannot.",
        is_done=bool(run) and not missing,
        way=Way.INVITE,
        label="Invite a chair",
        choices={"give": Role.CHAIR, **({"in": without[0]} if without else {})},
    )
    begun = len(participation.trusts_progress(session, newest.year)) if newest else 0
    yield FirstStep(
        "Coordinators begin their rounds",
        f"{_trusts_in_words(begun)} begun {newest.year}."
        if newest and begun
        else "No Trust has started. Each coordinator can do it on the Round page.",
        is_done=bool(begun),
    )


def _trust_steps(session: Session, trust: int, newest: CycleFacts | None) -> Iterator[FirstStep]:
    here = {"trust": str(trust)}
    in_round = rounds.round_of(session, trust, newest.year) if newest else None
    returns = rounds.returns_of_round(session, in_round.id) if in_round else []
    title = "List your partners and begin the round"
    if newest is None:
        words = "The national team opens the year first. You will find it here then."
        yield FirstStep(title, words, is_done=False)
    else:
        yield FirstStep(
            title,
            f"{newest.year} has begun, with {len(returns)} "
            f"{'partner' if len(returns) == 1 else 'partners'}."
            if in_round
            else f"{newest.year} is set up. Paste your partners as a list, then begin.",
            is_done=in_round is not None,
            way=Way.RUN_ROUND,
            label="Open the round",
            choices=here,
        )
    to_come = waited_for(returns)
    asked = participation.respondents(session, [one.partner_id for one in to_come])
    answering = {one.partner_id for one in asked}
    silent = [one.partner_name for one in to_come if one.partner_id not in answering]
    yield FirstStep(
        "Invite somebody to answer for each partner",
        (
            f"Nobody yet for {_first_names(silent)}."
            if silent
            else "There is somebody for each partner that is still to submit."
        )
        if returns
        else "You can do this once the round has begun.",
        is_done=bool(returns) and not silent,
        way=Way.INVITE_MANY if returns else None,
        label="Invite from a list",
        choices=here,
    )
    group = people.holders(session, Role.STEERING, str(trust))
    yield FirstStep(
        "Invite the steering group",
        f"{_names_in_words(group)}." if group else "Nobody yet. They agree the levels with you.",
        is_done=bool(group),
        way=Way.INVITE,
        label="Invite to the steering group",
        choices={"give": Role.STEERING, **here},
        can_wait=True,
    )
    chairs = people.holders(session, Role.CHAIR, str(trust))
    yield FirstStep(
        "Have the chair invited",
        f"{listed([one.name for one in chairs])} can sign."
        if chairs
        else f"Nobody yet. {_who_invites_a_chair(session)}",
        is_done=bool(chairs),
    )


def _names_in_words(found: Sequence[Holder]) -> str:
    names = sorted({one.name for one in found}, key=str.casefold)
    return listed(names) if len(names) <= _NAMED else f"{len(names)} people"


def _trusts_in_words(number: int) -> str:
    return "1 Trust has" if number == 1 else f"{number} Trusts have"


def _first_names(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= _NAMED else first_few(names, _NAMED)
