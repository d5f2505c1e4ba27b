#pragma once

#include <QDateTime>
#include <QTimer>

#include <chrono>
#include <functional>

namespace GenMirror
{

class HttpServer;

/// What there is to say of a certificate that is good until then; empty: nothing yet. From 30 days before its
/// end on, that it expires, and after it, that it has.
[[nodiscard]] QString certificateWarning(const QDateTime &expires, const QDateTime &now);

/// Warns of a server's certificate before clients refuse it: at once, and again each day.
///
/// For the thread whose event loop it lives in.
class CertificateWatch
{
public:
    using Warn = std::function<void(const QString &)>;

    /// `server` outlives it. `every`: how often.
    explicit CertificateWatch(const HttpServer &server, Warn warn,
                              std::chrono::milliseconds every = std::chrono::hours(24));

    /// Also now: the certificate is another one.
    void look() const;

private:
    const HttpServer &m_server;
    const Warn m_warn;
    QTimer m_timer;
};

} // namespace GenMirror
