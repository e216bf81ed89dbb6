"""Forms on plain pages: read within limits, and told apart from another site's."""

from collections.abc import Mapping
from secrets import compare_digest, token_urlsafe
from urllib.parse import parse_qsl

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from owf.settings import get_settings
from owf.web.server.plain import plain_page, problem_page
from owf.web.session import cookie_named, keep_cookie

LARGEST = 16 * 1024
"""Bytes of a form. Ours have a few short fields."""
EXPIRED = "The page had expired, so nothing was changed."
_MOST_FIELDS = 20
_COOKIE = "owf_form"


class FormRefused(Exception):
    def __init__(self, status_code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status_code = status_code


def form_refused_response(_request: Request, error: Exception) -> Response:
    return problem_page(
        "We could not read what was sent",
        str(error),
        status_code=error.status_code if isinstance(error, FormRefused) else 400,
        to_do="Go back, reload the page and try again.",
    )


async def read_form(request: Request, most_fields: int = _MOST_FIELDS) -> Mapping[str, str]:
    """Of one name the last field. Raises: FormRefused: too large, of another kind, malformed."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise FormRefused(415, "What was sent is not a form from this service.")
    body = await _body(request)
    try:
        found = dict(
            parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=most_fields,
            )
        )
    except ValueError as error:
        raise malformed() from error
    # No database keeps a NUL; what else nobody sees goes where a text is taken.
    return {name: text.replace("\0", "") for name, text in found.items()}


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        # Counted as it comes: what a request says of its own length need not be true.
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                raise FormRefused(413, "What was sent is too large for a form from this service.")
    except ClientDisconnect as error:
        raise malformed() from error
    return bytes(body)


def malformed() -> FormRefused:
    return FormRefused(400, "What was sent is not a complete form.")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="form")


def form_page(
    request: Request,
    template: str,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """A plain page whose forms carry a token, which ``is_ours`` asks for when they come back."""
    name = cookie_named(_COOKIE)
    token = request.cookies.get(name) or token_urlsafe(24)
    response = plain_page(
        template,
        status_code=status_code,
        headers=headers,
        form_token=_signer().dumps(token),
        **values,
    )
    keep_cookie(response, name, token)
    return response


def is_ours(request: Request, form: Mapping[str, str]) -> bool:
    try:
        token = _signer().loads(form.get("form_token", ""))
    except BadSignature:
        return False
    kept = request.cookies.get(cookie_named(_COOKIE), "")
    return compare_digest(str(token).encode(), kept.encode("utf-8", "replace"))
