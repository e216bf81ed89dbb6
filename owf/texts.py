"""Text as people paste it, made into text that every page, file and database can hold.

Every text that enters goes through one of these functions: pages, the survey, workbooks, lists,
commands and packs. What is left out is what nobody sees; what can be read stays as it was typed.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
_FIRST_OF_SCRIPTS_WITH_JOINERS = 0x600
"""Arabic comes first; Latin, Greek, Cyrillic, Armenian and Hebrew before it need no joiner."""
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_LONGEST_FLAG = 8
_FLAG, _TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
"""The flags of England, Scotland and Wales are a black flag and invisible letters after it."""


def clean_text(text: str) -> str:
    """The same in lines that end in a newline, without what nobody sees, trimmed.

    Control characters (tab and line break stay), unpaired surrogates, characters that Unicode
    keeps for no use, marks that turn the direction of a line, and invisible characters go. Joiners
    stay between letters of scripts that need them and within one emoji; accents are one character
    with their letter (NFC).
    """
    plain = without_invisible(_LINE_ENDS.sub("\n", text))
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()


def clean_line(text: str) -> str:
    """As ``clean_text``, on one line with single spaces."""
    return " ".join(clean_text(text).split())


def clean_name(text: str) -> str:
    """A name of a person or an organisation on one line, with each letter in its usual form.

    Ligatures and wide letters, which only look like others, are written as the letters they are.
    """
    return clean_line("".join(map(_usual_letter, clean_line(text))))


def clean_address(text: str) -> str:
    """An e-mail or web address without any invisible character, trimmed.

    A space or line break within it stays, because what belongs there is not for us to guess.
    """
    return clean_text("".join(one for one in text if unicodedata.category(one) != "Cf"))


def _usual_letter(one: str) -> str:
    is_wide = "\uff01" <= one <= "\uff5e"
    return unicodedata.normalize("NFKC", one) if is_wide or one.isalpha() else one


def without_invisible(text: str) -> str:
    """As ``clean_text`` with spaces and line breaks as they are: for text laid out by an author."""
    seen = (one for place, one in enumerate(text) if one in "\n\t" or _is_seen(text, place, one))
    return unicodedata.normalize("NFC", "".join(seen))


def _is_seen(text: str, place: int, one: str) -> bool:
    kind = unicodedata.category(one)
    if kind in ("Cc", "Cs"):
        return False
    if kind == "Cn":
        # A letter of a newer Unicode than this Python's is unassigned here and stays.
        return ord(one) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(one) <= 0xFDEF
    if kind != "Cf":
        return True
    if one in _JOINERS:
        return _needs_joiner(text, place - 1) and _needs_joiner(text, place + 1)
    if ord(one) in _TAGS:
        return _follows_flag(text, place)
    # Signs of number and year in Arabic and Syriac, of Kaithi and hieroglyphs, are seen.
    return one in _DIRECTION_MARKS or _is_drawn(one)


def _needs_joiner(text: str, place: int) -> bool:
    return (
        0 <= place < len(text)
        and ord(text[place]) >= _FIRST_OF_SCRIPTS_WITH_JOINERS
        and unicodedata.category(text[place])[0] in "LMSN"
    )


def _follows_flag(text: str, place: int) -> bool:
    before = text[max(0, place - _LONGEST_FLAG) : place]
    _, flag, tags = before.rpartition(_FLAG)
    return bool(flag) and all(ord(one) in _TAGS for one in tags)


def _is_drawn(one: str) -> bool:
    number = ord(one)
    return (
        0x600 <= number <= 0x605
        or one in "\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
        or 0x13430 <= number <= 0x1343F
    )


def name_in_file(name: str) -> str:
    """A name as part of a file's: plain letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:48].strip("-") or "partner"
