"""Run every benchmark; exit 1 where a bound is not kept."""

import sys

from benchmarks import england, honesty, reading, saving

sys.exit(0 if all([honesty.report(), england.report(), saving.report(), reading.report()]) else 1)
