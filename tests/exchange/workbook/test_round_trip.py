"""What goes out comes back the same, and what is edited is what the preview shows."""

from __future__ import annotations

from datetime import date

import pytest

pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)


def test_a_workbook_that_nobody_touched_changes_nothing(police):
    police.choose("caf-1", 4)
    police.comment("caf-1", "=1+1")
    police.name_evidence("caf-2", "The audit.", date(2011, 3, 31))
    preview = police.preview(police.out())
    assert {one.standing.value for one in preview.lines} == {"unchanged"}
    assert police.bring_back(police.out()) == 0


def test_x(police):
    book = police.book().fill("caf-1", choice="3 Some", comment="Because.")
    assert police.faults(book) == []
    assert police.bring_back(book) == 1
    assert police.one("caf-1").level == 3
