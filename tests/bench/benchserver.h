#pragma once

#include "tests/bench/rawclient.h"
#include "tests/support/serverprocess.h"

#include <QList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace GenMirror::Bench
{

/// About as long as usual: 170 bytes.
[[nodiscard]] QByteArray objectText(qint64 id, qint64 version);

/// Runs the event loop until something holds; false after `milliseconds` without it.
bool waitFor(const std::function<bool()> &condition, int milliseconds = 120'000);

/// A real server on a new directory with a tree "main", and a connection that writes to it.
class BenchServer
{
public:
    static constexpr qint64 Portion = 10'000; ///< Objects in a batch.

    explicit BenchServer(const QString &program);
    [[nodiscard]] bool start();
    /// Stops it in order, and starts it; milliseconds of the start, -1 if that failed.
    [[nodiscard]] double restart();
    /// The same, with TLS and tokens from then on.
    [[nodiscard]] double restartSecured();

    /// Objects 0 to `count` - 1, as far as they are not there yet.
    [[nodiscard]] bool fill(qint64 count);
    /// In one transaction.
    [[nodiscard]] bool put(const QList<qint64> &ids, qint64 version);

    [[nodiscard]] QUrl url() const { return m_process.url(); }
    [[nodiscard]] int port() const { return m_process.url().port(); }
    [[nodiscard]] qint64 pid() { return m_process.process().processId(); }
    /// On a new connection, since the server ends those that idle.
    [[nodiscard]] std::unique_ptr<RawClient> connect() const
    {
        return std::make_unique<RawClient>(port(), m_security);
    }
    /// A path in a directory that lives as long as this.
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }

private:
    [[nodiscard]] double startTimed();

    const QString m_program;
    QTemporaryDir m_directory;
    Test::ServerProcess m_process;
    QStringList m_options;
    Security m_security;
    qint64 m_filled = 0;
};

/// Shares requests 0 to `count` - 1 out to connections that each ask one after another; milliseconds until
/// the last has its answer, -1 if one was not as `ask` wants it. From threads of its own.
[[nodiscard]] double askTogether(const BenchServer &server, int connections, qint64 count,
                                 const std::function<bool(RawClient &client, qint64 number)> &ask);

} // namespace GenMirror::Bench
