#pragma once

#include <QFile>
#include <QTest>

#include <sqlite3.h>

namespace GenMirror::Test
{

/// Makes a file of an older version from tests/data/frozen/NAME.sql.
inline void thaw(const QString &name, const QString &fileName)
{
    QFile sql(QStringLiteral(FROZEN "/") + name + QStringLiteral(".sql"));
    if (!sql.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(sql.errorString()));
    sqlite3 *database = nullptr;
    char *problem = nullptr;
    if (sqlite3_open(QFile::encodeName(fileName).constData(), &database) != SQLITE_OK ||
        sqlite3_exec(database, "PRAGMA journal_mode=WAL", nullptr, nullptr, &problem) != SQLITE_OK ||
        sqlite3_exec(database, sql.readAll().constData(), nullptr, nullptr, &problem) != SQLITE_OK)
        qFatal("%s: %s", qPrintable(name), problem ? problem : "cannot be made");
    sqlite3_close(database);
}

} // namespace GenMirror::Test
