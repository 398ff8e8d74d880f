#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Prints the neutrality table of Tapline and the soup peer: table.sh BUILD-FOLDER
set -u
here=$(dirname "$0")
build=${1:?table.sh BUILD-FOLDER}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A case that fails is a line of the table, not the end of the script.
python3 "$here/neutral.py" --json --proxy tapline --program "$build/src/cli/tapline-cli" \
  > "$folder/tapline" 2> "$folder/errors" || [ -s "$folder/tapline" ] || cat "$folder/errors" >&2
python3 "$here/neutral.py" --json --patience 1 --proxy soup \
  --program "$build/tests/peers/soup-peer" \
  > "$folder/soup" 2> "$folder/errors" || [ -s "$folder/soup" ] || cat "$folder/errors" >&2
python3 "$here/neutral.py" --merge "$folder/tapline" "$folder/soup"
