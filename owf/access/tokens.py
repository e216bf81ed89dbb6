"""Random tokens: of letters and digits alone, and found again in what a mail program left of one.

Mail and chat programs leave a mark at the end of a link out, break links at hyphens, and take two
underscores for italics. Tokens made before had such marks, and still open what they opened.
"""

import re
import secrets
from collections.abc import Iterator
from string import ascii_letters, digits

_ALPHABET = ascii_letters + digits
_CHARACTERS = 43
"""256 bits."""
_RUN = re.compile("[A-Za-z0-9_-]+")
_LONGEST = 500
_LEFT_OUT = ("-", "_")


def new_token(characters: int = _CHARACTERS) -> str:
    """Nobody guesses it; each character counts for almost six bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(characters))


def possible_tokens(text: str) -> Iterator[str]:
    """What a link's token may have been before it came to be ``text``, the likeliest first.

    ``text`` itself, without what stands around it (a full stop, ``>``), put together where it was
    broken, and with a mark that was left out at its end.
    """
    whole = "".join(_RUN.findall(text[:_LONGEST]))
    ended = whole.rstrip("-_")
    found = (text, whole, ended, *(ended + mark for mark in _LEFT_OUT))
    yield from dict.fromkeys(one for one in found if one)
