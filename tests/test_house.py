"""How the house is built: layers, sizes, and nothing that ties an installation to one place."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from owf.settings import ROOT

LONGEST = 350
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def test_dependencies_point_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Contracts: 3 kept, 0 broken." in found.stdout


def test_every_module_fits_on_a_few_screens():
    # Migrations are drawn up by Alembic, read once and never changed.
    modules = sorted(path for path in (ROOT / "owf").rglob("*.py") if "versions" not in path.parts)
    assert len(modules) > 50
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_exact_versions_and_no_index(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"--?(extra-)?index|--find-links|://", text)
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    named = [line for line in lines if line and not line.startswith("--hash")]
    assert named
    assert [line for line in named if "==" not in line] == []
