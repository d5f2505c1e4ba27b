#include "sync/protocol/fields.h"

#include "model/core/jsontext.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QByteArray jsonOf(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

} // namespace

Result<QJsonObject> objectOfAnswer(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = jsonDocumentOf(json, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return failure(Error::Kind::Protocol, u"The answer is no JSON object."_s);
    return document.object();
}

void FieldReader::fail(FieldName name, const char *what) const
{
    if (m_wrong.isEmpty())
        m_wrong = u"In the answer \"%1\" %2."_s.arg(name, QLatin1StringView(what));
}

QJsonArray FieldReader::arrayOf(FieldName name) const
{
    const QJsonValue value = m_object[name];
    if (!value.isArray())
        fail(name, "is no list");
    return value.toArray();
}

bool FieldReader::areThere(FieldName one, bool) const
{
    return m_object.contains(one);
}

void FieldReader::member(FieldName name, QString &text)
{
    const QJsonValue value = m_object[name];
    if (!value.isString())
        fail(name, "is no text");
    text = value.toString();
}

void FieldReader::member(FieldName name, QByteArray &latin1)
{
    QString text;
    member(name, text);
    latin1 = text.toLatin1();
}

void FieldReader::word(FieldName name, QString &word, Words words)
{
    member(name, word);
    if (std::ranges::none_of(words, [&word](QLatin1StringView known) { return word == known; }))
        fail(name, "is a word that is not known");
}

void FieldReader::either(FieldName name, bool &first, QLatin1StringView wordOfFirst, QLatin1StringView other)
{
    QString found;
    word(name, found, {wordOfFirst, other});
    first = found == wordOfFirst;
}

void FieldReader::member(FieldName name, QStringList &texts)
{
    texts.clear();
    const QJsonArray array = arrayOf(name);
    for (const QJsonValue value : array) {
        if (!value.isString())
            fail(name, "holds something that is no text");
        texts.append(value.toString());
    }
}

void FieldReader::member(FieldName name, qint64 &number, qint64 least)
{
    constexpr qint64 none = std::numeric_limits<qint64>::min();
    number = m_object[name].toInteger(none);
    if (number < least) {
        fail(name, "is no number that it may be");
        number = least;
    }
}

void FieldReader::member(FieldName name, Generation &generation, qint64 least)
{
    member(name, generation.value, least);
}

void FieldReader::member(FieldName name, bool &flag)
{
    const QJsonValue value = m_object[name];
    if (!value.isBool())
        fail(name, "is neither true nor false");
    flag = value.toBool();
}

void FieldReader::member(FieldName name, QDateTime &time)
{
    time = QDateTime::fromString(m_object[name].toString(), Qt::ISODateWithMs);
    if (!time.isValid())
        fail(name, "is no time");
}

void FieldReader::orNull(FieldName name, std::optional<QDateTime> &time)
{
    time.reset();
    if (m_object[name].isNull())
        return;
    QDateTime given;
    member(name, given);
    time = given;
}

void FieldReader::orNull(FieldName name, QDateTime &time)
{
    std::optional<QDateTime> given;
    orNull(name, given);
    time = given.value_or(QDateTime());
}

void FieldReader::member(FieldName name, CollectionId &collection)
{
    const auto given = CollectionId::fromHex(m_object[name].toString().toUtf8());
    if (!given)
        fail(name, "is no collection");
    collection = given.value_or(CollectionId());
}

void FieldReader::member(FieldName name, Digest &digest)
{
    const auto given = Digest::fromHex(m_object[name].toString().toUtf8());
    if (!given)
        fail(name, "is no digest");
    digest = given.value_or(Digest());
}

void FieldReader::member(FieldName name, SetPath &set)
{
    auto path = SetPath::fromJson(jsonOf(m_object[name]));
    if (!path || !m_object[name].isArray())
        return fail(name, "is no set's path");
    set = *std::move(path);
}

void FieldReader::member(FieldName name, SetKey &key)
{
    const auto given = m_object.contains(name) ? SetKey::fromJson(jsonOf(m_object[name]))
                                               : Result<SetKey>(failure(Error::Kind::Protocol, {}));
    if (!given)
        fail(name, "is no set's key");
    key = given.value_or(SetKey());
}

void FieldWriter::begin(FieldName name)
{
    if (!m_json.isEmpty())
        m_json += ',';
    m_json.append('"').append(name.data(), name.size()).append("\":");
}

void FieldWriter::member(FieldName name, const QString &text)
{
    begin(name);
    m_json += jsonString(text);
}

void FieldWriter::member(FieldName name, const QByteArray &latin1)
{
    member(name, QString::fromLatin1(latin1));
}

void FieldWriter::word(FieldName name, const QString &word, Words words)
{
    Q_ASSERT(std::ranges::any_of(words, [&word](QLatin1StringView known) { return word == known; }));
    member(name, word);
}

void FieldWriter::either(FieldName name, bool first, QLatin1StringView wordOfFirst, QLatin1StringView other)
{
    member(name, QString(first ? wordOfFirst : other));
}

void FieldWriter::member(FieldName name, const QStringList &texts)
{
    begin(name);
    m_json += '[';
    for (const QString &text : texts)
        m_json += (m_json.endsWith('[') ? "" : ",") + jsonString(text);
    m_json += ']';
}

void FieldWriter::member(FieldName name, qint64 number, qint64)
{
    begin(name);
    m_json += QByteArray::number(number);
}

void FieldWriter::member(FieldName name, Generation generation, qint64)
{
    member(name, generation.value);
}

void FieldWriter::member(FieldName name, bool flag)
{
    begin(name);
    m_json += flag ? "true" : "false";
}

void FieldWriter::member(FieldName name, const QDateTime &time)
{
    begin(name);
    m_json += '"' + time.toUTC().toString(Qt::ISODateWithMs).toLatin1() + '"';
}

void FieldWriter::orNull(FieldName name, const QDateTime &time)
{
    if (time.isValid())
        return member(name, time);
    begin(name);
    m_json += "null";
}

void FieldWriter::orNull(FieldName name, const std::optional<QDateTime> &time)
{
    orNull(name, time.value_or(QDateTime()));
}

void FieldWriter::member(FieldName name, const CollectionId &collection)
{
    member(name, collection.toHex());
}

void FieldWriter::member(FieldName name, const Digest &digest)
{
    member(name, digest.toHex());
}

void FieldWriter::member(FieldName name, const SetPath &set)
{
    begin(name);
    m_json += set.toJson();
}

void FieldWriter::member(FieldName name, const SetKey &key)
{
    begin(name);
    m_json += key.toJson();
}

} // namespace GenMirror
