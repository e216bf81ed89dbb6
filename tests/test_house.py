"""How the house is built: layers, sizes, and nothing that ties an installation to one place."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from owf.settings import ROOT

LONGEST = 500
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def test_dependencies_point_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Contracts: 5 kept, 0 broken." in found.stdout


def test_every_module_fits_on_a_few_screens():
    # Migrations are drawn up by Alembic, read once and never changed.
    modules = sorted(path for path in (ROOT / "owf").rglob("*.py") if "versions" not in path.parts)
    assert len(modules) > 50
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


FEATURES = frozenset(
    {
        "accounts", "audit", "england", "evidence", "good_practice", "moderation", "packs",
        "people", "plan", "region", "reports", "results", "returns", "rounds", "signing", "start",
        "survey",
    }
)  # fmt: skip
SHARED = {
    "assessment": {"comparability", "disclosure"},
    "improvement": set(),
    "web": {"assets", "markup", "pages", "server", "widgets"},
}
"""Layer -> its folders that are no feature."""


def _folders(parent: Path) -> set[str]:
    return {one.name for one in parent.iterdir() if one.is_dir() and one.name[0] not in "_."}


@pytest.mark.parametrize("layer", SHARED)
def test_a_feature_has_one_name_in_every_layer_and_in_the_tests(layer):
    assert _folders(ROOT / "owf" / layer) - SHARED[layer] <= FEATURES
    assert _folders(ROOT / "tests" / layer) - SHARED[layer] <= FEATURES


def test_no_folder_has_more_modules_than_one_can_look_through():
    most = 20
    full = {
        str(folder.relative_to(ROOT)): count
        for folder in (ROOT / "owf").rglob("*")
        if folder.is_dir() and (count := len(list(folder.glob("*.py")))) > most
    }
    assert full == {}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_exact_versions_and_no_index(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"--?(extra-)?index|--find-links|://", text)
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    named = [line for line in lines if line and not line.startswith("--hash")]
    assert named
    assert [line for line in named if "==" not in line] == []


# The record of what was done.

UNRECORDED = {
    "owf/access/accounts.py:what_remains": "only asks, within the locks of erasing",
    "owf/access/one_time_links.py:account_with_password": "counts how often it was wrong",
    "owf/access/invitations.py:add_person": "what it calls to add somebody records that",
    "owf/access/one_time_links.py:refuse_to_write_often": "counts how often somebody asked",
    "owf/assessment/survey/responding.py:begin": "nobody is to know when a practitioner began",
    "owf/access/sessions.py:start_session": "its callers know by which way somebody signed in",
    "owf/access/sessions.py:who_is_there": "a click is noted for the session alone",
    "owf/access/sessions.py:act_under": "somebody chooses among the roles that they hold anyway",
}
"""What writes without an entry in the record, and why."""


def _calls(function: ast.FunctionDef) -> set[str]:
    """What a function calls, such as ``audit.record``, ``store.writing`` or ``_write``."""
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _writing_without_record(path: Path) -> set[str]:
    """The functions of a module that open a transaction and record nothing in it.

    What a function of the same module records on their behalf counts.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {node.name: _calls(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    # By its own name within the module that it stands in.
    record = "record" if path == ROOT / "owf" / "access" / "audit.py" else "audit.record"
    records = {record, "audit.record_on", "record_on_action"}
    recording = {name for name, called in calls.items() if called & records}
    while more := {n for n, called in calls.items() if called & recording} - recording:
        recording |= more
    return {name for name, called in calls.items() if "store.writing" in called} - recording


def test_whatever_changes_something_says_so_in_the_record():
    parts = ("access", "assessment", "improvement", "exchange")
    modules = [one for part in parts for one in (ROOT / "owf" / part).rglob("*")]
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in modules
        if path.suffix == ".py"
        for name in _writing_without_record(path)
    }
    assert found == set(UNRECORDED)


def test_a_function_that_writes_without_a_record_would_be_found(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        "def open(store):\n    with store.writing() as session:\n        rounds.add(session)\n"
        "def keep(store):\n    with store.writing() as session:\n        _write(session)\n"
        "def _write(session):\n    audit.record(session)\n",
        encoding="utf-8",
    )
    assert _writing_without_record(path) == {"open"}
