"""The Streamlit entry: which pages there are, and for whom they stand in the navigation."""

import streamlit as st

from owf.web.frame import Frame, draw_frame, keep_choices_in_address, who_is_here
from owf.web.landing import pages_for

frame = Frame(who_is_here())
pages = pages_for(frame.who)
page = st.navigation(pages, position="top")
st.set_page_config(page_title=f"{page.title} – One Workforce", layout="wide")
draw_frame(frame)
keep_choices_in_address()
page.run()
