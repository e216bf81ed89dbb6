"""Passwords: argon2id hashes, and no new one that is short or guessed first."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from owf.access.errors import PasswordRefused

SHORTEST, LONGEST = 12, 200
"""Characters. Long enough not to be guessed; no rule about which characters (NIST SP 800-63B)."""
_COMMON = Path(__file__).parent / "common-passwords.txt"
_ROOT = 4
"""Characters of a part of a name or address that must not be nearly all of a password."""

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Salted argon2id; slow on purpose."""
    return _HASHER.hash(_nfkc(password))


def is_password(hashed: str | None, password: str) -> bool:
    """Say whether this is the password, taking as long where there is none to compare with."""
    try:
        return _HASHER.verify(hashed or _nobodys_hash(), _nfkc(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    return _HASHER.check_needs_rehash(hashed)


def check_new_password(password: str, *personal: str) -> None:
    """``personal`` is the person's name and e-mail address, which a password must be more than."""
    normal = _nfkc(password)
    if len(normal) < SHORTEST:
        raise PasswordRefused(
            f"The password has {len(normal)} characters. Choose one with at least {SHORTEST}. "
            "Three or four words that do not belong together are easy to remember."
        )
    if len(normal) > LONGEST:
        raise PasswordRefused(
            f"The password is too long. Choose one with at most {LONGEST} characters."
        )
    if _is_guessed_first(normal, personal):
        raise PasswordRefused(
            "That password is easy to guess. It is common, follows the keyboard, or is little "
            "more than your name or the name of this service. Choose another. Three or four "
            "words that do not belong together are easy to remember."
        )


def _is_guessed_first(password: str, personal: tuple[str, ...]) -> bool:
    plain = password.casefold()
    # "password2009!" is "password" to somebody who guesses.
    core = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain)
    parts = [part for text in (*personal, "oneworkforce") for part in _words_of(text)]
    rest = core
    for part in parts:
        rest = rest.replace(part, "")
    if rest != core and len(rest) < SHORTEST // 2:
        return True
    return not core or any(_period(one) in _common() for one in (plain, core)) or _is_run(plain)


def _words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [part for part in re.split(r"[\W_]+", plain) if len(part) >= _ROOT]


def _period(text: str) -> str:
    """The shortest text that this one is a repetition of."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text[:length] * (len(text) // length) == text:
            return text[:length]
    return text


def _is_run(text: str) -> bool:
    """Whether it only counts on, up or down, or says one character again and again."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({0}, {1}, {-1})


def _nfkc(password: str) -> str:
    """The same password from any keyboard: accents may be typed as one character or as two."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this one")
