#!/usr/bin/env bash
# Makes sure there is an nginx for the test of a proxy, where it can be had without asking anyone; the test is left out
# where there is none.
set -euo pipefail

if command -v nginx >/dev/null && command -v openssl >/dev/null; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing nginx for the test of a proxy with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    if { apt-get install -y --no-install-recommends nginx-light openssl >&2 ||
        { apt-get update >&2 && apt-get install -y --no-install-recommends nginx-light openssl >&2; }; } &&
        command -v nginx >/dev/null; then
        exit 0
    fi
fi

echo "There is no nginx, so the test of a proxy is left out: install the packages 'nginx' and 'openssl' to run it." >&2
