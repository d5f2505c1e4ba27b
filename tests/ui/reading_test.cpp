// Whatever is damaged in a cache: each way of reading it says so, or gives what it gave before.
#include "model/core/memorytreestorage.h"
#include "sync/cache/mirrorfiles.h"
#include "tests/support/realmirror.h"
#include "tests/ui/readings.h"

#include <QRandomGenerator>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype Page = 2048;

} // namespace

class ReadingTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    QByteArray m_whole; ///< The cache's file.
    QList<Reading> m_readings;
    QList<Reading> m_commands;
    QHash<QByteArray, QByteArray> m_expected; ///< By a reading's name.

    QString folder() const { return m_directory->path(); }
    void put(const QByteArray &contents) const
    {
        const QString fileName = mirrorFileName(folder(), Tree);
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(fileName + suffix);
        QFile file(fileName);
        if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
            qFatal("%s", qPrintable(file.errorString()));
    }
    /// How many of the readings told an error.
    int check(const QByteArray &contents, const QList<Reading> &readings, const QString &damage)
    {
        int failed = 0;
        for (const Reading &reading : readings) {
            put(contents);
            const auto result = reading.run(folder());
            failed += int(!result);
            if (result && *result != m_expected[reading.name]) {
                QTest::qFail(qPrintable(u"%1, %2: %3"_s.arg(QString::fromUtf8(reading.name), damage,
                                                            QString::fromUtf8(result->left(300)))),
                             __FILE__, __LINE__);
                return failed;
            }
        }
        return failed;
    }
    /// Those that go through all that there is. A look-up by an index, and the past, believe what is left of
    /// a page: there the digest tells.
    [[nodiscard]] QList<Reading> wholeReadings() const
    {
        QList<Reading> readings;
        for (const Reading &reading : m_readings) {
            if (QByteArrayList{"sets", "everything", "objects", "state", "order as stored",
                               "order by an attribute", "filter", "export of the tree", "export of rows"}
                    .contains(reading.name))
                readings.append(reading);
        }
        return readings;
    }
    [[nodiscard]] int pages() const { return int(m_whole.size() / Page); }

private Q_SLOTS:
    void initTestCase()
    {
        MemoryTreeStorage storage;
        GenerationalTree tree(storage, Tree);
        QVERIFY(GenerationalTree::initialize(storage));
        const SetPath nested{ObjectId::ofString(u"nested"_s)};
        QVERIFY(tree.createSet(nested));
        RealMirror mirror;
        const auto add = [&](int id, int version) {
            return tree.add(id % 4 == 0 ? nested : SetPath(),
                            "{\"id\":" + QByteArray::number(id) +
                                ",\"v\":" + QByteArray::number(version * 1000 + id) + ",\"t\":\"" +
                                QByteArray(200, char('a' + id % 26)) + "\"}");
        };
        for (int id = 0; id < 200; ++id)
            QVERIFY(add(id, 1));
        QVERIFY(mirror.poll(tree, 0));
        for (int round = 2; round < 6; ++round) {
            for (int id = 0; id < 20; ++id)
                QVERIFY(add(id * round, round));
            QVERIFY(tree.remove({}, ObjectId::ofInteger(180 + round)) || round % 4 == 0);
            QVERIFY(mirror.poll(tree, 0));
        }
        const auto history = mirror.history()->records(10).value();
        QCOMPARE(history.size(), 5);
        const qint64 oldest = history.last().id;
        const QByteArray then = QByteArray::number(history.last().to.value);
        mirror.reopen(); // puts the log away
        m_directory = std::make_unique<QTemporaryDir>();
        {
            const auto database = openToRead(mirror.directory(), Tree).value();
            const QString copy = u"%1/whole"_s.arg(folder());
            QVERIFY(database->prepare(u"VACUUM INTO '%1'"_s.arg(copy)).run());
            QFile file(copy);
            QVERIFY(file.open(QIODevice::ReadOnly));
            m_whole = file.readAll();
        }
        QVERIFY(m_whole.size() > 40 * Page);
        const OrderQuery sorted{.set = 1, .sort = OrderQuery::Sort::Attribute, .attribute = u"v"_s};
        QList<qint64> rows;
        for (qint64 row = 1; row <= 150; ++row)
            rows.append(row);
        m_readings = {
            ofReader("sets", [](MirrorReader &reader) { return told(reader.sets()); }),
            ofReader("everything", everything),
            ofReader("everything as it was", everything, oldest),
            ofReader("objects", [rows](MirrorReader &reader) { return told(reader.objects(rows)); }),
            ofReader("an object",
                     [](MirrorReader &reader) {
                         return reader.object(1, ObjectId::ofInteger(77)).map([](const auto &object) {
                             return object ? object->object.text : QByteArray("none");
                         });
                     }),
            ofReader("state",
                     [](MirrorReader &reader) {
                         return reader.state().map(
                             [](const MirrorState &state) { return state.digest.toHex(); });
                     }),
            ofFeed("history"),
            ofVersions("versions", 15),
            ofVersions("versions of what is gone", 183),
            ofOrder("order as stored", {.set = 1}),
            ofOrder("order by an attribute", sorted),
            ofOrder("filter", {.set = 1, .filter = ObjectFilter::parse(u"mmmm"_s).value()}),
            ofView("reorder",
                   [sorted, rows](CacheView &view) {
                       return told(view.reorder(sorted, rows, {3, 77, 5}, std::atomic<bool>(false)));
                   }),
            ofExport("export of the tree", {.isTree = true, .format = ExportOrder::Format::Json}),
            ofExport("export of rows",
                     {.rows = rows, .columns = {u"v"_s}, .format = ExportOrder::Format::Csv}),
            {"differences",
             [oldest](const QString &folder) -> Result<QByteArray> {
                 const auto reader = HistoryReader::open(folder, Tree);
                 const auto records =
                     reader ? (*reader)->records(10) : Result<QList<HistoryRecord>>(failureOf(reader));
                 if (!records)
                     return failureOf(records);
                 if (records->size() < 5 || records->last().id != oldest)
                     return QByteArray("records are missing");
                 QByteArray text;
                 const auto visited = (*reader)->visitDifferences(
                     records->last(), records->first(), [&text](const HistoryReader::Difference &difference) {
                         text += difference.id.toJson() + difference.before.value_or("-") +
                                 difference.after.value_or("-") + '\n';
                         return true;
                     });
                 return visited.map([&text] { return text; });
             }},
        };
        m_commands = {ofCommand({u"dump"_s, Tree}),
                      ofCommand({u"dump"_s, Tree, u"--at"_s, QString::fromLatin1(then)}),
                      ofCommand({u"diff"_s, Tree, QString::fromLatin1(then), u"now"_s}),
                      ofCommand({u"log"_s, Tree, u"15"_s}), ofCommand({u"history"_s, Tree})};
        for (const QList<Reading> &readings : {m_readings, m_commands}) {
            for (const Reading &reading : readings) {
                put(m_whole);
                const auto result = reading.run(folder());
                QVERIFY2(result, qPrintable(QString::fromUtf8(reading.name) +
                                            (result ? QString() : result.error().detail)));
                QVERIFY(!result->isEmpty());
                m_expected.insert(reading.name, *result);
            }
        }
    }

    void aPageThatIsOverwritten_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("by zeros") << 0;
        QTest::newRow("by anything") << 1;
        QTest::newRow("by zeros, but for its beginning") << 2;
        QTest::newRow("by zeros, a sector of it") << 3;
    }
    void aPageThatIsOverwritten()
    {
        QFETCH(const int, kind);
        QRandomGenerator random(quint32(kind + 1));
        int failed = 0;
        for (int page = 0; page < pages(); ++page) {
            QByteArray contents = m_whole;
            char *bytes = contents.data() + page * Page;
            const qsizetype from = kind == 2 ? 256 : kind == 3 ? 512 * (1 + page % 3) : 0;
            const qsizetype to = kind == 3 ? from + 512 : Page;
            for (qsizetype i = from; i < to; ++i)
                bytes[i] = kind == 1 ? char(random.bounded(256)) : '\0';
            const QString damage = u"page %1"_s.arg(page + 1);
            failed += check(contents, kind < 2 ? m_readings : wholeReadings(), damage);
            if (kind < 2 && page % 9 == 0 && !QTest::currentTestFailed())
                failed += check(contents, m_commands, damage);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(failed > pages() * 2, qPrintable(QString::number(failed)));
    }

    void aFileThatIsCut()
    {
        for (int page = 0; page < pages(); page += 3) {
            const QByteArray contents = m_whole.first(page * Page + (page % 2) * 700);
            const QString damage = u"cut after page %1"_s.arg(page);
            int failed = check(contents, m_readings, damage);
            if (page % 12 == 0 && !QTest::currentTestFailed())
                failed += check(contents, m_commands, damage);
            if (QTest::currentTestFailed())
                return;
            QVERIFY(failed >= m_readings.size() - 1);
        }
    }

    /// What no structure tells is found by the digest.
    void aLetterThatIsAltered()
    {
        for (const QByteArray &letters : {"eeeee"_ba, "\"v\":1077"_ba}) {
            QByteArray contents = m_whole;
            const qsizetype at = contents.indexOf(letters);
            QVERIFY(at > 0);
            contents[at + 4] = 'q';
            const int failed = check(contents, {m_commands[0]}, u"altered"_s);
            QCOMPARE(failed, 1);
        }
    }

    void aFileThatWasReplacedIsNoticed()
    {
        put(m_whole);
        const auto view = CacheView::open(folder(), Tree);
        QVERIFY(view && (*view)->sets());
        put(m_whole); // another file under the same name
        const auto sets = (*view)->sets();
        QVERIFY(!sets);
        QCOMPARE(sets.error().kind, Error::Kind::Storage);
        QVERIFY(CacheView::open(folder(), Tree).value()->sets());
    }

    /// After a failure the same reader tries anew.
    void aFailureIsForgottenOnceItIsTold()
    {
        put(m_whole);
        const auto reader = MirrorReader::open(folder(), Tree).value();
        QVERIFY(reader->viewAt(1));
        {
            const ReadTransaction reading = reader->readOneState();
            QVERIFY(reader->rows(1));
        } // never asked how it ended
        QCOMPARE(everything(*reader).value(), m_expected["everything as it was"]);
    }

    void outputThatCannotBeWrittenIsAFailure_data()
    {
        QTest::addColumn<QString>("output");
        QTest::newRow("full") << u">/dev/full"_s;
        QTest::newRow("closed") << u">&-"_s;
    }
    void outputThatCannotBeWrittenIsAFailure()
    {
        QFETCH(const QString, output);
        put(m_whole);
        for (const QString &arguments :
             {u"dump main"_s, u"diff main 202 now"_s, u"log main 15"_s, u"history main"_s, u"--version"_s}) {
            QProcess process;
            const QString command =
                u"%1 %2 --cache %3 %4"_s.arg(QStringLiteral(GENMIRRORCTL), arguments, folder(), output);
            process.start(u"sh"_s, {u"-c"_s, command});
            QVERIFY(process.waitForFinished(60'000));
            const QByteArray said = process.readAllStandardError();
            QVERIFY2(process.exitCode() == 1, qPrintable(arguments + QString::fromUtf8(said)));
            QVERIFY2(said.startsWith("genmirrorctl: Not all could be printed"), said.constData());
        }
    }
};

QTEST_GUILESS_MAIN(ReadingTest)
#include "reading_test.moc"
