// The power goes at any instant: what was written is played again up to there, with any part of what was not
// synced, and the product opens what is then on the disk. GENMIRROR_ROUNDS says how many such instants are
// tried of each run, GENMIRROR_SEED which.
#include "tests/faults/crashdisk.h"
#include "tests/faults/filestate.h"
#include "tests/faults/openmirror.h"
#include "tests/faults/openserver.h"

#include <QDir>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace GenMirror;
using namespace GenMirror::Test;

namespace
{

constexpr std::array kinds{Unsynced::Nothing, Unsynced::Everything, Unsynced::Prefix,
                           Unsynced::Subset,  Unsynced::Torn512,    Unsynced::Torn4096};

/// What was recorded, and what the files held at each mark: mark n was made when n deeds had been
/// acknowledged.
struct Run {
    QString before;
    QString folder;
    std::vector<FileEvent> events;
    QByteArrayList states;
    QByteArrayList deeds; ///< That led to each.
};

} // namespace

class CrashTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory{QFile::exists(u"/dev/shm"_s) ? u"/dev/shm/genmirror-crash-XXXXXX"_s
                                                           : u"genmirror-crash-XXXXXX"_s};
    std::mt19937 m_random;
    unsigned m_seed = 1;
    int m_rounds = 150;
    int m_images = 0;
    int m_folders = 0;

    QString newFolder()
    {
        const QString folder = m_directory.filePath(QString::number(++m_folders));
        QDir().mkpath(folder);
        return folder;
    }
    int upTo(int bound) { return int(m_random() % unsigned(bound)); }

    /// Opens what a crash left; what it holds then.
    using Look = std::function<Result<QByteArray>(const QString &folder)>;

    /// Crashes of a run at random places: each of its syncs is as likely as all else together.
    void crash(const Run &run, bool keepsLast, const Look &look)
    {
        std::vector<size_t> places;
        for (int i = 0; i < m_rounds; ++i)
            places.push_back(size_t(upTo(int(run.events.size()))) + 1);
        for (size_t i = 0; i < run.events.size(); ++i) {
            const auto kind = run.events[i].kind;
            if ((kind == FileEvent::Kind::Sync || kind == FileEvent::Kind::SyncFolder) &&
                upTo(int(run.events.size())) < m_rounds)
                places.push_back(i + size_t(upTo(2)));
        }
        std::ranges::sort(places);
        CrashDisk disk(run.before, run.folder);
        size_t played = 0;
        qint64 acknowledged = 0;
        for (const size_t place : places) {
            for (; played < place; ++played) {
                disk.play(run.events[played]);
                if (run.events[played].kind == FileEvent::Kind::Mark)
                    acknowledged = run.events[played].offset;
            }
            const Unsynced unsynced = kinds[size_t(upTo(int(kinds.size())))];
            const QString image = newFolder();
            disk.writeImage(image, unsynced, m_random);
            const auto found = look(image);
            ++m_images;
            const QByteArray at = "after " + QByteArray::number(place) + " of " +
                                  QByteArray::number(run.events.size()) + " calls, with " + nameOf(unsynced) +
                                  " of what was not synced, past \"" + run.deeds[acknowledged] + "\" (seed " +
                                  QByteArray::number(m_seed) + "): ";
            if (!found)
                QFAIL(QByteArray(at + "cannot be used: " + found.error().detail.toUtf8()).constData());
            const qint64 inFlight = std::min(acknowledged + 1, qint64(run.states.size()) - 1);
            const qint64 oldest = keepsLast ? acknowledged : 0;
            bool isKnown = false;
            for (qint64 state = oldest; state <= inFlight; ++state)
                isKnown = isKnown || *found == run.states[state];
            if (!isKnown)
                QFAIL(QByteArray(at + "is no state that it may be: " +
                                 firstDifference(*found, run.states[acknowledged]))
                          .constData());
            QDir(image).removeRecursively();
        }
    }

    static Result<QByteArray> stateOfServer(const QString &folder)
    {
        {
            OpenServer server(dataIn(folder));
            if (auto started = server.start(); !started)
                return failureOf(started);
            if (const auto trees = server.ask("GET", "/v1/trees"); !trees || trees->contains("problem"))
                return trees ? failure(Error::Kind::Damaged, QString::fromUtf8(*trees)) : failureOf(trees);
        }
        const QByteArray state = rowsOfDataDirectory(dataIn(folder));
        if (state.contains("damaged"))
            return failure(Error::Kind::Damaged, QString::fromUtf8(state));
        OpenServer server(dataIn(folder)); // and it goes on
        if (auto started = server.start(); !started)
            return failureOf(started);
        if (const auto put = server.ask("PUT", "/v1/trees/main/objects/1", R"({"id":1,"text":"on"})"); !put)
            return failureOf(put);
        return state;
    }

    /// Something that may be done to a server, as a request; all of it succeeds, or is refused, whatever is
    /// there.
    void doSomething(OpenServer &server, Run &run)
    {
        const QByteArray tree = "t" + QByteArray::number(upTo(3));
        const QByteArray backup = "b" + QByteArray::number(upTo(2));
        const QByteArray id = QByteArray::number(upTo(40));
        QByteArrayList request;
        switch (upTo(14)) {
        case 0:
            request = {"PUT", "/v1/trees/" + tree, R"({"maximum_removals":3})"};
            break;
        case 1:
            request = {"DELETE", "/v1/trees/" + tree};
            break;
        case 2:
            request = {"POST", "/v1/admin/backups", "{\"name\":\"" + backup + "\"}"};
            break;
        case 3:
            request = {"DELETE", "/v1/admin/backups/" + backup};
            break;
        case 4:
            request = {"POST", "/v1/admin/trees/" + (upTo(2) == 0 ? tree : "main") + "/restore",
                       "{\"backup\":\"" + backup + "\",\"reason\":\"test\"}"};
            break;
        case 5:
            request = {"POST", "/v1/admin/trees/main/compact", R"({"keep_removals":1})"};
            break;
        case 6:
            request = {"POST", "/v1/admin/trees/main/reset", R"({"reason":"test"})"};
            break;
        case 7:
        case 8:
            request = {"POST", "/v1/trees/main/batch",
                       batchOf(objectsFrom(upTo(40), 20, upTo(2) == 0 ? "some text" : "and another"))};
            break;
        case 9:
        case 10:
            request = {"DELETE", "/v1/trees/main/objects/" + id};
            break;
        default:
            request = {"PUT", "/v1/trees/main/objects/" + id,
                       "{\"id\":" + id + ",\"v\":" + QByteArray::number(upTo(1000)) + '}'};
        }
        (void)server.ask(request[0], request[1], request.value(2));
        acknowledge(run, rowsOfDataDirectory(dataIn(run.folder)), request.join(' '));
    }

    static void acknowledge(Run &run, const QByteArray &state, const QByteArray &deed)
    {
        run.states.append(state);
        run.deeds.append(deed);
        FileLayer::mark(run.states.size() - 1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_seed = qEnvironmentVariable("GENMIRROR_SEED", u"1"_s).toUInt();
        m_rounds = qEnvironmentVariable("GENMIRROR_ROUNDS", u"150"_s).toInt();
        m_random.seed(m_seed);
        QLoggingCategory::setFilterRules(u"genmirror.*=false"_s); // of each power loss
    }

    void aServerKeepsWhatItAcknowledged()
    {
        Run run{.before = newFolder(), .folder = newFolder()};
        {
            OpenServer server(dataIn(run.before));
            QVERIFY(server.start().has_value());
            QVERIFY(server.ask("PUT", "/v1/trees/main", R"({"maximum_removals":3})").has_value());
            QVERIFY(server
                        .ask("POST", "/v1/trees/main/batch",
                             batchOf("{\"op\":\"create-set\",\"set\":[\"nested\"]}," +
                                     objectsFrom(0, 40, "first")))
                        .has_value());
        }
        copyFolder(run.before, run.folder);
        FileLayer::watch(QFile::encodeName(run.folder));
        FileLayer::startRecording();
        acknowledge(run, rowsOfDataDirectory(dataIn(run.folder)), "start");
        {
            OpenServer server(dataIn(run.folder));
            QVERIFY(server.start().has_value());
            for (int i = 0; i < 40; ++i) {
                doSomething(server, run);
                if (upTo(3) == 0)
                    server.rest();
            }
        }
        run.events = FileLayer::stopRecording();
        FileLayer::watch({});
        crash(run, true, stateOfServer);
    }

    /// It may lose its last commits, which the server has still; what it has is whole.
    void aMirrorIsAWholeStateOfItsOwnPast()
    {
        Run run{.before = newFolder(), .folder = newFolder()};
        {
            const OpenMirror empty(run.before);
        }
        copyFolder(run.before, run.folder);
        FileLayer::watch(QFile::encodeName(run.folder));
        FileLayer::startRecording();
        acknowledge(run, rowsOf(mirrorFileName(run.folder, u"main"_s)), "nothing");
        {
            OpenMirror mirror(run.folder);
            QVERIFY(mirror.feed({}, source().early).has_value());
            for (int i = 0; i < 25; ++i) {
                acknowledge(run, rowsOf(mirrorFileName(run.folder, u"main"_s)), "update");
                source().change(
                    {Source::adding(30 + i, i), Source::adding(upTo(60), i), Source::removing(30 + i)});
                QVERIFY(mirror.apply(upTo(2) == 0 ? 0 : 1 + upTo(10), upTo(6) == 0).has_value());
                QCoreApplication::processEvents(); // the log is put away, the history pruned
            }
            acknowledge(run, rowsOf(mirrorFileName(run.folder, u"main"_s)), "update");
        }
        run.events = FileLayer::stopRecording();
        FileLayer::watch({});
        crash(run, false, [](const QString &folder) -> Result<QByteArray> {
            const QByteArray state = rowsOf(mirrorFileName(folder, u"main"_s));
            const QByteArray whole = stateOfMirror(folder);
            if (whole.contains("damaged"))
                return failure(Error::Kind::Damaged, QString::fromUtf8(whole));
            OpenMirror mirror(folder); // and it goes on
            if (auto on = mirror.apply(0); !on)
                return failureOf(on);
            return state;
        });
    }

    void cleanupTestCase() { qInfo("crash images: %d", m_images); }
};

QTEST_GUILESS_MAIN(CrashTest)
#include "crash_test.moc"
