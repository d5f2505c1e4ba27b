// Copies of a running server, and the way back.
#include "tests/support/accessserver.h"
#include "tests/support/patience.h"

#include <atomic>
#include <thread>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

class ServerBackupTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_server;

    QJsonObject tree(const QByteArray &name) const
    {
        return QJsonDocument::fromJson(m_server->askAdmin("GET", "/v1/trees/" + name).body).object();
    }
    RawAnswer backUp(const QByteArray &name) const
    {
        return m_server->askAdmin("POST", "/v1/admin/backups", "{\"name\":\"" + name + "\"}");
    }
    RawAnswer restore(const QByteArray &tree, const QByteArray &backup) const
    {
        return m_server->askAdmin("POST", "/v1/admin/trees/" + tree + "/restore",
                                  "{\"backup\":\"" + backup + "\",\"reason\":\"a test\"}");
    }

private Q_SLOTS:
    void init() { m_server = std::make_unique<AccessServer>(); }
    void cleanup() { m_server.reset(); }

    void aRestoredTreeHasTheOldObjectsUnderANewCollection()
    {
        m_server->put("inside", 1);
        const QJsonObject before = tree("inside");
        QCOMPARE(backUp("first").status, 201);
        m_server->put("inside", 2);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/trees/inside/objects/1").status, 200);
        QCOMPARE(restore("inside", "first").status, 200);
        const QJsonObject after = tree("inside");
        QCOMPARE(after["digest"_L1], before["digest"_L1]);
        QCOMPARE(after["objects"_L1], before["objects"_L1]);
        QVERIFY(after["collection"_L1] != before["collection"_L1]);
        const RawAnswer told = m_server->askAdmin("GET", "/v1/trees/inside/updates?since=2&collection=" +
                                                             before["collection"_L1].toString().toLatin1());
        QVERIFY(told.body.contains("\"reset\":true"));
        const QByteArray history = m_server->askAdmin("GET", "/v1/trees/inside/history").body;
        QVERIFY(history.contains("\"restored\"") && history.contains("\"created\"")); // it goes on
        m_server->put("inside", 3);
        m_server->restart();
        QCOMPARE(tree("inside")["objects"_L1].toInt(), 2);
    }

    void aTreeThatWasRemovedComesBack()
    {
        m_server->put("outside", 1);
        const QJsonObject before = tree("outside");
        QCOMPARE(backUp("all").status, 201);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/trees/outside").status, 204);
        QCOMPARE(restore("outside", "all").status, 200);
        QCOMPARE(tree("outside")["digest"_L1], before["digest"_L1]);
    }

    void aBackupWhilePeopleWriteIsOneState()
    {
        // Each batch moves one object from a set to the other: at each moment there are ten in all.
        QByteArray operations = R"({"op":"create-set","set":["a"]},{"op":"create-set","set":["b"]})";
        for (int id = 0; id < 10; ++id)
            operations +=
                ",{\"op\":\"add\",\"set\":[\"a\"],\"object\":{\"id\":" + QByteArray::number(id) + "}}";
        const auto batch = [this](const QByteArray &list) {
            return m_server->askAdmin("POST", "/v1/trees/inside/batch", "{\"operations\":[" + list + "]}")
                .status;
        };
        QCOMPARE(batch(operations), 200);
        std::atomic<bool> stop = false;
        std::atomic<int> moved = 0;
        std::thread writer([&] {
            for (int i = 0; !stop; ++i) {
                const QByteArray id = QByteArray::number(i % 10);
                const char *from = (i / 10) % 2 == 0 ? "a" : "b";
                const char *to = (i / 10) % 2 == 0 ? "b" : "a";
                moved +=
                    batch(QByteArray("{\"op\":\"remove\",\"set\":[\"") + from + "\"],\"id\":" + id +
                          "},{\"op\":\"add\",\"set\":[\"" + to + "\"],\"object\":{\"id\":" + id + "}}") == 200
                        ? 1
                        : 0;
            }
        });
        QTRY_VERIFY(moved > 5);
        for (int i = 0; i < 10; ++i) {
            const QByteArray name = "b" + QByteArray::number(i);
            const int before = moved;
            const int status = backUp(name).status;
            if (status != 201)
                stop = true;
            QCOMPARE(status, 201);
            QTRY_VERIFY(moved > before); // writing goes on
        }
        stop = true;
        writer.join();
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(restore("inside", "b" + QByteArray::number(i)).status, 200);
            QCOMPARE(tree("inside")["objects"_L1].toInt(), 10);
        }
    }

    void backupsAreListedAndRemoved()
    {
        QCOMPARE(backUp("one").status, 201);
        QCOMPARE(backUp("one").status, 409);
        QCOMPARE(m_server->askAdmin("POST", "/v1/admin/backups").status, 201); // named by the time
        QJsonArray list =
            QJsonDocument::fromJson(m_server->askAdmin("GET", "/v1/admin/backups").body)["backups"_L1]
                .toArray();
        QCOMPARE(list.size(), 2);
        const QJsonObject one = list[1].toObject();
        QCOMPARE(one["backup"_L1].toString(), u"one"_s);
        QCOMPARE(one["trees"_L1].toArray(), (QJsonArray{u"inside"_s, u"outside"_s}));
        QVERIFY(one["bytes"_L1].toInt() > 10'000);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/backups/one").status, 204);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/backups/one").status, 404);
    }

    void wrongNamesAndDamagedCopiesAreRefused()
    {
        for (const char *name : {"..", "../x", "a/b", ".hidden", "x~unfinished"})
            QCOMPARE(backUp(name).status, 400);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/backups/..").status, 404);
        QCOMPARE(m_server->askAdmin("DELETE", "/v1/admin/backups/%2e%2e%2f%2e%2e").status, 404);
        QCOMPARE(restore("inside", "none").status, 404);
        QCOMPARE(restore("inside", "..").status, 404);
        QCOMPARE(m_server->askAdmin("POST", "/v1/admin/trees/inside/restore", R"({"backup":"x"})").status,
                 400);
        m_server->put("inside", 1);
        QCOMPARE(backUp("bad").status, 201);
        QFile file(m_server->directory() + "/backups/bad/inside.sqlite"_L1);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(4096));
        file.write(QByteArray(16384, 'x'));
        file.close();
        const QJsonObject before = tree("inside");
        QCOMPARE(restore("inside", "bad").status, 500);
        QCOMPARE(tree("inside")["collection"_L1], before["collection"_L1]); // nothing happened
        QCOMPARE(tree("inside")["digest"_L1], before["digest"_L1]);
    }
};

QTEST_GUILESS_MAIN(ServerBackupTest)
#include "server_backup_test.moc"
