"""A provider of single sign-on, made by hand, that can be told to misbehave.

It does what an honest one does (PKCE, each code once, the client's name and secret) until a test
changes what it says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jws
from joserfc.jwk import Key, RSAKey

CLIENT_ID, CLIENT_SECRET = "one-workforce", "a secret of the provider"
ANNA = {"sub": "0001", "email": "anna@example.org", "email_verified": True}


@dataclass(frozen=True)
class Answer:
    """What an address of the provider answers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Provider:
    """A provider, and what tests change of it."""

    port: int
    key: RSAKey
    asked: Counter[str] = field(default_factory=Counter)
    person: dict[str, Any] = field(default_factory=lambda: dict(ANNA))
    claims: dict[str, Any] = field(default_factory=dict)  # beside or instead of the honest ones
    metadata: dict[str, Any] = field(default_factory=dict)  # the same
    userinfo: dict[str, Any] | None = None
    published: list[dict[str, Any]] | None = None
    sign: Callable[[dict[str, Any]], str] | None = None
    instead: dict[str, Answer] = field(default_factory=dict)  # path -> what it answers instead
    reached: threading.Event = field(default_factory=threading.Event)  # once anybody asked
    holds: threading.Event | None = None  # nothing is answered before it is set
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    path: str = ""  # of the issuer, where the provider serves several
    clock_is_ahead: int = 0  # seconds
    last_form: Mapping[str, str] = field(default_factory=dict)  # the last that was sent here

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def agree(self, address: str) -> dict[str, str]:
        """Somebody signs in at the provider; gives what their browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def signed(self, claims: dict[str, Any], key: Key | None = None, **header: Any) -> str:
        """A token as this provider signs it, or with another key or header."""
        header = {"alg": "RS256", "kid": self.key.kid, **header}
        text = json.dumps(claims).encode()
        registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
        return jws.serialize_compact(header, text, key or self.key, registry=registry)

    def answer(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """What is answered at a path."""
        path = path.removeprefix(self.path)
        self.asked[path] += 1
        self.last_form = form or self.last_form
        self.reached.set()
        if self.holds is not None:
            self.holds.wait(timeout=30)
        if path in self.instead:
            return self.instead[path]
        if path == "/.well-known/openid-configuration":
            endpoints = {
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            if self.userinfo is not None:
                endpoints["userinfo_endpoint"] = f"{self.issuer}/userinfo"
            return Answer({"issuer": self.issuer, **endpoints, **self.metadata})
        if path == "/keys":
            ours = {**self.key.as_dict(private=False), "use": "sig"}
            return Answer({"keys": [ours] if self.published is None else self.published})
        if path == "/userinfo" and headers.get("Authorization") == "Bearer an access token":
            return Answer(self.userinfo)
        if path == "/token":
            return self._tokens(form, headers)
        return Answer({"error": "not here"}, 404)

    def _tokens(self, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        client = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        in_body = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        )
        if (
            asked is None
            or asked["code_challenge"] != challenge.decode().rstrip("=")
            or form.get("redirect_uri") != asked["redirect_uri"]
            or (headers.get("Authorization") != f"Basic {client}" and not in_body)
        ):
            return Answer({"error": "invalid_grant"}, 400)
        now = int(time.time()) + self.clock_is_ahead
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = (self.sign or self.signed)(claims)
        return Answer(
            {"access_token": "an access token", "token_type": "Bearer", "id_token": token}
        )


def serve(provider_at: Callable[[int], Provider]) -> tuple[Provider, ThreadingHTTPServer]:
    """Serve a provider on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: Mapping[str, str]) -> None:
            found = provider.answer(urlsplit(self.path).path, form, self.headers)
            body = found.encoded()
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # Whoever asked may have heard enough.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def date_time_string(self, _timestamp: float | None = None) -> str:
            return super().date_time_string(time.time() + provider.clock_is_ahead)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = provider_at(server.server_port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    return provider, server
