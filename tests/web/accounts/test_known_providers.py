"""Providers that answer as Microsoft Entra, Keycloak and Amazon Cognito do."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from owf.settings import get_settings
from owf.web.accounts import oidc
from tests.web.made_up_provider import Provider
from tests.web.single_sign_on import DOES_NOT_HOLD, person, sign_in, start, stopped

TENANT = "8f6b2c1e-3d4a-4b5c-9e7f-0123456789ab"
NOT_VERIFIED = "has not verified your e-mail address"


@dataclass(frozen=True)
class Kind:
    """How providers of a kind answer."""

    path: str
    """Of the issuer."""
    claims: dict[str, Any]
    """Of the ID token, beside those of every provider."""
    userinfo: dict[str, Any] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    def given_to(self, provider: Provider) -> None:
        provider.path = self.path
        provider.person = dict(self.claims)
        provider.userinfo = self.userinfo
        provider.metadata = dict(self.metadata)


ENTRA = Kind(
    path=f"/{TENANT}/v2.0",
    claims={
        "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
        "tid": TENANT,
        "ver": "2.0",
        "oid": "00000000-0000-0000-66f3-3332eca7ea81",
        "preferred_username": "anna.a@tenant.onmicrosoft.example",
        "email": "Anna@Example.org",
        # Of somebody in more groups than Entra puts into a token.
        "_claim_names": {"groups": "src1"},
        "_claim_sources": {"src1": {"endpoint": "https://graph.example/me/getMemberObjects"}},
    },
    metadata={
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    },
    settings={"OWF_OIDC_TRUSTED_DOMAINS": "example.org"},
)
ENTRA_WITH_EDOV = Kind(ENTRA.path, ENTRA.claims | {"xms_edov": "1"}, metadata=ENTRA.metadata)
GROUPS = [f"/organisations/children-and-families/locality-{n}/team-{n}" for n in range(800)]
ROLES = {f"service-{n}": {"roles": ["reader", "writer", "administrator"]} for n in range(200)}
KEYCLOAK = Kind(
    path="/realms/council",
    claims={
        "sub": "b1a2c3d4-0000-4000-8000-000000000001",
        "typ": "ID",
        "azp": "one-workforce",
        "sid": "0b1a2c3d-0000-4000-8000-000000000002",
        "acr": "1",
        "email": "anna@example.org",
        "email_verified": True,
        "preferred_username": "anna",
        "groups": GROUPS,
        "resource_access": ROLES,
    },
    metadata={
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic"],
        "code_challenge_methods_supported": ["plain", "S256"],
        "id_token_signing_alg_values_supported": ["PS384", "RS384", "HS256", "RS256", "none"],
    },
)
KEYCLOAK_LIGHT = Kind(
    KEYCLOAK.path,
    {"sub": KEYCLOAK.claims["sub"], "azp": "one-workforce"},
    userinfo={name: KEYCLOAK.claims[name] for name in ("sub", "email", "email_verified")},
    metadata=KEYCLOAK.metadata,
)
COGNITO = Kind(
    path="/eu-west-2_Ab1Cd2Ef3",
    claims={
        "sub": "c0ffee00-0000-4000-8000-000000000003",
        "cognito:groups": ["everybody"],
        "cognito:username": "c0ffee00-0000-4000-8000-000000000003",
        "token_use": "id",
    },
    userinfo={
        "sub": "c0ffee00-0000-4000-8000-000000000003",
        "email": "anna@example.org",
        "email_verified": "true",
        "username": "anna",
    },
    metadata={
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    },
)
KINDS = {
    "entra": ENTRA,
    "entra with xms_edov": ENTRA_WITH_EDOV,
    "keycloak": KEYCLOAK,
    "keycloak with userinfo alone": KEYCLOAK_LIGHT,
    "cognito": COGNITO,
}


@pytest.fixture
def be(made_up, environment):
    """Lets the provider answer as one of a kind."""

    def become(kind, **settings):
        kind.given_to(made_up)
        for name, value in {**kind.settings, **settings, "OWF_OIDC_ISSUER": made_up.issuer}.items():
            environment.setenv(name, value)
        get_settings.cache_clear()
        oidc.provider_of.cache_clear()
        return made_up

    return become


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("seconds", [0, 90, -90])
def test_people_sign_in_with_each_of_them_whatever_its_clock_says(visitor, be, kind, seconds):
    provider = be(kind)
    provider.clock_is_ahead = seconds
    answer = sign_in(visitor, provider, "/compare")
    assert answer.headers["location"] == "/compare"
    assert person(visitor) == "anna"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_none_of_them_is_asked_for_groups(visitor, be, kind):
    be(kind)
    assert "scope=openid+email&" in start(visitor).headers["location"]


def test_userinfo_is_asked_only_where_the_token_does_not_say_enough(visitor, be):
    for kind, asked in ((ENTRA, 0), (ENTRA_WITH_EDOV, 0), (KEYCLOAK, 0), (COGNITO, 1)):
        provider = be(Kind(kind.path, kind.claims, kind.userinfo or {}, kind.settings))
        provider.asked.clear()
        sign_in(visitor, provider)
        assert (person(visitor), provider.asked["/userinfo"]) == ("anna", asked)


# Strict by default


def test_entra_s_silence_lets_nobody_in_unless_the_domain_is_trusted(visitor, be):
    stopped(visitor, sign_in(visitor, be(ENTRA, OWF_OIDC_TRUSTED_DOMAINS="")), NOT_VERIFIED, 403)
    other = be(ENTRA, OWF_OIDC_TRUSTED_DOMAINS="other.example")
    stopped(visitor, sign_in(visitor, other), NOT_VERIFIED, 403)


@pytest.mark.parametrize("word", [False, "false", "0", 0, 2, [], "yes"])
def test_entra_s_word_must_be_yes(visitor, be, word):
    provider = be(ENTRA)
    provider.person["xms_edov"] = word
    stopped(visitor, sign_in(visitor, provider), NOT_VERIFIED, 403)


def test_entra_without_an_address_takes_no_user_s_name_for_one(visitor, be):
    provider = be(ENTRA)
    del provider.person["email"]
    provider.person |= {"preferred_username": "anna@example.org", "upn": "anna@example.org"}
    words = "did not give us your e-mail address"
    stopped(visitor, sign_in(visitor, provider), words, 403)
    provider.userinfo = {"sub": provider.person["sub"], "preferred_username": "anna@example.org"}
    stopped(visitor, sign_in(visitor, provider), words, 403)


@pytest.mark.parametrize("word", ["false", False, "True ", "yes", 1, None])
def test_cognito_s_word_must_be_true(visitor, be, word):
    provider = be(COGNITO)
    provider.userinfo = COGNITO.userinfo | {"email_verified": word}
    stopped(visitor, sign_in(visitor, provider), NOT_VERIFIED, 403)


@pytest.mark.parametrize("kind", [KEYCLOAK_LIGHT, COGNITO], ids=["keycloak", "cognito"])
@pytest.mark.parametrize("sub", ["another", None, "", 1])
def test_userinfo_must_be_of_the_person_in_the_token(visitor, be, kind, sub):
    provider = be(kind)
    provider.userinfo = kind.userinfo | {"sub": sub}
    stopped(visitor, sign_in(visitor, provider), DOES_NOT_HOLD, 403)


def test_what_userinfo_says_of_one_address_counts_for_no_other(visitor, be):
    provider = be(KEYCLOAK_LIGHT)
    provider.person["email"] = "anna@example.org"
    provider.userinfo = KEYCLOAK_LIGHT.userinfo | {"email": "mallory@example.org"}
    words = "you are mallory@example.org"
    stopped(visitor, sign_in(visitor, provider), words, 403)
    provider.userinfo = {"sub": KEYCLOAK.claims["sub"], "email_verified": True}
    stopped(visitor, sign_in(visitor, provider), NOT_VERIFIED, 403)
