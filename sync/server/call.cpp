#include "sync/server/call.h"

#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<qint64> TreeService::Call::integer(const QString &name, qint64 missing, qint64 minimum,
                                          qint64 maximum) const
{
    if (!query.hasQueryItem(name))
        return missing;
    bool ok = false;
    const qint64 value = query.queryItemValue(name).toLongLong(&ok);
    if (!ok || value < minimum || value > maximum)
        return failure(
            Error::Kind::InvalidArgument,
            u"The parameter \"%1\" must be an integer from %2 to %3."_s.arg(name).arg(minimum).arg(maximum));
    return value;
}

Result<UpdateRequest> TreeService::Call::updateRequest() const
{
    constexpr qint64 newest = std::numeric_limits<qint64>::max();
    const auto since = integer(u"since"_s, 0, 0, newest);
    if (!since)
        return failureOf(since);
    const auto limit = integer(u"limit"_s, 0, 1, 10'000'000);
    if (!limit)
        return failureOf(limit);
    const auto base = integer(u"base"_s, 0, 1, newest);
    if (!base)
        return failureOf(base);
    UpdateRequest update{.since = {*since}, .limit = *limit, .base = {*base}};
    if (query.hasQueryItem(u"collection"_s)) {
        const auto collection = CollectionId::fromHex(query.queryItemValue(u"collection"_s).toLatin1());
        if (!collection)
            return failure(Error::Kind::InvalidArgument,
                           u"The parameter \"collection\" is not valid. "_s + collection.error().detail);
        update.collection = *collection;
    }
    return update;
}

Result<std::pair<SetPath, ObjectId>> TreeService::Call::object() const
{
    QList<ObjectId> ids;
    for (const QByteArray &segment : segments) {
        auto id = Routes::idOfSegment(segment);
        if (!id)
            return failureOf(id);
        ids.append(*std::move(id));
    }
    if (ids.isEmpty() || ids.size() > SetPath::MaximumDepth + 1)
        return failure(Error::Kind::InvalidArgument,
                       u"After objects/ the path names the sets, at most %1, and then the object's id."_s.arg(
                           SetPath::MaximumDepth));
    const ObjectId id = ids.takeLast();
    return std::pair(SetPath(std::move(ids)), id);
}

Result<std::optional<Generation>> TreeService::Call::ifMatch() const
{
    const QByteArray value = request.header("If-Match");
    if (value.isNull())
        return std::nullopt;
    bool ok = false;
    const qint64 generation = value.size() > 2 && value.startsWith('"') && value.endsWith('"')
                                  ? value.mid(1, value.size() - 2).toLongLong(&ok)
                                  : 0;
    if (!ok || generation < 1)
        return failure(Error::Kind::InvalidArgument,
                       u"If-Match holds an object's generation in quotation marks, as its ETag does."_s);
    return Generation{generation};
}

Role TreeService::Route::role() const
{
    switch (needs) {
    case Needs::Nobody:
    case Needs::Reader:
    case Needs::ServerReader:
        break;
    case Needs::Editor:
        return Role::Editor;
    case Needs::Admin:
    case Needs::ServerAdmin:
        return Role::Admin;
    }
    return Role::Reader;
}

QByteArray TreeService::Route::pattern() const
{
    QByteArray pattern;
    for (const QByteArray &word : words) {
        if (word == "*")
            pattern += "/{tree}";
        else if (word == "**")
            pattern += "/{path}";
        else
            pattern += word.startsWith('*') ? QByteArray("/{" + word.mid(1) + '}') : QByteArray('/' + word);
    }
    return pattern;
}

bool TreeService::Route::matches(const QByteArrayList &segments) const
{
    const bool open = words.last() == "**";
    if (open ? segments.size() < words.size() : segments.size() != words.size())
        return false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!words[i].startsWith('*') && words[i] != segments[i])
            return false;
    }
    return true;
}

HttpResponse jsonResponse(QByteArray body, int status, HttpHeaders headers)
{
    headers.emplaceFront("Content-Type", "application/json");
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

HttpResponse errorResponse(const Error &error)
{
    const Problem problem = Problem::of(error);
    HttpResponse response{.status = problem.status,
                          .headers = {{"Content-Type", "application/problem+json"}},
                          .body = problem.toJson()};
    if (error.kind == Error::Kind::Unauthorized)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer realm=\"genmirror\"");
    if (error.kind == Error::Kind::TooManyRequests)
        response.headers.emplaceBack("Retry-After", "60");
    return response;
}

QString stringOfJson(QByteArrayView json)
{
    return QJsonDocument::fromJson('[' + json.toByteArray() + ']').array().at(0).toString();
}

QByteArray jsonTime(const QDateTime &time)
{
    if (!time.isValid())
        return "null";
    return '"' + time.toUTC().toString(Qt::ISODateWithMs).toLatin1() + '"';
}

} // namespace GenMirror
