"""The plan as a workbook: downloaded, and uploaded with a preview of every field."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.assessment.errors import NotFound, Refused
from owf.benchmark.words.wording import capitalised
from owf.improvement.plan.opening import PlanView, open_plan
from owf.settings import get_settings
from owf.store import get_store
from owf.texts import name_in_file
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.downloads import download
from owf.web.widgets.forms import count_sent, do_and_keep, say_what_was_done, times_sent

if TYPE_CHECKING:
    from owf.exchange.plan.edits import Change
    from owf.exchange.plan.filled import FilledPlan
    from owf.exchange.plan.importing import Imported, PlanPreview
    from owf.exchange.workbook.cells import Fault

_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = "owf:plan-workbook-read"
_IMPORTS = "owf:plan-workbook-number"
_PLACE = "plan-workbook"
_HERE, _FILE = "Keep what is here", "Take what is in the workbook"


def workbook_section(view: PlanView) -> None:
    with st.expander("Work on the plan as a spreadsheet"):
        html.write(
            "<p>Download the plan, work on it in Excel or LibreOffice, and upload it here. You see "
            "every change before it is saved, and nothing is overwritten unless you choose it.</p>"
        )
        trust, year = view.plan.trust, view.plan.year
        download(
            "Download the plan (Excel)",
            lambda who: _workbook(who, trust, year),
            f"plan-{year}-{name_in_file(view.plan.trust_name)}.xlsx",
            what="the plan as a spreadsheet",
            trust=trust,
            mime=_MIME,
        )
        say_what_was_done(_PLACE)
        _upload(view)


def _workbook(who: Actor, trust: int, year: int) -> bytes:
    from owf.exchange.plan.writing import plan_workbook  # noqa: PLC0415  slow to import

    view = open_plan(get_store(), who, trust, year)
    if view is None:
        raise NotFound("This plan does not exist. Go back to Actions.")
    return plan_workbook(view, made_up=get_settings().demo)


def _upload(view: PlanView) -> None:
    uploaded = st.file_uploader(
        "Upload the plan",
        type="xlsx",
        key=f"plan-workbook-{times_sent(_IMPORTS)}",
        max_upload_size=get_settings().max_upload_mb,
    )
    if uploaded is None:
        return
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != uploaded.file_id:
        kept = (uploaded.file_id, _reading_or_why_not(uploaded.getvalue()))
        st.session_state[_READ] = kept
    found: FilledPlan | str = kept[1]
    if isinstance(found, str):
        html.notice(found, "problem")
        return
    if found.problems:
        _show_faults(found.problems)
        return
    _show_preview(view, found)


def _reading_or_why_not(content: bytes) -> "FilledPlan | str":
    from owf.exchange.plan.reading import read_plan_workbook  # noqa: PLC0415  slow to import

    try:
        return read_plan_workbook(content, get_settings().max_upload_mb * 2**20)
    except Refused as refused:
        return f"Nothing was saved. {told(refused)}"


def _show_faults(faults: "Sequence[Fault]") -> None:
    number = len(faults)
    html.notice(
        Markup(
            "<strong>Nothing was saved: {} in the workbook.</strong> Correct {} in the file, save "
            "it and upload it again."
        ).format("1 fault" if number == 1 else f"{number} faults", "it" if number == 1 else "them"),
        "problem",
    )
    html.show(html.bullet_list([capitalised(str(one)) for one in faults], "owf-faults"))


def _show_preview(view: PlanView, filled: "FilledPlan") -> None:
    from owf.exchange.plan.importing import preview_plan_import  # noqa: PLC0415  slow to import

    try:
        preview = preview_plan_import(get_store(), signed_in(), view.plan.id, filled)
    except Refused as refused:
        html.notice(f"Nothing was saved. {told(refused)}", "problem")
        return
    if preview.faults:
        _show_faults(preview.faults)
        return
    for note in (*filled.notes, *preview.notes):
        html.notice(note)
    if preview.is_empty:
        html.notice("There is nothing new in the workbook, so there is nothing to save.")
        return
    html.write(
        "<h3>What would be saved</h3><p>Nothing is saved yet. Check it, then save below.</p>"
    )
    plain = [one for one in preview.changes if not one.is_conflict]
    if plain:
        caption = "1 field is changed" if len(plain) == 1 else f"{len(plain)} fields are changed"
        html.show(_both_sides(caption, plain))
    for one in preview.added:
        html.show(html.fold(f"{one.what} ({one.where})", html.facts(one.fields)))
    if preview.conflicts:
        html.notice(
            "Somebody changed these here after the workbook was downloaded. Choose what to keep "
            "for each."
        )
    for change in preview.conflicts:
        html.show(_both_sides(f"{change.reference}, {change.title}", [change]))
        st.radio(
            as_label(f"{change.reference}, {change.title}: what do you want to keep?"),
            (_HERE, _FILE),
            key=_conflict_key(preview, change),
            horizontal=True,
        )
    # A callback gets the preview that the person saw; this run may show another already.
    st.button(
        as_label("Save this from the workbook"),
        key="save-plan-workbook",
        type="primary",
        on_click=lambda: do_and_keep(lambda: _save(preview, filled), _PLACE),
    )


def _both_sides(caption: str, found: "Sequence[Change]") -> Markup:
    return html.table(
        caption,
        ("Field", "Here now", "In the workbook"),
        (
            (
                html.with_small(f"{one.reference}, {one.title}", one.where),
                one.now or "empty",
                one.in_file,
            )
            for one in found
        ),
        css="owf-stack owf-brought",
    )


def _conflict_key(preview: "PlanPreview", change: "Change") -> str:
    return f"plan-conflict:{preview.plan.id}:{change.key}"


def _save(preview: "PlanPreview", filled: "FilledPlan") -> str:
    from owf.exchange.plan.importing import import_plan  # noqa: PLC0415  slow to import

    taken = [
        one.key
        for one in preview.conflicts
        if st.session_state.get(_conflict_key(preview, one)) == _FILE
    ]
    done = import_plan(get_store(), signed_in(), preview.plan.id, filled, taken, seen=preview.seen)
    count_sent(_IMPORTS)
    st.session_state.pop(_READ, None)
    return _in_words(done)


def _in_words(done: "Imported") -> str:
    number = "1 action" if done.actions == 1 else f"{done.actions} actions"
    added = f", {done.added} of them new" if done.added else ""
    return f"Saved from the workbook: {number}{added}."
