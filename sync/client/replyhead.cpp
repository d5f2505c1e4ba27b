#include "sync/client/replyhead.h"

#include "model/core/sentences.h"
#include "sync/client/replyproblems.h"

#include <QLocale>
#include <QNetworkReply>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::optional<Error> problemOfHead(const QNetworkReply &reply, const QString &server)
{
    const auto refused = [](const QString &sentence) {
        return Error{.kind = Error::Kind::Protocol, .detail = sentence};
    };
    const int status = statusOf(reply);
    const bool mayBeBare = status == 204 || status == 304; // no body follows, so no field says where it ends
    if (reply.rawHeaderPairs().isEmpty() && status != 0 && !mayBeBare)
        return refused(
            Sentences::tr("The head of the answer of %1 cannot be read: it has no fields, or more than "
                          "%2 KiB of them.")
                .arg(server)
                .arg(MostOfHead / 1024));
    qsizetype bytes = 0;
    for (const auto &[name, value] : reply.rawHeaderPairs())
        bytes += name.size() + value.size() + 4; // ": " and the line's end
    if (bytes <= MostOfHead)
        return {};
    return refused(Sentences::tr("The head of the answer of %1 has %2 KiB; more than %3 KiB are not taken.")
                       .arg(server)
                       .arg(bytes / 1024)
                       .arg(MostOfHead / 1024));
}

std::optional<std::chrono::milliseconds> waitAskedFor(const QNetworkReply &reply, const QDateTime &now)
{
    constexpr std::chrono::milliseconds longest = std::chrono::hours(1);
    const int status = statusOf(reply);
    const QByteArray text = reply.rawHeader("Retry-After").trimmed();
    if ((status != 429 && status != 503) || text.isEmpty())
        return {};
    const bool isNumber = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber) // of any length
        return text.size() > 4 ? longest
                               : std::min(longest, std::chrono::milliseconds(text.toLongLong() * 1000));
    const QDateTime until = dateOfHead(text);
    if (!until.isValid())
        return {};
    const QDateTime told = dateOfHead(reply.rawHeader("Date")); // the server's clock may be another
    const auto left = std::chrono::milliseconds((told.isValid() ? told : now).msecsTo(until));
    return std::clamp(left, std::chrono::milliseconds(0), longest);
}

QDateTime dateOfHead(const QByteArray &text)
{
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace GenMirror
