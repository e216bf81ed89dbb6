"""What people are called: names that can be kept, and the name behind the id of a record."""

from __future__ import annotations

import unicodedata

from owf.access.actor import OPERATOR
from owf.access.refusals import PersonRefused
from owf.store import Session, people

LONGEST = 120
"""Characters of a name."""


def checked_name(text: str) -> str:
    """A name as it is kept: trimmed, on one line, of characters that can be seen.

    Raises:
        PersonRefused: it is empty, too long, or holds a line break or a hidden character.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    if not name:
        raise PersonRefused("The name is missing: write the person's name.", field="name")
    if not name.isprintable():
        raise PersonRefused(
            "The name has a line break or a hidden character. Type it on one line.", field="name"
        )
    if len(name) > LONGEST:
        raise PersonRefused(
            f"The name has {len(name)} characters. Shorten it to at most {LONGEST}.", field="name"
        )
    return name


def name_behind(session: Session, person_id: str) -> str | None:
    """The name behind an id: a person's, or the operator's; ``None`` for one who was erased."""
    return OPERATOR.name if person_id == OPERATOR.id else people.name_of(session, person_id)
