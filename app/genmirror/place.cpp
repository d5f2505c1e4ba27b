#include "app/genmirror/place.h"

#include "model/core/plaintext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/protocol/routes.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestLink = 32 * 1024; // characters
constexpr qsizetype LongestQuoted = 200;     // characters of one that is told of

/// Host and port and nothing else: no name before an @ that looks like another host, no query.
bool isServer(const QString &text)
{
    static const QRegularExpression other(u"[\\s@?#\\\\]"_s);
    return !text.isEmpty() && isPlainText(text) && !text.contains(other);
}

} // namespace

QString Place::serverOf(const MirrorConfig &config)
{
    const QUrl address = config.classic ? QUrl(config.classic->urlTemplate) : config.server;
    return address.port() < 0 ? address.host()
                              : u"%1:%2"_s.arg(address.host(), QString::number(address.port()));
}

QString Place::toLink() const
{
    QByteArray path = tree.toUtf8().toPercentEncoding() + '/';
    for (const ObjectId &id : set.ids())
        path += QByteArray(Routes::segmentOf(id) + '/');
    if (object)
        path += Routes::segmentOf(*object);
    return u"genmirror://"_s + server + u'/' + QString::fromLatin1(path);
}

Result<Place> Place::fromLink(const QString &link)
{
    const QString scheme = u"genmirror://"_s;
    const auto wrong = [&link] {
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("\"%1\" is no link to an object or set: they look like "
                                     "genmirror://server/tree/set/id, with a "
                                     "slash at the end where a set is meant.")
                           .arg(visibly(link.left(LongestQuoted))));
    };
    if (link.size() > LongestLink)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("A link has at most %1 characters.").arg(LongestLink));
    if (!link.startsWith(scheme, Qt::CaseInsensitive))
        return wrong();
    const QByteArray rest = link.mid(scheme.size()).toUtf8();
    QByteArrayList parts = rest.split('/');
    if (parts.size() < 2 || !isServer(textOfUtf8(parts[0])))
        return wrong();
    Place place{.server = textOfUtf8(parts[0])};
    const auto tree = Routes::checkTreeName(textOfUtf8(QByteArray::fromPercentEncoding(parts[1])));
    if (!tree)
        return failureOf(tree);
    place.tree = *tree;
    const bool isSet = rest.endsWith('/') || parts.size() == 2;
    if (rest.endsWith('/'))
        parts.removeLast();
    for (qsizetype i = 2; i < parts.size(); ++i) {
        const bool isObject = i + 1 == parts.size() && !isSet;
        // Links are ours: a string that could be read as a value is in quotation marks.
        auto id = Routes::idOfSegment(parts[i], isObject ? SetKey::ofValue() : SetKey());
        if (!id)
            return failureOf(id);
        if (isObject)
            place.object = *std::move(id);
        else
            place.set = place.set.child(*id);
    }
    return place;
}

} // namespace GenMirror
