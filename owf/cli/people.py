"""``people``: who may sign in, and what they may do. The holder of the database acts here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, TypeAlias

import typer

from owf.access import OPERATOR, accounts, details, invitations
from owf.access.accounts import GOES, WHAT_STAYS, Remains
from owf.access.errors import NotFound, Refused
from owf.access.invitation_list import find_role, role_named
from owf.access.invitations import Invited
from owf.access.mail import normal_email
from owf.access.people import PeopleWanted, PersonShown, list_people, open_person
from owf.assessment.results.trust_comparison import find_trust
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say
from owf.pasted_lists import name_and_email
from owf.store import Store
from owf.store.people import RoleHeld

app = typer.Typer(help="Add, invite, list and remove people.")

Who: TypeAlias = Annotated[
    str, typer.Argument(metavar="WHO", help="Their e-mail address, or their id from the list.")
]
Email: TypeAlias = Annotated[str, typer.Argument(metavar="EMAIL", help="Their e-mail address.")]
Name: TypeAlias = Annotated[str, typer.Option(help="Their name, if they are new.")]
RoleWords: TypeAlias = Annotated[
    str, typer.Option("--role", help="Such as coordinator, or “steering group”.")
]
Where: TypeAlias = Annotated[
    str, typer.Option(help="A Trust, a region, or a partner as “Trust: partner”.")
]


@app.command("list")
def list_everybody(
    trust: Annotated[
        str | None, typer.Option(help="Only those of a Trust: its DfE number or its name.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List everybody with their e-mail addresses, roles and state."""
    with refusing_in_words(), open_store() as store:
        number = None if trust is None else find_trust(store, trust, None).dfe_number
        found = list_people(store, OPERATOR, PeopleWanted(trust=number))
    if as_json:
        answer_json({"people": [_facts(one) for one in found]})
        return
    for one in found:
        roles = "; ".join(role.words for role in one.roles) or "no role"
        email = one.email or "no e-mail address"
        answer(f"{one.id}  {one.name} <{email}>: {roles}. {one.state_in_words}.")
    if not found:
        say("There is nobody yet.")


@app.command()
def add(
    email: Email, role: RoleWords, name: Name = "", where: Where = "", as_json: AsJson = False
) -> None:
    """Add a person without a link, or give a person another role."""
    named, email = name_and_email(email)
    with refusing_in_words(), open_store() as store:
        held = _role(store, role, where)
        person = invitations.add_person(store, OPERATOR, email, name or named, [held])
        _say_person(open_person(store, OPERATOR, person), as_json=as_json)


@app.command()
def invite(
    email: Email,
    name: Name = "",
    role: RoleWords = "",
    where: Where = "",
    as_json: AsJson = False,
) -> None:
    """Invite a person to a role. Without --role, make a new link for a person already added."""
    named, email = name_and_email(email)
    with refusing_in_words(), open_store() as store:
        if role:
            held = _role(store, role, where)
            invited = invitations.invite(store, OPERATOR, email, name or named, [held])
        elif where:
            raise Refused("--where gives the place of a role. Name the role with --role.")
        else:
            invited = invitations.resend(store, OPERATOR, _found(store, email).id)
    _say_invited(invited, as_json=as_json)


@app.command()
def change(
    who: Who,
    name: Annotated[str | None, typer.Option(help="Their right name.")] = None,
    email: Annotated[str | None, typer.Option(help="Their right e-mail address.")] = None,
    forget_password: Annotated[
        bool,
        typer.Option(
            "--forget-password",
            help="Their password ends too: somebody else may have had the earlier address.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Correct a person's name or e-mail address. A new address ends their links and sessions."""
    with refusing_in_words(), open_store() as store:
        if name is None and email is None:
            raise Refused("Nothing to change. Give --name, --email or both.")
        if forget_password and email is None:
            raise Refused("--forget-password goes with a new address. Give it with --email.")
        person = _found(store, who)
        changed = details.change_person(
            store, OPERATOR, person.id, name=name, email=email, forget_password=forget_password
        )
        now = open_person(store, OPERATOR, person.id)
    if as_json:
        link = changed.invited.link if changed.invited else None
        link_url = link.url if link else None
        answer_json({"id": now.id, "state": now.state, "roles": _roles(now), "link": link_url})
        return
    say(f"{now.name}: {changed.words}")
    if changed.invited is not None:
        _say_invited(changed.invited, as_json=False)


@app.command()
def disable(who: Who, as_json: AsJson = False) -> None:
    """Disable a person. They are signed out at their next click."""
    with _one(who, as_json=as_json) as (store, person):
        accounts.disable(store, OPERATOR, person.id)


@app.command()
def enable(who: Who, as_json: AsJson = False) -> None:
    """Enable a person who was disabled."""
    with _one(who, as_json=as_json) as (store, person):
        accounts.enable(store, OPERATOR, person.id)


@app.command()
def erase(
    who: Who,
    yes: Annotated[
        bool, typer.Option("--yes", help=("Erase without asking. It cannot be undone."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a person's details. What they did stays, under a number."""
    with refusing_in_words(), open_store() as store:
        person = _found(store, who)
        if not yes:
            _say_remains(accounts.what_remains(store, OPERATOR, person.id))
            raise Refused(f"{person.name} was not erased. Add --yes to erase them.")
        remains = accounts.erase(store, OPERATOR, person.id)
    if as_json:
        answer_json({"id": person.id, "erased": True, "remains": vars(remains.traces)})
        return
    say(f"{remains.name} has been erased: {GOES} are gone.")
    _say_remains(remains)


@contextmanager
def _one(who: str, *, as_json: bool) -> Iterator[tuple[Store, PersonShown]]:
    """One person to change; says how they stand afterwards."""
    with refusing_in_words(), open_store() as store:
        person = _found(store, who)
        yield store, person
        _say_person(open_person(store, OPERATOR, person.id), as_json=as_json)


def _found(store: Store, who: str) -> PersonShown:
    everybody = list_people(store, OPERATOR, PeopleWanted())
    wanted = normal_email(who)
    found = [one for one in everybody if one.id == who or (one.email and one.email == wanted)]
    if not found:
        raise NotFound(
            "There is nobody with this e-mail address or id. `python -m owf people list` lists "
            "everybody."
        )
    return found[0]


def _role(store: Store, role: str, where: str) -> RoleHeld:
    return find_role(store, OPERATOR, role_named(role), where)


def _facts(one: PersonShown) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "state": one.state,
        "roles": _roles(one),
        "last_seen": one.last_seen_at.isoformat() if one.last_seen_at else None,
    }


def _roles(one: PersonShown) -> Sequence[dict[str, str]]:
    return [
        {"role": role.held.role, "where": role.held.scope_id, "words": role.words}
        for role in one.roles
    ]


def _say_person(one: PersonShown, *, as_json: bool) -> None:
    if as_json:
        answer_json({"id": one.id, "state": one.state, "roles": _roles(one)})
        return
    roles = "; ".join(role.words for role in one.roles) or "no role"
    say(f"{one.name}: {roles}. {one.state_in_words}.")


def _say_invited(invited: Invited, *, as_json: bool) -> None:
    if as_json:
        answer_json(
            {
                "id": invited.person_id,
                "is_new": invited.is_new,
                "link": invited.link.url if invited.link else None,
                "expires": invited.link.expires_at.isoformat() if invited.link else None,
                "was_sent": invited.was_sent,
            }
        )
        return
    say(f"{invited.name}: {invited.words}")
    if invited.link is not None:
        answer(invited.link.url)


def _say_remains(remains: Remains) -> None:
    for sentence in remains.sentences:
        say(f"  {sentence}")
    say(f"  {WHAT_STAYS}")
