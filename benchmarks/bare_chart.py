"""The floor of a page with a chart: a heading, a sentence, and one plotly chart."""

import plotly.graph_objects as go
import streamlit as st

st.title("A bare page")
st.write("A sentence above a chart.")
st.plotly_chart(
    go.Figure(go.Scatter(x=[1, 2, 3, 4], y=[2, 3, 3, 4], mode="markers+lines"), {"height": 400}),
    config={"staticPlot": True, "displayModeBar": False},
)
