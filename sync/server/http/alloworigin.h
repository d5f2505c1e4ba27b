#pragma once

#include "sync/server/http/httpmessage.h"

#include <QList>

namespace GenMirror
{

/// Which pages of other origins may use the server from within a browser (CORS, as the Fetch standard has
/// it). Immutable, so for any thread.
class AllowedOrigins
{
public:
    /// None.
    AllowedOrigins() = default;
    /// As normalized() returns them.
    explicit AllowedOrigins(QByteArrayList origins)
        : m_origins(std::move(origins))
    {
    }

    /// An origin as browsers write it: scheme, host, and the port unless it is the scheme's own; null if the
    /// text is none.
    [[nodiscard]] static QByteArray normalized(const QString &text);
    /// Whether a page asks that is neither the server's own (scheme, host, port) nor allowed. Programs that
    /// are no pages send no Origin.
    [[nodiscard]] bool isForeign(const HttpHead &head) const;
    /// What stands in each answer to this request.
    [[nodiscard]] HttpHeaders headersFor(const HttpHead &head) const;
    /// The answer to a browser that asks before it sends (a preflight); none if this is no such question, or
    /// not from an allowed origin. Without headersFor().
    [[nodiscard]] std::optional<HttpResponse> preflight(const HttpHead &head) const;

private:
    [[nodiscard]] bool covers(const QByteArray &origin) const { return m_origins.contains(origin); }

    QByteArrayList m_origins;
};

} // namespace GenMirror
