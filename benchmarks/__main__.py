"""Run every benchmark; exit 1 where a bound is not kept."""

import sys

from benchmarks import england, honesty, importing, reading, saving, signing_in, surveying

PARTS = (honesty, england, importing, signing_in, saving, reading, surveying)
KEPT = [one.report() for one in PARTS]
sys.exit(0 if all(KEPT) else 1)
