"""The one clock. ``OWF_TODAY`` fixes its date; the time of day runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from owf.settings import get_settings

LONDON = ZoneInfo("Europe/London")
_STOPPED: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present moment, UTC, on the date that ``OWF_TODAY`` sets where it is set."""
    stopped = _STOPPED.get()
    if stopped is not None:
        return stopped
    moment = _running()
    fixed = get_settings().today
    if fixed is None:
        return moment
    # The date in England, not in UTC: the two differ for an hour of every summer night.
    here = moment.astimezone(LONDON).replace(year=fixed.year, month=fixed.month, day=fixed.day)
    return here.astimezone(UTC)


def _running() -> datetime:
    return datetime.now(UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    before = _STOPPED.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _STOPPED.reset(before)


def today() -> date:
    """Today's date in England."""
    return now().astimezone(LONDON).date()


def in_words(moment: datetime) -> str:
    """A moment as people here say it: ``10 July 2009, 10:42``."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"


def time_of_day(moment: datetime) -> str:
    """The time of day in England: ``10:42``."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def day_in_words(day: date) -> str:
    """A day as people here say it: ``10 July 2009``."""
    return f"{day.day} {day:%B %Y}"
