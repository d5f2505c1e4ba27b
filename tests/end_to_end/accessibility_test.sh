#!/usr/bin/env bash
# A session bus, an accessibility bus and a display of their own for accessibility_test.py; its arguments are passed on.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR NO_AT_BRIDGE=0 GTK_MODULES='' XDG_SESSION_TYPE=x11
XDG_RUNTIME_DIR=$(mktemp -d)
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
unset DBUS_SESSION_BUS_ADDRESS
timeout --kill-after=5 90 xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session -- bash -c '
    openbox >/dev/null 2>&1 & wm=$!
    /usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 & bus=$!
    gsettings set org.gnome.desktop.interface toolkit-accessibility true 2>/dev/null || true
    status=0
    /usr/bin/python3 "$0/accessibility_test.py" "$@" || status=$?
    kill $wm $bus 2>/dev/null || true
    exit $status' "$here" "$@"
