#pragma once

#include "tests/support/testserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace GenMirror::Test
{

/// A server whose data directory is looked at and changed by hand, and what one says to it meanwhile.
class ServerFilesFixture : public QObject
{
protected:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_http;

    [[nodiscard]] static QJsonObject objectOf(const RawAnswer &answer)
    {
        return QJsonDocument::fromJson(answer.body).object();
    }
    [[nodiscard]] QString file(const QString &name) const { return m_server->directory() + u'/' + name; }
    void stop()
    {
        m_http.reset();
        m_server->stop();
    }
    void start()
    {
        m_server->start();
        m_http = m_server->connect();
    }
    void restart()
    {
        stop();
        start();
    }
    void makeTree(const QByteArray &tree, int objects = 1)
    {
        QCOMPARE(m_http->request("PUT", "/v1/trees/" + tree).status, 201);
        for (int i = 1; i <= objects; ++i)
            put(tree, i);
    }
    void put(const QByteArray &tree, int id)
    {
        const QByteArray number = QByteArray::number(id);
        QCOMPARE(m_http->request("PUT", "/v1/trees/" + tree + "/objects/" + number, "{\"id\":" + number + '}')
                     .status,
                 201);
    }
    [[nodiscard]] QJsonObject listed(const QString &tree) const
    {
        const QJsonArray trees = objectOf(m_http->get("/v1/trees"))[QLatin1StringView("trees")].toArray();
        for (const QJsonValue entry : trees) {
            if (entry[QLatin1StringView("tree")] == tree)
                return entry.toObject();
        }
        return {};
    }
};

} // namespace GenMirror::Test
