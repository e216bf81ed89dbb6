"""A real mail server on loopback, and what it was handed."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.servers import free_port
from owf.settings import get_settings

ELSEWHERE = "127.1"
"""This machine, written as nobody does, so that it counts as another machine's name."""
NAME, PASSWORD = "owf@post.example", "p@ss:word/%"


@dataclass
class MailServer:
    """A mail server that keeps what it is handed; whoever is called ``refused`` gets nothing."""

    port: int
    needs_login: bool = False
    letters: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    was_encrypted: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(  # noqa: N802  aiosmtpd calls it so
        self, _server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.needs_login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it so
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("refused"):
            return f"550 5.1.1 {address} is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd calls it so
        self, _server: Any, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.receivers.extend(envelope.rcpt_tos)
        self.was_encrypted = session.ssl is not None
        return "250 OK"


def _is_the_password(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword
) -> AuthResult:
    known = LoginPassword(NAME.encode(), PASSWORD.encode())
    # Not handled here: the server answers itself, as it does for whoever is known.
    return AuthResult(success=given == known, handled=False)


class _OnlyOffersEncryption(SMTP):
    async def smtp_STARTTLS(self, _arg: str) -> None:  # noqa: N802  aiosmtpd calls it so
        await self.push("454 4.7.0 TLS not available due to local problem")


class _WithoutEncryption(Controller):
    def factory(self) -> SMTP:
        return _OnlyOffersEncryption(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def start_mail_server(
    environment: pytest.MonkeyPatch,
) -> Iterator[Callable[..., MailServer]]:
    """Starts mail servers; the settings name the last. Options are aiosmtpd's."""
    running: list[Controller] = []

    def _start(
        *, needs_login: bool = False, cannot_encrypt: bool = False, **options: Any
    ) -> MailServer:
        server = MailServer(free_port(), needs_login)
        controller = (_WithoutEncryption if cannot_encrypt else Controller)(
            server,
            hostname="127.0.0.1",
            port=server.port,
            authenticator=_is_the_password,
            auth_require_tls=False,
            **options,
        )
        controller.start()
        running.append(controller)
        environment.setenv("OWF_SMTP_URL", server.url)
        get_settings.cache_clear()
        return server

    yield _start
    for controller in running:
        controller.stop()


@pytest.fixture
def mail_server(start_mail_server: Callable[..., MailServer]) -> MailServer:
    """A mail server that the settings name."""
    return start_mail_server()


@dataclass(frozen=True)
class Certificate:
    """A certificate of 127.0.0.1, and of 127.1, that nobody but itself vouches for."""

    path: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A self-signed certificate, with its key in the same file."""
    return _certificate_at(tmp_path_factory.mktemp("certificate") / "own.pem")


@pytest.fixture(scope="session")
def also_self_signed(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Another of the same names."""
    return _certificate_at(tmp_path_factory.mktemp("certificate") / "other.pem")


def _certificate_at(path: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName(ELSEWHERE)]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Certificate(path, context)
