"""A change since last year as a row of numbers for a file."""

from __future__ import annotations

from owf.benchmark import ChangeFinding
from owf.web.charts import Cell


def change_numbers(found: ChangeFinding) -> dict[str, Cell]:
    """One change: what it is about, both years' scores, its limits, and its verdict."""
    change = found.change
    low95, high95 = change.ci95 or (None, None)
    low90, high90 = change.ci90 or (None, None)
    return {
        "Trust": found.trust,
        "Theme": found.title,
        "Verdict": str(found.verdict),
        "Sectors in both years (n)": change.n,
        f"Score {found.years[0]}": change.before,
        f"Score {found.years[1]}": change.after,
        "Change": change.mean_change,
        "95% lower": low95,
        "95% upper": high95,
        "90% lower": low90,
        "90% upper": high90,
        "p": change.p_value,
        "p adjusted": change.p_adjusted,
        "Other Trusts in the spread (k)": change.others,
        "Why it cannot be calculated": change.why_not or "",
    }
