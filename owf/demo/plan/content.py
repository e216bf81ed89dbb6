"""What an action of the demonstration's plan is made of."""

from dataclasses import dataclass
from datetime import date

LEADERSHIP = "Inspiring leadership"
INTEGRATED = "Integrated working"
PARTICIPATION = "Participation"
CAPACITY = "Ensuring capacity to deliver"
SAFE = "Keeping children, young people and families safe"
EQUALITY = "Making equality and diversity a reality"


@dataclass(frozen=True)
class Again:
    """On ``made`` another ``day`` was promised."""

    made: date
    day: date
    note: str


@dataclass(frozen=True)
class Step:
    """A milestone; where it stands among its action's says its stage and its first April."""

    text: str
    reached: date | None = None
    again: tuple[Again, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Told:
    """An update of a quarter."""

    changed: str
    impact: str = ""
    confidence: str = "high"
    progress: str = "in_progress"


@dataclass(frozen=True)
class Checked:
    """``by``: the partner for which somebody checked, or ``coordinator``."""

    on: date
    by: str
    note: str
    is_verified: bool = True


@dataclass(frozen=True)
class Planned:
    """``lead`` and ``partners`` are called as in ``sectors``; ``items``: (question, level wanted).

    ``gaps``: keys of those that it answers. ``told``: quarter by quarter from the plan's first;
    ``None`` where nobody gave an update. ``evidence``: (day, title of a piece of the lead's).
    """

    key: str
    priority: str
    objective: str
    what: str
    lead: str
    partners: tuple[str, ...]
    resources: str
    risk: str
    mitigation: str
    measure: str
    baseline: str
    target: str
    items: tuple[tuple[str, int], ...]
    gaps: tuple[str, ...]
    steps: tuple[Step, ...]
    told: tuple[Told | None, ...] = ()
    checks: tuple[Checked, ...] = ()
    evidence: tuple[tuple[date, str], ...] = ()
    is_required: bool = False


def going(changed: str, impact: str = "") -> Told:
    return Told(changed, impact)


def unsure(changed: str, impact: str = "") -> Told:
    return Told(changed, impact, "medium")


def worried(changed: str, impact: str = "") -> Told:
    return Told(changed, impact, "low")


def done(changed: str, impact: str = "") -> Told:
    return Told(changed, impact, "high", "done")


def as_far_as_possible(changed: str, impact: str = "") -> Told:
    return Told(changed, impact, "medium", "done_as_far_as_possible")


def stopped(why: str) -> Told:
    return Told(why, "", "low", "stopped")


def not_started() -> Told:
    return Told("", "", "medium", "not_started")
