#!/usr/bin/env python3
"""Fails when a widget names a colour: only ui/theme knows any (docs/architecture.md), all else names what a colour is for.

--self-test shows that a named colour is found.
"""
import pathlib
import re
import subprocess
import sys

ROOMS = ("ui/", "app/genmirror/")
THEME = "ui/theme/"
NAMED = re.compile(
    r"\bQt::(?:(?:dark|light)?(?:red|green|blue|cyan|magenta|yellow|gray)|(?:dark|light)(?:Red|Green|Blue|Cyan|Magenta|Yellow|Gray)|white|black)\b"
    r"|\bQColor(?:\s+\w+)?\s*[({]\s*[\"u0-9Q]"  # of numbers, of a text, of Qt's names
    r"|\bQColor::from\w+\(|\bQColorConstants\b|\bsetNamedColor\(|\bqRgba?\(|\bQRgb\s+\w+\s*="
    r"|\"#[0-9A-Fa-f]{3,8}\"|\bQGradient|\bsetStyleSheet\(")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def problems_in(path, text):
    if not path.startswith(ROOMS) or path.startswith(THEME):
        return []
    text = COMMENT.sub("", text)
    return [f"{path}: a colour is named: {found.group().strip()}… (Theme::of(this).colour(Colour::…) has them all)"
            for found in NAMED.finditer(text)]


def self_test():
    bad = [
        "painter.setPen(Qt::red);",
        "painter.setPen(Qt::darkGray);",
        "palette.setColor(QPalette::Window, Qt::white);",
        "QColor colour(200, 0, 0);",
        "return QColor(0xff0000);",
        'return QColor("red");',
        'const QColor edge{u"crimson"_s};',
        "removed.setForeground(QColor::fromHsl(10, 200, 90));",
        'label->setText("<font color=" + QString("#ff0000") + ">");',
        "const QRgb red = 0xffff0000;",
        "painter.fillRect(rect, qRgb(1, 2, 3));",
        'widget->setStyleSheet("border: none");',
    ]
    good = [
        "const QColor colour = Theme::of(this).colour(Colour::Live);",
        "pixmap.fill(Qt::transparent);",
        "painter.setPen(palette().color(QPalette::Text));",
        "// red as in Qt::red",
        'setText("#1");',
        "void paint(const QColor &colour);",
    ]
    for text in bad:
        assert problems_in("ui/x.cpp", text), text
        assert problems_in("app/genmirror/x.cpp", text), text
        assert not problems_in("ui/theme/x.cpp", text), text
    for text in good:
        assert not problems_in("ui/x.cpp", text), (text, problems_in("ui/x.cpp", text))


def main():
    if "--self-test" in sys.argv:
        return self_test()
    files = subprocess.run(["git", "ls-files", "*.cpp", "*.h"], capture_output=True, text=True, check=True).stdout.split()
    problems = [p for f in files if pathlib.Path(f).exists()
                for p in problems_in(f, pathlib.Path(f).read_text(encoding="utf-8"))]
    print("\n".join(problems) or "only the theme names colours")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
