#!/usr/bin/env bash
# Finds what tests need beside Python, or installs it: a Chrome or Chromium, LibreOffice, poppler,
# nginx, PgBouncer, and Java for the checker of PDF/UA.
# The system's packages where we may install packages; else Playwright's own Chromium, and a word
# about the rest.
set -euo pipefail
# Debian keeps servers where other people's PATH does not lead.
PATH="$PATH:/usr/sbin:/usr/local/sbin"

found() {
  for name in "$@"; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
      return 0
    fi
  done
  return 1
}

missing=()
found "${OWF_CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable ||
  missing+=(chromium fonts-liberation)
found soffice || missing+=(libreoffice-calc libreoffice-writer libreoffice-impress fonts-liberation)
# Debian packs the part that opens slides by itself.
office="$(dirname "$(readlink -f "$(command -v soffice || echo /none)")")"
if [ -e "$office/libswlo.so" ] && [ ! -e "$office/libsdlo.so" ]; then
  missing+=(libreoffice-impress)
fi
found pdftotext || missing+=(poppler-utils)
found nginx || missing+=(nginx-light)
found pgbouncer || missing+=(pgbouncer)
# A Mac has a java that only says where to get one.
java -version >/dev/null 2>&1 || missing+=(default-jre-headless)
if [ "${#missing[@]}" = 0 ]; then
  exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  exit 0
fi

if ! found soffice || ! found pdftotext; then
  echo "The tests of forms need LibreOffice and poppler: install the packages" \
    "libreoffice-calc, libreoffice-writer and poppler-utils (brew install libreoffice poppler" \
    "on a Mac), see that soffice and pdftotext are found on the PATH, then run this again." >&2
  exit 1
fi
if ! found nginx || ! found pgbouncer; then
  echo "The tests of proxies and databases need nginx and PgBouncer: install the packages nginx" \
    "and pgbouncer (brew install nginx pgbouncer on a Mac), see that both are found on the PATH," \
    "then run this again." >&2
  exit 1
fi
if ! java -version >/dev/null 2>&1; then
  echo "The tests of reports need Java: install the package default-jre-headless (brew install" \
    "openjdk on a Mac), see that java is found on the PATH, then run this again." >&2
  exit 1
fi
.venv/bin/playwright install chromium
