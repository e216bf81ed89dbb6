"""What a provider of single sign-on must publish (OpenID Connect Discovery 1.0)."""

from collections.abc import Mapping

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from owf.settings import is_private_way

ALGORITHMS = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)]
"""With the provider's own key alone: for a secret (HS...) a public key would pass."""
DISCOVERY = "/.well-known/openid-configuration"
_SHORTEST_MODULUS = 342
"""Characters of an RSA modulus of 2048 bits."""


def discovery_address(issuer: str) -> str:
    return issuer.removesuffix("/") + DISCOVERY


def needed_endpoints(published: Mapping[str, object]) -> list[str]:
    """The addresses that the product goes to; userinfo only where the provider has one."""
    named = ["authorization_endpoint", "token_endpoint", "jwks_uri"]
    return [*named, "userinfo_endpoint"] if "userinfo_endpoint" in published else named


def faults_of_provider(published: Mapping[str, object], issuer: str) -> list[str]:
    """Sentences for the person who sets up single sign-on; none where people can sign in."""
    found = []
    named = published.get("issuer")
    if named != issuer:
        found.append(_wrong_issuer(str(named or ""), issuer))
    for name in needed_endpoints(published):
        if not is_private_way(str(published.get(name))):
            found.append(f"The provider gives no https address as `{name}`. Correct it there.")
    algorithms = published.get("id_token_signing_alg_values_supported")
    if isinstance(algorithms, list) and not set(ALGORITHMS) & {str(one) for one in algorithms}:
        found.append(
            f"The provider signs with {', '.join(map(str, algorithms))} only. Have it sign ID "
            "tokens with a key pair, such as RS256."
        )
    for name, needed in _NEEDED.items():
        offered = published.get(name)
        if isinstance(offered, list) and offered and needed not in offered:
            found.append(f"The provider does not list `{needed}` under `{name}`. Allow it there.")
    return found


_NEEDED = {
    "response_types_supported": "code",
    "code_challenge_methods_supported": "S256",
    "scopes_supported": "email",
}


def _wrong_issuer(named: str, issuer: str) -> str:
    if not named:
        return f"What answers at {issuer} does not say who it is. Check OWF_OIDC_ISSUER."
    if "{" in named:
        return (
            f"{issuer} is an address for every tenant, so anybody's organisation could sign "
            "people in. Name your own tenant in OWF_OIDC_ISSUER: "
            "https://login.microsoftonline.com/TENANT-ID/v2.0."
        )
    return f"The provider calls itself {named}. Set OWF_OIDC_ISSUER to exactly that."


def is_signing_key(key: object) -> bool:
    if not isinstance(key, dict) or key.get("kty") not in ("RSA", "EC"):
        return False
    is_short = key["kty"] == "RSA" and len(str(key.get("n", ""))) < _SHORTEST_MODULUS
    if is_short or key.get("use", "sig") != "sig":
        return False
    try:
        JWKRegistry.import_key(key)
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return True
