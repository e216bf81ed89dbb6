"""The address of a page that is evidence, in the ways people copy it; only http and https."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from owf.assessment.errors import OutsideScale
from owf.assessment.evidence.file_types import KINDS
from owf.texts import clean_address

LINK_LIMIT = 2000
ENTERED_LIMIT = 8000
"""Characters of an address with what a mail filter wrapped around it."""


def checked_link(address: str) -> str:
    """An address on the web that may be linked: no name or password in it, and not too long.

    Without what stands around it in a letter, with https:// where it has no beginning, and as it
    was before a mail filter wrapped it. Raises ``OutsideScale``.
    """
    _refuse_longer(address, ENTERED_LIMIT)
    plain = _completed(_without_marks_around(clean_address(address)))
    if _is_web_address(plain):
        plain = _unwrapped(plain)
    _refuse_longer(plain, LINK_LIMIT)
    if re.match(r"(?i)file:|[a-z]:[\\/]|\\\\", plain):
        raise _refused(
            "This is a place on a drive, which others cannot open from here. Upload the file, or "
            "give the address of a page on the web."
        )
    if _is_name_of_file(plain):
        raise _refused(
            "This is the name of a file and no address. Upload the file, or copy the whole address "
            "from your browser."
        )
    if not _is_web_address(plain):
        raise _refused(
            "This is not the address of a web page. Copy the whole address from your browser. It "
            "starts with https:// or http://."
        )
    if "@" in urlsplit(plain).netloc:
        raise _refused(
            "This address has a name or a password in it (before the @). Remove them. People who "
            "open it will sign in themselves."
        )
    return plain


def _refused(sentence: str) -> OutsideScale:
    return OutsideScale(sentence, field="link")


def _refuse_longer(address: str, limit: int) -> None:
    if len(address) > limit:
        raise _refused(
            f"This address has {len(address)} characters, and the limit is {limit}. Give a "
            "shorter one, such as that of the page above it."
        )


def _without_marks_around(address: str) -> str:
    for before, after in ("<>", '""', "“”", "''"):
        if len(address) > 1 and address[0] == before and address[-1] == after:
            address = address[1:-1].strip()
    return address


_WITHOUT_SCHEME = re.compile(
    r"(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,})(?::\d{1,5})?(?P<rest>[/?#].*)?", re.S
)
_WELL_KNOWN_ENDS = (
    ".uk",
    ".org",
    ".com",
    ".net",
    ".eu",
    ".info",
    ".int",
    ".gov",
    ".edu",
    ".london",
)
_FILES = (*KINDS, "jpeg", "doc", "xls", "ppt", "odt", "ods", "odp", "zip", "msg", "htm", "html")
_HOST_AND_REST = re.compile(r"(?P<host>https?://[^/?#]*)(?P<rest>.*)", re.S | re.I)
_LINE_BREAK = re.compile(r"[\t\n]")
_ENCODED = {ord(one): f"%{ord(one):02X}" for one in ' "<>\\^`{|}'}


def _completed(address: str) -> str:
    """With https:// where a host comes first, without line breaks, and with spaces encoded."""
    address = _LINE_BREAK.sub("", address)
    named = _WITHOUT_SCHEME.fullmatch(address)
    if named and not _is_name_of_file(address):
        host = named["host"].lower()
        if host.startswith("www.") or host.endswith(_WELL_KNOWN_ENDS) or named["rest"]:
            address = f"https://{address}"
    parts = _HOST_AND_REST.fullmatch(address)
    return parts["host"] + parts["rest"].replace(" ", "%20") if parts else address


def _is_name_of_file(address: str) -> bool:
    ending = address.rpartition(".")[2].lower()
    return ending in _FILES and "/" not in address and not address.lower().startswith("www.")


def _is_web_address(address: str) -> bool:
    is_plain = address.isprintable() and not any(mark in address for mark in ' "<>\\`{}|^')
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_plain and is_web


_WRAPPED_AT_MOST = 5


def _unwrapped(address: str) -> str:
    """The address that a mail filter wrapped, or the same where it is none or cannot be read."""
    for _ in range(_WRAPPED_AT_MOST):
        host = (urlsplit(address).hostname or "").lower()
        unwrap = next((one for end, one in _FILTERS if f".{host}".endswith(f".{end}")), None)
        if unwrap is None:
            return address
        inside = _HOST_AND_REST.fullmatch(unwrap(address))
        found = inside["host"] + inside["rest"].translate(_ENCODED) if inside else ""
        if not _is_web_address(found):
            return address
        address = found
    return address


def _in_query(address: str, name: str) -> str:
    return parse_qs(urlsplit(address).query).get(name, [""])[0]


def _without_safe_links(address: str) -> str:
    return _in_query(address, "url")


def _without_url_defense(address: str) -> str:
    version = urlsplit(address).path[:4]
    if version == "/v1/":
        return _in_query(address, "u")
    if version == "/v2/":
        return unquote(_in_query(address, "u").translate(str.maketrans("-_", "%/")))
    found = re.search(r"/v3/__(?P<url>.+?)__;(?P<put_back>[\w=-]*)!", address)
    return _with_put_back(found["url"], found["put_back"]) if found else ""


_RUN = {
    letter: length
    for length, letter in enumerate(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", start=2
    )
}


def _with_put_back(address: str, put_back: str) -> str:
    """Each ``*`` stands for one character of those behind the address, ``**A`` for two, etc."""
    try:
        left = urlsafe_b64decode(f"{put_back}==").decode()
    except ValueError:
        return ""

    stars = re.compile(r"\*(?:\*([\w-]))?")
    lengths = [_RUN.get(star[1], 1) for star in stars.finditer(address)]
    if sum(lengths) != len(left):
        return ""
    few = (left[sum(lengths[:place]) :][:length] for place, length in enumerate(lengths))
    whole = stars.sub(lambda _: next(few), address)
    # Some ways through the mail make one slash of two.
    return re.sub(r"^(https?:/)([^/])", r"\1/\2", whole)


_FILTERS: Sequence[tuple[str, Callable[[str], str]]] = (
    ("safelinks.protection.outlook.com", _without_safe_links),
    ("safelinks.protection.office365.us", _without_safe_links),
    ("statics.teams.cdn.office.net", _without_safe_links),
    ("urldefense.proofpoint.com", _without_url_defense),
    ("urldefense.com", _without_url_defense),
    ("urldefense.us", _without_url_defense),
)
"""The hosts of filters that say in the address what they wrapped; Mimecast's does not."""
