"""Labels with every sign, for ``test_hostile_names``."""

import streamlit as st

from owf.web.markup.labels import as_label
from tests.browser.labels_of import TEXTS
from tests.hostile import MARKS

for number, text in enumerate(TEXTS):
    label = as_label(text)
    with st.container(key=f"text-{number}"):
        st.expander(label)
        if text in MARKS:
            st.button(label, key=f"button-{number}")
            st.radio("Choose", [label], key=f"radio-{number}", label_visibility="collapsed")
            st.text_area(label, key=f"area-{number}")
            st.segmented_control("Bar", [label], key=f"bar-{number}", label_visibility="collapsed")
st.html('<h1 id="done">Done</h1>')
