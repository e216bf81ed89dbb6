"""``check`` asks the provider of single sign-on what it publishes, and says what is wrong."""

import pytest

from benchmarks.servers import free_port
from tests.web.made_up_provider import CLIENT_ID, CLIENT_SECRET, Answer

DISCOVERY = "/.well-known/openid-configuration"
TENANT = "/8f6b2c1e-3d4a-4b5c-9e7f-0123456789ab/v2.0"


@pytest.fixture
def told(cast_database, provider, point_to, check):
    """Whether single sign-on is right with these settings, and the words."""

    def ask(issuer=None, **settings):
        point_to(
            oidc_issuer=issuer or provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            **settings,
        )
        wrong, found = check()
        is_right, words = found["single sign-on"]
        assert wrong == ([] if is_right else ["single sign-on"])
        assert CLIENT_SECRET not in str(found)
        return is_right, words

    return ask


def test_a_provider_that_answers_as_it_should_is_named(told, provider):
    assert told() == (True, "by 127.0.0.1, which answers as it should.")
    assert provider.asked == {DISCOVERY: 1, "/keys": 1}


def test_who_is_trusted_for_which_domains_is_said(told):
    is_right, words = told(oidc_trusted_domains="example.gov.uk, a.example")
    assert is_right
    assert words.endswith("Trusted for a.example, example.gov.uk.")


def test_entra_s_silence_is_told_before_anybody_meets_it(told, provider):
    provider.path = TENANT
    is_right, words = told()
    assert is_right
    assert "optional claims `email` and `xms_edov`, or OWF_OIDC_TRUSTED_DOMAINS" in words
    assert "Entra" not in told(oidc_trusted_domains="example.gov.uk")[1]


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ({"issuer": "https://other.example"}, "calls itself https://other.example. Set OWF_OIDC"),
        ({"issuer": None}, "does not say who it is. Check OWF_OIDC_ISSUER."),
        (
            {"issuer": "https://login.example/{tenantid}/v2.0"},
            "Name your own tenant in OWF_OIDC_ISSUER",
        ),
        ({"token_endpoint": None}, "gives no https address as `token_endpoint`"),
        ({"jwks_uri": "http://login.example/keys"}, "gives no https address as `jwks_uri`"),
        ({"userinfo_endpoint": ""}, "gives no https address as `userinfo_endpoint`"),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, "signs with HS256 only. Have it"),
        ({"response_types_supported": ["token"]}, "does not list `code` under `response_types_"),
        ({"code_challenge_methods_supported": ["plain"]}, "does not list `S256` under"),
        ({"scopes_supported": ["openid"]}, "does not list `email` under `scopes_supported`"),
    ],
    ids=str,
)
def test_what_it_publishes_and_should_not_is_told(told, provider, metadata, sentence):
    provider.metadata = metadata
    is_right, words = told()
    assert is_right is False
    assert sentence in words


def test_an_issuer_that_differs_by_a_slash_is_told_as_it_must_be(told, provider):
    is_right, words = told(f"{provider.issuer}/")
    assert is_right is False
    assert words == (
        f"The provider calls itself {provider.issuer}. Set OWF_OIDC_ISSUER to exactly that."
    )


@pytest.mark.parametrize("tenant", ["common", "organizations"])
def test_an_issuer_without_a_tenant_is_told_without_asking(told, provider, tenant):
    is_right, words = told(f"{provider.issuer}/{tenant}/v2.0")
    assert is_right is False
    assert "people of any organisation could sign in. Name your own tenant" in words
    assert not provider.asked


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        (DISCOVERY, Answer({}, 404), f"{DISCOVERY} answers with 404. Check OWF_OIDC_ISSUER. For"),
        (DISCOVERY, Answer({}, 302, {"Location": "/elsewhere"}), "answers with 302. Check OWF_"),
        (DISCOVERY, Answer(b"<html>Sign in</html>"), "answers, but not as a provider does. Check"),
        (DISCOVERY, Answer([]), "answers, but not as a provider does. Check OWF_OIDC_ISSUER"),
        ("/keys", Answer({}, 500), "/keys answers with 500."),
        ("/keys", Answer({"keys": []}), "publishes no key at"),
        ("/keys", Answer({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}), "publishes no key at"),
    ],
    ids=str,
)
def test_an_address_that_answers_otherwise_is_told(told, provider, path, answer, sentence):
    provider.instead[path] = answer
    is_right, words = told()
    assert is_right is False
    assert sentence in words


def test_a_provider_that_is_not_there_is_told(told):
    is_right, words = told(f"http://127.0.0.1:{free_port()}")
    assert is_right is False
    assert "cannot be reached from this machine (ConnectError). Check OWF_OIDC_ISSUER" in words


@pytest.mark.parametrize(("seconds", "where"), [(300, "behind"), (-300, "ahead of")])
def test_a_clock_that_is_too_far_off_is_told(told, provider, seconds, where):
    provider.clock_is_ahead = seconds
    is_right, words = told()
    assert is_right is False
    assert f"This machine's clock is 5 minutes {where} the provider's" in words
    provider.clock_is_ahead = 90
    assert told()[0] is True
