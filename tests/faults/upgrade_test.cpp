// Files that earlier versions wrote, frozen in tests/data/frozen: brought up to date with all that is in
// them. A step that fails leaves them as they were, and so does a program that knows less.
#include "model/core/generationaltree.h"
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorreader.h"
#include "sync/cache/mirrorstore.h"
#include "sync/cache/mirrorverifier.h"
#include "sync/cache/textindex.h"
#include "sync/server/access/accessstore.h"
#include "sync/server/store/sqlite/sqlstorage.h"
#include "tests/faults/filestate.h"
#include "tests/faults/frozen.h"
#include "tests/support/dump.h"
#include "tests/support/readonlyplace.h"
#include "tests/support/updatetext.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/wait.h>
#include <unistd.h>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// How many versions of a schema were frozen.
int versionsOf(const QString &name)
{
    return int(QDir(QStringLiteral(FROZEN)).entryList({name + u"-*.sql"_s}).size());
}

void addVersions(const QString &name)
{
    QTest::addColumn<int>("version");
    for (int version = 1; version <= versionsOf(name); ++version)
        QTest::addRow("schema %d", version) << version;
}

QByteArray bytesOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

QByteArray versionLine(const QString &fileName)
{
    return rowsOf(fileName).split('\n').value(0);
}

} // namespace

class UpgradeTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    [[nodiscard]] QString file(const QString &name) const { return m_directory->filePath(name); }
    void thawHere(const QString &name, int version, const QString &as) const
    {
        thaw(u"%1-%2"_s.arg(name).arg(version), file(as));
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void aTree_data() { addVersions(u"server"_s); }
    void aTree()
    {
        QFETCH(const int, version);
        thawHere(u"server"_s, version, u"main.sqlite"_s);
        const auto storage = SqlStorage::open(file(u"main.sqlite"_s), {.mode = SqlDatabase::Mode::Open});
        QVERIFY2(storage.has_value(), storage ? "" : qPrintable(storage.error().detail));
        GenerationalTree tree(**storage);
        const TreeState state = tree.state().value();
        QCOMPARE(state.collection.toHex(), "1d2805e37e86622f6dfc55e6c3637b15"_ba);
        QCOMPARE(state.generation, Generation{12});
        QVERIFY(tree.recomputeDigest().value() == state.digest);
        const Dump expected{{R"([] "a")", R"({"id": "a", "text": "changed"})"},
                            {R"([] 7)", R"({"id": 7, "text": "\u00fcnicode"})"},
                            {R"([] "prices")", ""},
                            {R"(["prices"] "oats")", "0.9"},
                            {R"(["prices"] "rye")", "1.5"}};
        QCOMPARE(dumpOf(tree), expected);
        UpdateText since9; // removals and floors are what they were, too
        QVERIFY(tree.updates({.since = {9}, .collection = state.collection}, since9).has_value());
        QCOMPARE(since9.text(), R"(+a -b -gone)"_ba);
        QVERIFY(rowsOf(file(u"main.sqlite"_s)).contains("key=frozen"));
        QCOMPARE((*storage)->journal().page(0, 10).value().records.size(), version == 1 ? 0 : 5);
        QVERIFY(tree.add({}, R"({"id":"new"})").has_value());
    }

    void theAccessStore_data() { addVersions(u"access"_s); }
    void theAccessStore()
    {
        QFETCH(const int, version);
        thawHere(u"access"_s, version, u"access.db"_s);
        const auto store = AccessStore::open(m_directory->path());
        QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().detail));
        const QList<Token> tokens = Result<QList<Token>>((*store)->tokens()).value();
        QCOMPARE(tokens.size(), 2);
        QCOMPARE(tokens[0].name, u"Anna's laptop"_s);
        QCOMPARE(tokens[0].role, Role::Editor);
        QCOMPARE(tokens[0].trees.patterns(), QStringList{u"user.anna.*"_s});
        QCOMPARE(tokens[1].role, Role::Admin);
        QCOMPARE(tokens[1].hash.size(), 32);
        const auto audit = (*store)->audit({});
        QVERIFY(audit.has_value());
        QCOMPARE(audit->size(), 2);
        QCOMPARE(audit->first().reason, u"too large"_s);
        const QList<ClientRecord> clients = Result<QList<ClientRecord>>((*store)->clients()).value();
        QCOMPARE(clients.size(), 1);
        QCOMPARE(clients[0].sent, Generation{12});
        QVERIFY((*store)->append({.at = QDateTime::currentDateTimeUtc(), .action = u"test"_s}).has_value());
    }

    void aMirror_data() { addVersions(u"cache"_s); }
    void aMirror()
    {
        QFETCH(const int, version);
        const QString directory = m_directory->path();
        thaw(u"cache-%1"_s.arg(version), mirrorFileName(directory, u"main"_s));
        const auto reader = MirrorReader::open(directory, u"main"_s); // a reader may come first
        QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
        QCOMPARE((*reader)->rows(1).value(), (QList<qint64>{1, 4}));
        QCOMPARE((*reader)->state()->generation, Generation{4});
        QVERIFY((*reader)->recomputeDigest().value() == (*reader)->state()->digest);
        const auto history = HistoryReader::open(directory, u"main"_s);
        QVERIFY(history.has_value());
        QCOMPARE((*history)->records(10)->size(), version == 1 ? 1 : 4);
        const auto texts = [&](int id) {
            QByteArrayList told;
            const auto versions = (*history)->versions({}, ObjectId::ofInteger(id));
            for (const ObjectVersion &text : versions.value())
                told.append(text.text.value_or("-"));
            return told;
        };
        if (version > 1) {
            QCOMPARE(texts(1), (QByteArrayList{R"({"id":1,"v":"new"})", R"({"id":1,"v":"old"})"}));
            QCOMPARE(texts(2), (QByteArrayList{R"({"id":2,"v":"again"})", "-", R"({"id":2,"v":"older"})",
                                               R"({"id":2,"v":"oldest"})"}));
            QCOMPARE(texts(3), (QByteArrayList{"-", R"({"id":3,"v":"gone"})"}));
        }
        const auto store = MirrorStore::open(directory, u"main"_s);
        QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().detail));
        QCOMPARE((*store)->objectCount(), 2);
        const auto stored = (*store)->stored();
        QVERIFY2(stored.has_value(), stored ? "" : qPrintable(stored.error().detail));
        QCOMPARE(stored->rowsVerified.isValid(), version >= 4);
    }

    /// As on a medium that cannot be written: by who looks into a mirror, and by no one who has it grow.
    void aMirrorThatCannotBeWritten_data() { addVersions(u"cache"_s); }
    void aMirrorThatCannotBeWritten()
    {
        QFETCH(const int, version);
        QVERIFY(QFile::setPermissions(m_directory->path(), QFile::Permissions(0x7555)));
        const QString directory = file(u"medium"_s);
        QVERIFY(QDir().mkpath(directory));
        const QString fileName = mirrorFileName(directory, u"main"_s);
        thaw(u"cache-%1"_s.arg(version), fileName);
        const QByteArray before = bytesOf(fileName);
        const ReadOnlyPlace place(directory);
        const auto reader = MirrorReader::open(directory, u"main"_s);
        QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
        QCOMPARE((*reader)->rows(1).value(), (QList<qint64>{1, 4}));
        QVERIFY((*reader)->recomputeDigest().value() == (*reader)->state()->digest);
        const auto history = HistoryReader::open(directory, u"main"_s);
        QVERIFY(history.has_value());
        QCOMPARE((*history)->records(10)->size(), version == 1 ? 1 : 4);
        const auto verified = MirrorVerifier::verify(directory, u"main"_s);
        QVERIFY2(verified.has_value(), verified ? "" : qPrintable(verified.error().detail));
        QVERIFY(bytesOf(fileName) == before);
    }

    void aTextIndex_data() { addVersions(u"index"_s); }
    void aTextIndex()
    {
        QFETCH(const int, version);
        const QString directory = m_directory->path();
        thaw(u"cache-3"_s, mirrorFileName(directory, u"main"_s));
        thaw(u"index-%1"_s.arg(version), mirrorFileName(directory, u"main"_s) + u".index"_s);
        const auto index = TextIndex::open(directory, u"main"_s);
        QVERIFY2(index.has_value(), index ? "" : qPrintable(index.error().detail));
        while (version == 1 && (*index)->catchUp().value()) { // what it held has no checksums: made again
        }
        const auto reader = MirrorReader::open(directory, u"main"_s);
        QVERIFY(reader.has_value());
        const ReadTransaction reading = (*reader)->readOneState();
        const auto found = TextIndex::candidates(**reader, directory, u"main"_s, 1, {u"again"_s}, 10);
        QVERIFY(found && *found);
        QCOMPARE(**found, QList<qint64>{4});
    }

    void aStepThatFailsLeavesTheFileAsItWas()
    {
        const QString name = file(u"things.sqlite"_s);
        {
            const auto made = SqlDatabase::open(name, {.resources = u":/older"_s});
            QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().detail));
            QVERIFY((*made)->begin().has_value());
            (*made)->prepare(u"INSERT INTO things VALUES (1, 'one'), (2, 'two')"_s).run();
            QVERIFY((*made)->commit().has_value());
        }
        const QByteArray before = bytesOf(name);
        const QByteArray rows = rowsOf(name);
        QVERIFY(rows.contains("text=two"));
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto failed = SqlDatabase::open(name, {.resources = u":/failing"_s});
            QVERIFY(!failed.has_value());
            QVERIFY2(failed.error().detail.contains(name), qPrintable(failed.error().detail));
            QCOMPARE(rowsOf(name), rows);
        }
        QVERIFY(bytesOf(name) == before);
        QCOMPARE(versionLine(name), "schema 1"_ba);
        const auto older = SqlDatabase::open(name, {.resources = u":/older"_s}); // which works on
        QVERIFY(older.has_value());
    }

    void aFileOfALaterVersionIsRefusedAndStays()
    {
        const QString name = file(u"things.sqlite"_s);
        QVERIFY(SqlDatabase::open(name, {.resources = u":/newer"_s}).has_value());
        const QByteArray before = bytesOf(name);
        const auto refused = SqlDatabase::open(name, {.resources = u":/older"_s});
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, Error::Kind::NewerSchema);
        QVERIFY(bytesOf(name) == before);
    }

    /// Programs of two versions start at once, as where one is installed while the other starts.
    void whoKnowsLessNeverSetsTheVersionBack()
    {
        constexpr int rounds = 40;
        for (int round = 0; round < rounds; ++round) {
            const QString name = file(u"things%1.sqlite"_s.arg(round));
            QVERIFY(SqlDatabase::open(name, {.resources = u":/older"_s}).has_value());
            std::vector<pid_t> programs;
            for (int i = 0; i < 4; ++i) {
                const pid_t program = ::fork();
                QVERIFY(program >= 0);
                if (program == 0) {
                    const auto opened =
                        SqlDatabase::open(name, {.resources = i % 2 == 0 ? u":/newer"_s : u":/older"_s});
                    const bool isWell = opened || opened.error().kind == Error::Kind::NewerSchema;
                    ::_exit(isWell && (i % 2 != 0 || opened) ? 0 : 1);
                }
                programs.push_back(program);
            }
            for (const pid_t program : programs) {
                int status = 0;
                QCOMPARE(::waitpid(program, &status, 0), program);
                QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
            }
            QCOMPARE(versionLine(name), "schema 2"_ba);
        }
    }
};

QTEST_GUILESS_MAIN(UpgradeTest)
#include "upgrade_test.moc"
