#include "sync/server/request/call.h"

#include "sync/protocol/routes.h"
#include "sync/sql/readtransaction.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<qint64> Call::integer(const QString &name, qint64 missing, qint64 minimum, qint64 maximum) const
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

Result<UpdateRequest> Call::updateRequest() const
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

Result<std::pair<SetPath, ObjectId>> Call::object(SqlStorage &storage) const
{
    if (segments.isEmpty() || segments.size() > SetPath::MaximumDepth + 1)
        return failure(Error::Kind::InvalidArgument,
                       u"After objects/ the path names the sets, at most %1, and then the object's id."_s.arg(
                           SetPath::MaximumDepth));
    QList<ObjectId> ids;
    for (const QByteArray &segment : segments.first(segments.size() - 1)) {
        auto id = Routes::idOfSegment(segment);
        if (!id)
            return failureOf(id);
        ids.append(*std::move(id));
    }
    SetPath path(std::move(ids));
    const auto set =
        inReadTransaction(storage.database(), [&] { return GenerationalTree(storage, tree).set(path); });
    if (!set)
        return failureOf(set);
    return Routes::idOfSegment(segments.last(), set->setKey).map([&](ObjectId id) {
        return std::pair(std::move(path), std::move(id));
    });
}

} // namespace GenMirror
