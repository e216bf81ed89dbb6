"""The bare pages, served by the same settings and the same start-up as the product."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    yield


app = st.App(Path(__file__).parent / "bare_page.py", lifespan=_lifespan)
chart = st.App(Path(__file__).parent / "bare_chart.py", lifespan=_lifespan)
