#pragma once

#include <QDir>
#include <QFile>
#include <QMap>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

namespace GenMirror::Test
{

inline QByteArray contentsOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

inline void overwrite(const QString &fileName, const QByteArray &contents, qint64 at = 0)
{
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(contents), contents.size());
}

/// What an SQL statement gives in its first row and column; of a file that nobody has open.
inline QVariant askSql(const QString &fileName, const QString &sql)
{
    QVariant answer;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("askSql"));
        database.setDatabaseName(fileName);
        QSqlQuery query(database);
        if (database.open() && query.exec(sql) && query.next())
            answer = query.value(0);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("askSql"));
    return answer;
}

/// A file of a tree gets the worse for it; nobody has it open. What is there afterwards, or nothing.
struct Damage {
    const char *name;
    void (*inflict)(const QString &fileName);
    bool seenAtOnce; ///< By whoever opens the tree; else only by who reads that place.
};

inline const QList<Damage> &damages()
{
    static const QList<Damage> all{
        {"empty", [](const QString &file) { QVERIFY(QFile::resize(file, 0)); }, true},
        {"cut to a page and a half", [](const QString &file) { QVERIFY(QFile::resize(file, 3000)); }, true},
        {"no database", [](const QString &file) { overwrite(file, QByteArray(5000, 'x')); }, true},
        {"one byte at the root of the table tree",
         [](const QString &file) {
             const auto page =
                 askSql(file, QStringLiteral("SELECT rootpage FROM sqlite_schema WHERE name='tree'"))
                     .toLongLong();
             QVERIFY(page > 1);
             overwrite(file, QByteArray(1, '\0'), (page - 1) * 2048);
         },
         true},
        {"no row of state",
         [](const QString &file) { (void)askSql(file, QStringLiteral("DELETE FROM tree RETURNING 1")); },
         true},
        {"a page of objects",
         [](const QString &file) {
             const auto page =
                 askSql(file, QStringLiteral("SELECT rootpage FROM sqlite_schema WHERE name='members'"))
                     .toLongLong();
             QVERIFY(page > 1);
             overwrite(file, QByteArray(2048, 'x'), (page - 1) * 2048);
         },
         false},
        {"missing", [](const QString &file) { QVERIFY(QFile::remove(file)); }, true},
    };
    return all;
}

} // namespace GenMirror::Test
