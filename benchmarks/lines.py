"""What the benchmarks promise, line by line: what was measured, what it may be, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One promise, with what came of it in words."""

    what: str
    measured: str
    bound: str
    kept: bool


def at_most(what: str, measured: float, bound: float, unit: str, digits: int = 0) -> Line:
    """A promise that a figure is no larger than its bound."""
    return Line(
        what, f"{measured:,.{digits}f} {unit}", f"at most {bound:,.4g} {unit}", measured <= bound
    )


def at_least(what: str, measured: float, bound: float, unit: str, digits: int = 0) -> Line:
    """A promise that a figure is no smaller than its bound."""
    return Line(
        what, f"{measured:,.{digits}f} {unit}", f"at least {bound:,.4g} {unit}", measured >= bound
    )


def none(what: str, measured: int) -> Line:
    """A promise that something does not happen."""
    return Line(what, f"{measured:,}", "none", measured == 0)


def show(lines: Iterable[Line]) -> None:
    """Print them as one table."""
    table = Table("Line", title="Every promise", title_justify="left")
    for column in ("Measured", "Bound"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for line in lines:
        table.add_row(
            line.what, line.measured, line.bound, "kept" if line.kept else "[bold]NOT KEPT[/bold]"
        )
    console = Console()
    # Into a file it is as wide as it needs to be.
    (console if console.is_terminal else Console(width=110)).print(table)
