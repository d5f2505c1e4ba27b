#!/usr/bin/env bash
# The Debian packages: made, held to lintian, to the hardening that Debian asks for, and unpacked to be run.
# packages_test.sh BUILD_DIR. With GENMIRROR_PIUPARTS=1, as root and with a network, piuparts installs and removes them.
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
step() { printf '== %s\n' "$*"; }

step "Packages"
cpack --config "$build/CPackConfig.cmake" -B "$work" >"$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; exit 1; }
packages=("$work"/*.deb)
[ ${#packages[@]} -eq 3 ] || { echo "three packages were expected: ${packages[*]}"; exit 1; }
step "lintian"
lintian --allow-root --fail-on error --suppress-tags no-manual-page "${packages[@]}"
step "Hardening of each compilation (blhc)"
echo "dpkg-buildpackage: info: source package genmirror" >"$work/build.log" # what blhc begins to read at
ninja -C "$build" -t commands genmirror genmirrord genmirrorctl | grep -E 'c\+\+ .* -c ' | sed 's#^.*/c++ #g++ #' >>"$work/build.log"
[ "$(wc -l <"$work/build.log")" -gt 30 ] || { echo "no compilations were found"; exit 1; }
# -Wall has -Wformat in it; how much is optimised is the preset's.
blhc --ignore-flag -g --ignore-flag -O2 --ignore-flag -Wformat --ignore-flag -Werror=format-security "$work/build.log"
step "Unpacked, they run"
for package in "${packages[@]}"; do dpkg-deb -x "$package" "$work/root"; done
for program in genmirrord genmirrorctl; do "$work/root/usr/bin/$program" --version; done
QT_QPA_PLATFORM=offscreen "$work/root/usr/bin/genmirror" --version
for file in usr/share/applications/org.genmirror.genmirror.desktop usr/share/genmirror/samples/endoflife.ndjson.gz \
    usr/lib/systemd/system/genmirrord.service etc/genmirror/genmirrord.conf usr/share/man/man1/genmirror.1.gz; do
    [ -f "$work/root/$file" ] || [ -f "$work/root/${file#usr/}" ] || { echo "$file is missing"; exit 1; }
done
if [ "${GENMIRROR_PIUPARTS:-0}" = 1 ]; then
    step "piuparts"
    piuparts --no-eatmydata --warn-on-leftovers-after-purge -d bookworm "${packages[@]}"
else
    echo "piuparts: not asked for (GENMIRROR_PIUPARTS=1)"
fi
echo "the packages are good"
