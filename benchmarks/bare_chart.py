"""The floor of a page with charts: a heading, a sentence, and as many boxes and charts as asked."""

import plotly.graph_objects as go
import streamlit as st

OPTIONS = ["2010", "2011", "2012"]


def _asked(name: str) -> range:
    return range(int(st.query_params.get(name, "0")))


st.title("A bare page")
st.write("A sentence above a chart.")
for number in _asked("boxes"):
    st.selectbox(f"Box {number}", OPTIONS)
for number in _asked("bars"):
    st.segmented_control(f"Bar {number}", OPTIONS, default=OPTIONS[0])
for number in _asked("charts"):
    st.plotly_chart(
        go.Figure(
            go.Scatter(x=[1, 2, 3, 4], y=[2, 3, 3, 4], mode="markers+lines"), {"height": 400}
        ),
        config={"staticPlot": True, "displayModeBar": False},
        key=f"chart-{number}",
    )
