"""Letters by e-mail, where ``OWF_SMTP_URL`` names a server; every letter is also text to copy.

Letters hold links that open accounts, so they go to another machine encrypted or not at all.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from owf.access.errors import PersonRefused, Refused
from owf.settings import Settings, get_settings, is_loopback
from owf.texts import clean_address, clean_line

PATIENCE = 10.0
"""Seconds."""
_PORTS = {"smtp": 25, "smtps": 465}
_LOG = structlog.get_logger()


class MailFailed(Refused):
    """``reason`` says why, in words without any address."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}, so nothing was sent. Copy the text and send it yourself, and tell the "
            "person who runs this service."
        )
        self.reason = reason


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class _MailServer:
    scheme: str
    host: str
    port: int
    name: str
    password: str
    sender: Address


def can_send() -> bool:
    return bool(get_settings().smtp_url.get_secret_value())


def send(letter: Letter) -> None:
    """Raises ``MailFailed`` where no server is set up, it cannot be reached, or it refuses."""
    try:
        post = _mail_server(get_settings())
        with _mail_failures(), _connected(post) as server:
            server.send_message(_message(letter, post.sender))
    except MailFailed as failed:
        _LOG.warning("mail_failed", why=failed.reason)
        raise


def try_server(settings: Settings) -> str:
    """Connect as for a letter, without one; gives the host. Raises ``MailFailed`` likewise."""
    post = _mail_server(settings)
    with _mail_failures(), _connected(post) as server:
        server.noop()
    return post.host


def _mail_server(settings: Settings) -> _MailServer:
    if not settings.smtp_url.get_secret_value():
        raise MailFailed("No mail server is set up")
    try:
        url = urlsplit(settings.smtp_url.get_secret_value())
        # ``?from=`` of the setting, or an address at the host that people reach the product at.
        here = urlsplit(settings.base_url).hostname or "localhost"
        named = parse_qs(url.query).get("from", [f"one-workforce@{here}"])[0]
        post = _MailServer(
            scheme=url.scheme,
            host=url.hostname or "",
            port=url.port or _PORTS[url.scheme],
            name=unquote(url.username or ""),
            password=unquote(url.password or ""),
            sender=_address(named, "One Workforce"),
        )
        if post.host:
            return post
    except (ValueError, KeyError, MessageError):
        pass
    raise MailFailed("OWF_SMTP_URL is not the address of a mail server")


def _address(email: str, name: str = "") -> Address:
    """Raises ``ValueError`` or ``MessageError`` where it is none, or more than one."""
    # The standard library's parser stumbles over what is empty.
    who, _, where = email.partition("@")
    if not (who and where):
        raise ValueError
    return Address(name, addr_spec=email)


@contextmanager
def _connected(post: _MailServer) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(post.host, post.port, timeout=PATIENCE, context=trusted)
        if post.scheme == "smtps"
        else smtplib.SMTP(post.host, post.port, timeout=PATIENCE)
    ) as server:
        server.ehlo()
        if post.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=trusted)
        elif post.scheme == "smtp" and not is_loopback(post.host):
            raise MailFailed("The mail server offers no encryption (STARTTLS)")
        if post.name:
            server.login(post.name, post.password)
        yield server


@contextmanager
def _mail_failures() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, MessageError) as error:
        # Nothing of the error behind ours: what a server answers may repeat the address.
        raise MailFailed(_reason(error)) from None


def _reason(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return "This machine does not trust the mail server's certificate"
        case smtplib.SMTPRecipientsRefused():
            return "The mail server does not accept e-mail for that address"
        case smtplib.SMTPAuthenticationError():
            return "The mail server does not accept the name or password in OWF_SMTP_URL"
        case smtplib.SMTPException() | ValueError() | MessageError():
            return "The mail server did not accept the e-mail"
        case _:
            return "The mail server cannot be reached"


def _message(letter: Letter, sender: Address) -> EmailMessage:
    message = EmailMessage()
    # A line break in a header would begin another header: the subject is written on one line.
    plain = "".join(one if one.isprintable() else " " for one in letter.subject)
    message["Subject"] = " ".join(plain.split())
    message["From"] = sender
    message["To"] = _address(letter.to)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


LONGEST = 254
_SHAPE = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+\.[^\s@,;:<>()\[\]\\\".]{2,}")


def normal_email(text: str) -> str:
    """The one spelling under which an address is kept and looked up: cleaned, lower case.

    Letters stay as they are: ``strauß`` and ``strauss`` are two mailboxes.
    """
    return clean_address(text).lower()[:LONGEST]


def checked_email(text: str) -> str:
    """Raises ``PersonRefused`` where nobody can write to it."""
    plain = clean_address(text).lower()
    if not plain.isascii() and _SHAPE.fullmatch(plain):
        letter = next(one for one in plain if not one.isascii())
        raise PersonRefused(
            f"“{plain[:60]}” has the character “{letter}”, which many mail servers do not deliver "
            "to. Check how it is written, or ask the person for another address.",
            field="email",
        )
    if not _SHAPE.fullmatch(plain) or not _can_be_written_to(plain):
        raise PersonRefused(
            f"“{clean_line(text)[:60]}” is not an e-mail address. Write one like name@example.org.",
            field="email",
        )
    return plain


def _can_be_written_to(address: str) -> bool:
    try:
        Address(addr_spec=address)
    except (ValueError, HeaderParseError):
        return False
    return len(address) <= LONGEST
