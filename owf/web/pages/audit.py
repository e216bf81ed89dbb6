"""Record: what was done, by whom, when and from where; a Trust's, or all of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import streamlit as st

from owf import clock
from owf.assessment.audit.reading import (
    RecordPage,
    open_record,
    records_to_read,
    whole_record,
)
from owf.assessment.audit.wording import KINDS
from owf.store import get_store
from owf.store.audit import EventsWanted
from owf.web.audit.table import record_as_csv, record_table
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import AUDIT, link_to
from owf.web.widgets.downloads import download
from owf.web.widgets.url_state import choose, choose_day, day_in_address, number_in_address

# Where the page begins; both are dropped once something else is looked for.
_PLACE = ("before", "after")


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), clock.LONDON).astimezone(UTC)


def _events_wanted(trust: int | None) -> EventsWanted:
    since, until = day_in_address("since"), day_in_address("until")
    kind = st.query_params.get("kind", "")
    return EventsWanted(
        trust=trust,
        actions=KINDS[kind][1] if kind in KINDS else (),
        person_id=st.query_params.get("person") or None,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1) if until and until < date.max else None),
        before_id=number_in_address("before"),
        after_id=number_in_address("after"),
    )


def _draw_choices(record: RecordPage, titles: dict[str, str], trust: int | None) -> None:
    kinds = {"": "Everything", **{name: title for name, (title, _) in KINDS.items()}}
    people = {"": "Anybody", **record.people}
    with st.container(key="record-choices"):
        if len(titles) > 1:
            choose("trust", "Trust", titles, str(trust or ""), forgets=(*_PLACE, "person"))
        choose("kind", "What", kinds, "", forgets=_PLACE)
        choose("person", "Who", people, "", forgets=_PLACE)
        choose_day("since", "From (day)", forgets=_PLACE)
        choose_day("until", "Until (day)", forgets=_PLACE)


def _links_to_more(record: RecordPage) -> None:
    kept: dict[str, Any] = st.query_params.to_dict()
    for name in _PLACE:
        kept.pop(name, None)
    with st.container(horizontal=True, key="record-pages"):
        if record.newer is not None:
            link_to(AUDIT, "Newer events", **kept, after=record.newer)
        if record.older is not None:
            link_to(AUDIT, "Older events", **kept, before=record.older)


def _draw_events(record: RecordPage, wanted: EventsWanted, name: str) -> None:
    if not record.lines:
        html.notice(
            "Nothing in the record matches these choices. Choose another kind, another person or "
            "a longer time."
        )
        return
    shown = len(record.lines)
    events = "1 event" if record.total == 1 else f"{record.total:,} events"
    some = "" if shown == record.total else f"{shown} of "
    caption = f"{some}{events}, newest first"
    html.show(record_table(record.lines, caption, with_trust=wanted.trust is None))
    _links_to_more(record)
    every = replace(wanted, before_id=None, after_id=None)
    store = get_store()
    download(
        f"Download {events} (CSV)",
        lambda who: record_as_csv(whole_record(store, who, every)),
        f"record-{name}-{clock.today()}.csv",
        what="the record",
        trust=wanted.trust,
    )


who = signed_in()
records = records_to_read(get_store(), who)
asked = number_in_address("trust")
trust = asked if asked is not None else next(iter(records))
wanted = _events_wanted(trust)
record = open_record(get_store(), who, wanted)
titles = {str(number or ""): title for number, title in records.items()}
html.heading("What was done and who did it", above=f"Record: {titles.get(str(trust or ''), trust)}")
_draw_choices(record, titles, trust)
_draw_events(record, wanted, str(trust or "all"))
html.write(
    '<div class="owf-colophon"><p>Nobody can change or delete what is in the record. '
    "It does not hold answers, comments, passwords or e-mail addresses. People who were "
    "erased appear only as a number. Times are London time.</p></div>"
)
