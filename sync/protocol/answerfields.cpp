#include "sync/protocol/answerfields.h"

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
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return failure(Error::Kind::Protocol, u"The answer is no JSON object."_s);
    return document.object();
}

void AnswerFields::fail(QLatin1StringView name, const char *what) const
{
    if (m_wrong.isEmpty())
        m_wrong = u"In the answer \"%1\" %2."_s.arg(name, QLatin1StringView(what));
}

QString AnswerFields::text(QLatin1StringView name) const
{
    const QJsonValue value = m_object[name];
    if (!value.isString())
        fail(name, "is no text");
    return value.toString();
}

QString AnswerFields::textIfAny(QLatin1StringView name) const
{
    return has(name) ? text(name) : QString();
}

QString AnswerFields::word(QLatin1StringView name, std::initializer_list<QLatin1StringView> words) const
{
    QString value = text(name);
    if (std::ranges::none_of(words, [&value](QLatin1StringView known) { return value == known; }))
        fail(name, "is a word that is not known");
    return value;
}

QStringList AnswerFields::texts(QLatin1StringView name) const
{
    QStringList texts;
    const QJsonArray array = arrayOf(name);
    for (const QJsonValue value : array) {
        if (!value.isString())
            fail(name, "holds something that is no text");
        texts.append(value.toString());
    }
    return texts;
}

qint64 AnswerFields::number(QLatin1StringView name, qint64 least) const
{
    constexpr qint64 none = std::numeric_limits<qint64>::min();
    const qint64 value = m_object[name].toInteger(none);
    if (value < least) {
        fail(name, "is no number that it may be");
        return least;
    }
    return value;
}

qint64 AnswerFields::numberIfAny(QLatin1StringView name, qint64 otherwise) const
{
    return has(name) ? number(name) : otherwise;
}

bool AnswerFields::flag(QLatin1StringView name) const
{
    const QJsonValue value = m_object[name];
    if (!value.isBool())
        fail(name, "is neither true nor false");
    return value.toBool();
}

bool AnswerFields::flagIfAny(QLatin1StringView name) const
{
    return has(name) && flag(name);
}

QDateTime AnswerFields::time(QLatin1StringView name) const
{
    auto time = QDateTime::fromString(m_object[name].toString(), Qt::ISODateWithMs);
    if (!time.isValid())
        fail(name, "is no time");
    return time;
}

std::optional<QDateTime> AnswerFields::timeOrNull(QLatin1StringView name) const
{
    return m_object[name].isNull() ? std::nullopt : std::optional(time(name));
}

CollectionId AnswerFields::collection(QLatin1StringView name) const
{
    const auto collection = CollectionId::fromHex(m_object[name].toString().toUtf8());
    if (!collection)
        fail(name, "is no collection");
    return collection.value_or(CollectionId());
}

Generation AnswerFields::generation(QLatin1StringView name, qint64 least) const
{
    return {number(name, least)};
}

Digest AnswerFields::digest(QLatin1StringView name) const
{
    const auto digest = Digest::fromHex(m_object[name].toString().toUtf8());
    if (!digest)
        fail(name, "is no digest");
    return digest.value_or(Digest());
}

SetPath AnswerFields::set(QLatin1StringView name) const
{
    auto path = SetPath::fromJson(jsonOf(m_object[name]));
    if (!path || !m_object[name].isArray()) {
        fail(name, "is no set's path");
        return {};
    }
    return *std::move(path);
}

SetKey AnswerFields::key(QLatin1StringView name) const
{
    const auto key = has(name) ? SetKey::fromJson(jsonOf(m_object[name]))
                               : Result<SetKey>(failure(Error::Kind::Protocol, {}));
    if (!key)
        fail(name, "is no set's key");
    return key.value_or(SetKey());
}

QJsonArray AnswerFields::arrayOf(QLatin1StringView name) const
{
    const QJsonValue value = m_object[name];
    if (!value.isArray())
        fail(name, "is no list");
    return value.toArray();
}

} // namespace GenMirror
