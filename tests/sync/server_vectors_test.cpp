#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "tests/support/testserver.h"
#include "tests/support/vectors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

/// Vectors played on the running server, as a client in any language would.
class HttpVectorTarget final : public VectorTarget
{
public:
    HttpVectorTarget(RawHttp &http, QByteArray tree, qint64 maximumRemovals)
        : m_http(http)
        , m_tree("/v1/trees/" + std::move(tree))
    {
        const QByteArray body = "{\"maximum_removals\":" + QByteArray::number(maximumRemovals) + '}';
        if (m_http.request("PUT", m_tree, body).status != 201)
            qFatal("no tree");
    }

    bool apply(const QJsonObject &step, const QByteArray &object) override
    {
        QJsonObject operation = step;
        for (const auto &field : {"error"_L1, "generation"_L1, "object"_L1})
            operation.remove(field);
        const QString op = step["op"_L1].toString();
        operation["op"_L1] = op == "set"_L1 ? u"create-set"_s : op;
        QByteArray json = QJsonDocument(operation).toJson(QJsonDocument::Compact);
        if (step.contains("object"_L1))
            json = json.chopped(1) + ",\"object\":" + object + '}';
        return m_http.request("POST", m_tree + "/batch", "{\"operations\":[" + json + "]}").status == 200;
    }
    [[nodiscard]] qint64 generation() override
    {
        return QJsonDocument::fromJson(m_http.get(m_tree).body).object()["generation"_L1].toInteger();
    }
    [[nodiscard]] QByteArray updates(qint64 since) override
    {
        return m_http.get(m_tree + "/updates?since=" + QByteArray::number(since)).body;
    }

private:
    RawHttp &m_http;
    QByteArray m_tree;
};

} // namespace

class ServerVectorsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRunningServerGivesTheOriginalsAnswers()
    {
        const TestServer server;
        const auto http = server.connect();
        int checks = 0;
        int trees = 0;
        const QString problem = playVectors(
            qEnvironmentVariable("GENMIRROR_VECTORS", QStringLiteral(VECTORS)),
            [&](qint64 maximumRemovals) {
                return std::make_unique<HttpVectorTarget>(*http, "vector" + QByteArray::number(++trees),
                                                          maximumRemovals);
            },
            checks);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(checks > 0);
    }
};

QTEST_GUILESS_MAIN(ServerVectorsTest)
#include "server_vectors_test.moc"
