// Caches that earlier versions wrote: brought up to date, with all that they remember.
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorreader.h"
#include "sync/cache/mirrorstore.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class ClientUpgradeTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    /// A cache as the version with this schema left it; empty if that worked, else why not.
    QString makeCache(int schema, const QString &content) const
    {
        QString failure;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
            database.setDatabaseName(mirrorFileName(m_directory.path(), u"main"_s));
            QString sql;
            for (int step = 1; step <= schema; ++step) {
                QFile file(u":/sql/cache/schema/%1.sql"_s.arg(step));
                if (!file.open(QIODevice::ReadOnly))
                    return file.fileName();
                sql += QString::fromUtf8(file.readAll()) + u'\n';
            }
            sql += content + u";\nPRAGMA user_version=%1"_s.arg(schema);
            database.open();
            QSqlQuery query(database);
            const QStringList statements = sql.split(u";\n"_s, Qt::SkipEmptyParts);
            for (const QString &statement : statements) {
                if (failure.isEmpty() && !query.exec(statement))
                    failure = query.lastError().text() + u": "_s + statement;
            }
        }
        QSqlDatabase::removeDatabase(u"old"_s);
        return failure;
    }

private Q_SLOTS:
    void init() { QVERIFY(m_directory.isValid()); }
    void cleanup() { QFile::remove(mirrorFileName(m_directory.path(), u"main"_s)); }

    /// It had no changes; its history stays readable, and the states in it are only not to be shown.
    void schema1()
    {
        QCOMPARE(
            makeCache(1, uR"(INSERT INTO objects (set_key, id, text) VALUES (1, x'31', x'7b226964223a317d');
UPDATE sets SET objects = 1;
INSERT INTO history VALUES (1, x'', 0, 2, 0, 0, 1, 0, 0, 10, 5, 1, x'5b5d'))"_s),
            QString());
        const auto reader = MirrorReader::open(m_directory.path(), u"main"_s); // a reader may come first
        QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
        QCOMPARE((*reader)->rows(1)->size(), 1);
        const auto store = MirrorStore::open(m_directory.path(), u"main"_s);
        QVERIFY(store.has_value());
        const auto history = HistoryReader::open(m_directory.path(), u"main"_s);
        QVERIFY(history.has_value());
        QCOMPARE((*history)->records(10)->size(), 1);
        QCOMPARE((*history)->records(10)->first().to.value, 2);
    }

    /// It found all changes by the object's id, not only those of objects that are gone.
    void schema2()
    {
        // 1 came, changed and is there; 2 changed, went, and came again; 3 went.
        QCOMPARE(
            makeCache(2, uR"(INSERT INTO objects (row, set_key, id, text) VALUES (1, 1, x'31', x'22633222');
INSERT INTO objects (row, set_key, id, text) VALUES (4, 1, x'32', x'227a22');
UPDATE sets SET objects = 2;
INSERT INTO history VALUES (1, x'', 0, 1, 0, 0, 3, 0, 0, 1, 1, 1, x'5b5d', 0, 0, x'', '');
INSERT INTO history VALUES (2, x'', 1, 2, 0, 0, 0, 2, 0, 1, 1, 1, x'5b5d', 2, 0, x'', '');
INSERT INTO history VALUES (3, x'', 2, 3, 0, 0, 0, 0, 2, 1, 1, 1, x'5b5d', 4, 0, x'', '');
INSERT INTO history VALUES (4, x'', 3, 4, 0, 0, 1, 0, 0, 1, 1, 1, x'5b5d', 5, 0, x'', '');
INSERT INTO changes (history, set_key, row, id, before) VALUES (2, 1, 1, x'31', x'22633122');
INSERT INTO changes (history, set_key, row, id, before) VALUES (2, 1, 2, x'32', x'227822');
INSERT INTO changes (history, set_key, row, id, before) VALUES (3, 1, 2, x'32', x'227922');
INSERT INTO changes (history, set_key, row, id, before) VALUES (3, 1, 3, x'33', x'227722');
INSERT INTO changes (history, set_key, row, id, before) VALUES (4, 1, 4, x'32', NULL))"_s),
            QString());
        const auto store = MirrorStore::open(m_directory.path(), u"main"_s);
        QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().detail));
        const auto history = HistoryReader::open(m_directory.path(), u"main"_s);
        QVERIFY(history.has_value());
        const auto texts = [&](int id) {
            QByteArrayList told;
            const auto versions = (*history)->versions({}, ObjectId::ofInteger(id));
            for (const ObjectVersion &version : versions.value())
                told.append(version.text.value_or("-"));
            return told;
        };
        QCOMPARE(texts(1), (QByteArrayList{"\"c2\"", "\"c1\""}));
        QCOMPARE(texts(2), (QByteArrayList{"\"z\"", "-", "\"y\"", "\"x\""}));
        QCOMPARE(texts(3), (QByteArrayList{"-", "\"w\""}));
        const auto reader = MirrorReader::open(m_directory.path(), u"main"_s);
        QVERIFY(reader.has_value());
        QVERIFY((*reader)->viewAt(2).has_value());
        QCOMPARE((*reader)->object(1, ObjectId::ofInteger(2)).value()->object.text, "\"y\""_ba);
        QCOMPARE((*reader)->object(1, ObjectId::ofInteger(3)).value()->object.text, "\"w\""_ba);
        QCOMPARE((*reader)->object(1, ObjectId::ofInteger(1)).value()->object.text, "\"c2\""_ba);
    }
};

QTEST_GUILESS_MAIN(ClientUpgradeTest)
#include "client_upgrade_test.moc"
