"""The provider of single sign-on: what it publishes, and what it says of somebody.

Nothing here waits for it without a limit, follows it elsewhere, or reads more than a little.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx2
from authlib.common.security import generate_token
from authlib.oauth2 import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry

from owf.settings import get_settings, is_private_way

ALGORITHMS = tuple(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
"""How a token may be signed: with the provider's own key alone. Never unsigned (none), nor with a
secret (HS...), for which a public key would pass."""
SKEW = 60
"""Seconds that two clocks may be apart."""
_SHORTEST_MODULUS = 342
"""Characters of an RSA modulus of 2048 bits."""


class TokenRefused(Exception):
    """Something about a token does not hold. The text is for the log: it repeats nothing of it."""


class UnknownKey(TokenRefused):
    """The token names a key that is not known; the provider may have taken a new one."""


def signing_keys(published: Mapping[str, object]) -> KeySet:
    """The keys of a published set (RFC 7517) that may sign; others are passed over."""
    listed = published.get("keys")
    found = (
        [_key(one) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    )
    return KeySet([key for key in found if key is not None])


def _key(published: dict[str, object]) -> Key | None:
    if published.get("kty") not in ("RSA", "EC") or published.get("use", "sig") != "sig":
        return None
    if published["kty"] == "RSA" and len(str(published.get("n", ""))) < _SHORTEST_MODULUS:
        return None
    try:
        return JWKRegistry.import_key(published)  # type: ignore[arg-type]  # it checks by itself
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def claims_of(
    token: object, keys: KeySet, *, issuer: str, client_id: str, nonce: str, access_token: object
) -> Mapping[str, object]:
    """What an ID token says of somebody.

    Args:
        token: as it came.
        keys: those of the provider.
        issuer: who must have made it.
        client_id: for whom it must have been made.
        nonce: what we had asked to be repeated in it.
        access_token: what came with it; where the token holds its hash, they must belong together.

    Raises:
        UnknownKey: the token's key is not among those.
        TokenRefused: anything else does not hold.
    """
    if not isinstance(token, str) or not isinstance(access_token, str | None):
        raise TokenRefused("no token")
    # Real time, whatever date the demonstration has: the provider's clock is another.
    now = int(time.time())
    try:
        read = jwt.decode(
            token, keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        )
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "sub": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(now=now, leeway=SKEW)
    except InvalidKeyIdError as error:
        raise UnknownKey(type(error).__name__) from error
    except JoseError as error:
        raise TokenRefused(
            f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()
        ) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise TokenRefused(type(error).__name__) from error
    return dict(claims)


PATIENCE = 10.0
"""Seconds for one answer of the provider, from the first byte to the last."""
LARGEST = 256 * 1024
"""Bytes of one answer."""
KEPT_FOR = 3600.0
"""Seconds for which what the provider publishes is not asked again."""
CALLBACK = "/auth/oidc/callback"
SCOPE = "openid email"


class ProviderFailed(Exception):
    """The provider did not answer, or not as the standard says. The text is for the log."""


@dataclass(frozen=True)
class Flow:
    """One sign-in under way: what makes it this browser's, and where it leads.

    ``state`` comes back in the address, ``nonce`` in the token; ``verifier`` is told to the
    provider alone (PKCE), so that a code that was caught on its way is of no use.
    """

    state: str
    nonce: str
    verifier: str
    next: str


def new_flow(wanted: str) -> Flow:
    """Begin a sign-in."""
    return Flow(generate_token(43), generate_token(43), generate_token(64), wanted)


@dataclass(frozen=True)
class _Published:
    metadata: Mapping[str, object]
    keys: KeySet
    until: float

    def endpoint(self, name: str) -> str:
        """An address of the provider's.

        Raises:
            ProviderFailed: it publishes none, or one on the way to which others could listen.
        """
        found = self.metadata.get(name)
        if not isinstance(found, str) or not is_private_way(found):
            raise ProviderFailed(f"no usable {name}")
        return found


@dataclass
class Provider:
    """One provider, and what it published lately."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    _published: _Published | None = field(default=None, repr=False)

    async def address_to_sign_in(self, flow: Flow) -> str:
        """Where to send the browser.

        Raises:
            ProviderFailed: the provider did not say.
        """
        published = await self._lately()
        return str(
            prepare_grant_uri(
                published.endpoint("authorization_endpoint"),
                client_id=self.client_id,
                response_type="code",
                redirect_uri=_redirect_uri(),
                scope=SCOPE,
                state=flow.state,
                nonce=flow.nonce,
                code_challenge=create_s256_code_challenge(flow.verifier),
                code_challenge_method="S256",
            )
        )

    async def claims_for(self, code: str, flow: Flow) -> Mapping[str, object]:
        """What the provider says of the person who came back with a code.

        Raises:
            ProviderFailed: it did not answer, or did not take the code.
            TokenRefused: its token does not hold.
        """
        published = await self._lately()
        tokens = await self._tokens(published, code, flow)
        try:
            claims = self._read(tokens, published.keys, flow)
        except UnknownKey:
            published = await self._anew()
            claims = self._read(tokens, published.keys, flow)
        if "email" in claims or "userinfo_endpoint" not in published.metadata:
            return claims
        # Some providers put nobody's address into the token (OpenID Connect Core 5.4).
        told = await _fetch(
            "GET",
            published.endpoint("userinfo_endpoint"),
            headers={"Authorization": f"Bearer {tokens.get('access_token')}"},
        )
        if told.get("sub") != claims["sub"]:
            raise TokenRefused("userinfo of another")
        return told

    def _read(self, tokens: Mapping[str, object], keys: KeySet, flow: Flow) -> Mapping[str, object]:
        return claims_of(
            tokens.get("id_token"),
            keys,
            issuer=self.issuer,
            client_id=self.client_id,
            nonce=flow.nonce,
            access_token=tokens.get("access_token"),
        )

    async def _tokens(self, published: _Published, code: str, flow: Flow) -> Mapping[str, object]:
        known = published.metadata.get("token_endpoint_auth_methods_supported")
        in_body = isinstance(known, list) and "client_secret_basic" not in known
        address, headers, body = ClientAuth(
            self.client_id,
            self.client_secret,
            "client_secret_post" if in_body else "client_secret_basic",
        ).prepare(
            "POST",
            published.endpoint("token_endpoint"),
            {"Content-Type": "application/x-www-form-urlencoded"},
            prepare_token_request(
                "authorization_code",
                code=code,
                redirect_uri=_redirect_uri(),
                code_verifier=flow.verifier,
            ),
        )
        return await _fetch("POST", address, headers=headers, body=body)

    async def _lately(self) -> _Published:
        if self._published is not None and time.time() < self._published.until:
            return self._published
        return await self._anew()

    async def _anew(self) -> _Published:
        metadata = await _fetch(
            "GET", f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration"
        )
        if metadata.get("issuer") != self.issuer:
            # Whoever answers for another could pose as it.
            raise ProviderFailed("another issuer than in the settings")
        published = _Published(metadata, KeySet([]), time.time() + KEPT_FOR)
        keys = signing_keys(await _fetch("GET", published.endpoint("jwks_uri")))
        self._published = _Published(metadata, keys, published.until)
        return self._published


@lru_cache(maxsize=1)
def provider_of(issuer: str, client_id: str, client_secret: str) -> Provider:
    """The provider under these settings; one sign-in after the other uses what it published."""
    return Provider(issuer, client_id, client_secret)


def get_provider() -> Provider:
    """The provider that the settings name."""
    settings = get_settings()
    return provider_of(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
    )


def _redirect_uri() -> str:
    return get_settings().base_url.rstrip("/") + CALLBACK


async def _fetch(
    method: str, address: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
) -> Mapping[str, object]:
    """One JSON object from the provider.

    Raises:
        ProviderFailed: it took too long, said too much, led elsewhere, or gave none.
    """
    wanted = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    read = bytearray()
    try:
        async with (
            asyncio.timeout(PATIENCE),
            httpx2.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client,
            client.stream(method, address, headers=wanted, content=body) as answer,
        ):
            # As it comes: what was packed could be far larger once unpacked.
            async for part in answer.aiter_raw():
                read += part
                if len(read) > LARGEST:
                    raise ProviderFailed("too large an answer")
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise ProviderFailed(type(error).__name__) from error
    if answer.status_code != 200:
        raise ProviderFailed(f"status {answer.status_code}")
    try:
        found = json.loads(read)
    except (ValueError, RecursionError) as error:
        raise ProviderFailed("an answer that is not JSON") from error
    if not isinstance(found, dict):
        raise ProviderFailed("an answer that is no object")
    return found
