#pragma once

#include "sync/server/http/httpserver.h"
#include "sync/server/treeservice.h"
#include "tests/support/rawhttp.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace GenMirror::Test
{

using namespace Qt::StringLiterals;

/// The real server on a data directory, within the test's process.
class OpenServer
{
public:
    explicit OpenServer(QString directory)
        : m_directory(std::move(directory))
    {
    }
    ~OpenServer()
    {
        m_client.reset();
        if (m_service)
            m_service->prepareStop();
        m_http.reset();
        m_service.reset();
    }
    OpenServer(const OpenServer &) = delete;
    OpenServer &operator=(const OpenServer &) = delete;

    [[nodiscard]] Result<void> start()
    {
        if (m_service)
            return {};
        auto service = TreeService::open(
            m_directory, {.triesDisk = std::chrono::milliseconds(2), .looksAtTrees = std::chrono::hours(1)});
        if (!service)
            return failureOf(service);
        m_service = *std::move(service);
        m_http = std::make_unique<HttpServer>([this](const HttpHead &head) { return m_service->admit(head); },
                                              HttpLimits{});
        if (auto listens = m_http->listen(u"127.0.0.1"_s, 0); !listens)
            return listens;
        m_client = std::make_unique<RawHttp>(m_http->port());
        return {};
    }

    /// What is not a success is an error.
    [[nodiscard]] Result<QByteArray> ask(const QByteArray &method, const QByteArray &target,
                                         const QByteArray &body = {}, const QByteArrayList &headers = {})
    {
        const RawAnswer answer = m_client->request(method, target, body, headers);
        if (answer.status >= 200 && answer.status < 300)
            return answer.body;
        const QJsonObject problem = QJsonDocument::fromJson(answer.body).object();
        const QString detail = problem["detail"_L1].toString();
        const QString text =
            QString::fromUtf8(method + ' ' + target) + u": %1 %2"_s.arg(answer.status).arg(detail);
        m_client->disconnect();
        if (answer.status >= 400 && answer.status < 500)
            return failure(Error::Kind::NotFound, text); // as if the fault were the client's
        if (problem["title"_L1].toString() == "Damaged"_L1)
            return failure(Error::Kind::Damaged, text);
        return failure(answer.status == 0 ? Error::Kind::Network : Error::Kind::Storage, text);
    }

    /// Waits for what the one who writes does after an answer: by a batch that is refused when its turn
    /// comes.
    void rest() { (void)m_client->request("POST", "/v1/trees/main/batch", R"({"operations":[1]})"); }

private:
    QString m_directory;
    std::unique_ptr<TreeService> m_service;
    std::unique_ptr<HttpServer> m_http;
    std::unique_ptr<RawHttp> m_client;
};

inline QString dataIn(const QString &folder)
{
    return folder + u"/data"_s;
}

inline QByteArray objectsFrom(int first, int count, const char *text)
{
    QByteArrayList operations;
    for (int id = first; id < first + count; ++id)
        operations.append("{\"op\":\"add\",\"set\":" + QByteArray(id % 3 == 0 ? "[\"nested\"]" : "[]") +
                          ",\"object\":{\"id\":" + QByteArray::number(id) + ",\"text\":\"" + text + "\"}}");
    return operations.join(',');
}

inline QByteArray batchOf(const QByteArray &operations)
{
    return "{\"operations\":[" + operations + "]}";
}

} // namespace GenMirror::Test
