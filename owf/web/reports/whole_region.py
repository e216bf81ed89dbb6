"""All of a region in one zip: begun with a button, a bar while it is made, then a download."""

import streamlit as st

from owf.reports.catalogue import Wanted
from owf.reports.kept import kept_reports
from owf.store import get_store
from owf.web.layout import signed_in, who_is_here
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.reports import zip_job
from owf.web.reports.kept import kept_file

LOOK_AGAIN = 1.0
"""Seconds after which the bar is drawn again while the zip is made."""


def whole_region(wanted: Wanted, region_name: str) -> None:
    with st.container(key="report-zip"):
        html.write(
            "<h2>All of the region in one file</h2><p>The regional report, and a report on each "
            "Trust that has published its results to you, in all five formats, with a list of "
            "their hashes. It takes up to a minute, and you can go on working on other pages.</p>"
        )
        job = zip_job.job_of(signed_in(), wanted)
        if job is not None and not job.is_over:
            _bar(wanted)
            return
        if job is not None and job.error:
            html.notice(job.error, "problem")
        st.button(
            as_label(f"Make the zip of {region_name} {wanted.year}"),
            key="make-zip",
            on_click=_start,
            args=(wanted, region_name),
        )
        newest = next(
            (
                one
                for one in kept_reports(get_store(), signed_in())
                if one.facts.format == "zip"
                and (one.facts.region_code, one.facts.year) == (wanted.region_code, wanted.year)
            ),
            None,
        )
        if newest is not None:
            kept_file(newest)


def _start(wanted: Wanted, region_name: str) -> None:
    zip_job.start(get_store(), signed_in(), wanted, region_name)


@st.fragment(run_every=LOOK_AGAIN)
def _bar(wanted: Wanted) -> None:
    # A bar that is drawn again is nobody's click, and keeps no session alive.
    who = who_is_here(is_use=False)
    job = zip_job.job_of(who, wanted) if who is not None else None
    if job is None or job.is_over:
        st.rerun()
        return
    step = job.step
    st.progress(
        min(1.0, step.done / step.of),
        as_label(f"{step.done} of {step.of} files. Last: {step.what}"),
    )
    if st.button("Stop", key="stop-zip"):
        zip_job.forget(signed_in(), wanted)
        st.rerun()
