#include "model/core/jsontext.h"

#include "model/core/jsonparse.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using rapidjson::SizeType;

/// Counts depth; stops past the limit.
struct DepthHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DepthHandler> {
    qsizetype maximumDepth = 0;
    qsizetype depth = 0;

    bool Default() { return true; }
    bool StartObject() { return ++depth <= maximumDepth; }
    bool StartArray() { return ++depth <= maximumDepth; }
    bool EndObject(SizeType) { return leave(); }
    bool EndArray(SizeType) { return leave(); }
    bool leave()
    {
        --depth;
        return true;
    }
};

/// Notes where the members (or elements) of the outermost value begin and end.
struct SliceHandler {
    const JsonTextStream &stream;
    QByteArrayView text;
    qsizetype maximumDepth = 0;
    qsizetype depth = 0;
    bool isArray = false;
    bool isObject = false;
    QByteArray name;
    qsizetype begin = 0;
    QList<JsonMember> members;
    QByteArrayView wanted; ///< Only members of this name are noted; null: all.
    bool isWanted = false;
    qsizetype maximumMembers = std::numeric_limits<qsizetype>::max(); ///< Past it reading ends.
    bool hasMore = false;
    bool endsThere = false; ///< Reading ends once there are so many: what follows is not looked at.

    bool scalar(qsizetype end)
    {
        if (depth != 1)
            return true;
        if (!wanted.isNull() && !isWanted)
            return begin = end, true;
        if (members.size() == maximumMembers) {
            hasMore = true;
            return false;
        }
        finish(end);
        return !(endsThere && members.size() == maximumMembers);
    }
    /// The value ends where the stream is; it began at its first byte after the separator.
    void finish(qsizetype end)
    {
        QByteArrayView slice = text.sliced(begin, end - begin).trimmed();
        members.append({name, slice});
        begin = end;
    }
    [[nodiscard]] qsizetype here() const { return qsizetype(stream.Tell()); }
    /// Steps over the separator that stands between the last token and the next value.
    void skipTo(char separator)
    {
        const qsizetype at = text.indexOf(separator, begin);
        begin = at < 0 ? begin : at + 1;
    }
    void beforeValue()
    {
        if (depth != 1)
            return;
        if (isObject)
            skipTo(':');
        else if (!members.isEmpty())
            skipTo(',');
    }
    bool Null() { return beforeValue(), scalar(here()); }
    bool Bool(bool) { return beforeValue(), scalar(here()); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char *, SizeType, bool) { return beforeValue(), scalar(here()); }
    bool String(const char *, SizeType, bool) { return beforeValue(), scalar(here()); }
    bool Key(const char *key, SizeType length, bool)
    {
        if (depth == 1) {
            if (wanted.isNull())
                name = QByteArray(key, qsizetype(length));
            else
                isWanted = QByteArrayView(key, qsizetype(length)) == wanted;
            begin = here();
        }
        return true;
    }
    bool start(bool object)
    {
        beforeValue();
        if (++depth > maximumDepth)
            return false;
        if (depth == 1) {
            isObject = object;
            isArray = !object;
            begin = here() + 1; // the iterative reader tells of a bracket before it takes it
        }
        return true;
    }
    bool StartObject() { return start(true); }
    bool StartArray() { return start(false); }
    bool end()
    {
        --depth;
        return scalar(here() + 1);
    }
    bool EndObject(SizeType) { return end(); }
    bool EndArray(SizeType) { return end(); }
};

/// Takes one string and nothing else.
struct StringHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, StringHandler> {
    qsizetype depth = 0;
    std::optional<QString> text;

    bool Default() { return false; }
    bool String(const char *string, SizeType length, bool)
    {
        text = textOfUtf8(QByteArrayView(string, qsizetype(length)));
        return true;
    }
};

enum class Outermost { Object, Array };

/// Of an object all members, or those that are called as `wanted` says.
Result<QList<JsonMember>> slices(QByteArrayView text, Outermost expected, const JsonLimits &limits,
                                 QByteArrayView wanted = {})
{
    JsonTextStream stream(text);
    SliceHandler handler{.stream = stream,
                         .text = text,
                         .maximumDepth = limits.maximumDepth,
                         .wanted = wanted,
                         .maximumMembers = limits.maximumMembers};
    if (auto ok = parseJson(stream, text, handler, limits); !ok) {
        if (handler.hasMore)
            return failure(Error::Kind::TooLarge,
                           Sentences::tr("There are more than %1 here.").arg(limits.maximumMembers));
        return failureOf(ok);
    }
    if (expected == Outermost::Object && !handler.isObject)
        return failure(Error::Kind::InvalidArgument, Sentences::tr("A JSON object is expected here."));
    if (expected == Outermost::Array && !handler.isArray)
        return failure(Error::Kind::InvalidArgument, Sentences::tr("A JSON array is expected here."));
    return std::move(handler.members);
}

} // namespace

Result<void> checkJson(QByteArrayView text, const JsonLimits &limits)
{
    DepthHandler handler;
    handler.maximumDepth = limits.maximumDepth;
    return parseJson(text, handler, limits);
}

Result<QByteArrayView> memberText(QByteArrayView object, QByteArrayView name)
{
    const auto members = slices(object, Outermost::Object, {}, name.isNull() ? QByteArrayView("") : name);
    if (!members)
        return failureOf(members);
    if (members->size() > 1)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The object has the attribute \"%1\" twice.").arg(textOfUtf8(name)));
    return members->isEmpty() ? QByteArrayView() : members->first().value;
}

QByteArrayView firstMember(QByteArrayView object, QByteArrayView name)
{
    JsonTextStream stream(object);
    const JsonLimits limits;
    SliceHandler handler{.stream = stream,
                         .text = object,
                         .maximumDepth = limits.maximumDepth,
                         .wanted = name,
                         .maximumMembers = 1,
                         .endsThere = true};
    rapidjson::Reader reader;
    const rapidjson::ParseResult parsed = reader.Parse<JsonParseFlags>(stream, handler);
    const bool found = parsed.Code() == rapidjson::kParseErrorTermination && handler.isObject &&
                       !handler.members.isEmpty(); // the handler ends it there
    return found ? handler.members.first().value : QByteArrayView();
}

Result<QList<JsonMember>> membersOf(QByteArrayView object, const JsonLimits &limits)
{
    return slices(object, Outermost::Object, limits);
}

Result<QList<JsonMember>> fieldsOf(QByteArrayView object)
{
    constexpr qsizetype most = 64; // each is compared with those before it
    auto members = membersOf(object, {.maximumMembers = most});
    if (!members && members.error().kind == Error::Kind::TooLarge && checkJson(object))
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("There are more than %1 fields here.").arg(most));
    if (!members)
        return members;
    for (auto member = members->cbegin(); member != members->cend(); ++member) {
        if (std::find_if(members->cbegin(), member,
                         [&](const JsonMember &before) { return before.name == member->name; }) != member)
            return failure(Error::Kind::InvalidArgument,
                           Sentences::tr("The field \"%1\" occurs twice.").arg(textOfUtf8(member->name)));
    }
    return members;
}

Result<QList<QByteArrayView>> elementsOf(QByteArrayView array, const JsonLimits &limits)
{
    const auto members = slices(array, Outermost::Array, limits);
    if (!members)
        return failureOf(members);
    QList<QByteArrayView> elements;
    elements.reserve(members->size());
    for (const JsonMember &element : *members)
        elements.append(element.value);
    return elements;
}

std::optional<QString> jsonStringText(QByteArrayView value)
{
    if (!value.startsWith('"'))
        return {};
    StringHandler handler;
    const auto parsed = parseJson(value, handler, {});
    return parsed ? std::move(handler.text) : std::nullopt;
}

QJsonDocument jsonDocumentOf(const QByteArray &json, QJsonParseError *error)
{
    constexpr QByteArrayView quoted("\"\xEF\xBB\xBF");
    if (!json.contains(quoted))
        return QJsonDocument::fromJson(json, error);
    QByteArray escaped;
    qsizetype done = 0;
    for (qsizetype at = json.indexOf(quoted); at >= 0; at = json.indexOf(quoted, done)) {
        escaped += QByteArrayView(json).sliced(done, at + 1 - done);
        done = at + 1;
        while (QByteArrayView(json).sliced(done).startsWith(quoted.sliced(1))) {
            escaped += "\\ufeff";
            done += quoted.size() - 1;
        }
    }
    return QJsonDocument::fromJson(escaped + json.sliced(done), error);
}

} // namespace GenMirror
