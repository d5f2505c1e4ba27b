#include "tests/faults/filestate.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QTest>

#include <functional>
#include <memory>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

struct Close {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Row = std::function<void(sqlite3_stmt *)>;

/// Empty, or why it failed.
QByteArray forEachRow(sqlite3 *database, const QByteArray &sql, const Row &visit)
{
    sqlite3_stmt *made = nullptr;
    int code = sqlite3_prepare_v2(database, sql.constData(), -1, &made, nullptr);
    const std::unique_ptr<sqlite3_stmt, Close> statement(made);
    if (code == SQLITE_OK) {
        while ((code = sqlite3_step(made)) == SQLITE_ROW)
            visit(made);
    }
    return code == SQLITE_DONE ? QByteArray() : QByteArray(sqlite3_errmsg(database)) + " in " + sql;
}

QByteArray textAt(sqlite3_stmt *row, int column)
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(row, column));
    return {bytes, sqlite3_column_bytes(row, column)};
}

/// A row's values but for those that differ from run to run.
QByteArray lineOf(sqlite3_stmt *row, const QByteArray &table, const QByteArrayList &known)
{
    QByteArray line = table + ':';
    for (int column = 0; column < sqlite3_column_count(row); ++column) {
        const QByteArray name = sqlite3_column_name(row, column);
        QByteArray value = textAt(row, column);
        if (name == "at" || name == "milliseconds" || name == "first_seen" || name == "last_seen")
            continue;
        if (name == "collection" && !value.isEmpty() && !known.isEmpty())
            value = known.contains(value) ? "known" : "another";
        line += ' ' + name + '=' + value;
    }
    return line + '\n';
}

} // namespace

QByteArray rowsOf(const QString &fileName, const QByteArrayList &known)
{
    if (!QFileInfo::exists(fileName))
        return "no file\n";
    sqlite3 *opened = nullptr;
    const int code =
        sqlite3_open_v2(QFile::encodeName(fileName).constData(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, Close> database(opened);
    if (code != SQLITE_OK)
        return QByteArray("damaged: ") + sqlite3_errstr(code) + '\n';
    sqlite3_busy_timeout(opened, 10'000); // the server may be putting its log away
    QByteArray text;
    QByteArrayList tables;
    QByteArray problem =
        forEachRow(opened, "BEGIN", [](sqlite3_stmt *) {}); // one state, whoever writes meanwhile
    if (problem.isEmpty())
        problem = forEachRow(opened, "PRAGMA integrity_check", [&](sqlite3_stmt *row) {
            if (textAt(row, 0) != "ok")
                text += "damaged: " + textAt(row, 0) + '\n';
        });
    if (problem.isEmpty())
        problem = forEachRow(opened, "PRAGMA user_version",
                             [&](sqlite3_stmt *row) { text += "schema " + textAt(row, 0) + '\n'; });
    if (problem.isEmpty())
        problem = forEachRow(opened,
                             "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                             "'CREATE VIRTUAL%' ORDER BY name",
                             [&](sqlite3_stmt *row) { tables.append(textAt(row, 0)); });
    for (const QByteArray &table : std::as_const(tables)) {
        if (problem.isEmpty())
            problem = forEachRow(opened, "SELECT * FROM \"" + table + "\"",
                                 [&](sqlite3_stmt *row) { text += lineOf(row, table, known); });
    }
    if (!problem.isEmpty())
        text += "damaged: " + problem + '\n';
    return text;
}

void noteCollections(const QString &folder, const QByteArrayList &collections)
{
    QFile file(folder + u"/collections"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write(collections.join('\n')) < 0)
        qFatal("no collections");
}

QByteArrayList notedCollections(const QString &folder)
{
    QFile file(folder + u"/collections"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no collections");
    return file.readAll().split('\n');
}

QByteArray rowsOfDataDirectory(const QString &directory, const QByteArrayList &known)
{
    QStringList files;
    QDirIterator it(directory, QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next());
    files.sort();
    QByteArray text;
    for (const QString &file : std::as_const(files)) {
        const QString name = file.sliced(directory.size() + 1);
        if (name.endsWith(u"-wal"_s) || name.endsWith(u"-shm"_s) || name.endsWith(u".lock"_s) ||
            name == u"access.db"_s || name.contains(u".work/"_s) || name.startsWith(u".aside/"_s))
            continue;
        text += "== " + name.toUtf8() + '\n';
        if (name.endsWith(u".sqlite"_s))
            text += rowsOf(file, known);
    }
    return text;
}

QByteArray firstDifference(const QByteArray &actual, const QByteArray &expected)
{
    const QByteArrayList left = actual.split('\n');
    const QByteArrayList right = expected.split('\n');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        const QByteArray is = left.value(i, "(nothing more)");
        const QByteArray wanted = right.value(i, "(nothing more)");
        if (is != wanted)
            return "line " + QByteArray::number(i + 1) + " is \"" + is.left(200) + "\", not \"" +
                   wanted.left(200) + '"';
    }
    return "nothing differs";
}

void copyFolder(const QString &from, const QString &to, bool asAfterKill)
{
    if (!QDir().mkpath(to))
        qFatal("no folder %s", qPrintable(to));
    QDirIterator it(from, QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        const QString target = to + path.sliced(from.size());
        if (it.fileInfo().isDir())
            copyFolder(path, target, asAfterKill);
        else if (!path.endsWith(u".lock"_s) && !(asAfterKill && path.endsWith(u"-shm"_s)) &&
                 !QFileInfo::exists(target) && !QFile::copy(path, target))
            qFatal("no copy of %s", qPrintable(path));
    }
}

} // namespace GenMirror::Test
