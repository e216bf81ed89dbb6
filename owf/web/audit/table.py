"""The record of what was done as a table on the page, and as a file."""

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from owf import clock
from owf.access.audit import Event
from owf.assessment.audit.reading import Line
from owf.exchange.csv_file import csv_file
from owf.web.markup import html

_STOPPED = frozenset({Event.REFUSED, Event.SIGN_IN_FAILED})

_FILE: dict[str, Callable[[Line], str | int]] = {
    # London's time with its offset, ids beside names.
    "When (London)": lambda line: line.event.at.astimezone(clock.LONDON).isoformat(
        timespec="seconds"
    ),
    "What happened": lambda line: line.sentence,
    "Who": lambda line: line.person,
    "Who (id)": lambda line: line.event.person_id or "",
    "Event": lambda line: line.event.action,
    "On what": lambda line: line.event.object_kind,
    "Which": lambda line: line.event.object_id,
    "Trust (DfE number)": lambda line: line.event.trust or "",
    "Trust": lambda line: line.trust,
    "From where": lambda line: line.event.address,
}


def record_table(lines: Sequence[Line], caption: str, *, with_trust: bool) -> Markup:
    columns: dict[str, Callable[[Line], str | Markup]] = {
        "When": lambda line: clock.in_words(line.event.at),
        "What happened": _sentence,
        **({"Trust": lambda line: line.trust} if with_trust else {}),
        "From where": lambda line: line.event.address,
    }
    rows = ([value(line) for value in columns.values()] for line in lines)
    return html.table(caption, list(columns), rows, css="owf-record")


def _sentence(line: Line) -> str | Markup:
    if line.event.action in _STOPPED:
        return Markup('<span class="owf-stopped">{}</span>').format(line.sentence)
    return line.sentence


def record_as_csv(lines: Iterable[Line]) -> bytes:
    return csv_file(list(_FILE), ([value(line) for value in _FILE.values()] for line in lines))
