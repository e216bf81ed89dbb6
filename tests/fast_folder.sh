#!/usr/bin/env bash
# Where tests put what they throw away: in memory where there is plenty of it, for a database is
# copied for nearly every test, and every answer that is kept waits for the disk.
set -euo pipefail
plenty=$((8 * 1024 * 1024)) # kilobytes, eight gigabytes: a run was seen to use one at a time
free_in_memory=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || echo 0)
free_there=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || echo 0)
if [[ -w /dev/shm && ${free_in_memory:-0} -gt $plenty && ${free_there:-0} -gt $plenty ]]; then
  echo /dev/shm
else
  echo "${TMPDIR:-/tmp}"
fi
