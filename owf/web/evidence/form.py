"""The boxes in which a piece of evidence is described, and what was entered in them."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from owf.assessment.errors import OutsideScale
from owf.assessment.evidence.file_types import ENDINGS_IN_WORDS, KINDS, checked_file
from owf.assessment.evidence.library import FIRST_DAY, LAST_DAY, TITLE_LIMIT
from owf.assessment.evidence.links import ENTERED_LIMIT
from owf.settings import get_settings
from owf.store.evidence import Described, EvidenceFacts, NewFile
from owf.store.participation import Respondent
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import FormProblems

A_LINK, A_FILE = "A page on the web or on your own network", "A file"
FORMS = (A_LINK, A_FILE)
_NOBODY = ""


def described_boxes(
    name: str,
    colleagues: Sequence[Respondent],
    piece: EvidenceFacts | None = None,
    *,
    problems: FormProblems,
    owner: str | None = None,
) -> None:
    names = {_NOBODY: "Nobody in particular"} | {one.id: one.name for one in colleagues}
    first = (piece.owner if piece else owner) or _NOBODY
    st.text_input(
        "Title",
        value=piece.title if piece else "",
        max_chars=TITLE_LIMIT,
        key=f"{name}-title",
        help=None,
    )
    problems.beside("title")
    st.selectbox(
        "Who looks after it",
        list(names),
        index=list(names).index(first) if first in names else 0,
        format_func=names.__getitem__,
        key=f"{name}-owner",
    )
    problems.beside("owner")
    left, right = st.columns(2)
    with left:
        _day("Its date (optional)", f"{name}-dated", piece.dated if piece else None)
        problems.beside("dated")
    with right:
        _day("Valid until (optional)", f"{name}-expires", piece.expires if piece else None)
        problems.beside("expires")


def _day(label: str, key: str, value: date | None) -> None:
    st.date_input(
        as_label(label),
        value=value,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=key,
        format="DD/MM/YYYY",
    )


def what_box(name: str, *, is_link: bool, label: str = "", value: str = "") -> None:
    limit = get_settings().max_upload_mb
    if is_link:
        st.text_input(
            as_label(label or "Its address, as your browser shows it"),
            value=value,
            max_chars=ENTERED_LIMIT,
            key=f"{name}-link",
        )
    else:
        st.file_uploader(
            as_label(label or f"The file ({ENDINGS_IN_WORDS}; at most {limit} MB)"),
            type=[*KINDS, "jpeg"],
            key=f"{name}-file",
            max_upload_size=limit,
        )


def entered(name: str, *, is_link: bool) -> tuple[Described, str | NewFile]:
    """Raises: OutsideScale: no file; FileRefused: not what its name says, or not accepted."""
    what = st.session_state.get(f"{name}-link", "") if is_link else file_entered(name)
    if what is None:
        raise OutsideScale("Choose the file first, then add it.", field="file")
    return described_entered(name), what


def described_entered(name: str) -> Described:
    state = st.session_state
    return Described(
        title=state[f"{name}-title"],
        owner=state[f"{name}-owner"] or None,
        dated=state.get(f"{name}-dated"),
        expires=state.get(f"{name}-expires"),
    )


def file_entered(name: str) -> NewFile | None:
    """Raises: FileRefused: it is not what its name says, or of a kind that is not accepted."""
    given = st.session_state.get(f"{name}-file")
    if given is None:
        return None
    return checked_file(given.name, given.getvalue(), get_settings().max_upload_mb * 2**20)
