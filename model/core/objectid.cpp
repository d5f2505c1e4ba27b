#include "model/core/objectid.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isCanonicalInteger(QByteArrayView text)
{
    if (text.startsWith('-'))
        text = text.sliced(1);
    return !text.isEmpty() && std::ranges::all_of(text, isDigit) && (text.size() == 1 || text.front() != '0');
}

bool fits(QByteArrayView canonicalInteger)
{
    qint64 value = 0;
    const char *end = canonicalInteger.data() + canonicalInteger.size();
    const auto read = std::from_chars(canonicalInteger.data(), end, value);
    return read.ec == std::errc() && read.ptr == end;
}

/// A string of printable ASCII without escapes is its own canonical text.
bool isPlainString(QByteArrayView text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return false;
    return std::ranges::all_of(text.sliced(1, text.size() - 2),
                               [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

Result<QByteArray> shortEnough(QByteArray canonical)
{
    if (canonical.size() > ObjectId::MaximumLength)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("An id may have at most %1 bytes; this one has %2.")
                           .arg(ObjectId::MaximumLength)
                           .arg(canonical.size()));
    return canonical;
}

} // namespace

ObjectId ObjectId::ofString(QStringView text)
{
    return ObjectId(jsonString(text));
}

ObjectId ObjectId::ofInteger(qint64 value)
{
    return ObjectId(QByteArray::number(value));
}

Result<ObjectId> ObjectId::fromJson(QByteArrayView json)
{
    const bool plain = isPlainString(json) || (isCanonicalInteger(json) && json != "-0");
    Result<QByteArray> canonical = plain ? Result<QByteArray>(json.toByteArray()) : canonicalJson(json);
    if (!canonical)
        return failureOf(canonical);
    if (auto named = ObjectId(*canonical).checkIsName(); !named)
        return failureOf(named);
    return shortEnough(*std::move(canonical)).map([](QByteArray text) { return ObjectId(std::move(text)); });
}

Result<void> ObjectId::checkIsName() const
{
    if (isString() || (isCanonicalInteger(m_json) && fits(m_json)))
        return {};
    return failure(Error::Kind::InvalidArgument,
                   Sentences::tr("An id must be a JSON string, or an integer from -9223372036854775808 to "
                                 "9223372036854775807."));
}

Result<ObjectId> ObjectId::fromValueJson(QByteArrayView json)
{
    return canonicalJson(json).and_then(shortEnough).map([](QByteArray text) {
        return ObjectId(std::move(text));
    });
}

ObjectId ObjectId::fromCanonical(QByteArray canonical)
{
    return ObjectId(std::move(canonical));
}

QString ObjectId::toDisplay() const
{
    if (isPlainString(m_json))
        return QString::fromLatin1(m_json.sliced(1, m_json.size() - 2));
    if (isString())
        return jsonStringText(m_json).value_or(QString());
    return textOfUtf8(m_json);
}

} // namespace GenMirror
