#!/usr/bin/env bash
# Makes sure there is a Chromium for the browser tests, and prints which one they will use:
# the path of a browser on PATH, or the word "playwright" for Playwright's own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=.venv/bin/python

on_path() {
    local name path
    for name in chromium chromium-browser google-chrome; do
        # Some systems ship a stand-in that only says "install the snap", so ask it its version.
        if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
            echo "$path"
            return 0
        fi
    done
    return 1
}

playwright_starts() {
    [ -x "$python" ] && "$python" - >/dev/null 2>&1 <<'PY'
from playwright.sync_api import sync_playwright

with sync_playwright() as p:
    p.chromium.launch(args=["--no-sandbox"]).close()
PY
}

if on_path; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update >&2 && apt-get install -y --no-install-recommends chromium >&2 && on_path; then
        exit 0
    fi
fi

if playwright_starts; then
    echo playwright
    exit 0
fi

if [ -x "$python" ]; then
    echo "Installing Chromium for the browser tests with Playwright." >&2
    if "$python" -m playwright install chromium >&2 && playwright_starts; then
        echo playwright
        exit 0
    fi
fi

echo "The browser tests need Chromium: install the package 'chromium' (or Google Chrome) so that 'chromium', 'chromium-browser' or 'google-chrome' is on PATH, then run 'make test' again." >&2
exit 1
