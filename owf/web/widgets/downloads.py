"""The one way in which a page hands out a file: made at the click, and recorded with it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from owf.access import Actor, audit, who_is_there
from owf.access.audit import Event, never_in_the_way, record_refusal
from owf.access.errors import NotAllowed
from owf.store import get_store
from owf.web.handed_out import connected_person, remember
from owf.web.markup.labels import as_label
from owf.web.session import address_of_page, session_of_page


def download(
    label: str,
    make: Callable[[Actor], bytes],
    file_name: str,
    *,
    what: str,
    trust: int | None = None,
    mime: str = "text/csv",
    key: str | None = None,
    is_recorded: bool = False,
) -> None:
    """``make`` is called at the click; ``what`` and ``trust``, a DfE number, are for the record.

    ``is_recorded``: ``make`` records it itself.
    """
    st.download_button(
        as_label(label),
        partial(
            handed_out,
            make,
            what,
            session_of_page(),
            address_of_page(),
            trust,
            is_recorded=is_recorded,
        ),
        file_name=file_name,
        mime=mime,
        on_click="ignore",
        key=key,
    )


def handed_out(
    make: Callable[[Actor], bytes],
    what: str,
    token: str | None,
    address: str,
    trust: int | None,
    *,
    is_recorded: bool = False,
) -> bytes:
    """Raises: NotAllowed: the session has ended since the page was drawn, or another asks."""
    store = get_store()
    who = who_is_there(store, token, address)
    if who is None:
        raise NotAllowed("You are signed out. Sign in again, then download.")
    if connected_person.get() not in (None, who.id):
        raise NotAllowed("This file is made for somebody else.")
    try:
        content = make(who)
    except NotAllowed:
        with never_in_the_way():
            record_refusal(store, who, "file", what, trust=trust)
        raise
    if not is_recorded:
        with store.writing() as session:
            audit.record(session, who, Event.EXPORTED, "file", what, trust=trust)
    remember(content, who.id)
    return content
