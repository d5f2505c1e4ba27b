// Reading ahead on another thread leaves in a real cache what reading on one thread does, and ends as well.
#include "model/core/updateapplier.h"
#include "sync/cache/mirrorstore.h"
#include "sync/client/bytequeue.h"
#include "sync/client/readahead.h"
#include "sync/protocol/updatereader.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Objects = 20'000;

/// A long answer: a set in a set, objects changed twice, removals, and an id that becomes a set.
QByteArray longAnswer()
{
    QByteArray json =
        R"({"tree":"main","collection":"cccccccccccccccccccccccccccccccc","generation":42,"adds":[)";
    for (int id = 0; id < Objects; ++id)
        json += "{\"id\":" + QByteArray::number(id) + ",\"text\":\"" + QByteArray(id % 90, 'x') + "\"},";
    json += R"({"id":7,"text":"again"}],"removals":[8,9,"never"],"sets":[{"id":"outer","adds":[)";
    for (int id = 0; id < Objects; ++id)
        json += "{\"id\":\"" + QByteArray::number(id) + "\"},";
    return json + R"({"id":"last"}],"sets":[{"id":"inner","contents":[{"id":1},{"id":2}]}]},)"
                  R"({"id":11,"contents":[{"id":"in place of an object"}]}]})";
}

struct Outcome {
    std::optional<Error> error;
    QByteArray digest;
    qint64 objects = 0;
    QByteArrayList texts;
};

/// A fresh mirror on the disk that takes the answer in, `ahead` or on one thread.
class Mirror
{
public:
    Mirror() { m_store = *MirrorStore::open(m_directory.path(), u"main"_s); }

    Outcome take(const std::shared_ptr<ByteQueue> &queue, bool ahead, Generation since = {})
    {
        if (!m_store->begin())
            return {};
        UpdateApplier applier(*m_store, {.since = since, .collection = CollectionId()});
        const auto read = [&](UpdateVisitor &visitor) {
            return UpdateReader().read([&queue] { return queue->pop(); }, visitor);
        };
        const auto header = ahead ? readAhead(
                                        read, [&] { ++givenUp, queue->finish(false); }, applier)
                                  : read(applier);
        Outcome outcome;
        if (!header) {
            outcome.error = applier.error().value_or(header.error());
            m_store->rollback();
        } else if (const auto committed = m_store->commit(); !committed) {
            outcome.error = committed.error();
        }
        outcome.digest = m_store->state().digest.toHex();
        outcome.objects = m_store->objectCount();
        QList<MirrorSet> sets{m_store->root()};
        for (qsizetype i = 0; i < sets.size(); ++i) {
            sets += m_store->children(sets[i]);
            m_store->visitObjects(sets[i], [&](const MirrorObject &object) {
                outcome.texts.append(sets[i].path.toJson() + object.object.id.toJson() + object.object.text);
                return true;
            });
        }
        return outcome;
    }

    int givenUp = 0;

private:
    QTemporaryDir m_directory;
    std::unique_ptr<MirrorStore> m_store;
};

std::shared_ptr<ByteQueue> queueOf(const QByteArray &json, bool whole = true)
{
    auto queue = std::make_shared<ByteQueue>([] {});
    for (qsizetype at = 0; at < json.size(); at += 10'000)
        queue->push(json.mid(at, 10'000));
    queue->finish(whole);
    return queue;
}

} // namespace

class ClientReadaheadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void leavesWhatOneThreadLeaves()
    {
        const QByteArray json = longAnswer();
        const Outcome plain = Mirror().take(queueOf(json), false);
        const Outcome ahead = Mirror().take(queueOf(json), true);
        QVERIFY2(!plain.error && !ahead.error, qPrintable(ahead.error.value_or(Error{}).detail));
        QCOMPARE(plain.objects, 2 * Objects + 4 - 3); // of the numbers three are removed or became a set
        QCOMPARE(ahead.objects, plain.objects);
        QCOMPARE(ahead.digest, plain.digest);
        QCOMPARE(ahead.texts, plain.texts);
        QVERIFY(ahead.texts.contains("[]7{\"id\":7,\"text\":\"again\"}"_ba));
    }

    void aBrokenAnswerLeavesNothing_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<Error::Kind>("kind");
        const QByteArray json = longAnswer();
        QTest::newRow("cut") << json.left(json.size() / 2) << Error::Kind::Protocol;
        QTest::newRow("not JSON in the middle")
            << json.left(json.size() / 2) + "}}}" << Error::Kind::Protocol;
        QTest::newRow("no id in the end")
            << QByteArray(json).replace("{\"id\":\"last\"}", "{\"no\":1}") << Error::Kind::Protocol;
    }
    void aBrokenAnswerLeavesNothing()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const Error::Kind, kind);
        const Outcome outcome = Mirror().take(queueOf(json), true);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->kind, kind);
        QCOMPARE(outcome.objects, 0);
        QVERIFY(outcome.texts.isEmpty());
    }

    /// What the storing side refuses ends the reading side, though that waits for bytes which never come.
    void whatIsRefusedEndsAReaderThatWaits()
    {
        QByteArray deep = R"({"tree":"main","collection":"cccccccccccccccccccccccccccccccc","generation":42)";
        for (int depth = 0; depth <= SetPath::MaximumDepth; ++depth)
            deep += ",\"sets\":[{\"id\":" + QByteArray::number(depth);
        deep += ",\"adds\":[";
        for (int id = 0; id < 1000; ++id) // more than what waits to be handed over at once
            deep += "{\"id\":" + QByteArray::number(id) + "},";
        auto queue = std::make_shared<ByteQueue>([] {});
        queue->push(deep); // and no end
        Mirror mirror;
        const Outcome outcome = mirror.take(queue, true);
        QVERIFY(outcome.error);
        QVERIFY2(outcome.error->detail.contains("deeper"_L1), qPrintable(outcome.error->detail));
        QCOMPARE(outcome.objects, 0);
    }

    void aSlowAnswerIsTakenAsItComes()
    {
        const QByteArray json = longAnswer();
        auto queue = std::make_shared<ByteQueue>([] {});
        std::jthread network([&] {
            for (qsizetype at = 0; at < json.size(); at += 1000) {
                queue->push(json.mid(at, 1000));
                std::this_thread::yield();
            }
            queue->finish(true);
        });
        const Outcome outcome = Mirror().take(queue, true);
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.objects, 2 * Objects + 1);
    }

    void theQueueTellsWhetherMuchWaits()
    {
        ByteQueue queue([] {});
        queue.push(QByteArray(10, 'x'));
        QVERIFY(queue.waitFor(10));
        std::atomic<bool> answered = false;
        std::jthread waiting([&] { answered = queue.waitFor(1000); });
        queue.push(QByteArray(990, 'x'));
        waiting.join();
        QVERIFY(answered);
        queue.finish(true);
        QVERIFY(!queue.waitFor(2000)); // all has come: it does not wait
    }
};

QTEST_GUILESS_MAIN(ClientReadaheadTest)
#include "client_readahead_test.moc"
