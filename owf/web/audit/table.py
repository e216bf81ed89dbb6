"""The record of what was done as a table on the page, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from owf import clock
from owf.access.audit import Event
from owf.assessment.audit.reading import Line
from owf.web.markup import html
from owf.web.widgets.downloads import csv_file

_HEAD = (
    "When (London)", "What happened", "Who", "Who (id)", "Event", "On what", "Which",
    "Trust (DfE number)", "Trust", "From where",
)  # fmt: skip
_STOPPED = frozenset({Event.REFUSED, Event.SIGN_IN_FAILED})
"""What did not succeed stands out."""


def record_table(lines: Sequence[Line], caption: str, *, with_trust: bool) -> Markup:
    head = ["When", "What happened", *(["Trust"] if with_trust else []), "From where"]
    return html.table(
        caption,
        head,
        (_row(line, with_trust=with_trust) for line in lines),
        css="owf-record",
    )


def _row(line: Line, *, with_trust: bool) -> list[str | Markup]:
    what: str | Markup = line.sentence
    if line.event.action in _STOPPED:
        what = Markup('<span class="owf-stopped">{}</span>').format(what)
    trust = [line.trust] if with_trust else []
    return [clock.in_words(line.event.at), what, *trust, line.event.address]


def record_as_csv(lines: Iterable[Line]) -> bytes:
    """Times in London's time with their offset, ids beside names."""
    return csv_file(
        _HEAD,
        (
            (
                line.event.at.astimezone(clock.LONDON).isoformat(timespec="seconds"),
                line.sentence,
                line.person,
                line.event.person_id or "",
                line.event.action,
                line.event.object_kind,
                line.event.object_id,
                line.event.trust or "",
                line.trust,
                line.event.address,
            )
            for line in lines
        ),
    )
