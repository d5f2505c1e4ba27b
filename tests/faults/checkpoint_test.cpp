// A checkpoint of a mirror's log that fails: told, and nothing is lost of what the log holds.
#include "sync/cache/mirrorverifier.h"
#include "sync/client/mirrorapplier.h"
#include "tests/faults/filelayer.h"
#include "tests/support/patience.h"

#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class CheckpointTest : public QObject
{
    Q_OBJECT

    /// Some 12 MiB: a log that is worth a checkpoint.
    static QByteArray longAnswer(int generation, int objects)
    {
        QByteArray json = "{\"tree\":\"main\",\"collection\":\"" + QByteArray(32, 'c') +
                          "\",\"generation\":" + QByteArray::number(generation) + ",\"adds\":[";
        Digest digest;
        for (int id = 0; id < objects; ++id) {
            const QByteArray text = "{\"id\":" + QByteArray::number(id) +
                                    ",\"g\":" + QByteArray::number(generation) + ",\"text\":\"" +
                                    QByteArray(2000, 'x') + "\"}";
            digest += Digest::ofObject("[]", ObjectId::ofInteger(id), text);
            json += QByteArray(id > 0 ? "," : "") + text;
        }
        return json + "],\"digest\":\"" + digest.toHex() + "\"}";
    }

private Q_SLOTS:
    void aCheckpointThatFailsIsToldAndTheLogReadAnew_data()
    {
        QTest::addColumn<int>("work");
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, FileWork work, int error, Error::Kind kind) {
            QTest::newRow(name) << int(work) << error << int(kind);
        };
        row("write EIO", FileWork::Write, EIO, Error::Kind::Storage);
        row("write ENOSPC", FileWork::Write, ENOSPC, Error::Kind::Full);
        row("sync EIO", FileWork::Sync, EIO, Error::Kind::Storage);
    }
    void aCheckpointThatFailsIsToldAndTheLogReadAnew()
    {
        QFETCH(const int, work);
        QFETCH(const int, error);
        QFETCH(const int, kind);
        const QTemporaryDir directory;
        MirrorConfig config;
        config.tree = u"main"_s;
        config.directory = directory.path();
        MirrorApplier applier;
        StoredMirror stored;
        std::optional<Error> failed;
        connect(&applier, &MirrorApplier::opened, this, [&](const StoredMirror &s) { stored = s; });
        connect(&applier, &MirrorApplier::applied, this,
                [&](const auto &, const StoredMirror &s) { stored = s; });
        connect(&applier, &MirrorApplier::cacheFailed, this, [&](const Error &e) { failed = e; });
        connect(&applier, &MirrorApplier::answerFailed, this, [&](const Error &e) { failed = e; });
        const auto apply = [&](const QByteArray &answer) {
            const auto queue = std::make_shared<ByteQueue>([] {});
            queue->push(answer);
            queue->finish(true);
            applier.apply(
                {.request = {.since = stored.state.generation, .collection = stored.state.collection}},
                queue);
        };
        FileLayer::watch(directory.path().toUtf8());
        applier.open(config);
        FileLayer::arm({.works = FileWork(work), .error = error, .ending = ".genmirror"});
        apply(longAnswer(5, 6000));
        QCOMPARE(stored.objects, 6000); // the update itself is not held up by it
        QVERIFY(!failed);
        QTRY_VERIFY(failed);
        QCOMPARE(FileLayer::disarm(), 1);
        QCOMPARE(int(failed->kind), kind);
        stored = {};
        failed.reset();
        applier.open(config); // as the session does
        QVERIFY2(!failed, failed ? qPrintable(failed->detail) : "");
        QCOMPARE(stored.objects, 6000);
        apply(longAnswer(6, 7000));
        QVERIFY2(!failed, failed ? qPrintable(failed->detail) : "");
        const auto verification = MirrorVerifier::verify(config.directory, config.tree);
        QVERIFY2(verification.has_value(), verification ? "" : qPrintable(verification.error().detail));
        QVERIFY2(verification->finding != Verification::Finding::Different,
                 qPrintable(verification->sentence));
        QCOMPARE(verification->objects, 7000);
        QTest::qWait(0);
        QVERIFY(!failed); // this time it was put away
        FileLayer::watch({});
    }
};

QTEST_GUILESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
