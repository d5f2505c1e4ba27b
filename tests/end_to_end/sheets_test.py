#!/usr/bin/env python3
"""Spreadsheets read by another program: Python's csv, and a reader that looks at the quotation marks.

sheets_test.py GENMIRRORCTL SHEETMAKER
"""
import csv
import http.server
import io
import json
import os
import pty
import random
import re
import subprocess
import sys
import threading
import unicodedata
import unittest

CTL_PROGRAM, SHEETMAKER = sys.argv[1:3]
del sys.argv[1:3]
CHARACTERS = "=+-@\t\r\n'\"',;|01aéZ ＝＋－＠\u2212\u200b\ufeff\u00a0\u0001\u001b\u0000😀"
MISSING = object()


def sheet(objects, columns, *options):
    lines = "".join(json.dumps({"id": i, "object": o}) + "\n" for i, o in objects)
    done = subprocess.run([SHEETMAKER, *options, *columns], input=lines.encode(), capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def rows_of(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def cells_of(text):
    """Each cell with whether it was in quotation marks: (RFC 4180, records end with CRLF)."""
    cell = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)', re.DOTALL)
    rows, row, at = [], [], 0
    while at < len(text):
        match = cell.match(text, at)
        assert match, text[at:at + 80]
        row.append((match.group(1) is not None, (match.group(1) or match.group(2) or "").replace('""', '"')))
        if match.group(3) == "\r\n":
            rows.append(row)
            row = []
        at = match.end()
    return rows


def value_of(quoted, text):
    """What the convention says that a cell is."""
    if quoted:
        return text
    return MISSING if text == "" else json.loads(text)


def looks_like_formula(text):
    text = text.lstrip("'")
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for character in text:
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
            continue
        return character == "\u2212" or unicodedata.normalize("NFKC", character) in ("=", "+", "-", "@")
    return False


def random_value(rng):
    kind = rng.randrange(9)
    if kind == 0:
        return None
    if kind == 1:
        return rng.choice([True, False])
    if kind == 2:
        return rng.randrange(-10**6, 10**6)
    if kind == 3:
        return rng.choice(["null", "true", "1", "-5", "", "1e5", "[]"])
    if kind == 4:
        return rng.uniform(-1000, 1000)
    if kind == 5:
        return MISSING
    if kind == 6:
        return "".join(rng.choice(CHARACTERS) for _ in range(rng.choice([1000, 1022, 1025, 3000])))
    return "".join(rng.choice(CHARACTERS) for _ in range(rng.randrange(12)))


class SheetsTest(unittest.TestCase):
    def setUp(self):
        self.seed = random.SystemRandom().randrange(2**32)
        rng = random.Random(self.seed)
        self.columns = ["a", "a.b", "id", "key", "=1+1", "b c"]
        self.objects = []
        for i in range(300):
            values = {name: random_value(rng) for name in self.columns}
            self.objects.append((rng.choice([i, f"id {i}", f"={i}"]), {k: v for k, v in values.items() if v is not MISSING}))

    def wanted(self, guarded):
        def text(value):
            return "'" + value if guarded and isinstance(value, str) and looks_like_formula(value) else value
        return [[text(i)] + [text(o.get(name, MISSING)) for name in self.columns] for i, o in self.objects]

    def test_values_come_back_with_their_kinds(self):
        for options, guarded in (((), True), (("--no-guard",), False)):
            rows = cells_of(sheet(self.objects, self.columns, *options))
            self.assertEqual([text for _, text in rows[0]], ["key", "a", "a.b", "id", "key (2)", "'=1+1" if guarded else "=1+1", "b c"])
            self.assertEqual([[value_of(*cell) for cell in row] for row in rows[1:]], self.wanted(guarded), self.seed)

    def test_pythons_csv_reads_every_text(self):
        for options, guarded, delimiter in (((), True, ","), (("--no-guard",), False, ","), (("--tsv", "--no-guard"), False, "\t")):
            rows = rows_of(sheet(self.objects, self.columns, *options), delimiter)
            self.assertEqual(len(rows), len(self.objects) + 1, self.seed)
            for row, wanted in zip(rows[1:], self.wanted(guarded)):
                for cell, value in zip(row, wanted, strict=True):
                    if isinstance(value, str):
                        self.assertEqual(cell, value, self.seed)
                    elif value is MISSING:
                        self.assertEqual(cell, "", self.seed)
                    else:
                        self.assertEqual(json.loads(cell), value, self.seed)

    def test_no_cell_is_a_formula(self):
        for options, delimiter in (((), ","), (("--tsv",), "\t")):
            for row in rows_of(sheet(self.objects, self.columns, *options), delimiter):
                for cell in row:
                    number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", cell)
                    self.assertTrue(number or cell.startswith("'") or not looks_like_formula(cell), (self.seed, cell))

    def test_a_mark_is_the_first_thing(self):
        self.assertTrue(sheet(self.objects, self.columns, "--mark").startswith('\ufeff"key",'))

    def test_what_is_nested_is_json_in_a_cell(self):
        rows = rows_of(sheet([(1, {"a": {"b": [1, "x,y"]}, "a.b": 2})], ["a", "a.b"]))
        self.assertEqual(rows[1][2], "2")
        self.assertEqual(json.loads(rows[1][1]), {"b": [1, "x,y"]})


class ServerOfAnybody(http.server.BaseHTTPRequestHandler):
    """Answers with an audit log in which any text may stand: what a server says is text from outside."""

    entries = [{"number": 3 - i, "at": "2026-01-31T12:00:00.000Z", "who": who, "token": "", "address": "127.0.0.1", "action": "reset",
                "tree": "main", "reason": reason, "detail": ""}
               for i, (who, reason) in enumerate([('=cmd|"/c calc"!A1', "\u001b]0;title\u0007two\r\nlines\u202e"), (", and \"so\"", "＝1"),
                                                  ("-5", "  @x")])]

    def do_GET(self):
        body = json.dumps({"audit": self.entries, "more": False}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class AuditTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ServerOfAnybody)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.environment = dict(os.environ, GENMIRROR_SERVER=f"http://127.0.0.1:{self.server.server_port}")

    def tearDown(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def run_ctl(self, *options):
        return subprocess.run([CTL_PROGRAM, "admin", "audit", *options], env=self.environment, capture_output=True, timeout=60,
                              check=False)

    def audit(self, *options):
        done = self.run_ctl("--csv", *options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode("utf-8")

    def test_the_log_says_what_json_says(self):
        rows = cells_of(self.audit("--no-formula-guard"))
        self.assertEqual([text for _, text in rows[0]],
                         ["number", "at", "who", "token", "address", "action", "tree", "reason", "detail"])
        for row, entry in zip(rows[1:], ServerOfAnybody.entries, strict=True):
            self.assertEqual(row[0], (False, str(entry["number"])))
            for (quoted, text), name in list(zip(row, [t for _, t in rows[0]]))[2:]:
                self.assertEqual((quoted, text), (entry[name] != "", entry[name]))

    def test_formulas_are_guarded(self):
        rows = rows_of(self.audit())
        self.assertEqual([row[2] for row in rows[1:]], ["'=cmd|\"/c calc\"!A1", ", and \"so\"", "'-5"])
        for row in rows[1:]:
            for cell in row:
                self.assertTrue(cell.startswith("'") or not looks_like_formula(cell), cell)
        self.assertTrue(self.audit("--bom").startswith("\ufeff"))

    def test_on_a_terminal_nothing_moves_the_cursor(self):
        terminal, end = pty.openpty()
        done = subprocess.Popen([CTL_PROGRAM, "admin", "audit", "--csv", "--bom"], env=self.environment, stdout=end)
        os.close(end)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(terminal)
        self.assertEqual(done.wait(timeout=60), 0)
        self.assertNotIn(b"\x1b", shown)
        self.assertTrue(shown.startswith(b'"number"'))
        rows = cells_of(shown.decode("utf-8").replace("\r\r\n", "\r\n"))  # a terminal adds carriage returns
        self.assertEqual({len(row) for row in rows}, {9})

    def test_options_that_do_not_go_together(self):
        for options, word in ((["--bom"], b"--csv"), (["--no-formula-guard"], b"--csv"), (["--csv", "--json"], b"either")):
            done = self.run_ctl(*options)
            self.assertEqual(done.returncode, 2)
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
