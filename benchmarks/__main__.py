"""Run every benchmark, or those that are named; exit 1 where a bound is not kept."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks import (
    cambridgeshire,
    crowd,
    dying,
    england,
    honesty,
    importing,
    planning,
    readable,
    reading,
    reporting,
    saving,
    signing_in,
    surveying,
)
from benchmarks.lines import Line, show

PARTS: Mapping[str, Callable[[], Sequence[Line]]] = {
    "honesty": honesty.report,
    "cambridgeshire": cambridgeshire.report,
    "england": england.report,
    "importing": importing.report,
    "signing_in": signing_in.report,
    "saving": saving.report,
    "reading": reading.report,
    "planning": planning.report,
    "reporting": reporting.report,
    "readable": readable.report,
    "surveying": surveying.report,
    "crowd": crowd.report,
    "dying": dying.report,
}


def main(names: Sequence[str]) -> int:
    """Run the parts of these names, all where none is named; gives the exit code."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}: choose from {', '.join(PARTS)}.")
        return 2
    lines: list[Line] = []
    for name in names or PARTS:
        began = time.perf_counter()
        lines += PARTS[name]()
        print(f"  ({name}, {time.perf_counter() - began:.0f} s)\n", flush=True)
    show(lines)
    return 0 if all(line.kept for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
