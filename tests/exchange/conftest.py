"""What the tests of forms share: packs, and forms opened by a LibreOffice started once."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from owf.exchange.blank_forms import blank_file
from owf.questionnaire import Audience, Pack, load_named
from owf.settings import PACKS
from tests.exchange.forms import HOSTILE, change


@pytest.fixture(scope="session")
def rich_pack(tiny_pack: Pack) -> Pack:
    """The tiny pack with every way of asking: evidence, sectors, a condition, another scale."""
    other = tiny_pack.scale.model_dump() | {"id": "quality"}
    other["levels"] = [level | {"label": f"quality {level['value']}"} for level in other["levels"]]
    return change(
        tiny_pack,
        {
            "caf-1": {
                "guidance": "Ask three colleagues.",
                "evidence": {"required_from": 4, "looks_like": "A list of courses."},
            },
            "caf-2": {"sectors": ("health", "police")},
            "ma-1": {"applies_when": {"item": "caf-1", "in": (4, 5, "not_applicable")}},
            "ma-2": {"scale": "quality", "required": False},
            "ma-3": {"audience": "steering", "evidence": {"asked": False}},
        },
        more_scales=[other],
    )


@pytest.fixture(scope="session")
def pack_2008() -> Pack:
    """The product's own questionnaire of 2008, of 57 questions."""
    return load_named(PACKS, "integrated-working@2008")


@pytest.fixture(scope="session")
def opened(
    tmp_path_factory: pytest.TempPathFactory, pack_2008: Pack, rich_pack: Pack, tiny_pack: Pack
) -> Mapping[str, Path]:
    """Forms that LibreOffice has opened and printed, by their names: PDF files, made in one go."""
    folder = tmp_path_factory.mktemp("office")
    hostile = change(tiny_pack, {"caf-1": {"text": " ".join(HOSTILE), "hint": " ".join(HOSTILE)}})
    forms = {
        "leaders.docx": (pack_2008, Audience.LEADERS),
        "practitioners.docx": (pack_2008, Audience.PRACTITIONERS),
        "rich.docx": (rich_pack, Audience.LEADERS),
        "hostile.docx": (hostile, Audience.LEADERS),
        "rich.xlsform.xlsx": (rich_pack, Audience.LEADERS),
    }
    for name, (pack, audience) in forms.items():
        (folder / name).write_bytes(blank_file(pack, audience, name))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", folder / "opened"),
            *(folder / name for name in forms),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (folder / "opened" / name).with_suffix(".pdf") for name in forms}
