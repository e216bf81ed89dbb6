"""Whether people can sign in with their provider: what it publishes is asked for and read."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx2
from pydantic import ValidationError

from owf.access.provider import discovery_address, faults_of_provider, is_signing_key
from owf.access.single_sign_on import SKEW, is_entra_tenant
from owf.cli.database import Wrong
from owf.cli.output import setting_sentences
from owf.cli.unsafe_settings import ANY_KEY
from owf.settings import Settings

PATIENCE = 10.0
"""Seconds for each answer."""
ISSUERS = (
    "Check OWF_OIDC_ISSUER. For Microsoft Entra it is https://login.microsoftonline.com/"
    "TENANT-ID/v2.0, for Keycloak https://HOST/realms/REALM, for Amazon Cognito "
    "https://cognito-idp.REGION.amazonaws.com/POOL-ID."
)
_TOLD_BY_ENTRA = (
    " Microsoft Entra does not send `email_verified`. Until its app registration has the optional "
    "claims `email` and `xms_edov`, or OWF_OIDC_TRUSTED_DOMAINS names your domains, nobody can "
    "sign in with it."
)


def single_sign_on(_settings: Settings) -> str:
    try:
        found = Settings(**ANY_KEY)
    except ValidationError as invalid:
        raise Wrong(" ".join(setting_sentences(invalid))) from invalid
    if not found.has_single_sign_on:
        return "not set up."
    issuer = found.oidc_issuer
    published = _json_at(discovery_address(issuer))
    faults = faults_of_provider(published, issuer)
    if faults:
        raise Wrong(" ".join(faults))
    keys = _json_at(str(published["jwks_uri"])).get("keys")
    if not isinstance(keys, list) or not any(map(is_signing_key, keys)):
        raise Wrong(
            f"The provider publishes no key at {published['jwks_uri']} that its tokens can be "
            "checked with. It needs an RSA key of 2048 bits or more, or an EC key."
        )
    words = f"by {urlsplit(issuer).hostname}, which answers as it should."
    if found.trusted_domains:
        return f"{words} Trusted for {', '.join(sorted(found.trusted_domains))}."
    return words + (_TOLD_BY_ENTRA if is_entra_tenant(issuer) else "")


def _json_at(address: str) -> Mapping[str, object]:
    """Raises ``Wrong``, with the address and what to do."""
    try:
        answer = httpx2.get(address, timeout=PATIENCE)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise Wrong(_not_reached(address, error)) from error
    if answer.status_code != 200:
        raise Wrong(f"{address} answers with {answer.status_code}. {ISSUERS}")
    try:
        read = answer.json()
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise Wrong(f"{address} answers, but not as a provider does. {ISSUERS}")
    _refuse_other_time(answer)
    return read


def _not_reached(address: str, error: Exception) -> str:
    causes = {type(error), type(error.__cause__), type(error.__context__)}
    if any(issubclass(one, ssl.SSLCertVerificationError) for one in causes) or (
        "CERTIFICATE_VERIFY_FAILED" in str(error)
    ):
        return (
            f"This machine does not trust the certificate of {address}. Add the certificate that "
            "vouches for it to this machine's, or name its file in SSL_CERT_FILE."
        )
    return (
        f"{address} cannot be reached from this machine ({type(error).__name__}). Check "
        "OWF_OIDC_ISSUER, and that this machine may go there (its name server, firewall and "
        "HTTPS_PROXY)."
    )


def _refuse_other_time(answer: httpx2.Response) -> None:
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return
    seconds = (datetime.now(UTC) - there).total_seconds()
    if abs(seconds) > SKEW:
        raise Wrong(
            f"This machine's clock is {round(abs(seconds) / 60)} minutes "
            f"{'ahead of' if seconds > 0 else 'behind'} the provider's, so its tokens seem to be "
            "of another time. Set the clock, and keep it right with NTP."
        )
