#include "sync/protocol/routes.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror::Routes
{

namespace
{

bool isUnreserved(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.' ||
           c == u'_' || c == u'-' || c == u'~';
}

bool looksLikeInteger(QByteArrayView text)
{
    if (text.startsWith('-'))
        text = text.sliced(1);
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
           (text.size() == 1 || text.front() != '0');
}

/// As JSON spells numbers: also what is refused for its size reads as one.
bool looksLikeNumber(QByteArrayView text)
{
    static const QRegularExpression number(u"\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?\\z"_s);
    return number.match(textOfUtf8(text)).hasMatch();
}

bool beginsAsJson(QByteArrayView text)
{
    return text.startsWith('"') || text.startsWith('{') || text.startsWith('[');
}

/// Whether in a set of values it is no string, or none that is well-formed.
bool readsAsValue(QByteArrayView text)
{
    return beginsAsJson(text) || looksLikeNumber(text) || text == "true" || text == "false" || text == "null";
}

} // namespace

Result<QString> checkTreeName(QStringView name)
{
    if (name.isEmpty() || name.size() > 128 || name.startsWith(u'.') ||
        !std::ranges::all_of(name, isUnreserved))
        return failure(
            Error::Kind::InvalidArgument,
            Sentences::tr(
                "A tree's name has 1 to 128 of the characters A-Z a-z 0-9 . _ - ~ and does not begin with a "
                "dot; \"%1\" has not.")
                .arg(name));
    return name.toString();
}

QByteArray segmentOf(const ObjectId &id)
{
    const QByteArray text = id.toDisplay().toUtf8();
    const bool plain = id.isString() && !text.isEmpty() && text != "." && text != ".." && !readsAsValue(text);
    return (plain ? text : id.toJson()).toPercentEncoding();
}

Result<ObjectId> idOfSegment(QByteArrayView percentEncoded, const SetKey &key)
{
    const QByteArray text = QByteArray::fromPercentEncoding(percentEncoded.toByteArray());
    if (text.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The path has an empty id; the empty string is written %22%22."));
    if (!text.isValidUtf8() || text.contains('\0'))
        return failure(Error::Kind::InvalidArgument, Sentences::tr("An id in the path is not UTF-8."));
    if (key.kind == SetKey::Kind::Value && readsAsValue(text))
        return ObjectId::fromValueJson(text);
    if (beginsAsJson(text) || looksLikeInteger(text))
        return ObjectId::fromJson(text);
    const ObjectId id = ObjectId::ofString(textOfUtf8(text));
    if (id.toJson().size() > ObjectId::MaximumLength)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("An id may have at most %1 bytes.").arg(ObjectId::MaximumLength));
    return id;
}

QByteArray trees(const QString &after)
{
    return after.isEmpty() ? "/v1/trees"_ba : "/v1/trees?after=" + after.toUtf8().toPercentEncoding();
}

QByteArray tree(QStringView name)
{
    return "/v1/trees/" + name.toUtf8().toPercentEncoding();
}

QByteArray updates(QStringView name)
{
    return tree(name) + "/updates";
}

QByteArray updates(QStringView name, const UpdateRequest &request, int waitSeconds)
{
    QByteArray path = updates(name) + "?since=" + QByteArray::number(request.since.value);
    if (!request.collection.isNone())
        path += "&collection=" + request.collection.toHex();
    if (request.limit > 0)
        path += "&limit=" + QByteArray::number(request.limit);
    if (!request.base.isNone())
        path += "&base=" + QByteArray::number(request.base.value);
    if (waitSeconds > 0)
        path += "&wait=" + QByteArray::number(waitSeconds);
    return path;
}

QByteArray batch(QStringView name)
{
    return tree(name) + "/batch";
}

QByteArray history(QStringView name)
{
    return tree(name) + "/history";
}

QByteArray events(QStringView tree, bool deliver)
{
    return "/v1/events?tree=" + tree.toUtf8().toPercentEncoding() + (deliver ? "&deliver=updates" : "");
}

QByteArray object(QStringView name, const SetPath &set, const ObjectId &id)
{
    QByteArray path = tree(name) + "/objects/";
    for (const ObjectId &segment : set.ids())
        path += segmentOf(segment) + '/';
    return path + segmentOf(id);
}

QUrl resolve(const QUrl &server, const QByteArray &pathAndQuery)
{
    QByteArray base = server.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith('/'))
        base.chop(1);
    return QUrl::fromEncoded(base + pathAndQuery, QUrl::StrictMode);
}

Result<QUrl> checkServerUrl(const QString &text)
{
    QString address = text.trimmed();
    if (!address.contains("://"_L1))
        address = "http://"_L1 + address;
    QUrl url(address, QUrl::StrictMode);
    const bool web = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !web || url.host().isEmpty())
        return failure(
            Error::Kind::InvalidArgument,
            Sentences::tr("\"%1\" is no server's address. It looks like http://localhost:8765.").arg(text));
    if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty())
        return failure(
            Error::Kind::InvalidArgument,
            Sentences::tr("A server's address has no query, fragment or user name: \"%1\".").arg(text));
    return url;
}

EntityTag treeTag(const CollectionId &collection, Generation generation, const Digest &digest)
{
    return {.opaque = collection.toHex() + '.' + QByteArray::number(generation.value) + '.' + digest.toHex()};
}

EntityTag updateTag(const CollectionId &collection, Generation generation, const Digest &digest,
                    Dialect dialect)
{
    EntityTag tag = treeTag(collection, generation, digest);
    if (dialect == Dialect::Classic)
        tag.opaque += ".classic";
    tag.isWeak = true;
    return tag;
}

} // namespace GenMirror::Routes
