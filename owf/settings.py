"""Every setting of the product, typed, in one place.

Each is read from the environment as ``OWF_<NAME>``, or from the file that ``OWF_<NAME>_FILE``
names (for secrets that are mounted as files).
"""

import os
import re
import ssl
from datetime import date
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import PositiveInt, SecretStr, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "questions"
DATA = ROOT / "data"
METHOD = ROOT / "docs" / "method.md"
"""The page *Method* shows it."""
DEMO_TODAY = date(2012, 7, 10)
DEMO_DATABASE = DATA / "demo.db"


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine itself, so that nobody can listen on the way to it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_private_way(address: str) -> bool:
    """Whether nobody can listen on the way to an address of the web: https, or this machine."""
    try:
        url = urlsplit(address)
        # Asked only so that an impossible one is found here.
        _ = url.port
    except ValueError:
        return False
    return bool(url.hostname) and (
        url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname))
    )


_NO_TENANT = frozenset(
    {"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"}
)
"""How Microsoft Entra calls every tenant, every organisation's, and personal accounts."""
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class UnreadableSettingFile(Exception):
    """A setting's file is missing or no text; the sentence says which setting."""


class _FromNamedFiles(PydanticBaseSettingsSource):
    """Reads ``OWF_<NAME>_FILE``: the setting's value is that file's text, stripped."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = f"OWF_{field_name.upper()}_FILE"
        path = os.environ.get(name)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSettingFile(
                f"{name} names a file that cannot be read. Check that it exists and is a text file."
            ) from error

    def __call__(self) -> dict[str, Any]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


class Settings(BaseSettings):
    """Raises ``ValidationError`` or ``UnreadableSettingFile``, also for what would be unsafe."""

    model_config = SettingsConfigDict(env_prefix="OWF_", extra="ignore")

    database_url: str = f"sqlite:///{DATA / 'one-workforce.db'}"
    database_pgbouncer: bool = False
    secret_key: SecretStr = SecretStr("")
    demo: bool = False
    base_url: str = "http://127.0.0.1:8501"
    smtp_url: SecretStr = SecretStr("")
    smtp_ca: SecretStr = SecretStr("")
    """Secret, because such files often hold a key too."""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_trusted_domains: str = ""
    max_upload_mb: PositiveInt = 10
    today: date | None = None

    @model_validator(mode="after")
    def _refuse_unsafe_defaults(self) -> Self:
        # Single sign-on signs its cookie with it, in the demonstration too.
        is_needed = not self.demo or self.oidc_issuer
        if is_needed and len(self.secret_key.get_secret_value()) < 32:
            raise ValueError(
                "OWF_SECRET_KEY is missing or shorter than 32 characters. Set it (or "
                "OWF_SECRET_KEY_FILE) to a long random text, for example the output of `openssl "
                "rand -hex 32`."
            )
        return self

    @model_validator(mode="after")
    def _refuse_half_a_single_sign_on(self) -> Self:
        given = {
            "OWF_OIDC_ISSUER": self.oidc_issuer,
            "OWF_OIDC_CLIENT_ID": self.oidc_client_id,
            "OWF_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
        }
        missing = [name for name, value in given.items() if not value]
        if missing and len(missing) < len(given):
            raise ValueError(
                f"Single sign-on is only partly set up: {' and '.join(missing)} "
                f"{'is' if len(missing) == 1 else 'are'} missing. Set all of {', '.join(given)}, "
                "or none."
            )
        url = self.oidc_issuer
        if url and not (is_private_way(url) and not any(mark in url for mark in "?#@")):
            raise ValueError(
                "OWF_OIDC_ISSUER must be an https:// address without `?`, `#` or `@`, exactly as "
                "the provider gives it. http:// is only for a provider on this machine."
            )
        if _NO_TENANT & set(urlsplit(url.lower()).path.split("/")[1:2]):
            raise ValueError(
                f"OWF_OIDC_ISSUER is {url}, with which people of any organisation could sign in. "
                "Name your own tenant: https://login.microsoftonline.com/TENANT-ID/v2.0, with the "
                "“Directory (tenant) ID” of the app registration."
            )
        return self

    @model_validator(mode="after")
    def _refuse_domains_that_are_none(self) -> Self:
        wrong = sorted(one for one in self.trusted_domains if not _DOMAIN.fullmatch(one))
        if wrong:
            raise ValueError(
                f"OWF_OIDC_TRUSTED_DOMAINS has {wrong[0]!r}, which is no domain. Name each in "
                "full, with commas between them, such as `example.gov.uk, example.police.uk`."
            )
        if self.trusted_domains and not self.oidc_issuer:
            raise ValueError(
                "OWF_OIDC_TRUSTED_DOMAINS is set, but there is no single sign-on. Set "
                "OWF_OIDC_ISSUER too, or unset it."
            )
        return self

    @model_validator(mode="after")
    def _refuse_certificates_that_are_none(self) -> Self:
        certificates = self.smtp_ca.get_secret_value()
        if certificates:
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=certificates)
            except (ssl.SSLError, ValueError) as error:
                raise ValueError(
                    "OWF_SMTP_CA (or the file that OWF_SMTP_CA_FILE names) holds no certificate. "
                    "It must be text that begins with -----BEGIN CERTIFICATE-----."
                ) from error
        return self

    @property
    def has_single_sign_on(self) -> bool:
        return bool(self.oidc_issuer)

    @property
    def trusted_domains(self) -> frozenset[str]:
        """Domains of e-mail addresses that the provider need not call verified."""
        given = re.split(r"[\s,;]+", self.oidc_trusted_domains.lower())
        return frozenset(one.removeprefix("@") for one in given if one)

    @property
    def is_https(self) -> bool:
        """Whether people reach the product over https, so that cookies can be Secure."""
        return self.base_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put named files below plain variables, which are easier to override for a moment."""
        return (init_settings, env_settings, _FromNamedFiles(settings_cls))


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
