"""``audit``: the record of what was done, as the operator reads it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from owf import clock
from owf.access import OPERATOR
from owf.assessment.audit.reading import Line, whole_record
from owf.assessment.results.trust_comparison import find_trust
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say
from owf.store.audit import EventsWanted


def audit(
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="D", help="From this day on, such as 2009-07-01."
        ),
    ] = None,
    trust: Annotated[
        str | None,
        typer.Option(metavar="T", help="One Trust's record: its DfE number or its name."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the record of what was done, newest first: who, what, when and from where."""
    begins = since.replace(tzinfo=clock.LONDON).astimezone(UTC) if since else None
    with refusing_in_words(), open_store() as store:
        number = None if trust is None else find_trust(store, trust, None).dfe_number
        lines = list(whole_record(store, OPERATOR, EventsWanted(trust=number, since=begins)))
    if as_json:
        answer_json([_line_json(line) for line in lines])
        return
    for line in lines:
        answer(_line_in_words(line))
    if not lines:
        say("There is nothing in the record for this.")


def _line_in_words(line: Line) -> str:
    beside = "; ".join(filter(None, (line.trust, line.event.address)))
    when = f"{line.event.at.astimezone(clock.LONDON):%Y-%m-%d %H:%M}"
    return f"{when}  {line.sentence}" + (f"  [{beside}]" if beside else "")


def _line_json(line: Line) -> dict[str, object]:
    event = line.event
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "person_id": event.person_id,
        "person": line.person,
        "event": event.action,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "trust": event.trust,
        "from": event.address,
        "detail": dict(event.detail),
        "sentence": line.sentence,
    }
