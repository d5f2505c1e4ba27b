#include "sync/protocol/classicreader.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QByteArrayList &membersOfASet()
{
    static const QByteArrayList names{"adds", "contents", "removals"};
    return names;
}

tl::unexpected<Error> wrong(const QString &detail)
{
    return failure(Error::Kind::Protocol, detail);
}

Result<void> canceled()
{
    return failure(Error::Kind::Canceled, Sentences::tr("The update was given up while it was read."));
}

QByteArrayView valueOf(const QList<JsonMember> &members, QByteArrayView name)
{
    const auto found = std::ranges::find(members, name, &JsonMember::name);
    return found == members.end() ? QByteArrayView() : found->value;
}

} // namespace

ClassicReader::ClassicReader(const ClassicShape &shape, KnowsSet knowsSet, qsizetype maximumBytes)
    : m_shape(shape)
    , m_knowsSet(std::move(knowsSet))
    , m_maximumBytes(maximumBytes)
{
}

Result<UpdateHeader> ClassicReader::read(const Source &source, Generation since, UpdateVisitor &visitor) const
{
    QByteArray answer;
    for (QByteArray chunk = source(); !chunk.isEmpty(); chunk = source()) {
        answer += chunk;
        if (answer.size() > m_maximumBytes)
            return failure(
                Error::Kind::TooLarge,
                Sentences::tr(
                    "The answer is longer than %1 MiB, which is the most that is taken in this shape.")
                    .arg(m_maximumBytes / (1024 * 1024)));
    }
    QByteArrayView update = answer;
    auto members = membersOf(update);
    if (!members)
        return wrong(Sentences::tr("The answer is no update: ") + members.error().detail);
    if (const QByteArrayView inner = valueOf(*members, "updates"); inner.startsWith('{')) {
        update = inner;
        members = membersOf(update);
        if (!members)
            return wrong(members.error().detail);
    }
    const QByteArrayView text = valueOf(*members, "generation");
    bool isInteger = false;
    UpdateHeader header{.generation = {text.toLongLong(&isInteger)}};
    if (!isInteger || header.generation.value < 1)
        return wrong(
            Sentences::tr("The answer holds no \"generation\", so it is no update of a generational set. "
                          "Check the address."));
    if (header.generation < since)
        return failure(
            Error::Kind::Conflict,
            Sentences::tr("The server is at generation %1, before ours; everything is fetched anew.")
                .arg(header.generation.value));
    if (!visitor.beginUpdate(header, m_shape.key))
        return canceled().map([&] { return header; });
    if (auto ok = readSet(update, {}, m_shape.key, visitor); !ok)
        return failureOf(ok);
    if (!visitor.endUpdate(header))
        return canceled().map([&] { return header; });
    return header;
}

Result<void> ClassicReader::readSet(QByteArrayView text, const SetPath &path, const SetKey &key,
                                    UpdateVisitor &visitor) const
{
    if (path.depth() > SetPath::MaximumDepth)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("The answer nests sets deeper than %1.").arg(SetPath::MaximumDepth));
    const auto members = membersOf(text);
    if (!members)
        return wrong(members.error().detail);
    for (const QByteArray &name : membersOfASet()) {
        const QByteArrayView value = valueOf(*members, name);
        if (value.isEmpty())
            continue;
        const auto entries = elementsOf(value);
        if (!entries)
            return wrong(Sentences::tr("\"%1\" must be an array.").arg(QString::fromLatin1(name)));
        if (name == "contents" && !visitor.beginContents())
            return canceled();
        for (const QByteArrayView entry : *entries) {
            if (name != "removals") {
                if (auto ok = readMember(entry, path, key, visitor); !ok)
                    return ok;
                continue;
            }
            const auto id = ObjectId::fromValueJson(entry);
            if (!id)
                return wrong(Sentences::tr("A removal is no id: ") + id.error().detail);
            if (!visitor.removal(*id))
                return canceled();
        }
    }
    return {};
}

Result<void> ClassicReader::readMember(QByteArrayView text, const SetPath &path, const SetKey &key,
                                       UpdateVisitor &visitor) const
{
    if (const auto setKey = keyIfSet(text, path)) {
        const auto id =
            memberText(text, "id").and_then([](QByteArrayView t) { return ObjectId::fromJson(t); });
        if (!id)
            return wrong(Sentences::tr("A nested set's \"id\" is not usable: ") + id.error().detail);
        if (!visitor.beginSet(*id, *setKey))
            return canceled();
        if (auto ok = readSet(text, path.child(*id), *setKey, visitor); !ok)
            return ok;
        return visitor.endSet() ? Result<void>() : canceled();
    }
    const auto id = key.idOf(text);
    if (!id)
        return wrong(
            Sentences::tr(
                "An object of the answer is not usable: %1 If its ids stand in another attribute, say which.")
                .arg(id.error().detail));
    return visitor.object({*id, text.toByteArray()}) ? Result<void>() : canceled();
}

std::optional<SetKey> ClassicReader::keyIfSet(QByteArrayView text, const SetPath &path) const
{
    const auto members = membersOf(text);
    const auto id = members ? ObjectId::fromJson(valueOf(*members, "id")) : Result<ObjectId>(wrong({}));
    if (!id)
        return {};
    const SetPath set = path.child(*id);
    if (!m_shape.sets.isEmpty()) {
        const auto named =
            std::ranges::find_if(m_shape.sets, [&](const SetPattern &p) { return p.matches(set); });
        if (named != m_shape.sets.end())
            return named->key;
        const bool leadsToOne =
            std::ranges::any_of(m_shape.sets, [&](const SetPattern &p) { return p.isBelow(set); });
        return leadsToOne ? std::optional(SetKey()) : std::nullopt;
    }
    bool hasMembers = false;
    for (const JsonMember &member : *members) {
        const bool ofASet = membersOfASet().contains(member.name) && member.value.startsWith('[');
        if (!ofASet && member.name != "id")
            return {};
        hasMembers = hasMembers || ofASet;
    }
    // An id and nothing else is a set without news, or an object that has nothing else.
    return hasMembers || (m_knowsSet && m_knowsSet(set)) ? std::optional(m_shape.key) : std::nullopt;
}

} // namespace GenMirror
