"""The reports that somebody can ask for, each with a button a format."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.reports.catalogue import CATALOGUE, Wanted
from owf.reports.kept import file_name_of, make_report
from owf.reports.model import Format, Kind
from owf.reports.writing import MEDIA_TYPES
from owf.store import get_store
from owf.web.markup import html
from owf.web.widgets.downloads import download
from owf.web.widgets.url_state import choose, chosen_in_address

FORMATS: Mapping[Format, str] = {
    Format.PDF: "PDF",
    Format.DOCX: "Word",
    Format.PPTX: "PowerPoint",
    Format.XLSX: "Excel",
    Format.HTML: "Web page",
}


def offered_reports(
    wanted: Sequence[Wanted], author: str, partners: Mapping[int, str] | None = None
) -> None:
    """``author``: the Trust, region or team; ``partners``: names of those with feedback to give."""
    feedback = [one for one in wanted if one.kind is Kind.PARTNER]
    for kind in dict.fromkeys(one.kind for one in wanted):
        chosen = next(one for one in wanted if one.kind is kind)
        with st.container(key=f"report-{kind}"):
            title, purpose = CATALOGUE[kind].title, CATALOGUE[kind].purpose
            html.write("<h2>{}{}</h2><p>{}</p>", title, _of_year(chosen, wanted), purpose)
            if kind is Kind.PARTNER and partners:
                chosen = _chosen_partner(feedback, partners)
            _buttons(chosen, _subject(chosen, author, partners))


def _of_year(one: Wanted, every: Sequence[Wanted]) -> Markup | str:
    """A plan may rest on results of an earlier year than the others."""
    newest = max(other.year for other in every)
    return f", on the results of {one.year}" if one.year != newest else ""


def _chosen_partner(feedback: Sequence[Wanted], partners: Mapping[int, str]) -> Wanted:
    of_id = {str(one.partner): one for one in feedback}
    names = {key: partners[int(key)] for key in of_id}
    first = next(iter(names))
    if len(names) > 1:
        with st.columns([2, 3])[0]:
            choose("partner", "Partner", names, first)
    return of_id[chosen_in_address("partner", names, first)]


def _subject(one: Wanted, author: str, partners: Mapping[int, str] | None) -> str:
    if one.partner is None or not partners:
        return author
    return f"{author} {partners[one.partner]}"


def _buttons(one: Wanted, subject: str) -> None:
    with st.container(horizontal=True, key=f"formats-{one.kind}"):
        for file_format, label in FORMATS.items():
            download(
                label,
                partial(_content, one, file_format),
                file_name_of(one, subject, file_format),
                what=f"{CATALOGUE[one.kind].title.lower()} of {one.year} ({label})",
                trust=one.trust,
                mime=MEDIA_TYPES[file_format],
                key=f"make-{one.kind}-{file_format}",
                is_recorded=True,
            )


def _content(one: Wanted, file_format: Format, who: Actor) -> bytes:
    return make_report(get_store(), who, one, file_format).content
