"""A partner's return as a spreadsheet: taken out, and brought back with a preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.assessment.asked_items import words_of
from owf.assessment.deadlines import over_in_words
from owf.assessment.errors import Refused
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.workbook_import import (
    Preview,
    find_destination,
    import_return,
    open_to_take_along,
    preview_import,
)
from owf.assessment.returns.workbook_merge import PARTS, FilledReturn, Line, Standing, said_in
from owf.exchange.workbook.cells import Reading
from owf.questionnaire import Item, Pack
from owf.settings import get_settings
from owf.store import get_store
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.formatting import questions
from owf.web.widgets.downloads import download, name_in_file
from owf.web.widgets.forms import do_and_keep, say_what_was_done

_NOTHING = Markup('<span class="owf-small">nothing yet</span>')


def new_lines(pack: Pack, lines: Sequence[Line]) -> Markup:
    return html.table(
        f"New: {questions(len(lines))} with no answer here yet",
        ("Question", "Statement", "In the spreadsheet"),
        ((line.item.code, line.item.text, _parts(pack, line.item, line.changes)) for line in lines),
        css="owf-answers owf-stack owf-brought",
    )


def changed_lines(pack: Pack, lines: Sequence[Line]) -> Markup:
    return html.table(
        f"Changed: {questions(len(lines))} that you changed in the spreadsheet",
        ("Question", "Here now", "In the spreadsheet"),
        (_both(pack, line, line.changes) for line in lines),
        css="owf-stack owf-brought",
    )


def conflicting_line(pack: Pack, line: Line) -> Markup:
    return html.table(
        f"{line.item.code}: {line.item.text}",
        ("Question", "Here now", "In the spreadsheet"),
        (_both(pack, line, {**line.changes, **line.clashes}),),
        css="owf-stack owf-brought",
    )


def unchanged_lines(lines: Sequence[Line]) -> Markup:
    return Markup(
        '<details class="owf-what"><summary>Unchanged: {}</summary><p>{}</p></details>'
    ).format(questions(len(lines)), ", ".join(line.item.code for line in lines))


def fault_list(faults: Sequence[object]) -> Markup:
    return Markup('<ul class="owf-faults">{}</ul>').format(
        html.join(Markup("<li>{}</li>").format(_upper(str(one))) for one in faults)
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _both(pack: Pack, line: Line, parts: Mapping[str, Any]) -> tuple[str | Markup, ...]:
    here = said_in(line.stored)._asdict()
    return (
        line.item.code,
        _parts(pack, line.item, {name: here[name] for name in parts}),
        _parts(pack, line.item, parts),
    )


def _parts(pack: Pack, item: Item, parts: Mapping[str, Any]) -> Markup:
    found = [
        _part(pack, item, name, parts[name]) for name in PARTS if parts.get(name) not in (None, "")
    ]
    return html.join(found) if found else _NOTHING


def _part(pack: Pack, item: Item, name: str, value: Any) -> Markup:
    if name == "choice":
        return Markup("<p><strong>{}</strong></p>").format(words_of(pack.scale_of(item), value))
    if name == "comment":
        return Markup("<p><q>{}</q></p>").format(value)
    if name == "evidence":
        return Markup("<p>Evidence: {}</p>").format(value)
    return Markup("<p>Evidence is valid until {}</p>").format(clock.day_in_words(value))


_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = "owf:workbook-read"
_NUMBER = "owf:workbook-number"
_HERE, _FILE = "Keep the answer here", "Keep the answer in the spreadsheet"


def spreadsheet(view: ReturnView) -> None:
    with st.container(border=True, key="spreadsheet"):
        html.write(
            '<div class="owf-task"><h2>Fill it in as a spreadsheet</h2></div><p>Download '
            "the questions, answer them with colleagues in Excel or LibreOffice, and upload "
            "the file here. You can still answer on this page in the meantime. Nothing is "
            "overwritten unless you choose it.</p>"
        )
        partner, year = view.partner.id, view.round.year
        download(
            "Download the spreadsheet (Excel)",
            lambda who: _workbook(who, partner, year),
            f"self-assessment-{year}-{name_in_file(view.partner.name)}.xlsx",
            what="a self-assessment as a spreadsheet",
            trust=view.round.trust,
            mime=_MIME,
        )
        say_what_was_done()
        if view.is_over:
            html.notice(over_in_words(view.closes, view.round.trust_name))
            return
        _bring_back(view)


def _workbook(who: Actor, partner_id: int, year: int) -> bytes:
    from owf.exchange.workbook.writing import workbook_of  # noqa: PLC0415  slow to import

    return workbook_of(open_to_take_along(get_store(), who, partner_id, year))


def _bring_back(view: ReturnView) -> None:
    uploaded = st.file_uploader(
        "Upload a spreadsheet",
        type="xlsx",
        # Another widget after each import, so that it begins empty.
        key=f"workbook-{st.session_state.get(_NUMBER, 0)}",
        max_upload_size=get_settings().max_upload_mb,
    )
    if uploaded is None:
        return
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != uploaded.file_id:
        kept = (uploaded.file_id, _read(view, uploaded.getvalue()))
        st.session_state[_READ] = kept
    found: Reading | str = kept[1]
    if isinstance(found, str):
        html.notice(found, "problem")
        return
    if found.filled is None:
        _show_faults(found)
        return
    _show_preview(view, found.filled, found.notes)


def _read(view: ReturnView, content: bytes) -> Reading | str:
    """What the file says, or why it cannot be read."""
    from owf.exchange.workbook.reading import (  # noqa: PLC0415  slow to import
        open_workbook,
        read_return,
    )

    try:
        opened = open_workbook(content, get_settings().max_upload_mb * 2**20)
        to = find_destination(get_store(), signed_in(), view.partner.id, view.round.year)
        return read_return(opened, to)
    except Refused as refused:
        return f"Nothing was saved. {told(refused)}"


def _show_faults(reading: Reading) -> None:
    number = len(reading.faults)
    html.notice(
        Markup(
            "<strong>Nothing was saved: {} in the spreadsheet.</strong> Correct {} in the file, "
            "save it and upload it again."
        ).format("1 fault" if number == 1 else f"{number} faults", "it" if number == 1 else "them"),
        "problem",
    )
    html.show(fault_list(reading.faults))


def _show_preview(view: ReturnView, filled: FilledReturn, notes: Sequence[str]) -> None:
    preview = preview_import(get_store(), signed_in(), filled)
    for note in notes:
        html.notice(note)
    new, changed = preview.of(Standing.NEW), preview.of(Standing.CHANGED)
    conflicting, unchanged = preview.of(Standing.CONFLICTING), preview.of(Standing.UNCHANGED)
    if not (new or changed or conflicting):
        html.notice("There is nothing new in the spreadsheet, so there is nothing to save.")
        return
    html.write(
        "<h3>What would be saved</h3><p>Nothing is saved yet. Check it, then save below.</p>"
    )
    if new:
        html.show(new_lines(view.pack, new))
    if changed:
        html.show(changed_lines(view.pack, changed))
    if conflicting:
        _choose_among(view, preview)
    if unchanged:
        html.show(unchanged_lines(unchanged))
    number = len(preview.to_write(_taken(preview)))
    # A callback gets the preview that the person saw; this run may show another already.
    st.button(
        f"Save {questions(number)} from the spreadsheet",
        key="save-workbook",
        type="primary",
        disabled=number == 0,
        on_click=lambda: do_and_keep(lambda: _save(preview)),
    )


def _choose_among(view: ReturnView, preview: Preview) -> None:
    lines = preview.of(Standing.CONFLICTING)
    html.notice(
        f"Conflicting: {questions(len(lines))} also changed here since you downloaded the "
        "spreadsheet. Choose which answer to keep for each."
    )
    for line in lines:
        html.show(conflicting_line(view.pack, line))
        st.radio(
            f"{line.item.code}: which answer do you want to keep?",
            (_HERE, _FILE),
            key=_key(preview, line),
            horizontal=True,
        )


def _taken(preview: Preview) -> Collection[str]:
    """Ids of the conflicting items for which the person chose the spreadsheet's answer."""
    return {
        line.item.id
        for line in preview.of(Standing.CONFLICTING)
        if st.session_state.get(_key(preview, line)) == _FILE
    }


def _key(preview: Preview, line: Line) -> str:
    return f"conflict:{preview.destination.return_id}:{line.item.id}"


def _save(preview: Preview) -> str:
    saved = import_return(get_store(), signed_in(), preview, take=_taken(preview))
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    st.session_state.pop(_READ, None)
    return f"Saved: {questions(saved)} from the spreadsheet."
