#include "model/core/setpath.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<SetPath> SetPath::fromJson(QByteArrayView json)
{
    const auto elements = elementsOf(json);
    if (!elements)
        return failure(elements.error().kind,
                       Sentences::tr("A set's path is a JSON array of ids: ") + elements.error().detail);
    if (elements->size() > MaximumDepth)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("Sets nest at most %1 deep; this path has %2 ids.")
                           .arg(MaximumDepth)
                           .arg(elements->size()));
    QList<ObjectId> ids;
    ids.reserve(elements->size());
    for (const QByteArrayView element : *elements) {
        auto id = ObjectId::fromJson(element);
        if (!id)
            return failureOf(id);
        ids.append(*std::move(id));
    }
    return SetPath(std::move(ids));
}

QByteArray SetPath::toJson() const
{
    QByteArray json = "[";
    for (const ObjectId &id : m_ids) {
        if (json.size() > 1)
            json += ',';
        json += id.toJson();
    }
    json += ']';
    return json;
}

QString SetPath::toDisplay() const
{
    if (isRoot())
        return u"/"_s;
    QStringList names;
    names.reserve(m_ids.size());
    for (const ObjectId &id : m_ids)
        names.append(id.toDisplay());
    return names.join(" / "_L1);
}

SetPath SetPath::child(const ObjectId &id) const
{
    SetPath path = *this;
    path.m_ids.append(id);
    return path;
}

SetPath SetPath::parent() const
{
    SetPath path = *this;
    if (!path.m_ids.isEmpty())
        path.m_ids.removeLast();
    return path;
}

bool SetPath::contains(const SetPath &other) const
{
    return m_ids.size() <= other.m_ids.size() && std::equal(m_ids.begin(), m_ids.end(), other.m_ids.begin());
}

} // namespace GenMirror
