#!/usr/bin/env python3
"""Fails where the window could take text from outside for markup, a spreadsheet could take it for a formula, or a sentence is put together wrongly.

Qt takes a text for HTML if it looks like it, and loads what that names. So labels, message boxes and tool tips are made by
ui/foreigntext.h and model/items/plaintip.h alone.

A spreadsheet calculates what looks like a formula. So CSV and TSV are written in model/sheets alone.

Things are counted by %Ln (one object, two objects), an article belongs into the sentence whose noun it goes with, and times are written by
timeText(). --self-test shows that each kind is found.
"""
import pathlib
import re
import subprocess
import sys

HOME = ("ui/foreigntext.h", "ui/foreigntext.cpp")
BY_CURSOR = ("ui/differenceview.cpp", "ui/differenceview.h")  # puts text into a document piece by piece, as text
RULES = [
    (re.compile(r"\bnew\s+QLabel\b|\bQLabel\s+\w+\s*[({;]|:\s*public\s+QLabel\b"), "a QLabel: use PlainLabel (ui/foreigntext.h)"),
    (re.compile(r"\bnew\s+QMessageBox\b|\bQMessageBox\s+\w+\s*[({;]|QMessageBox::(information|warning|critical|question)\s*\("),
     "a QMessageBox: use PlainBox (ui/foreigntext.h)"),
    (re.compile(r"\bQErrorMessage\b|\bQWhatsThis\b|setWhatsThis\("), "a text that may be markup"),
    (re.compile(r"\bnew\s+QFileDialog\b|\bQFileDialog\s+\w+\s*[({;]|QFileDialog::get\w+\("),
     "a QFileDialog: use FileChooser (ui/filechooser.h), which says that a server is in production"),
    (re.compile(r"\b(QTextBrowser|QTextEdit)\b"), "a widget that shows markup: use QPlainTextEdit"),
]
TIP = re.compile(r"(?:setToolTip|QToolTip::showText|setTabToolTip)\s*\(((?:[^;]|;(?=[^\n]))*?)\);", re.DOTALL)
ROLE = re.compile(r"case Qt::ToolTipRole:\s*\n(?!\s*(?:if|return plainTip|case|break)[^\n]*)|role == Qt::ToolTipRole\)\s*\n?\s*return (?!plainTip)")
ENTRY = re.compile(r"->addItems?\((?!\{?tr\()")


SHEETS = "model/sheets/"
SHEET_RULES = [
    (re.compile(r'"\\"\\""'), "doubled quotation marks"),
    (re.compile(r"(?i)\w*[ct]sv\w*\s*\([^;{}]*\)\s*(?:const\s*)?\{"), "a function that writes CSV or TSV"),
    (re.compile(r'"\w+(?:,\w+){2,}(?:\\r)?(?:\\n)?"'), "a line of names with commas"),
    (re.compile(r"\bjoin\(\s*(?:u?'\\t'|u?\"\\t\"|u?[\"'],[\"'](?:_s)?)\s*\)\s*\+\s*[^;]*\\n"), "cells joined to a line"),
    (re.compile(r"(?:join|separator)\w*\W+u?['\"]\\t"), "a line of cells with tabs"),
    (re.compile(r"text/(?:csv|tab-separated-values)"), "CSV or TSV"),
]


def sheets_in(path, text):
    if not path.startswith(("ui/", "app/", "model/", "sync/")) or path.startswith(SHEETS):
        return []
    code = re.sub(r"//[^\n]*", "", text)
    return [f"{path}: {what}: spreadsheets are written by SheetWriter ({SHEETS}) alone" for pattern, what in SHEET_RULES
            if pattern.search(code)]


# Where a byte order mark at the beginning of a file is to be dropped; and the one place that keeps it.
MARK_HOMES = ("model/core/utf8.h", "model/core/utf8.cpp", "model/core/jsontext.cpp",
              "app/genmirrord/options.cpp", "sync/client/servercredentials.cpp")
MARK = re.compile(r"QString::fromUtf8\(|\bQStringDecoder\b|QJsonDocument::fromJson\(|QCoreApplication::arguments\(|application\.arguments\(")


def marks_in(path, text):
    if not path.startswith(("ui/", "app/", "model/", "sync/")) or path in MARK_HOMES or path.startswith(("app/genmirrord/main", "app/genmirror/main")):
        return []
    code = re.sub(r"//[^\n]*", "", text)
    return [f"{path}: {found.group(0)} drops a U+FEFF at the beginning, and makes another id of it: use textOfUtf8() (model/core/utf8.h), jsonDocumentOf()"
            for found in MARK.finditer(code)]


# Of all rooms that have sentences. Concatenated literals are one text.
COUNTED = re.compile(r"%[1-9] (known )?(objects|removals|updates|sets|lines|clients|trees|connections|mirrors|tokens|backups|versions)\b")
SENTENCES = [
    (COUNTED, "counts things by %1: use %Ln thing(s)"),
    (re.compile(r"\b[Aa]n? %[1-9]|%[1-9]'s (token|tree|mirror)"), "an article or an ending at what is put in: a sentence for each"),
]
TRANSLATED = re.compile(r'\b(?:tr|translate)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
TIMES = re.compile(r"QLocale::(Short|Long|Narrow)Format")
TIMES_HOME = "model/items/words.cpp"


def joined_in(path, text):
    problems = []
    for match in TRANSLATED.finditer(text):
        sentence = re.sub(r'"\s*"', "", match.group(1))
        problems += [f"{path}: {what}: {sentence[:80]}" for pattern, what in SENTENCES if pattern.search(sentence)]
    if path != TIMES_HOME and TIMES.search(text):
        problems.append(f"{path}: a time in a form of its own: use timeText() (model/items/words.h)")
    return problems


def is_ours(argument):
    """A sentence of our own, with nothing put into it, or one that was made plain."""
    text = argument.strip()
    return "plainTip(" in text or ("tr(" in text and ".arg(" not in text and re.fullmatch(r"(\d+,\s*)?tr\(.*\)", text, re.DOTALL))


def problems_in(path, text):
    if path.startswith(("sync/client/", "sync/cache/", "sync/protocol/", "model/core/")):
        return joined_in(path, text)
    if not path.startswith(("ui/", "app/genmirror/", "model/items/")) or path in HOME:
        return []
    rules = RULES[:-1] if path in BY_CURSOR else RULES
    problems = joined_in(path, text) + [f"{path}: {what}" for pattern, what in rules if pattern.search(text)]
    for match in TIP.finditer(text):
        if not is_ours(match.group(1)) and "m_icon." not in text[max(0, match.start() - 8):match.start()]:  # a tray shows text alone
            problems.append(f"{path}: a tool tip without plainTip(): {' '.join(match.group(1).split())[:80]}")
    if "new QComboBox" in text and ENTRY.search(text):
        problems.append(f"{path}: an entry of a QComboBox from outside: use PlainChoice (ui/foreigntext.h)")
    if ROLE.search(text):
        problems.append(f"{path}: Qt::ToolTipRole without plainTip()")
    return problems


def self_test():
    bad = ["auto *label = new QLabel(problem);", "QLabel label(text);", "class X : public QLabel", "new QMessageBox(QMessageBox::Question, a, b);",
           "QMessageBox::warning(this, title, problem);", "item->setToolTip(problem);", 'x->setToolTip(tr("The tree %1").arg(tree));',
           "QToolTip::showText(place, text, this);", "    if (role == Qt::ToolTipRole)\n        return name;", "new QTextBrowser(this);",
           'tr("%1 objects").arg(n)', 'tr("There are "\n   "%2 trees").arg(n)', 'tr("A %1\'s token")', 'tr("You are an %1 there")',
           "locale.toString(time, QLocale::ShortFormat)", "m_set(new QComboBox(this)) m_set->addItem(name, path);"]
    good = ["auto *label = new PlainLabel(problem);", "QLabel *m_label;", 'x->setToolTip(tr("What this does"));', "x->setToolTip(plainTip(problem));",
            "    if (role == Qt::ToolTipRole)\n        return plainTip(name);", "new PlainBox(QMessageBox::Question, a, b);",
            'tr("%Ln object(s)", nullptr, n)', 'tr("Only the first %1 are shown.")', "timeText(time)",
            'm_by(new QComboBox(this)) m_by->addItems({tr("All")}); m_by->addItem(tr("None"), 0);']
    for text in bad:
        assert problems_in("ui/x.cpp", text), text
    sheets = ['cell.replace(u"\\"", u"\\"\\""_s)', "QString csvText(QString text)\n{", "QByteArray asTsv(const Rows &rows) const {",
              'printLine("number,at,who");', 'file.write("a,b,c\\r\\n");', "line += cells.join(u',') + u\"\\r\\n\"_s;",
              "lines.append(cells.join(u'\\t'));", "QChar separator = u'\\t';", 'setHeader("Content-Type", "text/csv");']
    others = ['{u"csv"_s, u"Print CSV"_s}', "names.join(u',')", 'tr("CSV (*.csv)")', "m_objects->copySelection(Format::Csv);",
              "// csv(x) {", 'u"a, b, c"_s']
    for text in sheets:
        for path in ("app/genmirrorctl/x.cpp", "ui/x.h", "model/items/x.cpp"):
            assert sheets_in(path, text), text
        assert not sheets_in("model/sheets/sheet.cpp", text)
    for text in others:
        assert not sheets_in("ui/x.cpp", text), text
    assert marks_in("sync/protocol/x.cpp", "return QString::fromUtf8(bytes);")
    assert marks_in("app/genmirrorctl/x.cpp", "run(QCoreApplication::arguments());")
    assert not marks_in("sync/protocol/x.cpp", "return textOfUtf8(bytes); // not QString::fromUtf8()")
    for text in good:
        assert not problems_in("ui/x.cpp", text), (text, problems_in("ui/x.cpp", text))


def main():
    if "--self-test" in sys.argv:
        return self_test()
    files = subprocess.run(["git", "ls-files", "*.cpp", "*.h"], capture_output=True, text=True, check=True).stdout.split()
    texts = [(f, pathlib.Path(f).read_text(encoding="utf-8")) for f in files if pathlib.Path(f).exists()]
    problems = [p for f, text in texts for p in problems_in(f, text) + sheets_in(f, text) + marks_in(f, text)]
    print("\n".join(problems) or "no text from outside can become markup or a formula")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
