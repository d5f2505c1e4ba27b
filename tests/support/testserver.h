#pragma once

#include "sync/server/http/httpserver.h"
#include "sync/server/treeservice.h"
#include "tests/support/rawhttp.h"

#include <QTemporaryDir>

namespace GenMirror::Test
{

/// The real server on real files, inside the test's process: a data directory that outlives restarts.
class TestServer
{
public:
    explicit TestServer(const TreeServiceOptions &options = {}, const HttpLimits &limits = {})
        : m_options(options)
        , m_limits(limits)
    {
        start();
    }
    ~TestServer() { stop(); }
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;

    void start()
    {
        auto service = TreeService::open(m_directory.path(), m_options);
        if (!service)
            qFatal("%s", qPrintable(service.error().detail));
        m_service = *std::move(service);
        m_http = std::make_unique<HttpServer>([this](const HttpHead &head) { return m_service->admit(head); },
                                              m_limits);
        if (auto ok = m_http->listen(QStringLiteral("127.0.0.1"), 0); !ok)
            qFatal("%s", qPrintable(ok.error().detail));
    }
    void stop()
    {
        if (m_service)
            m_service->prepareStop();
        m_http.reset();
        m_service.reset();
    }
    void restart()
    {
        stop();
        start();
    }

    [[nodiscard]] qsizetype connectionCount() const { return m_http->connectionCount(); }
    [[nodiscard]] quint16 port() const { return m_http->port(); }
    [[nodiscard]] QString directory() const { return m_directory.path(); }
    /// A new connection.
    [[nodiscard]] std::unique_ptr<RawHttp> connect() const { return std::make_unique<RawHttp>(port()); }

private:
    QTemporaryDir m_directory;
    TreeServiceOptions m_options;
    HttpLimits m_limits;
    std::unique_ptr<TreeService> m_service;
    std::unique_ptr<HttpServer> m_http;
};

} // namespace GenMirror::Test
