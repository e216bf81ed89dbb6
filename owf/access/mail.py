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
    """``reason`` says why, in words without any address.

    ``remedy`` is for the person who runs the service: which setting mends it, where that is known.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(
            f"{reason}, so nothing was sent. Copy the text and send it yourself, and tell the "
            "person who runs this service."
        )
        self.reason = reason
        self.remedy = remedy


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
    certificates: str


def can_send() -> bool:
    return bool(get_settings().smtp_url.get_secret_value())


def send(letter: Letter) -> None:
    """Raises ``MailFailed`` where no server is set up, it cannot be reached, or it refuses."""
    try:
        post = _mail_server(get_settings())
        with _mail_failures(), _connected(post) as server:
            server.send_message(_message(letter, post.sender))
    except MailFailed as failed:
        _LOG.warning("mail_failed", why=failed.reason, remedy=failed.remedy)
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
            certificates=settings.smtp_ca.get_secret_value(),
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
    trusted = _tls_context(post)
    with (
        smtplib.SMTP_SSL(post.host, post.port, timeout=PATIENCE, context=trusted)
        if post.scheme == "smtps"
        else smtplib.SMTP(post.host, post.port, timeout=PATIENCE)
    ) as server:
        server.ehlo()
        if post.scheme == "smtp":
            _encrypt(server, post, trusted)
        if post.name:
            server.login(post.name, post.password)
        yield server


def _tls_context(post: _MailServer) -> ssl.SSLContext:
    """Trusts the system's certificates and those of OWF_SMTP_CA.

    A server on this machine needs no certificate that anybody vouches for (a Postfix comes with
    one of its own): nobody can listen on the way. Where OWF_SMTP_CA is set it must hold there too.
    """
    context = ssl.create_default_context()
    if post.certificates:
        context.load_verify_locations(cadata=post.certificates)
        # The very certificate of the server can be named, made by whatever program.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    elif is_loopback(post.host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _encrypt(server: smtplib.SMTP, post: _MailServer, trusted: ssl.SSLContext) -> None:
    """Raises ``MailFailed`` where others could read letters on their way."""
    if server.has_extn("starttls"):
        try:
            server.starttls(context=trusted)
        except smtplib.SMTPResponseException:
            # It offers what it then cannot do, as a Postfix without a certificate may.
            if not is_loopback(post.host):
                raise
    elif not is_loopback(post.host):
        raise MailFailed(
            "The mail server offers no encryption (STARTTLS)",
            f"Turn STARTTLS on at {post.host}, or write smtps:// in OWF_SMTP_URL if its port is "
            "encrypted from the start. Without encryption, only a server on this machine "
            "(127.0.0.1) is used.",
        )


@contextmanager
def _mail_failures() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, MessageError) as error:
        # Nothing of the error behind ours: what a server answers may repeat the address.
        raise MailFailed(*_reason_and_remedy(error)) from None


def _reason_and_remedy(error: Exception) -> tuple[str, str]:
    remedy = ""
    match error:
        case ssl.SSLCertVerificationError() if error.verify_code in _OTHER_NAME:
            reason = "The mail server's certificate is for another name"
            remedy = "Write the name that stands in its certificate as HOST in OWF_SMTP_URL."
        case ssl.SSLCertVerificationError():
            reason = "This machine does not trust the mail server's certificate"
            remedy = (
                "Save that certificate, or that of the authority behind it, as a file and name "
                "the file in OWF_SMTP_CA_FILE."
            )
        case smtplib.SMTPRecipientsRefused():
            reason = "The mail server does not accept e-mail for that address"
        case smtplib.SMTPAuthenticationError():
            reason = "The mail server does not accept the name or password in OWF_SMTP_URL"
        case smtplib.SMTPException() | ValueError() | MessageError():
            reason = "The mail server did not accept the e-mail"
        case ssl.SSLError():
            reason = "The mail server does not encrypt as OWF_SMTP_URL says"
            remedy = (
                "Use smtp:// for STARTTLS (mostly port 25 or 587), and smtps:// for a port that "
                "is encrypted from the start (mostly 465)."
            )
        case _:
            reason = "The mail server cannot be reached"
    return reason, remedy


_OTHER_NAME = frozenset({62, 64})
"""What OpenSSL calls a certificate for another host name or network address."""


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
