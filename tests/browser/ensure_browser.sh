#!/usr/bin/env bash
# Finds a Chrome or Chromium for the browser tests, or installs one.
# The system's package where we may install packages, Playwright's own download elsewhere.
set -euo pipefail
for name in "${OWF_CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
else
  .venv/bin/playwright install chromium
fi
