"""The Streamlit entry: which pages there are, and for whom they stand in the navigation."""

import streamlit as st

from owf.web.layout import draw_frame, keep_choices_in_address, who_is_here
from owf.web.navigation import pages_for

who = who_is_here()
page = st.navigation(pages_for(who), position="top")
st.set_page_config(page_title=f"{page.title} – One Workforce", layout="wide")
draw_frame(who, page.url_path)
keep_choices_in_address()
page.run()
