"""Cases with known answers, copied from the project's acceptance file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, ItemRef, groups_of
from owf.benchmark.words.findings import ChangeFinding, Finding, change_findings_of, findings_of
from owf.benchmark.words.wording import Words

CASES = Path(__file__).parents[1] / "data" / "benchmark_cases.json"


@pytest.fixture(scope="session")
def case() -> Callable[[str], dict[str, Any]]:
    """Find a case by its id."""
    sections = json.loads(CASES.read_text(encoding="utf-8"))
    by_id = {
        entry["id"]: entry
        for section in sections.values()
        if isinstance(section, list)
        for entry in section
    }
    return by_id.__getitem__


ITEMS = (
    ItemRef("ma-9", "multi-agency", "co-location"),
    ItemRef("ma-10", "multi-agency", "co-location"),
    ItemRef("ma-6", "multi-agency", "training"),
    ItemRef("ma-15", "multi-agency", "benefit"),
    ItemRef("lp-6", "lead-professional", "training"),
    ItemRef("lp-15", "lead-professional", "benefit"),
    ItemRef("is-6", "information-sharing", "training"),
    ItemRef("caf-6", "caf", "training"),
)
WORDS = Words(
    theme_titles={
        "multi-agency": "Multi-agency and co-located working",
        "lead-professional": "Lead professional",
        "information-sharing": "Information sharing",
        "caf": "Common Assessment Framework",
    },
    theme_short_titles={"multi-agency": "Multi-agency working", "caf": "CAF"},
    aspect_titles={
        "co-location": "Co-location",
        "training": "Training",
        "benefit": "Evidence of benefit",
    },
    aspect_phrases={"benefit": "evidence of its benefits"},
)
NUMBERS = {
    Verdict.AHEAD: Comparison(
        Verdict.AHEAD, 11, 9, 3.94, 2.90, 1.04, 0.3, 98, 0.1, (0.84, 1.24), (0.87, 1.21), 1e-9,
        1e-8, 0.98, 2,
    ),
    Verdict.SLIGHTLY_AHEAD: Comparison(
        Verdict.SLIGHTLY_AHEAD, 11, 9, 3.2, 2.9, 0.3, 0.3, 98, 0.1, (0.1, 0.5), (0.13, 0.47),
        0.003, 0.01, 0.7, 2,
    ),
    Verdict.IN_LINE: Comparison(
        Verdict.IN_LINE, 11, 9, 2.93, 2.98, -0.05, 0.3, 98, 0.1, (-0.25, 0.15), (-0.22, 0.12),
        0.6, 0.7, 0.45, 2,
    ),
    Verdict.NO_CLEAR_DIFFERENCE: Comparison(
        Verdict.NO_CLEAR_DIFFERENCE, 4, 9, 2.6, 3.0, -0.4, 0.8, 40, 0.3, (-1.0, 0.2),
        (-0.9, 0.1), 0.2, 0.3, 0.4, 11,
    ),
    Verdict.SLIGHTLY_BEHIND: Comparison(
        Verdict.SLIGHTLY_BEHIND, 11, 9, 2.7, 3.0, -0.3, 0.3, 98, 0.1, (-0.5, -0.1),
        (-0.47, -0.13), 0.003, 0.01, 0.3, 2,
    ),
    Verdict.BEHIND: Comparison(
        Verdict.BEHIND, 11, 9, 2.3, 3.2, -0.9, 0.3, 98, 0.1, (-1.1, -0.7), (-1.07, -0.73), 1e-9,
        1e-8, 0.02, 2,
    ),
    Verdict.NOT_COMPARED: Comparison(
        Verdict.NOT_COMPARED, 2, 9, 2.3, 3.2,
        why_not="too few partners here (2 sectors have a score, at least 3 are needed)",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def pack() -> tuple[Words, tuple[ItemRef, ...]]:
    """Give a pack of eight items: its words, and the items."""
    return WORDS, ITEMS


@pytest.fixture(scope="session")
def numbers() -> dict[Verdict, Comparison]:
    """Give one comparison by hand for each verdict."""
    return NUMBERS


@pytest.fixture(scope="session")
def say() -> Callable[..., tuple[Finding, ...]]:
    """Put verdicts by group key into findings on a pack of eight items."""

    def findings(
        verdicts: Mapping[str, Verdict | Comparison], trust: str = "Cambridgeshire"
    ) -> tuple[Finding, ...]:
        comparisons = {
            Group.from_key(key): NUMBERS[found] if isinstance(found, Verdict) else found
            for key, found in verdicts.items()
        }
        return findings_of(
            trust, "the East of England", 2008, comparisons, words=WORDS, items=groups_of(ITEMS)
        )

    return findings


@pytest.fixture(scope="session")
def say_change() -> Callable[[Mapping[str, Change]], tuple[ChangeFinding, ...]]:
    """Put changes by group key into findings on the same pack."""

    def findings(changes: Mapping[str, Change]) -> tuple[ChangeFinding, ...]:
        return change_findings_of(
            "Cambridgeshire",
            (2008, 2009),
            {Group.from_key(key): change for key, change in changes.items()},
            words=WORDS,
            items=groups_of(ITEMS),
        )

    return findings
