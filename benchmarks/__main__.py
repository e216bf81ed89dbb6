"""Run every benchmark; exit 1 where a bound is not kept."""

import sys

from benchmarks import engine, reading, saving

sys.exit(0 if all([engine.report(), saving.report(), reading.report()]) else 1)
