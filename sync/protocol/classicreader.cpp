#include "sync/protocol/classicreader.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "sync/protocol/headerfield.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr QByteArrayView ByteOrderMark("\xef\xbb\xbf");

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

/// Generation and whether there are further pages: the fields of the native dialect that this one has, too.
Result<UpdateHeader> headerOf(const QList<JsonMember> &members)
{
    UpdateHeader header;
    for (const JsonMember &member : members) {
        if (member.name != "generation" && member.name != "more")
            continue;
        if (auto read = readHeaderField(member.name, member.value.toByteArray(), header); !read)
            return failureOf(read);
    }
    if (header.generation.isNone())
        return wrong(
            Sentences::tr("The answer holds no \"generation\", so it is no update of a generational set. "
                          "Check the address."));
    return header;
}

} // namespace

ClassicReader::ClassicReader(const ClassicShape &shape, MirrorStorage &stored, qsizetype maximumBytes)
    : m_shape(shape)
    , m_stored(stored)
    , m_maximumBytes(maximumBytes)
{
}

Result<UpdateHeader> ClassicReader::read(const Source &source, const UpdateRequest &request,
                                         UpdateVisitor &visitor) const
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
    if (update.startsWith(ByteOrderMark)) // some servers write it, though JSON has none
        update = update.sliced(ByteOrderMark.size());
    auto members = membersOf(update);
    if (!members)
        return wrong(Sentences::tr("The answer is no update: ") + members.error().detail);
    if (const QByteArrayView inner = valueOf(*members, "updates"); inner.startsWith('{')) {
        update = inner;
        members = membersOf(update);
        if (!members)
            return wrong(members.error().detail);
    }
    const auto header = headerOf(*members);
    if (!header)
        return failureOf(header);
    if (header->generation < request.since)
        return failure(
            Error::Kind::Conflict,
            Sentences::tr("The server is at generation %1, before ours; everything is fetched anew.")
                .arg(header->generation.value));
    UpdateHeader whole = *header;
    if (whole.more) // told to nobody: so a first sync knows that it is one, page by page
        whole.base =
            request.since.isNone() && m_stored.state().generation.isNone() ? whole.generation : request.base;
    if (!visitor.beginUpdate(whole, m_shape.key))
        return canceled().map([&] { return whole; });
    if (auto ok = readSet(update, {}, m_shape.key, visitor); !ok)
        return failureOf(ok);
    if (!visitor.endUpdate(whole))
        return canceled().map([&] { return whole; });
    return whole;
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
    QList<QByteArrayView> told;
    for (const QByteArray &name : membersOfASet()) {
        const QByteArrayView value = valueOf(*members, name);
        if (value.isEmpty())
            continue;
        const auto entries = elementsOf(value);
        if (!entries)
            return wrong(Sentences::tr("\"%1\" must be an array.").arg(QString::fromLatin1(name)));
        if (name == "removals")
            return readRemovals(*entries, told, path, key, visitor);
        if (name == "contents" && !visitor.beginContents())
            return canceled();
        told += *entries;
        for (const QByteArrayView entry : *entries) {
            if (auto ok = readMember(entry, path, key, visitor); !ok)
                return ok;
        }
    }
    return {};
}

/// After the objects, which may have taken the place of what was removed.
Result<void> ClassicReader::readRemovals(const QList<QByteArrayView> &removals,
                                         const QList<QByteArrayView> &adds, const SetPath &path,
                                         const SetKey &key, UpdateVisitor &visitor) const
{
    std::optional<QSet<ObjectId>> told; // once it is needed
    const auto isTold = [&](const ObjectId &id) {
        if (!told) {
            told.emplace();
            for (const QByteArrayView entry : adds)
                told->insert(key.idOf(entry).value_or(ObjectId()));
        }
        return told->contains(id);
    };
    for (const QByteArrayView entry : removals) {
        const auto id = ObjectId::fromValueJson(entry);
        if (!id)
            return wrong(Sentences::tr("A removal is no id: ") + id.error().detail);
        const auto other = key.kind == SetKey::Kind::Value ? std::nullopt : otherSpelling(*id, path);
        if (!visitor.removal(other && !isTold(*other) ? *other : *id))
            return canceled();
    }
    return {};
}

/// The object that is meant by an id that the set does not have: 7 by "7", or "7" by 7. The original has sets
/// that tell the ids of removals as strings, whatever they are in the objects. None where the set has ids of
/// both kinds: there either may be meant.
std::optional<ObjectId> ClassicReader::otherSpelling(const ObjectId &id, const SetPath &path) const
{
    const QByteArray &json = id.toJson();
    const auto other = id.isString() ? ObjectId::fromJson(QByteArrayView(json).sliced(1, json.size() - 2))
                                     : Result<ObjectId>(ObjectId::ofString(id.toDisplay()));
    if (!other || other->isString() == id.isString() || other->toDisplay() != id.toDisplay())
        return {};
    const auto set = storedSet(path);
    const auto isThere = [&](const ObjectId &member) {
        return m_stored.object(*set, member) || m_stored.child(*set, member);
    };
    const bool isMeant = set && !isThere(id) && isThere(*other) && !m_stored.hasIdsOf(*set, id.isString());
    return isMeant ? std::optional(*other) : std::nullopt;
}

std::optional<MirrorSet> ClassicReader::storedSet(const SetPath &path) const
{
    std::optional<MirrorSet> set = m_stored.root();
    for (const ObjectId &id : path.ids()) {
        set = m_stored.child(*set, id);
        if (!set)
            break;
    }
    return set;
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
    return hasMembers || storedSet(set) ? std::optional(m_shape.key) : std::nullopt;
}

} // namespace GenMirror
