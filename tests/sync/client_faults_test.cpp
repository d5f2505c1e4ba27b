// What networks do to a mirror: after each fault it is right, or says that it is not connected; never wrong.
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/faultproxy.h"
#include "tests/support/patience.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = MirrorStatus::State;
using Fault = FaultProxy::Fault;

class ClientFaultsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_editor;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<QTemporaryDir> m_directory;
    QHash<qint64, QByteArray> m_digests; ///< The server's, by generation.
    int m_nextId = 1;

    MirrorConfig config(MirrorConfig::Push push)
    {
        return {.server = m_proxy->url(),
                .tree = u"main"_s,
                .directory = m_directory->filePath(u"cache"_s),
                .pollMilliseconds = 20,
                .push = push,
                .pollWithPushMilliseconds = 200,
                .silenceMilliseconds = 300,
                .maximumBackOffMilliseconds = 100,
                .pageLimit = 40,
                .requestTimeoutMilliseconds = 300};
    }
    /// Some objects come, some change, one goes; the server's digest is noted.
    void edit()
    {
        for (int n = 0; n < 10; ++n) {
            const int id = n < 8 ? m_nextId++ : m_nextId / 2 + n;
            const QByteArray number = QByteArray::number(id);
            const QByteArray text =
                "{\"id\":" + number + ",\"text\":\"" + QByteArray(300, char('a' + n)) + "\"}";
            QCOMPARE(m_editor->request("PUT", "/v1/trees/main/objects/" + number, text).status / 100, 2);
            note();
        }
        QCOMPARE(
            m_editor->request("DELETE", "/v1/trees/main/objects/" + QByteArray::number(m_nextId - 1)).status,
            200);
        note();
    }
    void note()
    {
        const QJsonObject tree = QJsonDocument::fromJson(m_editor->get("/v1/trees/main").body).object();
        m_digests.insert(tree["generation"_L1].toInteger(), tree["digest"_L1].toString().toLatin1());
    }
    [[nodiscard]] qint64 newest() const { return std::ranges::max(m_digests.keys()); }
    std::unique_ptr<MirrorReader> reader()
    {
        return MirrorReader::open(m_directory->filePath(u"cache"_s), u"main"_s).value();
    }
    /// What is stored adds up, and is what the server had at that generation.
    [[nodiscard]] QString wrongIn(MirrorReader &stored)
    {
        ReadTransaction reading = stored.readOneState();
        const MirrorState state = stored.state().value();
        const Digest digest = stored.recomputeDigest().value();
        if (!reading.end())
            return u"it cannot be read"_s;
        if (digest != state.digest)
            return u"the objects do not add up to the digest"_s;
        if (state.catchingUp || state.generation.isNone())
            return {};
        if (m_digests.value(state.generation.value) != digest.toHex())
            return u"it is not what the server had at generation %1"_s.arg(state.generation.value);
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_nextId = 1;
        m_digests.clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>(TreeServiceOptions{.events = {.heartbeat = 50ms}});
        m_editor = m_server->connect();
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main").status, 201);
        for (int n = 0; n < 20; ++n)
            edit();
    }
    void cleanup()
    {
        m_proxy.reset();
        m_editor.reset();
        m_server.reset();
    }

    void afterAFaultTheMirrorIsRightOrSaysSo_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<qint64>("afterBytes");
        QTest::addColumn<int>("push");
        const QList<std::pair<QByteArray, Fault>> faults{
            {"delay", Fault::Delay},         {"cut", Fault::Cut},         {"truncate", Fault::Truncate},
            {"duplicate", Fault::Duplicate}, {"garbage", Fault::Garbage}, {"stall", Fault::Stall},
            {"half-open", Fault::HalfOpen},  {"refuse", Fault::Refuse}};
        const QList<std::pair<QByteArray, MirrorConfig::Push>> ways{
            {"polling", MirrorConfig::Push::Off},
            {"signals", MirrorConfig::Push::Signals},
            {"updates pushed", MirrorConfig::Push::Updates}};
        for (const auto &[name, fault] : faults) {
            for (const qint64 afterBytes : {qint64(0), qint64(400), qint64(3000)}) {
                for (const auto &[way, push] : ways)
                    QTest::newRow(QByteArray(name + " after " + QByteArray::number(afterBytes) + ", " + way)
                                      .constData())
                        << int(fault) << afterBytes << int(push);
            }
        }
    }
    void afterAFaultTheMirrorIsRightOrSaysSo()
    {
        QFETCH(const int, fault);
        QFETCH(const qint64, afterBytes);
        QFETCH(const int, push);
        // During the first sync, from the first byte on:
        m_proxy->setFault(Fault(fault), afterBytes);
        MirrorSession session(config(MirrorConfig::Push(push)));
        QSignalSpy told(&session, &MirrorSession::statusChanged);
        session.start();
        const auto settled = [&] {
            return session.status().state == State::Offline ||
                   (session.status().state == State::Live && session.status().generation.value == newest());
        };
        QTRY_VERIFY(settled());
        QCOMPARE(wrongIn(*reader()), QString());
        m_proxy->setFault(Fault::None);
        QTRY_VERIFY(session.status().state == State::Live && session.status().generation.value == newest());
        QVERIFY(session.status().verified);
        QCOMPARE(wrongIn(*reader()), QString());
        // While it follows:
        m_proxy->setFault(Fault(fault), afterBytes);
        edit();
        QTRY_VERIFY(settled());
        QCOMPARE(wrongIn(*reader()), QString());
        edit();
        m_proxy->setFault(Fault::None);
        QTRY_VERIFY(session.status().state == State::Live && session.status().generation.value == newest());
        QVERIFY(session.status().verified);
        QCOMPARE(wrongIn(*reader()), QString());
        for (const QList<QVariant> &arguments : told) {
            const auto status = arguments.first().value<MirrorStatus>();
            if (status.verified && status.state == State::Live && m_digests.contains(status.generation.value))
                QCOMPARE(status.digest.toHex(), m_digests.value(status.generation.value));
        }
    }

    void aFlippedByteInTheCacheIsFoundAndRepaired()
    {
        {
            MirrorSession session(config(MirrorConfig::Push::Off));
            session.start();
            QTRY_VERIFY(session.status().state == State::Live && session.status().verified);
        }
        QFile file(m_directory->filePath(u"cache/main.genmirror"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qsizetype place = file.readAll().indexOf("\"id\":5,\"text\":\"") + 20;
        QVERIFY(place > 20 && file.seek(place));
        char byte = 0;
        QVERIFY(file.peek(&byte, 1) == 1);
        byte ^= 1;
        QVERIFY(file.write(&byte, 1) == 1);
        file.close();
        QVERIFY(!wrongIn(*reader()).isEmpty()); // what verify says
        MirrorSession session(config(MirrorConfig::Push::Off));
        QList<std::shared_ptr<const AppliedUpdate>> updates;
        connect(&session, &MirrorSession::updateApplied, this,
                [&](const auto &update) { updates.append(update); });
        session.start();
        QTRY_COMPARE(session.status().state, State::Live);
        session.repair();
        QTRY_VERIFY(!updates.isEmpty() && updates.last()->cause == UpdateCause::Repair);
        QCOMPARE(updates.last()->changedCount(), 1); // only what differs: views keep their rows
        QCOMPARE(updates.last()->addedCount() + updates.last()->removedCount(), 0);
        QTRY_VERIFY(session.status().verified);
        QCOMPARE(wrongIn(*reader()), QString());
    }
};

QTEST_GUILESS_MAIN(ClientFaultsTest)
#include "client_faults_test.moc"
