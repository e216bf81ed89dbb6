"""Run every benchmark; exit 1 where a bound is not kept."""

import sys

from benchmarks import reading, saving

sys.exit(0 if all([saving.report(), reading.report()]) else 1)
