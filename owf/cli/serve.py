"""``serve``: the product as a web server."""

import os
import sys
from typing import Annotated, TypeAlias

import typer

from owf.cli.output import refusing_in_words
from owf.settings import ROOT, get_settings

Port: TypeAlias = Annotated[int, typer.Option(help="Where to listen, on this machine only.")]

SIGN_OF_LIFE = 20.0
"""Seconds: many proxies close a WebSocket on which nothing comes for 60."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8501,
) -> None:
    """Run the service with the settings in the environment."""
    with refusing_in_words():
        get_settings()
    run_server(host, port)


def run_server(host: str, port: int) -> None:
    """Letters lead to the port that is listened at, unless OWF_BASE_URL names an address."""
    import uvicorn  # noqa: PLC0415  other commands start without a web server

    if not {"OWF_BASE_URL", "OWF_BASE_URL_FILE"} & os.environ.keys():
        os.environ["OWF_BASE_URL"] = f"http://127.0.0.1:{port}"
        get_settings.cache_clear()
    # Streamlit reads .streamlit/config.toml from the folder it is started in.
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] = str(get_settings().max_upload_mb)
    uvicorn.run(
        "app:app",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        ws_max_size=2**24,
        ws_ping_interval=SIGN_OF_LIFE,
    )
