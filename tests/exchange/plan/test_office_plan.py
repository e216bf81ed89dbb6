"""LibreOffice opens a plan's workbook and saves it again; what comes out is still the plan."""

from __future__ import annotations

import subprocess
from datetime import date

from owf.exchange.plan.importing import preview_plan_import
from owf.exchange.plan.layout import ACTIONS, MILESTONES, UPDATES
from owf.exchange.plan.reading import read_plan_workbook
from tests.exchange.plan.conftest import changes


def test_a_workbook_saved_by_libreoffice_has_just_what_was_filled_in(exchange, tmp_path):
    planned = exchange.planned
    planned.change(planned.view().actions[1].id, risk="=1+1", objective="+1 more\n\n“é” 日本")
    planned.agree()
    book = exchange.book().fill(ACTIONS, "A1", what='=HYPERLINK("http://x")', target="=2")
    milestone = planned.view().actions[0].milestones[0].id
    book.fill(MILESTONES, milestone, promised=date(2010, 10, 1), note="No trainer.")
    book.fill(UPDATES, "A2", progress="In progress", confidence="High", changed="Begun.")
    book.add(ACTIONS, what="- one more")
    (tmp_path / "filled.xlsx").write_bytes(book.saved())
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "xlsx", "--outdir", tmp_path / "saved", tmp_path / "filled.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    filled = read_plan_workbook((tmp_path / "saved" / "filled.xlsx").read_bytes())
    preview = preview_plan_import(planned.store, planned.cast.carol, planned.plan_id, filled)
    assert preview.faults == ()
    assert {key: found for key, (_, found) in changes(preview).items()} == {
        "A1 what": '=HYPERLINK("http://x")',
        "A1 target": "=2",
        f"A1 milestone {milestone} promised": "1 October 2010",
        "A2 update progress": "In progress",
        "A2 update confidence": "High",
        "A2 update changed": "Begun.",
    }
    assert [one.fields for one in preview.added] == [(("What will be done", "- one more"),)]
    assert preview.notes == ()
