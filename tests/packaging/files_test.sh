#!/usr/bin/env bash
# What is installed beside the programs, held to the validators of those who read it.
set -euo pipefail
resources=$1/resources
program=$2 # any: systemd only asks that it is there
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
step() { printf '== %s\n' "$*"; }

step "Desktop file"
desktop-file-validate "$resources"/org.genmirror.genmirror.desktop
step "AppStream metainfo"
appstreamcli validate --pedantic --no-net "$resources"/org.genmirror.genmirror.metainfo.xml
step "Manual pages"
for page in "$resources"/man/*; do
    mandoc -T lint -W warning "$page"
done
step "Shell completion"
for program_completed in genmirrorctl genmirrord; do
    bash -n "$resources"/completion/"$program_completed"
done
step "The server's unit"
sed "s#/usr/bin/genmirrord#$program#" "$resources"/systemd/genmirrord.service >"$work"/genmirrord.service
said=$(systemd-analyze verify --man=no "$work"/genmirrord.service 2>&1 | grep genmirrord || true)
[ -z "$said" ] || { echo "$said"; exit 1; }
systemd-analyze security --offline=yes --threshold=20 "$work"/genmirrord.service >"$work"/exposure || { cat "$work"/exposure; exit 1; }
tail -n 1 "$work"/exposure
step "The settings of the service"
"$program" --config "$resources"/systemd/genmirrord.conf --print-config | grep -qx 'listen = 127.0.0.1:8765'
echo "all is valid"
