"""What people are written when they are invited, given a role, or sent a new link."""

from __future__ import annotations

from collections.abc import Sequence

from owf import clock
from owf.access.actor import Actor
from owf.access.links import Link, Purpose
from owf.access.mail import Letter
from owf.settings import get_settings

WHAT_IT_IS = (
    "Partners in a Children's Trust use One Workforce once a year to assess how far they work as "
    "one."
)


def letter_with_link(who: Actor, email: str, name: str, link: Link, roles: Sequence[str]) -> Letter:
    """The letter that brings a one-time link.

    Args:
        who: sends it.
        email: where it goes.
        name: of the person it is for.
        link: for a first password or a new one.
        roles: what the person is to do, in words.
    """
    until = clock.in_words(link.expires_at)
    works = (
        f"The link works once, until {until}. It is only for you, so please do not pass it on. If "
        f"it has expired, ask {_called(who)} for a new one."
    )
    if link.purpose is Purpose.RESET:
        return Letter(
            email,
            "A new password for One Workforce",
            _text(
                f"Dear {name},",
                f"{_capital(_called(who))} has made you a link to choose a new password for One "
                "Workforce. Open it in your browser:",
                link.url,
                works,
                "If you did not ask for this, you do not need to do anything. Your password "
                "stays the same.",
            ),
        )
    return Letter(
        email,
        "Your invitation to One Workforce",
        _text(
            f"Dear {name},",
            f"{_capital(_called(who))} has invited you to One Workforce. {WHAT_IT_IS}",
            *_listed("What you will do:", roles),
            "Open this link in your browser and choose a password:",
            link.url,
            works,
            f"After that, sign in at {_home()} with this e-mail address and your password.",
        ),
    )


def letter_about_roles(who: Actor, email: str, name: str, roles: Sequence[str]) -> Letter:
    """The letter to somebody who can sign in already and has more to do now."""
    return Letter(
        email,
        "You have a new role in One Workforce",
        _text(
            f"Dear {name},",
            f"{_capital(_called(who))} has given you a new role in One Workforce.",
            *_listed("What you will now also do:", roles),
            f"Sign in as before: {_home()}",
        ),
    )


def _called(who: Actor) -> str:
    return "the person who runs this service" if who.is_operator else who.name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _home() -> str:
    return get_settings().base_url.rstrip("/")


def _listed(heading: str, roles: Sequence[str]) -> Sequence[str]:
    return [f"{heading}:\n" + "\n".join(f"- {role}" for role in roles)] if roles else []


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
