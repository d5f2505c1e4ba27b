// The one spelling of a JSON value.
#include "model/core/jsonparse.h"
#include "model/core/utf8.h"

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using rapidjson::SizeType;

/// Integers up to this long are written without an exponent.
constexpr qint64 LongestPlainInteger = 40;

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
            problem = Sentences::tr("The name %1 occurs twice in one object.").arg(textOfUtf8(twice->first));
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

} // namespace

Result<QByteArray> canonicalJson(QByteArrayView text, const JsonLimits &limits)
{
    CanonicalHandler handler{.maximumDepth = limits.maximumDepth};
    if (auto ok = parseJson(text, handler, limits); !ok)
        return handler.problem.isEmpty() ? Result<QByteArray>(failureOf(ok))
                                         : failure(Error::Kind::InvalidArgument, handler.problem);
    return handler.result;
}

QByteArray jsonString(QStringView text)
{
    QByteArray json;
    appendEscaped(json, text.toUtf8());
    return json;
}

} // namespace GenMirror
