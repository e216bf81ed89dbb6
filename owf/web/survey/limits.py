"""How much one address may do at the survey: guessing links, beginning, and how many answered.

Counted in this process's memory and nowhere else, so that no address of a practitioner is kept.
"""

import time
from collections import OrderedDict, deque
from secrets import token_urlsafe
from threading import Lock

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from owf.settings import get_settings
from owf.web.session import keep_cookie

PATH = "/survey"
_LASTS = 120 * 24 * 3600
"""Seconds; no survey is open for longer on end."""


def device_of(request: Request) -> str:
    """The token of a request's device; empty where it has none that we gave it."""
    try:
        return str(_signer().loads(request.cookies.get(_name(), "")))
    except BadSignature:
        return ""


def new_device() -> str:
    return token_urlsafe(32)


def know_again(response: Response, device: str) -> None:
    keep_cookie(response, _name(), str(_signer().dumps(device)), max_age=_LASTS, path=PATH)


def _name() -> str:
    # Not `__Host-`, which browsers refuse on a path of its own.
    return "__Secure-owf_survey" if get_settings().is_https else "owf_survey"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().secret_key.get_secret_value(), salt="survey-device")


MOST_ADDRESSES = 10_000
"""Of more addresses, those that were quiet the longest are forgotten."""


class Counted:
    """Times at which something happened, by address, within the last so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def note(self, address: str) -> None:
        with self._lock:
            times = self._times.setdefault(address, deque(maxlen=self.most))
            times.append(time.monotonic())
            self._times.move_to_end(address)
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)

    def seconds_to_wait(self, address: str) -> int:
        with self._lock:
            times = self._times.get(address)
            if times is None or len(times) < self.most:
                return 0
            return max(0, int(times[0] + self.seconds - time.monotonic()) + 1)

    def is_crowd(self, address: str) -> bool:
        return self.seconds_to_wait(address) > 0

    def forget(self) -> None:
        with self._lock:
            self._times.clear()


GUESSES = Counted(30, 900)
"""Links that lead nowhere. Beyond this, an address waits before any link is looked up."""
STARTS = Counted(200, 600)
"""Practitioners who begin. A whole authority may share one address, and get its mail at nine."""
FINISHED = Counted(20, 3600)
"""Responses that were handed in. Beyond this in an hour they count among the oddities."""
