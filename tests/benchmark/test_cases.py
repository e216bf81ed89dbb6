import json
import re
from pathlib import Path

CASES = Path(__file__).parents[1] / "data" / "benchmark_cases.json"


def test_every_case_with_a_known_answer_is_tested_by_its_id():
    sections = json.loads(CASES.read_text(encoding="utf-8"))
    known = {
        entry["id"]
        for section in sections.values()
        if isinstance(section, list)
        for entry in section
    }
    tested = {
        name
        for path in Path(__file__).parent.rglob("test_*.py")
        for name in re.findall(r"case\(\"([^\"]+)\"\)", path.read_text(encoding="utf-8"))
    }
    # No page draws a funnel of shares.
    assert tested == known - {"phe_funnel_proportion_limits"}
