"""Letters by e-mail, where ``OWF_SMTP_URL`` names a server; every letter is also text to copy."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import structlog

from owf.access.refusals import Refused
from owf.settings import get_settings

PATIENCE = 10.0
"""Seconds to wait for the server."""
_PORTS = {"smtp": 25, "smtps": 465}
_LOG = structlog.get_logger()


class MailFailed(Refused):
    """The mail server did not take a letter; the text of it can still be copied."""


@dataclass(frozen=True)
class Letter:
    """What is written to one person, as plain text."""

    to: str
    subject: str
    text: str


def can_send() -> bool:
    """Whether a mail server is set up."""
    return bool(get_settings().smtp_url.get_secret_value())


def send(letter: Letter) -> None:
    """Hand a letter to the mail server.

    Raises:
        MailFailed: no server is set up, it cannot be reached, or it refuses.
    """
    url = urlsplit(get_settings().smtp_url.get_secret_value())
    if url.scheme not in _PORTS or not url.hostname:
        raise MailFailed(
            "No mail server is set up, so nothing was sent: copy the text and send it yourself."
        )
    message = _message(letter, _sender(url))
    context = ssl.create_default_context()
    try:
        with _server(url, context) as server:
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # The kind alone: what a server answers may repeat the address.
        _LOG.warning("mail_failed", kind=type(error).__name__)
        raise MailFailed(
            "The mail server did not take the letter: copy the text and send it yourself, and "
            "tell whoever runs this service."
        ) from error


def _server(url: SplitResult, context: ssl.SSLContext) -> smtplib.SMTP:
    host, port = url.hostname or "", url.port or _PORTS[url.scheme]
    server = (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    )
    server.ehlo()
    return server


def _sender(url: SplitResult) -> str:
    """``?from=`` of the setting, or one at the host that people reach the product at."""
    named = parse_qs(url.query).get("from", [""])[0]
    return named or f"one-workforce@{urlsplit(get_settings().base_url).hostname or 'localhost'}"


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    # A line break in a header would begin another header: EmailMessage refuses it, and a name
    # with one is written on one line.
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address("One Workforce", addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
