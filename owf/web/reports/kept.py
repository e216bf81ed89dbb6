"""The files that were made before: who made and fetched them, their hash, and one button each."""

from collections.abc import Mapping
from functools import partial

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.reports.catalogue import CATALOGUE
from owf.reports.kept import KeptReport, fetch_report, kept_reports
from owf.reports.model import Format, Kind
from owf.reports.writing import MEDIA_TYPES
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.reports.offered import FORMATS
from owf.web.widgets.downloads import download

AT_ONCE = 12
"""Files that the page lists, newest first."""


def made_before() -> None:
    found = kept_reports(get_store(), signed_in())[:AT_ONCE]
    html.write(
        "<h2>Made before</h2><p>The last files of each kind stay here as they were made, so that "
        "everybody can be sent the same one. The code is the beginning of the file's SHA-256 "
        "hash.</p>"
    )
    if not found:
        html.write(
            '<p class="owf-nothing">No report is kept yet. Choose a format of one above.</p>'
        )
    for one in found:
        kept_file(one)
    st.button("Show the newest", key="newest-reports")


def kept_file(one: KeptReport) -> None:
    facts = one.facts
    with st.container(key=f"kept-{facts.id}"):
        html.write(
            '<div class="owf-kept"><h3>{}</h3><p>{}</p>{}</div>',
            facts.title,
            _how_it_was_made(one),
            html.tag("out of date: make it again", "owf-tag-note") if not one.is_newest else "",
        )
        download(
            f"{_format_in_words(facts.format)}, {_size(facts.size)}",
            partial(_again, facts.id),
            facts.file_name,
            what=f"{CATALOGUE[Kind(facts.kind)].title.lower()} of {facts.year}",
            trust=facts.trust,
            mime=_media_type(facts.format),
            key=f"fetch-{facts.id}",
            is_recorded=True,
        )


def _how_it_was_made(one: KeptReport) -> Markup:
    facts = one.facts
    return Markup("Made on {} by {}. Hash <code>{}</code>. {}").format(
        clock.in_words(facts.made_at),
        facts.made_by_name or "somebody who has left",
        facts.sha256[:12],
        _fetched(one.fetched),
    )


def _fetched(by: Mapping[str, int]) -> str:
    if not by:
        return ""
    names = [name if times == 1 else f"{name} ({times} times)" for name, times in by.items()]
    return f"Fetched since by {', '.join(names)}."


def _format_in_words(file_format: str) -> str:
    return FORMATS[Format(file_format)] if file_format in {*Format} else file_format.upper()


def _media_type(file_format: str) -> str:
    return MEDIA_TYPES[Format(file_format)] if file_format in {*Format} else "application/zip"


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} kB"


def _again(report_id: int, who: Actor) -> bytes:
    return fetch_report(get_store(), who, report_id)[1]
