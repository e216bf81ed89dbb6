"""The floor: a Streamlit page with the same widgets as a theme of the assessment, and no more."""

import streamlit as st

OPTIONS = ["1", "2", "3", "4", "5", "dont_know", "not_applicable"]

st.title("A bare page")


def question(number: int) -> None:
    """One question as Streamlit draws it by itself."""
    with st.container(border=True, key=f"question-{number}"):
        st.html(f"<h2>Question {number}</h2><p>How far is this so here?</p>")
        st.radio(f"Question {number}", OPTIONS, index=None, key=f"r{number}", horizontal=True)
        with st.expander("Comment"):
            st.text_area("Comment", key=f"t{number}", height=96)


# The stricter floor: the page in fragments as ours is, or as Streamlit runs it by itself.
draw = st.fragment(question) if st.query_params.get("fragments") else question
for number in range(14):
    draw(number)
