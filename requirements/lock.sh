#!/bin/sh
# Write the locks anew: `make lock`. Each file pins, by hash, all that one use needs on every supported Python.
set -eu
cd "$(dirname "$0")/.."
lock() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' \
    --constraints requirements/constraints.txt pyproject.toml "$@"
}
lock --output-file requirements/base.txt
lock --extra scale --output-file requirements/scale.txt
lock --extra archive --output-file requirements/archive.txt
lock --extra gazetteer --extra build --output-file requirements/gazetteer.txt
lock --extra gazetteer --extra build --extra scale --extra archive --extra dev --output-file requirements/dev.txt
uv pip compile --quiet --generate-hashes --custom-compile-command 'make lock' requirements/pip.in --output-file requirements/pip.txt
