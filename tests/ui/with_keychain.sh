#!/usr/bin/env bash
# Runs a program in a session of its own with an empty, unlocked keychain; the person's own is not touched.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config
mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME"
# shellcheck disable=SC2016
dbus-run-session -- bash -c 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && "$@"' - "$@"
