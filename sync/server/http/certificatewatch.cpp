#include "sync/server/http/certificatewatch.h"

#include "sync/server/http/httpserver.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString certificateWarning(const QDateTime &expires, const QDateTime &now)
{
    constexpr qint64 soon = 30;              // days
    constexpr qint64 day = 24 * 60 * 60;     // seconds
    const qint64 left = now.secsTo(expires); // seconds
    if (left > soon * day)
        return {};
    const QString date = expires.toUTC().toString(Qt::ISODate);
    if (left <= 0)
        return u"The server's certificate has expired at %1: clients refuse it. Put another one in its place "
               u"and "
               "send SIGHUP."_s.arg(date);
    return u"The server's certificate expires at %1, in %2 days: then clients refuse it. Put another one in "
           u"its "
           "place and send SIGHUP."_s.arg(date)
               .arg(left / day);
}

CertificateWatch::CertificateWatch(const HttpServer &server, Warn warn, std::chrono::milliseconds every)
    : m_server(server)
    , m_warn(std::move(warn))
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    m_timer.start(every);
    look();
}

void CertificateWatch::look() const
{
    const auto expires = m_server.certificateExpires();
    if (!expires)
        return;
    if (const QString warning = certificateWarning(*expires, QDateTime::currentDateTimeUtc());
        !warning.isEmpty())
        m_warn(warning);
}

} // namespace GenMirror
