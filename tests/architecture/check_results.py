#!/usr/bin/env python3
"""Fails where a result could be thrown away without anybody's noticing.

In app, model, sync and ui: no call is cast to void or given to std::ignore; no exception is caught and forgotten; every
function in a header that returns a Result says [[nodiscard]], so that the compiler refuses a call whose result nobody
takes. In scripts and presets: no test gets a second try. --self-test shows that each of these is found.
"""
import pathlib
import re
import subprocess
import sys

ROOMS = ("app/", "model/", "sync/", "ui/")
SELF = "tests/architecture/check_results.py"

COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
THROWN_AWAY = re.compile(
    r"\(\s*void\s*\)\s*[\w*(:]"  # (void)f(), (void)object->f(); not a list of parameters, which ends there
    r"|static_cast\s*<\s*void\s*>"
    r"|\bstd\s*::\s*ignore\b"
    r"|\bQ_UNUSED\s*\([^()]*\(")
FORGOTTEN = re.compile(r"\bcatch\s*\([^)]*\)\s*\{\s*\}")
SECOND_TRY = re.compile(r"--repeat[ =]+(until-pass|after-timeout)|\"mode\"\s*:\s*\"(until-pass|after-timeout)\"")


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def matching(text, start, opening, closing):
    """Where the bracket that opens at start closes."""
    depth = 0
    for at in range(start, len(text)):
        depth += {opening: 1, closing: -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text) - 1


def functions_with_results(code):
    """The beginning of each declaration of a function that returns a Result, and the text before its name."""
    for found in re.finditer(r"\b(?:Result|expected)\s*<", code):
        end = matching(code, found.end() - 1, "<", ">")
        after = re.match(r"\s*(?:&&?\s*)?((?:[A-Za-z_]\w*\s*::\s*)*(?:[A-Za-z_]\w*|operator\s*\S{1,2}))\s*\(", code[end + 1:])
        arrow = re.search(r"\)\s*(?:const\s*)?(?:noexcept\s*)?->\s*(?:const\s+)?(?:tl\s*::\s*)?$", code[:found.start()])
        if not after and not arrow:
            continue
        begin = max(code.rfind(sign, 0, found.start()) for sign in ";{}")
        before = code[begin + 1:found.start()]
        colon = re.search(r"(?:public|private|protected|Q_SIGNALS|Q_SLOTS|signals|slots)\s*:(?!:)", before)
        if colon:
            before = before[colon.end():]
        if arrow and (re.search(r"\[[^\[\]]*\]\s*\(", before) or "auto" not in before):
            continue  # a lambda
        if after and re.search(r"\breturn\b|=|\bco_return\b|\bconst\s*$|\(", re.sub(r"\[\[.*?\]\]|\boperator\b", "", before)):
            continue  # a value that is made, or a parameter
        yield found.start(), before


def problems_in(path, text):
    problems = []

    def problem(at, what):
        problems.append(f"{path}:{text.count(chr(10), 0, at) + 1}: {what}")

    if path.startswith(ROOMS) and path.endswith((".cpp", ".h")):
        code = COMMENT_OR_TEXT.sub(blank, text)
        for found in THROWN_AWAY.finditer(code):
            problem(found.start(), "a result is thrown away; pass it on, or tell somebody")
        for found in FORGOTTEN.finditer(code):
            problem(found.start(), "an exception is caught and forgotten")
        if path.endswith(".h"):
            for at, before in functions_with_results(code):
                if "[[nodiscard" not in before:
                    problem(at, "a function that returns a Result needs [[nodiscard]]")
    elif not path.endswith((".cpp", ".h", ".md", ".sql", ".ts")) and path != SELF:
        for found in SECOND_TRY.finditer(text):
            problem(found.start(), "no test gets a second try; mend it")
    return problems


def self_test():
    bad = [
        ("sync/x.cpp", "void f() { (void)commit(); }"),
        ("app/x.cpp", "void f() { ( void ) object->commit(); }"),
        ("ui/x.cpp", "void f() { static_cast<void>(commit()); }"),
        ("sync/x.cpp", "std::ignore = commit();"),
        ("sync/x.cpp", "Q_UNUSED(commit())"),
        ("model/x.h", "Result<void> commit();"),
        ("model/x.h", "public:\n    static Result<QList<int>> open(const QString &name);"),
        ("model/x.h", "virtual tl::expected<int, Error> read() = 0;"),
        ("model/x.h", "template <typename T>\nResult<T> unlessFailed(const std::optional<Error> &error, Result<T> result) {"),
        ("model/x.h", "inline auto read(int n) -> Result<int>;"),
        ("model/x.h", "[[nodiscard]] Result<int> one();\n    Result<int> two();"),
        ("sync/x.cpp", "try { f(); } catch (...) {\n    // never mind\n}"),
        ("test", "ctest --preset dev --repeat until-pass:2"),
        ("CMakePresets.json", '"repeat": {"mode": "until-pass", "count": 2}'),
    ]
    good = [
        ("sync/x.cpp", "if (const auto done = commit(); !done)\n    return failureOf(done); // not (void)commit()"),
        ("sync/x.cpp", "int f(void);  auto s = \"(void)commit()\";  call([](void) { return 1; });"),
        ("model/x.h", "[[nodiscard]] Result<void> commit();"),
        ("model/x.h", "[[nodiscard]] static Result<std::unique_ptr<X>>\n    open(const QString &name);"),
        ("model/x.h", "using Work = std::function<Result<int>(X &)>;\nResult<int> m_last;\nvoid f(Result<int> r);"),
        ("model/x.h", "[[nodiscard]] Result<T> f() { return Result<T>(g()); }"),
        ("model/x.h", "explicit X(const std::function<Result<int>(X &)> &read);"),
        ("tests/x.cpp", "(void)tree.reset();"),
        ("sync/x.cpp", "try { f(); } catch (const E &e) { problem = e.what(); }"),
        ("test", "ctest --preset dev"),
    ]
    for case in bad:
        assert problems_in(*case), f"not found: {case}"
    for case in good:
        assert not problems_in(*case), f"refused: {case}"


def main():
    if "--self-test" in sys.argv:
        return self_test()
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split("\n")
    problems = []
    for file in filter(None, files):
        path = pathlib.Path(file)
        if not path.is_file():
            continue
        try:
            problems += problems_in(file, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a picture, a frozen file
    print("\n".join(problems) or "no result is thrown away")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
