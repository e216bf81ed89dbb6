"""Make the README's screenshot from the running product: ``make screenshot``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PORT = 8599
ADDRESS = f"http://127.0.0.1:{PORT}"


def main() -> None:
    """Serve a fresh demonstration, open Cambridgeshire's comparison, and keep the picture."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "owf", "demo", "--port", str(PORT),
                "--db", str(Path(folder) / "demo.db"),
            ],
            cwd=ROOT,
            env={**os.environ, "OWF_SECRET_KEY": "made up for one screenshot, long enough"},
        )  # fmt: skip
        try:
            _wait()
            _shoot(ROOT / "docs" / "images" / "compare.png")
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(600):
        try:
            if httpx2.get(f"{ADDRESS}/readyz").status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("The server did not get ready within a minute.")


def _shoot(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    chrome = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chrome, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1500})
        page.goto(f"{ADDRESS}/compare?trust=873&year=2008")
        page.locator("button[value=chair]").click()
        page.locator(".js-plotly-plot .annotation").first.wait_for()
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    main()
