#!/usr/bin/env bash
# Each sentence of the programs has its German: translations_test.sh SOURCE_DIR
set -euo pipefail
cd "$1"
lupdate=$(command -v /usr/lib/qt6/bin/lupdate || command -v lupdate6 || command -v lupdate)
new=$(mktemp --suffix=.ts)
trap 'rm -f "$new"' EXIT
cp resources/translations/genmirror_de.ts "$new"
"$lupdate" -no-obsolete -locations none -I . ui app/genmirror model sync -source-language en -target-language de -ts "$new" >/dev/null 2>&1
missing=$(grep -c 'type="unfinished"' "$new" || true)
grep -B2 'type="unfinished"' "$new" | grep '<source>' || true
sentences=$(grep -c '<source>' "$new")
[ "$sentences" -gt 400 ] || { echo "only $sentences sentences were found"; exit 1; }
[ "$missing" -eq 0 ] || { echo "$missing sentences have no German yet (lupdate, then resources/translations/genmirror_de.ts)"; exit 1; }
# What is put in has to be put in again: %1, %2, %Ln.
python3 - "$new" <<'PY'
import re, sys
import xml.etree.ElementTree as ET
wrong = 0
for message in ET.parse(sys.argv[1]).getroot().iter('message'):
    source = message.find('source').text
    translation = message.find('translation')
    texts = [form.text for form in translation] or [translation.text]
    for text in texts:
        if sorted(re.findall(r'%L?[0-9n]', source)) != sorted(re.findall(r'%L?[0-9n]', text)):
            print('places differ:', source, '|', text)
            wrong += 1
sys.exit(wrong > 0)
PY
echo "$sentences sentences, all with their German"
