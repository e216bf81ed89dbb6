"""Which settings are unsafe outside the demonstration, each by itself and with its remedy.

As in ``check``, each function answers in a few words, or raises ``Wrong``.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from owf.access import Role
from owf.access.mail import MailFailed, try_server
from owf.cli.database import Wrong
from owf.cli.output import setting_sentences
from owf.settings import Settings, UnreadableSettingFile, get_settings
from owf.store import Store, people

FEWEST_CHARACTERS = 8
"""Different characters of a secret key. Sixty random digits of base 16 have nearly all sixteen."""
ANY_KEY: Mapping[str, Any] = {"secret_key": SecretStr("-" * 32)}
_NO_SINGLE_SIGN_ON: Mapping[str, Any] = {
    "oidc_issuer": "",
    "oidc_client_id": "",
    "oidc_client_secret": SecretStr(""),
    "oidc_trusted_domains": "",
}


def settings_to_look_with() -> Settings | None:
    """Also where the key or single sign-on is wrong (nothing is signed); ``None`` where more is."""
    for instead in ({}, _NO_SINGLE_SIGN_ON, ANY_KEY, {**ANY_KEY, **_NO_SINGLE_SIGN_ON}):
        try:
            return Settings(**instead)
        except UnreadableSettingFile:
            return None
        except ValidationError:
            continue
    return None


def readable() -> str:
    try:
        Settings(**ANY_KEY, **_NO_SINGLE_SIGN_ON)
    except UnreadableSettingFile as unreadable:
        raise Wrong(str(unreadable)) from unreadable
    except ValidationError as invalid:
        raise Wrong(" ".join(setting_sentences(invalid))) from invalid
    return "they can all be read."


def secret_key(settings: Settings) -> str:
    try:
        get_settings()
    except ValidationError as invalid:
        wrong = [one for one in setting_sentences(invalid) if one.startswith("OWF_SECRET_KEY")]
        if wrong:
            raise Wrong(" ".join(wrong)) from invalid
    if settings.demo:
        return "the demonstration's."
    if len(set(settings.secret_key.get_secret_value())) < FEWEST_CHARACTERS:
        raise Wrong(
            "OWF_SECRET_KEY only repeats a few characters and can be guessed. Set it to a long "
            "random text, for example the output of `openssl rand -hex 32`."
        )
    return "long enough, and no repetition."


def web_address(settings: Settings) -> str:
    if settings.demo:
        return "the demonstration's."
    address = urlsplit(settings.base_url)
    if address.scheme != "https" or not address.hostname:
        raise Wrong(
            f"OWF_BASE_URL is {settings.base_url}. Outside the demonstration, people must use an "
            "https address. Put a server that handles https in front, and set OWF_BASE_URL to "
            "its address."
        )
    return "over https."


def letters(settings: Settings) -> str:
    if not settings.smtp_url.get_secret_value():
        return "no mail server is set up, so invitations must be copied and sent by hand."
    try:
        return f"{try_server(settings)} accepts them."
    except MailFailed as failed:
        remedy = failed.remedy or (
            "Write smtp://USER:PASSWORD@HOST:PORT for a server with STARTTLS, or smtps://…, in "
            "OWF_SMTP_URL, and check that the server is running."
        )
        raise Wrong(
            f"{failed.reason}. {remedy} Or unset OWF_SMTP_URL, and copy and send "
            "invitations by hand."
        ) from failed


def date(settings: Settings) -> str:
    if settings.today is None:
        return "the clock's."
    if settings.demo:
        return f"{settings.today}, the demonstration's."
    raise Wrong(
        f"OWF_TODAY is {settings.today}. Outside the demonstration, every answer and signature "
        "would have that date and sign-ins would not expire as they should. Unset it."
    )


def administrators(store: Store) -> str:
    settings = settings_to_look_with()
    if settings is not None and settings.demo:
        return "the demonstration's."
    by_provider = settings is not None and settings.has_single_sign_on
    with store.reading() as session:
        found = [
            one
            for one in people.everybody(session)
            if any(held.role == Role.ADMINISTRATOR for held in one.roles)
        ]
    enabled = [one for one in found if one.disabled_at is None]
    able = [one for one in enabled if one.has_password or (by_provider and one.email)]
    if able:
        return f"{len(able)} can sign in."
    nobody = "no administrator can sign in"
    if any(one.email for one in enabled):
        raise Wrong(
            f"{nobody}: an administrator is invited and has not chosen a password yet. Open the "
            "link that was printed then. If it is lost or has expired, `python -m owf people "
            "invite EMAIL` prints a new one (`python -m owf people list` shows their address)."
        )
    if enabled:
        raise Wrong(
            f"{nobody}: the administrator has no e-mail address. Run `python -m owf people invite "
            "EMAIL --role administrator` and open the link it gives."
        )
    if found:
        raise Wrong(
            f"{nobody}: every administrator is disabled. Run `python -m owf people enable WHO` "
            "(`python -m owf people list` shows who they are)."
        )
    raise Wrong(
        f"{nobody}: there is none. Run `python -m owf init --admin EMAIL` and open the link it "
        "gives."
    )
