"""A partner's return as a spreadsheet: downloaded, and uploaded with a preview."""

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
from owf.benchmark.words.wording import capitalised
from owf.exchange.workbook.cells import Reading
from owf.markup.formatting import questions
from owf.questionnaire import Pack
from owf.settings import get_settings
from owf.store import get_store
from owf.texts import name_in_file
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.downloads import download
from owf.web.widgets.forms import count_sent, do_and_keep, say_what_was_done, times_sent


def _show_lines(pack: Pack, preview: Preview) -> None:
    new, changed, conflicting, unchanged = (
        preview.of(standing)
        for standing in (
            Standing.NEW,
            Standing.CHANGED,
            Standing.CONFLICTING,
            Standing.UNCHANGED,
        )
    )
    if new:
        html.show(
            html.table(
                f"New: {questions(len(new))} with no answer here yet",
                ("Question", "Statement", "In the spreadsheet"),
                ((one.item.code, one.item.text, _parts(pack, one, one.changes)) for one in new),
                css="owf-answers owf-stack owf-brought",
            )
        )
    if changed:
        caption = f"Changed: {questions(len(changed))} that you changed in the spreadsheet"
        html.show(_both_sides(pack, caption, [(one, one.changes) for one in changed]))
    if conflicting:
        html.notice(
            f"Conflicting: {questions(len(conflicting))} also changed here since you downloaded "
            "the spreadsheet. Choose which answer to keep for each."
        )
    for one in conflicting:
        caption = f"{one.item.code}: {one.item.text}"
        html.show(_both_sides(pack, caption, [(one, {**one.changes, **one.clashes})]))
        st.radio(
            as_label(f"{one.item.code}: which answer do you want to keep?"),
            (_HERE, _FILE),
            key=_conflict_key(preview, one),
            horizontal=True,
        )
    if unchanged:
        html.write(
            '<details class="owf-what"><summary>Unchanged: {}</summary><p>{}</p></details>',
            questions(len(unchanged)),
            ", ".join(one.item.code for one in unchanged),
        )


def _both_sides(
    pack: Pack, caption: str, lines: Sequence[tuple[Line, Mapping[str, Any]]]
) -> Markup:
    return html.table(
        caption,
        ("Question", "Here now", "In the spreadsheet"),
        (
            (
                line.item.code,
                _parts(pack, line, {name: getattr(said_in(line.stored), name) for name in parts}),
                _parts(pack, line, parts),
            )
            for line, parts in lines
        ),
        css="owf-stack owf-brought",
    )


def _parts(pack: Pack, line: Line, parts: Mapping[str, Any]) -> Markup:
    found = {name: parts[name] for name in PARTS if parts.get(name) not in (None, "")}
    if not found:
        return Markup('<span class="owf-small">nothing yet</span>')
    if "choice" in found:
        found["choice"] = words_of(pack.scale_of(line.item), found["choice"])
    if "evidence_expires" in found:
        found["evidence_expires"] = clock.day_in_words(found["evidence_expires"])
    return html.join(_TEMPLATES[name].format(value) for name, value in found.items())


_TEMPLATES = {
    "choice": Markup("<p><strong>{}</strong></p>"),
    "comment": Markup("<p><q>{}</q></p>"),
    "evidence": Markup("<p>Evidence: {}</p>"),
    "evidence_expires": Markup("<p>Evidence is valid until {}</p>"),
}
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = "owf:workbook-read"
_IMPORTS = "owf:workbook-number"
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
            f"self-assessment-{year}-{name_in_file(view.facts.partner_name)}.xlsx",
            what="a self-assessment as a spreadsheet",
            trust=view.round.trust,
            mime=_MIME,
        )
        say_what_was_done()
        if view.is_over:
            html.notice(over_in_words(view.closes, view.round.trust_name))
            return
        _show_upload(view)


def _workbook(who: Actor, partner_id: int, year: int) -> bytes:
    from owf.exchange.workbook.writing import workbook_of  # noqa: PLC0415  slow to import

    return workbook_of(open_to_take_along(get_store(), who, partner_id, year))


def _show_upload(view: ReturnView) -> None:
    uploaded = st.file_uploader(
        "Upload a spreadsheet",
        type="xlsx",
        key=f"workbook-{times_sent(_IMPORTS)}",
        max_upload_size=get_settings().max_upload_mb,
    )
    if uploaded is None:
        return
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != uploaded.file_id:
        kept = (uploaded.file_id, _reading_or_why_not(view, uploaded.getvalue()))
        st.session_state[_READ] = kept
    found: Reading | str = kept[1]
    if isinstance(found, str):
        html.notice(found, "problem")
        return
    if found.filled is None:
        _show_faults(found)
        return
    _show_preview(view, found.filled, found.notes)


def _reading_or_why_not(view: ReturnView, content: bytes) -> Reading | str:
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
    html.show(html.bullet_list([capitalised(str(one)) for one in reading.faults], "owf-faults"))


def _show_preview(view: ReturnView, filled: FilledReturn, notes: Sequence[str]) -> None:
    preview = preview_import(get_store(), signed_in(), filled)
    for note in notes:
        html.notice(note)
    if not any(preview.of(one) for one in (Standing.NEW, Standing.CHANGED, Standing.CONFLICTING)):
        html.notice("There is nothing new in the spreadsheet, so there is nothing to save.")
        return
    html.write(
        "<h3>What would be saved</h3><p>Nothing is saved yet. Check it, then save below.</p>"
    )
    _show_lines(view.pack, preview)
    number = len(preview.to_write(_chosen_from_file(preview)))
    # A callback gets the preview that the person saw; this run may show another already.
    st.button(
        as_label(f"Save {questions(number)} from the spreadsheet"),
        key="save-workbook",
        type="primary",
        disabled=number == 0,
        on_click=lambda: do_and_keep(lambda: _save(preview)),
    )


def _chosen_from_file(preview: Preview) -> Collection[str]:
    return {
        line.item.id
        for line in preview.of(Standing.CONFLICTING)
        if st.session_state.get(_conflict_key(preview, line)) == _FILE
    }


def _conflict_key(preview: Preview, line: Line) -> str:
    return f"conflict:{preview.destination.return_id}:{line.item.id}"


def _save(preview: Preview) -> str:
    saved = import_return(get_store(), signed_in(), preview, take=_chosen_from_file(preview))
    count_sent(_IMPORTS)
    st.session_state.pop(_READ, None)
    return f"Saved: {questions(saved)} from the spreadsheet."
