"""What a provider's ID token says, once everything about it holds (OpenID Connect Core 3.1.3.7)."""

from __future__ import annotations

import time
from collections.abc import Mapping

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry

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
