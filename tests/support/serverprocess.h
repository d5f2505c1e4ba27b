#pragma once

#include <QProcess>
#include <QUrl>

namespace GenMirror::Test
{

/// A real genmirrord on a free loopback port.
class ServerProcess
{
public:
    explicit ServerProcess(QString program)
        : m_program(std::move(program))
    {
    }
    ~ServerProcess() { kill(); }

    /// Waits for the line that says it is ready.
    [[nodiscard]] bool start(const QString &dataDirectory, const QStringList &options = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(m_program,
                        QStringList{QStringLiteral("--data"), dataDirectory, QStringLiteral("--listen"),
                                    m_port == 0 ? QStringLiteral("127.0.0.1:0")
                                                : QStringLiteral("127.0.0.1:%1").arg(m_port)} +
                            options);
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(10000))
                return false;
        }
        const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
        m_url = QUrl(line.section(u' ', -1));
        m_port = m_url.port();
        return line.startsWith(QStringLiteral("listening on "));
    }
    /// SIGKILL.
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    /// SIGTERM; whether it ended with 0.
    [[nodiscard]] bool stop()
    {
        m_process.terminate();
        return m_process.waitForFinished(10000) && m_process.exitStatus() == QProcess::NormalExit &&
               m_process.exitCode() == 0;
    }
    [[nodiscard]] QUrl url() const { return m_url; }
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QString m_program;
    QProcess m_process;
    QUrl m_url;
    int m_port = 0; ///< Kept over restarts, so that clients find it again.
};

} // namespace GenMirror::Test
