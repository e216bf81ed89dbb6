"""The ASGI entry: Streamlit around ``owf/web/main.py``, with sign-in and health beside it.

``streamlit run app.py`` and ``uvicorn app:app`` both serve it.
"""

from pathlib import Path

import streamlit as st

from owf.web.errors import show_script_error
from owf.web.routes import exception_handlers, lifespan, middleware, routes

app = st.App(
    Path(__file__).parent / "owf" / "web" / "main.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=show_script_error,
    exception_handlers=exception_handlers(),
)
