"""A tiny valid pack, written out per test, so that each test can break one thing in it."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

TINY = {
    "pack.yaml": """\
        format: 1
        id: tiny
        version: "2008"
        title: Tiny
        status: draft
        source: Made for a test
        licence: CC BY 4.0
        audiences: [leaders, practitioners]
        sectors:
          - id: health
            title: Health
          - id: police
            title: Police
        aspects:
          - id: training
            title: Training
            phrase: training
          - id: benefit
            title: Evidence of benefit
            phrase: evidence of its benefits
        themes:
          - caf
          - sharing
        """,
    "scales.yaml": """\
        scales:
          - id: progress
            levels:
              - {value: 1, label: not yet considered, short: Not yet}
              - {value: 2, label: planning to start, short: Planning}
              - {value: 3, label: some progress, short: Some}
              - {value: 4, label: good progress, short: Good}
              - {value: 5, label: embedded, short: Embedded}
            midpoint: 3
            bands:
              - {lower: 1, upper: 3, label: below}
              - {lower: 3, upper: 5, label: above}
            non_scores:
              - {value: dont_know, label: Don't know}
              - {value: not_applicable, label: Not applicable}
            descriptors:
              caf:
                1: no
                3: partly
                5: yes
              sharing:
                1: no
                3: partly
                5: yes
        """,
    "themes/caf.yaml": """\
        id: caf
        title: Common Assessment Framework
        short_title: CAF
        intro: About the CAF.
        items:
          - id: caf-01
            code: CAF 1
            text: Staff are trained.
            short_name: Trained
            hint: Think of courses.
            aspect: training
            audience: all
            references: [A guide]
          - id: caf-02
            code: CAF 2
            text: We can show that it helps.
            short_name: It helps
            hint: Think of cases.
            aspect: benefit
            audience: leaders
            references: []
        """,
    "themes/sharing.yaml": """\
        id: sharing
        title: Information sharing
        short_title: Sharing
        intro: About sharing.
        items:
          - id: sh-01
            code: SH 1
            text: Staff are trained to share.
            short_name: Trained to share
            hint: Think of courses.
            aspect: training
            audience: all
            references: [A guide]
        """,
}

SAME = """\
since: tiny@2008
changes:
  - {kind: same, from: [caf-01, caf-02, sh-01]}
"""
"""What a newer tiny pack says where nothing changed."""

PackOf = Callable[..., Path]


def write_pack(
    change: dict[str, list[tuple[str, str]]] | None = None,
    files: dict[str, str | None] | None = None,
    version: str = "2008",
) -> Path:
    """Write the tiny pack to `tiny/<version>` below the current folder, with changes.

    `change` maps a file to (old, new) pairs of text; `files` are written as they are, and
    None leaves one out. Each version is another year's pack: `write_pack()` and then
    `write_pack(files={"changes.yaml": SAME}, version="2009")` are an older and a newer one.
    """
    folder = Path("tiny") / version
    (folder / "themes").mkdir(parents=True)
    texts: dict[str, str | None] = {name: dedent(text) for name, text in TINY.items()}
    texts["pack.yaml"] = dedent(TINY["pack.yaml"]).replace('"2008"', f'"{version}"')
    for name, pairs in (change or {}).items():
        for old, new in pairs:
            text = texts[name] or ""
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
            texts[name] = text.replace(old, new)
    for name, text in (texts | (files or {})).items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def pack_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackOf:
    """Writes tiny packs into a folder of this test's own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return write_pack
