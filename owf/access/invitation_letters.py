"""What people are written when they are invited, given a role, or sent a new link."""

from __future__ import annotations

from collections.abc import Sequence

from owf import clock
from owf.access.actor import Actor
from owf.access.links import Link, Purpose
from owf.access.mail import Letter
from owf.settings import get_settings

WHAT_IT_IS = (
    "One Workforce is where the partners of a Children's Trust assess once a year how far they "
    "work as one."
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
        f"The link works once, until {until}, and is for you alone: please do not pass it on. If "
        f"it has run out, ask {_called(who)} for another."
    )
    if link.purpose is Purpose.RESET:
        return Letter(
            email,
            "A new password for One Workforce",
            _text(
                f"Dear {name},",
                f"{_capital(_called(who))} made a link with which you can choose a new password "
                "for One Workforce. Open it in your browser:",
                link.url,
                works,
                "If you did not ask for it, do nothing: your password stays as it is.",
            ),
        )
    return Letter(
        email,
        "Your invitation to One Workforce",
        _text(
            f"Dear {name},",
            f"{_capital(_called(who))} invites you to One Workforce. {WHAT_IT_IS}",
            *_listed("You are invited as", roles),
            "Open this link in your browser and choose a password:",
            link.url,
            works,
            f"After that you sign in at {_home()} with this e-mail address and your password.",
        ),
    )


def letter_about_roles(who: Actor, email: str, name: str, roles: Sequence[str]) -> Letter:
    """The letter to somebody who can sign in already and has more to do now."""
    return Letter(
        email,
        "You have more to do in One Workforce",
        _text(
            f"Dear {name},",
            f"{_capital(_called(who))} has added to what you do in One Workforce.",
            *_listed("You are now also", roles),
            f"Sign in as before: {_home()}",
        ),
    )


def _called(who: Actor) -> str:
    return "whoever runs this service" if who.is_operator else who.name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _home() -> str:
    return get_settings().base_url.rstrip("/")


def _listed(heading: str, roles: Sequence[str]) -> Sequence[str]:
    return [f"{heading}:\n" + "\n".join(f"- {role}" for role in roles)] if roles else []


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
