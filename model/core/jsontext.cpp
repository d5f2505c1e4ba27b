#include "model/core/jsontext.h"

#include "model/core/jsonstream.h"
#include "model/core/sentences.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using rapidjson::SizeType;

/// Integers up to this long are written without an exponent.
constexpr qint64 LongestPlainInteger = 40;

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

tl::unexpected<Error> tooDeep(qsizetype maximumDepth)
{
    return failure(Error::Kind::TooLarge,
                   Sentences::tr("The JSON is nested deeper than %1 levels.").arg(maximumDepth));
}

template <typename Handler>
Result<void> parse(JsonTextStream &stream, QByteArrayView text, Handler &handler, const JsonLimits &limits)
{
    // A NUL would end RapidJSON's reading early; JSON has none.
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("Not valid JSON at byte %1: a NUL byte.").arg(nul));
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<JsonParseFlags>(stream, handler);
    if (!result.IsError())
        return {};
    if (result.Code() == rapidjson::kParseErrorTermination && handler.depth > limits.maximumDepth)
        return tooDeep(limits.maximumDepth);
    return tl::make_unexpected(jsonError(result));
}

template <typename Handler>
Result<void> parse(QByteArrayView text, Handler &handler, const JsonLimits &limits)
{
    JsonTextStream stream(text);
    return parse(stream, text, handler, limits);
}

void appendEscaped(QByteArray &out, QByteArrayView utf8)
{
    out += '"';
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (uchar(c) < 0x20)
                out += "\\u00" + QByteArray(1, char(c)).toHex();
            else
                out += c;
        }
    }
    out += '"';
}

/// The one spelling of a number: by exact value, no exponent while it has at most 40 digits.
std::optional<QByteArray> canonicalNumber(QByteArrayView text)
{
    const bool negative = text.startsWith('-');
    if (negative)
        text = text.sliced(1);
    QByteArray digits;
    qint64 exponent = 0; // of the digits read as an integer
    qsizetype i = 0;
    bool fraction = false;
    for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        digits += text[i];
        exponent -= fraction;
    }
    if (i < text.size()) {
        bool ok = false;
        const qlonglong written = text.sliced(i + 1).toByteArray().toLongLong(&ok);
        if (!ok || written > 1'000'000'000 || written < -1'000'000'000)
            return {};
        exponent += written;
    }
    qsizetype leading = 0;
    while (leading < digits.size() && digits[leading] == '0')
        ++leading;
    digits = digits.mid(leading);
    while (digits.endsWith('0')) {
        digits.chop(1);
        ++exponent;
    }
    if (digits.isEmpty())
        return "0";
    const QByteArray sign = negative ? "-" : "";
    if (exponent >= 0 && digits.size() + exponent <= LongestPlainInteger)
        return sign + digits + QByteArray(exponent, '0');
    const qint64 scientific = exponent + digits.size() - 1;
    QByteArray mantissa = digits.left(1);
    if (digits.size() > 1)
        mantissa += '.' + digits.mid(1);
    return sign + mantissa + 'e' + QByteArray::number(scientific);
}

/// Builds the canonical text bottom up: finished values are strings, open objects keep theirs sorted by name.
struct CanonicalHandler {
    struct Open {
        bool isObject = false;
        std::vector<std::pair<QByteArray, QByteArray>> members; ///< Names empty in arrays.
        QByteArray name;
    };
    qsizetype maximumDepth = 0;
    qsizetype depth = 0;
    std::vector<Open> open;
    QByteArray result;
    QString problem;

    bool value(QByteArray text)
    {
        if (open.empty()) {
            result = std::move(text);
            return true;
        }
        open.back().members.emplace_back(open.back().name, std::move(text));
        return true;
    }
    bool Null() { return value("null"); }
    bool Bool(bool b) { return value(b ? "true" : "false"); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char *text, SizeType length, bool)
    {
        auto number = canonicalNumber(QByteArrayView(text, qsizetype(length)));
        if (!number) {
            problem = Sentences::tr("A number's exponent is beyond ±1000000000.");
            return false;
        }
        return value(*std::move(number));
    }
    bool String(const char *text, SizeType length, bool)
    {
        QByteArray string;
        appendEscaped(string, QByteArrayView(text, qsizetype(length)));
        return value(std::move(string));
    }
    bool Key(const char *text, SizeType length, bool)
    {
        open.back().name.clear();
        appendEscaped(open.back().name, QByteArrayView(text, qsizetype(length)));
        return true;
    }
    bool start(bool isObject)
    {
        if (++depth > maximumDepth)
            return false;
        open.push_back({.isObject = isObject});
        return true;
    }
    bool StartObject() { return start(true); }
    bool StartArray() { return start(false); }
    bool EndObject(SizeType)
    {
        auto &members = open.back().members;
        std::ranges::sort(members, {}, [](const auto &member) { return member.first; });
        const auto twice =
            std::ranges::adjacent_find(members, {}, [](const auto &member) { return member.first; });
        if (twice != members.end()) {
            problem =
                Sentences::tr("The name %1 occurs twice in one object.").arg(QString::fromUtf8(twice->first));
            return false;
        }
        return end('{', '}');
    }
    bool EndArray(SizeType) { return end('[', ']'); }
    bool end(char left, char right)
    {
        --depth;
        QByteArray text(1, left);
        for (const auto &[name, member] : open.back().members) {
            if (text.size() > 1)
                text += ',';
            if (open.back().isObject)
                text += name + ':';
            text += member;
        }
        open.pop_back();
        return value(text + right);
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
    QByteArrayView wanted; ///< Only the first member of this name is noted, and ends the reading; null: all.
    bool isWanted = false;

    bool scalar(qsizetype end)
    {
        if (depth != 1)
            return true;
        if (!wanted.isNull() && !isWanted)
            return begin = end, true;
        finish(end);
        return wanted.isNull();
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

enum class Outermost { Object, Array };

Result<QList<JsonMember>> slices(QByteArrayView text, Outermost expected, const JsonLimits &limits)
{
    JsonTextStream stream(text);
    SliceHandler handler{.stream = stream, .text = text, .maximumDepth = limits.maximumDepth};
    if (auto ok = parse(stream, text, handler, limits); !ok)
        return failureOf(ok);
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
    return parse(text, handler, limits);
}

Result<QByteArray> canonicalJson(QByteArrayView text, const JsonLimits &limits)
{
    CanonicalHandler handler{.maximumDepth = limits.maximumDepth};
    if (auto ok = parse(text, handler, limits); !ok)
        return handler.problem.isEmpty() ? Result<QByteArray>(failureOf(ok))
                                         : failure(Error::Kind::InvalidArgument, handler.problem);
    return handler.result;
}

Result<QByteArrayView> memberText(QByteArrayView object, QByteArrayView name)
{
    const auto members = membersOf(object);
    if (!members)
        return failureOf(members);
    QByteArrayView found;
    for (const JsonMember &member : *members) {
        if (member.name != name)
            continue;
        if (!found.isEmpty())
            return failure(
                Error::Kind::InvalidArgument,
                Sentences::tr("The object has the attribute \"%1\" twice.").arg(QString::fromUtf8(name)));
        found = member.value;
    }
    return found;
}

QByteArrayView firstMember(QByteArrayView object, QByteArrayView name)
{
    JsonTextStream stream(object);
    const JsonLimits limits;
    SliceHandler handler{
        .stream = stream, .text = object, .maximumDepth = limits.maximumDepth, .wanted = name};
    rapidjson::Reader reader;
    (void)reader.Parse<JsonParseFlags>(stream, handler); // it is ended early
    return handler.isObject && !handler.members.isEmpty() ? handler.members.first().value : QByteArrayView();
}

Result<QList<JsonMember>> membersOf(QByteArrayView object, const JsonLimits &limits)
{
    return slices(object, Outermost::Object, limits);
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

QByteArray jsonString(QStringView text)
{
    QByteArray json;
    appendEscaped(json, text.toUtf8());
    return json;
}

} // namespace GenMirror
